// The mark by which an answer finds its ticket: in the address that a letter asks to be answered at, behind a “+”, and in its Message-ID,
// for programs that answer the sender. It names the ticket and is sealed for its contact, so it is no use for another ticket and cannot be
// made up. One function reads both places; what a mark is worth without the right sender is for receive.ts to say.

import { createHmac, timingSafeEqual } from 'node:crypto'
import type { ReadTables } from '../../store/store.ts'

/** RFC 5321: bytes before the @. */
const LOCAL_MAX_BYTES = 64
const DIGITS = 'abcdefghijklmnopqrstuvwxyz234567'
/** Five bits each: 130, which is a guess in 10³⁹. In small letters, because some servers make all of an address small. */
const SEAL_DIGITS = 26
const TICKET_PREFIX = 'tkt_'
/** t, the digits of a ticket's id, the seal; not part of a longer word. */
const MARK = new RegExp(`(?<![0-9a-z])t([0-9a-z]{26})([a-z2-7]{${SEAL_DIGITS}})(?![0-9a-z])`)

/** A mark and its “+” take the rest. */
const NAME_MAX_BYTES = LOCAL_MAX_BYTES - '+t'.length - 26 - SEAL_DIGITS

/** Else only the Message-ID carries it. */
export const hasRoomForMark = (address: string): boolean =>
  Buffer.byteLength(address.slice(0, address.lastIndexOf('@'))) <= NAME_MAX_BYTES

export function replyMarks(key: Uint8Array) {
  const seal = (...parts: string[]): string => {
    const bytes = createHmac('sha256', key).update(JSON.stringify(parts)).digest()
    return Array.from(bytes.subarray(0, SEAL_DIGITS), (byte) => DIGITS.charAt(byte % DIGITS.length)).join('')
  }
  const ofTicket = ({ id, contactId }: { id: string; contactId: string }) =>
    `t${id.slice(TICKET_PREFIX.length)}${seal('ticket', id, contactId)}`

  return {
    /** Undefined where the name before the @ leaves no room. */
    addressFor(ticket: { id: string; contactId: string }, answersGoTo: string): string | undefined {
      if (!hasRoomForMark(answersGoTo)) return undefined
      const at = answersGoTo.lastIndexOf('@')
      return `${answersGoTo.slice(0, at)}+${ofTicket(ticket)}${answersGoTo.slice(at)}`
    },

    ofTicket,

    /** The ticket whose mark stands in an address or a Message-ID, with who it is for; a mark that was made up names none. */
    async find(read: Pick<ReadTables, 'tickets' | 'contacts'>, text: string) {
      const [, digits = '', given = ''] = MARK.exec(text.toLowerCase()) ?? []
      const ticket = digits && (await read.tickets.find(TICKET_PREFIX + digits))
      if (!ticket || !isSame(given, seal('ticket', ticket.id, ticket.contactId))) return undefined
      const contact = await read.contacts.find(ticket.contactId)
      return contact && { ticket, contact }
    },

    /** The contact of whom only mails from this address are known. */
    contactId: (address: string) => `con_${seal('contact', address.toLowerCase())}`,

    /** A name of 130 bits for what is done once for these. */
    name: (...parts: string[]) => seal('name', ...parts),
  }
}

export type ReplyMarks = ReturnType<typeof replyMarks>

const isSame = (one: string, other: string) =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))
