// What contacts and agents do with a ticket: opened, answered, solved, opened again. Every verb takes the unit of one commit.
// Partners: life.ts, the steps of which they are made; thread.ts (doubles); offline-replies.ts.

import type { MacroAction } from '../../protocol/desk/macros.ts'
import type { Answers, Contact, Handover, Message, TicketType } from '../../protocol/entities.ts'
import { isZone } from '../../protocol/openings.ts'
import type { ContactCommandBody, DeskCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import { NO_CLOCKS, type SlaClocks } from '../sla/keeping.ts'
import type { AgentRecord, MergeRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { asAnswer, type Filling, filledIn, openable, subjectOf } from '../ticket-types/fill.ts'
import { plainTypes } from '../ticket-types/types.ts'
import { withoutSnooze } from './aside.ts'
import { agentAuthor, type ByMail, contactAuthor, lifeOfTickets } from './life.ts'
import { goesOnAt } from './merged.ts'
import { openingRules } from './opening.ts'
import { refuseOvertaken } from './overtaken.ts'
import { revise } from './revisions.ts'
import { splitRules } from './split.ts'
import { isSpokenFor } from './spoken-for.ts'
import { oneLine, subjectFrom, writtenText } from './text.ts'
import { claimClientId, claimed, readBackMessage, readBackNote, readBackOwnMessage } from './thread.ts'

export type Tickets = ReturnType<typeof ticketRules>

const PLAIN: Filling = { types: plainTypes(), isSealed: () => false }

/** @param forms the types that there are; without them there is the plain question only */
export function ticketRules({
  now,
  newId,
  forms = PLAIN,
  clocks = NO_CLOCKS,
}: Pick<Parts, 'now' | 'newId'> & { forms?: Filling; clocks?: SlaClocks }) {
  const life = lifeOfTickets({ now, newId, types: forms.types, clocks })
  const { create, addMessage, addNote, addActivity, change } = life
  return {
    ...openingRules({ now, forms, life }),
    ...splitRules({ newId, forms, life }),

    /** The first message opens the ticket; the same clientId again gives the same answer. */
    async open(
      tx: Unit,
      contact: Contact,
      body: ContactCommandBody<'ticket.open'>,
      /** When the host vouched for the session. */
      vouchedAt: string | null = null,
      way: ByMail = {},
    ) {
      const text = writtenText(body)
      const { answers = {}, locale, attachments: files } = body
      const fingerprint = ['ticket.open', body.type, text, ...(files ?? []), ...answering(body)]
      const known = await claimClientId(tx, contact.id, body.clientId, fingerprint)
      if (known) return readBackOwnMessage(tx, known)

      const type = openable(forms.types, body.type, contact, { vouchedAt, now: now() })
      if (type.message?.required && !text)
        throw new Refusal('answers.invalid', { field: '/text', detail: 'The message must be written.' })
      const filled = await filledIn(tx, forms, type, contact, {
        answers,
        isWhole: true,
        ...(locale && { locale }),
        ...(files && { files }),
      })
      const first = body.attachments?.[0]
      const named = text || !first ? text : ((await tx.attachments.find(first))?.name ?? '')
      const ticket = await create(tx, {
        contact,
        type: body.type,
        subject:
          oneLine(body.subject ?? '') || subjectOf(forms.types, type, filled, locale) || subjectFrom(named),
        handover: body.handover && (await asCanBeRead(tx, contact, body.handover)),
        answers: filled,
      })
      tx.record({ name: 'ticket.opened', ticket })
      const answer = await addMessage(tx, ticket, contactAuthor(contact), { ...body, text, ...way })
      await nameClientId(tx, contact.id, body.clientId, fingerprint, answer.message)
      return answer
    },

    /** A ticket that another rule opens, without a message of the contact's. */
    async openFor(
      tx: Unit,
      contact: Contact,
      fields: { type: TicketType; subject: string; mergeId: string; form?: MergeRecord['form'] },
    ) {
      const { form, ...rest } = fields
      const ticket = await create(tx, {
        contact,
        ...rest,
        ...(form && { answers: form.answers, form: form.type }),
      })
      tx.record({ name: 'ticket.opened', ticket })
      return ticket
    },

    /** What has been typed so far into a form that becomes something else. */
    async typedSoFar(
      tx: Unit,
      contact: Contact,
      {
        type: name,
        answers,
        text = '',
        locale,
      }: { type: string; answers: Answers; text?: string; locale?: string },
    ): Promise<NonNullable<MergeRecord['form']>> {
      const type = openable(forms.types, name, contact, { vouchedAt: null, now: now() })
      const given = { answers, isWhole: false, ...(locale && { locale }) }
      const filled = await filledIn(tx, forms, type, contact, given)
      return { type: name, answers: [...filled, ...asAnswer(forms.types, type, text, locale)] }
    },

    /** An agent puts answers right; both sides read that, and which. What is not named stays. */
    async answer(tx: Unit, agent: AgentRecord, { ticketId, answers }: DeskCommandBody<'ticket.answer'>) {
      const ticket = await getTicket(tx, ticketId)
      const type = forms.types.find(ticket.form ?? ticket.type)
      const contact = await tx.contacts.find(ticket.contactId)
      if (!type || !contact) throw new Refusal('ticket_type.unknown', { field: '/ticketId' })
      const given = { answers, isWhole: false, ...(contact.locale && { locale: contact.locale }) }
      const told = await filledIn(tx, forms, type, contact, given)
      const before = ticket.answers ?? []
      const after = (type.fields ?? []).flatMap(({ name }) => {
        const kept = before.find(({ field }) => field === name)
        const now = Object.hasOwn(answers, name) ? told.find(({ field }) => field === name) : kept
        return now ? [kept?.text === now.text ? kept : now] : []
      })
      // What the form does not ask any more, and what stands in for a message.
      const others = before.filter(({ field }) => !type.fields?.some(({ name }) => name === field))
      const changed = (type.fields ?? []).filter(({ name }) => {
        const [old, now] = [before, after].map((all) => all.find(({ field }) => field === name))
        return old?.text !== now?.text
      })
      if (changed.length === 0) return ticket
      const labels = forms.types
        .form(type)
        .fields.filter(({ name }) => changed.some((one) => one.name === name))
      return addActivity(tx, { ...ticket, answers: [...after, ...others] }, 'form.changed', {
        name: agent.name,
        fields: labels.map(({ label }) => label).join(', '),
      })
    },

    async sendAsContact(
      tx: Unit,
      contact: Contact,
      body: ContactCommandBody<'message.send'>,
      way: ByMail = {},
    ) {
      const text = writtenText(body)
      const fingerprint = ['message.send', body.ticketId, text, ...(body.attachments ?? []), ...quoting(body)]
      const known = await claimClientId(tx, contact.id, body.clientId, fingerprint)
      if (known) return readBackOwnMessage(tx, known)

      const ticket = await goesOnAt(tx, await ownTicket(tx, contact, body.ticketId))
      const wasSolved = ticket.state === 'solved'
      const said = { ...saidIn(ticket, body, text), ...way }
      const answer = await addMessage(tx, ticket, contactAuthor(contact), said)
      await nameClientId(tx, contact.id, body.clientId, fingerprint, answer.message)
      if (!wasSolved) return answer
      const reopened = await addActivity(tx, answer.ticket, 'ticket.reopened', { name: contact.name })
      return { ticket: reopened, message: answer.message }
    },

    /**
     * @param options.takes who answers a ticket of nobody has it from then on
     * @param options.answers else it says nothing to what the contact wrote last, which waits on
     */
    async sendAsAgent(
      tx: Unit,
      agent: AgentRecord,
      body: DeskCommandBody<'message.send'>,
      { takes = true, answers = true } = {},
    ) {
      const text = writtenText(body)
      const fingerprint = [
        'message.send',
        body.ticketId,
        text,
        ...(body.attachments ?? []),
        ...quoting(body),
        ...acting(body),
      ]
      const known = await claimClientId(tx, agent.id, body.clientId, fingerprint)
      if (known) return readBackMessage(tx, known)

      let ticket = await goesOnAt(tx, await getTicket(tx, body.ticketId))
      // In the thread of a merged ticket other numbers count.
      if (body.upTo !== undefined && ticket.id === body.ticketId)
        await refuseOvertaken(tx, agent, ticket, body.upTo)
      // Never in silence: both sides read that it is open again, and through whom.
      if (ticket.state === 'solved')
        ticket = await addActivity(tx, { ...ticket, state: 'open' }, 'ticket.reopened', { name: agent.name })
      // Who answers first has it, and the student sees with whom they speak.
      if (!ticket.assigneeId && takes) ticket = await assignTo(tx, ticket, agent)
      const answer = await addMessage(tx, ticket, agentAuthor(agent), saidIn(ticket, body, text), answers)
      await nameClientId(tx, agent.id, body.clientId, fingerprint, answer.message)
      return answer
    },

    async reviseAsContact(tx: Unit, contact: Contact, body: ContactCommandBody<'message.revise'>) {
      const ticket = await ownTicket(tx, contact, body.ticketId)
      return revise(tx, { now, newId }, ticket, contactAuthor(contact), body)
    },

    async reviseAsAgent(tx: Unit, agent: AgentRecord, body: DeskCommandBody<'message.revise'>) {
      return revise(tx, { now, newId }, await getTicket(tx, body.ticketId), agentAuthor(agent), body)
    },

    async writeNote(tx: Unit, agent: AgentRecord, body: DeskCommandBody<'note.write'>) {
      const text = writtenText(body)
      const fingerprint = ['note.write', body.ticketId, text, ...(body.attachments ?? []), ...acting(body)]
      const known = await claimClientId(tx, agent.id, body.clientId, fingerprint)
      if (known) return readBackNote(tx, known)

      const { ticket, note } = await addNote(tx, await getTicket(tx, body.ticketId), agent, { ...body, text })
      await tx.clientIds.put({
        ...claimed(agent.id, body.clientId, fingerprint),
        ticketId: ticket.id,
        noteId: note.id,
      })
      return { ticket, note }
    },

    async assign(tx: Unit, ticketId: string, agent: AgentRecord | null) {
      const ticket = await getTicket(tx, ticketId)
      if (ticket.assigneeId === (agent?.id ?? null)) return ticket
      if (agent) return assignTo(tx, ticket, agent)
      return change(tx, ticket, { assigneeId: null })
    },

    /**
     * `by` is the name that stands in the line both sides read. Solving twice is solving once.
     * @throws Refusal('ticket.merge_under_way')
     */
    async solve(tx: Unit, ticket: TicketRecord, by: { name: string; side: 'contact' | 'agent' | 'system' }) {
      if (ticket.state === 'solved') return ticket
      if (by.side !== 'system' && (await isSpokenFor(tx, ticket))) throw new Refusal('ticket.merge_under_way')
      // What was said of an earlier solution is not said of this one.
      const { score: _earlier, ...rest } = withoutSnooze(ticket)
      const solved: TicketRecord = {
        ...rest,
        state: 'solved',
        solvedAt: now().toISOString(),
        waitingSince: null,
        solvedSequence: ticket.newestSequence + 1,
      }
      return addActivity(tx, solved, 'ticket.solved', { name: by.name, side: by.side })
    },

    async reopen(tx: Unit, ticketId: string, by: { name: string }) {
      const ticket = await getTicket(tx, ticketId)
      if (ticket.state !== 'solved') return ticket
      if (ticket.mergedInto)
        throw new Refusal('ticket.wrong_state', { detail: 'It goes on in another ticket.' })
      const open: TicketRecord = { ...ticket, state: 'open', waitingSince: now().toISOString() }
      return addActivity(tx, open, 'ticket.reopened', { name: by.name })
    },

    /** Seen marks only ever rise, and never past what is there. */
    async see(tx: Unit, ticket: TicketRecord, by: 'contact' | 'agent', sequence: number) {
      const field = by === 'contact' ? 'seenByContact' : 'seenByAgent'
      const upTo = Math.min(sequence, ticket.newestSequence)
      if (upTo <= ticket[field]) return
      const seen = { ...ticket, [field]: upTo }
      await tx.tickets.put(seen)
      tx.record({ name: 'thread.seen', ticket: seen, by, sequence: upTo })
    },

    /** An agent's console has it: what is not there, or known already, changes nothing. */
    async receive(tx: Unit, ticketId: string, sequence: number) {
      const ticket = await tx.tickets.find(ticketId)
      const upTo = Math.min(sequence, ticket?.newestSequence ?? 0)
      if (!ticket || upTo <= Math.max(ticket.deliveredToAgent ?? 0, ticket.seenByAgent)) return
      const received = { ...ticket, deliveredToAgent: upTo }
      await tx.tickets.put(received)
      tx.record({ name: 'thread.delivered', ticket: received, sequence: upTo })
    },

    addActivity,
    addMessage,
    addNote,
    change,
  }

  async function assignTo(tx: Unit, ticket: TicketRecord, agent: AgentRecord) {
    const assigned = { ...ticket, assigneeId: agent.id, assignedAt: now().toISOString() }
    return addActivity(tx, assigned, 'ticket.assigned', { name: agent.name })
  }

  function nameClientId(tx: Unit, writerId: string, clientId: string, content: string[], message: Message) {
    return tx.clientIds.put({
      ...claimed(writerId, clientId, content),
      ticketId: message.ticketId,
      sequence: message.sequence,
    })
  }
}

/** The ticket from which this one goes on: only the contact's own. The message counts more than what it names. */
async function asCanBeRead(
  tables: Pick<ReadTables, 'tickets'>,
  contact: Contact,
  { follows, zone, ...rest }: Handover,
): Promise<Handover> {
  const ticket = follows ? await tables.tickets.find(follows) : undefined
  return {
    ...rest,
    ...(zone && isZone(zone) && { zone }),
    ...(ticket?.contactId === contact.id && { follows: ticket.id }),
  }
}

/** A contact's own ticket; "not there" and "not yours" answer alike. */
export async function ownTicket(tables: Pick<ReadTables, 'tickets'>, contact: Contact, ticketId: string) {
  const ticket = await tables.tickets.find(ticketId)
  if (!ticket || ticket.contactId !== contact.id) throw new Refusal('not_found')
  return ticket
}

export async function getTicket(tables: Pick<ReadTables, 'tickets'>, ticketId: string) {
  const ticket = await tables.tickets.find(ticketId)
  if (!ticket) throw new Refusal('not_found')
  return ticket
}

/** What is written into a ticket that goes on elsewhere quotes nothing there: the number is another message's. */
function saidIn<B extends { ticketId: string; quotes?: number }>(
  ticket: TicketRecord,
  body: B,
  text: string,
) {
  if (ticket.id === body.ticketId) return { ...body, text }
  const { quotes: _elsewhere, ...said } = body
  return { ...said, text }
}
/** Of the content that a clientId names; nothing where there is no form. */
const answering = ({ answers = {} }: { answers?: Answers }) =>
  Object.keys(answers).length === 0 ? [] : [JSON.stringify(Object.entries(answers).sort())]
/** Of the content that a clientId names; nothing where nothing is done beside it. */
const acting = ({ actions = [] }: { actions?: MacroAction[] }) =>
  actions.length === 0 ? [] : [JSON.stringify(actions)]
/** Of the content that a clientId names; nothing where nothing is quoted, as it was before there were quotes. */
const quoting = ({ quotes }: { quotes?: number }) => (quotes === undefined ? [] : [`quotes ${quotes}`])
