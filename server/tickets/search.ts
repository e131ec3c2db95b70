// The search over all tickets, for agents: makes of a question what the store is asked, and finds in each ticket the words
// that show why it is there. Partners: protocol/desk/desk-search.ts (the language), store/ticket-search.ts (which tickets).

import {
  asksNothing,
  type DeskFilter,
  type DeskQuestion,
  fits,
  formsOf,
  instantOf,
  questionFrom,
  statesOf,
  stretchOf,
  wordsIn,
} from '../../protocol/desk/desk-search.ts'
import { SEARCH_PAGE_ROWS } from '../../protocol/limits.ts'
import type { DeskCommandAnswer, DeskCommandBody } from '../../protocol/socket.ts'
import type { Parts } from '../parts.ts'
import { beginningOf } from '../reports/days.ts'
import type { AgentRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables, Store } from '../store/store.ts'
import type { TicketQuestion } from '../store/ticket-search.ts'
import { aboutIn, facet, stands } from '../store/words-of-ticket.ts'
import { deskZone } from './availability.ts'

type Answer = DeskCommandAnswer<'ticket.search'>
type Stretch = Answer['results'][number]['stretch']

/** Entries of a long thread that are looked through for the words, the newest: whoever wants more opens it. */
const LOOKED_THROUGH = 300

interface Said {
  in: NonNullable<Stretch>['in']
  name: string
  text: string
}

export async function searchTickets(
  { read, search, now }: Pick<Store, 'read' | 'search'> & Pick<Parts, 'now'>,
  agent: Pick<AgentRecord, 'id'>,
  { query, after }: DeskCommandBody<'ticket.search'>,
): Promise<{ found: { ticket: TicketRecord; stretch: Stretch }[] } & Omit<Answer, 'results'>> {
  const question = questionFrom(query, now())
  const { narrowing, faults } = await narrowingOf(read, agent, question, now())
  const unknown = [...question.faults, ...faults].map(({ text }) => text)
  const filters = question.filters.filter((filter) => !faults.includes(filter))
  if (asksNothing({ ...question, filters })) return { found: [], next: null, isWhole: true, faults: unknown }
  const { ids, next, isWhole } = await search.find(
    { words: question.words, ...narrowing },
    { limit: SEARCH_PAGE_ROWS, ...(after && { after }) },
  )
  const tickets = await Promise.all(ids.map((id) => read.tickets.find(id)))
  const found = tickets
    .filter((ticket) => ticket !== undefined)
    .map(async (ticket) => ({ ticket, stretch: await stretchIn(read, ticket, question.words) }))
  return { found: await Promise.all(found), next, isWhole, faults: unknown }
}

/** Of one name: any of them; of tags: all. */
async function narrowingOf(
  read: Pick<ReadTables, 'agents' | 'openingHours'>,
  agent: Pick<AgentRecord, 'id'>,
  { filters, numbers }: DeskQuestion,
  now: Date,
) {
  const valuesOf = (name: DeskFilter['name']) =>
    filters.flatMap((filter) => (filter.name === name ? [filter.value] : []))
  const namesDays = filters.some(({ name }) => name === 'before' || name === 'after')
  const zone = namesDays ? await deskZone(read) : ''
  const instants = (name: DeskFilter['name']) =>
    valuesOf(name).flatMap((value) => {
      const at = instantOf(value, now)
      // A day begins when it does for the reports, which lead here; so long ago is as long for everybody.
      return at && /\d$/.test(value) ? beginningOf(at.slice(0, 10), zone) : (at ?? [])
    })
  const states = valuesOf('state').flatMap((value) => statesOf(value) ?? [])
  const faults: DeskFilter[] = []
  const assigneeIds: (string | null)[] = []
  for (const filter of filters.filter(({ name }) => name === 'assignee')) {
    const ids = await assigneesCalled(read, agent, filter.value)
    if (ids.length === 0) faults.push(filter)
    assigneeIds.push(...ids)
  }
  const facets = [
    ...(['type', 'team', 'priority'] as const).map((name) =>
      valuesOf(name).map((value) => facet(name, name === 'type' ? value.replace(/[\s-]/g, '_') : value)),
    ),
    ...valuesOf('tag').map((value) => [facet('tag', value)]),
  ]
  const [openedFrom] = instants('after').sort().reverse()
  const [openedBefore] = instants('before').sort()
  const narrowing: Omit<TicketQuestion, 'words'> = {
    facets: facets.filter((list) => list.length > 0),
    ...(numbers.length > 0 && { numbers }),
    ...(states.length > 0 && { states }),
    ...(assigneeIds.length > 0 && { assigneeIds }),
    ...(openedFrom && { openedFrom }),
    ...(openedBefore && { openedBefore }),
  }
  return { narrowing, faults }
}

async function assigneesCalled(
  read: Pick<ReadTables, 'agents'>,
  agent: Pick<AgentRecord, 'id'>,
  value: string,
): Promise<(string | null)[]> {
  const called = value.toLowerCase()
  if (called === 'me') return [agent.id]
  if (called === 'none' || called === 'nobody') return [null]
  const asked = formsOf(value)
  const agents = await read.agents.list()
  return agents
    .filter(({ name, email }) => {
      const own = formsOf(`${name} ${email}`)
      return asked.length > 0 && asked.every((word) => own.some((form) => fits(word, form)))
    })
    .map(({ id }) => id)
}

// ---- where it was said

async function stretchIn(read: ReadTables, ticket: TicketRecord, words: readonly string[]): Promise<Stretch> {
  if (words.length === 0) return null
  const contact = await read.contacts.find(ticket.contactId)
  const about = aboutIn(ticket, contact)
  // Mistyped words count where nothing else does: they take longer to be seen.
  const has = (text: string) => {
    const forms = formsOf(text)
    return words.filter((word) => forms.some((form) => fits(word, form)))
  }
  if (has(about).length === words.length) return null
  const said = await saidIn(read, ticket)
  const best = bestOf(said, (text) => has(text).length) ?? bestOf(said, (text) => wordsIn(text, words).length)
  return best && { in: best.in, name: best.name, text: stretchOf(best.text, words) }
}

/** The one with the most of them; of several, the newest. */
function bestOf(said: readonly Said[], count: (text: string) => number): Said | null {
  let best: Said | null = null
  let most = 0
  for (const one of said) {
    const words = count(one.text)
    if (words < most || words === 0) continue
    best = one
    most = words
  }
  return best
}

/** Oldest first. */
async function saidIn(read: ReadTables, ticket: TicketRecord): Promise<Said[]> {
  const [entries, notes] = await Promise.all([
    read.entries.before(ticket.id, Number.MAX_SAFE_INTEGER, LOOKED_THROUGH),
    ticket.newestNote > 0 ? read.notes.before(ticket.id, Number.MAX_SAFE_INTEGER, LOOKED_THROUGH) : [],
  ])
  return [
    ...(ticket.answers ?? []).map(({ label, text }): Said => ({ in: 'answer', name: label, text })),
    ...entries.flatMap((entry): Said[] => {
      if (entry.kind === 'activity' || !stands(ticket, entry)) return []
      const files = entry.kind === 'message' ? (entry.attachments ?? []) : []
      const text = [entry.text ?? '', ...files.map(({ name }) => name)].join(' ').trim()
      return text ? [{ in: 'message', name: entry.author.name, text }] : []
    }),
    ...notes.map(
      ({ text, author, attachments = [] }): Said => ({
        in: 'note',
        name: author.name,
        text: [text, ...attachments.map(({ name }) => name)].join(' ').trim(),
      }),
    ),
  ]
}
