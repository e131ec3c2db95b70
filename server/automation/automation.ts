// Automation, put together for whoever starts a server: what hangs on each event, and the due work that comes of it. Partners:
// causes.ts and waits.ts (why a rule runs), runs.ts (what it does then), rules.ts and trial.ts, which desks ask.

import type { Bus } from '../bus/bus.ts'
import type { WorkHandler } from '../due-work.ts'
import type { Commit, Reaction } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { ReadTables } from '../store/store.ts'
import type { ActingParts } from './acting.ts'
import { noteCauses, RULES_RUN } from './causes.ts'
import { runRules } from './runs.ts'
import { RULES_SURVEY, RULES_WAIT, runWaits, surveyTickets, watchWaits } from './waits.ts'
import { whichRules } from './which.ts'

export function automation(parts: Pick<Parts, 'now' | 'newId'> & { bus: Bus }) {
  const which = whichRules(parts)
  return {
    reactions: [noteCauses({ ...parts, which }), watchWaits({ which })] satisfies Reaction[],
    /** What the server does by itself wakes no rule either: or a rule and it could go on for ever. */
    byItself:
      (commit: Commit): Commit =>
      (work) =>
        commit((tx) => {
          which.takeOver(tx)
          return work(tx)
        }),
    work: (
      rest: { commit: Commit; read: Pick<ReadTables, 'tickets'> } & Pick<ActingParts, 'tickets' | 'types'>,
    ) =>
      ({
        [RULES_RUN]: runRules({ ...parts, ...rest, which }),
        [RULES_WAIT]: runWaits({ ...parts, ...rest, which }),
        [RULES_SURVEY]: surveyTickets({ ...rest, which }),
      }) satisfies Record<string, WorkHandler>,
  }
}
