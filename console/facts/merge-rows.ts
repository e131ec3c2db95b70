// Both accounts as rows to compare: one a field that either of them has. The host's facts are shown as they came;
// nothing here knows what a field means.

import type { HostAccount, MergePreview } from '../../protocol/account-merge.ts'
import { mergeReview as words } from '../strings/merge-review.ts'

export interface Cell {
  text: string
  /** What stood here when the agent looked before; null where nothing changed. */
  was: string | null
}

interface FieldRow {
  label: string
  from: Cell
  into: Cell
  /** null where one of the accounts does not exist: against nothing there is nothing to compare. */
  differs: boolean | null
}

export function rowsOf(preview: MergePreview, before: MergePreview | undefined): FieldRow[] {
  const now = { from: fieldsOf(preview.from), into: fieldsOf(preview.into) }
  const then = { from: fieldsOf(before?.from ?? null), into: fieldsOf(before?.into ?? null) }
  const labels = [now.from, now.into, then.from, then.into].flatMap((fields) => [...fields.keys()])
  const cell = (side: 'from' | 'into', label: string): Cell => {
    const text = preview[side] ? (now[side].get(label) ?? words.nothing) : words.noAccount
    const was = before?.[side] ? (then[side].get(label) ?? words.nothing) : text
    return { text, was: was === text ? null : was }
  }
  return [...new Set(labels)].map((label) => {
    const [from, into] = [cell('from', label), cell('into', label)]
    return { label, from, into, differs: preview.from && preview.into && from.text !== into.text }
  })
}

/** Lines that were not there when the agent looked before. */
export function isNewLine(line: string, before: readonly string[] | undefined): boolean {
  return before !== undefined && !before.includes(line)
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
