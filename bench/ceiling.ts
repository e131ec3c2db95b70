// How far does one copy with its embedded store go? Start, memory and what a person waits for, with 1,000, 10,000 and 100,000
// tickets of eight messages each: the real server, in a process of its own. Writes results/ceiling.md.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { openLowdbStore } from '../server/store/lowdb/store.ts'
import { readableLog } from '../test/faults/folders.ts'
import { clientId, contact, message, ticket } from '../test/faults/records.ts'
import { articlesFolder } from '../test/stage/articles-folder.ts'
import { agentConnects, contactConnects, maya, newClientId } from '../test/stage/cast.ts'
import type { Client } from '../test/stage/client.ts'
import { makeWorld } from '../test/stage/world.ts'
import { middle, quantile } from './parts/quantiles.ts'

const SIZES = [1_000, 10_000, 100_000]
const MESSAGES = 8
/** Tickets of one contact: somebody who comes back. */
const OF_CONTACT = 4
const AT_ONCE = 500
/** Each thing is asked so often; the middle and the 99th of 100 count. */
const TIMES = 300

interface Row {
  tickets: number
  startMs: number
  megabytes: number
  waits: { what: string; middleMs: number; p99Ms: number }[]
}

/** @param args a largest size: with a smaller one no results are written */
export async function bench(args: string[] = []): Promise<void> {
  const most = Number(args[0] ?? SIZES.at(-1))
  const articles = await articlesFolder({})
  const rows: Row[] = []
  const load = loadavg()[0] ?? 0
  for (const tickets of SIZES.filter((size) => size <= most)) {
    const dir = await mkdtemp(join(tmpdir(), 'helpdock-ceiling-'))
    const world = await makeWorld({ ARTICLES_DIR: articles.dir }, (dataDir) => fill(dataDir, tickets), {
      root: tmpdir(),
    })
    try {
      await world.stop()
      const beganAt = performance.now()
      await world.start()
      const startMs = performance.now() - beganAt
      const waits = await waitsOf(world.url)
      const megabytes = (await memoryOf(world.pid())) / 1024
      rows.push({ tickets, startMs, megabytes, waits })
      console.log(JSON.stringify(rows.at(-1)))
    } finally {
      await world.end()
      await rm(dir, { recursive: true, force: true })
    }
  }
  await articles.remove()
  if (rows.length === SIZES.length) await report(rows, load)
}

async function fill(dataDir: string, tickets: number): Promise<void> {
  const store = await openLowdbStore({ dir: dataDir, log: readableLog() })
  const began = Date.UTC(2026, 0, 1)
  const instant = (n: number) => new Date(began + n * 1_000).toISOString()
  for (let from = 0; from < tickets; from += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, tickets - from) }, (_, n) => from + n)
    await Promise.all(
      some.map((n) =>
        store.commit(async (tx) => {
          const [id, contactId] = [`tkt_${n}`, `ctc_${Math.floor(n / OF_CONTACT)}`]
          const state = n % 10 === 0 ? 'open' : 'solved'
          if (n % OF_CONTACT === 0) await tx.contacts.put(contact(contactId, `Student ${n}`))
          await tx.tickets.put(
            ticket(id, { number: n + 1, contactId, state, newestSequence: MESSAGES, updatedAt: instant(n) }),
          )
          for (let sequence = 1; sequence <= MESSAGES; sequence++) {
            await tx.entries.append(
              message(id, sequence, `Message ${sequence} of ticket ${n}, as long as most are.`),
            )
            await tx.clientIds.put(clientId(contactId, `${id}-${sequence}`, { ticketId: id, sequence }))
          }
        }),
      ),
    )
  }
  await store.close()
}

async function waitsOf(url: string): Promise<Row['waits']> {
  const student = await contactConnects(url, maya)
  const omar = await agentConnects(url, 'Omar')
  const opening = { clientId: newClientId(), type: 'question', text: 'Where is my rotation?' }
  const ticketId = (await student.command('ticket.open', opening)).result.ticket.id
  let n = 0
  // Two a second are allowed to a student, ten to an agent: so the agent writes.
  const waits = [
    await wait('a message is acknowledged', 110, async () => {
      await taken(omar, 'message.send', { ticketId, clientId: newClientId(), text: `Answer ${++n}.` })
    }),
    await wait('an agent opens a thread', TIMES, async () => {
      await taken(omar, 'thread.read', { ticketId: `tkt_${(++n * 37) % 1_000}` })
    }),
    await wait('an agent lists the open tickets', 80, async () => {
      await taken(omar, 'ticket.list', { view: 'open' })
    }),
    await wait('a student comes in', 20, async () => {
      ;(await contactConnects(url, maya)).close()
    }),
  ]
  student.close()
  omar.close()
  return waits
}

async function taken(client: Client, name: string, body: Record<string, unknown>): Promise<void> {
  const { problem } = await client.command(name, body)
  if (problem) throw new Error(`${name} was refused: ${JSON.stringify(problem)}`)
  // It remembers every frame, and looks through them for each answer.
  client.frames.length = 0
}

async function wait(what: string, times: number, work: () => Promise<void>) {
  const tookMs: number[] = []
  for (let time = 0; time < times; time++) {
    const beganAt = performance.now()
    await work()
    tookMs.push(performance.now() - beganAt)
  }
  return { what, middleMs: middle(tookMs), p99Ms: quantile(tookMs, 0.99) }
}

/** In kilobytes. */
async function memoryOf(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0)
}

async function report(rows: Row[], load: number): Promise<void> {
  const count = (n: number) => n.toLocaleString('en')
  const whats = rows[0]?.waits.map(({ what }) => what) ?? []
  const lines = rows.map(({ tickets, startMs, megabytes, waits }) => {
    const times = waits.map(({ middleMs, p99Ms }) => `${middleMs.toFixed(1)} / ${p99Ms.toFixed(1)}`)
    return `| ${[count(tickets), count(tickets * MESSAGES), (startMs / 1_000).toFixed(1), Math.round(megabytes), ...times].join(' | ')} |`
  })
  await writeFile(
    new URL('results/ceiling.md', import.meta.url),
    `# How far one copy goes

\`npm run bench -- ceiling\`: the real server with its embedded store, in a process of its own, on a folder with so many tickets. Start: from the
command until it takes requests, Node's own start included. Memory: of the process, after what follows was asked. Times in
milliseconds over a socket on the same machine, one after the other: the middle and the 99th of 100. Load at the beginning: ${load.toFixed(1)} on
${cpus().length} × ${cpus()[0]?.model.trim()}, Node ${process.version}.

| tickets | messages | start, s | memory, MB | ${whats.join(' | ')} |
| ---: | ---: | ---: | ---: |${whats.map(() => ' ---: |').join('')}
${lines.join('\n')}
`,
  )
}
