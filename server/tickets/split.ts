// A message that is about something else, and those after it if wished, begins a ticket of its own, of the same contact. It stays where it
// was, with a line that says where it goes on; what stands in the new one is what its contact reads of it now: never what was taken
// back, never a note. The times are those at which it was written. Nobody is told of it again: it is no news, and no reply.
// Partners: opening.ts; life.ts, the steps, which are handed in.

import type { Message } from '../../protocol/entities.ts'
import { SPLIT_ENTRIES } from '../../protocol/limits.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { MERGE_TYPE } from '../../protocol/type-names.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, TicketRecord } from '../store/records.ts'
import type { Filling } from '../ticket-types/fill.ts'
import type { Life } from './life.ts'
import { openableFor } from './opening.ts'
import { asContactSees } from './revisions.ts'
import { inShort, oneLine, subjectFrom } from './text.ts'
import { claimClientId, claimed, readBackTicket } from './thread.ts'

type Split = [from: TicketRecord, begun: TicketRecord]

export function splitRules({ newId, forms, life }: Pick<Parts, 'newId'> & { forms: Filling; life: Life }) {
  return {
    /**
     * The same clientId again gives the same ticket.
     * @throws Refusal('not_found' | 'request.malformed' | 'ticket_type.unknown' | 'address.not_proved' | 'identity.not_fresh')
     */
    async splitOff(tx: Unit, agent: AgentRecord, body: DeskCommandBody<'ticket.split'>): Promise<Split> {
      const subject = oneLine(body.subject)
      const { clientId, ticketId, type: name, from, upTo } = body
      const fingerprint = ['ticket.split', ticketId, String(from), String(upTo), name, subject]
      const known = await claimClientId(tx, agent.id, clientId, fingerprint)
      const before = await tx.tickets.find(ticketId)
      const contact = before && (await tx.contacts.find(before.contactId))
      if (!before || !contact) throw new Refusal('not_found')
      if (known) return [before, await readBackTicket(tx, known)]

      const type = openableFor(forms.types, name, contact)
      if (type.name === MERGE_TYPE) throw new Refusal('ticket_type.unknown', { field: '/type' })
      const messages = await messagesOf(tx, before, from, upTo)
      const created = await life.create(tx, {
        contact,
        type: type.name,
        subject: subject || subjectFrom(inShort(messages[0])),
        openedBy: agent,
      })
      tx.record({ name: 'ticket.opened', ticket: created })
      const named = await life.addActivity(tx, created, 'ticket.continues', {
        ...{ name: `#${before.number}`, ticketId: before.id, by: agent.name, how: 'split' },
      })
      const copies = copiesOf(messages, named)
      for (const message of copies) {
        await tx.entries.append(message)
        await shareFiles(tx, message)
        tx.record({ name: 'message.copied', ticket: named, message })
      }
      const begun = await life.change(tx, named, standing(before, named, messages, copies))
      const left = await life.addActivity(tx, before, 'ticket.continued', {
        ...{ name: `#${begun.number}`, ticketId: begun.id, by: agent.name, how: 'split' },
        ...{ of: String(from), upTo: String(messages.at(-1)?.sequence ?? from) },
      })
      await tx.clientIds.put({ ...claimed(agent.id, clientId, fingerprint), ticketId: begun.id })
      return [left, begun]
    },
  }

  function copiesOf(messages: readonly Message[], ticket: TicketRecord): Message[] {
    const places = new Map(messages.map(({ sequence }, at) => [sequence, ticket.newestSequence + 1 + at]))
    return messages.map(({ quotes, revised: _worked, ...message }) => {
      const id = newId('msg')
      // What it answers came along, or is not there to be answered.
      const place = quotes && places.get(quotes.sequence)
      return {
        ...message,
        ...{ id, clientId: id, ticketId: ticket.id, sequence: places.get(message.sequence) ?? 0 },
        ...(quotes && place && { quotes: { ...quotes, sequence: place } }),
      }
    })
  }
}

/** They stay one file, of which both tickets' readers are the same. */
async function shareFiles(tx: Unit, { ticketId, attachments = [] }: Message): Promise<void> {
  for (const { id } of attachments) {
    const record = await tx.attachments.find(id)
    if (record) await tx.attachments.put({ ...record, alsoIn: [...(record.alsoIn ?? []), ticketId] })
  }
}

/** As their contact reads them; the first is the contact's own. */
async function messagesOf(
  tx: Unit,
  ticket: TicketRecord,
  from: number,
  upTo: number,
): Promise<[Message, ...Message[]]> {
  const count = upTo - from + 1
  if (count < 1 || count > SPLIT_ENTRIES)
    throw new Refusal('request.malformed', { field: '/upTo', detail: `1 to ${SPLIT_ENTRIES} entries.` })
  const entries = await asContactSees(tx, await tx.entries.after(ticket.id, from - 1, count))
  const messages = entries.filter((entry): entry is Message => entry.kind === 'message' && !entry.deleted)
  const [first, ...rest] = messages
  if (first?.sequence !== from || first.author.kind !== 'contact')
    throw new Refusal('not_found', { field: '/from', detail: `${from} is no message of the contact's.` })
  return [first, ...rest]
}

/** Where it stands after the last message: who waits, since when, and what was seen of it in the other ticket. */
function standing(
  before: TicketRecord,
  named: TicketRecord,
  messages: readonly Message[],
  copies: readonly Message[],
): Partial<TicketRecord> {
  const lastReply = messages.findLastIndex(({ author }) => author.kind === 'agent')
  const waiting = messages[lastReply + 1]
  const last = copies.at(-1)
  const newestSequence = named.newestSequence + copies.length
  /** The line above them goes with the first. */
  const markAt = (mark: number) => {
    const count = messages.filter(({ sequence }) => sequence <= mark).length
    return count > 0 ? named.newestSequence + count : 0
  }
  return {
    newestSequence,
    state: waiting ? 'open' : 'waiting_on_contact',
    waitingSince: waiting?.createdAt ?? null,
    seenByContact: markAt(before.seenByContact),
    seenByAgent: markAt(before.seenByAgent),
    mailedUpTo: markAt(before.mailedUpTo),
    ...(last && {
      lastEntry: {
        sequence: newestSequence,
        author: last.author.kind,
        name: last.author.name,
        snippet: subjectFrom(inShort(last)),
        at: last.createdAt,
      },
    }),
  }
}
