// What the help center answered before anybody was asked; and what it could not: for those who write articles.

import type { DeflectionAnswer } from '../../../protocol/desk/reports.ts'
import { Blank } from '../../../ui/controls.tsx'
import { SearchIcon } from '../../../ui/icons.tsx'
import type { Cell } from '../../csv.ts'
import { me } from '../../state.ts'
import { reports as words } from '../../strings/reports.ts'
import { Chart } from './chart.tsx'
import { dayName, shortDay } from './day-names.ts'
import { Barred, Figure, Part, shareOf, Table } from './parts.tsx'

export function HelpReport({ report }: { report: DeflectionAnswer }) {
  const { searches, tickets, days, unanswered, articles } = report
  const all = searches.found + searches.nothing
  if (all + tickets.opened + articles.length === 0)
    return (
      <Blank icon={<SearchIcon />} title={words.emptyHelpTitle}>
        {words.emptyHelp}
      </Blank>
    )
  return (
    <>
      <dl class="figures figures-four">
        <Figure
          name={words.help.answered}
          value={shareOf(searches.found, all)}
          more={all ? words.ofPromises(searches.found, all) : undefined}
        />
        <Figure name={words.help.nothing} value={String(searches.nothing)} />
        <Figure
          name={words.help.afterReading}
          value={shareOf(tickets.afterReading, tickets.opened)}
          more={tickets.opened ? words.ofPromises(tickets.afterReading, tickets.opened) : undefined}
        />
        <Figure name={words.help.opened} value={String(tickets.opened)} />
      </dl>
      <Chart
        title={words.charts.searches[0]}
        definition={words.charts.searches[1]}
        columnsName={words.columns.day}
        columns={days.map(({ key }) => ({ name: dayName(key), short: shortDay(key) }))}
        series={[
          { name: words.found, values: days.map(({ found }) => found) },
          { name: words.nothing, values: days.map(({ nothing }) => nothing) },
        ]}
        format={(value) => String(value)}
      />
      <Unanswered rows={unanswered} />
      <Articles rows={articles} />
      <p class="quiet">{words.zone(report.zone)}</p>
    </>
  )
}

function Unanswered({ rows }: { rows: DeflectionAnswer['unanswered'] }) {
  const most = Math.max(0, ...rows.flatMap(({ times, beforeTickets }) => [times, beforeTickets]))
  const [title, definition] = words.unanswered
  const mayWrite = me.value?.roles.some((role) => role !== 'agent') ?? false
  return (
    <Part title={title} definition={definition}>
      {rows.length === 0 ? (
        <p class="quiet">{words.noRows}</p>
      ) : (
        <Table
          label={title}
          columns={[
            [words.question],
            [words.nothing, true],
            [words.before, true],
            [words.newest],
            [words.findsNow],
          ]}
        >
          {rows.map(({ query, times, beforeTickets, newestAt, now }) => (
            <tr key={query}>
              <th scope="row" class="wraps">
                {query}
              </th>
              <Barred value={times} most={most} />
              <Barred value={beforeTickets} most={most} />
              <td>{shortDay(newestAt.slice(0, 10))}</td>
              <td class="wraps">
                {now ? <ArticleLink {...now} /> : words.stillNothing}
                {!now && mayWrite && <Begin question={query} />}
              </td>
            </tr>
          ))}
        </Table>
      )}
      {mayWrite && rows.some(({ now }) => !now) && <p class="quiet">{words.beginHint}</p>}
    </Part>
  )
}

function Begin({ question }: { question: string }) {
  const address = `/console/preview/articles/new?${new URLSearchParams({ question })}`
  return (
    <a
      class="report-begin"
      href={address}
      target="_blank"
      aria-label={words.of(words.begin, question)}
      rel="noopener"
    >
      {words.begin}
    </a>
  )
}

function Articles({ rows }: { rows: DeflectionAnswer['articles'] }) {
  const [title, definition] = words.articles
  return (
    <Part title={title} definition={definition}>
      {rows.length === 0 ? (
        <p class="quiet">{words.noRows}</p>
      ) : (
        <Table
          label={title}
          columns={[
            [words.article],
            [words.yes, true],
            [words.partly, true],
            [words.no, true],
            [words.before, true],
            [words.missing],
          ]}
        >
          {rows.map(({ slug, title, yes, partly, no, beforeTickets, comments }) => (
            <tr key={slug}>
              <th scope="row" class="wraps">
                <ArticleLink slug={slug} title={title} />
              </th>
              <td class="number">{yes}</td>
              <td class="number">{partly}</td>
              <td class="number">{no}</td>
              <td class="number">{beforeTickets}</td>
              <td class="wraps">
                {comments.map(({ comment, at }) => (
                  <p key={at + comment}>{comment}</p>
                ))}
              </td>
            </tr>
          ))}
        </Table>
      )}
    </Part>
  )
}

const ArticleLink = ({ slug, title }: { slug: string; title: string }) => (
  <a href={`/console/preview/${encodeURIComponent(slug)}`} target="_blank" rel="noreferrer">
    {title}
  </a>
)

export function helpRows({ days, unanswered, articles }: DeflectionAnswer): Cell[][] {
  return [
    [
      'group',
      'key',
      'found',
      'nothing',
      'tickets',
      'times',
      'yes',
      'partly',
      'no',
      'before_tickets',
      'missing',
    ],
    ...days.map(({ key, found, nothing, opened }): Cell[] => ['day', key, found, nothing, opened]),
    ...unanswered.map(({ query, times, beforeTickets }): Cell[] => [
      ...['question', query, null, null, null, times, null, null, null, beforeTickets],
    ]),
    ...articles.map(({ slug, yes, partly, no, beforeTickets, comments }): Cell[] => [
      ...['article', slug, null, null, null, null, yes, partly, no, beforeTickets],
      comments.map(({ comment }) => comment).join('\n'),
    ]),
  ]
}
