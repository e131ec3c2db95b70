// The tables of bench/results/cluster.md.

import { cpus, loadavg } from 'node:os'
import type { Verdict } from '../../test/faults/storm.ts'
import { middle } from '../parts/quantiles.ts'

export interface Row {
  what: string
  rounds: number
  /** From the end of the disturbance until everybody had everything. */
  currentMs: number[]
  verdict: Verdict
  /** Sessions that were begun because the one before was known no more: of everybody, in all rounds. */
  anew: number
}

export const seconds = (ms: number) => (ms / 1_000).toFixed(1)

export const report = (
  rows: Row[],
  {
    older,
    seenMs,
    students,
  }: { older: { name: string; rows: Row[] } | null; seenMs: number; students: number },
): string => `# Three copies, and what can happen to them

\`npm run bench -- cluster\`. ${students} students and an agent, independent clients of the protocol, write and read through nginx
(deploy/nginx.conf) and three copies of the server on one PostgreSQL and one Redis. Each one's journal of what it was shown is compared
with what was acknowledged and with what is stored. “Current after”: from the end of the disturbance until everybody had everything
that was written, what was still to be sent included. “Logged in anew”: whose session was refused. ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}; load at the end ${loadavg()[0]?.toFixed(0)}.

${table(rows)}

An agent who looked at a ticket when their copy was killed with -9 was seen there, at another copy's console, for ${seconds(seenMs)} s more.
${older ? ofVersions(older) : ''}`

const ofVersions = ({ name, rows }: { name: string; rows: Row[] }) => `
## Two versions on one database

\`npm run bench -- cluster 3 FOLDER\`, where FOLDER has the older version, built: ${name}. It sets the database up; each row goes on where
the one before it ended. One round of the second row is an upgrade of three copies and the way back.

${table(rows)}
`

function table(rows: Row[]): string {
  const lines = rows.map(({ what, rounds, currentMs, verdict: v, anew }) => {
    const cells = [
      ...[
        what,
        rounds,
        v.acknowledged,
        v.lost,
        v.shownTwice,
        v.outOfOrder,
        v.statesAmiss,
        v.troubles.length,
        anew,
      ],
      ...[seconds(middle(currentMs)), seconds(Math.max(...currentMs))],
    ]
    return `| ${cells.join(' | ')} |`
  })
  return `| what happens | rounds | acknowledged | lost | shown twice | out of order | states amiss | errors shown | logged in anew | current after, middle, s | longest, s |
| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${lines.join('\n')}`
}
