// Solved tickets go when they are old enough, and a contact when they ask for it: all of it, in small portions, and of what went
// only the number is kept.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contact } from '../../protocol/entities.ts'
import { CODE_SENDS, GAP_KEPT_DAYS } from '../../protocol/limits.ts'
import type { Retention } from '../../protocol/settings/retention.ts'
import { gapsOf } from '../../server/articles/gaps.ts'
import { readable } from '../../server/attachments/attachments.ts'
import { mailboxOf } from '../../server/contacts/address.ts'
import { unmailed } from '../../server/contacts/address-proofs.ts'
import { eraseContact } from '../../server/contacts/erasing.ts'
import { scheduleOnce } from '../../server/due-work.ts'
import { ENGLISH } from '../../server/email/language.ts'
import { guestCodeMail } from '../../server/email/texts.ts'
import { deflectionOf } from '../../server/reports/deflection.ts'
import { FORGETTING } from '../../server/retention/forgetting.ts'
import { nextNight, REMOVALS, runsOf, scheduleRemovals } from '../../server/retention/nights.ts'
import { previewOf } from '../../server/retention/preview.ts'
import { putSetting } from '../../server/settings/kept.ts'
import type { AgentRecord, TicketRecord } from '../../server/store/records.ts'
import { link } from '../../server/tickets/links.ts'
import { mergeTickets } from '../../server/tickets/merge.ts'
import { queueDelivery } from '../../server/webhooks/deliveries.ts'
import { dataFolders } from '../faults/folders.ts'
import { merge } from '../faults/records.ts'
import { newClientId } from '../stage/cast.ts'
import { DAY_MS, HOUR_MS, openRules, type Rules } from '../stage/rules.ts'

const newFolder = dataFolders()
let rules: Rules
let maya: Contact
let leo: Contact
let omar: AgentRecord

beforeEach(async () => {
  rules = await openRules(await newFolder())
  maya = await rules.contact('maya', 'maya@northfield.edu')
  leo = await rules.contact('leo', 'leo@northfield.edu')
  omar = await rules.agent('Omar')
})
afterEach(() => rules?.close())

async function opened(by: Contact, text: string, type = 'question'): Promise<string> {
  const body = { clientId: newClientId(), type, text }
  return (await rules.commit((tx) => rules.tickets.open(tx, by, body))).ticket.id
}
async function solved(by: Contact, text: string, type?: string): Promise<string> {
  const id = await opened(by, text, type)
  await solves(id)
  return id
}
const solves = (id: string) =>
  rules.commit(async (tx) => {
    const body = { clientId: newClientId(), ticketId: id, text: 'It is under Onboarding.' }
    const { ticket } = await rules.tickets.sendAsAgent(tx, omar, body)
    await rules.tickets.solve(tx, ticket, { name: omar.name, side: 'agent' })
  })
const find = (id: string) => rules.store.read.tickets.find(id)
const keeps = (value: Retention, version = 0) =>
  rules.commit(async (tx) => {
    await putSetting(tx, rules, omar, { id: 'retention', version, value })
    await scheduleRemovals(tx, rules.now())
  })
const night = async () => {
  rules.passes(DAY_MS)
  // Portion by portion, as long as there are more.
  for (let portion = 0; portion < 10; portion++) {
    await rules.dueWork()
    rules.passes(5_000)
  }
}
const nightsBegin = () =>
  rules.commit(async (tx) => scheduleOnce(tx, FORGETTING, await nextNight(tx, rules.now())))
const log = async () =>
  (await rules.store.read.accessLog.list({ limit: 50 })).map(({ what, detail, of }) => ({ what, detail, of }))

test('at night those go that were solved long enough ago, counted beforehand, and only the number is kept', async () => {
  const old: string[] = []
  for (let n = 0; n < 45; n++) old.push(await solved(n % 2 ? maya : leo, `canary-gone ${n}`))
  const problem = await solved(maya, 'My rotation is not there', 'problem')
  const waits = await opened(maya, 'Anybody?')
  rules.passes(40 * DAY_MS)
  const young = await solved(leo, 'From yesterday')
  const again = old.pop() ?? ''
  await rules.commit((tx) =>
    rules.tickets.sendAsContact(tx, leo, { clientId: newClientId(), ticketId: again, text: 'It is back.' }),
  )
  await rules.dueWork()
  const heard = rules.heardAtTheDesk()
  const retention = { days: 30, types: [{ type: 'problem', days: 365 }] }

  const preview = await previewOf(rules.store.read, retention, rules.now())
  expect(preview).toMatchObject({ tickets: 44, types: [{ type: 'question', tickets: 44 }], kept: [] })
  expect(preview.oldestSolvedAt).toBe((await find(old[0] ?? ''))?.solvedAt)

  await keeps(retention)
  expect((await runsOf(rules.store.read)).nextRunAt).toBe(preview.runsAt)
  await rules.dueWork()
  expect(await find(old[0] ?? ''), 'not before the night').toBeDefined()
  await night()
  for (const id of old) expect(await find(id)).toBeUndefined()
  for (const id of [problem, waits, young, again]) expect(await find(id)).toBeDefined()
  const gone = heard.filter(({ name }) => name === 'ticket.removed')
  expect(gone.map(({ body }) => (body as { ticketId: string }).ticketId).sort()).toEqual([...old].sort())
  expect((await runsOf(rules.store.read)).lastRun).toMatchObject({ removed: 44, isOver: true })
  expect(await log()).toEqual([{ what: 'tickets.removed', detail: '44', of: null }])
  expect(JSON.stringify(await rules.store.read.accessLog.list({ limit: 50 }))).not.toContain('canary-gone')

  // Switched off, nothing goes any more.
  await keeps({ days: null, types: [] }, 1)
  expect(await rules.store.read.dueWork.find(REMOVALS)).toBeUndefined()
  rules.passes(400 * DAY_MS)
  await night()
  expect(await find(young)).toBeDefined()
})

test('a night that was broken off long ago is not gone on with: the next one begins anew, and counts its own', async () => {
  const both = [await solved(maya, 'One'), await solved(leo, 'Another')]
  const at = rules.now().toISOString()
  rules.passes(31 * DAY_MS)
  const before = rules.now().toISOString()
  const { next } = await rules.store.read.tickets.oldestSolved({ before, limit: 1 })
  expect(next, 'the premise: it had come past the first').not.toBeNull()
  const value = { at, removed: 7, isOver: false, after: next }
  await rules.commit((tx) =>
    tx.settings.put({ id: 'removals', version: 0, value, changedBy: null, changedAt: null }),
  )
  await keeps({ days: 30, types: [] })
  await night()
  for (const id of both) expect(await find(id)).toBeUndefined()
  expect((await runsOf(rules.store.read)).lastRun).toMatchObject({ removed: 2, isOver: true })
})

test('what a merge of accounts goes on in, or can be taken back in, stays, and so does who asked for it', async () => {
  const asked = async (id: string, state: 'merged' | 'failed', undoUntil: string | null) => {
    const ticketId = await solved(maya, id)
    await rules.commit(async (tx) => {
      const ticket = (await tx.tickets.find(ticketId)) as TicketRecord
      await tx.tickets.put({ ...ticket, mergeId: id })
      await tx.merges.put(merge(id, { ticketId, state, undoUntil }))
    })
    return ticketId
  }
  const inDays = (days: number) => new Date(rules.now().getTime() + days * DAY_MS).toISOString()
  const over = await asked('mrg_over', 'merged', inDays(30))
  const undoable = await asked('mrg_undoable', 'merged', inDays(90))
  const failed = await asked('mrg_failed', 'failed', null)
  await keeps({ days: 30, types: [] })
  rules.passes(31 * DAY_MS)
  const { tickets, kept } = await previewOf(rules.store.read, { days: 30, types: [] }, rules.now())
  expect({ tickets, kept }).toEqual({ tickets: 1, kept: [{ why: 'merge', tickets: 2 }] })
  await night()
  expect(await find(over)).toBeUndefined()
  for (const id of [undoable, failed]) expect(await find(id), id).toBeDefined()
  const erased = () => eraseContact({ ...rules, read: rules.store.read }, omar, maya.id)
  await rules.commit((tx) => tx.merges.put(merge('mrg_failed', { state: 'rejected' })))
  await expect(erased()).rejects.toMatchObject({ code: 'contact.in_merge' })
  rules.passes(60 * DAY_MS)
  await expect(erased()).resolves.toBe(2)
})

test('an account that became part of another is erased with that one, and with all that it took in before', async () => {
  const { read } = rules.store
  const takesIn = async (id: string, into: Contact, from: Contact, undoUntil: string | null) => {
    const { externalId, email } = from
    await rules.commit(async (tx) => {
      await tx.contacts.put({ ...from, mergedInto: into.id })
      await tx.merges.put(
        merge(id, {
          state: 'merged',
          undoUntil,
          into: { contactId: into.id, externalId: into.externalId ?? '', email: into.email ?? '' },
          from: { externalId, email: email ?? '' },
        }),
      )
    })
  }
  const third = await rules.contact('ines', 'ines@northfield.edu')
  await takesIn('mrg_first', leo, maya, new Date(rules.now().getTime() + DAY_MS).toISOString())
  await takesIn('mrg_second', third, leo, null)
  const erases = ({ id }: Contact) => eraseContact({ ...rules, read }, omar, id)
  // By itself it would come in again as somebody new, and an undo would find nobody.
  for (const part of [maya, leo]) await expect(erases(part)).rejects.toMatchObject({ code: 'not_found' })
  rules.passes(2 * DAY_MS)
  await erases(third)
  for (const sub of ['maya', 'leo', 'ines'])
    expect(await read.contacts.findByExternalId(sub), sub).toBeUndefined()
})

test('what others say of it goes too, and so do its files and the mails with its replies', async () => {
  const [goes, stays] = [await solved(maya, 'Gone soon'), await opened(leo, 'Of the same cause')]
  await rules.commit((tx) => link(tx, rules, omar, { ticketId: goes, otherId: stays }))
  const entries = await rules.store.read.entries.after(goes, 0, 10)
  const reply = entries.find((entry) => entry.kind === 'message' && entry.author.kind === 'agent')
  rules.passes(HOUR_MS)
  await rules.dueWork()
  const mail = `mal_${reply?.id}`
  expect(await rules.store.read.mails.find(mail), 'it was mailed').toBeDefined()
  expect((await find(stays))?.links).toEqual([goes])
  await keeps({ days: 30, types: [] })
  rules.passes(30 * DAY_MS)
  await night()
  expect(await find(goes)).toBeUndefined()
  expect(await rules.store.read.mails.find(mail)).toBeUndefined()
  expect((await find(stays))?.links).toBeUndefined()
})

test('what was merged into a ticket stays with it, and a file with the copy that was split off', async () => {
  const uploader = { kind: 'contact', id: maya.id } as const
  const file = await rules.commit(async (tx) => {
    const announced = await rules.attachments.announce(tx, uploader, { name: 'badge.txt', size: 4 })
    return rules.attachments.finish(tx, announced.id, { ...announced, type: 'text/plain' })
  })
  const [beginning, source] = [await opened(maya, 'It began here'), await opened(maya, 'Two matters')]
  await rules.commit((tx) =>
    rules.tickets.sendAsContact(tx, maya, {
      ...{ clientId: newClientId(), ticketId: source, text: 'My badge.', attachments: [file.id] },
    }),
  )
  const body = { clientId: newClientId(), ticketId: source, from: 2, upTo: 2, type: 'question', subject: '' }
  const [, { id: split }] = await rules.commit((tx) => rules.tickets.splitOff(tx, omar, body))
  await rules.commit((tx) => mergeTickets(tx, rules, omar, { ticketId: beginning, intoId: split, upTo: 1 }))
  await solves(source)
  await keeps({ days: 30, types: [] })
  const preview = async () => previewOf(rules.store.read, { days: 30, types: [] }, rules.now())

  rules.passes(40 * DAY_MS)
  expect(await preview()).toMatchObject({ tickets: 1, kept: [{ why: 'continued', tickets: 1 }] })
  await night()
  expect(await find(source)).toBeUndefined()
  expect(await find(beginning)).toBeDefined()
  expect(await readable(rules.store.read, uploader, file.id)).toMatchObject({ ticketId: split })

  await solves(split)
  rules.passes(40 * DAY_MS)
  await night()
  await night()
  for (const id of [split, beginning]) expect(await find(id)).toBeUndefined()
  expect(await rules.store.read.attachments.find(file.id)).toBeUndefined()
})

test('a tracker stays as long as tickets are attached to it', async () => {
  const [cause, ticket] = [await solved(maya, 'The cause'), await opened(leo, 'Of the cause')]
  const [tracker, attached] = [await find(cause), await find(ticket)]
  if (!tracker || !attached) throw new Error('they are not there')
  await rules.commit(async (tx) => {
    await tx.tickets.put({ ...tracker, tracker: { attached: 1 } })
    await tx.tickets.put({ ...attached, cause: { id: cause, at: attached.createdAt, upTo: 1 } })
  })
  rules.passes(40 * DAY_MS)
  const retention = { days: 30, types: [] }
  const preview = await previewOf(rules.store.read, retention, rules.now())
  expect(preview).toMatchObject({ tickets: 0, kept: [{ why: 'tracker', tickets: 1 }] })
  await keeps(retention)
  await night()
  expect(await find(cause)).toBeDefined()
  await solves(ticket)
  rules.passes(40 * DAY_MS)
  await night()
  expect(await find(ticket)).toBeUndefined()
  await night()
  expect(await find(cause)).toBeUndefined()
})

test('a contact who asks for it is erased: tickets in every state, sessions, votes without them, and nobody else', async () => {
  const theirs = [await solved(maya, 'One'), await opened(maya, 'Two')]
  const leos = await opened(leo, 'Mine')
  const session = await rules.commit((tx) => rules.contacts.openSession(tx, maya))
  const vote = {
    slug: 'edit-profile',
    locale: 'en',
    version: 'v1',
    readerHash: 'hash',
    answer: 'no' as const,
  }
  const at = rules.now().toISOString()
  await rules.commit((tx) => tx.feedback.put({ ...vote, contactId: maya.id, comment: 'canary', at }))
  const heard = rules.heardBy(maya.id)
  const wanted = { purpose: 'guest' as const, boundTo: null, email: 'maya@northfield.edu', name: null }
  for (let codes = 0; codes <= CODE_SENDS; codes++)
    await rules.commit((tx) => rules.proofs.send(tx, wanted, (code) => guestCodeMail(ENGLISH, { code })))
  const proofs = async () => {
    const mailbox = mailboxOf(wanted.email)
    const since = '2000-01-01T00:00:00.000Z'
    const all = [mailbox, unmailed(mailbox)].map((name) =>
      rules.store.read.addressProofs.listSince(name, since),
    )
    return (await Promise.all(all)).map(({ length }) => length)
  }
  expect(await proofs(), 'the premise: one more than are mailed').toEqual([CODE_SENDS, 1])

  expect(await eraseContact({ ...rules, read: rules.store.read }, omar, maya.id)).toBe(2)
  expect(await proofs()).toEqual([0, 0])
  for (const id of theirs) expect(await find(id)).toBeUndefined()
  expect(await find(leos)).toBeDefined()
  const { read } = rules.store
  expect(await read.contacts.findByExternalId('maya')).toBeUndefined()
  expect(await read.sessions.listForContact(maya.id)).toEqual([])
  expect(session.session.contactId).toBe(maya.id)
  expect(await read.feedback.find(vote)).toEqual({ ...vote, comment: null, at })
  expect(heard.filter(({ name }) => name === 'ticket.removed')).toHaveLength(2)
  expect(await log()).toEqual([{ what: 'contact.erased', detail: '2', of: null }])
  await expect(eraseContact({ ...rules, read }, omar, maya.id)).rejects.toMatchObject({ code: 'not_found' })
  // Whom the host sends again is somebody new.
  expect((await rules.contact('maya', 'maya@northfield.edu')).id).not.toBe(maya.id)
})

test('whoever comes in again while they are erased leaves no ticket of nobody behind', async () => {
  // After each commit of the erasing in turn, their widget has a new session and writes.
  for (let turn = 0; turn < 5; turn++) {
    const contact = await rules.contact('maya', 'maya@northfield.edu')
    await opened(contact, 'One')
    let commits = 0
    const commit: typeof rules.commit = async (work) => {
      if (commits++ === turn) {
        const again = await rules.contact('maya', 'maya@northfield.edu')
        await rules.commit((tx) => rules.contacts.openSession(tx, again))
        await opened(again, 'Sent again')
      }
      return rules.commit(work)
    }
    await eraseContact({ ...rules, commit, read: rules.store.read }, omar, contact.id)
    expect(commits, 'the premise').toBeGreaterThan(2)
    expect(await rules.store.read.tickets.listForContact(contact.id, 9), `after ${turn} commits`).toEqual([])
    expect(await rules.store.read.sessions.listForContact(contact.id), `after ${turn} commits`).toEqual([])
    expect(await rules.store.read.contacts.find(contact.id)).toBeUndefined()
  }
})

test('whatever is set, mails that have ended go after thirty days, also those of which no ticket tells', async () => {
  const { store } = rules
  const mail = { to: 'maya@northfield.edu', subject: '', text: '', attempts: [] }
  const puts = (id: string, state: 'sent' | 'queued') =>
    rules.commit((tx) => tx.mails.put({ ...mail, id, state, createdAt: rules.now().toISOString() }))
  await puts('mal_transcript', 'sent')
  await puts('mal_waits', 'queued')
  await nightsBegin()
  for (let nights = 0; nights < 29; nights++) await night()
  expect(await store.read.mails.find('mal_transcript'), 'not yet').toBeDefined()
  await puts('mal_young', 'sent')
  await night()
  await night()
  expect(await store.read.mails.find('mal_transcript')).toBeUndefined()
  for (const id of ['mal_waits', 'mal_young']) expect(await store.read.mails.find(id), id).toBeDefined()
})

test('whatever is set, codes to addresses go after two days with their mails, webhooks after thirty, and never those of a merge', async () => {
  const { store } = rules
  const sends = (email: string) =>
    rules.commit((tx) =>
      rules.proofs.send(tx, { purpose: 'guest', boundTo: null, email, name: null }, (code) =>
        guestCodeMail(ENGLISH, { code }),
      ),
    )
  const queues = (id: string, mergeId: string | null) =>
    rules.commit(async (tx) => {
      const now = rules.now()
      await queueDelivery(tx, {
        id,
        type: 'ticket.opened',
        url: 'https://h.example/',
        mergeId,
        data: {},
        now,
      })
      const delivery = await tx.deliveries.find(id)
      if (delivery && id !== 'dlv_waits') await tx.deliveries.put({ ...delivery, state: 'given_up' })
    })
  const [{ id: old }] = await Promise.all([sends('maya@home.example'), queues('dlv_old', null)])
  await queues('dlv_merge', 'mrg_1')
  await queues('dlv_waits', null)
  await nightsBegin()
  const there = async (id: string) =>
    Promise.all([store.read.addressProofs.find(id), store.read.mails.find(`mal_${id}`)])
  expect((await there(old)).every(Boolean), 'the premise').toBe(true)

  await night()
  expect((await there(old)).every(Boolean), 'not on the first night').toBe(true)
  await night()
  await night()
  expect(await there(old)).toEqual([undefined, undefined])
  const { id: young } = await sends('maya@home.example')
  expect(await store.read.deliveries.find('dlv_old'), 'not yet').toBeDefined()
  for (let nights = 0; nights < 28; nights++) {
    rules.passes(DAY_MS)
    if (nights === 27) await queues('dlv_young', null)
    await rules.dueWork()
  }
  expect(await there(young)).toEqual([undefined, undefined])
  const left = (await store.read.deliveries.list({ limit: 9 })).map(({ id }) => id).sort()
  expect(left).toEqual(['dlv_merge', 'dlv_waits', 'dlv_young'])
})

test.each([
  ['UTC', '2026-03-28T12:00:00Z', ['29T02:00', '30T02:00']],
  // From two to three in the night to Sunday.
  ['Europe/Berlin', '2026-03-28T12:00:00Z', ['29T01:00', '30T00:00']],
  // From three to two: the first of the two.
  ['Europe/Berlin', '2026-10-24T12:00:00Z', ['25T00:00', '26T01:00']],
  ['America/New_York', '2026-03-07T12:00:00Z', ['08T07:00', '09T06:00']],
  // From two to half past two, where the hour of the clock never is the hour of UTC.
  ['Australia/Lord_Howe', '2026-10-03T03:00:00Z', ['03T16:00', '04T15:00']],
])(
  'there is one night a day in %s, also where the clock shows no two or shows it twice (%s)',
  async (zone, from, nights) => {
    const hours = { zone, week: Array.from({ length: 7 }, () => []), holidays: [] }
    await rules.commit((tx) => tx.openingHours.put({ version: 1, hours, changedBy: 'Ines', changedAt: '' }))
    const next = (at: string) => nextNight(rules.store.read, new Date(at))
    const first = await next(from)
    expect([first, await next(first)].map((at) => at.slice(8, 16))).toEqual(nights)
  },
)

test('whatever is set, what was searched for in vain goes after ninety days, and the reports still know how often', async () => {
  const { store } = rules
  const searches = (...typed: string[]) =>
    rules.commit(async (tx) => {
      for (const gap of gapsOf(typed, { ...rules, locale: 'en' })) await tx.searchGaps.put(gap)
    })
  const rest = async () => {}
  const help = { article: () => undefined, answer: () => ({ results: [], isSure: false }) }
  const dayOf = () => rules.now().toISOString().slice(0, 10)
  const first = dayOf()
  const told = async () => {
    const { searches, days, unanswered } = await deflectionOf(
      { read: store.read, rest, help, now: rules.now },
      { from: first, to: dayOf() },
    )
    return {
      nothing: searches.nothing,
      days: days.filter(({ nothing }) => nothing > 0).map(({ key, nothing }) => [key, nothing]),
      words: unanswered.map(({ query }) => query).sort(),
    }
  }
  // More than go in one commit.
  await searches(...Array.from({ length: 150 }, (_, n) => `Dr Canary of ward ${n}`))
  await nightsBegin()
  for (let nights = 0; nights < GAP_KEPT_DAYS - 1; nights++) await night()
  expect((await store.read.searchGaps.list(200)).length, 'not yet').toBe(150)
  const later = dayOf()
  await searches('parking')
  const before = await told()
  expect(before.words.length, 'the premise').toBeGreaterThan(10)

  await night()
  await night()
  expect((await store.read.searchGaps.list(200)).map(({ query }) => query)).toEqual(['parking'])
  expect(await told()).toEqual({
    nothing: 151,
    days: [
      [first, 150],
      [later, 1],
    ],
    words: ['parking'],
  })
  expect(before.days).toEqual([
    [first, 150],
    [later, 1],
  ])
})
