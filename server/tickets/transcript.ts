// A ticket as a text to keep: what its contact may read, and nothing else. Notes are in another collection, and what was
// deleted is worked in before anything is written. Partner: email/transcript.ts, the sentences.

import type { Contact, Entry } from '../../protocol/entities.ts'
import { THREAD_PAGE_ENTRIES, TRANSCRIPT_MAIL_MAX_CHARS } from '../../protocol/limits.ts'
import { isZone } from '../../protocol/openings.ts'
import { plainWords } from '../../protocol/plain-words.ts'
import { maskAddress } from '../contacts/address.ts'
import type { AnswersByMail } from '../email/answers.ts'
import { entryText, headText, type ThreadEntry, type ThreadHead } from '../email/body.ts'
import { type Language, type LanguageFor, NO_ZONE } from '../email/language.ts'
import { queueMail } from '../email/outgoing.ts'
import { transcriptMail } from '../email/texts.ts'
import { type TranscriptWords, transcriptWords } from '../email/transcript.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import { settingOf } from '../settings/kept.ts'
import { AS_OPERATOR, isOff } from '../settings/mail.ts'
import type { TicketRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { asContactSees } from './revisions.ts'
import { contactTicket } from './views.ts'

interface Transcript {
  language: Language
  head: ThreadHead
  /** One by one: nobody holds a thread of ten thousand messages at once. */
  entries: AsyncGenerator<ThreadEntry>
}

/** @throws Refusal('request.malformed') */
export async function transcriptOf(
  tables: ReadTables,
  { languageFor }: { languageFor: LanguageFor },
  contact: Contact,
  ticket: TicketRecord,
  zone = NO_ZONE,
): Promise<Transcript> {
  if (!isZone(zone))
    throw new Refusal('request.malformed', { field: '/zone', detail: 'There is no such time zone.' })
  const language = languageFor({ locale: contact.locale, zone })
  const words = transcriptWords(language, zone)
  const head = words.head(await contactTicket(ticket, tables), contact.name)
  return { language, head, entries: entriesOf(words) }

  async function* entriesOf({ entry }: TranscriptWords): AsyncGenerator<ThreadEntry> {
    for await (const page of pagesOf(tables, ticket))
      for (const one of page) if (one.kind !== 'revision') yield entry(one)
  }
}

/** As a file of plain text, piece by piece. */
export async function* asFile({ head, entries }: Transcript): AsyncGenerator<string> {
  yield headText(head)
  for await (const entry of entries) yield entryText(entry)
}

/**
 * To the address that the contact has shown to be theirs, and to no other.
 * @returns the address, masked
 * @throws Refusal('letter.off' | 'address.not_proved' | 'transcript.too_long' | 'request.malformed')
 */
export async function mailTranscript(
  tx: Unit,
  parts: Pick<Parts, 'now' | 'newId'> & { languageFor: LanguageFor; answers?: AnswersByMail | undefined },
  contact: Contact,
  ticket: TicketRecord,
  zone?: string,
): Promise<string> {
  if (!contact.email || !contact.emailVerified) throw new Refusal('address.not_proved')
  const { value: set } = await settingOf(tx, 'mail', AS_OPERATOR)
  if (isOff(set, 'transcript')) throw new Refusal('letter.off')
  const { language, head, entries } = await transcriptOf(tx, parts, contact, ticket, zone)
  const kept: ThreadEntry[] = []
  let chars = headText(head).length
  for await (const entry of entries) {
    kept.push(entry)
    chars += entryText(entry).length
    if (chars > TRANSCRIPT_MAIL_MAX_CHARS) throw new Refusal('transcript.too_long')
  }
  const subject = plainWords(ticket.subject)
  const { answers } = parts
  const about = {
    ...{ number: ticket.number, subject, contactName: contact.name },
    replyTo: answers?.address() ?? set.replyTo,
  }
  const letter = transcriptMail(language, { ...about, head, entries: kept })
  const marked = answers?.addressFor(ticket)
  await queueMail(tx, {
    ...{ id: parts.newId('mal'), to: contact.email, ...letter, now: parts.now() },
    ...(marked && { replyTo: marked }),
    ...(answers && { mark: answers.markOf(ticket) }),
  })
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
