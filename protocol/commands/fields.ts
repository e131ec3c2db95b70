// What the bodies of commands are made of.

import Type from 'typebox'
import { MESSAGE_MAX_CHARS } from '../limits.ts'

export const Id = Type.String({ minLength: 1, maxLength: 64 })
/** A name that the writer gives before sending; the same name is never stored twice. */
export const ClientId = Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' })
export const Text = Type.String({ minLength: 1, maxLength: MESSAGE_MAX_CHARS })
export const Sequence = Type.Integer({ minimum: 0 })
export const Done = Type.Object({}, { additionalProperties: false })
export const body = <T extends Type.TProperties>(fields: T) =>
  Type.Object(fields, { additionalProperties: false })
