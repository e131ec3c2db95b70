// Whether an agent may open a ticket of a type for a contact: one judgement, which the console and the server both ask. What a
// type asks to be proved stays asked: an agent's word is no proof. Partner: server/ticket-types/fill.ts, for contacts themselves.

import type { Contact } from '../entities.ts'

/** What is known of a type; the console has it in its form, the server in the file. */
export interface Openable {
  name: string
  mayOpen: readonly ('verified' | 'guest')[]
  proof?: 'address' | 'fresh' | undefined
}

/** `only_verified`, `only_guests`: the type is not for such a contact. */
export type WhyNot = 'only_verified' | 'only_guests' | 'address' | 'fresh'

/** @returns undefined where nothing stands against it */
export function whyNotFor(
  { mayOpen, proof }: Openable,
  { identity, emailVerified }: Pick<Contact, 'identity' | 'emailVerified'>,
): WhyNot | undefined {
  if (!mayOpen.includes(identity)) return identity === 'guest' ? 'only_verified' : 'only_guests'
  // The host must vouch at that very moment, for the contact themselves.
  if (proof === 'fresh') return 'fresh'
  return proof === 'address' && !emailVerified ? 'address' : undefined
}
