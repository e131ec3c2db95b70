// The desk's rules as an admin's console knows them: null until the page of the settings asks, kept current by events from then on.
// Partners: state.ts, which hands the events on; ruling.ts, which asks.

import { signal } from '@preact/signals'
import type { Rule } from '../../protocol/desk/rules.ts'
import { without } from './meeting.ts'

/** By id. */
export const rules = signal<ReadonlyMap<string, Rule> | null>(null)

/** Two reports of one may cross: the newer version stays, and of one version the dry run that is further. */
export function keepRule(rule: Rule): void {
  const before = rules.value?.get(rule.id)
  if (!rules.value || (before && isNewer(before, rule))) return
  rules.value = new Map(rules.value).set(rule.id, rule)
}

export function dropRule(ruleId: string): void {
  if (rules.value) rules.value = without(rules.value, ruleId)
}

export function forgetRules(): void {
  rules.value = null
}

function isNewer(one: Rule, other: Rule): boolean {
  if (one.version !== other.version) return one.version > other.version
  const [known, told] = [one.trial, other.trial]
  return known !== null && told !== null && known.id === told.id && known.looked > told.looked
}
