// kill -9 of the real server under load from independent clients, twenty times. Nothing acknowledged is lost,
// nothing is shown twice, nothing is out of order.

import { afterAll, beforeAll, expect, test } from 'vitest'
import { contactConnects, maya, newClientId } from '../cast.ts'
import { makeWorld, type World } from '../world.ts'
import { dataFolders } from './folders.ts'

const ROUNDS = 20
const WRITERS = 4
/** Acknowledgements of a round after which the server is killed: spread, so that it dies in different places. */
const killAfter = (round: number) => 5 + ((round * 7) % 40)

let world: World
const newFolder = dataFolders()
beforeAll(async () => {
  // Articles have no part in this: twenty starts need not read them.
  world = await makeWorld({ ARTICLES_DIR: await newFolder() })
})
afterAll(() => world?.end())

test('twenty kills: 0 acknowledged lost, 0 twice, 0 out of order', { timeout: 120_000 }, async () => {
  const people = Array.from({ length: WRITERS }, (_, index) => ({
    ...maya,
    sub: `writer-${index}`,
    email: `writer-${index}@northfield.edu`,
  }))
  const tickets: string[] = []
  for (const person of people) {
    const student = await contactConnects(world.url, person)
    const body = { clientId: newClientId(), type: 'question', text: 'begin' }
    tickets.push((await student.command('ticket.open', body)).result.ticket.id)
    student.close()
  }

  /** Per writer: text → sequence, as acknowledged. */
  const acknowledged = people.map(() => new Map<string, number>())
  /** What was sent but not acknowledged is sent again under the same name, like a widget's outbox does. */
  const outboxes = people.map((): { clientId: string; text: string }[] => [])
  let total = 0

  for (let round = 0; round < ROUNDS; round++) {
    const clients = await Promise.all(people.map((person) => contactConnects(world.url, person)))
    let ofRound = 0
    const killed = new Promise<void>((resolve) => {
      clients.forEach(async (client, writer) => {
        const outbox = outboxes[writer] ?? []
        try {
          for (let n = 0; ; n++) {
            const item = outbox[0] ?? { clientId: newClientId(), text: `round ${round} message ${n}` }
            if (outbox.length === 0) outbox.push(item)
            const answer = await client.command('message.send', { ...item, ticketId: tickets[writer] })
            acknowledged[writer]?.set(item.text, answer.result.message.sequence)
            outbox.shift()
            total++
            if (++ofRound === killAfter(round)) world.kill().then(resolve)
          }
        } catch {
          // The socket broke: that is what this test is for.
        }
      })
    })
    await killed
    await world.start()
  }

  let lost = 0
  let twice = 0
  let outOfOrder = 0
  for (const [writer, person] of people.entries()) {
    const student = await contactConnects(world.url, person)
    const texts: string[] = []
    let after = 0
    for (let more = true; more; ) {
      const page = (await student.command('thread.read', { ticketId: tickets[writer], after })).result
      for (const entry of page.entries) {
        if (entry.sequence !== after + 1) outOfOrder++
        after = entry.sequence
        texts.push(entry.text)
        if (
          acknowledged[writer]?.has(entry.text) &&
          acknowledged[writer]?.get(entry.text) !== entry.sequence
        ) {
          outOfOrder++
        }
      }
      more = page.more
    }
    for (const text of acknowledged[writer]?.keys() ?? []) if (!texts.includes(text)) lost++
    twice += texts.length - new Set(texts).size
    student.close()
  }
  console.log(
    `rounds ${ROUNDS}, acknowledged ${total}, lost ${lost}, twice ${twice}, out of order ${outOfOrder}`,
  )
  expect({ lost, twice, outOfOrder }).toEqual({ lost: 0, twice: 0, outOfOrder: 0 })
  expect(total).toBeGreaterThan(ROUNDS * 5)
})
