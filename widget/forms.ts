// The forms that this reader may fill in, and what was typed into one so far. Typed answers are drafts like any other: they
// outlive the page, and another person never sees them. In the bundle `form`.

import type { Answers } from '../protocol/entities.ts'
import type { TicketForm, TicketTypesAnswer } from '../protocol/ticket-types.ts'
import { locale } from './help.ts'
import { ask } from './http.ts'
import { saveDraft } from './navigation.ts'
import { getSession } from './session.ts'
import { state } from './state.ts'

/** Asked for when one is opened: an operator changes them by a restart, and an article for some is not kept. */
export async function formNamed(name: string): Promise<TicketForm | undefined> {
  const session = state.signedIn.value ? await getSession() : ''
  const { types } = await ask<TicketTypesAnswer>(
    `/api/ticket-types?locale=${encodeURIComponent(locale())}`,
    session ? { session } : {},
  )
  return types.find((form) => form.name === name)
}

export interface Typed {
  answers: Answers
  text: string
  /** The merge that it became. */
  mergeId?: string
}

const keyOf = (form: string) => `form:${form}`
/** Under which the files of a field are chosen. */
export const filesOf = (form: string, field: string) => `${keyOf(form)}:${field}`

export function typedInto(form: string): Typed {
  const kept = JSON.parse(state.drafts.value[keyOf(form)] ?? '{}') as Partial<Typed>
  // What became a merge with a ticket is with the agents.
  const merge = state.merges.value.find(({ id }) => id === kept.mergeId)
  return { answers: {}, text: '', ...(!merge?.ticketId && kept) }
}

export function keepTyped(form: string, typed: Typed | null): void {
  saveDraft(keyOf(form), typed ? JSON.stringify(typed) : '')
}
