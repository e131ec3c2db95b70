// The pane of reports, a bundle of its own: which days, whose tickets, and the figures under it. Filters stand in the address, so
// that a report can be reloaded and sent to somebody. Partners: console/reports.ts, console/on-demand.tsx.

import { useEffect, useState } from 'preact/hooks'
import { Blank, Button, Notice, Skeleton } from '../../../ui/controls.tsx'
import { AlertIcon, DownloadIcon } from '../../../ui/icons.tsx'
import { download } from '../../csv.ts'
import reportsLook from '../../look/reports.css'
import {
  ABOUT,
  answers,
  ask,
  asked,
  daysOf,
  lastDays,
  NARROWED_BY,
  type NarrowedBy,
  openReports,
  readReport,
  SPANS,
  TOO_LONG,
} from '../../reports.ts'
import { onPlainClick } from '../../route.ts'
import { mayAnswer } from '../../settings.ts'
import { agents, me, typeName, types } from '../../state.ts'
import { sentenceOfCode } from '../../strings/reasons.ts'
import { reports as words } from '../../strings/reports.ts'
import { strings } from '../../strings.ts'
import { adopt } from '../../styles.ts'
import { dayName } from './day-names.ts'
import { HelpReport, helpRows } from './help.tsx'
import { rowsOf, TicketReport, ticketRows } from './tickets.tsx'

adopt(reportsLook)

export function Reports() {
  useEffect(openReports, [])
  const { about, from, to } = asked.value
  const { isReading, code, tickets, help } = answers.value
  const isThere = about === 'tickets' ? tickets : help
  const rows = about === 'tickets' ? tickets && ticketRows(tickets) : help && helpRows(help)
  return (
    <>
      <div class="report-filters">
        {mayAnswer(me.value) && (
          <nav class="tabs" aria-label={words.aboutLabel}>
            {ABOUT.map((name) => (
              <a
                key={name}
                href={`/console/reports?${new URLSearchParams({ ...asked.value, about: name })}`}
                aria-current={name === about ? 'page' : undefined}
                onClick={onPlainClick(() => ask({ about: name }))}
              >
                {words.about[name]}
              </a>
            ))}
          </nav>
        )}
        <Span />
        <span class="report-on-paper">{words.fromTo(dayName(from), dayName(to))}</span>
        {about === 'tickets' && NARROWED_BY.map((name) => <Narrow key={name} by={name} />)}
        <span class="report-do">
          <span class="hd-hidden" role="status">
            {isReading ? words.reading : ''}
          </span>
          <Button
            size="s"
            icon={<DownloadIcon size={16} />}
            disabled={!rows}
            onClick={() => rows && download(`helpdock-${about}-${from}-${to}.csv`, rows)}
          >
            {words.csv}
          </Button>
        </span>
      </div>
      {code && isThere && (
        <div class="report-failed">
          <Notice
            tone="danger"
            icon={<AlertIcon />}
            action={
              <Button size="s" onClick={() => void readReport()}>
                {strings.tryAgain}
              </Button>
            }
            urgent
          >
            {words.failed}. {sentenceOf(code)}
          </Notice>
        </div>
      )}
      <div class={isReading || code ? 'report-body report-old' : 'report-body'}>
        <Answer />
      </div>
    </>
  )
}

function sentenceOf(code: NonNullable<typeof answers.value.code>): string {
  if (code === TOO_LONG) return words.tooLong
  // Nothing was to be done: whoever lost the line only asks again.
  return code === 'line.lost' ? strings.onDemand.failed : sentenceOfCode(code)
}

function Answer() {
  const { about } = asked.value
  const { code, tickets, help } = answers.value
  if (about === 'tickets' && tickets) return <TicketReport report={tickets} />
  if (about === 'help' && help) return <HelpReport report={help} />
  if (!code) return <Skeleton label={strings.loading} lines={8} />
  return (
    <Blank
      icon={<AlertIcon />}
      title={words.failed}
      action={<Button onClick={() => void readReport()}>{strings.tryAgain}</Button>}
      urgent
    >
      {sentenceOf(code)}
    </Blank>
  )
}

const OWN = 'own'
// Days sort as they are written.
const earlier = (a: string, b: string) => [a, b].sort()[0] ?? a
const later = (a: string, b: string) => [a, b].sort()[1] ?? a

function Span() {
  const [wantsOwn, setOwn] = useState(false)
  const { from, to } = asked.value
  const now = new Date()
  const preset = SPANS.find((days) => {
    const last = lastDays(days, now)
    return last.from === from && last.to === to
  })
  const isOwn = wantsOwn || preset === undefined
  return (
    <>
      <select
        class="hd-input report-select"
        aria-label={words.span}
        value={isOwn ? OWN : preset}
        onChange={(event) => {
          const days = Number(event.currentTarget.value)
          setOwn(!days)
          if (days) ask(lastDays(days, new Date()))
        }}
      >
        {SPANS.map((days) => (
          <option key={days} value={days}>
            {words.days(days)}
          </option>
        ))}
        <option value={OWN}>{words.own}</option>
      </select>
      {isOwn && (
        <span class="report-dates">
          {(['from', 'to'] as const).map((end) => (
            <input
              key={end}
              class="hd-input"
              type="date"
              aria-label={words[end]}
              value={asked.value[end]}
              onChange={(event) => {
                const day = event.currentTarget.value
                if (!day) return
                // The other end goes along where the two would cross.
                const next =
                  end === 'from' ? { from: day, to: later(day, to) } : { from: earlier(day, from), to: day }
                if (daysOf(next) > 0) ask(next)
              }}
            />
          ))}
        </span>
      )}
    </>
  )
}

function Narrow({ by }: { by: NarrowedBy }) {
  const options = optionsOf(by)
  const value = asked.value[by] ?? ''
  return (
    <select
      class="hd-input report-select"
      aria-label={words.narrow[by]}
      value={value}
      onChange={(event) => ask({ [by]: event.currentTarget.value })}
    >
      <option value="">{words.all[by]}</option>
      {[...options].map(([key, name]) => (
        <option key={key} value={key}>
          {name}
        </option>
      ))}
    </select>
  )
}

/** What answers have named so far: a narrowed one names less, and an agent may be gone. */
const named: Record<NarrowedBy, Map<string, string>> = { type: new Map(), team: new Map(), agent: new Map() }

function optionsOf(by: NarrowedBy): Map<string, string> {
  const { tickets } = answers.value
  for (const { key, name } of tickets ? rowsOf(tickets, by) : []) named[by].set(key, name)
  const there =
    by === 'agent'
      ? agents.value.map(({ id, name }) => [id, name] as const)
      : by === 'type'
        ? types.value.map(({ name }) => [name, typeName(name)] as const)
        : []
  const asking = asked.value[by]
  const all = new Map([...there, ...named[by]])
  if (asking && !all.has(asking)) all.set(asking, asking)
  return all
}
