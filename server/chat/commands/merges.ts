// Account merges: caller, rule, answer. No rule lives here. Partner: protocol/commands/merges.ts.

import { getLookable } from '../../account-merge/decide.ts'
import type { AskPreview } from '../../account-merge/host-side.ts'
import type { Merges } from '../../account-merge/merges.ts'
import { contactMerge, deskMerge } from '../../account-merge/views.ts'
import { activeAgent } from '../../agents/agents.ts'
import type { Contacts } from '../../contacts/contacts.ts'
import type { identityVerifier } from '../../contacts/identity.ts'
import { networkOf } from '../../contacts/network.ts'
import { orThrow, Refusal } from '../../errors.ts'
import type { Commit } from '../../events.ts'
import { requireCommand } from '../../gate.ts'
import type { ReadTables } from '../../store/store.ts'
import { getTicket } from '../../tickets/tickets.ts'
import { contactTicket } from '../../tickets/views.ts'
import type { ContactHandlers, DeskHandlers } from './handlers.ts'

export function mergeHandlers(parts: {
  read: ReadTables
  commit: Commit
  merges: Merges
  contacts: Contacts
  askPreview: AskPreview
  verifyIdentity: ReturnType<typeof identityVerifier>
}) {
  const { read, commit, merges } = parts

  const ofContacts = {
    'merge.start': async ({ contact, vouchedAt }, body, address) => {
      const network = networkOf(address)
      const claims = body.identityToken ? await parts.verifyIdentity(body.identityToken) : null
      if (claims && claims.sub !== contact.externalId) {
        throw new Refusal('identity.invalid', { detail: 'The token is of somebody else than the session.' })
      }
      const merge = await commit(async (tx) => {
        if (!claims) return merges.start(tx, contact, body, { vouchedAt, network })
        const current = await parts.contacts.enterVerified(tx, claims, contact.locale)
        return merges.start(tx, current, body, { vouchedAt: claims.signedAt, network })
      })
      return { merge: await contactMerge(merge, read) }
    },
    'merge.send_code': async ({ contact }, body) => ({
      merge: await contactMerge(await commit((tx) => merges.sendCode(tx, contact, body.mergeId)), read),
    }),
    'merge.prove': async ({ contact }, { mergeId, code, identityToken }, address) => {
      if ((code === undefined) === (identityToken === undefined)) {
        throw new Refusal('request.malformed', { detail: 'merge.prove takes a code or an identityToken.' })
      }
      const network = networkOf(address)
      const claims = identityToken ? await parts.verifyIdentity(identityToken) : null
      const merge = orThrow(
        await commit((tx) =>
          claims
            ? merges.proveByToken(tx, contact, mergeId, claims, network)
            : merges.prove(tx, contact, mergeId, code ?? '', network),
        ),
      )
      const ticket = await getTicket(read, merge.ticketId ?? '')
      return { merge: await contactMerge(merge, read), ticket: await contactTicket(ticket, read) }
    },
    'merge.cancel': async ({ contact }, body) => ({
      merge: await contactMerge(await commit((tx) => merges.cancel(tx, contact, body.mergeId)), read),
    }),
  } satisfies Partial<ContactHandlers>

  const ofDesks = {
    'merge.preview': async ({ agent }, body) => {
      const { preview, hash } = await parts.askPreview(await getLookable(read, body.mergeId))
      const merge = await commit((tx) => merges.notePreview(tx, agent, body.mergeId, preview, hash))
      const { coolingOffMs } = merges
      return { merge: await deskMerge(merge, read), preview, previewHash: hash, coolingOffMs }
    },
    'merge.decide': async (caller, body) => {
      const { agent } = caller
      if (body.verdict === 'reject') {
        const merge = await commit((tx) => merges.reject(tx, agent, body.mergeId, body.reason ?? ''))
        return { merge: await deskMerge(merge, read) }
      }
      const now = await parts.askPreview(await getLookable(read, body.mergeId))
      const shown = {
        hash: body.previewHash ?? '',
        current: now.preview,
        currentHash: now.hash,
        choices: body.choices ?? {},
      }
      // The host may have taken seconds: whoever was put out meanwhile decides nothing.
      const merge = await commit(async (tx) => {
        const still = { ...caller, agent: await activeAgent(tx, caller.agent.id) }
        requireCommand(still, 'merge.decide')
        return merges.approve(tx, still.agent, body.mergeId, shown)
      })
      return { merge: await deskMerge(merge, read) }
    },
    'merge.hurry': async ({ agent }, body) => ({
      merge: await deskMerge(await commit((tx) => merges.hurry(tx, agent, body.mergeId, body.reason)), read),
    }),
    'merge.undo': async ({ agent }, { mergeId, step, reason = '' }) => {
      const merge = await commit((tx) => {
        if (step === 'ask') return merges.askUndo(tx, agent, mergeId, reason)
        if (step === 'agree') return merges.agreeToUndo(tx, agent, mergeId)
        return merges.declineUndo(tx, agent, mergeId, reason)
      })
      return { merge: await deskMerge(merge, read) }
    },
    'merge.retry': async ({ agent }, body) => ({
      merge: await deskMerge(await commit((tx) => merges.retry(tx, agent, body.mergeId)), read),
    }),
  } satisfies Partial<DeskHandlers>

  return { ofContacts, ofDesks }
}
