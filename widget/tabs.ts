// One socket for all tabs of a person: the tab that holds a lock leads and has the socket, the others hear its frames and
// send theirs through it, over a channel that is named by the person. What it gives looks like a socket, so that a line
// of either kind is lost and found in the same way (socket.ts). Where sockets are blocked, the one that leads asks for news
// by HTTP and tells the others. A bundle on demand; it keeps nothing of its own.

import type { ContactSnapshot } from '../protocol/socket.ts'

/** What socket.ts uses of a WebSocket. */
export interface Line {
  onopen: (() => void) | null
  onmessage: ((event: { data: string }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  send(text: string): void
  close(): void
}

/** What a tab has with the others. */
export interface Shared {
  /** Opens a line, as often as one is needed. */
  dial(): Line
  /** By HTTP, at the latest after the wait in ms. */
  news(wait: number, signal: AbortSignal): Promise<ContactSnapshot>
  /** Runs while no other tab runs such work. */
  inTurn(work: () => Promise<void>): Promise<void>
}

type Said =
  /** Who leads, and is there a line? */
  | { ask: true }
  /** One leads, and has no line yet. */
  | { awake: true }
  /** The leader's line with this name carries; or does not any more. */
  | { live: string }
  | { lost: string }
  /** What came on it, and what a follower sends through it. */
  | { from: string; data: string }
  | { to: string; data: string }
  /** What the leader was told by HTTP. */
  | { news: ContactSnapshot }

/** As after a restart of the server: come back soon. */
const LOST = { code: 1012 }
/** A leader that says nothing for this much longer than a poll waits has trouble of its own. */
const LEADER_LATE_MS = 10_000
/**
 * One that does not answer within this, twice, is asleep: phones put to sleep every tab that nobody sees, with all that it holds.
 * Twice, for the answer may lie there already when the one who asks has slept itself.
 */
const LEADER_ANSWERS_MS = 2_500
/** Longer than a message takes in which a line comes late, and its answer: a tab that has the turn for longer is asleep. */
const TURN_WITHIN_MS = 20_000

/** `line`: the leader's that it is a share of. */
type Follower = Line & { line?: string; hear(data: string): void }

/** What socket.ts lends. */
interface Parts extends Pick<Shared, 'news'> {
  dial(): Line & WebSocket
  /** There is a line where there was none. */
  again(): void
  /** The leader has no socket either. */
  poll(): void
}

/**
 * Until the signal says that the person has left.
 * @throws where the browser does not let tabs know of each other
 */
export async function shareLine(
  name: string,
  signal: AbortSignal,
  { dial, news, again, poll }: Parts,
): Promise<Shared> {
  const { locks } = navigator
  if (!locks) throw new Error('No locks')
  /** Tabs of versions before do not say that they are awake: they have a line of their own. */
  const ours = `${name}:2`
  const channel = new BroadcastChannel(ours)
  const say = (said: Said) => channel.postMessage(said)
  const left = new Promise<void>((resolve) => {
    const end = () => {
      channel.close()
      resolve()
    }
    if (signal.aborted) end()
    signal.addEventListener('abort', end)
  })
  let leads = false
  let live: { id: string; socket: Line } | undefined
  /** The newest line of its own. */
  let owned: Line | undefined
  let follower: Follower | undefined
  let unanswered: ReturnType<typeof setTimeout> | undefined
  /** What the leader told while nobody waited for it; who waits. */
  let told: ContactSnapshot | undefined
  let tell: (told?: ContactSnapshot) => void = () => {}
  channel.onmessage = ({ data }: { data: Said }) => hear(data)

  await new Promise<void>((known) => {
    const lead = (lock: Lock | null) => {
      leads = lock !== null
      known()
      return leads ? left : undefined
    }
    locks.request(ours, { ifAvailable: true }, lead).then(stepDown, stepDown).then(known)
  })
  if (!leads) takeLead({ signal })
  document.addEventListener('visibilitychange', wake, { signal })
  return { dial: () => (leads ? own() : follow()), news: newsForAll, inTurn: turns(`${name}:turn`, signal) }

  /** Once the one that leads is gone; at once where it is to be stolen. */
  function takeLead(how: LockOptions): void {
    const lead = () => {
      if (signal.aborted) return
      leads = true
      drop()
      tell()
      return left
    }
    locks.request(ours, how, lead).then(stepDown, stepDown)
  }

  /** This one slept, and another took the lead from it. */
  function stepDown(): void {
    if (!leads || signal.aborted) return
    leads = false
    takeLead({ signal })
    owned?.onclose?.(LOST)
  }

  /** Who comes to the front finds out before anything is written. */
  function wake(): void {
    if (!document.hidden && !leads) askLeader()
  }

  function askLeader(times = 2): void {
    clearTimeout(unanswered)
    say({ ask: true })
    unanswered = setTimeout(() => {
      if (leads || signal.aborted) return
      if (times > 1) askLeader(times - 1)
      else takeLead({ steal: true })
    }, LEADER_ANSWERS_MS)
  }

  function hear(said: Said): void {
    if (!('ask' in said || 'to' in said)) clearTimeout(unanswered)
    if ('awake' in said) return
    if ('ask' in said) {
      if (leads) say(live ? { live: live.id } : { awake: true })
    } else if ('to' in said) {
      if (live?.id === said.to) live.socket.send(said.data)
    } else if ('news' in said) {
      told = said.news
      tell(told)
      if (!follower?.line) poll()
    } else if (!follower) {
      if ('live' in said && !leads) again()
    } else if ('live' in said) {
      if (follower.line && follower.line !== said.live) drop()
      else if (!follower.line) {
        follower.line = said.live
        follower.onopen?.()
      }
    } else if ('lost' in said) {
      if (follower.line === said.lost) drop()
    } else if (follower.line === said.from) follower.hear(said.data)
  }

  /** The leader's own; the others hear all of it but the welcome, which is for its marks. */
  function own(): Line {
    const socket = dial()
    owned = socket
    const id = crypto.randomUUID()
    const close = socket.close.bind(socket)
    const lose = () => {
      if (live?.id !== id) return
      live = undefined
      if (!signal.aborted) say({ lost: id })
    }
    socket.addEventListener('close', lose)
    // A dead socket says late that it is closed.
    socket.close = () => {
      lose()
      close()
    }
    socket.addEventListener('message', ({ data }) => {
      if (signal.aborted) return
      if (live?.id === id) return say({ from: id, data })
      if (JSON.parse(data).kind !== 'welcome') return
      live = { id, socket }
      say({ live: id })
    })
    return socket
  }

  function follow(): Line {
    /** What comes before the welcome is told after it, for it may be newer. */
    let held: string[] | undefined = []
    const mine: Follower = {
      onopen: null,
      onmessage: null,
      onclose: null,
      hear(data) {
        if (held) held.push(data)
        else mine.onmessage?.({ data })
      },
      send(text) {
        const frame = JSON.parse(text)
        if (frame.kind === 'hello') greet()
        else if (frame.kind === 'command' && mine.line) say({ to: mine.line, data: text })
      },
      close() {
        if (follower === mine) follower = undefined
      },
    }
    follower = mine
    askLeader()
    return mine

    async function greet(): Promise<void> {
      try {
        const snapshot = await news(0, signal)
        mine.onmessage?.({ data: JSON.stringify({ kind: 'welcome', ...snapshot }) })
        const late = held ?? []
        held = undefined
        for (const data of late) mine.onmessage?.({ data })
      } catch {
        if (follower === mine) drop()
      }
    }
  }

  /** The leader asks; the others wait for what it is told, unless it is too late. */
  async function newsForAll(wait: number, ends: AbortSignal): Promise<ContactSnapshot> {
    if (wait && !leads) {
      const heard = told ?? (await nextTold(wait + LEADER_LATE_MS))
      told = undefined
      if (heard) return heard
    }
    const snapshot = await news(wait, ends)
    // What was told meanwhile may be of a time before.
    if (told && told.at < snapshot.at) told = undefined
    if (leads) say({ news: snapshot })
    return snapshot
  }

  function nextTold(withinMs: number): Promise<ContactSnapshot | undefined> {
    return new Promise((resolve) => {
      tell = resolve
      setTimeout(resolve, withinMs)
    })
  }

  function drop(): void {
    const lost = follower
    follower = undefined
    lost?.onclose?.(LOST)
  }
}

/** Of all tabs with the same name one works at a time; who sleeps over its turn is not waited for. */
function turns(name: string, signal: AbortSignal): Shared['inTurn'] {
  const { locks } = navigator
  let isAsleep = false
  return async (work) => {
    if (isAsleep) return work()
    let isMine = false
    const run = () => {
      isMine = true
      return work()
    }
    try {
      await locks.request(name, { signal: AbortSignal.timeout(TURN_WITHIN_MS) }, run)
    } catch (cause) {
      if (isMine) throw cause
      // Nor does what comes next wait so long, until that tab has woken, or is gone.
      isAsleep = true
      const wakes = () => {
        isAsleep = false
      }
      locks.request(name, { signal }, wakes).catch(() => {})
      await work()
    }
  }
}
