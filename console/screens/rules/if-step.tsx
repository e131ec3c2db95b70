// If a rule runs: the conditions of views, words that stand in what was written, and whether the desk is open. Partner:
// screens/views/conditions.tsx.

import type { RuleConditions } from '../../../protocol/desk/rules.ts'
import { rulePage as words } from '../../strings/rule-page.ts'
import { Step } from '../parts/fields.tsx'
import { FilterConditions } from '../views/conditions.tsx'

export function IfStep({
  conditions,
  isTried,
  onChange,
}: {
  conditions: RuleConditions
  isTried: boolean
  onChange: (conditions: RuleConditions) => void
}) {
  const { words: phrases, desk, ...rest } = conditions
  return (
    <Step title={words.only} hint={words.onlyHint}>
      <div class="conditions">
        <FilterConditions
          filter={conditions.filter}
          isTried={isTried}
          onChange={(filter) => onChange({ ...conditions, filter })}
        />
        <label class="condition">
          <span>{words.words}</span>
          <input
            class="hd-input"
            placeholder={words.wordsHint}
            value={phrases?.join(', ') ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const said = [...new Set(value.split(',').map((one) => one.trim()))].filter(Boolean)
              onChange({ ...rest, ...(desk && { desk }), ...(said.length > 0 && { words: said }) })
            }}
          />
        </label>
        <label class="condition">
          <span>{words.desk}</span>
          <select
            class="hd-input"
            value={desk ?? ''}
            onChange={({ currentTarget: { value } }) =>
              onChange({
                ...rest,
                ...(phrases && { words: phrases }),
                ...(value && { desk: value as 'open' | 'closed' }),
              })
            }
          >
            {Object.entries(words.desks).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </select>
        </label>
      </div>
    </Step>
  )
}
