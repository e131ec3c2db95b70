// Contacts as the desk looks them up: caller, rule, answer. Partners: protocol/contacts.ts, erasing.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { Erased } from '../../protocol/contacts.ts'
import { agentOf } from '../gate.ts'
import { type Erasing, eraseContact } from './erasing.ts'

const Place = Type.Object({ id: Type.String({ maxLength: 64 }) })

export function deskContactRoutes(parts: Erasing): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.delete(
      '/api/console/contacts/:id',
      { schema: { params: Place, response: { 200: Erased } } },
      async (request) => ({
        tickets: await eraseContact(parts, agentOf(request).agent, request.params.id),
      }),
    )
  }
}
