// A client written from docs/protocol.md alone: it shares no code with the widget, the console or the server,
// and knows frames only as JSON. What holds through it holds for clients in other languages.

import WebSocket from 'ws'

export type Json = Record<string, unknown>
export interface Answer {
  kind: 'acknowledgement' | 'refusal'
  id: string | null
  // biome-ignore lint/suspicious/noExplicitAny: a stranger's view of JSON; each test says what it expects
  result?: any
  problem?: { code: string; status: number; detail?: string; triesLeft?: number; retryAfterMs?: number }
}

export interface Client {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  welcome: any
  /** Every frame that came, in order. */
  frames: Json[]
  command(name: string, body: Json): Promise<Answer>
  /** The first event of this name, past or to come, that fits. */
  event(name: string, fits?: (body: Json) => boolean): Promise<Json>
  frame(fits: (frame: Json) => boolean): Promise<Json>
  sendRaw(text: string): void
  /** Reads nothing until it goes on. */
  pause(): void
  resume(): void
  close(): void
  closed: Promise<{ code: number; reason: string }>
}

export interface Hello {
  session?: string
  marks?: Record<string, number>
  once?: boolean
  cookie?: string
  origin?: string
  /** Every frame as it comes, the welcome too. */
  hear?(frame: Json): void
  /** From dialling to the welcome; a line that takes longer is cut. */
  withinMs?: number
}

/** Opens a socket and says hello; resolves at the welcome, rejects with the refusal or the close code. */
export async function connect(
  url: string,
  path: '/api/chat' | '/api/console',
  hello: Hello,
): Promise<Client> {
  const client = await open(url, path, hello)
  const late = hello.withinMs && setTimeout(client.close, hello.withinMs)
  const first = await Promise.race([
    client.frame((frame) => frame.kind === 'welcome' || frame.kind === 'refusal'),
    client.closed.then((close) => ({ kind: 'closed', ...close })),
  ])
  clearTimeout(late)
  if (first.kind !== 'welcome') throw new Error(`no welcome, but ${JSON.stringify(first)}`)
  return { ...client, welcome: first }
}

/** Opens a socket and says hello (or nothing at all, with `hello: null`). */
export async function open(url: string, path: string, hello: Hello | null): Promise<Client> {
  const headers: Record<string, string> = {}
  if (hello?.cookie) headers.cookie = hello.cookie
  if (hello?.origin) headers.origin = hello.origin
  const socket = new WebSocket(url.replace(/^http/, 'ws') + path, {
    headers,
    ...(hello?.withinMs && { handshakeTimeout: hello.withinMs }),
  })
  const frames: Json[] = []
  const watchers = new Set<() => void>()
  socket.on('message', (data) => {
    const frame = JSON.parse(String(data)) as Json
    frames.push(frame)
    if (frame.kind === 'heartbeat') socket.send('{"kind":"beat"}')
    hello?.hear?.(frame)
    for (const look of [...watchers]) look()
  })
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.on('close', (code, reason) => resolve({ code, reason: String(reason) }))
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('open', () => resolve())
    socket.once('error', reject)
  })
  socket.on('error', () => {}) // `closed` tells
  let named = 0

  const frame = (fits: (frame: Json) => boolean): Promise<Json> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = frames.find(fits)
        if (!found) return
        watchers.delete(look)
        resolve(found)
      }
      watchers.add(look)
      look()
      closed.then(({ code }) => reject(new Error(`the socket closed with ${code} before that frame came`)))
    })

  if (hello) {
    const { session, marks = {}, once } = hello
    const contacts = path === '/api/chat' ? { session, marks, once } : {}
    socket.send(JSON.stringify({ kind: 'hello', protocol: 1, ...contacts }))
  }
  return {
    welcome: undefined,
    frames,
    frame,
    closed,
    async command(name, body) {
      const id = `c${++named}`
      socket.send(JSON.stringify({ kind: 'command', id, name, body }))
      const answer = await frame(
        (frame) => (frame.kind === 'acknowledgement' || frame.kind === 'refusal') && frame.id === id,
      )
      return answer as unknown as Answer
    },
    async event(name, fits = () => true) {
      const found = await frame(
        (frame) => frame.kind === 'event' && frame.name === name && fits(frame.body as Json),
      )
      return found.body as Json
    },
    sendRaw: (text) => socket.send(text),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
    close: () => socket.terminate(),
  }
}
