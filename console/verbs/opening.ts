// Opening a ticket for a contact: for whom, which the contact's panel says, or the dialog asks. What is typed stays while the page
// does, so that a look at something else costs nothing. Partners, which are fetched when it is opened: screens/opening/, the
// dialog, opening-contacts.ts and open-for.ts.

import { signal } from '@preact/signals'
import type { FoundContact } from '../../protocol/desk/contacts.ts'
import type { Answers } from '../../protocol/entities.ts'
import { dialog } from '../keyboard/dialogs.ts'
import { me } from '../state.ts'
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
