// What a rule does, apart from how it is called, to be compared: where it is another, the rule is off until somebody has tried it anew.
// The server switches it off, and the console says so before. Without the schemas. Partner: rules.ts.

import type { RuleFields } from './rules.ts'

export const deedsOf = ({ when, conditions, actions }: RuleFields): string =>
  JSON.stringify([when, conditions, actions])
