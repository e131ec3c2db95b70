// Both accounts as rows to compare: one a field that either of them has. The host's facts are shown as they came;
// nothing here knows what a field means.

import type { HostAccount, MergePreview } from '../protocol/entities.ts'
import { strings } from './strings.ts'

export interface Cell {
  text: string
  /** What stood here when the agent looked before; null where nothing changed. */
  was: string | null
}

export interface FieldRow {
  label: string
  from: Cell
  into: Cell
  differs: boolean
}

const words = strings.merge

export function rowsOf(preview: MergePreview, before: MergePreview | undefined): FieldRow[] {
  const now = { from: fieldsOf(preview.from), into: fieldsOf(preview.into) }
  const then = before && { from: fieldsOf(before.from), into: fieldsOf(before.into) }
  const labels = [
    ...now.from.keys(),
    ...now.into.keys(),
    ...(then ? [...then.from.keys(), ...then.into.keys()] : []),
  ]
  return [...new Set(labels)].map((label) => {
    const from = cell(now.from.get(label), then && (then.from.get(label) ?? words.nothing))
    const into = cell(now.into.get(label), then && (then.into.get(label) ?? words.nothing))
    return { label, from, into, differs: from.text !== into.text }
  })
}

/** Lines that were not there when the agent looked before. */
export function isNewLine(line: string, before: readonly string[] | undefined): boolean {
  return before !== undefined && !before.includes(line)
}

function cell(text: string = words.nothing, was: string | undefined): Cell {
  return { text, was: was !== undefined && was !== text ? was : null }
}

/** Our own names first, then the host's, each once: a host that repeats a label means a list. */
function fieldsOf(account: HostAccount | null): Map<string, string> {
  if (!account) return new Map()
  const fields = new Map<string, string>([
    [words.name, account.name],
    [words.email, account.email],
    [words.emailVerified, account.emailVerified ? words.yes : words.no],
    [words.createdAt, account.createdAt ? asDate(account.createdAt) : words.nothing],
    [words.roles, account.roles.join(', ') || words.noRoles],
    [words.externalId, account.externalId],
  ])
  for (const { label, value } of account.facts) {
    const known = fields.get(label)
    fields.set(label, known === undefined ? value : `${known}, ${value}`)
  }
  return fields
}

/** A host may send an instant, a date or words. */
function asDate(text: string): string {
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return text
  const date = new Date(text)
  return Number.isNaN(date.getTime())
    ? text
    : new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' }).format(date)
}
