// What the demo's desk has on its first day, so that a newcomer sees more than empty lists: opening hours on this machine's
// clock, macros, rules that are off, some solved tickets that were rated, and others that are under way. Made by the rules themselves, with a
// clock that stands in the past. Partner: seed-tickets.ts.
// Never on a desk that is somebody's: main.ts asks for it with the demo, and only where no hours were ever set.

import type { OpeningHours } from '../../protocol/hours.ts'
import { saveRule } from '../automation/rules.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { Commit, Unit } from '../events.ts'
import { saveMacro } from '../macros/macros.ts'
import { realParts } from '../parts.ts'
import type { AgentRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import type { TicketTypes } from '../ticket-types/types.ts'
import { setHours } from '../tickets/opening-hours.ts'
import { rate } from '../tickets/ratings.ts'
import { ticketRules } from '../tickets/tickets.ts'
import { macrosOfDemo } from './seed-macros.ts'
import { rulesOfDemo } from './seed-rules.ts'
import { tellTickets } from './seed-tickets.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

interface Story {
  who: { sub: string; name: string; email: string; school: string }
  daysAgo: number
  question: string
  answer: string
  answeredAfterMinutes: number
  score: number
  comment: string
}

const STORIES: Story[] = [
  {
    who: {
      sub: 'ww-9104',
      name: 'Amara Osei',
      email: 'amara.osei@calder.example',
      school: 'Calder College of Nursing',
    },
    daysAgo: 5,
    question: 'My immunization record was sent back. What is missing?',
    answer:
      'The date of the second dose cannot be read on the scan. Upload that page once more, and the site looks again.',
    answeredAfterMinutes: 18,
    score: 5,
    comment: 'Answered before my break was over.',
  },
  {
    who: {
      sub: 'ww-9230',
      name: 'Jonas Keller',
      email: 'jonas.keller@eastmoor.example',
      school: 'Eastmoor School of Medicine',
    },
    daysAgo: 3,
    question: 'Can I move my psychiatry rotation by two weeks?',
    answer:
      'Only your school can, because it has booked the place. Priya Raman is your coordinator; I have told her that you ask.',
    answeredAfterMinutes: 47,
    score: 3,
    comment: 'Clear, but I had hoped that you could do it.',
  },
  {
    who: {
      sub: 'ww-9377',
      name: 'Sofia Marchetti',
      email: 'sofia.marchetti@northfield.example',
      school: 'Northfield University',
    },
    daysAgo: 1,
    question: 'The hospital badge step says “with the site” since last week. Is that normal?',
    answer:
      'It is: Lakeshore makes badges on Thursdays. You get a mail when yours is ready, and the step turns green.',
    answeredAfterMinutes: 9,
    score: 4,
    comment: '',
  },
]

/**
 * @param underWay what tickets are told with that somebody still has to do with; without it all are solved
 * @returns whether it was the first day
 */
export async function seedDemoDesk(
  parts: {
    read: ReadTables
    commit: Commit
    contacts: Contacts
    types: TicketTypes
    now: () => Date
  },
  underWay: Pick<Parameters<typeof tellTickets>[1], 'policies' | 'mails'> | null = null,
): Promise<boolean> {
  const { read, commit, contacts, types, now } = parts
  const agents = await read.agents.list()
  const decides = agents.find(({ roles }) => roles.includes('admin'))
  const answers = agents.find((agent) => agent !== decides)
  if (!answers || !decides || (await read.openingHours.find())) return false
  await commit(async (tx) => {
    await setHours(tx, { now }, decides, { version: 0, hours: hoursOf(now()) })
    for (const macro of macrosOfDemo(types))
      await saveMacro(tx, { ...realParts(now), types }, decides, { macro })
    for (const rule of rulesOfDemo) await saveRule(tx, { ...realParts(now), types }, decides, { rule })
    for (const story of STORIES) await tell(tx, story, { contacts, agent: answers, now: now() })
    if (underWay) await tellTickets(tx, { ...underWay, types, now, omar: answers, ines: decides })
  })
  return true
}

async function tell(
  tx: Unit,
  story: Story,
  { contacts, agent, now }: { contacts: Contacts; agent: AgentRecord; now: Date },
): Promise<void> {
  // In the morning, whenever the demo is started first.
  let at = (Math.floor(now.getTime() / DAY_MS) - story.daysAgo) * DAY_MS + 9 * HOUR_MS
  const parts = realParts(() => new Date(at))
  const tickets = ticketRules(parts)
  const { sub, name, email, school } = story.who
  const contact = await contacts.enterVerified(tx, {
    ...{ sub, name, email, emailVerified: true, locale: 'en', attributes: { school }, signedAt: null },
  })
  const named = (what: string) => `demo-${sub}-${what}`
  const opened = await tickets.open(tx, contact, {
    clientId: named('asks'),
    type: 'question',
    text: story.question,
    handover: { reads: [], searches: [], page: '/demo' },
  })
  const ticketId = opened.ticket.id
  at += story.answeredAfterMinutes * MINUTE_MS
  const answered = await tickets.sendAsAgent(tx, agent, {
    clientId: named('answer'),
    ticketId,
    text: story.answer,
  })
  at += HOUR_MS
  await tickets.see(tx, answered.ticket, 'contact', answered.ticket.newestSequence)
  const seen = (await tx.tickets.find(ticketId)) ?? answered.ticket
  const solved = await tickets.solve(tx, seen, { name, side: 'contact' })
  at += MINUTE_MS
  await rate(tx, parts, solved, { ticketId, score: story.score, comment: story.comment })
}

function hoursOf(now: Date): OpeningHours {
  const day = [
    { from: '08:00', to: '12:30' },
    { from: '13:30', to: '18:00' },
  ]
  const year = now.getUTCFullYear()
  return {
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    week: [day, day, day, day, day, [{ from: '09:00', to: '13:00' }], []],
    holidays: [
      { date: `${year}-12-24`, name: 'Christmas Eve', spans: [{ from: '08:00', to: '12:00' }] },
      { date: `${year}-12-25`, name: 'Christmas Day', spans: [] },
      { date: `${year + 1}-01-01`, name: 'New Year’s Day', spans: [] },
    ],
  }
}
