// The steps of which a ticket's life is made: begun, written into by a person or by the system, noted on, changed. Each keeps the ticket with
// what came to it, and records what has happened; whether it may is for the verbs to say. Partners: tickets.ts and, with verbs in files of
// their own, opening.ts and split.ts.

import type { ActivityCode, Author, Contact, Message, Note, TicketType } from '../../protocol/entities.ts'
import { attach } from '../attachments/attachments.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { SlaClocks } from '../sla/keeping.ts'
import type { AgentRecord, KeptAnswer, TicketRecord } from '../store/records.ts'
import type { TicketTypes } from '../ticket-types/types.ts'
import { withoutSnooze } from './aside.ts'
import { type Actor, namedOf } from './desk-lines.ts'
import { namedIn, withMentions } from './mentions.ts'
import { quoteOf } from './quotes.ts'
import { inShort, subjectFrom } from './text.ts'

export type Life = ReturnType<typeof lifeOfTickets>

interface Written {
  clientId: string
  text: string
  attachments?: string[]
}

/** A message that came as a mail, and whether its domain vouches for the sender. */
export type ByMail = Pick<Message, 'byMail'>

export function lifeOfTickets({
  now,
  newId,
  types,
  clocks,
}: Pick<Parts, 'now' | 'newId'> & { types: TicketTypes; clocks: SlaClocks }) {
  return { create, addMessage, addNote, addActivity, change }

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
    const type = types.find(fields.type)
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
    { clientId, text, attachments: ids, quotes, byMail }: Written & ByMail & { quotes?: number },
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
      ...(byMail && { byMail }),
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

export const contactAuthor = (contact: Contact): Author => ({
  kind: 'contact',
  id: contact.id,
  name: contact.name,
})
export const agentAuthor = ({ id, name, picture }: AgentRecord): Author => ({
  kind: 'agent',
  id,
  name,
  ...(picture && { picture }),
})
