// Account merge: ask, prove, decide, tell, wait for the result. We never merge host accounts ourselves. One file a
// capability; every change of state goes through the table in transitions.ts. Partners: host-side.ts (what we ask of
// the host), mails.ts (who is told what).

import { askRules } from './ask.ts'
import { coolingRules } from './cooling-off.ts'
import { decideRules } from './decide.ts'
import { executeRules } from './execute.ts'
import { expireRules } from './expire.ts'
import { type MergeParts, mergeLedger } from './ledger.ts'
import { proveRules } from './prove.ts'
import { resultRules } from './result.ts'
import { stopRules } from './stop.ts'
import { undoRules } from './undo.ts'

export type Merges = ReturnType<typeof mergeRules>

export function mergeRules(parts: MergeParts) {
  const ledger = mergeLedger(parts)
  const cooling = coolingRules(parts, ledger)
  const results = resultRules(parts, ledger)
  return {
    ...askRules(parts, ledger),
    ...proveRules(parts, ledger),
    ...decideRules(parts, ledger, cooling),
    hurry: cooling.hurry,
    ...stopRules(parts, ledger),
    ...executeRules(parts, ledger, { cooling, results }),
    settle: results.settle,
    ...undoRules(parts, ledger, results),
    ...expireRules(parts, ledger, results),
    coolingOffMs: parts.coolingOffMs,
  }
}
