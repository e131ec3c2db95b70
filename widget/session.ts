// Who is here: the host's word (an identity token) or a guest's proved address, and the session that the server
// gives for it. A session lives in memory; only a guest's is kept in the tab, for nobody could vouch again.

import type { SessionAnswer } from '../protocol/http.ts'
import type { Bridge } from './bridge.ts'
import { ask, LATE_MS, Refused, Unreachable } from './http.ts'
import { recall, recallGuest } from './memory.ts'
import { load, put, state } from './state.ts'

/** Whose things may be shown and sent: the host's id for them, or the guest's. */
export let owner = 'nobody'

/** A host that could not say who is here is asked again after this. */
const ASK_AGAIN_MS = 5_000

let bridge: Bridge | undefined
let leave: () => void
let session: Promise<string> | undefined
/** Counts who asks the host: the last one is answered. */
let asking = 0
/** What the host has just said of somebody: their session begins with it, once. */
let said: string | undefined
/** Tokens that were too old when the host gave them, one after the other. */
let expired = 0

/**
 * Asks the host who is here, as often as it takes. Until its word is known the one before goes on; `leaving` runs where
 * somebody else is here, before anything is theirs.
 * @returns whether the panel was open on the page before; undefined where somebody asked anew meanwhile
 */
export async function identify(given: Bridge, leaving: () => void): Promise<boolean | undefined> {
  const mine = ++asking
  let token: string | undefined
  let isKnown = false
  // It says nothing about the person: the network of the page may be down, too.
  const tell = () => state.signedIn.value || put('connection', 'offline')
  const late = setTimeout(tell, LATE_MS)
  do {
    try {
      token = told(await (given.early.token ?? given.token()))
      isKnown = true
    } catch {
      // The loader has begun a session with what it was told.
      given.early = {}
      tell()
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN_MS))
    }
    clearTimeout(late)
    given.early.token = undefined
    if (mine !== asking) return
  } while (!isKnown)
  const guest = state.guest.value ?? recallGuest()
  const next = token ? nameOf(token) : guest?.session ? `guest:${guest.session.contactId}` : 'nobody'
  const isSame = bridge && next === owner
  // Before the first word nobody was here.
  if (bridge && !isSame) leaving()
  bridge = given
  leave = leaving
  session = undefined
  said = isSame ? undefined : token
  owner = next
  const wasOpen = !isSame && recall(owner)
  put('guest', token || !guest ? null : guest)
  if (owner === 'nobody') put('connection', 'idle')
  put('signedIn', owner !== 'nobody')
  return wasOpen
}

/** A network that wants to be logged in to answers in the host's place, and a host may hand that on: it names nobody. */
function told(token?: string): string | undefined {
  if (/[<{]/.test(token ?? '')) throw Error()
  return token
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

/**
 * Whether another token may come of itself. A host that gave a string is told, and gives the next one by `update`; so is
 * one whose function gives an old token again and again, and the person: their sign-in there has most likely ended.
 */
export function renewsToken(code: string): boolean {
  if (code !== 'identity.expired' && code !== 'identity.not_fresh') return false
  const mayCome = typeof bridge?.options.identityToken === 'function'
  if (mayCome && expired < 2) return true
  if (!mayCome || !state.sessionRefused.value) bridge?.emit('token.expired', undefined)
  if (mayCome) put('sessionRefused', 'identity.expired')
  return mayCome
}

/** What the host can be asked for: its newest word, where the session's own is too old, and its options. */
export const theHost = () => bridge

export function forgetSession(): void {
  asking++
  bridge = session = said = undefined
  owner = 'nobody'
}

/** A mailed code was right: from now on this guest is somebody. */
export function becomeGuest(answer: SessionAnswer): void {
  const { contact } = answer.snapshot
  const { name, email } = contact
  owner = `guest:${contact.id}`
  session = Promise.resolve(answer.session)
  put('guest', { name, email: email ?? '', session: { token: answer.session, contactId: contact.id } })
  put('signedIn', true)
  load(answer.snapshot)
}

async function begin(): Promise<string> {
  const identityToken =
    said ??
    (await bridge
      ?.token()
      .then(told)
      .catch((cause) => {
        throw new Unreachable('No token', { cause })
      }))
  said = undefined
  if (!bridge || !identityToken) {
    const kept = state.guest.value?.session
    if (kept) return kept.token
    throw new Refused({ type: '', title: '', status: 401, code: 'session.missing' })
  }
  const name = nameOf(identityToken)
  // Who cannot be read is nobody that could be told apart: the server will say so.
  if (name !== owner && name !== `sub:${identityToken}`) {
    // The host's function speaks of somebody else by now: nothing may be sent for them before the one before has left.
    identify(bridge, leave)
    throw new Unreachable('Hung up')
  }
  // Only the first request was begun by the loader; later ones carry a newer token.
  const early = bridge.early.session
  bridge.early = {}
  expired++
  const answer = await ask<SessionAnswer>(bridge.sessionAt(), { body: { identityToken }, early }).catch(
    (cause) => {
      if (cause instanceof Unreachable) expired--
      throw cause
    },
  )
  expired = 0
  put('sessionRefused', null)
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
function nameOf(token: string): string {
  try {
    const claims = atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))
    const { sub } = JSON.parse(claims) as { sub?: unknown }
    if (sub) return `sub:${sub}`
  } catch {
    // not a token that can be read: the server will say so
  }
  return `sub:${token}`
}
