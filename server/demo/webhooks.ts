// What Helpdock asks of Wardway. A request counts only when its signature and its time are right; the answer goes
// out only when what it says is on the disk.

import { timingSafeEqual } from 'node:crypto'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { Webhook } from 'standardwebhooks'
import { Compile } from 'typebox/compile'
import {
  AccountLookUpRequest,
  MergeApproved,
  MergePreviewRequest,
  type MergeResult,
  MergeUndo,
  ObjectsLookUpRequest,
} from '../../protocol/webhooks.ts'
import { otherAccountOf, rotationsToChoose } from './look-ups.ts'
import { describeMerge, mergeAccounts, undoMerge } from './merge.ts'
import { moodOf } from './pages/moods.ts'
import type { PortalParts } from './pages/page.ts'

/** Standard Webhooks: how far the sender's clock may be from ours, and how late a copied request still works. */
const TOLERANCE_MS = 5 * 60_000

/** Past the ten seconds in which an answer has to come. */
const TOO_LATE_MS = 12_000
/** The first answer has arrived by then. */
const AFTERWARDS_MS = 2_000

const undo = Compile(MergeUndo)
const accountLookUp = Compile(AccountLookUpRequest)
const objectsLookUp = Compile(ObjectsLookUpRequest)
const preview = Compile(MergePreviewRequest)
const approved = Compile(MergeApproved)

export function webhookRoutes(
  parts: PortalParts & { webhookSecret: string; hostApiKey: string },
): FastifyPluginAsync {
  const { state, now } = parts
  const webhook = new Webhook(parts.webhookSecret)
  return async (app) => {
    app.post('/webhooks', async (request, reply) => {
      const body = typeof request.body === 'string' ? request.body : ''
      if (!isSigned(request, body))
        return reply.code(401).send({ error: 'The signature or its time is not right.' })
      const event = parsed(body)
      const mood = moodOf(state.read(), now())
      if (mood === 'down') return reply.code(503).send({ error: 'Wardway is down for an hour.' })
      if (preview.Check(event)) {
        const { into, from } = event.data
        return describeMerge(state.read(), { into: into.externalId, fromEmail: from.email })
      }
      if (accountLookUp.Check(event)) {
        return { address: otherAccountOf(state.read(), event.data.contact.externalId) }
      }
      if (objectsLookUp.Check(event)) {
        const { contact, object } = event.data
        return { objects: object === 'rotation' ? rotationsToChoose(state.read(), contact.externalId) : [] }
      }
      if (undo.Check(event)) {
        return state.change((data) => undoMerge(data, event.data.mergeId, now()))
      }
      if (approved.Check(event)) {
        const { mergeId, into, from, keep, previewVersion } = event.data
        if (mood === 'refuses') return { mergeId, status: 'failed', reason: 'Wardway merges nobody today.' }
        const accounts = { mergeId, into: into.externalId, from: from.externalId, keep, previewVersion }
        const result = await state.change((data) => mergeAccounts(data, accounts, now()))
        if (mood === 'too late') await new Promise((later) => setTimeout(later, TOO_LATE_MS).unref())
        if (mood === 'twice') tellLater(result)
        if (mood === 'otherwise') tellLater({ mergeId, status: 'failed', reason: 'On second thoughts, no.' })
        return result
      }
      // News that this portal has no use for.
      if (typeof event === 'object' && event !== null && 'type' in event) return reply.code(204).send()
      return reply.code(400).send({ error: 'This is no event.' })
    })
  }

  /** As a host does it that has answered already: by itself, with its key. */
  function tellLater(result: MergeResult): void {
    const tell = () =>
      fetch(`${parts.publicUrl}/api/host/merge-results`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${parts.hostApiKey}` },
        body: JSON.stringify(result),
      }).catch(() => {
        // A demo that could not reach its own server has nobody to tell.
      })
    setTimeout(tell, AFTERWARDS_MS).unref()
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
