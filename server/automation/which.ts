// What rules need to know at each event, remembered: which triggers some rule that is on waits for, so that no message pays for rules
// that there are not; in which time the desk is open; and which commits are rules at work. Rules themselves are read anew wherever
// one is to run: one that was switched off runs no more.

import type { RuleTrigger } from '../../protocol/desk/rules.ts'
import type { Bus } from '../bus/bus.ts'
import { topics } from '../chat/audience.ts'
import type { Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import { CALENDAR, type CountedTime, countedTime } from '../sla/counted-time.ts'
import type { ReadTables } from '../store/store.ts'

/** Where nobody told of a change, as another copy whose word was lost: a rule begins this much later there. */
const REMEMBERED_MS = 10_000

type Triggers = ReadonlySet<RuleTrigger['on']>

export interface WhichRules {
  /** Not, where it is known that no rule that is on waits for it: then nobody has to ask. */
  mayBeOn(trigger: RuleTrigger['on']): boolean
  areOn(tables: Pick<ReadTables, 'rules'>): Promise<Triggers>
  openTime(tables: Pick<ReadTables, 'openingHours'>): Promise<CountedTime>
  /** From here on this commit is a rule's. */
  takeOver(tx: Unit): void
  isByRules(tx: Unit): boolean
}

export function whichRules({ now, bus }: Pick<Parts, 'now'> & { bus: Bus }): WhichRules {
  let known: { until: number; triggers: Triggers } | null = null
  let changes = 0
  let hours: { version: number; time: CountedTime } = { version: 0, time: CALENDAR }
  const byRules = new WeakSet<Unit>()
  // After the commit: nobody remembers what was never kept.
  bus.subscribe(topics.deskAdmins, ({ name }) => {
    if (!name.startsWith('rule.')) return
    known = null
    changes++
  })
  return {
    mayBeOn: (trigger) => !known || now().getTime() >= known.until || known.triggers.has(trigger),
    async areOn(tables) {
      const at = now().getTime()
      if (known && at < known.until) return known.triggers
      const asked = changes
      const on = (await tables.rules.list()).filter(({ isOn }) => isOn)
      const triggers = new Set(on.map(({ when }) => when.on))
      // What was changed while this was read is read once more.
      if (asked === changes) known = { until: at + REMEMBERED_MS, triggers }
      return triggers
    },
    async openTime(tables) {
      const { version, hours: set } = (await tables.openingHours.find()) ?? { version: 0, hours: null }
      if (hours.version !== version) hours = { version, time: countedTime(set) }
      return hours.time
    },
    takeOver: (tx) => void byRules.add(tx),
    isByRules: (tx) => byRules.has(tx),
  }
}
