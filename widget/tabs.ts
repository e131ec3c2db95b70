// One socket for all tabs of a person: the tab that holds a lock leads and has the socket, the others hear its frames and
// send theirs through it, over a channel that is named by the person. What it gives looks like a socket, so that a line
// of either kind is lost and found in the same way (socket.ts). A bundle on demand; it keeps nothing of its own.

/** What socket.ts uses of a WebSocket. */
export interface Line {
  onopen: (() => void) | null
  onmessage: ((event: { data: string }) => void) | null
  onclose: ((event: { code: number }) => void) | null
  send(text: string): void
  close(): void
}

type Said =
  /** Is there a line? */
  | { ask: true }
  /** The leader's line with this name carries; or does not any more. */
  | { live: string }
  | { lost: string }
  /** What came on it, and what a follower sends through it. */
  | { from: string; data: string }
  | { to: string; data: string }

/** As after a restart of the server: come back soon. */
const LOST = { code: 1012 }

/** `line`: the leader's that it is a share of. */
type Follower = Line & { line?: string; hear(data: string): void }

/** What socket.ts lends. */
interface Parts {
  dial(): Line & WebSocket
  /** There is a line where there was none. */
  again(): void
  /** What a welcome of the server's would say now; asked for by another way. */
  welcome(): Promise<object>
}

/**
 * @returns what opens a line, as often as it is needed, until the signal says that the person has left
 */
export async function shareLine(
  name: string,
  signal: AbortSignal,
  { dial, again, welcome }: Parts,
): Promise<() => Line> {
  const { locks } = navigator
  const channel = new BroadcastChannel(name)
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
  let follower: Follower | undefined
  channel.onmessage = ({ data }: { data: Said }) => hear(data)

  await new Promise<void>((known) => {
    const lead = (lock: Lock | null) => {
      leads = lock !== null
      known()
      return leads ? left : undefined
    }
    locks.request(name, { ifAvailable: true }, lead).catch(known)
  })
  if (!leads)
    locks
      .request(name, { signal }, () => {
        leads = true
        drop()
        return left
      })
      .catch(() => {})
  return () => (leads ? own() : follow())

  function hear(said: Said): void {
    if ('ask' in said) {
      if (live) say({ live: live.id })
    } else if ('to' in said) {
      if (live?.id === said.to) live.socket.send(said.data)
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
    say({ ask: true })
    return mine

    async function greet(): Promise<void> {
      try {
        const snapshot = await welcome()
        mine.onmessage?.({ data: JSON.stringify({ kind: 'welcome', ...snapshot }) })
        const late = held ?? []
        held = undefined
        for (const data of late) mine.onmessage?.({ data })
      } catch {
        if (follower === mine) drop()
      }
    }
  }

  function drop(): void {
    const lost = follower
    follower = undefined
    lost?.onclose?.(LOST)
  }
}
