// People who do not give up, written from docs/protocol.md alone: an outbox, a line that comes back, and a journal of what
// was shown, in the order in which it was. Partner: storm.ts, which holds their journals to the promise.

import { type Answer, type Client, connect, type Json } from '../stage/client.ts'

export interface Shown {
  ticketId: string
  sequence: number
  id: string
  text: string | undefined
}

export interface Somebody {
  /** Into the outbox: sent under one name, again and again, until the server has acknowledged it. */
  writes(ticketId: string, text: string): void
  /** What this reader has on the screen. */
  shown: Shown[]
  /** text → where the server said that it stands. */
  acknowledged: Map<string, { ticketId: string; sequence: number }>
  /** The tickets as this reader knows them, by id. */
  tickets: Map<string, Ticket>
  /** What a person would have been told as an error. */
  troubles: string[]
  /** Lines that were opened and welcomed so far. */
  lines(): number
  /** Sessions that were begun: another one each time that the server knew the last one no more. */
  sessions(): number
  /** As soon as it is so; or when even a heartbeat has not brought it about: then the verdict says what is missing. */
  when(isSo: () => boolean): Promise<void>
  isDone(): boolean
  holds(ticketId: string): number
  leaves(): void
}

export interface Ticket {
  id: string
  state: string
  newestSequence: number
  seenByContact: number
  seenByAgent: number
  updatedAt: string
}

/** An answer that takes longer is taken for lost, and the line for dead. */
const ANSWER_WITHIN_MS = 1_000
const RETRY_MS = 60
/** Where nothing was heard for so long, something is asked: a line that swallows everything is found out without a heartbeat. */
const QUIET_MS = 700
/** A heartbeat and some time to read what it counted. */
const HEALED_WITHIN_MS = 25_000

let named = 0

/** @param reads which threads are of interest: an agent hears of all tickets, and those of earlier scenes are nobody's now */
export function somebody(
  url: string,
  who: { session: () => Promise<string> } | { cookie: () => Promise<string> },
  reads: (ticketId: string) => boolean = () => true,
): Somebody {
  const outbox: { clientId: string; ticketId: string; text: string }[] = []
  const held = new Map<string, number>()
  const reading = new Set<string>()
  const watchers = new Set<() => void>()
  let line: Client | undefined
  let proof: string | undefined
  let lines = 0
  let sessions = 0
  let comeBackMs = RETRY_MS
  let quiet: ReturnType<typeof setTimeout> | undefined
  let sending = false
  let left = false

  const me: Somebody = {
    writes(ticketId, text) {
      outbox.push({ clientId: `storm-${process.pid}-${Date.now()}-${++named}`, ticketId, text })
      void send()
    },
    shown: [],
    acknowledged: new Map(),
    tickets: new Map(),
    troubles: [],
    lines: () => lines,
    sessions: () => sessions,
    when: (isSo) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(late)
          watchers.delete(look)
          resolve()
        }
        const look = () => void (isSo() && done())
        const late = setTimeout(done, HEALED_WITHIN_MS)
        watchers.add(look)
        look()
      }),
    isDone: () => outbox.length === 0,
    holds: (ticketId) => held.get(ticketId) ?? 0,
    leaves() {
      left = true
      clearTimeout(quiet)
      line?.close()
    },
  }
  void live()
  return me

  async function live(): Promise<void> {
    while (!left) {
      try {
        if (proof === undefined) {
          proof = await ('session' in who ? who.session() : who.cookie())
          sessions++
        }
        const [path, hello] =
          'session' in who
            ? (['/api/chat', { session: proof, marks: Object.fromEntries(held) }] as const)
            : (['/api/console', { cookie: proof }] as const)
        line = await connect(url, path, { ...hello, hear, withinMs: ANSWER_WITHIN_MS })
        lines++
        void send()
        await line.closed
      } catch (cause) {
        // Not reached, or refused: the next try tells. Nothing that was written depends on it.
        if (String(cause).includes('session.')) proof = undefined
        // What was refused is felt, too: a full disk gives way once it is.
        look()
      }
      line = undefined
      await pause(comeBackMs * (0.5 + Math.random()))
      comeBackMs = RETRY_MS
    }
  }

  function hear(frame: Json): void {
    clearTimeout(quiet)
    quiet = setTimeout(askSomething, QUIET_MS)
    if (frame.kind === 'welcome') welcomed(frame as unknown as Welcome)
    if (frame.kind === 'event') happened(String(frame.name), frame.body as Json)
    if (frame.kind === 'goodbye') comeBackMs = Number(frame.retryAfterMs)
    if (frame.kind === 'heartbeat')
      for (const [id, newest] of Object.entries(frame.newest as object)) if (newest > me.holds(id)) readOn(id)
    look()
  }

  function welcomed({ tickets, missed = [], gaps = [] }: Welcome): void {
    for (const ticket of tickets) me.tickets.set(ticket.id, ticket)
    for (const id of gaps) {
      held.delete(id)
      me.shown = me.shown.filter(({ ticketId }) => ticketId !== id)
    }
    for (const entry of missed) show(entry)
    // Desks name no marks, and solved tickets are not in their welcome. The line is ours after this frame.
    for (const id of new Set([...held.keys(), ...tickets.map(({ id }) => id)])) {
      const newest = tickets.find((ticket) => ticket.id === id)?.newestSequence
      if (newest === undefined || newest > me.holds(id)) setImmediate(readOn, id)
    }
  }

  function happened(name: string, body: Json): void {
    if (body.ticket) keep(body.ticket as Ticket)
    if (body.message) show(body.message as Shown)
    if (body.activity) show(body.activity as Shown)
    const ticket = name === 'thread.seen' && me.tickets.get(String(body.ticketId))
    if (ticket) {
      const field = body.by === 'contact' ? 'seenByContact' : 'seenByAgent'
      ticket[field] = Math.max(ticket[field], Number(body.sequence))
    }
  }

  /** Answers and events may come in another order than things happened. */
  function keep(ticket: Ticket): void {
    const before = me.tickets.get(ticket.id)
    if (before && before.newestSequence > ticket.newestSequence) return
    if (before && before.newestSequence === ticket.newestSequence) {
      ticket.seenByAgent = Math.max(ticket.seenByAgent, before.seenByAgent)
      ticket.seenByContact = Math.max(ticket.seenByContact, before.seenByContact)
    }
    me.tickets.set(ticket.id, ticket)
  }

  function show(entry: Shown): void {
    const newest = me.holds(entry.ticketId)
    if (entry.sequence <= newest) return
    if (entry.sequence > newest + 1) return void readOn(entry.ticketId)
    held.set(entry.ticketId, entry.sequence)
    const { ticketId, sequence, id, text } = entry
    me.shown.push({ ticketId, sequence, id, text })
  }

  async function readOn(ticketId: string): Promise<void> {
    if (reading.has(ticketId) || !line || !reads(ticketId)) return
    reading.add(ticketId)
    try {
      for (let more = true; more; ) {
        const { result, problem } = await ask('thread.read', { ticketId, after: me.holds(ticketId) })
        if (problem?.retryAfterMs !== undefined) {
          await pause(problem.retryAfterMs)
          continue
        }
        if (problem) {
          me.troubles.push(problem.code)
          return
        }
        for (const entry of result.entries) show(entry)
        keep(result.ticket)
        more = result.more
        look()
      }
    } catch {
      // The line broke: the next welcome begins again.
    } finally {
      reading.delete(ticketId)
      // What came while this was read may lie beyond what it brought.
      const newest = me.tickets.get(ticketId)?.newestSequence ?? 0
      if (line && newest > me.holds(ticketId)) setImmediate(readOn, ticketId)
    }
  }

  async function send(): Promise<void> {
    if (sending) return
    sending = true
    try {
      for (let item = outbox[0]; item && line; item = outbox[0]) {
        const { result, problem } = await ask('message.send', item)
        if (problem?.retryAfterMs !== undefined) await pause(problem.retryAfterMs)
        else if (problem?.code === 'store.failed') await pause(RETRY_MS)
        else {
          if (problem) me.troubles.push(problem.code)
          else me.acknowledged.set(item.text, { ticketId: item.ticketId, sequence: result.message.sequence })
          outbox.shift()
        }
        look()
      }
    } catch {
      // The line broke; what was not acknowledged stands in the outbox under the same name.
    } finally {
      sending = false
    }
  }

  function askSomething(): void {
    const [any] = held.keys()
    if (any && !left) void readOn(any)
  }

  async function ask(name: string, body: Json): Promise<Answer> {
    const asked = line
    if (!asked) throw new Error('no line')
    const late = setTimeout(() => asked.close(), ANSWER_WITHIN_MS)
    try {
      return await asked.command(name, body)
    } finally {
      clearTimeout(late)
    }
  }

  function look(): void {
    for (const watcher of [...watchers]) watcher()
  }
}

interface Welcome {
  tickets: Ticket[]
  missed?: Shown[]
  gaps?: string[]
}

/** How long a client of the protocol waits before it tries again: part of the client, not of a scene. */
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
