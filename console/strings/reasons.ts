// Why something was refused, and what to do now. What only pages on demand are told of comes with them: settings-reasons.ts, dialog-reasons.ts …

import { Refused } from '../line/socket.ts'

/** Why something was refused and what to do, in a sentence for agents. */
export function sentenceOf(error: unknown): string {
  const code = !(error instanceof Refused) ? 'server.bug' : error.isUndone ? 'line.none' : error.code
  const sentence = REASONS[code] ?? 'The server refused it.'
  // What the host did, or by what name the log has it, is said by the server: an agent can pass it on.
  return /^host|bug$/.test(code) && error instanceof Refused
    ? `${sentence} ${error.message}`.trim()
    : sentence
}

/** In this form alone: what was tried may have been done, and that is made of it. */
export type Denial = `${string} ${'was not' | 'were not' | 'could not be'} ${string}.`

/** @param not “#4 was not solved.” Where the answer alone was lost it may have been, and that is said in its place. */
export function sentenceOfTried(not: Denial, error: unknown): string {
  const isOpen = error instanceof Refused && !error.isUndone && /^line/.test(error.code)
  const what = isOpen ? not.replace(/(.*) \w+ not( be)? /, '$1 may have been ') : not
  return `${what} ${sentenceOf(error)}`
}

/** @param said what the server said with it */
export const sentenceOfCode = (code: Refused['code'], said = ''): string =>
  sentenceOf(new Refused(code, said))

export const learnReasons = (more: Record<string, string>): void => void Object.assign(REASONS, more)

const REASONS: Record<string, string> = {
  'line.none': 'There is no connection. Nothing was changed; try again once there is one.',
  'line.lost':
    'The connection was lost before the server answered. Check whether it was done, then try again.',
  'line.slow': 'The server did not answer in time. Check whether it was done, then try again.',
  'session.missing': 'Your session has ended. Log in again.',
  'session.ended': 'Your session has ended. Log in again.',
  'caller.forbidden': 'You may not do this. Nobody decides about their own accounts, and only agents answer.',
  not_found: 'It no longer exists.',
  'request.too_many': 'That was too often in a short time. Wait a moment and try again.',
  'request.too_large': 'The text is longer than the server takes. Shorten it.',
  'request.malformed': 'The server did not understand it. Reload the page and try again.',
  'macro.not_done':
    'What a macro would do to the ticket cannot be done, so nothing was sent. Take it back, remove that action and send it again.',
  'attachment.missing': 'A file was not kept. Take the message back and attach it again.',
  'ticket.wrong_state': 'The ticket was changed by somebody else meanwhile.',
  'ticket.answered_meanwhile': 'The contact has just written. Read it first.',
  'ticket.changed_meanwhile': 'Another change came after yours, or it is too late.',
  'host.unreachable': 'The host did not answer as expected.',
  'store.failed': 'The server could not save it. Nothing was changed; try again in a moment.',
  'server.draining': 'The server is restarting. Try again in a moment.',
  'server.bug':
    'Something went wrong in the server; it was logged. Try again, and tell your operator if it happens again.',
}
