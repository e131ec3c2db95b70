// What does the plan of every hot question read, with ten million messages before?
// `npm run bench -- postgres-plans [messages] [folder on the disk that counts]`. Writes results/postgres-plans.md.

import { writeFile } from 'node:fs/promises'
import { throwAwayServer } from '../test/stage/postgres-server.ts'
import { theStore } from './store/on-postgres.ts'
import { fill, sizes } from './store/postgres-fill.ts'
import { plansOf } from './store/postgres-plans.ts'
import { best, COLUMNS, database, lineOf, machine, rated, whole } from './store/postgres-rate.ts'

const MESSAGES = 10_000_000
const WRITERS = 64

export async function bench(args: string[] = []): Promise<void> {
  const messages = Number(args[0] ?? MESSAGES)
  const server = await throwAwayServer({ root: args[1], sharedBuffers: '1GB' })
  try {
    const url = await database(server.url, 'large')
    const beganAt = performance.now()
    await fill(url, messages, console.log)
    const tookS = (performance.now() - beganAt) / 1_000
    const plans = await plansOf(url)
    const row = await best(() => rated(server, url, { way: 'together', writers: WRITERS, open: theStore }))
    const rows = plans.map(
      ({ question, scan, rows: found, ms, hit, read }) =>
        `| ${question} | ${scan} | ${found} | ${ms.toFixed(2)} | ${hit} | ${read} |`,
    )
    const table = `# Hot questions among ${whole(messages)} messages

\`npm run bench -- postgres-plans\`, on ${machine()}.
Filled in ${whole(tookS)} s. ${(await sizes(url)).join('; ')}.

| question | plan | rows | ms | pages hit | read |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

What is kept among them:

${COLUMNS}
${lineOf(row)}
`
    console.log(table)
    const inFull = plans.map(({ question, text }) => `### ${question}\n\n\`\`\`\n${text}\n\`\`\`\n`)
    const how = 'EXPLAIN (ANALYZE, BUFFERS), each asked a second time.'
    await writeFile(
      'bench/results/postgres-plans.md',
      `${table}\n## Each plan\n\n${how}\n\n${inFull.join('\n')}`,
    )
  } finally {
    await server.end()
  }
}
