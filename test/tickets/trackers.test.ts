// One cause, many tickets: attached to a tracker, and one update to all of them, each once, whatever happens in between.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Contact, Message } from '../../protocol/entities.ts'
import type { AgentRecord, DueWorkRecord } from '../../server/store/records.ts'
import { related } from '../../server/tickets/links.ts'
import { attach, track } from '../../server/tickets/trackers.ts'
import { beginUpdate, sendUpdateNow, stopUpdate, TRACKER_UPDATE } from '../../server/tickets/updates.ts'
import { contactTicket, deskTicket } from '../../server/tickets/views.ts'
import { mergeScene } from '../account-merge/merges.ts'
import { dataFolders } from '../faults/folders.ts'
import { newClientId } from '../stage/cast.ts'
import { openRules, type Rules } from '../stage/rules.ts'

const HOLD_MS = 10_000
const TEXT = 'The map of rotations is there again.'

const newFolder = dataFolders()
let rules: Rules
let omar: AgentRecord
let maya: Contact
let trackerId = ''
let named = 0

beforeEach(async () => {
  rules = await openRules(await newFolder())
  maya = await rules.contact('maya', 'maya@northfield.edu')
  omar = await rules.agent('Omar')
  trackerId = (await opens(maya, 'The map of rotations is empty')).id
})
afterEach(() => rules?.close())

const opens = async (contact: Contact, text: string) => (await rules.opens(contact, text)).ticket
/** Students who report the same, each with a ticket of their own that Omar has read and attached. */
async function report(count: number) {
  const all = []
  for (let at = 0; at < count; at++) {
    const contact = await rules.contact(`student-${++named}`, `student-${named}@northfield.edu`)
    all.push({ contact, ticket: await opens(contact, `No map here, ${at}`) })
  }
  await attaches(all.map(({ ticket }) => ticket.id))
  return all
}
const record = (id: string) => rules.ticket(id)
const attaches = (ids: string[], to: string | null = trackerId, upTo = 99) =>
  rules.commit((tx) =>
    attach(tx, rules, omar, { tickets: ids.map((ticketId) => ({ ticketId, upTo })), trackerId: to }),
  )
const seenAtDesk = async (id: string) => deskTicket(await record(id), rules.store.read)
const update = (more: object = {}, ticketId = trackerId) =>
  rules.commit((tx) =>
    beginUpdate(tx, rules, omar, {
      ...{ clientId: newClientId(), ticketId, text: TEXT, solves: false, own: false },
      ...more,
    }),
  )
const repliesIn = async (id: string) =>
  (await rules.store.read.entries.after(id, 0, 100)).filter(
    (entry): entry is Message => entry.kind === 'message' && entry.author.kind === 'agent',
  )
const lastLine = async (id: string) => {
  const note = (await rules.store.read.notes.after(id, 0, 1_000)).at(-1)
  return { code: note?.line?.code, ...note?.line?.details, text: note?.text }
}
const code = (refused: string) => expect.objectContaining({ code: refused })

describe('a tracker', () => {
  test('gathers tickets of whichever contacts, and each says what causes it', async () => {
    const reports = await report(2)
    expect(await seenAtDesk(trackerId)).toMatchObject({ tracker: { attached: 2, updates: [] } })
    const [one, other] = reports.map(({ ticket }) => ticket)
    if (!one || !other) throw new Error('nobody reported')
    expect(await seenAtDesk(one.id)).toMatchObject({ cause: trackerId })
    expect((await related(rules.store.read, await record(one.id))).map(({ id }) => id)).toEqual([trackerId])
    // Names made in one moment stand in any order.
    const caused = await rules.store.read.tickets.causedBy(trackerId, { limit: 9 })
    expect(caused.map(({ id }) => id)).toEqual([one.id, other.id].sort())
    expect((await rules.store.read.tickets.trackers(9)).map(({ id }) => id)).toEqual([trackerId])
    expect(await lastLine(trackerId)).toMatchObject({
      code: 'tracker.attached',
      numbers: `#${one.number}, #${other.number}`,
    })

    await attaches([one.id, one.id], null)
    expect((await seenAtDesk(one.id)).cause).toBeUndefined()
    expect((await seenAtDesk(trackerId)).tracker?.attached).toBe(1)
    // Again is no change.
    await attaches([one.id], null)
    await attaches([other.id])
    expect((await seenAtDesk(trackerId)).tracker?.attached).toBe(1)
  })

  test('another takes a ticket over, and is told by numbers', async () => {
    const [one] = await report(1)
    const second = await opens(maya, 'The server of maps is down')
    await attaches([one?.ticket.id ?? ''], second.id)
    expect([(await seenAtDesk(trackerId)).tracker, (await seenAtDesk(second.id)).tracker]).toEqual([
      { attached: 0, updates: [] },
      { attached: 1, updates: [] },
    ])
    await rules.commit((tx) => track(tx, rules, omar, { ticketId: trackerId, on: false }))
    expect((await seenAtDesk(trackerId)).tracker).toBeUndefined()
    await expect(
      rules.commit((tx) => track(tx, rules, omar, { ticketId: second.id, on: false })),
    ).rejects.toEqual(code('ticket.wrong_state'))
  })

  test('stands alone: no chains, nothing to itself, nothing to what is solved', async () => {
    const [one] = await report(1)
    const id = one?.ticket.id ?? ''
    const other = await opens(maya, 'Mine, too')
    await expect(attaches([other.id], id)).rejects.toEqual(code('ticket.wrong_state'))
    expect((await attaches([trackerId, 'tkt_none', other.id])).refused).toEqual([
      { ticketId: trackerId, code: 'ticket.wrong_state' },
      { ticketId: 'tkt_none', code: 'not_found' },
    ])
    const second = await opens(maya, 'Another cause')
    await rules.commit((tx) => track(tx, rules, omar, { ticketId: second.id, on: true }))
    expect((await attaches([trackerId], second.id)).refused).toHaveLength(1)
    await rules.commit(async (tx) =>
      rules.tickets.solve(tx, await record(second.id), { name: 'Omar', side: 'agent' }),
    )
    await expect(attaches([id], second.id)).rejects.toEqual(code('ticket.wrong_state'))
  })

  test('no contact hears or sees anything of it', async () => {
    const other = await opens(maya, 'Where is my badge?')
    const heard = rules.heardBy(maya.id)
    const desk = rules.heardAtTheDesk()
    const seen = async () => contactTicket(await record(trackerId), rules.store.read)
    const before = await seen()
    await attaches([other.id])
    await update({ holdMs: HOLD_MS })
    expect(await seen()).toEqual(before)
    expect(heard).toEqual([])
    expect(desk.length, 'the premise').toBeGreaterThan(2)
  })
})

describe('an update', () => {
  test('reaches each once as a reply of their own, however often it is asked for and run', async () => {
    const reports = await report(45)
    const clientId = newClientId()
    await update({ clientId })
    await update({ clientId })
    const [work] = await dueNow()
    if (!work) throw new Error('nothing is due')
    // Two copies of the server take it at once, and one of them dies before its end is kept.
    await Promise.all([rules.kinds[TRACKER_UPDATE](work), rules.kinds[TRACKER_UPDATE](work)])
    await rules.dueWork()
    for (const { ticket } of reports)
      expect((await repliesIn(ticket.id)).map(({ text, author }) => [text, author.name])).toEqual([
        [TEXT, 'Omar'],
      ])
    expect(await repliesIn(trackerId), 'its own contact was left out').toEqual([])
    const [first] = reports
    expect(await record(first?.ticket.id ?? '')).toMatchObject({
      state: 'waiting_on_contact',
      assigneeId: null,
    })
    expect((await seenAtDesk(trackerId)).tracker).toEqual({ attached: 45, updates: [] })
    expect(await lastLine(trackerId)).toEqual({ code: 'update.sent', sent: '45', total: '45', text: TEXT })
    await expect(update({ clientId, text: 'Other words' })).rejects.toEqual(code('client_id.reused'))
  })

  test('solves with it what may be solved, its own ticket too, and says what stayed', async () => {
    const [plain, wrote, solved] = await report(3)
    if (!plain || !wrote || !solved) throw new Error('nobody reported')
    await says(wrote.contact, wrote.ticket.id, 'And my badge does not open the door.')
    await rules.commit(async (tx) =>
      rules.tickets.solve(tx, await record(solved.ticket.id), { name: 'Omar', side: 'agent' }),
    )
    const merging = await mergeScene(rules, [await rules.agent('Ines'), omar])
    await merging.starts()
    await merging.proves()
    const mergingId = (await merging.kept()).ticketId ?? ''
    await attaches([mergingId])
    const before = await record(solved.ticket.id)
    await rules.commit(async (tx) => rules.tickets.see(tx, await record(trackerId), 'agent', 1))
    await update({ solves: true, own: true })
    await rules.dueWork()
    const ids = [...[plain, wrote, solved].map(({ ticket }) => ticket.id), mergingId]
    expect(await repliesIn(mergingId)).toHaveLength(1)
    expect(await Promise.all(ids.map(async (id) => (await record(id)).state))).toEqual([
      'solved',
      'open',
      'solved',
      'waiting_on_contact',
    ])
    // What nobody has read waits on as if nothing had been written, and is still unread.
    expect(await record(wrote.ticket.id)).toMatchObject({
      waitingSince: wrote.ticket.waitingSince,
      seenByAgent: 0,
      firstReplyAt: null,
    })
    expect(await repliesIn(wrote.ticket.id)).toHaveLength(1)
    expect(await record(solved.ticket.id), 'solved before: nothing of it is touched').toEqual(before)
    expect((await record(trackerId)).state).toBe('solved')
    expect(await lastLine(trackerId)).toMatchObject({
      ...{ code: 'update.sent', sent: '4', solved: '2', unread: '1', left: '1', total: '5' },
    })
  })

  test('taken back in time nobody has it; sent at once it does not wait', async () => {
    const [one] = await report(1)
    const { tracker } = await update({ holdMs: HOLD_MS })
    const updateId = tracker?.updates?.[0]?.id ?? ''
    await rules.dueWork()
    expect(await repliesIn(one?.ticket.id ?? '')).toEqual([])
    const stop = () => rules.commit((tx) => stopUpdate(tx, { ticketId: trackerId, updateId }))
    expect((await stop()).text).toBe(TEXT)
    rules.passes(HOLD_MS)
    await rules.dueWork()
    expect(await repliesIn(one?.ticket.id ?? '')).toEqual([])
    await expect(stop()).rejects.toEqual(code('ticket.changed_meanwhile'))

    const again = (await update({ holdMs: HOLD_MS })).tracker?.updates?.[0]?.id ?? ''
    await rules.commit((tx) => sendUpdateNow(tx, rules, { ticketId: trackerId, updateId: again }))
    await rules.dueWork()
    expect(await repliesIn(one?.ticket.id ?? '')).toHaveLength(1)
  })

  test('stopped on its way: who has it keeps it, nobody else gets it, and the line says how many', async () => {
    const reports = await report(45)
    const updateId = (await update()).tracker?.updates?.[0]?.id ?? ''
    let stopped: string | null | undefined
    rules.bus.subscribe('desk', (event) => {
      const done = (event.body as { ticket?: { tracker?: { updates: { done: number }[] } } }).ticket?.tracker
        ?.updates[0]?.done
      if (!done || stopped !== undefined) return
      stopped = null
      void rules
        .commit((tx) => stopUpdate(tx, { ticketId: trackerId, updateId }))
        .then(({ text }) => {
          stopped = text
        })
    })
    await rules.dueWork()
    expect(stopped).toBeNull()
    const counts = await Promise.all(reports.map(async ({ ticket }) => (await repliesIn(ticket.id)).length))
    const sent = counts.filter((count) => count === 1).length
    expect(sent, 'the premise').toBeGreaterThan(0)
    expect(sent).toBeLessThan(45)
    expect(await lastLine(trackerId)).toMatchObject({
      code: 'update.stopped',
      sent: String(sent),
      total: '45',
    })
  })

  test('who is attached later does not get it; refused where nobody would', async () => {
    await expect(update()).rejects.toEqual(code('ticket.wrong_state'))
    await report(1)
    await update({ holdMs: HOLD_MS })
    rules.passes(1)
    const [late] = await report(1)
    rules.passes(HOLD_MS)
    await rules.dueWork()
    expect(await repliesIn(late?.ticket.id ?? '')).toEqual([])
    expect(await lastLine(trackerId)).toMatchObject({ sent: '1', left: '1', total: '1' })
  })
})

const says = (contact: Contact, ticketId: string, text: string) =>
  rules.commit((tx) => rules.tickets.sendAsContact(tx, contact, { clientId: newClientId(), ticketId, text }))

async function dueNow(): Promise<DueWorkRecord[]> {
  const now = rules.now().toISOString()
  const found: DueWorkRecord[] = []
  const { updates = [] } = (await record(trackerId)).tracker ?? {}
  for (const { id } of updates) {
    const work = await rules.store.read.dueWork.find(`update-${id}`)
    if (work && work.dueAt <= now) found.push(work)
  }
  return found
}
