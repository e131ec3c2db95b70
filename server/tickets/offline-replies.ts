// Trip 3's last leg: replies that the contact has not seen after a while go out by mail, all of one ticket in
// one mail. Partner: email/texts.ts, which writes it.

import type { Entry, Message } from '../../protocol/entities.ts'
import { plainWords } from '../../protocol/plain-words.ts'
import { schedule } from '../due-work.ts'
import type { AnswersByMail } from '../email/answers.ts'
import type { Language, LanguageFor } from '../email/language.ts'
import { queueMail } from '../email/outgoing.ts'
import { quoteLine } from '../email/quote-line.ts'
import { unseenRepliesMail } from '../email/texts.ts'
import type { Commit, Reaction, Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import { settingOf } from '../settings/kept.ts'
import { AS_OPERATOR, isOff } from '../settings/mail.ts'
import type { DueWorkRecord, TicketRecord } from '../store/records.ts'
import { asContactSees } from './revisions.ts'

export const UNSEEN_REPLIES = 'mail.unseen_replies'

/** Replies gathered in one mail; a longer absence reads the rest in the thread. */
const REPLIES_IN_ONE_MAIL = 20

export function watchUnseenReplies({ now, afterMs }: Pick<Parts, 'now'> & { afterMs: number }): Reaction {
  return (event, tx) => {
    const isReply = event.name === 'message.created' && event.message.author.kind === 'agent'
    return isReply ? startClock(event.ticket.id, tx) : null
  }

  async function startClock(ticketId: string, tx: Unit): Promise<void> {
    const id = `unseen-${ticketId}`
    // The first unseen reply starts the clock; later ones travel with it. A mail that is being written at this
    // moment may not have this reply in it any more: then the clock starts again.
    const waiting = await tx.dueWork.find(id)
    if (waiting && !waiting.leaseUntil) return
    const dueAt = new Date(now().getTime() + afterMs).toISOString()
    await schedule(tx, { id, kind: UNSEEN_REPLIES, subjectId: ticketId, dueAt })
  }
}

export function mailUnseenReplies({
  commit,
  now,
  hostUrl,
  languageFor,
  answers,
}: {
  commit: Commit
  hostUrl: string
  languageFor: LanguageFor
  /** Of who reads answers by mail; absent where nobody does. */
  answers?: AnswersByMail | undefined
} & Pick<Parts, 'now'>) {
  return async (work: DueWorkRecord): Promise<{ done: true }> => {
    await commit(async (tx) => {
      const ticket = await tx.tickets.find(work.subjectId)
      const contact = ticket && (await tx.contacts.find(ticket.contactId))
      // What was written for one person goes to no address that nobody has shown to be theirs; but who asked by mail is answered so.
      if (!ticket || !contact?.email || !(contact.emailVerified || contact.byMail)) return
      const { value: set } = await settingOf(tx, 'mail', AS_OPERATOR)
      if (isOff(set, 'replies')) return
      const known = Math.max(ticket.seenByContact, ticket.mailedUpTo)
      const replies = await repliesAfter(tx, ticket, known)
      const newest = replies.at(-1)
      if (!newest) return
      const language = languageFor({ locale: contact.locale, zone: ticket.handover.zone })
      const letter = unseenRepliesMail(language, {
        number: ticket.number,
        subject: plainWords(ticket.subject),
        contactName: contact.name,
        replies: replies.map((reply) => ({
          from: reply.author.name,
          text: withQuoteAndFiles(language, reply),
          at: reply.createdAt,
        })),
        url: contact.byMail ? null : hostUrl,
        isGuest: contact.identity === 'guest',
        replyTo: answers?.addressFor(ticket) ?? set.replyTo,
        isRead: answers !== undefined,
      })
      // Named by what it tells: run twice, it is one mail.
      await queueMail(tx, {
        ...{ id: mailOfReply(newest.id), to: contact.email, ...letter, now: now() },
        ...(answers && { mark: answers.markOf(ticket) }),
        ...(ticket.mailId && { answers: ticket.mailId }),
      })
      await tx.tickets.put({ ...ticket, mailedUpTo: newest.sequence })
    })
    return { done: true }
  }
}

/** Neither what was deleted nor what stood there before it was changed; however many lines of the system's stand between. */
async function repliesAfter(tx: Unit, { id }: TicketRecord, known: number): Promise<Message[]> {
  const replies: Message[] = []
  for (let last: number | undefined = known; last !== undefined && replies.length < REPLIES_IN_ONE_MAIL; ) {
    const page: Entry[] = await tx.entries.after(id, last, REPLIES_IN_ONE_MAIL)
    for (const entry of await asContactSees(tx, page))
      if (entry.kind === 'message' && entry.author.kind === 'agent' && !entry.deleted) replies.push(entry)
    last = page.at(-1)?.sequence
  }
  return replies.slice(0, REPLIES_IN_ONE_MAIL)
}

/** The mail whose newest reply this is. */
export const mailOfReply = (messageId: string) => `mal_${messageId}`

/** The files themselves stay behind the chat: a mailbox is read by more programs than the person. */
function withQuoteAndFiles(language: Language, { text, attachments = [], quotes }: Message): string {
  return [quotes && quoteLine(language, quotes), text, ...attachments.map(({ name }) => `[${name}]`)]
    .filter(Boolean)
    .join('\n')
}
