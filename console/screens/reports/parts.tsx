// What reports are made of beside charts: a figure with its definition, and tables that scroll on a narrow screen.

import type { ComponentChildren } from 'preact'
import { span } from '../../../ui/time.ts'
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
  children: ComponentChildren
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached without a pointer
    <section class="report-scroll" tabIndex={0} aria-label={props.label}>
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
    </section>
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

export const timeOf = (ms: number | null): string => (ms === null ? words.none : span(ms))
export const shareOf = (part: number, all: number): string =>
  all === 0 ? words.none : words.share(part / all)
