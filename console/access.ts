// Log-ins: one's own (sessions, password, second factor) and, for admins, the others'. What was read stays until it is read anew;
// what was shown once is kept nowhere. Partners: protocol/desk/access.ts, screens/settings/.

import { signal } from '@preact/signals'
import type {
  AccessLogPage,
  AgentChange,
  AgentSession,
  InvitationRequest,
  OwnAccess,
  RecoveryCodes,
  Roster,
  SecondFactorOffer,
} from '../protocol/desk/access.ts'
import { call } from './line/http.ts'
import { Refused } from './line/socket.ts'
import { forgetWithAgent } from './state.ts'
import { access as words } from './strings/access.ts'
import { tell } from './toasts.ts'
import { attempt } from './verbs/actions.ts'

const ME = '/api/console/me'
const AGENTS = '/api/console/agents'

export const own = signal<OwnAccess | null>(null)
export const roster = signal<Roster | null>(null)
/** The code of what could not be read. */
export const notRead = signal<Refused['code'] | null>(null)

forgetWithAgent(() => {
  own.value = null
  roster.value = null
})

export const readOwn = () => reads(async () => (own.value = await call<OwnAccess>('GET', `${ME}/access`)))
export const readRoster = () => reads(async () => (roster.value = await call<Roster>('GET', AGENTS)))

/** Lines of the log that were read beside the roster's own, and where the next ones begin. */
const older = signal<AccessLogPage | null>(null)

/** Without a hole: what was read of older lines counts while the newest ones reach down to it. */
export function logOf({ log, logNext }: Roster): AccessLogPage {
  const known = older.value
  const last = log.at(-1)
  const from = known?.log.findIndex(({ id }) => id === last?.id) ?? -1
  return known && from >= 0
    ? { log: [...log, ...known.log.slice(from + 1)], next: known.next }
    : { log, next: logNext ?? null }
}

export const readOlderLog = (of: Roster) =>
  attempt(words.logNotRead, async () => {
    const { log, next } = logOf(of)
    const page = await call<AccessLogPage>(
      'GET',
      `/api/console/access-log?before=${encodeURIComponent(next ?? '')}`,
    )
    older.value = { log: [...log, ...page.log], next: page.next }
  })

async function reads(read: () => Promise<unknown>): Promise<void> {
  try {
    await read()
    notRead.value = null
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    notRead.value = error.code
  }
}

// ---- one's own

export const endSession = ({ id }: AgentSession) =>
  doneOwn('DELETE', `${ME}/sessions/${id}`, words.sessionEnded)
export const endOtherSessions = () => doneOwn('DELETE', `${ME}/sessions`, words.othersEnded)

async function doneOwn(method: 'DELETE', path: string, done: string): Promise<void> {
  // What cannot be ended may have ended meanwhile.
  if (await attempt(words.notDone, () => call(method, path))) tell(done)
  await readOwn()
}

/** @throws Refused: its form says it at its place */
export async function changePassword(current: string, next: string): Promise<void> {
  await call('PUT', `${ME}/password`, { current, next })
  await readOwn()
  tell(words.passwordChanged)
}

/** @throws Refused */
export const beginSecondFactor = (password: string) =>
  call<SecondFactorOffer>('POST', `${ME}/second-factor`, { password })
/** @throws Refused */
export async function confirmSecondFactor(code: string): Promise<string[]> {
  const { recoveryCodes } = await call<RecoveryCodes>('PUT', `${ME}/second-factor`, { code })
  await readOwn()
  return recoveryCodes
}
/** @throws Refused */
export async function renewRecoveryCodes(password: string): Promise<string[]> {
  const { recoveryCodes } = await call<RecoveryCodes>('POST', `${ME}/recovery-codes`, { password })
  await readOwn()
  return recoveryCodes
}
/** @throws Refused */
export async function removeSecondFactor(password: string): Promise<void> {
  await call('DELETE', `${ME}/second-factor`, { password })
  await readOwn()
  tell(words.factorOff)
}

// ---- the others', for admins

/** @throws Refused: its form says it at its place */
export async function invite(wanted: InvitationRequest): Promise<void> {
  roster.value = await call<Roster>('POST', AGENTS, wanted)
  tell(words.invited(wanted.email))
}

export const withdraw = (id: string) => changes('DELETE', `${AGENTS}/${id}/invitation`, words.withdrawn)
export const sendPasswordLink = (id: string, email: string) =>
  changes('POST', `${AGENTS}/${id}/password-links`, words.passwordLinkSent(email))
export const resetSecondFactor = (id: string) =>
  changes('DELETE', `${AGENTS}/${id}/second-factor`, words.factorReset)
export const endSessionsOf = (id: string) =>
  changes('DELETE', `${AGENTS}/${id}/sessions`, words.sessionsEnded)
export const change = (id: string, to: AgentChange, done: string) =>
  changes('PUT', `${AGENTS}/${id}`, done, to)
export const requireSecondFactor = (requiresSecondFactor: boolean) =>
  changes(
    'PUT',
    '/api/console/access-settings',
    requiresSecondFactor ? words.factorRequired : words.factorOptional,
    { requiresSecondFactor },
  )

/** @throws Refused */
export const sessionsOf = async (id: string) =>
  (await call<{ sessions: AgentSession[] }>('GET', `${AGENTS}/${id}/sessions`)).sessions
/** @throws Refused */
export const endSessionOf = (id: string, sessionId: string) =>
  call('DELETE', `${AGENTS}/${id}/sessions/${sessionId}`)

/** @returns whether it was done */
function changes(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  done: string,
  body?: object,
): Promise<boolean> {
  return attempt(words.notDone, async () => {
    roster.value = await call<Roster>(method, path, body)
    tell(done)
  })
}
