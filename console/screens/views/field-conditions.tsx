// What a filter asks of any field beside its own conditions: a line each, with the field, what is asked, and with what it is compared.
// Partners: conditions.tsx, protocol/desk/field-tests.ts, which says what can be asked of which field.

import { asksNothing, faultOfTest, isOfDays, isTime, testsOf } from '../../../protocol/desk/field-tests.ts'
import { answerField, answerOf, attributeField, attributeOf } from '../../../protocol/desk/fields.ts'
import type { FieldTest, TicketFilter } from '../../../protocol/desk/filters.ts'
import { FACT_CHARS, FILTER_FIELDS } from '../../../protocol/limits.ts'
import type { FormField } from '../../../protocol/ticket-types.ts'
import { Button, IconButton } from '../../../ui/controls.tsx'
import { CloseIcon, PlusIcon } from '../../../ui/icons.tsx'
import { agents, me, tags, tickets, typeName, types } from '../../state.ts'
import { fieldTests as words } from '../../strings/field-tests.ts'
import { faulty } from '../parts/fields.tsx'
import { agentName } from './agent-name.ts'

const OF_TICKETS = [
  ...(['subject', 'created', 'updated', 'first_reply', 'solved', 'opened_by', 'rating'] as const),
  ...(['page', 'browser', 'type', 'tag', 'merged'] as const),
]
const OF_CONTACTS = ['email', 'locale'] as const
/** Tags and attributes that stand there to be chosen: those of a desk that uses them. */
const OFFERED = 40

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
            icon={<PlusIcon size={16} />}
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

// ---- what there is at this desk

/** Of the sentence. */
export function fieldSentence({ field, is, values = [] }: FieldTest): string {
  const named = is === 'any_of' || is === 'none_of' ? namesFor(field, true) : null
  const read = values.map((value) => named?.find(([one]) => one === value)?.[1] ?? value)
  return words.sentence(nameOf(field), is, read, isTime(field))
}

function nameOf(field: string): string {
  return formField(field)?.label ?? answerOf(field) ?? attributeOf(field) ?? words.fields[field] ?? field
}

const formField = (field: string): FormField | undefined => {
  const name = answerOf(field)
  return name === null
    ? undefined
    : types.value.flatMap(({ fields }) => fields).find((one) => one.name === name)
}

/** Each name once, under the first type whose form has it. */
function fieldsOfForms(): { type: string; fields: { field: string }[] }[] {
  const seen = new Set<string>()
  return types.value
    .map(({ label, fields }) => ({
      type: label,
      fields: fields.flatMap(({ name }) => {
        if (seen.has(name)) return []
        seen.add(name)
        return [{ field: answerField(name) }]
      }),
    }))
    .filter(({ fields }) => fields.length > 0)
}

/** Those of contacts whose tickets are known here, with some of their values. */
function attributes(): Map<string, Set<string>> {
  const known = new Map<string, Set<string>>()
  for (const { contact } of tickets.value.values())
    for (const [name, value] of Object.entries(contact.attributes)) {
      const values = known.get(name) ?? new Set()
      if (values.size < OFFERED) values.add(String(value))
      known.set(name, values)
    }
  return known
}

function namesFor(field: string, hasMe: boolean): (readonly [value: string, label: string])[] | null {
  const choice = formField(field)
  if (choice?.kind === 'choice') return (choice.options ?? []).map(({ value, label }) => [value, label])
  switch (field) {
    case 'type':
      return types.value.map(({ name }) => [name, typeName(name)])
    case 'tag':
      return tags.value.slice(0, OFFERED).map((tag) => [tag, tag])
    case 'opened_by': {
      const others = agents.value.map(({ id }) => id).filter((id) => !hasMe || id !== me.value?.id)
      return [...(hasMe ? ['me'] : []), ...others].map((id) => [id, agentName(id)])
    }
    default:
      return null
  }
}

/** What makes no sense of an answer is not offered, though it could be asked. */
function offeredTests(field: string): readonly FieldTest['is'][] {
  const all = testsOf(field)
  const kind = formField(field)?.kind
  const isNot = (...some: FieldTest['is'][]) => all.filter((is) => !some.includes(is))
  const days = ['in_last_days', 'in_next_days', 'before_last_days'] as const
  switch (kind) {
    case 'choice':
      return isNot(...days, 'at_least', 'at_most', 'contains', 'contains_not')
    case 'date':
      return isNot('contains', 'contains_not', 'any_of', 'none_of')
    case 'file':
      return ['given', 'empty']
    case 'text':
      return isNot(...days)
    case 'email':
    case 'object':
      return isNot(...days, 'at_least', 'at_most')
    default:
      return all
  }
}

const firstField = (): string => fieldsOfForms()[0]?.fields[0]?.field ?? 'subject'

const begun = (field: string): FieldTest => ({ field, is: offeredTests(field)[0] ?? 'given' })

/** What was compared with stays, where it still means something. */
function kept(test: FieldTest, is: FieldTest['is']): Pick<FieldTest, 'values'> {
  return test.values && !faultOfTest({ ...test, is }) && !asksNothing(is) ? { values: test.values } : {}
}
