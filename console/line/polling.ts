// The line by plain HTTP: as much of a socket as socket.ts asks for. News come as whole welcomes, commands go one by one.
// Partners: dial.ts, which takes it where sockets do not open; server/chat/routes.ts.

import { CLOSE } from '../../protocol/limits.ts'
import type { AnswerFrame, CommandFrame, DeskServerFrame, DeskSnapshot } from '../../protocol/socket.ts'
import { call } from './http.ts'
import type { Refused, Wire } from './socket.ts'

/** Below what proxies cut, and below what counts as silence. */
const WAIT_MS = 15_000
/** A busy desk has news all the time; nobody reads faster. */
const PAUSE_MS = 1_000
const BROKEN = 1006

export class PollingLine extends EventTarget implements Wire {
  onopen: Wire['onopen'] = null
  onmessage: Wire['onmessage'] = null
  onclose: Wire['onclose'] = null
  readonly #ending = new AbortController()

  constructor() {
    super()
    void this.#hear()
  }

  /** hello and beat are of sockets: the cookie says who calls, and each request that somebody is there. */
  send(text: string): void {
    const frame = JSON.parse(text) as { kind: string }
    if (frame.kind === 'command') void this.#ask(frame as CommandFrame)
  }

  close(): void {
    this.end()
  }

  /** As if it had broken. */
  end(code = BROKEN): void {
    if (this.#ending.signal.aborted) return
    this.#ending.abort()
    this.#tell(new CloseEvent('close', { code }))
  }

  async #hear(): Promise<void> {
    const { signal } = this.#ending
    let known = ''
    while (!signal.aborted) {
      const wait = known ? WAIT_MS : 0
      const query = new URLSearchParams({ known, wait: String(wait) })
      const snapshot = await this.#get<DeskSnapshot>(`/api/console/poll?${query}`)
      if (!snapshot || signal.aborted) return
      if (!known) this.#tell(new Event('open'))
      known = snapshot.at
      this.#say({ kind: 'welcome', heartbeatMs: WAIT_MS, ...snapshot })
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS))
    }
  }

  async #ask(frame: CommandFrame): Promise<void> {
    const answer = await this.#get<AnswerFrame>('/api/console/send', frame)
    if (answer) this.#say(answer)
  }

  /** undefined: there was no answer, and the line has ended by that. */
  async #get<T>(path: string, body?: object): Promise<T | undefined> {
    try {
      return await call<T>(body ? 'POST' : 'GET', path, body, this.#ending.signal)
    } catch (cause) {
      this.end(/^session/.test((cause as Refused).code) ? CLOSE.sessionEnded : BROKEN)
    }
    return undefined
  }

  #say(frame: DeskServerFrame): void {
    if (!this.#ending.signal.aborted) this.#tell(new MessageEvent('message', { data: JSON.stringify(frame) }))
  }

  #tell(event: Event): void {
    this.dispatchEvent(event)
    const handler = this[`on${event.type}` as 'onopen']
    handler?.call(this as unknown as WebSocket, event)
  }
}
