// The HTTP routes of attachments. A file travels in pieces, each a request of its own, so that a slow or broken line
// goes on where it was. Partners: server/attachments/routes.ts; docs/protocol.md, "Attachments".

import Type, { type Static } from 'typebox'
import { Attachment } from './entities.ts'

/** POST /api/attachments: announces a file, by its contact or its agent. */
export const UploadRequest = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 1_000 }),
    size: Type.Integer({ minimum: 0, description: 'Bytes; of none nothing is taken' }),
  },
  { additionalProperties: false },
)

/** The answer to it, to GET /api/attachments/:id and to each piece, PUT /api/attachments/:id?from=<received>. */
export const UploadAnswer = Type.Object({
  id: Type.String(),
  received: Type.Integer({ description: 'Bytes that are durable: where the next piece begins' }),
  attachment: Type.Union([Attachment, Type.Null()], { description: 'null until the last piece' }),
})
export type UploadAnswer = Static<typeof UploadAnswer>

/** GET /api/attachments/:id/address: for its readers. */
export const AddressAnswer = Type.Object({
  url: Type.String({ description: 'A path of this server; it needs no session, and holds a few minutes' }),
  expiresAt: Type.String(),
})
export type AddressAnswer = Static<typeof AddressAnswer>
