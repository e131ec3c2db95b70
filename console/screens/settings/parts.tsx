// What pages of the settings are made of: a part with its heading, and in it rows, what it is on the left, what to do on the
// right. Knows no words and no data.

import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import { relativeTime } from '../../../ui/time.ts'
import { now } from '../../clock.ts'

/** One column that scrolls, under the page's head. */
export const Body = ({ children }: { children: ComponentChildren }) => (
  <div class="settings-body">{children}</div>
)

export function Part(props: {
  title: string
  hint?: ComponentChildren
  action?: ComponentChildren
  children: ComponentChildren
}) {
  const id = useId()
  return (
    <section class="part" aria-labelledby={id}>
      <header>
        <h2 id={id}>{props.title}</h2>
        {props.action}
        {props.hint && <p class="quiet">{props.hint}</p>}
      </header>
      <div class="part-rows">{props.children}</div>
    </section>
  )
}

export function Row(props: {
  title: ComponentChildren
  hint?: ComponentChildren
  children?: ComponentChildren
}) {
  return (
    <div class="part-row">
      <div class="part-what">
        <div class="part-title">{props.title}</div>
        {props.hint && <p class="quiet">{props.hint}</p>}
      </div>
      {props.children && <div class="part-do">{props.children}</div>}
    </div>
  )
}

/** A switch and its words; all of the row is its target. */
export function SwitchRow(props: {
  title: string
  hint?: string
  on: boolean
  onChange: (on: boolean) => void
}) {
  const id = useId()
  return (
    <label class="part-row part-switch hd-switch">
      <span class="part-what">
        <span class="part-title">{props.title}</span>
        {props.hint && (
          <span class="quiet" id={id}>
            {props.hint}
          </span>
        )}
      </span>
      <input
        type="checkbox"
        role="switch"
        aria-label={props.title}
        aria-describedby={props.hint ? id : undefined}
        checked={props.on}
        aria-checked={props.on}
        onChange={(event) => props.onChange(event.currentTarget.checked)}
      />
    </label>
  )
}

/** A few that exclude each other, side by side. */
export function Choice<T extends string>(props: {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}) {
  const name = useId()
  return (
    <div class="segments" role="radiogroup" aria-label={props.label}>
      {props.options.map(({ value, label }) => (
        <label key={value}>
          <input
            type="radio"
            name={name}
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
  )
}

export const ago = (at: string) => relativeTime(at, now.value)
