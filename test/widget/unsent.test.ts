// Who may send what was written, and when: the widget's line, session and outbox on a scripted server and a clock
// that the test moves. The same in a browser, with the screens: test/widget/line.test.ts.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { HEARTBEAT_MS, SILENCE_MS, TYPING_MS } from '../../protocol/limits.ts'
import type { Bridge } from '../../widget/bridge.ts'

let sockets: ScriptedSocket[] = []
/** What was asked over HTTP, by path and in order. */
let asked: { path: string; body: unknown }[] = []

/** Tokens and sessions that the server takes no more; whether it answers polls and commands over HTTP. */
const expired = new Set<string>()
const ended = new Set<string>()
let overHttp = false
/** What is sent over HTTP is acknowledged. */
let takesPosts = false
/** A proxy lets no session through. */
let strips = false
/** What is asked over HTTP is lost on its way. */
let swallows = false
/** In ms. */
let serverTime: () => number

beforeEach(() => {
  vi.useFakeTimers()
  sockets = []
  asked = []
  overHttp = takesPosts = swallows = strips = false
  serverTime = Date.now
  expired.clear()
  ended.clear()
  vi.stubGlobal('WebSocket', ScriptedSocket)
  vi.stubGlobal('location', new URL('https://host.example/'))
  vi.stubGlobal('document', Object.assign(new EventTarget(), { hidden: false }))
  const page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('dispatchEvent', page.dispatchEvent.bind(page))
  vi.stubGlobal('fetch', answers)
  // On the clock of the test.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const ends = new AbortController()
    setTimeout(() => ends.abort(), ms)
    return ends.signal
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

test('what waits for a line is never sent by who comes next', async () => {
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  widget.writes('Only Maya may send this')
  await turn()
  expect(widget.unsent(), 'it waits, for nobody has welcomed Maya').toEqual(['Only Maya may send this'])

  await widget.comes(() => tokenOf('leo'))
  line().welcomes('leo')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(line().hello?.session).toBe('session of leo')
  expect(line().commands(), 'nothing of Maya’s').toEqual([])
  expect(widget.unsent(), 'and Leo sees nothing of it').toEqual([])
})

test('what somebody pressed without a line is not asked for in the name of who comes next', async () => {
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  const pressed = widget.commands.act('merge.start', { clientId: 'pressed', fromEmail: 'maya@home.example' })
  const ended = expect(pressed).rejects.toThrow('Hung up')
  await widget.comes(() => tokenOf('leo'))
  line().welcomes('leo')
  await turn()
  expect(line().hello?.session).toBe('session of leo')
  expect(line().commands()).toEqual([])
  await ended
})

test('what is written without a line while the host is asked anew who is here is kept for who was here', async () => {
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  line().welcomes('maya')
  line().breaks()
  let answer = (_token: string) => {}
  const answered = new Promise<string>((resolve) => {
    answer = resolve
  })
  const asking = widget.comes(() => answered)
  await turn()
  widget.writes('Written meanwhile')
  answer(tokenOf('maya'))
  await asking
  // Longer than a command waits for a line: it is the outbox that has to know whose it is.
  await vi.advanceTimersByTimeAsync(9_000)
  line().welcomes('maya')
  await turn()
  expect(line().commands()).toMatchObject([{ name: 'ticket.open', body: { text: 'Written meanwhile' } }])
})

test('a host that cannot say who is here is asked again, and nobody is refused', async () => {
  const widget = await freshWidget()
  let tries = 0
  void widget.comes(() => {
    if (++tries < 3) throw new TypeError('Failed to fetch')
    return tokenOf('maya')
  })
  await turn()
  expect(tries).toBe(1)
  expect(widget.state.state.sessionRefused.value).toBeNull()
  expect(widget.state.state.connection.value).toBe('offline')
  await vi.advanceTimersByTimeAsync(11_000)
  expect(tries).toBeGreaterThanOrEqual(3)
  expect(widget.session.owner).toBe('sub:maya')
  line().welcomes('maya')
  expect(widget.state.state.connection.value).toBe('live')
})

test('where nothing answers from the first, not the host either, it is said after some seconds, and goes on once something does', async () => {
  const never = () => new Promise<never>(() => {})
  const unheard = await freshWidget()
  void unheard.comes(never)
  await vi.advanceTimersByTimeAsync(9_000)
  expect(unheard.state.state.connection.value, 'a slow line is none').toBe('idle')
  await vi.advanceTimersByTimeAsync(2_000)
  expect(unheard.state.state.connection.value).toBe('offline')

  swallows = true
  const widget = await freshWidget()
  const { state } = widget.state
  // What the loader has begun waits as long as the browser does.
  await widget.comes(() => tokenOf('maya'), { session: never() })
  const { openHelpCenter } = await import('../../widget/help.ts')
  void openHelpCenter(bridgeOf('', [], { home: never() }))
  widget.writes('Into a hole')
  await vi.advanceTimersByTimeAsync(9_000)
  expect([state.connection.value, state.helpFailed.value]).toEqual(['idle', false])
  await vi.advanceTimersByTimeAsync(2_000)
  expect([state.connection.value, state.helpFailed.value]).toEqual(['offline', true])
  swallows = false
  await vi.advanceTimersByTimeAsync(120_000)
  await untilLineIsOpen()
  line().welcomes('maya')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(line().commands()).toMatchObject([{ body: { text: 'Into a hole' } }])
  expect(state.connection.value).toBe('live')
  // Whoever looks on has the articles, without a press.
  widget.state.put('open', true)
  await vi.advanceTimersByTimeAsync(200_000)
  expect(state.home.value).toMatchObject({ version: '1' })
  widget.hangsUp()
})

test('the log-in page of a network, which a host hands on as a token, names nobody: Maya stays, with what she wrote', async () => {
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  line().welcomes('maya')
  line().breaks()
  widget.writes('Written before the network wanted a log-in')
  let isLoggedIn = false
  const host = () => (isLoggedIn ? tokenOf('maya', 'anew') : '<!doctype html><title>Guest Wi-Fi</title>')
  void widget.comes(host)
  await turn()
  expect(widget.session.owner).toBe('sub:maya')
  expect(widget.unsent()).toEqual(['Written before the network wanted a log-in'])
  isLoggedIn = true
  await vi.advanceTimersByTimeAsync(11_000)

  // And where it is only the session that begins anew.
  isLoggedIn = false
  widget.session.dropSession()
  line().breaks()
  await vi.advanceTimersByTimeAsync(20_000)
  isLoggedIn = true
  await vi.advanceTimersByTimeAsync(60_000)
  await untilLineIsOpen()
  line().welcomes('maya')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(widget.state.state.sessionRefused.value).toBeNull()
  expect(line().commands()).toMatchObject([{ body: { text: 'Written before the network wanted a log-in' } }])
  const tokens = asked.flatMap(({ path, body }) =>
    path === '/api/session' ? [(body as { identityToken: string }).identityToken] : [],
  )
  expect(tokens.filter((token) => token.includes('<'))).toEqual([])
})

test('where the host’s function names somebody else by itself, no session is begun in the name of the one before', async () => {
  const widget = await freshWidget()
  let who = 'maya'
  await widget.comes(() => tokenOf(who))
  line().welcomes('maya')
  line().breaks()
  widget.writes('Maya wrote this on the ward')
  who = 'leo'
  widget.session.dropSession()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(widget.session.owner).toBe('sub:leo')
  line().welcomes('leo')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(line().commands()).toEqual([])
  expect(widget.unsent()).toEqual([])
})

test('what waits is sent in the order in which it was written, though the clock went back', async () => {
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  widget.writes('first')
  vi.setSystemTime(Date.now() - 60 * 60_000)
  widget.writes('second')
  await turn()
  expect(widget.unsent()).toEqual(['first', 'second'])
  line().welcomes('maya')
  await turn()
  expect(line().commands()).toMatchObject([{ body: { text: 'first' } }])
})

test('sockets that open and carry nothing, and those that are refused, have HTTP beside them within seconds', async () => {
  for (const hasRefusals of [false, true]) {
    asked = []
    overHttp = true
    const widget = await freshWidget()
    await widget.comes(() => tokenOf('maya'))
    expect(line().hello, 'the socket opened').toBeDefined()
    for (let second = 0; second < 4; second++) {
      if (hasRefusals) line().breaks()
      await vi.advanceTimersByTimeAsync(1_000)
    }
    expect(asked.map(({ path }) => path)).toContain('/api/chat/poll')
    expect(widget.state.state.connection.value).toBe('polling')
    widget.writes('Over HTTP')
    await turn()
    expect(posted()).toMatchObject([{ body: { text: 'Over HTTP' } }])

    // And left again.
    await vi.advanceTimersByTimeAsync(30_000)
    await untilLineIsOpen()
    line().welcomes('maya')
    expect(widget.state.state.connection.value).toBe('live')
    const polls = asked.length
    await vi.advanceTimersByTimeAsync(2_000)
    expect(asked.slice(polls).filter(({ path }) => path === '/api/chat/poll')).toEqual([])
    widget.hangsUp()
  }
})

test('over HTTP, too, a line on which nothing comes is dead after a while: it is said, and what was under way goes again', async () => {
  overHttp = true
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  for (let second = 0; second < 4; second++) {
    line().breaks()
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(widget.state.state.connection.value, 'the premise').toBe('polling')
  swallows = true
  widget.writes('Into a tunnel')
  await vi.advanceTimersByTimeAsync(1_000)
  expect(posted()).toHaveLength(1)
  for (let tenths = 0; widget.state.state.connection.value !== 'offline' && tenths < 900; tenths++)
    await vi.advanceTimersByTimeAsync(100)
  expect(widget.state.state.connection.value).toBe('offline')
  expect(widget.unsent()).toEqual(['Into a tunnel'])
  swallows = false
  await vi.advanceTimersByTimeAsync(60_000)
  expect(posted().length).toBeGreaterThan(1)
  expect(new Set(posted().map(({ body }) => (body as { clientId: string }).clientId)).size, 'one name').toBe(
    1,
  )
  widget.hangsUp()
})

test('a page of the network in the place of an answer is none: what was read before is read again from the browser’s cache', async () => {
  const { ask, useServer } = await import('../../widget/http.ts')
  useServer('https://help.example')
  const caches: (RequestCache | undefined)[] = []
  vi.stubGlobal('fetch', async (_: string, { cache }: RequestInit) => {
    caches.push(cache)
    return cache === 'force-cache'
      ? Response.json({ slug: 'read' })
      : new Response('<h1>Log in to our Wi-Fi</h1>')
  })
  expect(await ask('/api/help/articles/read')).toEqual({ slug: 'read' })
  expect(caches).toEqual(['no-cache', 'force-cache'])
  // Nothing that was asked to be done is taken for done.
  await expect(ask('/api/chat/send', { body: {} })).rejects.toThrow('/api/chat/send')
})

test('where a proxy takes the session out of what passes, nobody is refused: it waits, and goes by the next network', async () => {
  overHttp = strips = true
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  widget.writes('Behind a proxy')
  for (let second = 0; second < 30; second++) {
    line().breaks()
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(
    asked.map(({ path }) => path),
    'the premise',
  ).toContain('/api/chat/poll')
  expect(widget.state.state.sessionRefused.value).toBeNull()
  expect(widget.state.state.connection.value).toBe('offline')
  strips = false
  asked = []
  await vi.advanceTimersByTimeAsync(60_000)
  // This script acknowledges nothing.
  expect(posted().slice(0, 1)).toMatchObject([{ body: { text: 'Behind a proxy' } }])
  widget.hangsUp()
})

test('a token that expired is asked for again, and what waits goes out with the next one', async () => {
  const widget = await freshWidget()
  let tries = 0
  expired.add(tokenOf('maya'))
  await widget.comes(() => (++tries < 4 ? tokenOf('maya') : tokenOf('maya', 'later')))
  widget.writes('Written while the token was old')
  await vi.advanceTimersByTimeAsync(5_000)
  expect(tries, 'the host was asked again').toBeGreaterThanOrEqual(4)
  expect(widget.state.state.sessionRefused.value).toBeNull()
  line().welcomes('maya')
  await turn()
  expect(line().commands()).toMatchObject([{ body: { text: 'Written while the token was old' } }])
})

test('a host that gives one expired token after the other is told, the person too, and asked on; nothing is lost', async () => {
  const widget = await freshWidget()
  expired.add(tokenOf('maya'))
  let token = tokenOf('maya')
  let asked = 0
  await widget.comes(() => {
    asked++
    return token
  })
  widget.writes('Written after the sign-in had ended')
  const { sessionRefused, unsent } = widget.state.state
  expect(sessionRefused.value, 'one may have been too old by a moment').toBeNull()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sessionRefused.value).toBe('identity.expired')
  expect(widget.told).toEqual(['token.expired'])
  expect(unsent.value).toMatchObject([{ text: 'Written after the sign-in had ended' }])
  const before = asked
  await vi.advanceTimersByTimeAsync(60_000)
  expect(asked).toBeGreaterThan(before)

  token = tokenOf('maya', 'later')
  await vi.advanceTimersByTimeAsync(35_000)
  await untilLineIsOpen()
  line().welcomes('maya')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(sessionRefused.value).toBeNull()
  expect(line().commands()).toMatchObject([{ body: { text: 'Written after the sign-in had ended' } }])
})

test('a token given as a string expires in plain sight: the host is told, nothing is lost, the next token sends it', async () => {
  const widget = await freshWidget()
  expired.add(tokenOf('maya'))
  await widget.comes(tokenOf('maya'))
  widget.writes('Written with an old token')
  await vi.advanceTimersByTimeAsync(30_000)
  expect(widget.told).toEqual(['token.expired'])
  expect(widget.state.state.sessionRefused.value).toBe('identity.expired')
  expect(widget.state.state.unsent.value).toMatchObject([{ text: 'Written with an old token' }])
  expect(widget.state.state.unsent.value[0]?.failed).toBeUndefined()
  expect(sockets).toEqual([])

  await widget.comes(tokenOf('maya', 'later'))
  line().welcomes('maya')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(widget.state.state.sessionRefused.value).toBeNull()
  expect(line().commands()).toMatchObject([{ body: { text: 'Written with an old token' } }])
})

test('a token that expires while sockets are blocked fails no message', async () => {
  const widget = await freshWidget()
  const fresh = tokenOf('maya', 'later')
  let token = tokenOf('maya')
  await widget.comes(() => token)
  await vi.advanceTimersByTimeAsync(25_000)
  ended.add('session of maya')
  expired.add(token)
  overHttp = true
  widget.writes('Over HTTP, with an old token')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(posted(), 'nothing is sent with a session that ended').toEqual([])
  expect(widget.state.state.unsent.value[0]?.failed).toBeUndefined()
  token = fresh
  ended.clear()
  await vi.advanceTimersByTimeAsync(40_000)
  expect(posted()[0]).toMatchObject({ body: { text: 'Over HTTP, with an old token' } })
})

test.each(['request.too_many', 'store.failed', 'server.draining'])(
  'what the server asks to wait for goes by itself after that time, once, and nothing is shown as failed: %s',
  async (code) => {
    const widget = await freshWidget()
    await widget.comes(() => tokenOf('maya'))
    line().welcomes('maya')
    widget.writes('One too many')
    await turn()
    const [first] = line().commands()
    line().refuses(first, code, 7_000)
    await turn()
    expect(widget.unsent()).toEqual(['One too many'])
    // News is no reason to ask again before.
    line().welcomes('maya')
    await vi.advanceTimersByTimeAsync(6_900)
    expect(line().commands()).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(line().commands()[1]).toMatchObject({ name: 'ticket.open', body: first?.body })
    expect(line().commands()).toHaveLength(2)
    expect(widget.state.state.unsent.value.filter(({ failed }) => failed)).toEqual([])
  },
)

test('what stands in a ticket that was written without a line moves with its files, at once, when the ticket gets its name, and goes by itself', async () => {
  const widget = await freshWidget()
  const { state } = widget.state
  const { goEarly } = await import('../../widget/files/early.ts')
  await widget.comes(() => tokenOf('maya'))
  const unnamed = widget.writes('Written on the ward')
  widget.state.put('screens', [{ name: 'home' }, { name: 'thread', ticket: unnamed }])
  widget.navigation.saveDraft(unnamed, 'And this is what I see')
  const photo = { key: 'photo', name: 'photo.jpg', size: 9, id: 'att_photo', received: 4 }
  widget.chosen.setChosen(unnamed, [photo])
  goEarly([unnamed], widget.navigation.draft, widget.commands.sendDraft, widget.navigation.draft(unnamed))
  /** Where the words stand, and where the files, at each moment. */
  const stood: string[] = []
  widget.signals.effect(() => {
    const files = Object.entries(state.chosen.value).flatMap(([of, list]) => (list.length ? [of] : []))
    stood.push(`${Object.keys(state.drafts.value)} ${files}`)
  })

  line().welcomes('maya')
  await turn()
  line().opens(line().commands()[0])
  await turn()
  expect(state.screens.value.at(-1)).toEqual({ name: 'thread', ticket: 'tkt_1' })
  expect(stood, 'never the one without the other').toEqual([`${unnamed} ${unnamed}`, 'tkt_1 tkt_1'])
  expect(state.drafts.value).toEqual({ tkt_1: 'And this is what I see' })
  expect(line().commands(), 'its file is not whole').toHaveLength(1)

  const whole = { id: 'att_photo', name: 'photo.jpg', size: 9, type: 'image/jpeg' } as const
  widget.chosen.setChosen('tkt_1', [{ ...photo, attachment: whole }])
  await turn()
  expect(line().commands().slice(1)).toMatchObject([
    {
      name: 'message.send',
      body: { ticketId: 'tkt_1', text: 'And this is what I see', attachments: ['att_photo'] },
    },
  ])
  expect(state.drafts.value).toEqual({})
})

test('a file that is whole in the very moment in which its ticket gets its name goes with its words, to that ticket', async () => {
  for (let steps = 0; steps < 12; steps++) {
    const widget = await freshWidget()
    const { goEarly } = await import('../../widget/files/early.ts')
    await widget.comes(() => tokenOf('maya'))
    line().welcomes('maya')
    const unnamed = widget.writes('Written on the ward')
    await turn()
    widget.navigation.saveDraft(unnamed, 'And this is what I see')
    const photo = { key: 'photo', name: 'photo.jpg', size: 9, id: 'att_photo', received: 4 }
    widget.chosen.setChosen(unnamed, [photo])
    goEarly([unnamed], widget.navigation.draft, widget.commands.sendDraft, widget.navigation.draft(unnamed))
    line().opens(line().commands()[0])
    for (let step = 0; step < steps; step++) await Promise.resolve()
    const [of = ''] = Object.keys(widget.state.state.chosen.value).filter(
      (of) => widget.chosen.chosenFor(of)[0],
    )
    const whole = { id: 'att_photo', name: 'photo.jpg', size: 9, type: 'image/jpeg' } as const
    widget.chosen.setChosen(of, [{ ...photo, attachment: whole }])
    await turn()
    const body = { ticketId: 'tkt_1', text: 'And this is what I see', attachments: ['att_photo'] }
    expect(line().commands().slice(1), `${steps} steps`).toMatchObject([{ name: 'message.send', body }])
    widget.hangsUp()
  }
})

test('a ticket whose answer came after it was taken for lost has its name all the same, for what was written after it, too', async () => {
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  line().welcomes('maya')
  const unnamed = widget.writes('Written on the ward')
  await turn()
  const { put, state } = widget.state
  put('screens', [{ name: 'home' }, { name: 'thread', ticket: unnamed }])
  await vi.advanceTimersByTimeAsync(10_000)
  line().opens(line().commands()[0])
  expect(widget.unsent(), 'the server has it').toEqual([])
  await vi.advanceTimersByTimeAsync(5_000)
  expect(state.screens.value.at(-1), 'it is seen').toEqual({ name: 'thread', ticket: 'tkt_1' })
  widget.navigation.saveDraft(unnamed, 'And this, too')
  widget.commands.sendDraft(unnamed)
  await turn()
  expect(line().commands().slice(1)).toMatchObject([
    { name: 'message.send', body: { ticketId: 'tkt_1', text: 'And this, too' } },
  ])
})

test('what is taken away on its way to the server stands there as sent where it got there, and the rest goes after it', async () => {
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  line().welcomes('maya')
  const unnamed = widget.writes('Written on the ward')
  widget.navigation.saveDraft(unnamed, 'And this, too')
  widget.commands.sendDraft(unnamed)
  await turn()
  const { state } = widget.state
  void widget.commands.takeBack(state.unsent.value[0] ?? expect.fail())
  await turn()
  expect(widget.unsent()).toEqual(['And this, too'])
  line().opens(line().commands()[0])
  await turn()
  expect(state.threads.value.tkt_1).toMatchObject([{ text: 'Written on the ward' }])
  expect(line().commands().slice(1)).toMatchObject([
    { name: 'message.send', body: { ticketId: 'tkt_1', text: 'And this, too' } },
  ])
})

test('what opens a ticket is taken away before it got there: the next opens it, with what went along', async () => {
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  const unnamed = widget.writes('Never sent')
  widget.navigation.saveDraft(unnamed, 'Sent in its place')
  widget.commands.sendDraft(unnamed)
  await turn()
  void widget.commands.takeBack(widget.state.state.unsent.value[0] ?? expect.fail())
  await turn()
  line().welcomes('maya')
  await turn()
  expect(line().commands()).toMatchObject([
    { name: 'ticket.open', body: { text: 'Sent in its place', handover: { reads: [], searches: [] } } },
  ])
})

test.each([26, -26])(
  'a device whose clock is %i hours ahead, and is set right under way: what is written and who types stand at the server’s time',
  async (hours) => {
    const widget = await freshWidget()
    const { state } = widget.state
    const truth = Date.now()
    const elapsed = performance.now()
    const now = () => truth + performance.now() - elapsed
    const setsClock = (by: number) => vi.setSystemTime(now() + by * 60 * 60_000)
    serverTime = now
    setsClock(hours)
    await widget.comes(() => tokenOf('maya'))
    line().welcomes('maya')
    await turn()
    const [ticket] = [widget.writes('At the server’s time')]
    expect(ticket && Date.parse(state.unsent.value[0]?.at ?? '')).toBe(now())
    const types = () => widget.commands.typing('tkt_1')
    const typed = () =>
      line()
        .commands()
        .filter(({ name }) => name === 'typing.start').length
    types()
    line().hears('typing.started', { ticketId: 'tkt_1', name: 'Omar' })
    await turn()
    expect(typed()).toBe(1)

    for (const back of [0, 2 * hours, 0]) {
      setsClock(back)
      const before = typed()
      await vi.advanceTimersByTimeAsync(TYPING_MS / 2)
      types()
      await turn()
      expect(typed(), 'said again, whatever the clock shows').toBe(before + 1)
    }
    expect(widget.state.now()).toBe(now())
    expect(state.typing.value.tkt_1?.until, 'and nobody types for a day').toBeLessThan(now())
  },
)

/** What brings a page back, and where a page says so. */
const WAKES = {
  online: () => dispatchEvent(new Event('online')),
  pageshow: () => dispatchEvent(new Event('pageshow')),
  visibilitychange: () => document.dispatchEvent(new Event('visibilitychange')),
}

test.each(Object.entries(WAKES))(
  '%s brings the line back at once, whatever pause there was',
  async (_, wakes) => {
    const widget = await freshWidget()
    await widget.comes(() => tokenOf('maya'))
    line().welcomes('maya')
    await turn()
    // A night in which every try failed: the one after the last is fifteen seconds away at least.
    const until = Date.now() + 300_000
    while (Date.now() < until || line().isOver) {
      if (!line().isOver) line().breaks()
      await vi.advanceTimersByTimeAsync(100)
    }
    line().breaks()
    widget.writes('Written in a tunnel')
    await vi.advanceTimersByTimeAsync(1_000)
    const before = sockets.length
    Object.assign(document, { hidden: true })
    wakes()
    await turn()
    expect(sockets, 'nobody looks').toHaveLength(before)
    Object.assign(document, { hidden: false })
    wakes()
    wakes()
    await turn()
    expect(sockets, 'one try, and no time has passed').toHaveLength(before + 1)
    line().welcomes('maya')
    await turn()
    expect(line().commands()).toMatchObject([{ body: { text: 'Written in a tunnel' } }])

    // The phone was locked, the page stood still, and the line with it: no trust in one that missed a heartbeat.
    const asleep = line()
    vi.setSystemTime(Date.now() + HEARTBEAT_MS + 5_000)
    wakes()
    await turn()
    expect(asleep.isOver).toBe(true)
    expect(sockets, 'the next one, at once').toHaveLength(before + 2)
  },
)

test('what gets through while there was no line brings the line back at once', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(1)
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  // Names are not found for some minutes: the tries are half a minute apart.
  const until = Date.now() + 300_000
  while (Date.now() < until || line().isOver) {
    if (!line().isOver) line().breaks()
    await vi.advanceTimersByTimeAsync(100)
  }
  line().breaks()
  await vi.advanceTimersByTimeAsync(1_000)
  const before = sockets.length
  expect(widget.state.state.connection.value, 'the premise').toBe('offline')
  overHttp = takesPosts = true
  widget.writes('Found again')
  await vi.advanceTimersByTimeAsync(10)
  expect(widget.unsent()).toEqual([])
  expect(sockets).toHaveLength(before + 1)
  expect(widget.state.state.connection.value).toBe('polling')
  line().welcomes('maya')
  expect(widget.state.state.connection.value).toBe('live')
})

test('a server that restarts is dialled when it said, not before, and nobody is told of a break meanwhile', async () => {
  vi.spyOn(Math, 'random').mockReturnValue(0)
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  line().welcomes('maya')
  line().says({ kind: 'goodbye', retryAfterMs: 9_000 })
  expect(line().isOver).toBe(true)
  await vi.advanceTimersByTimeAsync(8_990)
  expect(sockets).toHaveLength(1)
  expect(widget.state.state.connection.value).toBe('live')
  await vi.advanceTimersByTimeAsync(20)
  expect(sockets).toHaveLength(2)
  // It is not back by then: now it is one.
  line().breaks()
  await vi.advanceTimersByTimeAsync(3_000)
  expect(widget.state.state.connection.value).toBe('offline')
})

test('each try that fails doubles the pause, with chance in it, up to half a minute; a line that has lived begins anew', async () => {
  const chance = vi.spyOn(Math, 'random').mockReturnValue(0)
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  line().welcomes('maya')
  /** From a break to the next try, to a hundredth of a second. */
  const pause = async () => {
    const before = sockets.length
    line().breaks()
    let ms = 0
    for (; sockets.length === before && ms < 60_000; ms += 10) await vi.advanceTimersByTimeAsync(10)
    return ms
  }
  const pauses = async (count: number) => {
    const all: number[] = []
    while (all.length < count) all.push(await pause())
    return all
  }
  expect(await pauses(8)).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000])
  chance.mockReturnValue(1)
  expect(await pause()).toBe(30_000)
  // A welcome alone is no sign of a good line; ten seconds of it are.
  line().welcomes('maya')
  await vi.advanceTimersByTimeAsync(9_000)
  expect(await pause()).toBe(30_000)
  line().welcomes('maya')
  await vi.advanceTimersByTimeAsync(10_000)
  expect(await pauses(2)).toEqual([500, 1_000])
})

test('a heartbeat that names other articles than are known tells of an edit whose own news was lost', async () => {
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  line().welcomes('maya')
  const known = widget.state.state.articlesVersion.value
  line().says({ kind: 'heartbeat', newest: {}, articlesVersion: `${known}, edited` })
  expect(widget.state.state.articlesVersion.value).toBe(`${known}, edited`)
})

test('a line that misses a heartbeat is dead, and what was under way on it goes again by the next one', async () => {
  const widget = await freshWidget()
  await widget.comes(() => tokenOf('maya'))
  line().welcomes('maya')
  for (let beats = 1; beats <= 3; beats++) {
    await vi.advanceTimersByTimeAsync(HEARTBEAT_MS)
    line().says({ kind: 'heartbeat', newest: {}, articlesVersion: '1' })
    expect(line().sent.filter(({ kind }) => kind === 'beat')).toHaveLength(beats)
  }
  await vi.advanceTimersByTimeAsync(SILENCE_MS - 1_000)
  const silent = line()
  widget.writes('Into a cut cable')
  await turn()
  expect(silent.commands()).toHaveLength(1)
  expect(silent.isOver).toBe(false)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(silent.isOver).toBe(true)
  await vi.advanceTimersByTimeAsync(500)
  expect(line()).not.toBe(silent)
  line().welcomes('maya')
  await vi.advanceTimersByTimeAsync(6_000)
  expect(line().commands()).toMatchObject([{ body: silent.commands()[0]?.body }])
})

// ---- the script

/** A page's widget, without its screens. */
async function freshWidget() {
  vi.resetModules()
  const [state, session, socket, outbox, commands, memory, http, signals, chosen, navigation] =
    await Promise.all([
      import('../../widget/state.ts'),
      import('../../widget/session.ts'),
      import('../../widget/socket.ts'),
      import('../../widget/outbox.ts'),
      import('../../widget/commands.ts'),
      import('../../widget/memory.ts'),
      import('../../widget/http.ts'),
      import('../../widget/signals.ts'),
      import('../../widget/files/chosen.ts'),
      import('../../widget/navigation.ts'),
    ])
  http.useServer('https://help.example')
  const leave = () => {
    socket.disconnect()
    memory.erase()
  }
  // As panel.tsx does.
  signals.effect(() => {
    if (state.state.signedIn.value) void outbox.openOutbox(session.owner).then(commands.goOnline)
  })
  const told: string[] = []
  return {
    state,
    session,
    commands,
    signals,
    chosen,
    navigation,
    told,
    hangsUp: socket.disconnect,
    /** The host says, or is asked, who is here. */
    async comes(token: Token, early: Bridge['early'] = {}) {
      const before = session.owner
      await session.identify(bridgeOf(token, told, early), leave)
      if (session.owner === before && state.state.signedIn.value) commands.goOnline()
      await turn()
    },
    writes: (text: string) => commands.openTicket(text, { handover: { reads: [], searches: [] } }),
    unsent: () => state.state.unsent.value.map(({ text }) => text),
  }
}

type Token = string | (() => string | Promise<string>)

const bridgeOf = (token: Token, told: string[], early: Bridge['early'] = {}): Bridge => ({
  base: 'https://help.example',
  options: { identityToken: token },
  token: async () => (typeof token === 'string' ? token : token()),
  page: () => '/',
  sessionAt: () => '/api/session',
  early,
  load: () => Promise.reject(),
  emit: (name) => void told.push(name),
  shown: () => {},
})

const tokenOf = (who: string, signed = 'once') => `.${btoa(JSON.stringify({ sub: who }))}.${signed}`
const whoIs = (token: string) => JSON.parse(atob(token.split('.')[1] ?? '')).sub as string

/** Commands that came by HTTP with a session that holds. */
const posted = () =>
  asked.flatMap(({ path, body }) =>
    path === '/api/chat/send' ? [body as { name: string; body: unknown }] : [],
  )

const refusal = (status: number, code: string) =>
  Response.json({ type: '', title: code, status, code }, { status })

async function answers(
  address: string,
  { body, headers, signal }: { body?: string; headers?: Record<string, string>; signal?: AbortSignal },
): Promise<Response> {
  const { pathname, searchParams } = new URL(address)
  const sent = body ? JSON.parse(body) : null
  if (ended.has(headers?.authorization?.slice('Bearer '.length) ?? '')) return refusal(401, 'session.ended')
  asked.push({ path: pathname, body: sent })
  if (strips && headers?.authorization) return refusal(401, 'session.missing')
  if (swallows)
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
  if (pathname === '/api/session') {
    if (expired.has(sent.identityToken)) return refusal(401, 'identity.expired')
    const who = whoIs(sent.identityToken)
    return Response.json({ session: `session of ${who}`, snapshot: snapshotOf(who) })
  }
  if (pathname === '/api/help/home') return Response.json({ version: '1', indexUrl: '', indexMore: 0 })
  if (overHttp && pathname === '/api/chat/poll') {
    // News is told at once or never: no poll of this script is worth a busy loop.
    await new Promise((resolve) => setTimeout(resolve, Number(searchParams.get('wait')) || 1))
    return Response.json(snapshotOf('maya'))
  }
  if (takesPosts && pathname === '/api/chat/send') return Response.json(acknowledged(sent))
  throw new TypeError(`Nothing answers at ${pathname}`)
}

const snapshotOf = (who: string) => ({
  contact: { id: `con_${who}`, name: who },
  tickets: [],
  merges: [],
  missed: [],
  gaps: [],
  articlesVersion: '1',
  availability: { from: new Date().toISOString(), openings: null, waitsMs: [] },
  at: new Date(serverTime()).toISOString(),
})

/** A first message. */
function acknowledged(command: { id?: string; body?: unknown }, ticketId = 'tkt_1') {
  const { clientId, text } = command.body as { clientId: string; text: string }
  const at = new Date(serverTime()).toISOString()
  const author = { kind: 'contact', id: 'con_maya', name: 'maya' }
  const message = {
    kind: 'message',
    id: 'msg_1',
    ticketId,
    sequence: 1,
    clientId,
    author,
    text,
    createdAt: at,
  }
  const lastEntry = { sequence: 1, author: 'contact', name: 'maya', snippet: text, at }
  const seen = { seenByContact: 1, seenByAgent: 0, deliveredToAgent: 0 }
  const ticket = {
    id: ticketId,
    number: 1,
    state: 'open',
    updatedAt: at,
    newestSequence: 1,
    lastEntry,
    ...seen,
  }
  return { kind: 'acknowledgement', id: command.id, result: { ticket, message } }
}

/** The newest line that the widget opened. */
function line(): ScriptedSocket {
  const newest = sockets.at(-1)
  if (!newest) throw new Error('The widget has opened no socket.')
  return newest
}

/** Between two tries, whose pauses have chance in them, there is none. */
async function untilLineIsOpen(): Promise<void> {
  for (let tenths = 0; line().isOver && tenths < 600; tenths++) await vi.advanceTimersByTimeAsync(100)
}

class ScriptedSocket {
  isOver = false
  sent: { kind: string; name?: string; session?: string; id?: string; body?: unknown }[] = []
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  constructor() {
    sockets.push(this)
    queueMicrotask(() => this.onopen?.())
  }
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.isOver = true
  }
  get hello() {
    return this.sent.find(({ kind }) => kind === 'hello')
  }
  breaks() {
    this.isOver = true
    this.onclose?.({ code: 1006 })
  }
  commands() {
    return this.sent.filter(({ kind }) => kind === 'command')
  }
  refuses(command: { id?: string } | undefined, code: string, retryAfterMs: number) {
    const problem = { type: '', title: '', status: 429, code, retryAfterMs }
    this.says({ kind: 'refusal', id: command?.id, problem })
  }
  hears(name: string, body: object) {
    this.says({ kind: 'event', name, body })
  }
  /** A first message is acknowledged. */
  opens(command: { id?: string; body?: unknown } = {}, ticketId = 'tkt_1') {
    this.says(acknowledged(command, ticketId))
  }
  welcomes(who: string) {
    this.says({ kind: 'welcome', heartbeatMs: 20_000, ...snapshotOf(who) })
  }
  says(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
}

/** All that is due now. */
const turn = () => vi.advanceTimersByTimeAsync(0)
