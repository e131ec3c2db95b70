// The table of refusals: each expected "no" of the server, once. Both transports carry the same problem
// document (RFC 9457); the sentence that a person reads is written by the program that shows it.

import Type, { type Static } from 'typebox'

/** code → HTTP status and a short English title for developers. */
export const REFUSALS = {
  'request.malformed': [400, 'The request does not have the expected form'],
  'request.too_large': [413, 'The request is larger than this server takes'],
  'request.too_many': [429, 'Too many requests; wait for retryAfterMs'],
  'request.unsupported_type': [415, 'The request has a content type that this server does not take'],
  'command.unknown': [400, 'There is no command of this name'],
  'protocol.unsupported': [400, 'This server does not speak that version of the protocol'],
  'session.missing': [401, 'This needs a session'],
  'session.ended': [401, 'The session has expired or was ended'],
  'identity.invalid': [401, 'The identity token is not signed by the host, or lacks a required claim'],
  'identity.expired': [401, 'The identity token has expired'],
  'identity.not_fresh': [403, 'This needs an identity token that was signed within the last ten minutes'],
  'identity.merged_away': [403, 'This account became part of another one; sign in with that'],
  'login.wrong': [401, 'Address and password do not belong together'],
  'password.wrong': [422, 'The current password is not right'],
  'second_factor.is_on': [409, 'There is a second factor already; switch it off first'],
  'second_factor.not_begun': [409, 'No second factor is being set up'],
  'second_factor.is_required': [409, 'This desk asks a second factor of everybody'],
  'invitation.ended': [410, 'The invitation was used, withdrawn or has expired'],
  'agent.exists': [409, 'There is an agent with this address already'],
  'agent.last_admin': [409, 'Somebody must stay an admin'],
  'caller.forbidden': [403, 'This caller may not do this'],
  not_found: [404, 'There is no such thing, or it is not yours'],
  'client_id.reused': [409, 'This clientId was used before with another content'],
  'address.invalid': [422, 'This is not an e-mail address that can be written to'],
  'code.wrong': [422, 'The code is not the right one'],
  'code.ended': [410, 'The code has expired or was tried too often; ask for a new one'],
  'message.too_late': [409, 'A message can be changed for five minutes after it was sent; this one is older'],
  'ticket_type.unknown': [422, 'There is no such type of ticket, or it is not for this caller'],
  'answers.invalid': [422, 'An answer does not fit the form'],
  'ticket.wrong_state': [409, 'The ticket is not in a state that allows this'],
  'ticket.answered_meanwhile': [409, 'The contact has written since; look before it is put aside'],
  'ticket.changed_meanwhile': [409, 'Somebody has changed the ticket since, or too much time has passed'],
  'tags.too_many': [422, 'A ticket has at most twenty tags'],
  'snooze.time': [422, 'A ticket is put aside until a time to come, within a year'],
  'merge.needs_verified': [403, 'Only a contact whom the host vouches for can ask for a merge'],
  'merge.same_account': [422, 'Both addresses are of the same account'],
  'merge.already_open': [409, 'A merge request for this account is already open'],
  'merge.wrong_state': [409, 'The merge request is not in a state that allows this'],
  'merge.preview_changed': [409, 'The accounts changed since they were shown; look again'],
  'merge.undecided': [422, 'A conflict between the accounts has no decision'],
  'merge.no_undo': [409, 'This merge cannot be taken back: the host cannot, or the time for it is over'],
  'merge.no_account': [409, 'The host knows no account with that address'],
  'attachment.too_large': [413, 'The file is larger than this server takes'],
  'attachment.kind': [415, 'This is no kind of file that this server takes, whatever it is called'],
  'attachment.damaged': [422, 'The image cannot be read'],
  'attachment.day_full': [429, 'So many files in one day; wait for retryAfterMs'],
  'attachment.wrong_place': [409, 'The piece does not follow what was received; ask how far the upload is'],
  'attachment.missing': [409, 'A file is not whole, not there any more, or in a message already'],
  'attachment.address_ended': [410, 'The address of the file has expired; ask for a new one'],
  'hours.invalid': [422, 'These opening hours cannot be kept'],
  'hours.changed': [409, 'The opening hours were changed since they were read; look again'],
  'macro.invalid': [422, 'This macro cannot be kept'],
  'view.changed': [409, 'The view was changed since it was read; look again'],
  'view.invalid': [422, 'This view cannot be kept'],
  'macro.changed': [409, 'The macro was changed since it was read; look again'],
  'macro.not_done': [409, 'What a macro would do to the ticket cannot be done, so nothing was sent'],
  'rating.too_late': [409, 'A rating can be changed for a day after it was given; this one is older'],
  'address.not_proved': [403, 'Nobody has shown that the address is theirs; nothing is mailed to it'],
  'transcript.too_long': [413, 'The transcript is too long for a mail; download it'],
  'host.unreachable': [502, 'The host did not answer as expected'],
  'attachment.out_of_reach': [503, 'The file cannot be read just now; try again in a moment'],
  'store.failed': [503, 'The data could not be written; nothing was changed'],
  'server.draining': [503, 'The server is about to restart; come back after retryAfterMs'],
  'server.bug': [500, 'Something went wrong in the server; it was logged'],
} as const satisfies Record<string, readonly [status: number, title: string]>

export type RefusalCode = keyof typeof REFUSALS

/** RFC 9457, with our code and the few facts that a client can act on. */
export const Problem = Type.Object({
  type: Type.String({ description: 'urn:helpdock:problem:<code>' }),
  title: Type.String(),
  status: Type.Integer(),
  code: Type.String({ description: 'A key of REFUSALS' }),
  detail: Type.Optional(Type.String({ description: 'What was wrong with this very request' })),
  field: Type.Optional(Type.String({ description: 'The field that was wrong, as a JSON pointer' })),
  retryAfterMs: Type.Optional(Type.Integer()),
  triesLeft: Type.Optional(Type.Integer()),
})
export type Problem = Static<typeof Problem>

export type ProblemFacts = Pick<Problem, 'detail' | 'field' | 'retryAfterMs' | 'triesLeft'>
