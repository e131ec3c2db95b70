// Making, changing, moving, switching and trying rules, as verbs; what the server says of them beside what they are. Part of the
// settings' bundle. Partners: rules.ts, screens/rules/.

import { batch, computed, signal } from '@preact/signals'
import type { Rule, RuleFields, RuleFigures, RuleHit } from '../../protocol/desk/rules.ts'
import { dropRule, keepRule, rules } from '../facts/rules.ts'
import { ask } from '../line/line.ts'
import { Refused } from '../line/socket.ts'
import { forgetWithAgent } from '../state.ts'
import { inTurn } from './in-turn.ts'

/** Rule → what became of it, as of when they were read. */
export const figures = signal<Readonly<Record<string, RuleFigures>>>({})
/** The code of what could not be read. */
export const rulesNotRead = signal<Refused['code'] | null>(null)

forgetWithAgent(() => {
  figures.value = {}
  trying.value = null
})

export const rulesInOrder = computed(() =>
  [...(rules.value?.values() ?? [])].sort((a, b) => a.place - b.place || (a.id < b.id ? -1 : 1)),
)

export async function readRules(): Promise<void> {
  try {
    const told = await ask('rule.list', {})
    batch(() => {
      rules.value = new Map(told.rules.map((rule) => [rule.id, rule]))
      figures.value = told.figures
      rulesNotRead.value = null
    })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    rulesNotRead.value = error.code
  }
}

/** @throws Refused, which stands in the form. */
export async function saveRule(known: Rule | undefined, rule: RuleFields): Promise<Rule> {
  const of = known && { ruleId: known.id, version: known.version }
  return kept(await ask('rule.save', { ...of, rule }))
}

/** @throws Refused */
export async function switchRule({ id: ruleId, version }: Rule, isOn: boolean): Promise<Rule> {
  return kept(await ask('rule.switch', { ruleId, version, isOn }))
}

const moves = inTurn()

/** @throws Refused */
export const moveRule = (rule: Rule, step: 1 | -1): Promise<void> =>
  moves(async () => {
    const place = rulesInOrder.peek().findIndex(({ id }) => id === rule.id) + step
    if (place < 0 || place >= rulesInOrder.peek().length) return
    kept(await ask('rule.move', { ruleId: rule.id, place }))
  })

/** @throws Refused */
export async function removeRule(ruleId: string): Promise<void> {
  await ask('rule.remove', { ruleId })
  dropRule(ruleId)
}

// ---- the dry run: a slice after the other, as long as somebody looks

interface Trying {
  ruleId: string
  version: number
  hits: readonly RuleHit[]
  isRunning: boolean
}
/** The one of this page; null where none was begun. */
export const trying = signal<Trying | null>(null)

/** Stopped by another one, by stopTrying, or by its end. @throws Refused */
export async function tryRule({ id: ruleId, version }: Rule): Promise<void> {
  const mine: Trying = { ruleId, version, hits: [], isRunning: true }
  trying.value = mine
  let trialId: string | undefined
  const isMine = () => trying.peek()?.isRunning && trying.peek()?.ruleId === ruleId
  try {
    do {
      const { rule, hits } = await ask('rule.try', { ruleId, version, ...(trialId && { trialId }) })
      batch(() => {
        keepRule(rule)
        if (isMine()) trying.value = { ...mine, hits: [...(trying.peek()?.hits ?? []), ...hits] }
      })
      trialId = rule.trial?.next ? rule.trial.id : undefined
    } while (trialId && isMine())
  } finally {
    if (isMine()) stopTrying()
  }
}

export function stopTrying(): void {
  if (trying.value) trying.value = { ...trying.value, isRunning: false }
}

function kept({ rule }: { rule: Rule }): Rule {
  keepRule(rule)
  return rule
}
