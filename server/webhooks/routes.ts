// The log of deliveries, for admins: caller, look, answer. The bodies stay inside: they are about people and signed for the host.
// A merge is asked for again on its ticket, where its rules hold, never from here: the host would do what was stopped since.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { Deliveries } from '../../protocol/deliveries.ts'
import type { ReadTables } from '../store/store.ts'

/** Some days of a desk. */
const SHOWN = 100

export function deliveryRoutes(parts: {
  read: ReadTables
  webhookUrl: string | null
}): FastifyPluginAsyncTypebox {
  const { read } = parts
  return async (app) => {
    app.get('/api/console/deliveries', { schema: { response: { 200: Deliveries } } }, async () => ({
      endpoint: parts.webhookUrl,
      deliveries: await Promise.all(
        (await read.deliveries.list(SHOWN)).map(async ({ body: _private, mergeId, ...shown }) => ({
          ...shown,
          ticketId: (mergeId && (await read.merges.find(mergeId))?.ticketId) || null,
        })),
      ),
    }))
  }
}
