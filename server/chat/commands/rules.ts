// Rules: caller, rule, answer. Nothing is decided here; the gate lets admins through only. Partner: protocol/commands/rules.ts.

import { setImmediate as rest } from 'node:timers/promises'
import {
  moveRule,
  type RuleParts,
  removeRule,
  rulesInOrder,
  ruleView,
  saveRule,
  switchRule,
} from '../../automation/rules.ts'
import { type TrialParts, tryRule } from '../../automation/trial.ts'
import type { DeskHandlers } from './handlers.ts'

export function ruleHandlers(parts: RuleParts & Omit<TrialParts, 'rest'>) {
  const { read, commit } = parts

  const ofDesks = {
    'rule.list': async () => rulesInOrder(read),
    'rule.save': async ({ agent }, body) => ({
      rule: ruleView(await commit((tx) => saveRule(tx, parts, agent, body))),
    }),
    'rule.switch': async ({ agent }, body) => ({
      rule: ruleView(await commit((tx) => switchRule(tx, parts, agent, body))),
    }),
    'rule.move': async (_caller, body) => ({ rule: ruleView(await commit((tx) => moveRule(tx, body))) }),
    'rule.remove': async (_caller, { ruleId }) => {
      await commit((tx) => removeRule(tx, ruleId))
      return {}
    },
    'rule.try': async ({ agent }, body) => {
      const { rule, hits } = await tryRule({ ...parts, rest }, agent, body)
      return { rule: ruleView(rule), hits }
    },
  } satisfies Partial<DeskHandlers>

  return { ofDesks }
}
