// The log of deliveries, for admins, and the way to send one again: caller, rule, answer. The bodies stay inside: they are about
// people and signed for the host. Partner: repeating.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { Deliveries } from '../../protocol/settings/deliveries.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import { Page, pageOf, placeAt } from '../log-pages.ts'
import type { Parts } from '../parts.ts'
import type { ReadTables } from '../store/store.ts'
import { endpointsIn } from './endpoints.ts'
import { mayBeRepeated, repeatDelivery } from './repeating.ts'

/** Of a page: some days of a desk. */
const SHOWN = 100

const Place = Type.Object({ id: Type.String({ maxLength: 100 }) })

export function deliveryRoutes(
  parts: { read: ReadTables; commit: Commit; webhookUrl: string | null } & Pick<Parts, 'now' | 'newId'>,
): FastifyPluginAsyncTypebox {
  const { read } = parts
  return async (app) => {
    const schema = { querystring: Page, response: { 200: Deliveries } }
    app.get('/api/console/deliveries', { schema }, async ({ query }) => {
      const addresses = { webhookUrl: parts.webhookUrl, endpoints: (await endpointsIn(read)).value }
      const from = placeAt(query.before)
      const before = from && { before: { createdAt: from.at, id: from.id } }
      const found = await read.deliveries.list({ ...before, limit: SHOWN + 1 })
      const { page, next } = pageOf(found, SHOWN, ({ createdAt: at, id }) => ({ at, id }))
      return {
        next,
        deliveries: await Promise.all(
          page.map(async (delivery) => {
            const { body: _private, mergeId, ...shown } = delivery
            return {
              ...shown,
              ticketId: (mergeId && (await read.merges.find(mergeId))?.ticketId) || null,
              mayBeRepeated: mayBeRepeated(delivery, addresses),
            }
          }),
        ),
      }
    })
    app.post('/api/console/deliveries/:id/repeats', { schema: { params: Place } }, async (request, reply) => {
      const { agent } = agentOf(request)
      await parts.commit((tx) => repeatDelivery(tx, parts, agent, request.params.id))
      return reply.code(204).send()
    })
  }
}
