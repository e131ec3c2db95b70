// Opening a ticket for a contact: for whom, which the contact's panel says, or the dialog asks. What is typed stays while the page
// does, so that a look at something else costs nothing. Partner: screens/opening/, the dialog, which is fetched when it is opened.

import { signal } from '@preact/signals'
import type { Answers, DeskTicket } from '../protocol/entities.ts'
import type { DeskCommandBody } from '../protocol/socket.ts'
import { openTicket } from './cursor.ts'
import { dialog } from './dialogs.ts'
import type { Mode } from './drafts.ts'
import { ask } from './line.ts'
import { keepTicket, me, tickets } from './state.ts'
import { strings } from './strings.ts'
import { tell } from './toasts.ts'

export type Who = DeskTicket['contact']

export interface Opening {
  /** Whose it is: another agent at this machine begins anew. */
  agentId: string
  /** Its name for the server: a second press is the same ticket. */
  clientId: string
  contact: Who | null
  type: string
  answers: Answers
  subject: string
  mode: Mode
  /** Two texts: words meant for agents never slip into what the contact reads. */
  texts: Record<Mode, string>
}

/** Rows of the list of contacts to choose from. */
const SUGGESTED = 6

export const opening = signal<Opening | null>(null)

export function beginTicket(contact: Who | null = null): void {
  const begun = opening.peek()
  const isSame = begun?.agentId === me.peek()?.id && (!contact || begun?.contact?.id === contact.id)
  if (!isSame || !begun) opening.value = anew(contact)
  dialog.value = 'open-ticket'
}

export function change(changed: Partial<Opening>): void {
  opening.value = { ...(opening.peek() ?? anew(null)), ...changed }
}

/** @throws Refused, which stands in the dialog. */
export async function openFor(body: DeskCommandBody<'ticket.open'>): Promise<void> {
  const { ticket } = await ask('ticket.open', body)
  keepTicket(ticket)
  opening.value = null
  openTicket(ticket.id)
  tell(strings.done.opened(ticket.number, ticket.contact.name))
}

/** Who is called so, then whose address begins so, then where it stands anywhere. @param found beside those of the tickets listed here */
export function contactsLike(query: string, found: readonly Who[]): Who[] {
  const wanted = query.trim().toLowerCase()
  const newest = [...tickets.value.values()].sort((a, b) => (a.updatedAt < b.updatedAt ? 1 : -1))
  const all = [...newest.map(({ contact }) => contact), ...found]
  return [...new Map(all.map((who) => [who.id, who])).values()]
    .map((who) => ({ who, fit: fitOf(who, wanted) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .slice(0, SUGGESTED)
    .map(({ who }) => who)
}

/** Of all tickets that there are. */
export async function searchContacts(query: string): Promise<Who[]> {
  const { results } = await ask('ticket.search', { query })
  return results.map(({ ticket }) => ticket.contact)
}

function fitOf({ name, email }: Who, wanted: string): number {
  const [called, address] = [name.toLowerCase(), (email ?? '').toLowerCase()]
  if (called.split(/\s+/).some((word) => word.startsWith(wanted)) || called.startsWith(wanted)) return 3
  if (address.startsWith(wanted)) return 2
  return called.includes(wanted) || address.includes(wanted) ? 1 : 0
}

const anew = (contact: Who | null): Opening => ({
  agentId: me.peek()?.id ?? '',
  clientId: crypto.randomUUID(),
  contact,
  type: 'question',
  answers: {},
  subject: '',
  mode: 'reply',
  texts: { reply: '', note: '' },
})
