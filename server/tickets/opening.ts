// A ticket that an agent opens for a contact: of a type that the contact could open, by the same form, begun with a message that
// the contact reads or with a note that only agents read. What a type asks to be proved no agent can prove; so a ticket of
// `account_merge` invites to a merge and is none: the contact starts it, and proves both accounts.
// Partners: protocol/desk/openable.ts; life.ts, the steps, which are handed in.

import { whyNotFor } from '../../protocol/desk/openable.ts'
import type { TypeEntry } from '../../protocol/settings/type-entries.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { MERGE_TYPE } from '../../protocol/type-names.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, ContactRecord, MergeRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { type Filling, filledIn, subjectOf } from '../ticket-types/fill.ts'
import { openableOf, type TicketTypes } from '../ticket-types/types.ts'
import { agentAuthor, type Life } from './life.ts'
import { oneLine, subjectFrom, writtenText } from './text.ts'
import { claimClientId, claimed, readBackTicket } from './thread.ts'

/** Of a contact's newest tickets: nobody has more open ones. */
const INVITATIONS_AMONG = 50

export function openingRules({ now, forms, life }: Pick<Parts, 'now'> & { forms: Filling; life: Life }) {
  return {
    /** The same clientId again gives the same ticket. */
    async openAsAgent(
      tx: Unit,
      agent: AgentRecord,
      body: DeskCommandBody<'ticket.open'>,
    ): Promise<TicketRecord> {
      const text = writtenText(body)
      const { answers = {}, attachments = [] } = body
      const fingerprint = [
        ...['ticket.open', body.contactId, body.type, body.begin, body.subject ?? '', text],
        ...attachments,
        JSON.stringify(Object.entries(answers).sort()),
      ]
      const known = await claimClientId(tx, agent.id, body.clientId, fingerprint)
      if (known) return readBackTicket(tx, known)

      const contact = await tx.contacts.find(body.contactId)
      if (!contact || contact.mergedInto) throw new Refusal('not_found', { field: '/contactId' })
      const type = openableFor(forms.types, body.type, contact)
      const isNote = body.begin === 'note'
      const locale = contact.locale ?? undefined
      const filled = await filledIn(tx, forms, type, contact, {
        answers,
        isWhole: true,
        ...(locale && { locale }),
        // The contact reads the answers, and nothing of a note.
        ...(!isNote && { files: attachments }),
      })
      const first = attachments[0]
      const named = text || !first ? text : ((await tx.attachments.find(first))?.name ?? '')
      const ticket = await life.create(tx, {
        contact,
        type: type.name,
        subject:
          oneLine(body.subject ?? '') ||
          subjectOf(forms.types, type, filled, locale) ||
          // What only agents read is not called by its first words.
          (isNote ? forms.types.form(type, locale).label : subjectFrom(named)),
        answers: filled,
        openedBy: agent,
      })
      tx.record({ name: 'ticket.opened', ticket })
      const opened = await life.addActivity(tx, ticket, 'ticket.opened', { name: agent.name })
      const written = { clientId: body.clientId, text, attachments }
      const begun = isNote
        ? await life.addNote(tx, opened, agent, written)
        : await life.addMessage(tx, opened, agentAuthor(agent), written)
      await tx.clientIds.put({
        ...claimed(agent.id, body.clientId, fingerprint),
        ticketId: ticket.id,
      })
      return begun.ticket
    },

    /** A merge that its contact was invited to goes on in that ticket, before other agents than the one who invited. */
    async acceptInvitation(
      tx: Unit,
      invitation: TicketRecord,
      { mergeId, subject, form }: { mergeId: string; subject: string; form?: MergeRecord['form'] },
    ): Promise<TicketRecord> {
      const { assigneeId, openedBy } = invitation
      return life.change(tx, invitation, {
        mergeId,
        subject,
        state: 'open',
        waitingSince: now().toISOString(),
        ...(assigneeId === openedBy?.id && { assigneeId: null }),
        ...(form && { answers: form.answers, form: form.type }),
      })
    },
  }
}

/** The newest ticket that invites this contact to a merge and has none yet. */
export async function invitationOf(
  tables: Pick<ReadTables, 'tickets'>,
  contactId: string,
): Promise<TicketRecord | undefined> {
  const newest = await tables.tickets.listForContact(contactId, INVITATIONS_AMONG)
  return newest.find(({ type, mergeId, state }) => type === MERGE_TYPE && !mergeId && state !== 'solved')
}

/** @throws Refusal('ticket_type.unknown' | 'address.not_proved' | 'identity.not_fresh') */
export function openableFor(types: TicketTypes, name: string, contact: ContactRecord): TypeEntry {
  const type = types.find(name)
  const whyNot = type && whyNotFor(openableOf(type), contact)
  if (type && !whyNot) return type
  if (whyNot === 'address') throw new Refusal('address.not_proved')
  if (whyNot === 'fresh')
    throw new Refusal('identity.not_fresh', {
      detail: 'The host must vouch for the contact at that moment, so only they can open this.',
    })
  throw new Refusal('ticket_type.unknown', { field: '/type' })
}
