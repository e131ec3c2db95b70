// The calls before the desk: log-in, what is still asked after the password, an invitation. The session is an http-only cookie: this
// program never sees it. Fetched with the screens that ask. Partners: session.ts; screens/entry/.

import type {
  InvitationShown,
  LogInOffer,
  LogInStep,
  SecondFactorOffer,
  SetUpAnswer,
} from '../protocol/desk/access.ts'
import { call } from './line/http.ts'

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
