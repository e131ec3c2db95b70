// What is promised to who writes, and what follows once a ticket is solved: by the rules, with a clock set by hand. The
// arithmetic of opening hours is test/tickets/opening-hours.test.ts.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contact, Role } from '../../protocol/entities.ts'
import type { OpeningHours } from '../../protocol/hours.ts'
import { RATING_CHANGE_MS, TRANSCRIPT_MAIL_MAX_CHARS } from '../../protocol/limits.ts'
import { maskAddress } from '../../server/contacts/address.ts'
import { seedDemoDesk } from '../../server/seed/seed.ts'
import type { AgentRecord, TicketRecord } from '../../server/store/records.ts'
import { deskHours, rememberedHours } from '../../server/tickets/availability.ts'
import { hoursState, setHours } from '../../server/tickets/opening-hours.ts'
import { rate } from '../../server/tickets/ratings.ts'
import { asFile, mailTranscript, transcriptOf } from '../../server/tickets/transcript.ts'
import { contactTicket, deskTicket } from '../../server/tickets/views.ts'
import { dayAhead, relativeTime } from '../../ui/time.ts'
import { browserInWords } from '../../widget/browser.ts'
import { masked } from '../../widget/mailed.ts'
import { dataFolders } from '../faults/folders.ts'
import { ticket as ticketRecord } from '../faults/records.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS, openRules, type Rules } from '../stage/rules.ts'

const newFolder = dataFolders()
let rules: Rules
let maya: Contact
let omar: AgentRecord
let ines: AgentRecord
let named = 0

beforeEach(async () => {
  // It is Tuesday, 24 November 2026, 9:00 in UTC, 10:00 in Madrid.
  rules = await openRules(await newFolder())
  maya = await rules.contact('maya', 'maya@northfield.edu')
  omar = await rules.agent('Omar')
  ines = await rules.agent('Ines')
})
afterEach(() => rules?.close())

const office = (zone = 'Europe/Madrid'): OpeningHours => ({
  zone,
  week: Array.from({ length: 7 }, () => [{ from: '09:00', to: '17:00' }]),
  holidays: [],
})
const sets = (version: number, hours: OpeningHours | null, who = ines) =>
  rules.commit((tx) => setHours(tx, rules, who, { version, hours }))

/** Tickets asked at these instants, each answered after so many minutes. */
const answered = (asked: Date[], minutes: number) =>
  rules.store.commit(async (tx) => {
    for (const at of asked) {
      const firstReplyAt = new Date(at.getTime() + minutes * MINUTE_MS).toISOString()
      const times = { createdAt: at.toISOString(), firstReplyAt }
      await tx.tickets.put(ticketRecord(`tkt_past_${++named}`, { contactId: maya.id, ...times }))
    }
  })
const weeksAgo = (count: number, { hours = 0 } = {}) =>
  Array.from(
    { length: count },
    (_, n) => new Date(rules.now().getTime() - (n + 1) * 7 * DAY_MS + hours * HOUR_MS),
  )
const waitNow = async () => (await deskHours(rules.store.read, rules.now())).availability.waitsMs[0]

test('the wait is the median of this hour of the week, rounded up, and nothing before there is enough', async () => {
  await answered(weeksAgo(7), 12)
  expect((await deskHours(rules.store.read, rules.now())).availability.waitsMs).toEqual([])
  await answered(weeksAgo(1), 600)
  expect(await waitNow(), 'eight replies').toBe(15 * MINUTE_MS)
  // Another hour of the week has its own, and twelve hours later nothing is known.
  await answered([...weeksAgo(8, { hours: 5 })], 61)
  const { waitsMs } = (await deskHours(rules.store.read, rules.now())).availability
  expect(waitsMs[0]).toBe(15 * MINUTE_MS)
  expect(waitsMs[5]).toBe(2 * HOUR_MS)
  expect(waitsMs[12]).toBeNull()
})

test('an hour with few replies counts its neighbours, the nearest first', async () => {
  await answered(weeksAgo(4), 20)
  await answered(weeksAgo(4, { hours: 3 }), 40)
  expect(await waitNow(), 'four here, four three hours later').toBe(40 * MINUTE_MS)
  await answered(weeksAgo(4, { hours: -1 }), 10)
  expect(await waitNow(), 'the hour before is enough').toBe(20 * MINUTE_MS)
  await answered(weeksAgo(8), 5)
  expect(await waitNow(), 'by now the hour alone').toBe(5 * MINUTE_MS)
})

test('the hour is the one on the desk’s clock, also when that was changed on a Sunday between', async () => {
  // In Madrid the clock went back on 25 October: ten o'clock was eight in UTC before, and is nine now.
  const tens = (weeks: number) =>
    new Date(rules.now().getTime() - weeks * 7 * DAY_MS - (weeks > 4 ? HOUR_MS : 0))
  const weeks = [1, 2, 3, 4, 5, 6, 7, 7]
  await answered(weeks.map(tens), 30)
  expect(await waitNow(), 'in UTC these are two hours, which are neighbours').toBe(30 * MINUTE_MS)
  const nines = weeks.map((week) => new Date(tens(week).getTime() - HOUR_MS))
  for (let often = 0; often < 3; often++) await answered(nines, 5)
  expect(await waitNow(), 'in UTC the hour before, which has nines too, counts').toBe(5 * MINUTE_MS)
  await sets(0, office())
  expect(await waitNow(), 'one hour on the wall: its neighbours do not count').toBe(30 * MINUTE_MS)
})

test('replies of long ago do not count, and of an hour only the newest do', async () => {
  await answered(weeksAgo(8), 5)
  rules.passes(7 * DAY_MS)
  await answered(weeksAgo(1), 5)
  expect(await waitNow(), 'the premise').toBe(5 * MINUTE_MS)
  rules.passes(21 * DAY_MS)
  expect(await waitNow()).toBeUndefined()
  await answered(
    Array.from({ length: 45 }, (_, n) => new Date(rules.now().getTime() - 7 * DAY_MS + n)),
    25,
  )
  expect(await waitNow()).toBe(25 * MINUTE_MS)
})

test('who asks within a minute gets the same answer, unless the hours were changed', async () => {
  const ask = rememberedHours({ read: rules.store.read, now: rules.now })
  const first = await ask()
  expect(first.availability.openings).toBeNull()
  expect(await ask()).toBe(first)
  const heard = rules.heardByEverybody()
  await sets(0, office())
  const second = await ask()
  expect(second.availability.openings?.[0]).toEqual({
    opensAt: '2026-11-24T08:00:00.000Z',
    closesAt: '2026-11-24T16:00:00.000Z',
  })
  expect(heard, 'live is what a fresh question says').toEqual([{ name: 'hours.changed', body: second }])
  rules.passes(MINUTE_MS)
  expect(await ask()).not.toBe(second)
})

test('hours are changed on the state that was read, or not at all', async () => {
  expect(await hoursState(rules.store.read)).toMatchObject({ version: 0, hours: null })
  await sets(0, office())
  await expect(sets(0, office('UTC'), omar)).rejects.toMatchObject({
    code: 'hours.changed',
    facts: { detail: expect.stringContaining('Ines') },
  })
  expect((await hoursState(rules.store.read)).hours?.zone).toBe('Europe/Madrid')
  expect(await sets(1, null)).toMatchObject({ version: 2, hours: null, changedBy: 'Ines' })
  const wrong = { ...office(), week: [[{ from: '17:00', to: '09:00' }], [], [], [], [], [], []] }
  await expect(sets(2, wrong)).rejects.toMatchObject({
    code: 'hours.invalid',
    facts: { field: '/hours/week/0/0', detail: expect.stringContaining('ends before it begins') },
  })
  expect((await hoursState(rules.store.read)).version).toBe(2)
})

test('an address is masked on the device as on the server', () => {
  for (const address of [
    'maya@northfield.edu',
    'm@school.example',
    'é.ö+tag@school.example',
    '"a@b"@c.example',
  ])
    expect(masked(address)).toBe(maskAddress(address))
})

test('the day of an opening, as a sentence says it', () => {
  const noon = Date.parse('2026-11-27T12:00:00')
  const on = (at: string) => dayAhead(new Date(at).toISOString(), noon, 'en')
  expect(on('2026-11-27T23:30:00')).toEqual({ day: 'today', isNear: true })
  expect(on('2026-11-28T00:30:00')).toEqual({ day: 'tomorrow', isNear: true })
  expect(on('2026-11-30T08:00:00')).toEqual({ day: 'Monday', isNear: false })
  expect(on('2026-12-04T08:00:00')).toEqual({ day: 'December 4', isNear: false })
})

test('what has just happened is never ahead of a clock that is looked at now and then', () => {
  const noon = Date.parse('2026-11-27T12:00:00')
  const from = (ms: number) => relativeTime(new Date(noon + ms).toISOString(), noon, 'en')
  expect(from(-5 * MINUTE_MS)).toBe('5 minutes ago')
  expect(from(9_000)).toBe('now')
})

test('a browser is named as people know it, and no finer', () => {
  const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)'
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
  expect(browserInWords(`${windows} Chrome/131.0.0.0 Safari/537.36`)).toBe('Chrome 131 on Windows')
  expect(browserInWords(`${windows} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.2903.51`)).toBe(
    'Edge 131 on Windows',
  )
  expect(browserInWords(`${phone} Version/18.1 Mobile/15E148 Safari/604.1`)).toBe('Safari 18 on iPhone')
  expect(browserInWords(`${phone} CriOS/131.0.6778.73 Mobile/15E148 Safari/604.1`)).toBe(
    'Chrome 131 on iPhone',
  )
  expect(browserInWords('Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0')).toBe(
    'Firefox 132 on Linux',
  )
  expect(browserInWords('something else')).toBe('')
})

// ---- after

const opens = async (text = 'Where is my rotation?', follows?: string) => {
  const handover = { reads: [], searches: [], ...(follows && { follows }) }
  const body = { clientId: `client-${++named}`, type: 'question' as const, text, handover }
  return (await rules.commit((tx) => rules.tickets.open(tx, maya, body))).ticket
}
const says = (ticketId: string, text: string) => {
  const body = { clientId: `client-${++named}`, ticketId, text }
  return rules.commit((tx) => rules.tickets.sendAsContact(tx, maya, body))
}
const answers = (ticketId: string, text: string) => {
  const body = { clientId: `client-${++named}`, ticketId, text }
  return rules.commit((tx) => rules.tickets.sendAsAgent(tx, omar, body))
}
const current = async (id: string) => (await rules.store.read.tickets.find(id)) as TicketRecord
const solves = async (id: string) => {
  const ticket = await current(id)
  return rules.commit((tx) => rules.tickets.solve(tx, ticket, { name: 'Omar', side: 'agent' }))
}
const rates = async (id: string, score: number, comment?: string) => {
  const ticket = await current(id)
  const body = { ticketId: id, score, ...(comment !== undefined && { comment }) }
  return rules.commit((tx) => rate(tx, rules, ticket, body))
}
const seenByMaya = async (id: string) => contactTicket(await current(id), rules.store.read)
const seenAtTheDesk = async (id: string) => deskTicket(await current(id), rules.store.read)

test('a solved ticket is rated once, changed within a day, and heard at the desk', async () => {
  const { id } = await opens()
  await answers(id, 'Under “Rotations”.')
  await expect(rates(id, 5), 'not solved yet').rejects.toMatchObject({ code: 'ticket.wrong_state' })
  await solves(id)
  expect((await seenByMaya(id)).rating).toBeNull()
  const heard = rules.heardAtTheDesk()
  await rates(id, 4, '  Quick.\u0007 ')
  expect((await seenByMaya(id)).rating).toMatchObject({
    score: 4,
    comment: 'Quick.',
    agent: { name: 'Omar' },
    changedAt: null,
  })
  expect(heard.map(({ name }) => name)).toEqual(['ticket.rated'])
  expect(heard[0]?.body).toEqual({ ticket: await seenAtTheDesk(id) })

  rules.passes(RATING_CHANGE_MS)
  await rates(id, 2, 'It broke again.')
  expect((await seenByMaya(id)).rating).toMatchObject({ score: 2, changedAt: rules.now().toISOString() })
  rules.passes(1)
  await expect(rates(id, 5)).rejects.toMatchObject({ code: 'rating.too_late' })
  await rates(id, 2, 'It broke again.')
  expect(heard, 'the same again changes nothing').toHaveLength(2)
})

test('words added to a rating are no change of it; other words are', async () => {
  const { id } = await opens()
  await solves(id)
  await rates(id, 4)
  await rates(id, 4, 'Quick.')
  expect((await seenByMaya(id)).rating).toMatchObject({ comment: 'Quick.', changedAt: null })
  await rates(id, 4, 'Slow.')
  expect((await seenByMaya(id)).rating).toMatchObject({
    comment: 'Slow.',
    changedAt: rules.now().toISOString(),
  })
})

test('opened again it may be rated anew; agents read both', async () => {
  const { id } = await opens()
  await solves(id)
  await rates(id, 1, 'Nobody read it.')
  await says(id, 'It is still not there.')
  expect((await seenByMaya(id)).rating).toBeNull()
  expect((await seenAtTheDesk(id)).earlierRatings).toMatchObject([{ score: 1 }])
  rules.passes(RATING_CHANGE_MS + 1)
  await solves(id)
  expect((await seenByMaya(id)).rating, 'the old one is of another solution').toBeNull()
  await rates(id, 5)
  expect(await seenAtTheDesk(id)).toMatchObject({ rating: { score: 5 }, earlierRatings: [{ score: 1 }] })
  expect(JSON.stringify(await seenByMaya(id))).not.toContain('Nobody read it')
})

test('a new ticket names the one it goes on from; one that is not hers is left out, and her message stays', async () => {
  const first = await opens()
  const second = await opens('Once more: where is it?', first.id)
  expect(second.handover.follows).toBe(first.id)
  const leo = await rules.contact('leo', 'leo@mail.example')
  const body = { clientId: 'client-leo-1', type: 'question' as const, text: 'I am Leo' }
  const leos = await rules.commit((tx) => rules.tickets.open(tx, leo, body))
  const third = await opens('And this?', leos.ticket.id)
  expect(third.handover).toEqual({ reads: [], searches: [] })
})

const written = async (id: string, zone?: string) => {
  let text = ''
  const thread = await transcriptOf(rules.store.read, rules, maya, await current(id), zone)
  for await (const piece of asFile(thread)) text += piece
  return text
}

test('a transcript reads as a conversation, on the reader’s clock, without notes and what was deleted', async () => {
  const { id } = await opens('canary-asked\nin two lines')
  await answers(id, 'Under “Rotations”.\n\nThen reload.')
  const note = { clientId: 'client-note-1', ticketId: id, text: 'canary-note' }
  await rules.commit((tx) => rules.tickets.writeNote(tx, omar, note))
  const ticketId = id
  await rules.commit((tx) =>
    rules.tickets.reviseAsContact(tx, maya, { clientId: 'client-rev-1', ticketId, sequence: 1, text: null }),
  )
  rules.passes(15 * HOUR_MS)
  await says(id, 'It works.')
  await solves(id)
  const { number } = await current(id)
  expect(await written(id, 'Europe/Madrid')).toBe(`Ticket ${number}: Deleted message
Opened by maya on Tuesday, 24 November 2026, 10:00. It is solved.
Times are those of Europe/Madrid.

Tuesday, 24 November 2026
-------------------------

10:00  maya
       [This message was deleted]

10:00  [Omar takes care of this]

10:00  Omar
       Under “Rotations”.

       Then reload.

Wednesday, 25 November 2026
---------------------------

01:00  maya
       It works.

01:00  [Omar marked this as solved]
`)
  await expect(written(id, 'Mars/Olympus')).rejects.toMatchObject({ code: 'request.malformed' })
})

test('by mail it goes to the proved address alone, in full or with a clear no', async () => {
  const { id } = await opens()
  const mails = async (who: Contact) => {
    const ticket = await current(id)
    return rules.commit((tx) => mailTranscript(tx, rules, who, ticket))
  }
  expect(await mails(maya)).toBe('m•••@northfield.edu')
  const unproved = { ...maya, emailVerified: false }
  await expect(mails(unproved)).rejects.toMatchObject({ code: 'address.not_proved' })
  const page = 'x'.repeat(9_000)
  for (let long = 0; long < TRANSCRIPT_MAIL_MAX_CHARS; long += page.length) await says(id, page)
  await expect(mails(maya)).rejects.toMatchObject({ code: 'transcript.too_long' })
  expect((await written(id)).length).toBeGreaterThan(TRANSCRIPT_MAIL_MAX_CHARS)
})

test('the demo’s desk has hours and rated tickets from its first day, made once, and nobody gets a mail', async () => {
  const seeds = () => seedDemoDesk({ ...rules, read: rules.store.read })
  // Somebody sets it up, and somebody else answers.
  const admin = { ...ines, roles: ['agent', 'admin'] satisfies Role[] }
  await rules.store.commit((tx) => tx.agents.put(admin))
  await seeds()
  await seeds()
  const { tickets } = await rules.store.read.tickets.list({ view: 'solved', agentId: omar.id, limit: 10 })
  const ratings = await Promise.all(tickets.map(async ({ id }) => (await seenAtTheDesk(id)).rating?.score))
  expect(ratings.toSorted()).toEqual([3, 4, 5])
  expect((await deskHours(rules.store.read, rules.now())).availability.openings).toHaveLength(12)
  rules.passes(HOUR_MS)
  await rules.dueWork()
  const mailed = tickets.map(async ({ id }) => (await rules.store.read.tickets.find(id))?.mailedUpTo)
  expect(await Promise.all(mailed)).toEqual([0, 0, 0])
})
