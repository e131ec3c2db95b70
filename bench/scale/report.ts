// The table of bench/results/scale.md.

import { cpus, loadavg } from 'node:os'
import type { Measured } from '../scale.ts'

export const report = (rows: Measured[]): string => `# One copy, two, four

\`npm run bench -- scale\`. ${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, Node ${process.version}; load average at the end ${loadavg()[1]?.toFixed(1)}.

The people, all copies, nginx, PostgreSQL and Redis share these processors, so more copies cannot bring more messages here: what can be read
is what a message costs each of them, and that copies do not stand in each other's way. A message counts as there when it is synced, acknowledged and with an agent's
console, which is at one of the copies. 100 people write, each the next thing as soon as the last is there; then 1,000 write 500 a second together; then
all are only there, for a heartbeat's time.

| store | copies | messages/s | p50 / p99 ms | at 500 a second: p50 / p99 ms | processor µs a message: copies | PostgreSQL | Redis | nginx | sockets at rest | KiB each | busy with them, of one processor |
| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${rows.map(line).join('\n')}
`

const line = ({ name, copies, perSecond, closed, paced, us, idle }: Measured) =>
  `| ${[
    name,
    copies,
    whole(perSecond),
    `${closed.p50Ms.toFixed(1)} / ${closed.p99Ms.toFixed(1)}`,
    `${paced.p50Ms.toFixed(1)} / ${paced.p99Ms.toFixed(1)}`,
    ...[us.copies, us.database, us.redis, us.balancer].map(whole),
    whole(idle.sockets),
    idle.kibEach.toFixed(1),
    `${(100 * idle.busyShare).toFixed(1)} %`,
  ].join(' | ')} |`

const whole = (number: number) => Math.round(number).toLocaleString('en')
