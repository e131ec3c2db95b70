// The conditions of a filter, each with its words to choose from: of views, and of rules. None chosen: the condition is not there.
// Partners: view-dialog.tsx, screens/rules/rule-editor.tsx.

import type { TicketFilter } from '../../../protocol/desk/filters.ts'
import { teams } from '../../facts/counts.ts'
import look from '../../look/conditions.css'
import { agents, me, tags, typeName, types } from '../../state.ts'
import { filterWords as words } from '../../strings/filter-sentence.ts'
import { viewDialog as own } from '../../strings/view-dialog.ts'
import { adopt } from '../../styles.ts'
import { agentName } from './agent-name.ts'
import { FieldConditions } from './field-conditions.tsx'

adopt(look)

/** Tags that stand there to be chosen: those of a desk that uses them; one that is chosen already always does. */
const TAGS_SHOWN = 40
const DUES = [0, 30, 60, 120, 240, 480, 1_440]
const WAITS = [30, 60, 240, 480, 1_440, 2_880, 10_080]

export function FilterConditions(props: {
  filter: TicketFilter
  /** Whoever looks can be meant. */
  hasMe?: boolean
  /** Somebody wanted to save it: what is missing is said. */
  isTried: boolean
  onChange: (filter: TicketFilter) => void
}) {
  const { filter, hasMe } = props
  const choose = (some: Partial<TicketFilter>) => props.onChange(cleaned({ ...filter, ...some }))
  const others = agents.value.map(({ id }) => id).filter((id) => !hasMe || id !== me.value?.id)
  return (
    <>
      <Condition
        label={own.conditions.states}
        all={['open', 'waiting_on_contact', 'snoozed', 'solved'] as const}
        nameOf={(state) => words.states[state]}
        chosen={filter.states}
        onChoose={(states) => choose({ states })}
      />
      <Condition
        label={own.conditions.assignees}
        all={[...(hasMe ? ['me'] : []), 'nobody', ...others]}
        nameOf={agentName}
        chosen={filter.assignees}
        onChoose={(assignees) => choose({ assignees })}
      />
      <Condition
        label={own.conditions.priorities}
        all={['urgent', 'high', 'normal', 'low'] as const}
        nameOf={(priority) => words.priorities[priority]}
        chosen={filter.priorities}
        onChoose={(priorities) => choose({ priorities })}
      />
      <Condition
        label={own.conditions.tags}
        all={[...new Set([...(filter.tags ?? []), ...tags.value.slice(0, TAGS_SHOWN)])]}
        nameOf={(tag) => tag}
        chosen={filter.tags}
        onChoose={(tags) => choose({ tags })}
      />
      <Condition
        label={own.conditions.types}
        all={types.value.map(({ name }) => name)}
        nameOf={typeName}
        chosen={filter.types}
        onChoose={(types) => choose({ types })}
      />
      <Condition
        label={own.conditions.teams}
        all={teams()}
        nameOf={(team) => team}
        chosen={filter.teams}
        onChoose={(teams) => choose({ teams })}
      />
      <Condition
        label={own.conditions.identity}
        all={['verified', 'guest'] as const}
        nameOf={(identity) => own.identities[identity]}
        chosen={filter.identity && [filter.identity]}
        onChoose={(identities) => choose({ identity: identities?.find((one) => one !== filter.identity) })}
      />
      <Condition
        label={own.conditions.relation}
        all={['tracker', 'attached'] as const}
        nameOf={(relation) => own.relations[relation]}
        chosen={filter.relation && [filter.relation]}
        onChoose={(relations) => choose({ relation: relations?.find((one) => one !== filter.relation) })}
      />
      <label class="condition">
        <span>{own.conditions.waits}</span>
        <select
          class="hd-input"
          value={filter.waitsLongerThanMinutes ?? ''}
          onChange={(event) =>
            choose({ waitsLongerThanMinutes: Number(event.currentTarget.value) || undefined })
          }
        >
          <option value="">{own.anyWait}</option>
          {WAITS.map((minutes) => (
            <option key={minutes} value={minutes}>
              {words.waits(minutes)}
            </option>
          ))}
        </select>
      </label>
      <label class="condition">
        <span>{own.conditions.due}</span>
        <select
          class="hd-input"
          value={filter.dueWithinMinutes ?? ''}
          onChange={({ currentTarget: { value } }) =>
            choose({ dueWithinMinutes: value ? Number(value) : undefined })
          }
        >
          <option value="">{own.anyDue}</option>
          {DUES.map((minutes) => (
            <option key={minutes} value={minutes}>
              {words.due(minutes)}
            </option>
          ))}
        </select>
      </label>
      <FieldConditions
        tests={filter.fields ?? []}
        hasMe={hasMe ?? false}
        isTried={props.isTried}
        onChange={(fields) => choose({ fields: fields.length > 0 ? fields : undefined })}
      />
    </>
  )
}

/** None chosen: the condition is not there. */
function Condition<T extends string>(props: {
  label: string
  all: readonly T[]
  nameOf: (value: T) => string
  chosen: readonly T[] | undefined
  onChoose: (values: T[] | undefined) => void
}) {
  const { label, all, nameOf, chosen = [], onChoose } = props
  if (all.length === 0) return null
  return (
    <fieldset class="condition">
      <legend>{label}</legend>
      <div>
        {all.map((value) => {
          const isChosen = chosen.includes(value)
          return (
            <button
              key={value}
              type="button"
              class="word"
              aria-pressed={isChosen}
              onClick={() => {
                const next = isChosen ? chosen.filter((one) => one !== value) : [...chosen, value]
                onChoose(next.length > 0 ? next : undefined)
              }}
            >
              {nameOf(value)}
            </button>
          )
        })}
      </div>
    </fieldset>
  )
}

/** What is not chosen is not there. */
function cleaned(filter: { [K in keyof TicketFilter]: TicketFilter[K] | undefined }): TicketFilter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== undefined))
}
