// What the palette offers for what was typed: commands that can be done now, and what the server finds. It does nothing by
// itself: each choice calls a verb. Partners: commands.ts, screens/search/palette.tsx.

import { signal } from '@preact/signals'
import type { FoundContact } from '../../protocol/desk/contacts.ts'
import { fits, formsOf, questionFrom } from '../../protocol/desk/desk-search.ts'
import type { Macro } from '../../protocol/desk/macros.ts'
import { KEYS_REST_MS } from '../clock.ts'
import { macros, macroUses, readMacros } from '../facts/macros.ts'
import { contactsFor } from '../facts/named-contacts.ts'
import { ask } from '../line/line.ts'
import { meantTicketId, openTicket, useMacro } from '../list/cursor.ts'
import { openSearch, type Stretch } from '../list/search.ts'
import { go } from '../route.ts'
import { keepTickets, tickets, types } from '../state.ts'
import { palette as words } from '../strings/palette.ts'
import { strings } from '../strings.ts'
import { tell } from '../toasts.ts'
import { findSections, readArticle, type Section } from '../writing/article-search.ts'
import { offersFor } from '../writing/macro-list.ts'
import { type Command, type CommandGroup, commands, isPossible, nameOf } from './commands.ts'
import { keyName } from './key-names.ts'

export type ChoiceKind = 'action' | 'place' | 'ticket' | 'contact' | 'macro' | 'article' | 'search'

export interface Choice {
  id: string
  kind: ChoiceKind
  name: string
  /** Beside the name: whose, where it was said, what it answers. */
  detail?: string
  /** As it stands on the keyboard. */
  key?: string
  run(): void
}

interface PaletteSection {
  id: string
  title: string
  choices: Choice[]
}

/** What the server found for a query. */
interface PaletteFound {
  query: string
  hits: readonly { ticketId: string; stretch: Stretch }[]
  sections: readonly Section[]
  /** With or without a ticket. */
  contacts: readonly FoundContact[]
}

/** Rows of a kind: what does not come among them takes a word more. */
const ROWS = { action: 8, ticket: 6, contact: 3, macro: 4, article: 4 }
const QUERY_MIN_CHARS = 2

const NOTHING: PaletteFound = { query: '', hits: [], sections: [], contacts: [] }

/** The ticket that was meant when it opened. */
const about = signal<string | null>(null)
export const paletteFound = signal<PaletteFound>(NOTHING)

/** As it opens, while the focus is still where it was. */
export function beginPalette(): void {
  about.value = meantTicketId()
  paletteFound.value = NOTHING
  if (!macros.peek()) void readMacros()
}

/** Asks the server; who types on asks anew, and an answer that comes late is let go. @returns the way to give up */
export function lookFor(query: string): () => void {
  let isGone = false
  const keep = (part: Partial<PaletteFound>) => {
    if (isGone) return
    const before = paletteFound.peek().query === query ? paletteFound.peek() : { ...NOTHING, query }
    paletteFound.value = { ...before, ...part }
  }
  if (query.trim().length < QUERY_MIN_CHARS) {
    paletteFound.value = { ...NOTHING, query }
    return () => {}
  }
  const timer = setTimeout(() => {
    ask('ticket.search', { query }).then(
      ({ results }) => {
        keepTickets(results.map(({ ticket }) => ticket))
        keep({ hits: results.map(({ ticket, stretch }) => ({ ticketId: ticket.id, stretch })) })
      },
      // Without the line there are the commands; the list says nothing of what it does not know.
      () => keep({ hits: [] }),
    )
    void contactsFor(query.split(' ')).then((contacts) => keep({ contacts }))
  }, KEYS_REST_MS)
  void findSections(query).then((sections) => keep({ sections }))
  return () => {
    isGone = true
    clearTimeout(timer)
  }
}

/** In the order in which they are shown; empty sections are left out. */
export function sectionsFor(query: string): PaletteSection[] {
  const asked = formsOf(query)
  const meant = about.value ? tickets.value.get(about.value) : undefined
  const possible = commands().filter(
    (one) => one.group !== 'list' && one.id !== 'palette' && isPossible(one, about.value),
  )
  if (asked.length === 0) {
    const of = (group: CommandGroup) => possible.filter((one) => one.group === group).map(asChoice)
    return [
      {
        id: 'ticket',
        title: meant ? words.onTicket(meant.number, meant.subject) : words.groups.ticket,
        choices: of('ticket'),
      },
      { id: 'go', title: words.groups.go, choices: of('go') },
      { id: 'desk', title: words.groups.desk, choices: of('desk') },
    ].filter(({ choices }) => choices.length > 0)
  }
  const isFit = (text: string) => {
    const forms = formsOf(text)
    return asked.every((word) => forms.some((form) => fits(word, form)))
  }
  const found = paletteFound.value
  return [
    {
      id: 'do',
      title: words.groups.do,
      choices: possible
        .map(asChoice)
        .filter(({ name }) => isFit(name))
        .slice(0, ROWS.action),
    },
    {
      id: 'tickets',
      title: words.groups.tickets,
      choices: [...foundTickets(found, query), searching(query)],
    },
    { id: 'contacts', title: words.groups.contacts, choices: foundContacts(found, isFit) },
    { id: 'macros', title: words.groups.macros, choices: fittingMacros(query) },
    {
      id: 'articles',
      title: words.groups.articles,
      choices: found.sections.slice(0, ROWS.article).map(asArticle),
    },
  ].filter(({ choices }) => choices.length > 0)
}

function asChoice(command: Command): Choice {
  const key = command.keys?.[0]
  const ticketId = about.value
  return {
    id: command.id,
    kind: command.group === 'go' ? 'place' : 'action',
    name: nameOf(command, ticketId),
    ...(key && { key: keyName(key) }),
    run: () => command.run(ticketId),
  }
}

function foundTickets({ hits }: PaletteFound, query: string): Choice[] {
  // Before the server has answered: those that are known here.
  const { numbers } = questionFrom(query, new Date())
  const known = [...tickets.value.values()].filter(
    ({ number }) => numbers.includes(number) || String(number) === query.trim(),
  )
  const ids = new Set([...known.map(({ id }) => id), ...hits.map(({ ticketId }) => ticketId)])
  return [...ids].slice(0, ROWS.ticket).flatMap((ticketId) => {
    const ticket = tickets.value.get(ticketId)
    if (!ticket) return []
    const stretch = hits.find((hit) => hit.ticketId === ticketId)?.stretch
    const choice: Choice = {
      id: ticketId,
      kind: 'ticket',
      name: words.onTicket(ticket.number, ticket.subject),
      detail: stretch ? `${ticket.contact.name}: ${stretch.text}` : ticket.contact.name,
      run: () => openTicket(ticketId),
    }
    return choice
  })
}

const searching = (query: string): Choice => ({
  id: 'search-for',
  kind: 'search',
  name: words.searchFor(query.trim()),
  run: () => openSearch(query.trim()),
})

/** Of those who have a ticket that was found, and those who are called so. */
function foundContacts({ hits, contacts: named }: PaletteFound, isFit: (text: string) => boolean): Choice[] {
  const contacts = new Map<string, Pick<FoundContact, 'id' | 'name' | 'email'>>(
    hits.flatMap(({ ticketId }) => {
      const contact = tickets.value.get(ticketId)?.contact
      return contact && isFit(`${contact.name} ${contact.email ?? ''} ${contact.externalId ?? ''}`)
        ? [[contact.id, contact] as const]
        : []
    }),
  )
  for (const contact of named) contacts.set(contact.id, contact)
  return [...contacts.values()].slice(0, ROWS.contact).map(({ id, name, email }) => ({
    id,
    kind: 'contact',
    name,
    detail: email ?? words.ticketsOf,
    run: () => go({ ticketId: null, pane: 'person', contactId: id }),
  }))
}

function fittingMacros(query: string): Choice[] {
  const ticketId = about.value
  const ticket = ticketId ? tickets.value.get(ticketId) : undefined
  if (!ticket) return []
  const known = { macros: macros.value?.values() ?? [], uses: macroUses.value, types: types.value }
  return offersFor(ticket, known, query)
    .slice(0, ROWS.macro)
    .map(({ macro }: { macro: Macro }) => ({
      id: macro.id,
      kind: 'macro',
      name: macro.name,
      detail: strings.composer[macro.as],
      run: () => useMacro(ticket.id, macro),
    }))
}

function asArticle({ slug, section, title, heading }: Section): Choice {
  return {
    id: `${slug}#${section ?? ''}`,
    kind: 'article',
    name: title,
    ...(heading && { detail: heading }),
    run: () => void openArticle(slug, section),
  }
}

async function openArticle(slug: string, section: string | null | undefined): Promise<void> {
  const article = await readArticle(slug)
  if (!article) return tell(words.notOpened)
  open(section ? `${article.url}#${section}` : article.url, '_blank', 'noopener')
}
