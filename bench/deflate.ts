// Should sockets be compressed? The frames of a real conversation, by a server that only sends them, with ws's permessage-deflate in
// several forms and without: bytes, processor time, memory, and how long a message takes. Writes results/deflate.md; decision 16.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { cpus } from 'node:os'
import { articlesFolder } from '../test/stage/articles-folder.ts'
import { agentConnects, contactConnects, maya, newClientId } from '../test/stage/cast.ts'
import { makeWorld } from '../test/stage/world.ts'
import { type Line, openLine } from './chat/line.ts'
import { usageOf } from './chat/usage.ts'
import { middle, quantile } from './parts/quantiles.ts'

const CONNECTIONS = 1_000
/** Opened at the same time. */
const AT_ONCE = 50
/** Each connection says something this often, evenly: a hundred times of what people do. */
const EACH_SAYS_MS = 1_000
const MEASURE_MS = 5_000
const REST_MS = 1_000
/** Messages of the thread whose frames are taken: tickets carry what was said last, welcomes what was missed. */
const MISSED = 20

const EACH_FOR_ITSELF = { serverNoContextTakeover: true, clientNoContextTakeover: true }
const FORMS: [string, object | false][] = [
  ['none', false],
  ['each frame for itself, from 1 KB', { ...EACH_FOR_ITSELF, threshold: 1024 }],
  ['each frame for itself', { ...EACH_FOR_ITSELF, threshold: 0 }],
  [
    'after what came before, 1 KB back',
    { serverMaxWindowBits: 10, zlibDeflateOptions: { memLevel: 3 }, threshold: 0 },
  ],
  ['after what came before, 32 KB back', { threshold: 0 }],
]

interface Frames {
  welcome: string
  answers: string[]
}

export async function bench(): Promise<void> {
  const frames = await realFrames()
  const rows: string[] = []
  for (const [what, options] of FORMS) {
    rows.push(`| ${what} | ${(await measure(options, frames)).join(' | ')} |`)
    console.log(rows.at(-1))
  }
  const bytes = (texts: string[]) =>
    texts.map((text) => Buffer.byteLength(text).toLocaleString('en')).join(', ')
  const table = `# Compressed sockets

\`npm run bench -- deflate\`. ${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, Node ${process.version}. ${CONNECTIONS.toLocaleString('en')} connections, each says something once a second.

Frames of a real conversation: a welcome with ${MISSED} missed messages (${bytes([frames.welcome])} bytes), then for each message its events and
its acknowledgement (${bytes(frames.answers)} bytes). The server only sends them; Helpdock's own work comes on top, the same in each row.

| permessage-deflate | bytes of a welcome | bytes of a message | KiB a connection | processor µs a message | p50 / p99 ms |
| :--- | ---: | ---: | ---: | ---: | ---: |
${rows.join('\n')}
`
  console.log(table)
  await writeFile('bench/results/deflate.md', table)
}

/** What a student's client hears: at its return, and when it says something. */
async function realFrames(): Promise<Frames> {
  const articles = await articlesFolder({})
  const world = await makeWorld({ ARTICLES_DIR: articles.dir })
  try {
    const student = await contactConnects(world.url, maya)
    const text =
      'Where do I find the form for my rotation in May? I looked under Onboarding and there is only April.'
    const opened = await student.command('ticket.open', { clientId: newClientId(), type: 'question', text })
    const ticketId: string = opened.result.ticket.id
    const agent = await agentConnects(world.url, 'Omar')
    for (let n = 0; n < MISSED; n++) {
      const said = `It is under Onboarding, then May. It came this morning, number ${n}: please look again.`
      await agent.command('message.send', { clientId: newClientId(), ticketId, text: said })
    }
    const back = await contactConnects(world.url, maya, { marks: { [ticketId]: 1 } })
    const from = back.frames.length
    await back.command('message.send', { clientId: newClientId(), ticketId, text })
    const answers = back.frames.slice(from).map((frame) => JSON.stringify(frame))
    for (const client of [student, agent, back]) client.close()
    return { welcome: JSON.stringify(back.welcome), answers }
  } finally {
    await world.end()
    await articles.remove()
  }
}

async function measure(options: object | false, frames: Frames): Promise<string[]> {
  const child = spawn(
    process.execPath,
    ['bench/chat/replies.mjs', JSON.stringify(options), JSON.stringify(frames)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  try {
    const [port] = await once(child.stdout, 'data')
    await rest()
    const empty = await usageOf(child.pid ?? 0)
    const places = await open(Number(port))
    await rest()
    const welcomeBytes = places.reduce((sum, { line }) => sum + line.bytes(), 0) / CONNECTIONS
    const before = await usageOf(child.pid ?? 0)
    const tookMs = await talk(places, frames.answers.length)
    const after = await usageOf(child.pid ?? 0)
    const messages = tookMs.length
    const bytes = places.reduce((sum, { line }) => sum + line.bytes(), 0) - welcomeBytes * CONNECTIONS
    for (const { line } of places) line.cut()
    return [
      Math.round(welcomeBytes).toLocaleString('en'),
      Math.round(bytes / messages).toLocaleString('en'),
      ((after.residentKib - empty.residentKib) / CONNECTIONS).toFixed(1),
      Math.round((1000 * (after.cpuMs - before.cpuMs)) / messages).toLocaleString('en'),
      `${middle(tookMs).toFixed(2)} / ${quantile(tookMs, 0.99).toFixed(1)}`,
    ]
  } finally {
    child.kill('SIGKILL')
  }
}

interface Place {
  line: Line
  heard(): void
}

async function open(port: number): Promise<Place[]> {
  const headers = { 'sec-websocket-extensions': 'permessage-deflate; client_max_window_bits' }
  const places: Place[] = []
  while (places.length < CONNECTIONS) {
    const some = Array.from({ length: AT_ONCE }, async () => {
      const place = { heard() {} }
      const welcome = new Promise<void>((resolve) => {
        place.heard = resolve
      })
      const line = await openLine({ port, path: '/', headers }, () => place.heard())
      await welcome
      return Object.assign(place, { line })
    })
    places.push(...(await Promise.all(some)))
  }
  return places
}

/** @returns how long each message took until the last of its frames was there */
async function talk(places: Place[], framesOfAnswer: number): Promise<number[]> {
  const tookMs: number[] = []
  const say = (place: Place): Promise<void> =>
    new Promise((resolve) => {
      const saidAt = performance.now()
      let missing = framesOfAnswer
      place.heard = () => {
        if (--missing > 0) return
        tookMs.push(performance.now() - saidAt)
        resolve()
      }
      place.line.say('{"kind":"command"}')
    })
  const under: Promise<void>[] = []
  const began = performance.now()
  let next = 0
  for (let elapsed = 0; elapsed < MEASURE_MS; elapsed = performance.now() - began) {
    for (const due = (elapsed / EACH_SAYS_MS) * CONNECTIONS; next < due; next++) {
      const place = places[next % CONNECTIONS]
      if (place) under.push(say(place))
    }
    await new Promise((resolve) => setTimeout(resolve, 1))
  }
  await Promise.all(under)
  return tookMs
}

const rest = () => new Promise((resolve) => setTimeout(resolve, REST_MS))
