// What the bodies of commands are made of.

import Type from 'typebox'
import { ATTACHMENTS_OF_MESSAGE, MESSAGE_MAX_CHARS } from '../limits.ts'

export const Id = Type.String({ minLength: 1, maxLength: 64 })
/** A name that the writer gives before sending; the same name is never stored twice. */
export const ClientId = Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' })
/** May be empty where there are attachments; the rules look. */
export const TextOrNone = Type.String({ maxLength: MESSAGE_MAX_CHARS })
export const AttachmentIds = Type.Optional(
  Type.Array(Id, { maxItems: ATTACHMENTS_OF_MESSAGE, description: 'Whole uploads of the writer' }),
)
/** At most what JSON says exactly: a database takes no larger number for one of a row. */
export const Sequence = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })
export const Quotes = Type.Optional(
  Type.Integer({ ...Sequence, minimum: 1, description: 'The sequence of a message of the same ticket' }),
)
/** The new text of a message, or null to delete it. */
export const revise = {
  clientId: ClientId,
  ticketId: Id,
  sequence: Sequence,
  text: Type.Union([Type.String({ minLength: 1, maxLength: MESSAGE_MAX_CHARS }), Type.Null()]),
}
export const Done = Type.Object({}, { additionalProperties: false })
export const body = <T extends Type.TProperties>(fields: T) =>
  Type.Object(fields, { additionalProperties: false })
