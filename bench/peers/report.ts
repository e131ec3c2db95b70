// The table of bench/results/peers.md: each server as measured, and Helpdock beside them.

import { cpus, loadavg } from 'node:os'
import type { Measured } from '../peers.ts'

/** What is aimed at, beside ejabberd on the same PostgreSQL; and ms of the 99th of 100 at 500 a second. */
const AIMS = { onPostgres: 4, embedded: 8, p99Ms: 4 }

export function report(rows: Measured[], failures: string[]): string {
  return `# Beside servers whose only work is chat

\`npm run bench -- peers\`. ${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, Node ${process.version}; load average at the end ${loadavg()[1]?.toFixed(1)}, of which this bench makes 2.

64 people write, each the next thing as soon as the last is there; then 1,000 people write 500 a second together. A message is there when whom it is for
has it: with ejabberd and Prosody the other of two people, while an archive keeps it (mod_mam, always); with Helpdock the agent's console, and the message is
synced and acknowledged, too. PostgreSQL is one server with its default settings on this disk, whose log has come round before, as that of one which has run
for a while; all run without encryption and without limits but Helpdock's own. Of twelve floods and three paced loads the middle one is shown, by its p99; messages/s are of all.
Load, server and database share the processors.

| server | messages/s | p50 / p99 ms | at 500 a second: p50 / p99 ms | processor µs a message: server | PostgreSQL |
| :--- | ---: | ---: | ---: | ---: | ---: |
${rows.map(line).join('\n')}

${aims(rows)}
${failures.map((why) => `\nNot measured: ${why}\n`).join('')}`
}

const line = ({ name, perSecond, closed, paced, serverUs, databaseUs }: Measured) =>
  `| ${[
    name.startsWith('Helpdock') ? `**${name}**` : name,
    Math.round(perSecond).toLocaleString('en'),
    `${closed.p50Ms.toFixed(1)} / ${closed.p99Ms.toFixed(1)}`,
    `${paced.p50Ms.toFixed(1)} / ${paced.p99Ms.toFixed(1)}`,
    Math.round(serverUs),
    Math.round(databaseUs),
  ].join(' | ')} |`

function aims(rows: Measured[]): string {
  const of = (start: string) => rows.find(({ name }) => name.startsWith(start))
  const [embedded, onPostgres, ejabberd] = [of('Helpdock, emb'), of('Helpdock on'), of('ejabberd')]
  if (!embedded || !onPostgres || !ejabberd) return ''
  const times = (ours: Measured) => ours.perSecond / ejabberd.perSecond
  return `Aims: on PostgreSQL ${AIMS.onPostgres} × ejabberd: ${judged(`${times(onPostgres).toFixed(1)} ×`, times(onPostgres) >= AIMS.onPostgres)}; embedded ${AIMS.embedded} ×: ${judged(`${times(embedded).toFixed(1)} ×`, times(embedded) >= AIMS.embedded)}; p99 at 500 a
second not above ${AIMS.p99Ms} ms: on PostgreSQL ${judged(`${onPostgres.paced.p99Ms.toFixed(1)} ms`, onPostgres.paced.p99Ms <= AIMS.p99Ms)}, embedded ${judged(`${embedded.paced.p99Ms.toFixed(1)} ms`, embedded.paced.p99Ms <= AIMS.p99Ms)} (ejabberd ${ejabberd.paced.p99Ms.toFixed(1)} ms).`
}

const judged = (figure: string, isMet: boolean) => `${figure} ${isMet ? 'met' : '**missed**'}`
