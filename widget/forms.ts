// The forms that this reader may fill in, and what was typed into one so far. Typed answers are drafts like any other: they
// outlive the page, and another person never sees them. In the bundle `form`.

import type { Answers, ChosenObject } from '../protocol/entities.ts'
import type { TicketForm, TicketTypesAnswer } from '../protocol/ticket-types.ts'
import { act } from './commands.ts'
import { ask } from './http.ts'
import { saveDraft } from './navigation.ts'
import { getSession, theHost } from './session.ts'
import { state } from './state.ts'

/** A form, and what the host names for its fields: both before it is drawn, so that nothing moves under a hand. */
export interface ReadForm {
  form: TicketForm
  /** The host's word for such things → those of this contact; without them they are typed. */
  objects: Record<string, ChosenObject[]>
}

/** In which its words are asked for: as the host names it, whether or not the widget has words of its own in that. */
export const language = () => theHost()?.options.locale ?? 'en'

/** Asked for when one is opened: an operator changes them by a restart, and an article for some is not kept. */
export async function readForm(name: string): Promise<ReadForm | undefined> {
  const session = state.signedIn.value ? await getSession() : ''
  const { types } = await ask<TicketTypesAnswer>(
    `/api/ticket-types?locale=${encodeURIComponent(language())}`,
    session ? { session } : {},
  )
  const form = types.find((one) => one.name === name)
  return form && { form, objects: await objectsFor(form) }
}

async function objectsFor({ fields }: TicketForm): Promise<ReadForm['objects']> {
  if (state.contact.value?.identity !== 'verified') return {}
  const wanted = [...new Set(fields.flatMap(({ object }) => object ?? []))]
  const found = await Promise.all(
    wanted.map((object) =>
      act('objects.look_up', { object }).then(
        ({ objects }) => [object, objects] as const,
        () => [object, []] as const,
      ),
    ),
  )
  return Object.fromEntries(found)
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
