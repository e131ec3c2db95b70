// Who may send what was written, and when: the widget's line, session and outbox on a scripted server and a clock
// that the test moves. The same in a browser, with the screens: test/widget-line.test.ts.

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Bridge } from '../widget/options.ts'

let sockets: ScriptedSocket[] = []
/** What was asked over HTTP, by path and in order. */
let asked: { path: string; body: unknown }[] = []

beforeEach(() => {
  vi.useFakeTimers()
  sockets = []
  asked = []
  vi.stubGlobal('WebSocket', ScriptedSocket)
  vi.stubGlobal('location', new URL('https://host.example/'))
  vi.stubGlobal('document', Object.assign(new EventTarget(), { visibilityState: 'visible' }))
  const page = new EventTarget()
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page))
  vi.stubGlobal('fetch', answers)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

test('what waits for a line is never sent by who comes next', async () => {
  const widget = await freshWidget()
  await widget.session.identify(bridgeOf(() => tokenOf('maya')))
  widget.commands.goOnline()
  await turn()
  widget.commands.openTicket('Only Maya may send this', { handover: { reads: [], searches: [] } })
  await turn()
  expect(widget.state.state.unsent.value, 'it waits, for nobody has welcomed Maya').toHaveLength(1)

  widget.socket.disconnect()
  widget.memory.erase()
  await widget.session.identify(bridgeOf(() => tokenOf('leo')))
  await widget.outbox.openOutbox(widget.session.owner)
  widget.commands.goOnline()
  await turn()
  line().welcomes('leo')
  await vi.advanceTimersByTimeAsync(20_000)
  expect(line().hello?.session).toBe('session of leo')
  expect(line().commands(), 'nothing of Maya’s').toEqual([])
  expect(widget.state.state.unsent.value, 'and Leo sees nothing of it').toEqual([])
})

// ---- the script

/** A page's widget, without its screens. */
async function freshWidget() {
  vi.resetModules()
  const [state, session, socket, outbox, commands, memory, http] = await Promise.all([
    import('../widget/state.ts'),
    import('../widget/session.ts'),
    import('../widget/socket.ts'),
    import('../widget/outbox.ts'),
    import('../widget/commands.ts'),
    import('../widget/memory.ts'),
    import('../widget/http.ts'),
  ])
  http.useServer('https://help.example')
  return { state, session, socket, outbox, commands, memory }
}

const bridgeOf = (token: () => string | Promise<string>): Bridge => ({
  base: 'https://help.example',
  options: {},
  token: async () => token(),
  page: () => '/',
  early: {},
  emit: () => {},
  shown: () => {},
})

const tokenOf = (who: string) => `.${btoa(JSON.stringify({ sub: who }))}.`
const whoIs = (token: string) => JSON.parse(atob(token.split('.')[1] ?? '')).sub as string

async function answers(address: string, { body }: { body?: string }): Promise<Response> {
  const { pathname } = new URL(address)
  const sent = body ? JSON.parse(body) : null
  asked.push({ path: pathname, body: sent })
  if (pathname === '/api/session') {
    const who = whoIs(sent.identityToken)
    return Response.json({ session: `session of ${who}`, snapshot: snapshotOf(who) })
  }
  throw new TypeError(`Nothing answers at ${pathname}`)
}

const snapshotOf = (who: string) => ({
  contact: { id: `con_${who}`, name: who },
  tickets: [],
  merges: [],
  missed: [],
  gaps: [],
  articlesVersion: '1',
  typicalReplyMs: null,
  at: new Date().toISOString(),
})

/** The newest line that the widget opened. */
function line(): ScriptedSocket {
  const newest = sockets.at(-1)
  if (!newest) throw new Error('The widget has opened no socket.')
  return newest
}

class ScriptedSocket {
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
  close() {}
  get hello() {
    return this.sent.find(({ kind }) => kind === 'hello')
  }
  commands() {
    return this.sent.filter(({ kind }) => kind === 'command')
  }
  welcomes(who: string) {
    this.onmessage?.({ data: JSON.stringify({ kind: 'welcome', heartbeatMs: 20_000, ...snapshotOf(who) }) })
  }
}

/** All that is due now. */
const turn = () => vi.advanceTimersByTimeAsync(0)
