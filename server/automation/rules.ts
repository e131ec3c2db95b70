// Rules: who may keep which, in which order they run, and when one may be switched on. All of it is an admin's, which the gate
// looks at (server/gate.ts). Partners: runs.ts, which runs them; trial.ts, which tries them.

import { deedsOf } from '../../protocol/desk/rule-deeds.ts'
import type { Rule, RuleFields, RuleFigures } from '../../protocol/desk/rules.ts'
import { readAlike } from '../../protocol/desk/view-names.ts'
import { RULES } from '../../protocol/limits.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../errors.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { AgentRecord, RuleRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { oneLine } from '../tickets/text.ts'
import { type KnownToRules, refuseFaults } from './faults.ts'

export interface RuleParts extends Pick<Parts, 'now' | 'newId'> {
  types: KnownToRules
}

export async function rulesInOrder(
  tables: Pick<ReadTables, 'rules'>,
): Promise<{ rules: Rule[]; figures: Record<string, RuleFigures> }> {
  const rules = await tables.rules.list()
  return {
    rules: rules.map(ruleView),
    figures: Object.fromEntries(rules.map(({ id, figures }) => [id, figures])),
  }
}

/**
 * What it does is changed: it is off until somebody has tried it anew.
 * @throws Refusal('rule.invalid' | 'rule.changed' | 'not_found')
 */
export async function saveRule(
  tx: Unit,
  { now, newId, types }: RuleParts,
  agent: AgentRecord,
  { ruleId, version, rule: told }: DeskCommandBody<'rule.save'>,
): Promise<RuleRecord> {
  const all = await tx.rules.list()
  const before = ruleId === undefined ? null : known(all, ruleId, version)
  if (!before && all.length >= RULES)
    throw new Refusal('rule.invalid', { detail: `There are ${RULES} rules, and no more are kept.` })
  const fields: RuleFields = { ...told, name: oneLine(told.name) }
  if (all.some((other) => other.id !== ruleId && readAlike(other.name, fields.name)))
    throw new Refusal('rule.invalid', {
      field: '/rule/name',
      detail: `There is a rule “${fields.name}” already.`,
    })
  await refuseFaults(tx, types, fields)
  const isSame = before !== null && deedsOf(before) === deedsOf(fields)
  return keep(tx, {
    ...fields,
    id: before?.id ?? newId('rul'),
    isOn: isSame && before.isOn,
    onSince: isSame ? before.onSince : null,
    trial: isSame ? before.trial : null,
    place: before?.place ?? Math.max(-1, ...all.map(({ place }) => place)) + 1,
    figures: isSame ? before.figures : { ...(before?.figures ?? NEVER_RUN), trouble: null },
    ...changed(before, agent, now()),
  })
}

/** @throws Refusal('rule.not_tried' | 'rule.changed' | 'not_found') */
export async function switchRule(
  tx: Unit,
  { now }: Pick<Parts, 'now'>,
  agent: AgentRecord,
  { ruleId, version, isOn }: DeskCommandBody<'rule.switch'>,
): Promise<RuleRecord> {
  const before = known(await tx.rules.list(), ruleId, version)
  if (before.isOn === isOn) return before
  if (isOn && before.trial?.next !== null) throw new Refusal('rule.not_tried')
  const onSince = isOn ? now().toISOString() : null
  return keep(tx, { ...before, isOn, onSince, ...changed(before, agent, now()) })
}

/** The others make room. */
export async function moveRule(
  tx: Unit,
  { ruleId, place }: DeskCommandBody<'rule.move'>,
): Promise<RuleRecord> {
  const all = await tx.rules.list()
  const moved = known(all, ruleId)
  const others = all.filter(({ id }) => id !== ruleId)
  let kept = moved
  for (const [index, rule] of [...others.slice(0, place), moved, ...others.slice(place)].entries()) {
    if (rule.place === index) continue
    const placed = await keep(tx, { ...rule, place: index })
    if (rule === moved) kept = placed
  }
  return kept
}

export async function removeRule(tx: Unit, ruleId: string): Promise<void> {
  const rule = known(await tx.rules.list(), ruleId)
  await tx.rules.remove(rule.id)
  tx.record({ name: 'rule.removed', rule })
}

export function ruleView({ figures: _, ...rule }: RuleRecord): Rule {
  return rule
}

/** @throws Refusal('rule.changed' | 'not_found') */
export function known(all: readonly RuleRecord[], ruleId: string, version?: number): RuleRecord {
  const rule = all.find(({ id }) => id === ruleId)
  if (!rule) throw new Refusal('not_found')
  if (version !== undefined && rule.version !== version)
    throw new Refusal('rule.changed', {
      detail: `${rule.changedBy} changed it; this is version ${rule.version}, not ${version}.`,
    })
  return rule
}

const NEVER_RUN: RuleFigures = { runs: 0, lastRunAt: null, trouble: null }

const changed = (before: RuleRecord | null, agent: AgentRecord, now: Date) => ({
  version: (before?.version ?? 0) + 1,
  changedBy: agent.name,
  changedAt: now.toISOString(),
})

async function keep(tx: Unit, rule: RuleRecord): Promise<RuleRecord> {
  await tx.rules.put(rule)
  tx.record({ name: 'rule.changed', rule })
  return rule
}
