// Does the time in which a merge can be asked for tell whether the other address has an account? A real server, a real SMTP dialogue:
// students ask, one after the other, in pairs: one of a pair for an address that somebody of the desk has, one for an address that
// nobody has, in an order by chance. What is compared is the time until the answer, and until the mail is there. Writes results/merge-timing.md.

import { writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { cpus } from 'node:os'
import { mergeHost } from '../test/account-merge/merge-host.ts'
import { identityToken, newClientId } from '../test/stage/cast.ts'
import { randomFrom } from '../test/stage/random.ts'
import { eventually, freePort, makeWorld } from '../test/stage/world.ts'
import { middle } from './parts/quantiles.ts'

const SEED = 20_261_126
/** Asked of each kind. */
const EACH = 2_000
/** Before it counts: a server that has just begun is slower, whoever asks. */
const WARMING = 200
/** What stands around it is done by so many at a time. */
const AT_ONCE = 16
/** Two medians that are further apart than this tell something. */
const MOST_APART = 0.05
const RESAMPLED = 1_000

interface Asking {
  isKnown: boolean
  session: string
  network: string
  address: string
}
interface Taken {
  isKnown: boolean
  answerMs: number
  mailMs: number
}

export async function bench(args: string[] = []): Promise<void> {
  const each = Number(args[0] ?? EACH)
  const random = randomFrom(SEED)
  const [sink, host] = await Promise.all([smtpSink(), mergeHost()])
  const world = await makeWorld(
    { SMTP_URL: sink.url, WEBHOOK_URL: host.webhook.url, WEBHOOK_SECRET: host.webhook.secret },
    undefined,
    { articles: false },
  )
  try {
    const known = Array.from({ length: each + WARMING }, (_, n) => `known-${n}@school.example`)
    await inTurns(known, async (email, n) => {
      const session = await sessionAt(world.url, { sub: `known-${n}`, email }, networkOf(n))
      const body = { clientId: newClientId(), type: 'question', text: 'Where is my rotation?' }
      await sends(world.url, session, networkOf(n), 'ticket.open', body)
    })
    // As long as those: nothing but the account is another.
    const wanted = [
      ...known.map((address) => ({ isKnown: true, address })),
      ...known.map((address) => ({ isKnown: false, address: address.replace('known', 'noone') })),
    ]
    const askings: Asking[] = []
    await inTurns(wanted, async (one, n) => {
      const network = networkOf(100_000 + n)
      const who = { sub: `asker-${n}`, email: `asker-${n}@mail.example` }
      askings.push({ ...one, network, session: await sessionAt(world.url, who, network) })
    })
    // What else the machine does meets both of a pair.
    const kinds = [true, false].map((kind) => askings.filter(({ isKnown }) => isKnown === kind))
    const taken: Taken[] = []
    for (let n = 0; n < each + WARMING; n++) {
      const pair = random() < 0.5 ? kinds : kinds.toReversed()
      for (const kind of pair) taken.push(await asks(world.url, sink, kind[n] as Asking))
    }
    // The premise of the argument in docs/account-merge.md: before the proof the host is asked nothing.
    if (host.heard.length > 0) throw new Error(`The host was asked ${host.heard.length} times.`)
    const counted = taken.slice(2 * WARMING)
    const rows = [
      compared('until the answer', counted, ({ answerMs }) => answerMs, random),
      compared('until the mail is taken by the mail server', counted, ({ mailMs }) => mailMs, random),
    ]
    const report = told(rows, counted)
    console.log(report)
    if (each === EACH) await writeFile('bench/results/merge-timing.md', report)
    const apart = rows.filter(({ ofPairs }) => Math.abs(ofPairs - 1) > MOST_APART)
    if (apart.length > 0)
      throw new Error(
        `Further apart than ${MOST_APART * 100} %: ${apart.map(({ what }) => what).join(', ')}.`,
      )
  } finally {
    await world.end()
    await host.close()
    sink.close()
  }
}

async function asks(
  url: string,
  sink: Awaited<ReturnType<typeof smtpSink>>,
  { isKnown, session, network, address }: Asking,
): Promise<Taken> {
  const begun = performance.now()
  await sends(url, session, network, 'merge.start', { clientId: newClientId(), fromEmail: address })
  const answerMs = performance.now() - begun
  return { isKnown, answerMs, mailMs: (await sink.mailTo(address)) - begun }
}

// ---- what is measured

async function sends(
  url: string,
  session: string,
  network: string,
  name: string,
  body: object,
): Promise<void> {
  const answer = await fetch(`${url}/api/chat/send`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${session}`,
      'x-forwarded-for': network,
    },
    body: JSON.stringify({ kind: 'command', id: '1', name, body }),
  })
  const said = await answer.text()
  if (!said.includes('"acknowledgement"')) throw new Error(`${name} was refused: ${said}`)
}

async function sessionAt(url: string, who: { sub: string; email: string }, network: string): Promise<string> {
  const answer = await fetch(`${url}/api/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-forwarded-for': network },
    body: JSON.stringify({ identityToken: await identityToken({ ...who, name: 'Leo' }) }),
  })
  return ((await answer.json()) as { session: string }).session
}

/** Each asks from a network of their own: no limit of one is felt by another. */
const networkOf = (n: number) => `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`

/** Takes every mail, as RFC 5321 has it, and knows when. */
async function smtpSink() {
  const takenAt = new Map<string, number>()
  const waiting = new Map<string, (at: number) => void>()
  const port = await freePort()
  const server = createServer((socket) => {
    let buffer = ''
    let isData = false
    let to = ''
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.write('220 sink ESMTP\r\n')
    socket.on('data', (data) => {
      buffer += data
      for (;;) {
        const end = buffer.indexOf(isData ? '\r\n.\r\n' : '\r\n')
        if (end < 0) return
        const line = buffer.slice(0, end)
        buffer = buffer.slice(end + (isData ? 5 : 2))
        if (isData) {
          isData = false
          const at = performance.now()
          takenAt.set(to, at)
          waiting.get(to)?.(at)
          socket.write('250 taken\r\n')
          continue
        }
        to = /^RCPT TO:<(.+?)>/i.exec(line)?.[1] ?? to
        isData = /^DATA/i.test(line)
        socket.write(isData ? '354 go on\r\n' : /^QUIT/i.test(line) ? '221 bye\r\n' : '250 ok\r\n')
      }
    })
  }).listen(port, '127.0.0.1')
  await eventually('the mail server to listen', async () => server.listening)
  return {
    url: `smtp://127.0.0.1:${port}`,
    mailTo: (address: string) =>
      takenAt.get(address) ?? new Promise<number>((resolve) => waiting.set(address, resolve)),
    close: () => server.close(),
  }
}

// ---- what it says

interface Row {
  what: string
  known: number
  unknown: number
  ratio: number
  /** The median of what known is to unknown within a pair. */
  ofPairs: number
  interval: [number, number]
  p: number
}

function compared(what: string, taken: Taken[], of: (one: Taken) => number, random: () => number): Row {
  const [known, unknown] = [true, false].map((kind) =>
    taken.filter(({ isKnown }) => isKnown === kind).map(of),
  ) as [number[], number[]]
  const pairs = known.map((ms, n) => ms / (unknown[n] ?? Number.NaN))
  const ratios = Array.from({ length: RESAMPLED }, () =>
    middle(pairs.map(() => pick(pairs, random))),
  ).toSorted((a, b) => a - b)
  return {
    what,
    known: middle(known),
    unknown: middle(unknown),
    ratio: middle(known) / middle(unknown),
    ofPairs: middle(pairs),
    interval: [ratios[Math.floor(RESAMPLED * 0.025)] ?? 0, ratios[Math.floor(RESAMPLED * 0.975)] ?? 0],
    p: mannWhitney(known, unknown),
  }
}

/** Two-sided, by the normal approximation: how likely ranks lie so far apart where the two kinds are one. */
function mannWhitney(one: number[], other: number[]): number {
  const all = [
    ...one.map((ms) => ({ ms, mine: true })),
    ...other.map((ms) => ({ ms, mine: false })),
  ].toSorted((a, b) => a.ms - b.ms)
  const ranks = all.reduce((sum, { mine }, index) => sum + (mine ? index + 1 : 0), 0)
  const [n, m] = [one.length, other.length]
  const u = ranks - (n * (n + 1)) / 2
  const z = (u - (n * m) / 2) / Math.sqrt((n * m * (n + m + 1)) / 12)
  return 2 * (1 - normal(Math.abs(z)))
}

/** Abramowitz and Stegun 7.1.26: to seven digits. */
function normal(z: number): number {
  const x = z / Math.SQRT2
  const t = 1 / (1 + 0.3275911 * x)
  const poly = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t
  return (1 + (1 - poly * Math.exp(-x * x))) / 2
}

const pick = (all: number[], random: () => number) => all[Math.floor(random() * all.length)] ?? 0

async function inTurns<T>(all: T[], work: (one: T, index: number) => Promise<void>): Promise<void> {
  for (let at = 0; at < all.length; at += AT_ONCE)
    await Promise.all(all.slice(at, at + AT_ONCE).map((one, index) => work(one, at + index)))
}

function told(rows: Row[], counted: Taken[]): string {
  const ms = (value: number) => value.toFixed(2)
  const lines = rows.map(
    ({ what, known, unknown, ratio, ofPairs, interval: [from, to], p }) =>
      `| ${what} | ${ms(known)} | ${ms(unknown)} | ${ratio.toFixed(3)} | ${ofPairs.toFixed(3)} | ${from.toFixed(3)} to ${to.toFixed(3)} | ${p.toFixed(2)} |`,
  )
  return `# Does the time tell whether an account exists?

\`npm run bench -- merge-timing\`: ${counted.filter(({ isKnown }) => isKnown).length} merges asked for with an address that a contact of this desk has, and
${counted.filter(({ isKnown }) => !isKnown).length} with one that nobody has, in pairs whose order is by chance, one after the other over HTTP, each by a student and from a network of
their own. A server in a process of its own; mails go out by SMTP. ${cpus()[0]?.model ?? ''}, ${cpus().length} cores, Node ${process.version}.

| time | known, median ms | unknown, median ms | known / unknown | the same in a pair, median | 95 % of ${RESAMPLED} resamplings of the pairs | p (Mann-Whitney, two-sided) |
| --- | --- | --- | --- | --- | --- | --- |
${lines.join('\n')}

Above ${MOST_APART * 100} % apart within pairs the bench fails: what else the machine does meets both of a pair, and two medians of a busy machine swing by more. A small p would say that the two kinds can be told apart by asking often; nobody can ask often, for an
address is mailed three codes in half an hour. The host was asked nothing, in none of them.
`
}
