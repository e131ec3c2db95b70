// One field of a ticket's form, by its kind, for the widget and the console. No sentences: who uses it hands in what is wrong
// and what a field of files looks like. Partner: protocol/answers.ts, which judges what was answered.

import type { ComponentChildren, FieldsetHTMLAttributes } from 'preact'
import { useState } from 'preact/hooks'
import type { AnswerValue } from '../protocol/entities.ts'
import { ADDRESS_MAX_CHARS, ANSWER_MAX_CHARS } from '../protocol/limits.ts'
import type { FormField } from '../protocol/ticket-types.ts'
import { TextArea, TextField } from './controls.tsx'

/** More are a list. */
const OPTIONS_AT_ONCE = 6
let choices = 0

export function FormFieldView({
  field,
  answer,
  hint,
  error,
  isFocus,
  files,
  onAnswer,
}: {
  field: FormField
  answer: AnswerValue | undefined
  hint?: ComponentChildren
  error?: ComponentChildren
  isFocus?: boolean
  /** Where files are chosen. */
  files?: ComponentChildren
  onAnswer: (answer: AnswerValue) => void
}) {
  const { label, kind, lines = 1, options = [] } = field
  const words = { label, hint, error }
  const value = typeof answer === 'string' ? answer : ''
  const focus = isFocus && { 'data-focus': true }
  const isRequired = { 'aria-required': field.required || undefined }
  const common = {
    ...words,
    ...focus,
    ...isRequired,
    value,
    onInput: (event: { currentTarget: { value: string } }) => onAnswer(event.currentTarget.value),
  }
  if (kind === 'choice')
    return (
      <Choice
        {...words}
        value={value}
        options={options}
        focus={focus}
        isRequired={isRequired}
        onChoose={onAnswer}
      />
    )
  if (kind === 'file') return <Together {...words}>{files}</Together>
  if (kind === 'date') return <TextField {...common} type="date" />
  if (kind === 'email')
    return <TextField {...common} type="email" autocomplete="email" maxLength={ADDRESS_MAX_CHARS} />
  if (lines > 1) return <TextArea {...common} rows={lines} maxLength={ANSWER_MAX_CHARS} />
  return <TextField {...common} maxLength={ANSWER_MAX_CHARS} />
}

interface Words {
  label: string
  hint: ComponentChildren
  error: ComponentChildren
}

function Choice({
  value,
  options,
  focus,
  isRequired,
  onChoose,
  ...words
}: Words & {
  value: string
  options: { value: string; label: string }[]
  focus: object | undefined | false
  isRequired: object
  onChoose: (value: string) => void
}) {
  const [name] = useState(() => `choice-${++choices}`)
  return (
    <Together {...words} role="radiogroup" aria-invalid={!!words.error} {...isRequired}>
      <div class={options.length > OPTIONS_AT_ONCE ? 'hd-options hd-options-many' : 'hd-options'}>
        {options.map((option, index) => {
          const isChosen = value === option.value
          return (
            <label key={option.value}>
              <input
                type="radio"
                name={name}
                checked={isChosen}
                onChange={() => onChoose(option.value)}
                {...((value ? isChosen : index === 0) && focus)}
              />
              {option.label}
            </label>
          )
        })}
      </div>
    </Together>
  )
}

/** Several controls under one question. What is wrong with it is read with it, as with a field. */
function Together({
  label,
  hint,
  error,
  children,
  ...rest
}: Words & FieldsetHTMLAttributes<HTMLFieldSetElement> & { children: ComponentChildren }) {
  const [id] = useState(() => `together-${++choices}`)
  return (
    <fieldset {...rest} class="hd-field" aria-describedby={id}>
      <legend>{label}</legend>
      {children}
      <div id={id} class={error ? 'hd-field-error' : 'hd-field-hint'} hidden={!error && !hint}>
        {!error && hint}
        <span aria-live="polite">{error}</span>
      </div>
    </fieldset>
  )
}
