// Columns in one or two rows, drawn as SVG of our own. The same figures stand in a table behind a button; and a reader who does
// not look, or has no pointer, goes from column to column with the arrows and hears each.

import { useId, useState } from 'preact/hooks'
import { Button } from '../../../ui/controls.tsx'
import { reports as words } from '../../strings/reports.ts'
import { Table } from './parts.tsx'

interface Series {
  name: string
  values: readonly (number | null)[]
}

interface Column {
  /** In full, for table and reading. */
  name: string
  /** Under the column, where there is room. */
  short: string
}

const HEIGHT = 132
/** Of a column's place: what stays empty beside it. */
const GAP = 0.28
/** More names under the columns touch each other. */
const NAMES_SHOWN = 6
const LOOKS = ['chart-solid', 'chart-hollow'] as const
/** Of more columns the edges are all that is seen: they have none. */
const EDGED_MOST = 120
const DENSE_LOOKS = ['chart-solid', 'chart-faint'] as const

export function Chart(props: {
  title: string
  definition: string
  columnsName: string
  columns: readonly Column[]
  series: readonly Series[]
  format: (value: number) => string
  /** As it is read out and stands in the table; else the same. */
  inFull?: (value: number) => string
}) {
  const { columns, series, format, inFull = format } = props
  const [isTable, setTable] = useState(false)
  return (
    <section class="report-part">
      <header>
        <h2>{props.title}</h2>
        <Button
          size="s"
          look="quiet"
          aria-label={words.of(isTable ? words.asChart : words.asTable, props.title)}
          onClick={() => setTable(!isTable)}
        >
          {isTable ? words.asChart : words.asTable}
        </Button>
        <p class="quiet">{props.definition}</p>
      </header>
      {isTable ? (
        <ChartTable {...props} format={inFull} />
      ) : (
        <Columns label={props.title} columns={columns} series={series} format={format} inFull={inFull} />
      )}
    </section>
  )
}

function Columns({
  label,
  columns,
  series,
  format,
  inFull,
}: {
  label: string
  columns: readonly Column[]
  series: readonly Series[]
  format: (value: number) => string
  inFull: (value: number) => string
}) {
  const [at, setAt] = useState<number | null>(null)
  const hint = useId()
  const looks = columns.length > EDGED_MOST ? DENSE_LOOKS : LOOKS
  const most = niceMost(
    Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0))),
    format,
  )
  const place = 100 / columns.length
  const width = (place * (1 - GAP)) / series.length
  const move = (to: number) => setAt(Math.min(Math.max(to, 0), columns.length - 1))
  const said = (index: number) => {
    const values = series.map(({ name, values }) => {
      const value = values[index] ?? null
      return `${name} ${value === null ? words.none : inFull(value)}`
    })
    return words.point(columns[index]?.name ?? '', values.join(', '))
  }
  return (
    <>
      {series.length > 1 && (
        <ul class="chart-legend">
          {series.map(({ name }, row) => (
            <li key={name}>
              <svg width="12" height="12" aria-hidden="true">
                <rect class={looks[row]} x="1" y="1" width="10" height="10" rx="2" />
              </svg>
              {name}
            </li>
          ))}
        </ul>
      )}
      <div class="chart">
        <div class="chart-y" aria-hidden="true">
          {[most, most / 2, 0].map((value) => (
            <span key={value}>{format(value)}</span>
          ))}
        </div>
        <div
          class="chart-plot"
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-describedby={hint}
          aria-valuemin={1}
          aria-valuemax={columns.length}
          aria-valuenow={(at ?? 0) + 1}
          aria-valuetext={said(at ?? 0)}
          onFocus={() => setAt(at ?? 0)}
          onBlur={() => setAt(null)}
          onKeyDown={(event) => {
            const to = {
              ArrowLeft: (at ?? 0) - 1,
              ArrowRight: (at ?? 0) + 1,
              Home: 0,
              End: columns.length - 1,
            }[event.key]
            if (to === undefined) return
            event.preventDefault()
            move(to)
          }}
          onPointerMove={(event) => {
            const { left, width } = event.currentTarget.getBoundingClientRect()
            move(Math.floor(((event.clientX - left) / width) * columns.length))
          }}
          onPointerLeave={(event) => {
            if (document.activeElement !== event.currentTarget) setAt(null)
          }}
        >
          <svg width="100%" height={HEIGHT} aria-hidden="true">
            {[0, 0.5, 1].map((part) => (
              <line
                key={part}
                class="chart-line"
                x1="0"
                x2="100%"
                y1={part * (HEIGHT - 1) + 0.5}
                y2={part * (HEIGHT - 1) + 0.5}
              />
            ))}
            {at !== null && (
              <rect class="chart-at" x={`${at * place}%`} y="0" width={`${place}%`} height={HEIGHT} />
            )}
            {series.map(({ name, values }, row) =>
              values.map((value, index) => {
                if (!value) return null
                const height = Math.max(2, (value / most) * (HEIGHT - 2))
                const x = index * place + (place * GAP) / 2 + row * width
                return (
                  <rect
                    key={`${name} ${columns[index]?.name}`}
                    class={looks[row]}
                    x={`${x}%`}
                    y={HEIGHT - height}
                    width={`${width}%`}
                    height={height}
                  />
                )
              }),
            )}
          </svg>
        </div>
        {series.every(({ values }) => values.every((value) => !value)) && (
          <p class="chart-none">{words.noneDrawn}</p>
        )}
        <div class="chart-x" aria-hidden="true">
          {namesOf(columns).map(({ name, short, count }) => (
            <span key={name} style={`flex-grow:${count}`}>
              {short}
            </span>
          ))}
        </div>
      </div>
      <p class="chart-said quiet" id={hint}>
        {at === null ? words.arrows : <strong>{said(at)}</strong>}
      </p>
    </>
  )
}

function ChartTable({
  title,
  columnsName,
  columns,
  series,
  format,
}: Pick<Parameters<typeof Chart>[0], 'title' | 'columnsName' | 'columns' | 'series' | 'format'>) {
  return (
    <Table label={title} isTall columns={[[columnsName], ...series.map(({ name }) => [name, true] as const)]}>
      {columns.map(({ name }, index) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          {series.map(({ name, values }) => {
            const value = values[index] ?? null
            return (
              <td key={name} class="number">
                {value === null ? words.none : format(value)}
              </td>
            )
          })}
        </tr>
      ))}
    </Table>
  )
}

/** A few, each where its column begins; the last one only where there is room for it. @returns count: of columns up to the next */
function namesOf(columns: readonly Column[]): (Column & { count: number })[] {
  const step = Math.max(1, Math.ceil(columns.length / NAMES_SHOWN))
  const named = columns.flatMap((column, at) =>
    at % step === 0 && columns.length - at >= step / 2 ? [{ ...column, at }] : [],
  )
  return named.map(({ at, ...column }, n) => ({
    ...column,
    count: (named[n + 1]?.at ?? columns.length) - at,
  }))
}

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Times are read on a clock: halves of these are round, too. */
const TIMES_MS = [
  ...[2, 10, 20, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 4, 8, 12].map((hours) => hours * HOUR_MS),
  ...[1, 2, 4, 6, 10, 14, 20, 30, 60, 100, 200, 400].map((days) => days * DAY_MS),
]

/** The upper edge: a round number of which half is whole. */
function niceMost(most: number, format: (value: number) => string): number {
  // What is formatted in words is a time.
  if (format(1) !== '1') return TIMES_MS.find((time) => time >= most) ?? most
  if (most <= 2) return 2
  const power = 10 ** Math.floor(Math.log10(most))
  const nice = [1, 2, 4, 6, 8, 10].find((step) => step * power >= most) ?? 10
  return Math.max(2, nice * power)
}
