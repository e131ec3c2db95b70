// The HTTP calls of the console: log in, log out, who am I, what I look like. The session is an http-only cookie: this program
// never sees it. Everything else travels over the line (socket.ts).

import type {
  InvitationShown,
  LogInOffer,
  LogInStep,
  SecondFactorOffer,
  SetUpAnswer,
} from '../protocol/desk/access.ts'
import type { Agent } from '../protocol/entities.ts'
import type { Problem, RefusalCode } from '../protocol/errors.ts'
import type { LoginAnswer } from '../protocol/http.ts'
import { call } from './line/http.ts'
import { Refused } from './line/socket.ts'

export type { LogInStep }

/** @throws Refused with the server's code, or with `line.lost` where it did not answer at all. */
export const logIn = (email: string, password: string) =>
  call<LogInStep>('POST', '/api/console/sessions', { email, password })

/** What the log-in offers besides a password. */
export const logInOffer = () => call<LogInOffer>('GET', '/api/console/log-in')

// What is still asked after the password, under the same cookie. Each throws Refused.
const CURRENT = '/api/console/sessions/current'
export const typeCode = (code: string) => call<LogInStep>('PUT', `${CURRENT}/code`, { code })
export const beginSetUp = () => call<SecondFactorOffer>('POST', `${CURRENT}/second-factor`)
export const confirmSetUp = (code: string) => call<SetUpAnswer>('PUT', `${CURRENT}/second-factor`, { code })

// An invitation, by the token in its link.
export const seeInvitation = (token: string) =>
  call<InvitationShown>('POST', '/api/console/invitations', { token })
export const takeInvitation = (token: string, password: string) =>
  call<LogInStep>('PUT', '/api/console/invitations', { token, password })

/** Bytes of an image, or null to remove it. @throws with the server's code, or where it did not answer */
export async function changePicture(image: Blob | null): Promise<Agent> {
  const response = await fetch('/api/console/me/picture', {
    method: image ? 'PUT' : 'DELETE',
    ...(image && { headers: { 'content-type': 'application/octet-stream' }, body: image }),
  })
  if (response.ok) return ((await response.json()) as LoginAnswer).agent
  const { code } = (await response.json().catch(() => ({}))) as Partial<Problem>
  throw new Refused(code as RefusalCode)
}

/** Whoever the cookie stands for; null for nobody. @throws when the server cannot be asked. */
export async function whoAmI(): Promise<Agent | null> {
  const response = await fetch('/api/console/me')
  if (response.status === 401) return null
  if (!response.ok) throw new Error(`GET /api/console/me answered ${response.status}.`)
  return ((await response.json()) as LoginAnswer).agent
}

/** @throws when the server could not be reached: the cookie still holds then, and the agent must know. */
export async function logOut(): Promise<void> {
  const response = await fetch('/api/console/sessions/current', { method: 'DELETE' })
  if (!response.ok && response.status !== 401) throw new Error(`Logging out answered ${response.status}.`)
}
