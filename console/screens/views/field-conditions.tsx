// What a filter asks of any field beside its own conditions: a line each, with the field, what is asked, and with what it is compared.
// Partners: conditions.tsx; fields-of-desk.ts, what there is to ask of; protocol/desk/field-tests.ts, which says what can be asked of which field.

import { asksNothing, faultOfTest, isOfDays, isTime } from '../../../protocol/desk/field-tests.ts'
import { answerOf, attributeField, attributeOf } from '../../../protocol/desk/fields.ts'
import type { FieldTest, TicketFilter } from '../../../protocol/desk/filters.ts'
import { FACT_CHARS, FILTER_FIELDS } from '../../../protocol/limits.ts'
import { Button, IconButton } from '../../../ui/controls.tsx'
import { AddIcon, CloseIcon } from '../../../ui/icons.tsx'
import { fieldTests as words } from '../../strings/field-tests.ts'
import { faulty } from '../parts/fields.tsx'
import {
  attributes,
  fieldsOfForms,
  firstField,
  formField,
  nameOf,
  namesFor,
  offeredTests,
} from './fields-of-desk.ts'

const OF_TICKETS = [
  ...(['subject', 'created', 'updated', 'first_reply', 'solved', 'opened_by', 'rating'] as const),
  ...(['page', 'browser', 'type', 'tag', 'merged', 'merge'] as const),
]
const OF_CONTACTS = ['email', 'locale'] as const

export const isUnfinishedFilter = ({ fields = [] }: TicketFilter): boolean => fields.some(faultOfTest)

/** What is whole of it: the rest is still being written. */
export function finishedFilter({ fields, ...filter }: TicketFilter): TicketFilter {
  const whole = fields?.filter((test) => !faultOfTest(test)) ?? []
  return whole.length > 0 ? { ...filter, fields: whole } : filter
}

export function FieldConditions(props: {
  tests: readonly FieldTest[]
  hasMe: boolean
  /** Somebody wanted to save it: what is missing is said. */
  isTried: boolean
  onChange: (tests: FieldTest[]) => void
}) {
  const { tests, isTried, onChange } = props
  const put = (at: number, test: FieldTest | null) =>
    onChange(tests.flatMap((one, index) => (index === at ? (test ?? []) : one)))
  return (
    <fieldset class="condition field-tests">
      <legend>{words.heading}</legend>
      <div>
        <ul>
          {tests.map((test, at) => {
            const fault = isTried ? faultOfTest(test) : null
            const faultId = fault ? `field-fault-${at}` : undefined
            return (
              <li key={at}>
                <Field value={test.field} onChange={(field) => put(at, begun(field))} />
                <Test test={test} onChange={(is) => put(at, { field: test.field, is, ...kept(test, is) })} />
                <Values
                  test={test}
                  hasMe={props.hasMe}
                  faultId={faultId}
                  onChange={(values) =>
                    put(at, { field: test.field, is: test.is, ...(values.length > 0 && { values }) })
                  }
                />
                <IconButton label={words.remove(nameOf(test.field))} onClick={() => put(at, null)}>
                  <CloseIcon size={16} />
                </IconButton>
                {fault && (
                  <p class="hd-field-error" id={faultId} role="alert">
                    {words.faults[fault]}
                  </p>
                )}
              </li>
            )
          })}
        </ul>
        {tests.length < FILTER_FIELDS && (
          <Button
            size="s"
            icon={<AddIcon size={16} />}
            onClick={() => onChange([...tests, begun(firstField())])}
          >
            {words.add}
          </Button>
        )}
      </div>
    </fieldset>
  )
}

function Field({ value, onChange }: { value: string; onChange: (field: string) => void }) {
  const asked = fieldsOfForms()
  const signed = attributes()
  const isGone =
    answerOf(value) !== null && !asked.some(({ fields }) => fields.some((one) => one.field === value))
  const own = attributeOf(value)
  return (
    <select
      class="hd-input"
      aria-label={words.field}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {isGone && <option value={value}>{nameOf(value)}</option>}
      <optgroup label={words.groups.ticket}>{OF_TICKETS.map(option)}</optgroup>
      {asked.map(({ type, fields }) => (
        <optgroup key={type} label={type}>
          {fields.map(({ field }) => option(field))}
        </optgroup>
      ))}
      <optgroup label={words.groups.contact}>{OF_CONTACTS.map(option)}</optgroup>
      <optgroup label={words.groups.attribute}>
        {[...new Set([...(own === null ? [] : [own]), ...signed.keys()])].map((name) =>
          option(attributeField(name)),
        )}
      </optgroup>
    </select>
  )
}

const option = (field: string) => (
  <option key={field} value={field}>
    {nameOf(field)}
  </option>
)

function Test({ test, onChange }: { test: FieldTest; onChange: (is: FieldTest['is']) => void }) {
  return (
    <select
      class="hd-input"
      aria-label={words.test}
      value={test.is}
      onChange={(event) => onChange(event.currentTarget.value as FieldTest['is'])}
    >
      {offeredTests(test.field).map((is) => (
        <option key={is} value={is}>
          {words.tests(test.field, is, isTime(test.field))}
        </option>
      ))}
    </select>
  )
}

interface ValuesProps {
  test: FieldTest
  hasMe: boolean
  faultId: string | undefined
  onChange: (values: string[]) => void
}

function Values({ test, hasMe, faultId, onChange }: ValuesProps) {
  const { field, is, values = [] } = test
  if (asksNothing(is)) return <span />
  const common = { class: 'hd-input', 'aria-label': words.value, ...faulty(faultId) }
  const [value = ''] = values
  const one = (event: { currentTarget: { value: string } }) =>
    onChange(event.currentTarget.value ? [event.currentTarget.value] : [])
  if (isOfDays(is))
    return (
      <span class="field-days">
        <input {...common} type="number" min={0} max={36_500} value={value} onInput={one} />
        {words.days}
      </span>
    )
  const named = is === 'any_of' || is === 'none_of' ? namesFor(field, hasMe) : null
  if (named) return <Names {...{ named, values, faultId, onChange }} />
  const isLimit = is === 'at_least' || is === 'at_most'
  if (field === 'rating')
    return (
      <select {...common} value={value} onChange={one}>
        <option value="">…</option>
        {[1, 2, 3, 4, 5].map((score) => (
          <option key={score} value={score}>
            {words.ofFive(score)}
          </option>
        ))}
      </select>
    )
  if (isLimit && (isTime(field) || formField(field)?.kind === 'date'))
    return <input {...common} type="date" value={value} onInput={one} />
  if (isLimit) return <input {...common} placeholder={words.numberOrDay} value={value} onInput={one} />
  const known = attributeOf(field)
  return (
    <>
      <input
        {...common}
        placeholder={words.several}
        dir="auto"
        list={known === null ? undefined : 'field-values'}
        maxLength={FACT_CHARS}
        value={values.join(', ')}
        onChange={({ currentTarget }) =>
          onChange([...new Set(currentTarget.value.split(',').map((part) => part.trim()))].filter(Boolean))
        }
      />
      {known !== null && (
        <datalist id="field-values">
          {[...(attributes().get(known) ?? [])].map((text) => (
            <option key={text} value={text} />
          ))}
        </datalist>
      )}
    </>
  )
}

/** Any of what there is to choose from. */
function Names(props: {
  named: readonly (readonly [value: string, label: string])[]
  values: readonly string[]
  faultId: string | undefined
  onChange: (values: string[]) => void
}) {
  const { named, values } = props
  const gone = values.filter((value) => !named.some(([one]) => one === value))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset stands around it already.
    <div role="group" aria-label={words.value} class="field-names" {...faulty(props.faultId)}>
      {[...named, ...gone.map((value) => [value, value] as const)].map(([value, label]) => (
        <button
          key={value}
          type="button"
          class="word"
          aria-pressed={values.includes(value)}
          onClick={() =>
            props.onChange(
              values.includes(value) ? values.filter((one) => one !== value) : [...values, value],
            )
          }
        >
          {label}
        </button>
      ))}
    </div>
  )
}

const begun = (field: string): FieldTest => ({ field, is: offeredTests(field)[0] ?? 'given' })

/** What was compared with stays, where it still means something. */
function kept(test: FieldTest, is: FieldTest['is']): Pick<FieldTest, 'values'> {
  return test.values && !faultOfTest({ ...test, is }) && !asksNothing(is) ? { values: test.values } : {}
}
