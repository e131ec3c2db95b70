// The lines that stand among the notes: what was changed for agents alone.

import type { Promised } from '../../protocol/desk/sla.ts'
import type { Note } from '../../protocol/entities.ts'
import { sla } from './sla.ts'

const minutes = (count: number) => (count === 1 ? 'a minute' : `${count} minutes`)

/** `when` formats an instant. */
export function deskLineSentence({ line, author }: Note, when: (at: string) => string): string {
  const details = line?.details ?? {}
  const name = author.rule ? byRule(author.name) : author.name || 'Somebody'
  switch (line?.code) {
    case 'snooze.set':
      return details.until
        ? `${name} snoozed this until ${when(details.until)}`
        : `${name} snoozed this until the contact writes`
    case 'snooze.ended':
      return details.why === 'time'
        ? 'Back from snooze: the time has come'
        : `${name} took this back from snooze`
    case 'sla.breached':
      return sla.breached(
        sla.promises[details.promise as Promised] ?? sla.promises.first_reply,
        when(details.dueAt ?? ''),
      )
    case 'tags.changed':
      return [
        details.added && `${name} tagged this ${details.added}`,
        details.removed &&
          `${details.added ? 'and took away' : `${name} took away the tag`} ${details.removed}`,
      ]
        .filter(Boolean)
        .join(' ')
    case 'priority.changed':
      return `${name} set the priority to ${details.to}`
    case 'link.added':
      return `${name} linked this with #${details.number}`
    case 'link.removed':
      return `${name} took the link with #${details.number} away`
    case 'cause.set':
      return `${name} attached this to the tracker #${details.number}`
    case 'cause.ended':
      return details.number
        ? `${name} took this away from the tracker #${details.number}`
        : `${name} took this away from its tracker`
    case 'tracker.begun':
      return `${name} made this a tracker`
    case 'tracker.ended':
      return `${name} ended this tracker`
    case 'tracker.attached':
      return `${name} attached ${details.numbers}`
    case 'tracker.detached':
      return `${name} took ${details.numbers} away`
    case 'update.sent':
    case 'update.stopped':
      return updateSentence(line.code === 'update.stopped', name, details)
    case 'team.set':
      return `${name} gave this to the team ${details.team}`
    case 'turn.given':
      return `It is ${details.name}’s turn in the team ${details.team}`
    case 'turn.taken_back':
      return `Taken back from ${details.name}: the contact waited ${minutes(Number(details.minutes))} for a word`
    case 'rule.acted':
      return details.did === 'assigned'
        ? `${name} ${details.to ? `assigned this to ${details.to}` : 'took this from whoever had it'}`
        : `${name} ${details.did === 'solved' ? 'solved this' : 'sent an automatic reply'}`
    case 'merge.undo_asked':
      return `${name} asked to take the merge back; another agent has to agree`
    case 'merge.undo_refused':
      return 'The merge was not taken back'
    case undefined:
      return ''
  }
}

/** How an update to all tickets of a tracker ended; its words stand below. */
function updateSentence(isStopped: boolean, name: string, details: Record<string, string>): string {
  const { sent = '0', total = '0', solved, unread, left } = details
  return [
    isStopped
      ? `${name}’s update was stopped: ${sent} of ${total} have it.`
      : `${name} sent an update to ${sent} ${sent === '1' ? 'ticket' : 'tickets'}.`,
    solved && `Solved: ${solved}.`,
    unread && `Open, with an unread message: ${unread}.`,
    left && `Left out, solved before or attached no more: ${left}.`,
  ]
    .filter(Boolean)
    .join(' ')
}

/** Who did it where a rule did. */
export const byRule = (name: string) => `Rule “${name}”`
