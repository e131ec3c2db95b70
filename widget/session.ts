// Who is here: the host's word (an identity token) or a guest's proved address, and the session that the server
// gives for it. A session lives in memory; only a guest's is kept in the tab, for nobody could vouch again.

import type { SessionAnswer } from '../protocol/http.ts'
import { ask, Refused, Unreachable } from './http.ts'
import { recallGuest } from './memory.ts'
import type { Bridge } from './options.ts'
import { load, put, state } from './state.ts'

/** Whose things may be shown and sent: the host's id for them, or the guest's. */
export let owner = 'nobody'

let bridge: Bridge | undefined
let session: Promise<string> | undefined

/** Finds out who is here; nothing is sent yet. */
export async function identify(given: Bridge): Promise<string> {
  forgetSession()
  bridge = given
  const token = await given.token().catch(() => put('sessionRefused', 'identity.invalid'))
  const guest = state.guest.value ?? recallGuest()
  if (token) owner = `sub:${subjectOf(token)}`
  else if (guest?.session) owner = `guest:${guest.session.contactId}`
  else owner = 'nobody'
  put('signedIn', owner !== 'nobody')
  if (token || !guest) put('guest', null)
  else put('guest', guest)
  return owner
}

/** The session, begun when it is first needed. */
export function getSession(): Promise<string> {
  session ??= begin()
  session.catch(() => dropSession())
  return session
}

export function dropSession(): void {
  session = undefined
}

export function forgetSession(): void {
  bridge = session = undefined
  owner = 'nobody'
}

/** A mailed code was right: from now on this guest is somebody. */
export function becomeGuest(answer: SessionAnswer): void {
  const { contact } = answer.snapshot
  const { name, email } = state.guest.value ?? { name: contact.name, email: contact.email ?? '' }
  owner = `guest:${contact.id}`
  session = Promise.resolve(answer.session)
  put('guest', { name, email, session: { token: answer.session, contactId: contact.id } })
  put('signedIn', true)
  load(answer.snapshot)
}

async function begin(): Promise<string> {
  const identityToken = await bridge?.token().catch((cause) => {
    throw new Unreachable('The host gave no identity token', { cause })
  })
  if (!identityToken) {
    const kept = state.guest.value?.session
    if (kept) return kept.token
    throw new Refused({ type: '', title: 'Signed out', status: 401, code: 'session.missing' })
  }
  // Only the first request was begun by the loader; later ones carry a newer token.
  const early = bridge?.early.session
  if (bridge) bridge.early = {}
  const answer = await ask<SessionAnswer>('/api/session', { body: { identityToken }, early })
  load(answer.snapshot)
  return answer.session
}

/** A guest's session that the server no longer knows: the address has to be proved again. */
export function endGuest(): boolean {
  if (!state.guest.value?.session) return false
  put('guest', { name: state.guest.value.name, email: state.guest.value.email })
  put('signedIn', false)
  session = undefined
  return true
}

/** The claim is not checked here: it only keeps apart what different people wrote on this device. */
function subjectOf(token: string): string {
  try {
    const claims = atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))
    const { sub } = JSON.parse(claims) as { sub?: unknown }
    if (sub) return String(sub)
  } catch {
    // not a token that can be read: the server will say so
  }
  return token
}
