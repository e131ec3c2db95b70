// What does the store on PostgreSQL cost? Messages a second that are committed when they are acknowledged, beside the plain
// way with a transaction for each. `npm run bench -- postgres [folder on the disk that counts]`. Writes results/postgres.md.

import { writeFile } from 'node:fs/promises'
import { throwAwayServer } from '../test/stage/postgres-server.ts'
import { plainWay, theStore, withTickets } from './store/on-postgres.ts'
import { best, COLUMNS, database, lineOf, machine, type Row, rated } from './store/postgres-rate.ts'

const WRITERS = [1, 16, 64, 256]

export async function bench(args: string[] = []): Promise<void> {
  const server = await throwAwayServer({ root: args[0], sharedBuffers: '1GB' })
  const rows: Row[] = []
  try {
    const url = await database(server.url, 'rates')
    await withTickets(url)
    for (const writers of WRITERS) {
      for (const [way, open] of Object.entries({ 'together (the store)': theStore, 'one by one': plainWay }))
        rows.push(await best(() => rated(server, url, { way, writers, open })))
    }
  } finally {
    await server.end()
  }
  const report = `# The store on PostgreSQL

\`npm run bench -- postgres\`, on ${machine()}.
PostgreSQL and the program share the processors. A message is a look for its client id, the ticket, and three writes.

${COLUMNS}
${rows.map(lineOf).join('\n')}
`
  console.log(report)
  await writeFile('bench/results/postgres.md', report)
}
