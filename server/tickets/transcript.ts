// A ticket as a text to keep: what its contact may read, and nothing else. Notes are in another collection, and what was
// deleted is worked in before anything is written. Partner: email/transcript.ts, the sentences.

import type { Contact, Entry } from '../../protocol/entities.ts'
import { THREAD_PAGE_ENTRIES, TRANSCRIPT_MAIL_MAX_CHARS } from '../../protocol/limits.ts'
import { isZone } from '../../protocol/openings.ts'
import { plainWords } from '../../protocol/plain-words.ts'
import { maskAddress } from '../contacts/address.ts'
import { queueMail } from '../email/outgoing.ts'
import { transcriptMail } from '../email/texts.ts'
import { transcriptWords } from '../email/transcript.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import { settingOf } from '../settings/kept.ts'
import { AS_OPERATOR, isOff } from '../settings/mail.ts'
import type { TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { asContactSees } from './revisions.ts'
import { contactTicket } from './views.ts'

/** The clock of who does not say where they are. */
const NO_ZONE = 'UTC'

/** Piece by piece: nobody holds a thread of ten thousand messages at once. @throws Refusal('request.malformed') */
export async function* transcriptOf(
  tables: ReadTables,
  contact: Contact,
  ticket: TicketRecord,
  zone = NO_ZONE,
): AsyncGenerator<string> {
  if (!isZone(zone))
    throw new Refusal('request.malformed', { field: '/zone', detail: 'There is no such time zone.' })
  const words = transcriptWords(zone)
  yield words.head(await contactTicket(ticket, tables), contact.name)
  for await (const page of pagesOf(tables, ticket))
    for (const entry of page) if (entry.kind !== 'revision') yield words.entry(entry)
}

/**
 * To the address that the contact has shown to be theirs, and to no other.
 * @returns the address, masked
 * @throws Refusal('letter.off' | 'address.not_proved' | 'transcript.too_long' | 'request.malformed')
 */
export async function mailTranscript(
  tx: Unit,
  { now, newId }: Pick<Parts, 'now' | 'newId'>,
  contact: Contact,
  ticket: TicketRecord,
  zone?: string,
): Promise<string> {
  if (!contact.email || !contact.emailVerified) throw new Refusal('address.not_proved')
  const { value: set } = await settingOf(tx, 'mail', AS_OPERATOR)
  if (isOff(set, 'transcript')) throw new Refusal('letter.off')
  let text = ''
  for await (const piece of transcriptOf(tx, contact, ticket, zone)) {
    text += piece
    if (text.length > TRANSCRIPT_MAIL_MAX_CHARS) throw new Refusal('transcript.too_long')
  }
  const { number } = ticket
  const facts = {
    number,
    subject: plainWords(ticket.subject),
    contactName: contact.name,
    transcript: text,
    replyTo: set.replyTo,
  }
  await queueMail(tx, { id: newId('mal'), to: contact.email, ...transcriptMail(facts), now: now() })
  return maskAddress(contact.email)
}

async function* pagesOf(tables: ReadTables, { id }: TicketRecord): AsyncGenerator<Entry[]> {
  for (let after = 0; ; ) {
    const page = await tables.entries.after(id, after, THREAD_PAGE_ENTRIES)
    if (page.length > 0) yield await asContactSees(tables, page)
    if (page.length < THREAD_PAGE_ENTRIES) return
    after = page.at(-1)?.sequence ?? after
  }
}
