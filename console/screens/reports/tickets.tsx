// Figures over tickets: six in front, by day and by hour, what was promised, and by type, team and agent.

import { PROMISES } from '../../../protocol/desk/promises.ts'
import type { Figures, ReportAnswer } from '../../../protocol/desk/reports.ts'
import { Blank } from '../../../ui/controls.tsx'
import { InboxIcon } from '../../../ui/icons.tsx'
import { shortSpan } from '../../../ui/time.ts'
import type { Cell } from '../../csv.ts'
import { asked, dayBehind, lastDays, type NarrowedBy } from '../../reports.ts'
import { addressOf, goOnClick, route } from '../../route.ts'
import { typeName } from '../../state.ts'
import { reports as words } from '../../strings/reports.ts'
import { Chart } from './chart.tsx'
import { dayName, shortDay } from './day-names.ts'
import { Barred, Figure, Part, shareOf, Table, timeOf } from './parts.tsx'

const { figures: names, charts } = words

export function TicketReport({ report }: { report: ReportAnswer }) {
  const { total, days, hours } = report
  if (total.opened + total.solved === 0)
    return (
      <Blank icon={<InboxIcon />} title={words.emptyTitle}>
        {words.empty}
      </Blank>
    )
  const byDay = days.map(({ key }) => ({ name: dayName(key), short: shortDay(key) }))
  const count = (value: number) => String(value)
  return (
    <>
      <FrontFigures total={total} />
      <Chart
        title={charts.volume[0]}
        definition={charts.volume[1]}
        columnsName={words.columns.day}
        columns={byDay}
        series={[
          { name: names.opened[0], values: days.map(({ figures }) => figures.opened) },
          { name: names.solved[0], values: days.map(({ figures }) => figures.solved) },
        ]}
        format={count}
      />
      <div class="report-pair">
        <Chart
          title={charts.firstReply[0]}
          definition={charts.firstReply[1]}
          columnsName={words.columns.day}
          columns={byDay}
          series={[{ name: names.firstReply[0], values: days.map(({ figures }) => figures.firstReplyMs) }]}
          format={(ms) => (ms === 0 ? '0' : shortSpan(ms))}
          inFull={timeOf}
        />
        <Chart
          title={charts.hours[0]}
          definition={charts.hours[1]}
          columnsName={words.columns.hour}
          columns={hours.map(({ key }) => ({ name: words.hour(key), short: words.hour(key) }))}
          series={[{ name: names.opened[0], values: hours.map(({ figures }) => figures.opened) }]}
          format={count}
        />
      </div>
      <Promises promises={total.promises} />
      {(['type', 'team', 'agent'] as const).map((group) => (
        <Group key={group} group={group} rows={rowsOf(report, group)} />
      ))}
      <p class="quiet">{words.zone(report.zone)}</p>
    </>
  )
}

function FrontFigures({ total }: { total: Figures }) {
  const { kept, all } = promisesOf(total)
  return (
    <dl class="figures">
      <Figure name={names.opened} value={String(total.opened)} />
      <Figure name={names.solved} value={String(total.solved)} />
      <Figure
        name={names.firstReply}
        value={timeOf(total.firstReplyMs)}
        more={words.ofReplied(total.replied, total.opened)}
      />
      <Figure name={names.solution} value={timeOf(total.solutionMs)} />
      <Figure
        name={names.kept}
        value={shareOf(kept, all)}
        more={all ? words.ofPromises(kept, all) : undefined}
      />
      <Figure
        name={names.satisfied}
        value={shareOf(total.satisfied, total.rated)}
        more={total.rated ? words.ofRatings(total.rated) : undefined}
      />
    </dl>
  )
}

function Promises({ promises }: Pick<Figures, 'promises'>) {
  return (
    <Part title={words.promisesTitle} definition={names.kept[1]}>
      <Table
        label={words.promisesTitle}
        columns={[
          [words.columns.promise],
          [words.columns.kept, true],
          [words.columns.missed, true],
          [words.columns.share, true],
        ]}
      >
        {PROMISES.map((promise) => {
          const { kept, missed } = promises[promise]
          return (
            <tr key={promise}>
              <th scope="row">{words.promises[promise]}</th>
              <Barred value={kept} most={kept + missed} />
              <td class="number">{missed}</td>
              <td class="number">{shareOf(kept, kept + missed)}</td>
            </tr>
          )
        })}
      </Table>
    </Part>
  )
}

interface GroupRow {
  key: string
  name: string
  figures: Figures
}

/** As people read them. */
export function rowsOf(report: ReportAnswer, group: NarrowedBy): GroupRow[] {
  if (group === 'type') return report.types.map((row) => ({ ...row, name: typeName(row.key) }))
  if (group === 'team')
    return report.teams.map((row) => ({ ...row, name: row.key === 'none' ? words.noTeam : row.key }))
  return report.agents.map(({ name, ...row }) => ({
    ...row,
    name: row.key === 'nobody' ? words.nobody : name || words.gone,
  }))
}

function Group({ group, rows }: { group: NarrowedBy; rows: GroupRow[] }) {
  const most = Math.max(...rows.map(({ figures }) => figures.opened))
  return (
    <Part title={words.groups[group]}>
      <Table
        label={words.groups[group]}
        columns={[
          [words.narrow[group]],
          [names.opened[0], true],
          [names.solved[0], true],
          [names.firstReply[0], true],
          [names.solution[0], true],
          [names.kept[0], true],
          [names.satisfied[0], true],
        ]}
      >
        {rows.map(({ key, name, figures }) => {
          const { kept, all } = promisesOf(figures)
          return (
            <tr key={key}>
              <th scope="row">
                <ToTickets search={searchOf(group, key, name)}>{name}</ToTickets>
              </th>
              <Barred value={figures.opened} most={most} />
              <td class="number">{figures.solved}</td>
              <td class="number">{timeOf(figures.firstReplyMs)}</td>
              <td class="number">{timeOf(figures.solutionMs)}</td>
              <td class="number">{shareOf(kept, all)}</td>
              <td class="number">{shareOf(figures.satisfied, figures.rated)}</td>
            </tr>
          )
        })}
      </Table>
    </Part>
  )
}

/** From a figure to the tickets that were opened, as the search finds them. */
function ToTickets({ search, children }: { search: string | null; children: string }) {
  if (!search) return <>{children}</>
  const to = { ticketId: null, pane: 'thread', search } as const
  return (
    <a href={addressOf({ ...route.value, ...to })} title={words.toTickets} onClick={goOnClick(to)}>
      {children}
    </a>
  )
}

/** @returns null where no search asks for them */
function searchOf(group: NarrowedBy, key: string, name: string): string | null {
  const { from, to } = asked.value
  const isToToday = to >= lastDays(1, new Date()).to
  const days = isToToday ? `after:${from}` : `after:${from} before:${dayBehind(to)}`
  if (group === 'type') return `type:${key} ${days}`
  if (group === 'team') return key === 'none' ? null : `team:"${key}" ${days}`
  if (key === 'nobody') return `assignee:none ${days}`
  return name === words.gone ? null : `assignee:"${name}" ${days}`
}

function promisesOf({ promises }: Figures): { kept: number; all: number } {
  const each = PROMISES.map((promise) => promises[promise])
  const kept = each.reduce((sum, one) => sum + one.kept, 0)
  return { kept, all: kept + each.reduce((sum, one) => sum + one.missed, 0) }
}

/** One table that spreadsheets can group; times in seconds. */
export function ticketRows(report: ReportAnswer): Cell[][] {
  const row = (group: string, key: string, name: string, figures: Figures): Cell[] => [
    ...[group, key, name, figures.opened, figures.solved, figures.replied],
    ...[figures.firstReplyMs, figures.solutionMs].map((ms) => (ms === null ? null : Math.round(ms / 1_000))),
    ...PROMISES.flatMap((promise) => [figures.promises[promise].kept, figures.promises[promise].missed]),
    ...[figures.rated, figures.satisfied],
  ]
  return [
    [
      ...['group', 'key', 'name', 'opened', 'solved', 'replied'],
      ...['first_reply_median_s', 'solution_median_s'],
      ...PROMISES.flatMap((promise) => [`${promise}_kept`, `${promise}_missed`]),
      ...['rated', 'satisfied'],
    ],
    row('total', '', '', report.total),
    ...report.days.map(({ key, figures }) => row('day', key, '', figures)),
    ...report.hours.map(({ key, figures }) => row('hour', key, '', figures)),
    ...(['type', 'team', 'agent'] as const).flatMap((group) =>
      rowsOf(report, group).map(({ key, name, figures }) => row(group, key, name, figures)),
    ),
  ]
}
