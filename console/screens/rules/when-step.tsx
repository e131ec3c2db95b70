// When a rule runs: what happens, or how long somebody waits. Partner: protocol/desk/rules.ts.

import type { RuleTrigger } from '../../../protocol/desk/rules.ts'
import { WAIT_MAX_MINUTES } from '../../../protocol/limits.ts'
import { rulePage as words } from '../../strings/rule-page.ts'
import { Count, Select, Step } from '../parts/fields.tsx'

/** Minutes of a unit. */
const UNITS = [1, 60, 1_440] as const
const BEFORE = [0, 10, 15, 30, 60, 120, 240, 480, 1_440]

export function WhenStep({ when, onChange }: { when: RuleTrigger; onChange: (when: RuleTrigger) => void }) {
  const { on } = when
  return (
    <Step title={words.when} hint={words.whenHint[on]}>
      <div class="macro-row">
        <Select
          label={words.happened}
          value={on}
          options={Object.entries(words.whens)}
          onChange={(next) => onChange(triggerOn(next as RuleTrigger['on']))}
        />
        {when.on === 'rated' && (
          <Select
            label={words.atMost}
            value={String(when.atMost)}
            options={[1, 2, 3, 4, 5].map((score) => [String(score), words.ofFive(score)])}
            onChange={(atMost) => onChange({ ...when, atMost: Number(atMost) })}
          />
        )}
        {when.on === 'waited' && <Waited when={when} onChange={onChange} />}
        {when.on === 'promise' && (
          <>
            <Select
              label={words.promise}
              value={when.promise}
              options={Object.entries(words.promises)}
              onChange={(promise) => onChange({ ...when, promise: promise as typeof when.promise })}
            />
            <Select
              label={words.before}
              value={String(when.minutesBefore)}
              options={[...new Set([...BEFORE, when.minutesBefore])].map((minutes) => [
                String(minutes),
                words.befores(minutes),
              ])}
              onChange={(minutes) => onChange({ ...when, minutesBefore: Number(minutes) })}
            />
          </>
        )}
      </div>
    </Step>
  )
}

type WaitTrigger = Extract<RuleTrigger, { on: 'waited' }>

function Waited({ when, onChange }: { when: WaitTrigger; onChange: (when: RuleTrigger) => void }) {
  // The largest unit in which it is a whole number.
  const unit = UNITS.findLast((one) => when.minutes % one === 0) ?? 1
  const count = when.minutes / unit
  const inUnit = (next: number, of: number) =>
    onChange({ ...when, minutes: Math.min(next * of, WAIT_MAX_MINUTES) })
  return (
    <>
      <Select
        label={words.whom}
        value={when.whom}
        options={Object.entries(words.whoms)}
        onChange={(whom) => onChange({ ...when, whom: whom as WaitTrigger['whom'] })}
      />
      <Count
        label={words.howLong}
        value={count}
        max={Math.floor(WAIT_MAX_MINUTES / unit)}
        onChange={(next) => inUnit(next, unit)}
      />
      <Select
        label={words.unit}
        value={String(unit)}
        options={UNITS.map((one) => [String(one), words.units[one] ?? ''])}
        onChange={(next) => inUnit(count, Number(next))}
      />
      <Select
        label={words.counts}
        value={when.hours}
        options={Object.entries(words.hours)}
        onChange={(hours) => onChange({ ...when, hours: hours as WaitTrigger['hours'] })}
      />
    </>
  )
}

function triggerOn(on: RuleTrigger['on']): RuleTrigger {
  if (on === 'rated') return { on, atMost: 2 }
  if (on === 'waited') return { on, whom: 'contact', minutes: 3 * 1_440, hours: 'calendar' }
  if (on === 'promise') return { on, promise: 'first_reply', minutesBefore: 30 }
  return { on }
}
