// What the editors of a rule and a macro are made of: a choice with its label, a number with its unit. Knows neither.

import type { ComponentChildren } from 'preact'

export function Select(props: {
  label: string
  value: string
  options: readonly (readonly [value: string, label: string])[]
  /** Of what says that it is wrong. */
  faultId?: string | undefined
  onChange: (value: string) => void
}) {
  return (
    <label class="macro-select">
      <span>{props.label}</span>
      <select
        class="hd-input"
        {...faulty(props.faultId)}
        value={props.value}
        onChange={(event) => props.onChange(event.currentTarget.value)}
      >
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </label>
  )
}

/** Of a field, where something says that it is wrong. */
export const faulty = (faultId: string | undefined) =>
  faultId ? ({ 'aria-invalid': true, 'aria-describedby': faultId } as const) : {}

export function Count(props: {
  label: string
  value: number
  max: number
  onChange: (value: number) => void
}) {
  return (
    <label class="macro-select rule-count">
      <span>{props.label}</span>
      <input
        class="hd-input"
        type="number"
        min={1}
        max={props.max}
        step={1}
        required
        value={props.value}
        onChange={({ currentTarget: { valueAsNumber } }) =>
          props.onChange(Math.min(props.max, Math.max(1, Math.round(valueAsNumber) || 1)))
        }
      />
    </label>
  )
}

/** A step of the rule, with its word large: When, If, Then. */
export function Step(props: { title: string; hint?: ComponentChildren; children: ComponentChildren }) {
  return (
    <section class="macro-part rule-step">
      <h3>{props.title}</h3>
      {props.hint && <p class="quiet">{props.hint}</p>}
      {props.children}
    </section>
  )
}
