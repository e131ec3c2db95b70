// What the editors of a rule and a macro are made of: a choice with its label, a number with its unit. Knows neither.

import type { ComponentChildren } from 'preact'

export function Select(props: {
  label: string
  value: string
  options: readonly (readonly [value: string, label: string])[]
  onChange: (value: string) => void
}) {
  return (
    <label class="macro-select">
      <span>{props.label}</span>
      <select
        class="hd-input"
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
