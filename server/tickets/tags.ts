// Tags and priority: the desk's own view of a ticket, of which its contact hears nothing. Partners: protocol/desk/tags.ts,
// desk-lines.ts.

import type { DeskLine } from '../../protocol/desk/desk-lines.ts'
import { tagFrom } from '../../protocol/desk/tag-text.ts'
import { TAGS_OF_TICKET } from '../../protocol/limits.ts'
import type { Priority } from '../../protocol/ticket-types.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { TicketRecord } from '../store/records.ts'
import { type Actor, arrange } from './desk-lines.ts'

type Clock = Pick<Parts, 'now' | 'newId'>

/** What is there already, or not there, is no change. @throws Refusal('tags.too_many') */
export async function changeTags(
  tx: Unit,
  parts: Clock,
  actor: Actor,
  ticket: TicketRecord,
  { add, remove }: { add: readonly string[]; remove: readonly string[] },
): Promise<TicketRecord> {
  const before = new Set(ticket.tags)
  const removed = namesIn(remove).filter((tag) => before.has(tag))
  const added = namesIn(add).filter((tag) => !before.has(tag) && !removed.includes(tag))
  if (added.length + removed.length === 0) return ticket
  const tags = [...before, ...added].filter((tag) => !removed.includes(tag)).sort()
  if (tags.length > TAGS_OF_TICKET) throw new Refusal('tags.too_many')
  const createdAt = parts.now().toISOString()
  for (const tag of added) if (!(await tx.tags.find(tag))) await tx.tags.put({ id: tag, createdAt })
  return arrange(tx, parts, withTags(ticket, tags), actor, tagsLine(added, removed))
}

export const tagsLine = (added: readonly string[], removed: readonly string[]): DeskLine => ({
  code: 'tags.changed',
  details: {
    ...(added.length > 0 && { added: added.join(', ') }),
    ...(removed.length > 0 && { removed: removed.join(', ') }),
  },
})

export async function prioritise(
  tx: Unit,
  parts: Clock,
  actor: Actor,
  ticket: TicketRecord,
  priority: Priority,
): Promise<TicketRecord> {
  const { priority: before = 'normal', ...rest } = ticket
  if (before === priority) return ticket
  const changed = { ...rest, ...(priority !== 'normal' && { priority }) }
  return arrange(tx, parts, changed, actor, { code: 'priority.changed', details: { to: priority } })
}

export function withTags({ tags: _before, ...ticket }: TicketRecord, tags: string[]): TicketRecord {
  return { ...ticket, ...(tags.length > 0 && { tags }) }
}

const namesIn = (texts: readonly string[]) => [...new Set(texts.map(tagFrom).filter(Boolean))]
