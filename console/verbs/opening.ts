// Opening a ticket for a contact: for whom, which the contact's panel says, or the dialog asks. What is typed stays while the page
// does, so that a look at something else costs nothing. Partners: screens/opening/, the dialog, and
// opening-contacts.ts, which are fetched when it is opened.

import { signal } from '@preact/signals'
import type { FoundContact } from '../../protocol/desk/contacts.ts'
import type { Answers } from '../../protocol/entities.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { dialog } from '../keyboard/dialogs.ts'
import { ask } from '../line/line.ts'
import { openTicket } from '../list/cursor.ts'
import { keepTicket, me } from '../state.ts'
import { strings } from '../strings.ts'
import { tell } from '../toasts.ts'
import type { Mode } from '../writing/drafts.ts'

/** A contact as a search names them, or a ticket. */
export type Who = Omit<FoundContact, 'lastSeenAt'>

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
