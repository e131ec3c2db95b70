// What becomes of a mail that came in. An answer with the mark of a ticket, from the address that it was sealed for, is a message of its
// contact's. With the mark but from somebody else it is a note: agents read it, the thread does not change. Anything else opens a ticket of
// somebody known by nothing but that address. It never shows anybody anything, adds no reader and proves nothing, whoever it says it is from.
// Once for each Message-ID. Partners: content.ts, marks.ts, letter.ts; the doors, through which mails come: smtp-door.ts, imap-mailbox.ts.

import type { Contact, Message } from '../../../protocol/entities.ts'
import { MESSAGE_MAX_CHARS } from '../../../protocol/limits.ts'
import { Refusal } from '../../errors.ts'
import type { Commit, Unit } from '../../events.ts'
import { sha256 } from '../../hashes.ts'
import type { Log } from '../../log.ts'
import type { Parts } from '../../parts.ts'
import type { TicketRecord } from '../../store/records.ts'
import type { ReadTables } from '../../store/store.ts'
import { goesOnAt } from '../../tickets/merged.ts'
import { oneLine } from '../../tickets/text.ts'
import { claimed } from '../../tickets/thread.ts'
import type { Tickets } from '../../tickets/tickets.ts'
import type { LanguageFor } from '../language.ts'
import { queueMail } from '../outgoing.ts'
import { receivedMail } from '../texts.ts'
import { contentOf, type Uploads } from './content.ts'
import type { Envelope, InboundLetter } from './letter.ts'
import type { ReplyMarks } from './marks.ts'
import type { ReadLetter, ReadMail, Sender } from './reader.ts'

export type Received =
  | { is: 'message' | 'note' | 'ticket'; ticketId: string }
  /** Kept nowhere: programs wrote it, it is from nobody, or it is none that could be read. */
  | { is: 'left'; why: 'automatic' | 'from nobody' | 'unreadable' }

/** @throws Refusal('store.failed' | 'request.too_many') when it is not kept: it must be handed over once more */
export type Receive = (raw: Buffer, envelope: Envelope, from?: Sender) => Promise<Received>

/** Tickets that one address opens in a day; what comes after goes on in the newest, so that a flood is one ticket and not a thousand. */
const TICKETS_A_DAY = 10
const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS
/** Tickets that mails open at one copy of the server: more than a nation's desk reads. */
const TICKETS_AN_HOUR = 300
/** Who writes a note where no agent and no rule did. */
const POSTBOX = { id: 'mail', name: 'E-mail', isRule: true } as const

export interface ReceiveParts extends Pick<Parts, 'now'> {
  read: ReadTables
  commit: Commit
  tickets: Tickets
  uploads: Uploads
  marks: ReplyMarks
  readMail: ReadMail
  /** An address at which we are written to: nothing from there is answered. */
  isOurs: (address: string) => boolean
  languageFor: LanguageFor
  /** Where answers to a letter about this ticket go. */
  answersTo: (ticket: TicketRecord) => string | null
  log: Pick<Log, 'info'>
}

export function receiver(parts: ReceiveParts): Receive {
  const { read, commit, tickets, marks, isOurs, now, log } = parts
  /** When mails opened tickets, in the last hour. */
  let lately: number[] = []

  return async (raw, envelope, from) => {
    const received = await receive(raw, envelope, from)
    log.info(received, 'a mail came in')
    return received
  }

  async function receive(...[raw, envelope, from]: Parameters<Receive>): Promise<Received> {
    const mail = await parts.readMail(raw, envelope, from)
    if (mail.is === 'left') return mail
    const letter = asWritten(mail.letter)
    const isOfJoinedList = letter.list !== null && !letter.list.some(isOurs)
    if (letter.isAutomatic || isOfJoinedList || isOurs(letter.from)) return { is: 'left', why: 'automatic' }
    const named = await ticketNamed(letter)
    if (!named) return asNew(letter)
    const isTheirs = named.contact.email?.toLowerCase() === letter.from.toLowerCase()
    // Who forwards a letter hands its Message-ID on, and knows nothing of it: alone it is worth a message of a shown sender only.
    return isTheirs && (named.by === 'address' || letter.isShown)
      ? asMessage(letter, named.contact, named.ticket)
      : asNote(letter, named.ticket)
  }

  /**
   * A school's group in front of its desk is a list of our own. Where the writer's domain would have it refused, it writes its own address
   * above the mail; then who is to be answered wrote it, and nothing shows that.
   */
  function asWritten(letter: ReadLetter): ReadLetter {
    const { from, replyTo, list } = letter
    if (!replyTo || !isOurs(from) || !list?.some(isOurs)) return letter
    return { ...letter, from: replyTo.address, fromName: replyTo.name, isShown: false }
  }

  async function ticketNamed({ to, answers }: InboundLetter) {
    for (const [by, texts] of [
      ['address', to],
      ['reference', answers],
    ] as const)
      for (const text of texts) {
        const found = await marks.find(read, text)
        if (found) return { ...found, by }
      }
    return undefined
  }

  async function asMessage(letter: ReadLetter, contact: Contact, ticket: { id: string }): Promise<Received> {
    const clientId = nameOf(letter)
    const known = await read.clientIds.find(contact.id, clientId)
    if (known?.ticketId) return { is: 'message', ticketId: known.ticketId }
    const body = {
      ticketId: ticket.id,
      clientId,
      ...(await contentOf(letter, letter.newText, { kind: 'contact', id: contact.id }, parts.uploads)),
    }
    const ticketId = await once(contact.id, clientId, () =>
      commit(async (tx) => {
        const sent = await tickets.sendAsContact(tx, contact, body, byMail(letter))
        return { ...sent, ticket: await answering(tx, sent.ticket, letter) }
      }),
    )
    return { is: 'message', ticketId }
  }

  /** Handed over twice at the same time, with files that were taken twice: the first one counts. */
  async function once(
    writerId: string,
    clientId: string,
    write: () => Promise<{ ticket: TicketRecord }>,
  ): Promise<string> {
    try {
      return (await write()).ticket.id
    } catch (cause) {
      const known = await read.clientIds.find(writerId, clientId)
      if (!(cause instanceof Refusal) || cause.code !== 'client_id.reused' || !known?.ticketId) throw cause
      return known.ticketId
    }
  }

  /** And somebody has to read it: whatever had become of the ticket, it is open then. */
  async function asNote(letter: ReadLetter, { id }: { id: string }): Promise<Received> {
    const clientId = nameOf(letter)
    const known = await read.clientIds.find(POSTBOX.id, clientId)
    if (known?.ticketId) return { is: 'note', ticketId: known.ticketId }
    const content = await contentOf(letter, letter.newText, { kind: 'agent', id: POSTBOX.id }, parts.uploads)
    const heading = `A mail from ${letter.from} answers this ticket. It is not shown to be the contact’s own, so they do not see it:`
    const text = `${heading}\n\n${content.text}`.slice(0, MESSAGE_MAX_CHARS)
    const ticketId = await commit(async (tx) => {
      const again = await tx.clientIds.find(POSTBOX.id, clientId)
      const named = await tx.tickets.find(id)
      if (again?.ticketId || !named) return again?.ticketId ?? id
      const ticket = await reopened(tx, await goesOnAt(tx, named))
      const { note } = await tickets.addNote(tx, ticket, POSTBOX, { ...content, clientId, text })
      await tx.clientIds.put({ ...claimed(POSTBOX.id, clientId, []), ticketId: ticket.id, noteId: note.id })
      return ticket.id
    })
    return { is: 'note', ticketId }
  }

  async function reopened(tx: Unit, ticket: TicketRecord): Promise<TicketRecord> {
    if (ticket.state === 'open') return ticket
    if (ticket.state === 'solved') return tickets.reopen(tx, ticket.id, { name: '' })
    return tickets.change(tx, ticket, { state: 'open', waitingSince: now().toISOString() })
  }

  async function asNew(letter: ReadLetter): Promise<Received> {
    const contact = await strangerAt(letter)
    const clientId = nameOf(letter)
    const known = await read.clientIds.find(contact.id, clientId)
    if (known?.ticketId) return { is: 'ticket', ticketId: known.ticketId }
    const goesOn = await ticketOfEarlier(letter, contact)
    if (goesOn) {
      await commit((tx) => tx.contacts.put(contact))
      return asMessage(letter, contact, goesOn)
    }
    countNew()
    const content = await contentOf(
      letter,
      letter.text.trim(),
      { kind: 'contact', id: contact.id },
      parts.uploads,
    )
    const subject = oneLine(letter.subject)
    const body = { type: 'question', clientId, ...(subject && { subject }), ...content }
    const ticketId = await once(contact.id, clientId, () =>
      commit(async (tx) => {
        await tx.contacts.put(contact)
        const opened = await tickets.open(tx, contact, body, null, byMail(letter))
        const ticket = await answering(tx, opened.ticket, letter)
        // Only where it is certain who reads it: else whoever puts another's address above a mail would have us write to them.
        if (letter.isShown) await acknowledge(tx, contact, ticket)
        return { ...opened, ticket }
      }),
    )
    return { is: 'ticket', ticketId }
  }

  /** Whose addresses are made up has as many as they like. What is above waits where it came from: there it is looked at for spam, too. */
  function countNew(): void {
    const at = now().getTime()
    lately = lately.filter((one) => at - one < HOUR_MS)
    const [first] = lately
    if (first !== undefined && lately.length >= TICKETS_AN_HOUR)
      throw new Refusal('request.too_many', { retryAfterMs: HOUR_MS - (at - first) })
    lately.push(at)
  }

  /** Of somebody who writes again before we did; and of a flood. */
  async function ticketOfEarlier(
    { answers }: InboundLetter,
    contact: Contact,
  ): Promise<{ id: string } | undefined> {
    for (const id of answers) {
      const known = await read.clientIds.find(contact.id, nameOf({ messageId: id }))
      if (known?.ticketId) return { id: known.ticketId }
    }
    const [newest, ...older] = await read.tickets.listForContact(contact.id, TICKETS_A_DAY)
    const since = new Date(now().getTime() - DAY_MS).toISOString()
    const isFlood = older.length + 1 === TICKETS_A_DAY && older.every(({ createdAt }) => createdAt > since)
    return isFlood ? newest : undefined
  }

  /** Never the one whom the host, or a code, has shown to have this address: a mail shows nothing. */
  async function strangerAt({ from, fromName }: InboundLetter): Promise<Contact> {
    const at = now().toISOString()
    const known = await read.contacts.find(marks.contactId(from))
    return {
      id: marks.contactId(from),
      identity: 'guest',
      externalId: null,
      name: fromName || from.slice(0, from.lastIndexOf('@')),
      email: known?.email ?? from,
      emailVerified: false,
      byMail: true,
      locale: known?.locale ?? null,
      attributes: {},
      attributesSignedAt: null,
      createdAt: known?.createdAt ?? at,
      lastSeenAt: at,
    }
  }

  /** Our letters stand under it in their mail program. */
  async function answering(tx: Unit, ticket: TicketRecord, { messageId }: InboundLetter) {
    const answered = { ...ticket, mailId: messageId }
    await tx.tickets.put(answered)
    return answered
  }

  /** Nothing of what they wrote, and once a day to an address. */
  async function acknowledge(tx: Unit, contact: Contact, ticket: TicketRecord) {
    const letter = receivedMail(parts.languageFor({ locale: contact.locale }), {
      number: ticket.number,
      contactName: contact.name,
      replyTo: parts.answersTo(ticket),
    })
    const id = `mal_${marks.name('received', contact.id, now().toISOString().slice(0, 'YYYY-MM-DD'.length))}`
    await queueMail(tx, {
      ...{ id, to: contact.email ?? '', ...letter, now: now(), mark: marks.ofTicket(ticket) },
      ...(ticket.mailId && { answers: ticket.mailId }),
    })
  }
}

const byMail = ({ isShown }: ReadLetter): { byMail: NonNullable<Message['byMail']> } => ({
  byMail: isShown ? 'shown' : 'not_shown',
})

/** The client's name for it: the same mail, handed over twice, is one message. */
const nameOf = ({ messageId }: Pick<InboundLetter, 'messageId'>) =>
  `mail-${sha256('message-id', messageId).slice(0, 32)}`
