// The pieces of a thread. `arrange` decides what stands together; the rest draws it. Words, names and times are
// handed in; the look is thread.css.

import type { ComponentChildren } from 'preact'
import { GROUPING_MS, REVISE_WITHIN_MS } from '../protocol/limits.ts'
import { Avatar } from './controls.tsx'
import { MoreIcon } from './icons.tsx'
import { isSameDay } from './time.ts'

export interface ThreadItem {
  key: string
  at: string
  /** Items of the same group that follow each other within GROUPING_MS stand together; null stands alone. */
  group: string | null
  /** A group goes on only inside a block: a day of short messages must not be one thing that comes and goes. */
  block?: number | undefined
}

/** Of entries by their numbers. */
export const blockOf = (sequence: number) => Math.floor(sequence / BLOCK_ENTRIES)
const BLOCK_ENTRIES = 25

type ThreadRow<T> =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'new'; key: string }
  | { kind: 'group'; key: string; items: [T, ...T[]] }

/** Items in order, with a line where the day changes and one before the first that is new. */
export function arrange<T extends ThreadItem>(items: readonly T[], firstNew?: string | null): ThreadRow<T>[] {
  const rows: ThreadRow<T>[] = []
  let before: T | undefined
  for (const item of items) {
    if (!before || !isSameDay(before.at, item.at))
      rows.push({ kind: 'day', key: `day-${item.key}`, at: item.at })
    if (item.key === firstNew) rows.push({ kind: 'new', key: 'new' })
    const last = rows.at(-1)
    if (before && last?.kind === 'group' && belongsWith(item, before)) last.items.push(item)
    else rows.push({ kind: 'group', key: item.key, items: [item] })
    before = item
  }
  return rows
}

function belongsWith(item: ThreadItem, before: ThreadItem): boolean {
  const apart = Date.parse(item.at) - Date.parse(before.at)
  const isCut = item.block !== before.block && item.block !== undefined && before.block !== undefined
  return item.group !== null && item.group === before.group && apart < GROUPING_MS && !isCut
}

export type Side = 'own' | 'other' | 'note'

/** Messages of one author. Whose are one's own the side shows; the widget's style sheet leaves their name to who hears it. */
export function MessageGroup(props: {
  side: Side
  name?: string
  /** Address of their picture. */
  picture?: string | undefined
  /** Stands after the name: a time, a role, a lock. */
  aside?: ComponentChildren
  children: ComponentChildren
}) {
  return (
    <div class={`hd-group hd-${props.side}`}>
      {props.name && props.side !== 'own' && <Avatar name={props.name} picture={props.picture} size={24} />}
      <div class="hd-group-body">
        {(props.name || props.aside) && (
          <div class="hd-group-head">
            {props.name && <strong>{props.name}</strong>}
            {props.aside}
          </div>
        )}
        {props.children}
      </div>
    </div>
  )
}

/**
 * `waiting`: not yet acknowledged. `failed`: never will be, unless it is sent again. `deleted`: its writer took it
 * back.
 */
export function Bubble(props: {
  title?: string
  /** Its number in the thread: where long-thread.ts finds it. */
  item?: number | string | undefined
  look?: 'waiting' | 'failed' | 'deleted'
  /** Some emoji and nothing else. */
  isLarge?: boolean
  /** For hands that touch; its button (`More`) is for everybody. */
  onClick?: (event: MouseEvent) => void
  children: ComponentChildren
}) {
  return (
    // biome-ignore lint/a11y: what it does the button inside does too.
    <div
      class={`hd-bubble${props.look ? ` hd-${props.look}` : ''}${props.isLarge ? ' hd-large' : ''}`}
      // For pointers: as a title, ears would hear the whole date before each message that comes.
      onPointerEnter={({ currentTarget }) => {
        currentTarget.title = props.title ?? ''
      }}
      data-item={props.item}
      dir="auto"
      onClick={props.onClick}
    >
      {props.children}
    </div>
  )
}

/** Its writer may still change it. The server decides, and it is its clock that is handed in. */
export const isRevisable = ({ createdAt }: { createdAt: string }, now: number) =>
  now - Date.parse(createdAt) < REVISE_WITHIN_MS

export function Edited({ children }: { children: ComponentChildren }) {
  return <span class="hd-edited"> {children}</span>
}

interface MoreProps {
  label: string
  /** What was said: the arrows lead from one of these buttons to the next, and ears know the message by it. */
  about: string
  isOpen: boolean
  onClick: () => void
}

/** Opens what can be done with a message. Stands inside its bubble, beside it on the screen. */
export function More({ label, about, isOpen, onClick }: MoreProps) {
  return (
    <button
      type="button"
      class="hd-more"
      title={label}
      aria-description={about}
      aria-expanded={isOpen}
      onClick={onClick}
    >
      <MoreIcon size={16} />
    </button>
  )
}

export function DayLine({ children }: { children: ComponentChildren }) {
  return <div class="hd-line-day">{children}</div>
}

export function NewLine({ children }: { children: ComponentChildren }) {
  return <div class="hd-line-new">{children}</div>
}

/** What the system wrote: quiet, in the middle. */
export function ActivityLine(props: {
  icon?: ComponentChildren
  item?: number
  children: ComponentChildren
}) {
  return (
    <div class="hd-activity" data-item={props.item}>
      {props.icon}
      <span>{props.children}</span>
    </div>
  )
}

export function TypingDots({ children }: { children: ComponentChildren }) {
  return (
    <div class="hd-typing">
      <i aria-hidden="true" />
      <i aria-hidden="true" />
      <i aria-hidden="true" />
      <span>{children}</span>
    </div>
  )
}

/** Where nothing can point, a touch of the bubble does what its button does; one on a link, a quote or marked words does not. */
export const onTouch = (act: () => void) => (event: MouseEvent) => {
  const target = event.target as Element
  if (!matchMedia('(hover: none)').matches || target.closest('a, button')) return
  if (getSelection()?.isCollapsed !== false) act()
}
