// The tables of bench/results/bus.md, and what follows from them.

import { cpus, loadavg } from 'node:os'

/** Everything for one message of a student. */
export interface Flood {
  consoles: number
  messages: number
  /** To each console. */
  frames: number
  /** Events of other copies, by a copy with these consoles and by one where nobody is. */
  heard: { withAgents: number; without: number }
  /** Microseconds of processor time. */
  us: { writing: number; withAgents: number; without: number; redis: number }
  published: number
  bytes: { toRedis: number; fromRedis: number }
}

/** In one exchange. */
export interface Exchange {
  channel: string
  name: string
  times: number
  bytes: number
}

/** What only who reads that ticket needs at once: a list shows it as `ticket.changed` has it, marks of who has read it too. */
const OF_A_THREAD = ['message.created', 'message.revised', 'activity.created', 'typing.started']

export function report(floods: Flood[], exchange: Exchange[]): string {
  const desk = exchange.filter(({ channel }) => channel === 'desk')
  const ofThreads = desk.filter(({ name }) => OF_A_THREAD.includes(name))
  const sum = (all: Exchange[], what: 'times' | 'bytes') => all.reduce((so, one) => so + one[what], 0)
  const share = (what: 'times' | 'bytes') => `${Math.round((100 * sum(ofThreads, what)) / sum(desk, what))} %`
  return `# What copies tell each other

\`npm run bench -- bus\`. Three copies on one PostgreSQL and one Redis: ${floods[0]?.messages.toLocaleString('en')} messages of students at the first,
consoles of agents at the second, nobody at the third. Each figure is for one message; processor time is that of the whole process, its looks into the store
included. ${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}; load at the end ${loadavg()[0]?.toFixed(1)}.

| consoles at the second copy | events of others that it hears | that the third hears | frames to each console | processor µs: first copy, which keeps the message | third, which only looks into the store | second, above the third | Redis | published | bytes to Redis | from it |
| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${floods.map(line).join('\n')}

## What is said in the channels

One exchange: a student writes, an agent's console has it, the agent reads it and answers, the student reads the answer.

| channel | event | times | bytes |
| :--- | :--- | ---: | ---: |
${exchange.map(({ channel, name, times, bytes }) => `| ${channel} | \`${name}\` | ${times.toFixed(1)} | ${Math.round(bytes).toLocaleString('en')} |`).join('\n')}

A channel for each ticket would keep from consoles that show another one what only a thread shows (${OF_A_THREAD.map((name) => `\`${name}\``).join(', ')}):
${share('times')} of the desk's events, ${share('bytes')} of their bytes. The rest is what lists, counts and alerts of all consoles are made of.
`
}

const line = ({ consoles, heard, us, published, bytes, frames }: Flood) =>
  `| ${[
    consoles,
    ...[heard.withAgents, heard.without].map((events) => events.toFixed(2)),
    consoles ? frames.toFixed(2) : '',
    ...[us.writing, us.without, us.withAgents - us.without, us.redis].map((number) => Math.round(number)),
    published.toFixed(2),
    ...[bytes.toRedis, bytes.fromRedis].map((number) => Math.round(number).toLocaleString('en')),
  ].join(' | ')} |`
