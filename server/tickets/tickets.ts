// The life of a ticket: opened, answered, solved, opened again. Every verb takes the unit of one commit and says
// what happened through it. Partners: tickets/thread.ts (numbers and doubles), tickets/offline-replies.ts.

import type { MacroAction } from '../../protocol/desk/macros.ts'
import type {
  ActivityCode,
  Answers,
  Author,
  Contact,
  Handover,
  Message,
  Note,
  TicketType,
} from '../../protocol/entities.ts'
import { isZone } from '../../protocol/openings.ts'
import type { ContactCommandBody, DeskCommandBody } from '../../protocol/socket.ts'
import { attach } from '../attachments/attachments.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import { NO_CLOCKS, type SlaClocks } from '../sla/keeping.ts'
import type { AgentRecord, KeptAnswer, MergeRecord, TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { asAnswer, type Filling, filledIn, openable, subjectOf } from '../ticket-types/fill.ts'
import { plainTypes } from '../ticket-types/types.ts'
import { withoutSnooze } from './aside.ts'
import { type Actor, namedOf } from './desk-lines.ts'
import { namedIn, withMentions } from './mentions.ts'
import { goesOnAt } from './merged.ts'
import { openingRules } from './opening.ts'
import { refuseOvertaken } from './overtaken.ts'
import { quoteOf } from './quotes.ts'
import { revise } from './revisions.ts'
import { splitRules } from './split.ts'
import { inShort, oneLine, subjectFrom, writtenText } from './text.ts'
import { claimClientId, claimed, readBackMessage, readBackNote } from './thread.ts'

export type Tickets = ReturnType<typeof ticketRules>
/** The steps of which a ticket's life is made, for the verbs that have a file of their own. */
export interface Life {
  create(
    tx: Unit,
    fields: {
      contact: Contact
      type: TicketType
      subject: string
      answers?: KeptAnswer[]
      openedBy?: AgentRecord
    },
  ): Promise<TicketRecord>
  addMessage(
    tx: Unit,
    before: TicketRecord,
    author: Author,
    written: Written,
  ): Promise<{ ticket: TicketRecord }>
  addNote(
    tx: Unit,
    before: TicketRecord,
    agent: AgentRecord,
    written: Written,
  ): Promise<{ ticket: TicketRecord }>
  addActivity(
    tx: Unit,
    before: TicketRecord,
    code: ActivityCode,
    details: Record<string, string>,
  ): Promise<TicketRecord>
  change(tx: Unit, before: TicketRecord, fields: Partial<TicketRecord>): Promise<TicketRecord>
  agentAuthor(agent: AgentRecord): Author
}
interface Written {
  clientId: string
  text: string
  attachments?: string[]
}

const PLAIN: Filling = { types: plainTypes(), isSealed: () => false }

/** @param forms the types that there are; without them there is the plain question only */
export function ticketRules({
  now,
  newId,
  forms = PLAIN,
  clocks = NO_CLOCKS,
}: Pick<Parts, 'now' | 'newId'> & { forms?: Filling; clocks?: SlaClocks }) {
  const life = { create, addMessage, addActivity, addNote, change, agentAuthor }
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
    ) {
      const text = writtenText(body)
      const { answers = {}, locale, attachments: files } = body
      const fingerprint = ['ticket.open', body.type, text, ...(files ?? []), ...answering(body)]
      const known = await claimClientId(tx, contact.id, body.clientId, fingerprint)
      if (known) return readBackMessage(tx, known)

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
      const answer = await addMessage(tx, ticket, contactAuthor(contact), { ...body, text })
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

    async sendAsContact(tx: Unit, contact: Contact, body: ContactCommandBody<'message.send'>) {
      const text = writtenText(body)
      const fingerprint = ['message.send', body.ticketId, text, ...(body.attachments ?? []), ...quoting(body)]
      const known = await claimClientId(tx, contact.id, body.clientId, fingerprint)
      if (known) return readBackMessage(tx, known)

      const ticket = await goesOnAt(tx, await ownTicket(tx, contact, body.ticketId))
      const wasSolved = ticket.state === 'solved'
      const answer = await addMessage(tx, ticket, contactAuthor(contact), saidIn(ticket, body, text))
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

    /** `by` is the name that stands in the line both sides read. Solving twice is solving once. */
    async solve(tx: Unit, ticket: TicketRecord, by: { name: string; side: 'contact' | 'agent' | 'system' }) {
      if (ticket.state === 'solved') return ticket
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

  async function create(
    tx: Unit,
    fields: {
      contact: Contact
      type: TicketType
      subject: string
      mergeId?: string
      handover?: TicketRecord['handover'] | undefined
      answers?: KeptAnswer[]
      form?: string
      openedBy?: AgentRecord
    },
  ): Promise<TicketRecord> {
    const at = now().toISOString()
    const type = forms.types.find(fields.type)
    const { openedBy } = fields
    return put(tx, {
      id: newId('tkt'),
      number: await tx.tickets.nextNumber(),
      type: fields.type,
      state: 'open',
      subject: fields.subject,
      contactId: fields.contact.id,
      // Who opens it has it.
      assigneeId: openedBy?.id ?? null,
      mergeId: fields.mergeId ?? null,
      createdAt: at,
      updatedAt: at,
      newestSequence: 0,
      newestNote: 0,
      seenByContact: 0,
      seenByAgent: 0,
      mailedUpTo: 0,
      lastEntry: { sequence: 0, author: 'system', name: '', snippet: '', at },
      waitingSince: at,
      firstReplyAt: null,
      handover: fields.handover ?? { reads: [], searches: [] },
      ...(fields.answers?.length && { answers: fields.answers }),
      ...(fields.form && { form: fields.form }),
      ...(type?.priority && { priority: type.priority }),
      ...(type?.team && { team: type.team }),
      ...(openedBy && { openedBy: { id: openedBy.id, name: openedBy.name } }),
    })
  }

  /** Whoever waits for whom may have changed: the clocks of what was promised go with it. */
  async function put(tx: Unit, changed: TicketRecord): Promise<TicketRecord> {
    const ticket = await clocks.onto(tx, changed)
    await tx.tickets.put(ticket)
    return ticket
  }

  async function addMessage(
    tx: Unit,
    before: TicketRecord,
    author: Author,
    { clientId, text, attachments: ids, quotes }: Written & { quotes?: number },
    answers = true,
  ) {
    const at = now().toISOString()
    const sequence = before.newestSequence + 1
    const fromContact = author.kind === 'contact'
    // What no person wrote is no answer: whoever waits goes on waiting, and nobody has read anything.
    const isAutomatic = author.kind === 'agent' && author.automatic === true
    const message: Message = {
      kind: 'message',
      id: newId('msg'),
      ticketId: before.id,
      sequence,
      clientId,
      author,
      text,
      ...(ids &&
        (await attach(tx, { kind: author.kind, id: author.id }, ids, {
          ticketId: before.id,
          isOfNote: false,
        }))),
      ...(quotes !== undefined && (await quoteOf(tx, before, quotes))),
      createdAt: at,
    }
    const isAnswer = !fromContact && !isAutomatic && answers
    const changed: TicketRecord = {
      ...(before.snooze && !isAutomatic ? withoutSnooze(before) : before),
      ...((fromContact || isAnswer) && movedBy(before, { fromContact, sequence, at })),
      updatedAt: at,
      newestSequence: sequence,
      lastEntry: {
        sequence,
        author: author.kind,
        name: author.name,
        snippet: subjectFrom(inShort(message)),
        at,
      },
    }
    await tx.entries.append(message)
    const ticket = await put(tx, changed)
    tx.record({ name: 'message.created', ticket, message })
    tx.record({ name: 'ticket.changed', ticket })
    return { ticket, message }
  }

  async function addNote(
    tx: Unit,
    before: TicketRecord,
    writer: Actor & Pick<AgentRecord, 'picture'>,
    { clientId, text, attachments }: Written,
  ) {
    // A note changes nothing that a contact can see, the time of the last change included.
    const mentions = await namedIn(tx, text, writer)
    const ticket = withMentions({ ...before, newestNote: before.newestNote + 1 }, mentions)
    const note: Note = {
      kind: 'note',
      id: newId('not'),
      ticketId: ticket.id,
      noteSequence: ticket.newestNote,
      afterSequence: ticket.newestSequence,
      clientId,
      author: { ...namedOf(writer), ...(writer.picture && { picture: writer.picture }) },
      text,
      ...(await attach(tx, { kind: 'agent', id: writer.id }, attachments, {
        ticketId: ticket.id,
        isOfNote: true,
      })),
      ...(mentions.length > 0 && { mentions }),
      createdAt: now().toISOString(),
    }
    await tx.tickets.put(ticket)
    await tx.notes.append(note)
    tx.record({ name: 'note.created', note })
    if (ticket.mentions !== before.mentions) tx.record({ name: 'ticket.arranged', ticket })
    return { ticket, note }
  }

  async function addActivity(
    tx: Unit,
    before: TicketRecord,
    code: ActivityCode,
    details: Record<string, string>,
  ): Promise<TicketRecord> {
    const at = now().toISOString()
    const sequence = before.newestSequence + 1
    const changed: TicketRecord = {
      ...before,
      updatedAt: at,
      newestSequence: sequence,
      lastEntry: { sequence, author: 'system', name: details.name ?? '', snippet: code, at },
    }
    const activity = {
      kind: 'activity' as const,
      id: newId('act'),
      ticketId: before.id,
      sequence,
      code,
      details,
      createdAt: at,
    }
    await tx.entries.append(activity)
    const ticket = await put(tx, changed)
    tx.record({ name: 'activity.created', ticket, activity })
    tx.record({ name: 'ticket.changed', ticket })
    return ticket
  }

  async function assignTo(tx: Unit, ticket: TicketRecord, agent: AgentRecord) {
    const assigned = { ...ticket, assigneeId: agent.id, assignedAt: now().toISOString() }
    return addActivity(tx, assigned, 'ticket.assigned', { name: agent.name })
  }

  async function change(tx: Unit, before: TicketRecord, fields: Partial<TicketRecord>) {
    const isAwake = fields.state !== undefined && fields.state !== 'snoozed'
    const ticket = await put(tx, {
      ...(isAwake ? withoutSnooze(before) : before),
      ...fields,
      updatedAt: now().toISOString(),
    })
    tx.record({ name: 'ticket.changed', ticket })
    return ticket
  }

  function nameClientId(tx: Unit, writerId: string, clientId: string, content: string[], message: Message) {
    return tx.clientIds.put({
      ...claimed(writerId, clientId, content),
      ticketId: message.ticketId,
      sequence: message.sequence,
    })
  }
}

/** What a message of a person does to its ticket. */
function movedBy(
  before: TicketRecord,
  { fromContact, sequence, at }: { fromContact: boolean; sequence: number; at: string },
): Partial<TicketRecord> {
  return {
    state: fromContact ? 'open' : 'waiting_on_contact',
    // Who writes has read what stands above.
    ...(fromContact ? { seenByContact: sequence } : { seenByAgent: sequence, repliedAt: at }),
    waitingSince: fromContact ? (before.waitingSince ?? at) : null,
    // To what an agent began themselves there is no first reply: how long people wait is told from the others.
    firstReplyAt: before.firstReplyAt ?? (fromContact || before.openedBy ? null : at),
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

const contactAuthor = (contact: Contact): Author => ({ kind: 'contact', id: contact.id, name: contact.name })
const agentAuthor = ({ id, name, picture }: AgentRecord): Author => ({
  kind: 'agent',
  id,
  name,
  ...(picture && { picture }),
})
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
