// Floods: who asks too often is told when to come back, nobody beside them notices, and what was refused is taken later.

import { connect as dial } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  ADDRESS_RATE,
  CLOSE,
  COMMAND_RATES,
  NOISE_RATE,
  SOCKETS_OF_ADDRESS,
  SOCKETS_OF_ONE,
} from '../../protocol/limits.ts'
import { logInLimits } from '../../server/agents/log-in-limits.ts'
import { commandLimits, socketLimits } from '../../server/chat/limits.ts'
import { requestCounts } from '../../server/http/request-counts.ts'
import { sourceOf } from '../../server/http/source.ts'
import { agentCookie, contactConnects, leo, maya, newClientId, post, sessionOf } from '../stage/cast.ts'
import { type Answer, type Client, connect, open as openSocket } from '../stage/client.ts'
import { eventually, makeWorld, type World } from '../stage/world.ts'

const OF_CONTACTS = COMMAND_RATES.contact

describe('the buckets', () => {
  let elapsedMs = 0
  const limits = commandLimits(() => elapsedMs)
  const somebody = (id: string) => ({ kind: 'contact' as const, contactId: id, sessionId: 's' })
  const waitOf = (who: string, name: string, address = 'school') => {
    try {
      limits.take(somebody(who), name, address)
      return 0
    } catch (refusal) {
      return (refusal as { facts: { retryAfterMs: number } }).facts.retryAfterMs
    }
  }

  test('let a burst through, then say how long to wait, and mean it', () => {
    for (let n = 0; n < OF_CONTACTS.write.burst; n++) expect(waitOf('maya', 'message.send')).toBe(0)
    const waitMs = waitOf('maya', 'message.send')
    expect(waitMs).toBe(1_000 / OF_CONTACTS.write.perSecond)
    elapsedMs += waitMs - 1
    expect(waitOf('maya', 'message.send')).toBeGreaterThan(0)
    elapsedMs += 2
    expect(waitOf('maya', 'message.send')).toBe(0)
    expect(waitOf('maya', 'message.send')).toBeGreaterThan(0)
  })

  test('are one for each person and kind', () => {
    expect(waitOf('maya', 'message.send'), 'the premise').toBeGreaterThan(0)
    expect(waitOf('maya', 'thread.read')).toBe(0)
    expect(waitOf('leo', 'message.send')).toBe(0)
  })

  test('let a transcript be mailed a few times, then seldom, and hold up nothing else', () => {
    for (let n = 0; n < 3; n++) expect(waitOf('maya', 'transcript.mail')).toBe(0)
    expect(waitOf('maya', 'transcript.mail') / 60_000).toBeCloseTo(20, 0)
    expect(waitOf('maya', 'ticket.rate')).toBe(0)
    expect(waitOf('leo', 'transcript.mail')).toBe(0)
  })

  test('let one account begin a session for each page that is opened, and not as many as a machine asks for', () => {
    const enters = (sub: string) => {
      try {
        return limits.enter(sub)
      } catch (refusal) {
        return (refusal as { code: string }).code
      }
    }
    for (let n = 0; n < 200; n++) expect(enters('maya')).toBeUndefined()
    expect(enters('maya')).toBe('request.too_many')
    expect(enters('leo')).toBeUndefined()
  })

  test('of an address are not emptied by one who is refused, however long', () => {
    for (let n = 0; n < 3 * ADDRESS_RATE.burst; n++) waitOf('maya', 'message.send', 'ward')
    for (let n = 0; n < 500; n++) expect(waitOf(`student-${n}`, 'message.send', 'ward')).toBe(0)
  })

  test('of an address are emptied by many who are not', () => {
    const inAll = Array.from({ length: ADDRESS_RATE.burst + 1 }, (_, n) =>
      waitOf(`one-${n}`, 'thread.see', 'farm'),
    )
    expect(inAll.filter((waitMs) => waitMs > 0)).toHaveLength(1)
    expect(waitOf('maya', 'thread.see', 'another')).toBe(0)
  })
})

describe('what one agent reads', () => {
  let elapsedMs = 0
  const limits = commandLimits(() => elapsedMs)
  const waitOf = (who: string, what: 'threads' | 'lists' = 'threads') => {
    try {
      limits.read(who, what)
      return 0
    } catch (refusal) {
      return (refusal as { facts: { retryAfterMs: number } }).facts.retryAfterMs
    }
  }

  test('is never too much where a person sits, however quickly they step through a view', () => {
    for (let day = 0; day < 3; day++) {
      // Two minutes of eight tickets a second, and a shift that opens one in five seconds, and a list to its ten thousandth row.
      for (let n = 0; n < 2 * 60 * 8; n++, elapsedMs += 125) expect(waitOf('omar'), `${n}`).toBe(0)
      for (let n = 0; n < (8 * 60 * 60) / 5; n++, elapsedMs += 5_000) expect(waitOf('omar'), `${n}`).toBe(0)
      for (let n = 0; n < 100; n++) expect(waitOf('omar', 'lists')).toBe(0)
    }
  })

  test('takes ten hours where a machine copies ten thousand threads, and says so in the first minute', () => {
    const beganAt = elapsedMs
    let refusedAt = 0
    for (let taken = 0; taken < 10_000; ) {
      const waitMs = waitOf('stolen')
      if (waitMs === 0) taken++
      else refusedAt ||= elapsedMs
      // As often as reads are let through.
      elapsedMs += waitMs || 1_000 / COMMAND_RATES.agent.read.perSecond
    }
    expect(refusedAt - beganAt).toBeLessThan(60_000)
    expect((elapsedMs - beganAt) / 3_600_000).toBeGreaterThan(9)
    expect(waitOf('omar'), 'nobody beside them').toBe(0)
  })
})

test('all addresses of one network of IPv6 are one, and each of IPv4 is one', () => {
  for (const address of ['2001:db8:1:2::', '2001:DB8:1:2:3:4:5:6', '2001:db8:1:2:ffff::9'])
    expect(sourceOf(address)).toBe('2001:db8:1:2::/64')
  expect(sourceOf('2001:db8:1:3::1')).toBe('2001:db8:1:3::/64')
  expect(sourceOf('2001:db8::1')).toBe('2001:db8:0:0::/64')
  expect(sourceOf('::1')).toBe('0:0:0:0::/64')
  for (const address of ['203.0.113.7', '::ffff:203.0.113.7', '::FFFF:203.0.113.7'])
    expect(sourceOf(address)).toBe('203.0.113.7')
  expect(sourceOf('203.0.113.8')).toBe('203.0.113.8')
})

test('one network tries so many passwords, whatever addresses it makes up, and uses up nobody else’s tries', async () => {
  const limits = logInLimits(requestCounts())
  const tries = (ip: string) => limits.ofSource(ip).catch(({ code }: { code: string }) => code)
  for (let n = 0; n < 120; n++) expect(await tries(`2001:db8:1:2::${n.toString(16)}`)).toBeUndefined()
  expect(await tries('2001:db8:1:2:ffff::1')).toBe('request.too_many')
  expect(await tries('2001:db8:1:3::1')).toBeUndefined()
  // Nor does an address that is written in another way have tries of its own.
  const guesses = (email: string) => limits.ofAccount(email).catch(({ code }: { code: string }) => code)
  const ways = ['j\u00f6rg@desk.example', 'Jo\u0308rg@DESK.example', ' j\u00f6rg@desk.example']
  for (let n = 0; n < 20; n++) expect(await guesses(ways[n % 3] ?? '')).toBeUndefined()
  for (const way of ways) expect(await guesses(way)).toBe('request.too_many')
})

test('guesses are remembered beside whatever somebody makes up meanwhile, and of that no more than can be kept', () => {
  const counts = requestCounts()
  const store = new counts.Store()
  const asks = (who: string, lengthMs: number) => {
    let times = 0
    store.incr(
      who,
      (_never, counted) => {
        times = counted?.current ?? 0
      },
      lengthMs,
      10,
    )
    return times
  }
  expect([asks('password', 900_000), asks('password', 900_000)], 'the premise').toEqual([1, 2])
  expect(asks('made up 0', 60_000)).toBe(1)
  for (let n = 1; n <= 50_000; n++) asks(`made up ${n}`, 60_000)
  expect(asks('password', 900_000)).toBe(3)
  expect(asks('made up 0', 60_000), 'forgotten').toBe(1)
  // Nor is it kept for copies that nobody has.
  for (let n = 0; n < 20_000; n++) for (let again = 0; again < 3; again++) asks(`more ${n}`, 60_000)
  expect(counts.shared.gather().length).toBeLessThanOrEqual(50_002)
})

test('an address holds as many sockets as a large school, and its people do not take those of another', () => {
  const limits = socketLimits()
  const letGo = Array.from({ length: SOCKETS_OF_ADDRESS }, () => limits.ofAddress('farm'))
  expect(() => limits.ofAddress('farm')).toThrow('request')
  expect(() => limits.ofAddress('school')).not.toThrow()
  letGo.pop()?.()
  expect(() => limits.ofAddress('farm')).not.toThrow()
})

describe('a server', () => {
  let world: World
  beforeAll(async () => {
    world = await makeWorld({}, undefined, { articles: false })
  })
  afterAll(async () => {
    await world?.end()
  })

  const opens = async (student: Client): Promise<string> => {
    const opening = { clientId: newClientId(), type: 'question', text: 'Where is my rotation?' }
    return (await student.command('ticket.open', opening)).result.ticket.id
  }
  const wasRefused = ({ problem }: Answer) => problem?.code === 'request.too_many'

  test('refuses a flood with when to come back, on both transports, and not the one beside it', async () => {
    const [flooder, honest] = await Promise.all([
      contactConnects(world.url, maya),
      contactConnects(world.url, leo),
    ])
    const [hers, his] = await Promise.all([opens(flooder), opens(honest)])
    const flood = Array.from({ length: OF_CONTACTS.write.burst + 60 }, (_, n) => ({
      clientId: newClientId(),
      ticketId: hers,
      text: `flood ${n}`,
    }))
    const answers: Answer[] = []
    // Sixty in flight are allowed.
    while (answers.length < flood.length) {
      const some = flood.slice(answers.length, answers.length + 60)
      answers.push(...(await Promise.all(some.map((body) => flooder.command('message.send', body)))))
    }
    const refused = answers.findIndex(wasRefused)
    expect(refused).toBeGreaterThanOrEqual(OF_CONTACTS.write.burst)
    expect(answers[refused]?.problem).toMatchObject({ status: 429, retryAfterMs: expect.any(Number) })

    const overHttp = async (session: string, ticketId: string) => {
      const body = { clientId: newClientId(), ticketId, text: 'over HTTP' }
      const frame = { kind: 'command', id: 'c1', name: 'message.send', body }
      return (await post(world.url, '/api/chat/send', frame, { authorization: `Bearer ${session}` }))
        .body as Answer
    }
    const sessions = await Promise.all([maya, leo].map((person) => sessionOf(world.url, person)))
    // A busy machine took its time with the sign-in: some have become free.
    let overHttpToo = await overHttp(sessions[0] ?? '', hers)
    for (let n = 0; n < 20 && !wasRefused(overHttpToo); n++)
      overHttpToo = await overHttp(sessions[0] ?? '', hers)
    expect(wasRefused(overHttpToo)).toBe(true)
    expect((await overHttp(sessions[1] ?? '', his)).kind).toBe('acknowledgement')
    const said = { clientId: newClientId(), ticketId: his, text: 'I only ask' }
    expect((await honest.command('message.send', said)).kind).toBe('acknowledgement')

    // Nothing was kept of what was refused: after the time, under the same name, it is taken once.
    const waitMs = overHttpToo.problem?.retryAfterMs ?? 0
    await new Promise((resolve) => setTimeout(resolve, waitMs))
    const again = await flooder.command('message.send', flood[refused] ?? {})
    expect(again.result?.message.text).toBe(`flood ${refused}`)
    flooder.close()
    honest.close()
  })

  test('does a list of commands in its order, and nothing behind the one that has to wait', async () => {
    const student = await contactConnects(world.url, leo)
    const ticketId = await opens(student)
    const cookie = await agentCookie(world.url, 'Ines')
    const asked: string[] = []
    const sends = () => {
      const text = `${asked.length}`
      asked.push(text)
      const body = { clientId: newClientId(), ticketId, text }
      return { kind: 'command', id: text, name: 'message.send', body }
    }
    let answers: Answer[] = []
    // A busy machine takes its time, and some become free meanwhile.
    while (!answers.some(wasRefused)) {
      const frames = Array.from({ length: 150 }, sends)
      answers = (await post(world.url, '/api/console/send', frames, { cookie, origin: world.url })).body
    }
    const refused = answers.findIndex(wasRefused)
    expect(answers.length, 'the one that has to wait is the last').toBe(refused + 1)
    const done = asked.slice(0, asked.length - 150 + refused)
    await student.event(
      'message.created',
      ({ message }) => (message as { text: string }).text === done.at(-1),
    )
    const heard = student.frames.flatMap(({ name, body }) =>
      name === 'message.created' ? [(body as { message: { text: string } }).message.text] : [],
    )
    expect(heard.filter((text) => asked.includes(text))).toEqual(done)
    student.close()
  })

  test('ends a socket that makes noise, and takes it back', async () => {
    const noisy = await contactConnects(world.url, maya)
    for (let n = 0; n <= NOISE_RATE.burst + 10; n++) noisy.sendRaw('{"kind":"beat"}')
    expect((await noisy.closed).code).toBe(4008)
    const back = await contactConnects(world.url, maya)
    expect(back.welcome.kind).toBe('welcome')
    back.close()
  })

  test('lets one person hold twenty sockets, and another when one of them is gone', async () => {
    const session = await sessionOf(world.url, { ...maya, sub: 'student-of-many-tabs' })
    const open = () => connect(world.url, '/api/chat', { session })
    const held = await Promise.all(Array.from({ length: SOCKETS_OF_ONE }, open))
    const turnedAway = await openSocket(world.url, '/api/chat', { session })
    expect((await turnedAway.closed).code).toBe(CLOSE.tooMany)
    expect(turnedAway.frames).toMatchObject([
      { kind: 'refusal', id: null, problem: { code: 'request.too_many', retryAfterMs: expect.any(Number) } },
    ])
    const beside = await contactConnects(world.url, leo)
    beside.close()
    held.pop()?.close()
    held.push(await eventually('a place for another', () => open().catch(() => undefined)))
    for (const one of held) one.close()
  })

  test('lets one person hold twenty polls beside their sockets, and no place is lost with one that is gone', async () => {
    const student = { ...maya, sub: 'student-of-many-polls' }
    const session = await sessionOf(world.url, student)
    const gone = new AbortController()
    const poll = (wait: number, signal: AbortSignal | null = null) =>
      fetch(`${world.url}/api/chat/poll?wait=${wait}`, {
        headers: { authorization: `Bearer ${session}` },
        signal,
      })
    const held = Array.from({ length: SOCKETS_OF_ONE }, () => poll(25_000, gone.signal).catch(() => null))
    const refused = await eventually('the next to be refused', async () => {
      const one = await poll(1)
      return one.status === 429 && one
    })
    expect(await refused.json()).toMatchObject({ code: 'request.too_many', retryAfterMs: expect.any(Number) })
    // What does not wait is answered, a socket opens, and nobody else is kept out.
    expect((await poll(0)).status).toBe(200)
    const socket = await connect(world.url, '/api/chat', { session })
    const authorization = `Bearer ${await sessionOf(world.url, leo)}`
    expect((await fetch(`${world.url}/api/chat/poll?wait=1`, { headers: { authorization } })).status).toBe(
      200,
    )
    gone.abort()
    await Promise.all(held)
    await eventually('places', async () => (await poll(1)).status === 200)
    socket.close()
  })

  test('answers what a connection sends ahead, and cuts one that sends more than anybody', async () => {
    const { port, hostname } = new URL(world.url)
    const answersTo = (many: number) =>
      new Promise<number>((resolve) => {
        let said = ''
        const answered = () => said.split('HTTP/1.1 200').length - 1
        const line = dial(Number(port), hostname)
        line.on('error', () => {}).once('close', () => resolve(answered()))
        line.on('data', (bytes) => {
          said += bytes
          if (answered() === many) line.destroy()
        })
        line.write('GET /healthz HTTP/1.1\r\nhost: helpdock\r\n\r\n'.repeat(many))
      })
    expect(await answersTo(20)).toBe(20)
    expect(await answersTo(2_000)).toBeLessThan(2_000)
    expect(await answersTo(1)).toBe(1)
  })

  test('counts transcripts by whose they are, and who has no session by their address', async () => {
    const asks = async (authorization: string) =>
      (await fetch(`${world.url}/api/chat/transcripts/tkt_none`, { headers: { authorization } })).status
    const person = { ...maya, sub: 'student-of-many-transcripts' }
    const sessions = await Promise.all([sessionOf(world.url, person), sessionOf(world.url, person)])
    for (let n = 0; n < 20; n++) expect(await asks(`Bearer ${sessions[n % 2]}`)).toBe(404)
    expect(await asks(`Bearer ${sessions[0]}`)).toBe(429)
    expect(await asks(`Bearer ${await sessionOf(world.url, leo)}`)).toBe(404)
    for (let n = 0; n < 20; n++) expect(await asks(`Bearer made-up-${n}`)).toBe(401)
    expect(await asks('Bearer made-up-too')).toBe(429)
  })

  test('keeps requests, sign-in and sockets of those beside one who used up what an address has without a session', async () => {
    const session = await sessionOf(world.url, maya)
    const poll = (headers = {}) => fetch(`${world.url}/api/chat/poll?wait=0`, { headers })
    let last = 0
    for (let n = 0; n < 1_300 && last !== 429; n += 50) {
      const answers = await Promise.all(Array.from({ length: 50 }, () => poll()))
      last = answers.at(-1)?.status ?? 0
    }
    expect(last, 'the premise: the address has none left').toBe(429)
    expect((await poll({ authorization: `Bearer ${session}` })).status).toBe(200)
    const student = await connect(world.url, '/api/chat', { session: await sessionOf(world.url, leo) })
    expect(student.welcome.contact.name).toBe(leo.name)
    student.close()
  })
})
