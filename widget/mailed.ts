// Where letters about a conversation go, for a screen that others may see: masked as the server does it, enough for who knows the address.

import type { OptionalLetter } from '../protocol/letters.ts'
import { state } from './state.ts'

/** Nothing where nobody has shown that the address is theirs, and where such letters are switched off: none is promised then. */
export const mailedTo = (letter: OptionalLetter) =>
  state.contact.value?.emailVerified &&
  !state.availability.value?.unmailed?.includes(letter) &&
  masked(state.contact.value.email ?? '')

export const masked = (address: string) => address.replace(/(?<=^.).*(?=@)/u, '•••')
