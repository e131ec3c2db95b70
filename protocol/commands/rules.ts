// Commands about rules, all of them for admins. Partners: server/chat/commands/rules.ts, which answers them; protocol/desk/rules.ts.

import Type from 'typebox'
import { Rule, RuleFields, RuleFigures, RuleHit } from '../desk/rules.ts'
import { body, Done, Id } from './fields.ts'

const Version = Type.Integer({ minimum: 1, description: 'Of the rule that is meant' })

export const ruleCommandsOfDesks = {
  'rule.list': {
    body: body({}),
    answer: Type.Object({
      rules: Type.Array(Rule, { description: 'In the order in which they run' }),
      figures: Type.Record(Type.String(), RuleFigures, { description: 'Rule → what became of it' }),
    }),
  },
  'rule.save': {
    body: body({
      ruleId: Type.Optional(Type.String({ ...Id, description: 'Absent where it is new' })),
      version: Type.Optional(Version),
      rule: RuleFields,
    }),
    answer: Type.Object({ rule: Rule }),
  },
  'rule.switch': {
    body: body({ ruleId: Id, version: Version, isOn: Type.Boolean() }),
    answer: Type.Object({ rule: Rule }),
  },
  'rule.move': {
    body: body({ ruleId: Id, place: Type.Integer({ minimum: 0 }) }),
    answer: Type.Object({ rule: Rule }),
  },
  'rule.remove': { body: body({ ruleId: Id }), answer: Done },
  'rule.try': {
    body: body({
      ruleId: Id,
      version: Version,
      trialId: Type.Optional(Type.String({ ...Id, description: 'Which one goes on; absent: begin anew' })),
    }),
    answer: Type.Object({
      rule: Rule,
      hits: Type.Array(RuleHit, {
        description: 'Of the tickets that were looked at now, newest ticket first',
      }),
    }),
  },
} as const
