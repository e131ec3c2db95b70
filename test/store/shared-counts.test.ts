// Counts on PostgreSQL are shared by who asks at the same time, and never older than the question; one that takes too long is alone in that.

import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { Counts } from '../../server/store/postgres/counts.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import { readableLog } from '../faults/folders.ts'
import { maya, omar, ticket } from '../faults/records.ts'
import { newDatabase } from '../stage/postgres.ts'

/** A server that answers when it is told to. */
function server() {
  const asked: { what: string; answer(count: number): void; fail(): void }[] = []
  const ask = (what: string) => () =>
    new Promise<number>((resolve, reject) => {
      asked.push({ what, answer: resolve, fail: () => reject(new Error('away')) })
    })
  return { asked, ask }
}
const turn = () => new Promise((resolve) => setImmediate(resolve))

describe('counts', () => {
  it('are asked once for all who ask before it begins, and again for who asks later', async () => {
    const { asked, ask } = server()
    const counts = new Counts()
    const early = [counts.count('mine', ask('mine')), counts.count('mine', ask('mine'))]
    await turn()
    expect(asked, 'one for both').toHaveLength(1)
    const late = [counts.count('mine', ask('mine')), counts.count('mine', ask('mine'))]
    await turn()
    expect(asked, 'not beside the first').toHaveLength(1)
    asked[0]?.answer(3)
    expect(await Promise.all(early)).toEqual([3, 3])
    while (asked.length < 2) await turn()
    asked[1]?.answer(4)
    expect(await Promise.all(late)).toEqual([4, 4])
    expect(asked).toHaveLength(2)
  })

  it('leave sessions to messages: two are under way, and a failure gives its place to the next', async () => {
    const { asked, ask } = server()
    const counts = new Counts()
    const all = ['a', 'b', 'c', 'd'].map((view) => counts.count(view, ask(view)))
    await turn()
    expect(asked.map(({ what }) => what)).toEqual(['a', 'b'])
    asked[0]?.fail()
    await expect(all[0]).rejects.toThrow('away')
    await turn()
    expect(asked.map(({ what }) => what)).toEqual(['a', 'b', 'c'])
    asked[1]?.answer(1)
    asked[2]?.answer(2)
    expect(await Promise.all(all.slice(1, 3))).toEqual([1, 2])
    await turn()
    asked[3]?.answer(3)
    expect(await all[3]).toBe(3)
    // What failed is asked again.
    const again = counts.count('a', ask('a'))
    while (asked.length < 5) await turn()
    asked[4]?.answer(9)
    expect(await again).toBe(9)
  })

  it('that take longer than a question may are not known, and those asked beside them are', async () => {
    const database = await newDatabase()
    const store = await openPostgresStore({ url: database.url, log: readableLog() })
    const other = new pg.Client({ connectionString: database.url })
    await other.connect()
    try {
      await store.commit(async (tx) => {
        await tx.contacts.put(maya)
        await tx.tickets.put(ticket('tkt_1'))
      })
      const filters = [{ identity: 'verified' as const }, {}, { states: ['solved' as const] }]
      const count = () =>
        Promise.all(
          filters.map((filter) => store.read.tickets.count({ filter, agentId: omar.id, now: new Date() })),
        )
      expect(await count(), 'the premise').toEqual([1, 1, 0])
      // Whoever must look at contacts waits; its end is what the server does when the time is over.
      await other.query('BEGIN; LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE')
      const counted = count()
      const ended = `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`
      while ((await other.query(ended)).rowCount === 0) await turn()
      expect(await counted).toEqual([null, 1, 0])
    } finally {
      await other.end()
      await store.close()
      await database.drop()
    }
  })
})
