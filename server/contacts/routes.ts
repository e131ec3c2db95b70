// Sessions: the host's token in, ours out; and guests, who prove their address with a mailed code.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import type { Contact } from '../../protocol/entities.ts'
import {
  AddressProofAnswer,
  AddressProofCode,
  AddressProofKey,
  AddressProofRequest,
  SessionAnswer,
  SessionRequest,
} from '../../protocol/http.ts'
import type { CommandLimits } from '../chat/limits.ts'
import { contactSnapshot, type SnapshotParts } from '../chat/snapshots.ts'
import { type LanguageFor, localeIn } from '../email/language.ts'
import { guestCodeMail } from '../email/texts.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import { contactOf } from '../gate.ts'
import { bySource } from '../http/source.ts'
import { parseAddress } from './address.ts'
import type { AddressProofs } from './address-proofs.ts'
import type { Contacts } from './contacts.ts'
import type { identityVerifier } from './identity.ts'
import { nameIn } from './names.ts'

/** Codes that one network address may ask for: a class behind one school's address, not a machine. */
const PROOFS_PER_MINUTE = 20

/** Sessions that one address may begin: a school where everybody opens a page at nine. */
const SESSIONS_PER_MINUTE = 3_000

/** In the address and not in the body: a copy of an older version, which knows nothing of it, takes the request all the same. */
const ReadIn = Type.Object({
  locale: Type.Optional(
    Type.String({
      description: 'In which the widget is read, where the host said so; what is no locale counts as none',
    }),
  ),
})

export function contactRoutes(
  parts: Omit<SnapshotParts, 'types'> & {
    commit: Commit
    contacts: Contacts
    proofs: AddressProofs
    verifyIdentity: ReturnType<typeof identityVerifier>
    languageFor: LanguageFor
    limits: Pick<CommandLimits, 'enter'>
  },
): FastifyPluginAsyncTypebox {
  const { commit, contacts, proofs } = parts

  async function answerWith(contact: Contact, opened: { token: string; session: { expiresAt: string } }) {
    return {
      session: opened.token,
      expiresAt: opened.session.expiresAt,
      snapshot: await contactSnapshot(parts, contact, {}),
    }
  }

  return async (app) => {
    app.post(
      '/api/session',
      {
        // Counted apart: who asks for pages too often keeps nobody beside them from signing in.
        config: {
          rateLimit: { max: SESSIONS_PER_MINUTE, timeWindow: '1 minute', keyGenerator: bySource },
        },
        schema: { querystring: ReadIn, body: SessionRequest, response: { 200: SessionAnswer } },
      },
      async (request) => {
        const claims = await parts.verifyIdentity(request.body.identityToken)
        parts.limits.enter(claims.sub)
        const { contact, opened } = await commit(async (tx) => {
          const contact = await contacts.enterVerified(tx, claims, localeIn(request.query.locale))
          return { contact, opened: await contacts.openSession(tx, contact, claims.signedAt) }
        })
        return answerWith(contact, opened)
      },
    )

    app.delete('/api/session', async (request, reply) => {
      await commit((tx) => contacts.endSession(tx, contactOf(request)))
      return reply.code(204).send()
    })

    app.post(
      '/api/address-proofs',
      {
        config: {
          rateLimit: { max: PROOFS_PER_MINUTE, timeWindow: '1 minute', keyGenerator: bySource },
        },
        schema: { querystring: ReadIn, body: AddressProofRequest, response: { 202: AddressProofAnswer } },
      },
      async (request, reply) => {
        const email = parseAddress(request.body.email)
        if (!email) throw new Refusal('address.invalid', { field: '/email' })
        const { name: given } = request.body
        const name = given === undefined ? null : nameIn(given)
        if (name === '')
          throw new Refusal('request.malformed', { field: '/name', detail: 'The name is empty.' })
        const locale = localeIn(request.query.locale)
        const wanted = { purpose: 'guest', boundTo: null, email, name, ...(locale && { locale }) } as const
        const proof = await commit((tx) =>
          proofs.send(tx, wanted, (code) =>
            guestCodeMail(parts.languageFor({ locale }), { code, writes: name !== null }),
          ),
        )
        const { id: proofId, email: to, expiresAt, isOverLimit } = proof
        return reply.code(202).send({ proofId, email: to, expiresAt, ...(isOverLimit && { isOverLimit }) })
      },
    )

    app.put(
      '/api/address-proofs/:proofId',
      {
        schema: {
          params: Type.Object({ proofId: Type.String({ maxLength: 64 }) }),
          headers: AddressProofKey,
          body: AddressProofCode,
          response: { 200: SessionAnswer },
        },
      },
      async (request) => {
        const { params, headers, body } = request
        const entered = await commit(async (tx) => {
          const proof = await proofs.take(tx, params.proofId, 'guest', body.code, headers['idempotency-key'])
          if (proof instanceof Refusal) return proof
          const contact = await contacts.enterGuest(tx, {
            email: proof.email,
            name: proof.name,
            locale: proof.locale,
          })
          return { contact, opened: await contacts.openSession(tx, contact) }
        })
        if (entered instanceof Refusal) throw entered
        return answerWith(entered.contact, entered.opened)
      },
    )
  }
}
