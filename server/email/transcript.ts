// A thread's sentences, alike for a download and for a mail. It is made of what the contact may read and of nothing else; partners:
// tickets/transcript.ts, which reads that; body.ts, how it reads as plain text.

import type { Activity, ContactTicket, Message } from '../../protocol/entities.ts'
import type { ThreadEntry, ThreadHead } from './body.ts'
import type { Language } from './language.ts'
import { quoteLine } from './quote-line.ts'

export interface TranscriptWords {
  head(
    ticket: Pick<ContactTicket, 'number' | 'subject' | 'state' | 'createdAt' | 'answers'>,
    contactName: string,
  ): ThreadHead
  entry(entry: Message | Activity): ThreadEntry
}

/** @param zone whose clock the times are of, as `language` has it */
export function transcriptWords(language: Language, zone: string): TranscriptWords {
  const { say, day, time } = language
  const t = language.words.thread
  let lastDay = ''
  return {
    head({ number, subject, state, createdAt, answers = [] }, name) {
      const opened = { name, day: day(createdAt), time: time(createdAt), state: t.states[state] }
      return {
        title: say(t.title, { number: String(number), subject }),
        about: [say(t.opened, opened), say(t.zone, { zone })],
        answers: answers.map(({ label, text }) => ({ label, text })),
      }
    },
    entry(entry) {
      const today = day(entry.createdAt)
      const heading = today === lastDay ? {} : { day: today }
      lastDay = today
      const at = { ...heading, time: time(entry.createdAt) }
      if (entry.kind === 'activity') return { ...at, text: happened(language, entry) }
      return { ...at, name: entry.author.name, text: said(language, entry) }
    },
  }
}

function said(language: Language, { text, attachments = [], deleted, quotes }: Message): string {
  const { file, deleted: isDeleted } = language.words.thread
  const answered = quotes ? [quoteLine(language, quotes)] : []
  const lines = deleted ? [isDeleted] : text ? [text] : []
  return [...answered, ...lines, ...attachments.map(({ name }) => language.say(file, { name }))].join('\n')
}

function happened(
  { say, words: { thread: t } }: Language,
  { code, details: { name, reason, fromEmail, fields } }: Activity,
): string {
  const who = { name: name ?? t.somebody }
  switch (code) {
    case 'ticket.opened':
      return say(t.ticketOpened, who)
    case 'ticket.assigned':
      return say(t.ticketAssigned, who)
    case 'ticket.solved':
      return name ? say(t.ticketSolvedBy, who) : t.ticketSolved
    case 'ticket.reopened':
      return t.ticketReopened
    case 'ticket.continued':
      return say(t.ticketContinued, { number: name ?? '' })
    case 'ticket.continues':
      return say(t.ticketContinues, { number: name ?? '' })
    case 'form.changed':
      return say(t.formChanged, { ...who, fields: fields ?? '' })
    case 'merge.requested':
      return say(t.mergeRequested, { from: fromEmail ?? t.anotherAccount })
    case 'merge.approved':
      return t.mergeApproved
    case 'merge.rejected':
      return say(t.mergeRejected, { reason: reason ?? '' }).trim()
    case 'merge.cancelled':
      return t.mergeCancelled
    case 'merge.completed':
      return t.mergeCompleted
    case 'merge.failed':
      return t.mergeFailed
    case 'merge.returned':
      return t.mergeReturned
    case 'merge.undone':
      return t.mergeUndone
  }
}
