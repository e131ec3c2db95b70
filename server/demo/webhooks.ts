// What Helpdock asks of Wardway. A request counts only when its signature and its time are right; the answer goes
// out only when what it says is on the disk.

import { timingSafeEqual } from 'node:crypto'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { Webhook } from 'standardwebhooks'
import { Compile } from 'typebox/compile'
import { MergeApproved, MergePreviewRequest } from '../../protocol/webhooks.ts'
import { describeMerge, mergeAccounts } from './merge.ts'
import type { PortalParts } from './pages/page.ts'

/** Standard Webhooks: how far the sender's clock may be from ours, and how late a copied request still works. */
const TOLERANCE_MS = 5 * 60_000

const preview = Compile(MergePreviewRequest)
const approved = Compile(MergeApproved)

export function webhookRoutes(parts: PortalParts & { webhookSecret: string }): FastifyPluginAsync {
  const { state, now } = parts
  const webhook = new Webhook(parts.webhookSecret)
  return async (app) => {
    app.post('/webhooks', async (request, reply) => {
      const body = typeof request.body === 'string' ? request.body : ''
      if (!isSigned(request, body))
        return reply.code(401).send({ error: 'The signature or its time is not right.' })
      const event = parsed(body)
      if (preview.Check(event)) {
        const { into, from } = event.data
        return describeMerge(state.read(), { into: into.externalId, fromEmail: from.email })
      }
      if (approved.Check(event)) {
        const { mergeId, into, from } = event.data
        const accounts = { mergeId, into: into.externalId, from: from.externalId }
        return state.change((data) => mergeAccounts(data, accounts, now()))
      }
      // News that this portal has no use for.
      if (typeof event === 'object' && event !== null && 'type' in event) return reply.code(204).send()
      return reply.code(400).send({ error: 'This is no event.' })
    })
  }

  function isSigned(request: FastifyRequest, body: string): boolean {
    const [id, seconds, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) =>
      String(request.headers[name] ?? ''),
    )
    const at = new Date(Number(seconds) * 1000)
    if (!id || !signatures || !(Math.abs(now().getTime() - at.getTime()) <= TOLERANCE_MS)) return false
    const wanted = Buffer.from(webhook.sign(id, at, body))
    // More than one while a secret is being changed.
    return signatures.split(' ').some((signature) => {
      const given = Buffer.from(signature)
      return given.length === wanted.length && timingSafeEqual(given, wanted)
    })
  }
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
