// A transcript's sentences: plain text that every program opens, alike for a download and for a mail. It is made of what
// the contact may read and of nothing else; partner: tickets/transcript.ts, which reads that.

import type { Activity, ContactTicket, Message, TicketState } from '../../protocol/entities.ts'
import { quoteLine } from './quote-line.ts'

export interface TranscriptWords {
  head(ticket: ContactTicket, contactName: string): string
  /** Of a message or an activity; the day stands above the first of a day. */
  entry(entry: Message | Activity): string
}

const STATES: Record<TicketState, string> = {
  open: 'open',
  waiting_on_contact: 'answered',
  snoozed: 'open',
  solved: 'solved',
}
/** The width of a time and the two spaces after it. */
const INDENT = '       '

/** @param zone whose clock the times are of; a time zone that exists */
export function transcriptWords(zone: string): TranscriptWords {
  const day = new Intl.DateTimeFormat('en-GB', { dateStyle: 'full', timeZone: zone })
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: zone })
  let lastDay = ''
  return {
    head({ number, subject, state, createdAt, answers = [] }, contactName) {
      const opened = new Date(createdAt)
      return [
        `Ticket ${number}: ${subject}`,
        `Opened by ${contactName} on ${day.format(opened)}, ${time.format(opened)}. It is ${STATES[state]}.`,
        `Times are those of ${zone}.`,
        '',
        ...answers.flatMap(({ label, text }) => [label, ...text.split('\n').map((line) => INDENT + line)]),
        ...(answers.length > 0 ? [''] : []),
      ].join('\n')
    },
    entry(entry) {
      const at = new Date(entry.createdAt)
      const today = day.format(at)
      const heading = today === lastDay ? '' : `\n${today}\n${'-'.repeat(today.length)}\n`
      lastDay = today
      const clock = `${time.format(at)}  `
      if (entry.kind === 'activity') return `${heading}\n${clock}[${happened(entry)}]\n`
      return `${heading}\n${clock}${entry.author.name}\n${said(entry)}\n`
    },
  }
}

function said({ text, attachments = [], deleted, quotes }: Message): string {
  const answered = quotes ? [quoteLine(quotes)] : []
  const lines = deleted ? ['[This message was deleted]'] : text ? text.split('\n') : []
  const files = attachments.map(({ name }) => `[File: ${name}]`)
  return [...answered, ...lines, ...files].map((line) => (INDENT + line).trimEnd()).join('\n')
}

function happened({ code, details: { name, reason, fromEmail, fields } }: Activity): string {
  switch (code) {
    case 'ticket.opened':
      return `${name ?? 'Somebody'} opened this ticket`
    case 'ticket.assigned':
      return `${name ?? 'Somebody'} takes care of this`
    case 'ticket.solved':
      return name ? `${name} marked this as solved` : 'Solved'
    case 'ticket.reopened':
      return 'Opened again'
    case 'ticket.continued':
      return `Continued in ticket ${name ?? ''}`
    case 'ticket.continues':
      return `Continues ticket ${name ?? ''}`
    case 'form.changed':
      return `${name ?? 'Somebody'} changed the form: ${fields ?? ''}`
    case 'merge.requested':
      return `Asked to merge ${fromEmail ?? 'another account'} into this one`
    case 'merge.approved':
      return 'The merge was approved'
    case 'merge.rejected':
      return `The merge was declined. ${reason ?? ''}`.trim()
    case 'merge.cancelled':
      return 'The merge was stopped'
    case 'merge.completed':
      return 'The accounts are merged'
    case 'merge.failed':
      return 'The merge did not go through'
    case 'merge.returned':
      return 'The accounts changed; they are looked at again'
    case 'merge.undone':
      return 'The merge was undone'
  }
}
