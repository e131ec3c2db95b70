// The lines that stand among the notes: what was changed for agents alone.

import type { Note } from '../../protocol/entities.ts'
import type { Promised } from '../../protocol/sla.ts'
import { sla } from './sla.ts'

/** `when` formats an instant. */
export function deskLineSentence({ line, author }: Note, when: (at: string) => string): string {
  const details = line?.details ?? {}
  const name = author.name || 'Somebody'
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
    case undefined:
      return ''
  }
}
