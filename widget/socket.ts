// The line to the server: a socket with our own reconnect, and plain HTTP where sockets cannot be opened. Both
// carry the same frames. It knows nothing of screens; what comes in goes to state.ts.

import type { RefusalCode } from '../protocol/errors.ts'
import { CLOSE, HEARTBEAT_MS, PROTOCOL_VERSION, SILENCE_MS } from '../protocol/limits.ts'
import type {
  AnswerFrame,
  ContactCommandAnswer,
  ContactCommandBody,
  ContactCommandName,
  ContactServerFrame,
  ContactSnapshot,
} from '../protocol/socket.ts'
import { addressOf, ask, LATE_MS, Refused, Unreachable } from './http.ts'
import { bring } from './parts.ts'
import { dropSession, endGuest, getSession, owner, renewsToken } from './session.ts'
import { apply, load, marks, put, state, take } from './state.ts'
import type { Line, Shared } from './tabs.ts'

/** The first pause before another try; it doubles, with chance in it, so that a crowd does not come back at once. */
const PAUSE_MIN_MS = 500
const PAUSE_MAX_MS = 30_000
/** A connection that held this long was a good one: the pauses begin anew. */
const STABLE_MS = 10_000
/** From dialling to the welcome; some proxies let a socket open and carry nothing. */
const WELCOME_WITHIN_MS = 10_000
/** A socket that is silent for this long has HTTP beside it until it speaks; somebody may be waiting to write. */
const SLOW_MS = 3_000
/** Shorter breaks are nobody's business. */
const GRACE_MS = 3_000
/** An answer that takes longer is taken for lost; the same words are sent again and stored once. */
const ANSWER_WITHIN_MS = 10_000
/** How long a command waits for a line. */
const LINE_WITHIN_MS = 8_000
/** Below what proxies cut, and what the server allows. */
const POLL_WAIT_MS = 20_000
/** Sockets that could not be opened in a row before HTTP takes over. */
const BLOCKED_AFTER = 2

interface Said {
  result: Parameters<typeof take>[0]
}

/** `newest`: what the server counts, by ticket, where it said so. */
type OnNews = (newest?: Record<string, number>) => void

let onNews: OnNews = () => {}
/** Until somebody hangs up for good; the listeners end with it. */
let wanted: AbortController | undefined
/** A socket, or a share in that of another tab. */
let socket: Line | undefined
let lines: Promise<Shared> | undefined
let isLive = false
let tries = 0
let unopened = 0
let heardAt = 0
let polling: AbortController | undefined
const timers: Partial<
  Record<'retry' | 'silence' | 'stable' | 'grace' | 'slow' | 'first', ReturnType<typeof setTimeout>>
> = {}
const answers = new Map<string, (frame: AnswerFrame | Unreachable) => void>()
const waiters = new Set<(why?: Unreachable) => void>()

export function connect(listener: OnNews): void {
  onNews = listener
  if (wanted) return
  wanted = new AbortController()
  timers.first = setTimeout(offline, LATE_MS)
  const { signal } = wanted
  lines = undefined
  addEventListener('online', wake, { signal })
  addEventListener('pageshow', wake, { signal })
  addEventListener('offline', offline, { signal })
  // The page is left: browsers keep it for the way back only where it holds nothing open.
  addEventListener('pagehide', disconnect, { signal })
  document.addEventListener('visibilitychange', wake, { signal })
  open()
}

export function disconnect(): void {
  wanted?.abort()
  wanted = undefined
  for (const timer of Object.values(timers)) clearTimeout(timer)
  stopPolling()
  hangUp()
  // What waits for a line waits for the line of who asked: the next one may be somebody else's.
  release(new Unreachable('Hung up'))
  tries = unopened = 0
  put('connection', 'idle')
}

/**
 * Asks the server, by socket or HTTP.
 * @throws Refused with the server's reason; Unreachable when no answer came: it may have been done or not.
 */
export async function command<N extends ContactCommandName>(
  name: N,
  body: ContactCommandBody<N>,
): Promise<ContactCommandAnswer<N>> {
  await aLine()
  const frame = { kind: 'command', id: crypto.randomUUID(), name, body }
  const answer = isLive ? await overSocket(frame) : await overHttp(frame)
  if (answer instanceof Unreachable) throw answer
  if (answer.kind === 'refusal') throw new Refused(answer.problem)
  return answer.result as ContactCommandAnswer<N>
}

/** Back on the network, back in the tab: no pause, and no trust in a socket that has been silent. */
function wake(): void {
  if (document.hidden) return
  if (isLive && Date.now() - heardAt > HEARTBEAT_MS + GRACE_MS) ended()
  if (!socket) open()
  // A break that the socket outlived.
  else if (isLive && navigator.onLine) put('connection', 'live')
}

const offline = () => put('connection', 'offline')

async function open(): Promise<void> {
  clearTimeout(timers.retry)
  if (!wanted || socket) return
  const mine = wanted
  try {
    lines ??= share(mine.signal)
    const [session, shared] = await Promise.all([getSession(), lines])
    if (mine !== wanted || socket) return
    socket = shared.dial()
    hear(WELCOME_WITHIN_MS)
    timers.slow = setTimeout(poll, SLOW_MS)
    socket.onopen = () =>
      send({ kind: 'hello', protocol: PROTOCOL_VERSION, session, marks: marks(), once: true })
    socket.onmessage = ({ data }) => receive(JSON.parse(data as string) as ContactServerFrame)
    socket.onclose = ({ code }) => ended(code)
  } catch (cause) {
    if (mine !== wanted) return
    if (isFinal(cause)) return
    // A page's policy may forbid sockets outright.
    if (!(cause instanceof Refused || cause instanceof Unreachable)) unopened++
    ended()
  }
}

const dial = () => new WebSocket(addressOf('/api/chat').replace(/^http/, 'ws')) as Line & WebSocket

const alone: Shared = { dial, news, inTurn: (work) => work() }

/** One line for all tabs of this person; one for each where the browser, or the network, does not let them. */
async function share(signal: AbortSignal): Promise<Shared> {
  try {
    const { shareLine } = await Promise.race([
      bring('tabs'),
      new Promise<never>((_, reject) => setTimeout(reject, SLOW_MS)),
    ])
    return await shareLine(`helpdock:${owner}`, signal, { dial, news, again: open, poll })
  } catch {
    return alone
  }
}

/** While no other tab of this person does such a thing. */
export const inTurn: Shared['inTurn'] = async (work) => ((await lines) ?? alone).inTurn(work)

function receive(frame: ContactServerFrame): void {
  hear()
  switch (frame.kind) {
    case 'welcome':
      isLive = true
      unopened = 0
      clearTimeout(timers.slow)
      timers.stable = setTimeout(() => {
        tries = 0
      }, STABLE_MS)
      stopPolling()
      load(frame)
      lineIsOpen('live')
      break
    case 'event':
      apply(frame)
      onNews()
      break
    case 'heartbeat':
      send({ kind: 'beat' })
      if (frame.articlesVersion !== state.articlesVersion.value)
        apply({ name: 'articles.changed', body: { version: frame.articlesVersion } })
      onNews(frame.newest)
      break
    case 'goodbye':
      ended(CLOSE.restart, frame.retryAfterMs)
      break
    case 'acknowledgement':
    case 'refusal':
      // A message of another tab, by the line of all: it is told once.
      if ((frame as Said).result?.message) take((frame as Said).result)
      answers.get(frame.id ?? '')?.(frame)
  }
}

/** The socket is gone, or as good as gone. */
function ended(code?: number, retryAfterMs = 0): void {
  if (socket && !isLive && code !== CLOSE.sessionEnded) unopened++
  hangUp()
  if (!wanted) return
  if (code === CLOSE.sessionEnded) dropSession()
  const final: RefusalCode | undefined =
    code === CLOSE.unsupported
      ? 'protocol.unsupported'
      : code === CLOSE.sessionEnded && endGuest()
        ? 'session.ended'
        : undefined
  if (final) {
    giveUp(final)
    return
  }
  if (unopened >= BLOCKED_AFTER) poll()
  // What the server asked for is no break, and chosen by it: who came sooner would find the old one.
  if (!polling) timers.grace ??= setTimeout(offline, GRACE_MS + retryAfterMs)
  timers.retry = setTimeout(
    open,
    retryAfterMs || Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS * 2 ** tries++) * (0.5 + Math.random() / 2),
  )
}

function hangUp(): void {
  clearTimeout(timers.silence)
  clearTimeout(timers.stable)
  clearTimeout(timers.slow)
  if (socket) {
    socket.onclose = socket.onmessage = socket.onopen = null
    socket.close()
  }
  socket = undefined
  isLive = false
  for (const settle of answers.values()) settle(new Unreachable('Hung up'))
}

/** Gives up where the server does not take who is here, and asking for a new word of the host changes nothing. */
function isFinal(cause: unknown): boolean {
  const { status, code } = cause instanceof Refused ? cause.problem : { status: 0, code: '' }
  if (status !== 401 && status !== 403) return false
  dropSession()
  // A session that ended begins anew; a guest's only with a new code.
  if (code === 'session.ended' ? !endGuest() : renewsToken(code)) return false
  giveUp(code as RefusalCode)
  return true
}

/** Trying again would bring the same answer. */
function giveUp(code: RefusalCode): void {
  disconnect()
  put('sessionRefused', code)
}

function hear(next = SILENCE_MS): void {
  heardAt = Date.now()
  clearTimeout(timers.silence)
  timers.silence = setTimeout(() => ended(), next)
}

const send = (frame: unknown) => socket?.send(JSON.stringify(frame))

function lineIsOpen(by: 'live' | 'polling'): void {
  clearTimeout(timers.first)
  clearTimeout(timers.grace)
  timers.grace = undefined
  put('connection', by)
  put('sessionRefused', null)
  release()
  onNews({})
}

/** Lets go what waits for a line: there is one, or why there is none. */
function release(why?: Unreachable): void {
  for (const go of waiters) go(why)
}

/** @throws Unreachable where there is none within LINE_WITHIN_MS */
export function aLine(): Promise<void> {
  if (isLive || polling) return Promise.resolve()
  if (!state.signedIn.value) return Promise.reject(new Unreachable('No line'))
  return new Promise((resolve, reject) => {
    const go = (why?: Unreachable) => {
      clearTimeout(timer)
      waiters.delete(go)
      if (why) reject(why)
      else resolve()
    }
    const timer = setTimeout(() => go(new Unreachable('No line')), LINE_WITHIN_MS)
    waiters.add(go)
  })
}

function overSocket(frame: { id: string }): Promise<AnswerFrame | Unreachable> {
  return new Promise((resolve) => {
    const settle = (answer: AnswerFrame | Unreachable) => {
      clearTimeout(timer)
      answers.delete(frame.id)
      resolve(answer)
    }
    const timer = setTimeout(() => settle(new Unreachable('No answer')), ANSWER_WITHIN_MS)
    answers.set(frame.id, settle)
    send(frame)
  })
}

async function overHttp(frame: { id: string }): Promise<AnswerFrame> {
  // An answer that comes after somebody hung up is nobody's.
  const signal = wanted?.signal ?? null
  const post = async () => {
    const answer = await ask<AnswerFrame>('/api/chat/send', {
      body: frame,
      session: await getSession(),
      signal,
    })
    // There is a line: nobody waits for the next try.
    if (state.connection.value === 'offline') {
      stopPolling()
      poll()
      open()
    }
    return answer
  }
  try {
    return await post()
  } catch (cause) {
    if (!(cause instanceof Refused) || cause.problem.status !== 401) throw cause
    dropSession()
    return post()
  }
}

/** News by HTTP until a socket opens again; the tries to open one go on beside it. */
async function poll(): Promise<void> {
  if (polling) return
  const mine = new AbortController()
  polling = mine
  let wait = 0
  let pause = PAUSE_MIN_MS
  const shared = (await lines) ?? alone
  while (polling === mine) {
    try {
      const snapshot = await shared.news(wait, mine.signal)
      if (polling !== mine) return
      load(snapshot)
      lineIsOpen('polling')
      wait = POLL_WAIT_MS
      pause = PAUSE_MIN_MS
    } catch {
      if (polling !== mine) return
      wait = 0
      offline()
      // Neither way is open: whoever waits is told now.
      release(new Unreachable('No line'))
      pause = Math.min(PAUSE_MAX_MS, pause * 2)
      await new Promise((resolve) => setTimeout(resolve, pause))
    }
  }
}

async function news(wait: number, signal: AbortSignal): Promise<ContactSnapshot> {
  try {
    const query = new URLSearchParams({ marks: JSON.stringify(marks()), wait: String(wait) })
    return await ask<ContactSnapshot>(`/api/chat/poll?${query}`, { session: await getSession(), signal })
  } catch (cause) {
    isFinal(cause)
    throw cause
  }
}

function stopPolling(): void {
  polling?.abort()
  polling = undefined
}
