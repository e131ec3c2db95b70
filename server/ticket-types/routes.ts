// The forms, for the widget and for any client: with a contact's session those that this contact may open, without one those
// of guests. Articles that come first are those that this reader may read.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { LOCALE_MAX_CHARS } from '../../protocol/limits.ts'
import { TicketTypesAnswer } from '../../protocol/ticket-types.ts'
import { readerOf } from '../articles/audience.ts'
import type { Library } from '../articles/library.ts'
import { bearer, contactCaller } from '../caller.ts'
import type { ReadTables } from '../store/store.ts'
import { mayOpen, type TicketTypes } from './types.ts'

export function ticketTypeRoutes({
  types,
  library,
  read,
  now,
}: {
  types: TicketTypes
  library: Library
  read: ReadTables
  now: () => Date
}): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/ticket-types',
      {
        schema: {
          querystring: Type.Object({ locale: Type.Optional(Type.String({ maxLength: LOCALE_MAX_CHARS })) }),
          response: { 200: TicketTypesAnswer },
        },
      },
      async ({ headers, query: { locale } }, reply) => {
        reply.header('vary', 'accept-encoding, authorization, origin')
        const isSomebodys = headers.authorization !== undefined
        const contact = isSomebodys
          ? (await contactCaller(read, bearer(headers.authorization), now())).contact
          : undefined
        const help = contact ? await library.forReader(readerOf(contact)) : library
        const identity = contact?.identity ?? 'guest'
        return {
          types: types
            .all()
            .filter((type) => mayOpen(type, identity))
            .map((type) => ({
              ...types.form(type, locale),
              articles: (type.articles ?? []).flatMap((slug) => {
                const article = help.article(slug, locale)
                if (!article) return []
                const { collection, title, description } = article
                return [{ slug: article.slug, collection, title, description }]
              }),
            })),
        }
      },
    )
  }
}
