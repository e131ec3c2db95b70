// Contacts as the desk looks them up: caller, rule, answer. Partners: protocol/desk/contacts.ts, one-page.ts, erasing.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { ContactPage, ContactQuery, ContactsAnswer, Erased } from '../../protocol/desk/contacts.ts'
import { formsOf } from '../../protocol/desk/desk-search.ts'
import { agentOf } from '../gate.ts'
import { type Erasing, eraseContact } from './erasing.ts'
import { contactPage } from './one-page.ts'

/** Who is not among them takes a word more. */
const FOUND = 8
const Place = Type.Object({ id: Type.String({ maxLength: 64 }) })

export function deskContactRoutes(parts: Erasing): FastifyPluginAsyncTypebox {
  const { read } = parts
  return async (app) => {
    app.get(
      '/api/console/contacts',
      { schema: { querystring: ContactQuery, response: { 200: ContactsAnswer } } },
      async ({ query }) => {
        const words = formsOf(query.q)
        const contacts = words.length > 0 ? await read.contacts.search({ words, limit: FOUND }) : []
        return {
          contacts: contacts.map(({ id, identity, externalId, name, email, emailVerified, lastSeenAt }) => ({
            ...{ id, identity, externalId, name, email, emailVerified, lastSeenAt },
          })),
        }
      },
    )
    app.get(
      '/api/console/contacts/:id',
      { schema: { params: Place, response: { 200: ContactPage } } },
      async ({ params }) => contactPage(read, params.id),
    )
    app.delete(
      '/api/console/contacts/:id',
      { schema: { params: Place, response: { 200: Erased } } },
      async (request) => ({
        tickets: await eraseContact(parts, agentOf(request).agent, request.params.id),
      }),
    )
  }
}
