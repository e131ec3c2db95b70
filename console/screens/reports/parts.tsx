// What reports are made of beside charts: a figure with its definition, and tables that scroll on a narrow screen.

import type { ComponentChildren } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'
import { spanInWords } from '../../durations.ts'
import { reports as words } from '../../strings/reports.ts'

export function Figure(props: { name: readonly [string, string]; value: string; more?: string | undefined }) {
  const [name, definition] = props.name
  return (
    <div class="figure">
      <dt>{name}</dt>
      <dd>
        <strong>{props.value}</strong>
        {props.more && <span class="figure-more">{props.more}</span>}
        <p class="quiet">{definition}</p>
      </dd>
    </div>
  )
}

export function Part(props: { title: string; definition?: string; children: ComponentChildren }) {
  return (
    <section class="report-part">
      <header>
        <h2>{props.title}</h2>
        {props.definition && <p class="quiet">{props.definition}</p>}
      </header>
      {props.children}
    </section>
  )
}

export function Table(props: {
  label: string
  /** The first heads the rows; those with a true stand right. */
  columns: readonly (readonly [name: string, isNumber?: boolean])[]
  /** Scrolls within itself. */
  isTall?: boolean
  children: ComponentChildren
}) {
  return (
    <Wide label={props.label} isTall={props.isTall}>
      <table>
        <thead>
          <tr>
            {props.columns.map(([name, isNumber]) => (
              <th key={name} scope="col" class={isNumber ? 'number' : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{props.children}</tbody>
      </table>
    </Wide>
  )
}

/** What may be wider than its place: an edge behind which there is more of it fades, so that people know to push it aside. */
function Wide(props: { label: string; isTall?: boolean | undefined; children: ComponentChildren }) {
  const box = useRef<HTMLElement>(null)
  const [hidden, setHidden] = useState({ before: false, after: false })
  const look = () => {
    if (!box.current) return
    const { scrollLeft, scrollWidth, clientWidth } = box.current
    const gone = Math.abs(scrollLeft)
    setHidden({ before: gone > 1, after: scrollWidth - clientWidth - gone > 1 })
  }
  useEffect(() => {
    const watch = new ResizeObserver(look)
    for (const one of [box.current, box.current?.firstElementChild]) if (one) watch.observe(one)
    return () => watch.disconnect()
  }, [])
  return (
    <div
      class={`report-scroll${props.isTall ? ' report-tall' : ''}`}
      data-before={hidden.before}
      data-after={hidden.after}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a pointer */}
      <section ref={box} tabIndex={0} aria-label={props.label} onScroll={look}>
        {props.children}
      </section>
    </div>
  )
}

/** A number with a bar of its share of the largest; the number says it, the bar only helps to compare. */
export function Barred({ value, most }: { value: number; most: number }) {
  return (
    <td class="barred number">
      <svg width="56" height="8" aria-hidden="true">
        <rect class="chart-solid" width={most ? `${(100 * value) / most}%` : 0} height="8" rx="2" />
      </svg>
      <span>{value}</span>
    </td>
  )
}

/** In its two largest units: who compares it with last month's sees a quarter of an hour. */
export function timeOf(ms: number | null): string {
  if (ms === null) return words.none
  const minutes = Math.max(1, Math.round(ms / 60_000))
  const hours = Math.round(minutes / 60)
  return hours < 24 ? spanInWords(minutes) : words.daysAndHours(Math.floor(hours / 24), hours % 24)
}
export const shareOf = (part: number, all: number): string =>
  all === 0 ? words.none : words.share(part / all)
