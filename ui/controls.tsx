// The controls that widget and console share. They hold no sentences, no data and ask no server: whoever uses one
// hands in its words. Their look is controls.css.

import type {
  ButtonHTMLAttributes,
  ComponentChildren,
  InputHTMLAttributes,
  TextareaHTMLAttributes,
} from 'preact'
import { useState } from 'preact/hooks'

type Look = 'primary' | 'secondary' | 'quiet' | 'danger'
type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look
  size?: 's' | 'm' | 'l'
  icon?: ComponentChildren
  /** Work is under way: says so to screen readers and takes no second press, but keeps the focus. */
  busy?: boolean
  wide?: boolean
}

export function Button({
  look = 'secondary',
  size = 'm',
  icon,
  busy,
  wide,
  children,
  onClick,
  ...rest
}: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      class={`hd-button hd-${look} hd-size-${size}${wide ? ' hd-wide' : ''}${busy ? ' hd-busy' : ''}`}
      aria-busy={busy || undefined}
    >
      {icon}
      <span>{children}</span>
    </button>
  )
}

interface IconButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  /** Its name: shown as its title, and read aloud, once. */
  label: string
  look?: Look
}

export function IconButton({ label, look = 'quiet', children, ...rest }: IconButtonProps) {
  return (
    <button type="button" title={label} {...rest} class={`hd-icon-button hd-${look}`}>
      {children}
    </button>
  )
}

interface FieldWords {
  label: string
  /** Shown under the field, and read with it. */
  hint?: ComponentChildren
  /** What is wrong and what to do; the field is then marked as invalid. */
  error?: ComponentChildren
}

export const TextField = (props: FieldWords & InputHTMLAttributes<HTMLInputElement>) => field('input', props)

export const TextArea = (props: FieldWords & TextareaHTMLAttributes<HTMLTextAreaElement>) =>
  field('textarea', props)

/** Names that labels and hints point to, unique on the page. */
let fields = 0

function field(Tag: 'input' | 'textarea', { label, hint, error, ...rest }: FieldWords & object) {
  const [id] = useState(() => `field-${++fields}`)
  const words = `${id}-words`
  return (
    <div class="hd-field">
      <label for={id}>{label}</label>
      <Tag class="hd-input" {...rest} id={id} aria-invalid={!!error} aria-describedby={words} />
      <div id={words} class={error ? 'hd-field-error' : 'hd-field-hint'} hidden={!error && !hint}>
        {!error && hint}
        {/* There before it says anything. A hint is read with the field, and not once more as it comes. */}
        <span aria-live="polite">{error}</span>
      </div>
    </div>
  )
}

interface SwitchProps {
  on: boolean
  onChange: (on: boolean) => void
  children: ComponentChildren
}

/** The whole row is its target. */
export function Switch({ on, onChange, children }: SwitchProps) {
  return (
    <label class="hd-switch">
      <span>{children}</span>
      <input
        type="checkbox"
        role="switch"
        checked={on}
        aria-checked={on}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  )
}

/** Initials on a colour that the name decides; the name itself stands beside it, so it is hidden from readers. */
export function Avatar({
  name,
  picture,
  size = 32,
}: {
  name: string
  /** Address; where it cannot be shown the initials stand there. */
  picture?: string | undefined
  size?: 20 | 24 | 32 | 40
}) {
  return (
    <span class="hd-avatar" style={`--hd-hue:${hueOf(name)};--hd-size:${size}px`} aria-hidden="true">
      {initials(name)}
      {picture && (
        <img
          key={picture}
          src={picture}
          alt=""
          onError={(event) => {
            event.currentTarget.hidden = true
          }}
        />
      )}
    </span>
  )
}

/** A number or a short word in a small coloured field. */
export function Pill({ tone = 'neutral', children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`hd-pill hd-tone-${tone}`}>{children}</span>
}

/** Something to know, above what it is about. `urgent` is read aloud at once. */
export function Notice(props: {
  tone?: Tone
  icon?: ComponentChildren
  urgent?: boolean
  action?: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <div class={`hd-notice hd-tone-${props.tone ?? 'neutral'}`} role={props.urgent ? 'alert' : 'status'}>
      {props.icon}
      <div>{props.children}</div>
      {props.action}
    </div>
  )
}

/** A whole screen or pane that is empty, failed or out of reach: what, why, what to do. */
export function Blank(props: {
  icon?: ComponentChildren
  title: string
  children?: ComponentChildren
  action?: ComponentChildren
  urgent?: boolean
}) {
  return (
    <div class="hd-blank" role={props.urgent ? 'alert' : undefined}>
      {props.icon && <span class="hd-blank-icon">{props.icon}</span>}
      <p class="hd-blank-title">{props.title}</p>
      {props.children && <p>{props.children}</p>}
      {props.action}
    </div>
  )
}

/** Lines where text will stand. Its style sheet shows it after 300 ms only: faster answers never flicker. */
export function Skeleton({ lines = 3, label }: { lines?: number; label: string }) {
  return (
    <div class="hd-skeleton" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} style={`width:${92 - ((line * 17) % 40)}%`} />
      ))}
    </div>
  )
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/)
  const first = (word: string | undefined) => [...(word ?? '')][0] ?? ''
  return (first(words[0]) + (words.length > 1 ? first(words.at(-1)) : '')).toLocaleUpperCase()
}

/** The same name has the same colour everywhere. */
function hueOf(name: string): number {
  let hash = 0
  for (const letter of name) hash = (hash * 31 + letter.charCodeAt(0)) % 360
  return hash
}
