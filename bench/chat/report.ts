// The table of bench/results/chat.md: what was measured, beside the bare echo of the same run, and the aims.

import { cpus, loadavg } from 'node:os'
import type { Quantiles } from './load.ts'

export interface Measured {
  kind: string
  connections: number
  kibPerConnection: number
  /** All of the process, with all connections open and idle. */
  residentMb: number
  roundTrip: Quantiles
  fanOut: Quantiles
  /** Of one core, while each connection says one thing in ten seconds. */
  steadyCpuShare: number
  perSecond: number
  cpuUsPerMessage: number
}

const NAMES: Record<string, string> = {
  ws: '`ws` echo',
  fastify: '@fastify/websocket echo',
  synced: '@fastify/websocket echo, synced',
  'socket.io': 'socket.io echo',
  helpdock: '**Helpdock, durable**',
}
/** What the whole product is held against. */
const BARE = 'fastify'
/** What also keeps it, and does nothing else. */
const SYNCED = 'synced'

export function report(rows: Measured[], failures: string[]): string {
  return `# A connection, a round trip, a flood

\`npm run bench -- chat\`. ${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, Node ${process.version}. Load of the machine at the end: ${loadavg()[1]?.toFixed(1)}; this bench
alone makes 2. Where others work on it, times and messages a second say little, and what a message takes of the processor says more.

Each server is a process of its own, the load another. Helpdock is the whole product as \`helpdock serve\` runs it, its store on disk: each
connection is a contact with a session and a ticket, and a message counts as there when it is synced, acknowledged and with an agent's
console, too. The echoes answer the sender and keep nothing, but for the synced one: it appends each message to a file and syncs that before it answers, all that wait
together, so it is what a promise to keep costs on this disk at least. No limit is lifted: contacts come through a proxy on this machine,
25 from an address, and each stays below what a contact may write; a flood of few is repeated with others.

Memory: resident set with all connections idle, less that before they came; Helpdock's process holds the data of all people before. Round trip: each connection says one thing in
ten seconds. Fan-out: one event to all connections, after the first has it. Flood: each connection says the next as soon as the last is there.

| server | connections | KiB a connection | resident MB | round trip p50 / p99 ms | fan-out p50 / p99 ms | busy at the steady load | messages/s | processor µs a message |
| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map(line).join('\n')}

${aims(rows)}
${failures.map((why) => `\nNot measured: ${why}\n`).join('')}`
}

function line(row: Measured): string {
  const cells = [
    NAMES[row.kind] ?? row.kind,
    whole(row.connections),
    row.kibPerConnection.toFixed(1),
    whole(row.residentMb),
    both(row.roundTrip),
    both(row.fanOut),
    `${(100 * row.steadyCpuShare).toFixed(1)} %`,
    whole(row.perSecond),
    whole(row.cpuUsPerMessage),
  ]
  return `| ${cells.join(' | ')} |`
}

function aims(rows: Measured[]): string {
  const lines = rows
    .filter(({ kind }) => kind === 'helpdock')
    .flatMap((ours) => {
      const bare = rows.find((row) => row.kind === BARE && row.connections === ours.connections)
      if (!bare) return []
      const share = ours.perSecond / bare.perSecond
      const synced = rows.find((row) => row.kind === SYNCED && row.connections === ours.connections)
      const beside = synced ? `${(ours.roundTrip.p99Ms / synced.roundTrip.p99Ms).toFixed(1)} ×` : ''
      const slower = ours.roundTrip.p99Ms / bare.roundTrip.p99Ms
      const dearer = ours.cpuUsPerMessage / bare.cpuUsPerMessage
      return [
        [
          whole(ours.connections),
          judged(`${Math.round(100 * share)} %`, share >= 0.5),
          judged(`${ours.kibPerConnection.toFixed(1)}`, ours.kibPerConnection <= 25),
          judged(`${slower.toFixed(1)} ×`, slower <= 2),
          beside,
          ours.connections >= 10_000 ? judged(whole(ours.residentMb), ours.residentMb <= 350) : '',
          `${dearer.toFixed(1)} ×`,
        ],
      ]
    })
  return `Aims, beside the bare ${NAMES[BARE]} of this run:

| connections | messages/s, 50 % or more | KiB a connection, 25 or less | p99 at the steady load, 2 × or less | the same, beside the synced echo | resident MB, 350 or less | processor a message, beside the echo's |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}`
}

const judged = (figure: string, isMet: boolean) => `${figure} ${isMet ? 'met' : '**missed**'}`
const whole = (number: number) => Math.round(number).toLocaleString('en')
const both = ({ p50Ms, p99Ms }: Quantiles) => `${p50Ms.toFixed(2)} / ${p99Ms.toFixed(1)}`
