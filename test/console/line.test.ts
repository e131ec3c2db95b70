// The console's line in hard times, on a scripted socket and a clock that the test moves: a lost acknowledgement,
// a silent server, a restart, a log-in that ended. Nothing an agent wrote is lost or sent twice.

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { dropDraft, otherDrafts, placeOf } from '../../console/facts/kept-drafts.ts'
import { ask, lineEnd, lineStatus, nudgeLine, startLine, stopLine } from '../../console/line/line.ts'
import { type LineStatus, openLine, retryDelayMs } from '../../console/line/socket.ts'
import { stopWanted } from '../../console/list/cursor.ts'
import { prefer } from '../../console/preferences.ts'
import { route } from '../../console/route.ts'
import { keepSavedView, keepThread, keepTicket, listed, load } from '../../console/state.ts'
import { sentenceOf, sentenceOfCode } from '../../console/strings/reasons.ts'
import { putAway, toast } from '../../console/toasts.ts'
import { listView, reopen, solve, sortBy } from '../../console/verbs/actions.ts'
import { assign } from '../../console/verbs/bulk.ts'
import { changeTickets } from '../../console/verbs/changing.ts'
import { moveView } from '../../console/verbs/saving-views.ts'
import { changeTags } from '../../console/verbs/tags.ts'
import { draftOf, putDraft, write } from '../../console/writing/drafts.ts'
import { sendNow, watchHeld } from '../../console/writing/holding.ts'
import { keepInStep } from '../../console/writing/in-step.ts'
import {
  discard,
  flush,
  outgoing,
  outgoingOf,
  recallOutgoing,
  send,
  sendAgain,
} from '../../console/writing/outgoing.ts'
import { stopOvertaken } from '../../console/writing/taking-back.ts'
import { chosenFor, letGo } from '../../console/writing/uploads.ts'
import type { SavedView } from '../../protocol/desk/filters.ts'
import type { Contact, DeskTicket, Message } from '../../protocol/entities.ts'
import { CLOSE, MESSAGE_MAX_CHARS, SILENCE_MS } from '../../protocol/limits.ts'

const omar = { id: 'agt_omar', name: 'Omar Haddad', email: 'omar@desk.example', roles: ['agent' as const] }
const TICKET = 'tkt_1'

let dialled: ScriptedSocket[] = []
let isLoggedIn = true

beforeEach(() => {
  // What is held is test/console/browser's.
  prefer({ undoSend: false })
  vi.useFakeTimers()
  dialled = []
  isLoggedIn = true
  recallOutgoing(omar.id)
  startLine({
    dial: () => new ScriptedSocket() as unknown as WebSocket,
    isLoggedIn: async () => isLoggedIn,
    random: () => 0.5,
    heard: {
      welcome: () => {
        load({
          ...{
            agent: omar,
            agents: [omar],
            tickets: [ticket()],
            next: null,
            history: 'one',
            articlesVersion: '1',
            at: at(),
          },
          ...{
            types: [],
            views: [],
            tags: [],
            hoursVersion: 0,
            availability: { from: at(), openings: null, waitsMs: [] },
          },
        })
        void flush()
      },
      events: () => {},
      heartbeat: () => {},
      status: (status: LineStatus) => {
        lineStatus.value = status
      },
      ended: (why) => {
        lineEnd.value = why
      },
    },
  })
})
afterEach(async () => {
  stopLine()
  for (const { clientId } of outgoing.value) discard(clientId)
  await turn()
  putAway()
  vi.useRealTimers()
})

describe('a reply', () => {
  test('whose acknowledgement was lost goes again under the same name, and stands once', async () => {
    await lineIsUp()
    readsTheThread([])
    send(TICKET, 'reply', 'Look under Onboarding.')
    const first = line().commands('message.send')[0]
    expect(first?.body).toMatchObject({ ticketId: TICKET, text: 'Look under Onboarding.' })
    line().breaks()
    await turn()
    expect(outgoingOf(TICKET), 'it stays in the thread').toMatchObject([{ state: 'sending' }])

    await comesBack()
    const second = line().commands('message.send')[0]
    expect(second?.body).toEqual(first?.body)
    const clientId = String(second?.body.clientId)
    line().acknowledges(second, { ticket: ticket({ newestSequence: 1 }), message: message(1, clientId) })
    await turn()
    expect(outgoing.value).toEqual([])
  })

  test('written while there is no line waits, and goes with the next welcome, in order', async () => {
    await lineIsUp()
    line().breaks()
    send(TICKET, 'reply', 'First.')
    send(TICKET, 'note', 'Second.')
    await turn()
    expect(outgoing.value.map(({ state }) => state)).toEqual(['sending', 'sending'])

    await comesBack()
    expect(
      line()
        .commands()
        .map(({ name }) => name),
      'one after the other',
    ).toEqual(['message.send'])
    const clientId = String(line().commands()[0]?.body.clientId)
    line().acknowledges(line().commands()[0], { ticket: ticket(), message: message(1, clientId) })
    await turn()
    expect(
      line()
        .commands()
        .map(({ name }) => name),
    ).toEqual(['message.send', 'note.write'])
  })

  test('that is refused stays with its text and its reason, by the log’s name for it, until the agent tries again', async () => {
    await lineIsUp()
    send(TICKET, 'reply', 'Please write to your school.')
    line().refuses(line().commands()[0], 'server.bug', undefined, 'In the log it is k3m9q2tx.')
    await turn()
    expect(outgoing.value).toMatchObject([
      { state: 'failed', code: 'server.bug', text: 'Please write to your school.' },
    ])
    const [{ code = 'not_found', said } = {}] = outgoing.value
    expect(sentenceOfCode(code, said)).toMatch(/it was logged\. .* In the log it is k3m9q2tx\.$/)
    await comesBack()
    expect(line().commands(), 'nothing is sent behind the agent’s back').toEqual([])
    sendAgain(outgoing.value[0]?.clientId ?? '')
    await turn()
    expect(line().commands('message.send')).toHaveLength(1)
  })

  test('that the server asks to wait for goes by itself after that time, before what was written after it', async () => {
    await lineIsUp()
    send(TICKET, 'reply', 'First.')
    send(TICKET, 'reply', 'Second.')
    line().refuses(line().commands()[0], 'request.too_many', 4_000)
    await vi.advanceTimersByTimeAsync(3_900)
    expect(outgoing.value.map(({ state }) => state)).toEqual(['sending', 'sending'])
    expect(line().commands()).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(200)
    expect(line().commands()[1]?.body).toEqual(line().commands()[0]?.body)
    expect(line().commands()).toHaveLength(2)
  })

  test('that is not answered goes again before what was written after it, under its name', async () => {
    await lineIsUp()
    send(TICKET, 'reply', 'First.')
    send(TICKET, 'reply', 'Second.')
    // The line lives: it is only this answer that does not come.
    await vi.advanceTimersByTimeAsync(20_000)
    line().says({ kind: 'heartbeat', at: at(), newest: {}, articlesVersion: '1' })
    await vi.advanceTimersByTimeAsync(10_000)
    expect(outgoing.value.map(({ state }) => state)).toEqual(['sending', 'sending'])
    expect(
      line()
        .commands('message.send')
        .map(({ body }) => body.text),
    ).toEqual(['First.', 'First.'])
    expect(line().commands()[1]?.body).toEqual(line().commands()[0]?.body)
  })

  test('that is held comes back with those behind it when somebody writes: in their order, each with its file', async () => {
    prefer({ undoSend: true })
    const stop = stopOvertaken()
    await lineIsUp()
    readsTheThread([])
    send(TICKET, 'reply', 'This one.', [file('first.txt')])
    send(TICKET, 'reply', 'And this one.', [file('second.txt')])
    expect(
      outgoing.value.map(({ state }) => state),
      'the premise',
    ).toEqual(['held', 'held'])
    readsTheThread([{ ...message(1, 'hers'), author: { kind: 'contact', id: 'con_maya', name: 'Maya' } }])
    expect(draftOf(TICKET).reply).toBe('This one.\n\nAnd this one.')
    expect(chosenFor(TICKET, 'reply').map(({ name }) => name)).toEqual(['first.txt', 'second.txt'])
    expect(outgoing.value).toEqual([])
    // Who has sent it by then, and looks, is not stopped at what they write next.
    putDraft(TICKET, { ...draftOf(TICKET), reply: '' })
    stopWanted.value = null
    vi.stubGlobal('document', { activeElement: null })
    toast.value?.action?.run()
    expect([route.value.ticketId, stopWanted.value]).toEqual([TICKET, null])
    route.value = { ...route.value, ticketId: null }
    vi.unstubAllGlobals()
    putDraft(TICKET, { ...draftOf(TICKET), reply: '' })
    letGo(TICKET, 'reply')
    stop()
  })

  test('that was held as its page went goes again as it went, whatever was written since', async () => {
    const { page, asked } = aPageThatGoes()
    prefer({ undoSend: true })
    const ends = watchHeld()
    await lineIsUp()
    readsTheThread([])
    send(TICKET, 'reply', 'Under Onboarding.')
    expect(line().commands(), 'the premise: it is held').toEqual([])
    page.dispatchEvent(new Event('pagehide'))
    for (const end of ends) end()
    const [went] = asked.map(({ body }) => body)
    expect(went).toMatchObject({ text: 'Under Onboarding.' })

    // Its request is still on its way, and may arrive at any time: refused here, it would stand in the box and in the thread.
    line().breaks()
    recallOutgoing(omar.id)
    await comesBack()
    expect(line().commands('message.send')[0]?.body).toEqual(went)
    expect(went).not.toHaveProperty('upTo')
    vi.unstubAllGlobals()
  })

  test('that was held as its page went goes behind what was on its way, in one request: of two the second may be there first', async () => {
    const { page, asked } = aPageThatGoes()
    prefer({ undoSend: true })
    const ends = watchHeld()
    await lineIsUp()
    send(TICKET, 'reply', 'First.')
    void sendNow(outgoing.value[0]?.clientId)
    send(TICKET, 'reply', 'Second.')
    send(TICKET, 'reply', 'Third.')
    expect(
      outgoing.value.map(({ state }) => state),
      'the premise: nothing was acknowledged',
    ).toEqual(['sending', 'held', 'held'])
    page.dispatchEvent(new Event('pagehide'))
    for (const end of ends) end()
    expect(asked).toHaveLength(1)
    expect([asked].flat(2).map(({ name, body }) => [name, body.text])).toEqual([
      ['message.send', 'First.'],
      ['message.send', 'Second.'],
      ['message.send', 'Third.'],
    ])
    vi.unstubAllGlobals()
  })

  test('that is held goes at once where a page could not take it along, and what was written after it stays', async () => {
    aPageThatGoes()
    prefer({ undoSend: true })
    const ends = watchHeld()
    await lineIsUp()
    send(TICKET, 'reply', '長'.repeat(MESSAGE_MAX_CHARS))
    await vi.advanceTimersByTimeAsync(100)
    expect(outgoing.value.map(({ state }) => state)).toEqual(['held'])
    send(TICKET, 'reply', '文'.repeat(MESSAGE_MAX_CHARS))
    await vi.advanceTimersByTimeAsync(100)
    expect(outgoing.value.map(({ state }) => state)).toEqual(['sending', 'held'])
    for (const end of ends) end()
    vi.unstubAllGlobals()
  })

  test('all are waited for before the ticket is solved, or the last would open it again', async () => {
    await lineIsUp()
    readsTheThread([])
    keepTicket(ticket())
    send(TICKET, 'reply', 'First.')
    send(TICKET, 'reply', 'Second.')
    void solve(TICKET)
    const asked = () =>
      line()
        .commands()
        .map(({ name, body }) => body.text ?? name)
    await turn()
    expect(asked()).toEqual(['First.'])
    for (const sequence of [1, 2]) {
      const last = line().commands().at(-1)
      line().acknowledges(last, { ticket: ticket(), message: message(sequence, String(last?.body.clientId)) })
      await turn()
    }
    expect(asked()).toEqual(['First.', 'Second.', 'ticket.solve'])
  })

  test('that is sent now takes along those held before it in its ticket, and none of another', async () => {
    await lineIsUp()
    prefer({ undoSend: true })
    for (const ticketId of [TICKET, 'tkt_2', TICKET]) send(ticketId, 'reply', 'Look under Onboarding.')
    const states = () => outgoing.value.map(({ state }) => state)
    expect(states(), 'the premise').toEqual(['held', 'held', 'held'])
    void sendNow(outgoing.value.at(-1)?.clientId)
    expect(states()).toEqual(['sending', 'held', 'sending'])
  })

  test('that is held goes before its ticket is solved among others, up to what was read', async () => {
    await lineIsUp()
    prefer({ undoSend: true })
    send(TICKET, 'reply', 'Look under Onboarding.')
    void changeTickets([TICKET], { kind: 'solve' }, () => 'It is solved.')
    await turn()
    const [sent] = line().commands('message.send')
    expect(line().commands('tickets.change')).toEqual([])
    const said = message(5, String(sent?.body.clientId))
    line().acknowledges(sent, { ticket: ticket({ newestSequence: 5 }), message: said })
    await turn()
    expect(line().commands('tickets.change')[0]?.body.tickets).toEqual([{ ticketId: TICKET, upTo: 5 }])
  })

  test('that lands where its ticket goes on is on its way no more, and it is said where it is', async () => {
    await lineIsUp()
    readsTheThread([])
    send(TICKET, 'reply', 'Look under Onboarding.')
    const [sent] = line().commands('message.send')
    const landed = { ...message(1, String(sent?.body.clientId)), ticketId: 'tkt_2' }
    line().acknowledges(sent, { ticket: ticket({ id: 'tkt_2', number: 2 }), message: landed })
    await turn()
    expect(outgoing.value).toEqual([])
    expect(toast.value?.text).toContain('#2')
  })

  test('acknowledged before an entry that precedes it stays in sight until the thread has both', async () => {
    await lineIsUp()
    readsTheThread([])
    send(TICKET, 'reply', 'I have taken this.')
    const clientId = String(line().commands()[0]?.body.clientId)
    // Taking the ticket wrote a line of its own, which is still on its way.
    line().acknowledges(line().commands()[0], {
      ticket: ticket({ newestSequence: 2 }),
      message: message(2, clientId),
    })
    await turn()
    expect(outgoingOf(TICKET)).toMatchObject([{ state: 'sent', text: 'I have taken this.' }])
    readsTheThread([message(1, 'another-name'), message(2, clientId)])
    expect(outgoingOf(TICKET)).toEqual([])
    expect(outgoing.value).toEqual([])
  })
})

describe('a draft', () => {
  test('saved while the list of drafts is on its way stays in its box: that list is older, and asked for again', async () => {
    vi.stubGlobal('document', new EventTarget())
    const stop = keepInStep()
    await lineIsUp()
    line().acknowledges(line().commands('draft.list')[0], { drafts: [] })
    await turn()
    write(TICKET, 'reply', 'Under Onboarding', 0)
    line().breaks()
    nudgeLine()
    await lineIsUp()
    const [list] = line().commands('draft.list')
    await vi.advanceTimersByTimeAsync(1_000)
    const [save] = line().commands('draft.save')
    expect(save?.body, 'the premise').toMatchObject({ text: 'Under Onboarding' })
    const { version: _, ...fields } = save?.body ?? {}
    const draft = { macros: [], actions: [], ...fields, version: 'dra_1' }
    line().acknowledges(save, { draft })
    line().acknowledges(list, { drafts: [] })
    await turn()
    expect(draftOf(TICKET).reply).toBe('Under Onboarding')

    line().acknowledges(line().commands('draft.list')[1], { drafts: [draft] })
    await turn()
    expect(draftOf(TICKET)).toMatchObject({ reply: 'Under Onboarding', kept: { reply: 'dra_1' } })
    // Now it can be let go elsewhere.
    dropDraft(TICKET, 'reply')
    expect(draftOf(TICKET).reply).toBe('')
    stop()
    vi.unstubAllGlobals()
  })

  test('that another window has changed meanwhile is asked for, and offered beside what stands in the box', async () => {
    vi.stubGlobal('document', new EventTarget())
    const stop = keepInStep()
    await lineIsUp()
    line().acknowledges(line().commands('draft.list')[0], { drafts: [] })
    await turn()
    write(TICKET, 'reply', 'Under Onboarding', 0)
    await vi.advanceTimersByTimeAsync(1_000)
    line().refuses(line().commands('draft.save')[0], 'draft.changed')
    await turn()
    const theirs = {
      ticketId: TICKET,
      as: 'reply',
      text: 'Ask the site',
      answers: 0,
      macros: [],
      actions: [],
    }
    line().acknowledges(line().commands('draft.list')[1], { drafts: [{ ...theirs, version: 'dra_1' }] })
    await turn()
    expect(draftOf(TICKET).reply).toBe('Under Onboarding')
    expect(otherDrafts.value.get(placeOf(TICKET, 'reply'))?.text).toBe('Ask the site')
    stop()
    putDraft(TICKET, { mode: 'reply', reply: '', note: '', answers: 0 })
    vi.unstubAllGlobals()
  })
})

describe('the line', () => {
  test('answers each heartbeat, and is given up when the server falls silent', async () => {
    await lineIsUp()
    const first = line()
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1_000)
    first.says({ kind: 'heartbeat', at: at(), newest: {}, articlesVersion: '1' })
    expect(first.sent.at(-1)).toEqual({ kind: 'beat' })
    await vi.advanceTimersByTimeAsync(SILENCE_MS - 1_000)
    expect(lineStatus.value.state).toBe('live')
    await vi.advanceTimersByTimeAsync(1_000)
    expect(first.closedWith).toBe(CLOSE.silent)
    expect(lineStatus.value.state).toBe('lost')
  })

  test('tells what came in its order, and nothing that comes on a line given up since', async () => {
    stopLine()
    const told: string[] = []
    const own = openLine({
      dial: () => new ScriptedSocket() as unknown as WebSocket,
      isLoggedIn: async () => true,
      heard: {
        welcome: () => told.push('welcome'),
        events: (events) => told.push(...events.map(({ name }) => name)),
        heartbeat: () => told.push('heartbeat'),
        status: () => {},
        ended: () => {},
      },
    })
    const first = line()
    first.says({ kind: 'welcome', heartbeatMs: 20_000 })
    for (const name of ['ticket.opened', 'message.created', 'ticket.changed'])
      first.says({ kind: 'event', name })
    first.says({ kind: 'heartbeat', at: at(), newest: {}, articlesVersion: '1' })
    const all = ['welcome', 'ticket.opened', 'message.created', 'ticket.changed', 'heartbeat']
    expect(told).toEqual(all)
    own.drop()
    first.says({ kind: 'heartbeat', at: at(), newest: {}, articlesVersion: '1' })
    expect(told).toEqual(all)
    own.close()
  })

  test('that never gets a welcome is given up too', async () => {
    await turn()
    expect(dialled).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(line().closedWith).toBe(CLOSE.silent)
  })

  test('tells who waits for an answer that it broke', async () => {
    await lineIsUp()
    const answer = ask('ticket.solve', { ticketId: TICKET })
    line().breaks()
    await expect(answer).rejects.toMatchObject({ code: 'line.lost' })
    expect(sentenceOf(await answer.catch((error) => error))).toContain('Check whether it was done')
    // What was never sent was not done.
    const unsent = ask('ticket.solve', { ticketId: TICKET })
    await expect(unsent).rejects.toMatchObject({ code: 'line.lost' })
    expect(sentenceOf(await unsent.catch((error) => error))).toContain('Nothing was changed')
  })

  test('that breaks before the answer leaves open what was done, until the ticket itself says so', async () => {
    await lineIsUp()
    void assign(TICKET, omar.id)
    line().breaks()
    await turn()
    expect(toast.value?.text).toMatch(/^#1 may have been reached\. The connection was lost/)
    nudgeLine()
    await lineIsUp()

    void solve(TICKET)
    await turn()
    expect(line().commands('ticket.solve'), 'the premise').toHaveLength(1)
    line().breaks()
    await turn()
    expect(toast.value?.text).toMatch(/^#1 may have been solved\./)
    nudgeLine()
    await lineIsUp()
    reads({})
    await turn()
    expect(toast.value?.text, 'it may still be on its way').toMatch(/^#1 may have been solved/)
    keepTicket(ticket({ state: 'solved', newestSequence: 1 }))
    expect(toast.value?.text).toBe('#1 is solved.')

    void changeTags([TICKET], { add: ['visa'], remove: [] })
    line().breaks()
    await turn()
    expect(toast.value?.text).toMatch(/^#1 may have been reached\./)
    // Where nothing was sent, nothing was done.
    void reopen(TICKET)
    await turn()
    expect(toast.value?.text).toMatch(/^#1 was not reopened\. There is no connection\./)
  })

  test('comes back at once when the network does, without waiting for its turn', async () => {
    await lineIsUp()
    line().breaks()
    expect(dialled).toHaveLength(1)
    nudgeLine()
    expect(dialled).toHaveLength(2)
    nudgeLine()
    expect(dialled, 'one try at a time').toHaveLength(2)
    // The laptop was closed, the page stood still, and the line with it.
    await lineIsUp()
    const asleep = line()
    vi.setSystemTime(Date.now() + SILENCE_MS + 1_000)
    nudgeLine()
    expect(asleep.closedWith).toBe(CLOSE.silent)
    expect(dialled, 'the next one, at once').toHaveLength(3)
  })

  test('stays away as long as a server that restarts asks it to', async () => {
    await lineIsUp()
    line().says({ kind: 'goodbye', retryAfterMs: 4_000 })
    line().breaks(CLOSE.restart)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(dialled).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(3_000)
    expect(dialled).toHaveLength(2)
  })

  test('that breaks soon after each welcome is dialled ever later; one that has lived begins anew', async () => {
    await lineIsUp()
    const waits: number[] = []
    const breaksAfter = async (ms: number) => {
      await vi.advanceTimersByTimeAsync(ms)
      line().breaks()
      const { value } = lineStatus
      const waitMs = value.state === 'lost' ? value.retryAt - Date.now() : 0
      waits.push(waitMs)
      await vi.advanceTimersByTimeAsync(waitMs)
      await lineIsUp()
    }
    for (const ms of [0, 1_000, 0, 10_001, 0, 0]) await breaksAfter(ms)
    expect(waits).toEqual([375, 750, 1_500, 375, 375, 750])
  })

  test('ends when the session has, whether the server says so or refuses the socket', async () => {
    await lineIsUp()
    // It cannot go any more: tried on as if there were a line, it would be tried without end, and the tab stand still.
    send(TICKET, 'reply', 'Look under Onboarding.')
    line().breaks(CLOSE.sessionEnded)
    expect(lineEnd.value).toBe('session_ended')
    expect(lineStatus.value.state).toBe('connecting')
    await vi.advanceTimersByTimeAsync(120_000)
    expect(dialled).toHaveLength(1)
  })

  test('asks over HTTP why its dial was refused, and ends when nobody is logged in any more', async () => {
    await turn()
    isLoggedIn = false
    line().breaks(1006)
    await turn()
    expect(lineEnd.value).toBe('session_ended')
  })

  test('does not mistake a dead network for an ended session', async () => {
    await turn()
    line().breaks(1006)
    await turn()
    expect(lineEnd.value).toBe(null)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(dialled).toHaveLength(2)
  })

  test('waits longer after each loss, at random, and never more than half a minute', () => {
    const wait = (losses: number, random: number) =>
      retryDelayMs({ losses, goodbyeMs: null, crowded: false, random: () => random })
    expect([1, 2, 3, 4].map((losses) => wait(losses, 1))).toEqual([500, 1_000, 2_000, 4_000])
    expect(wait(50, 1)).toBe(30_000)
    expect(wait(3, 0)).toBe(1_000)
  })
})

test('a view whose order is changed while its first page is on its way is listed in the new order', async () => {
  await lineIsUp()
  void listView('solved')
  void sortBy('solved', 'priority')
  const [first] = line().commands('ticket.list')
  expect(first?.body).toMatchObject({ sort: 'newest' })
  line().acknowledges(first, { tickets: [ticket({ state: 'solved' })], next: 'behind the newest' })
  await turn()
  const asked = line().commands('ticket.list').at(-1)
  expect(asked?.body).toMatchObject({ sort: 'priority' })
  expect(listed.value.get('solved'), 'a page of another order says nothing').toBe(undefined)
  line().acknowledges(asked, { tickets: [ticket({ state: 'solved' })], next: 'behind the most urgent' })
  await turn()
  expect(listed.value.get('solved')?.next).toBe('behind the most urgent')
  void sortBy('solved', 'newest')
})

test('a view whose filter is changed is listed anew, also where a page of the one before is on its way', async () => {
  await lineIsUp()
  const [open] = savedViewsNamed('solved')
  const view: SavedView = { ...open, filter: { states: ['solved'], priorities: ['urgent'] } }
  keepSavedView(view)
  void listView(view.id)
  const asked = () => line().commands('ticket.list')
  expect(asked().length, 'the premise').toBe(1)
  keepSavedView({ ...view, filter: { states: ['solved'] } })
  line().acknowledges(asked()[0], { tickets: [ticket()], next: null })
  await turn()
  expect(listed.value.has(view.id), 'a page of another filter says nothing').toBe(false)
  expect(asked()[1]?.body.filter).toEqual({ states: ['solved'] })
  line().acknowledges(asked()[1], { tickets: [], next: null })
  await turn()
  expect(listed.value.has(view.id)).toBe(true)
  keepSavedView({ ...view, name: 'Another name', filter: { states: ['solved'] } })
  expect(listed.value.has(view.id), 'by another name it holds the same').toBe(true)
  keepSavedView({ ...view, filter: { states: ['snoozed'] } })
  expect(listed.value.has(view.id)).toBe(false)
})

test('a view that is moved twice at once goes two steps, the second from where the first has led', async () => {
  await lineIsUp()
  const [one, two, three] = savedViewsNamed('one', 'two', 'three')
  for (const view of [one, two, three]) keepSavedView(view)
  void moveView(three, -1)
  void moveView(three, -1)
  await turn()
  const asked = () => line().commands('view.move')
  expect(asked().map(({ body }) => body.place)).toEqual([1])
  keepSavedView({ ...two, place: 2 })
  line().acknowledges(asked()[0], { view: { ...three, place: 1 } })
  await turn()
  expect(asked().map(({ body }) => body.place)).toEqual([1, 0])
})

// ---- the script

interface Command {
  kind: 'command'
  id: string
  name: string
  body: Record<string, unknown>
}

/** A server's end of a socket, in the test's hands. */
class ScriptedSocket {
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: ((event: { code: number }) => void) | null = null
  sent: unknown[] = []
  closedWith: number | null = null

  constructor() {
    dialled.push(this)
  }
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close(code: number) {
    this.closedWith = code
  }
  says(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
  breaks(code = 1006) {
    this.onclose?.({ code })
  }
  commands(name?: string): Command[] {
    const commands = this.sent.filter((frame): frame is Command => (frame as Command).kind === 'command')
    return name ? commands.filter((command) => command.name === name) : commands
  }
  acknowledges(command: Command | undefined, result: object) {
    this.says({ kind: 'acknowledgement', id: command?.id, result })
  }
  refuses(command: Command | undefined, code: string, retryAfterMs?: number, detail?: string) {
    const problem = { type: '', title: '', status: 503, code, retryAfterMs, detail }
    this.says({ kind: 'refusal', id: command?.id, problem })
  }
}

const line = (): ScriptedSocket => dialled.at(-1) ?? expect.fail('nobody has dialled')

async function lineIsUp() {
  await turn()
  line().onopen?.()
  expect(line().sent).toEqual([{ kind: 'hello', protocol: 1 }])
  line().says({ kind: 'welcome', heartbeatMs: 20_000 })
  await turn()
  expect(lineStatus.value.state).toBe('live')
}

async function comesBack() {
  if (lineStatus.value.state === 'live') line().breaks()
  const before = dialled.length
  await vi.advanceTimersByTimeAsync(30_000)
  expect(dialled.length).toBeGreaterThan(before)
  await lineIsUp()
}

/** Lets what was promised happen; no time passes. */
const turn = () => vi.advanceTimersByTimeAsync(0)

const at = () => new Date().toISOString()

const readsTheThread = (entries: Message[]) => keepThread(TICKET, threadAnswer(entries))

const threadAnswer = (entries: Message[], changes: Partial<DeskTicket> = {}) => ({
  ticket: ticket(changes),
  entries,
  revisions: [],
  notes: [],
  more: false,
  contact,
  earlier: [],
  related: [],
  merge: null,
})

const savedViewsNamed = (...names: string[]) =>
  names.map(
    (name, place): SavedView => ({
      ...{ id: `viw_${name}`, name, filter: {}, sort: 'newest', isOwn: true, place },
      ...{ version: 1, changedBy: omar.name },
    }),
  ) as [SavedView, SavedView, SavedView]

function reads(changes: Partial<DeskTicket>) {
  const [asked] = line().commands('thread.read')
  line().acknowledges(asked, threadAnswer([], changes))
}

const contact: Contact = {
  id: 'con_maya',
  identity: 'verified',
  externalId: 'student-maya',
  name: 'Maya Lindqvist',
  email: 'maya@northfield.edu',
  emailVerified: true,
  locale: null,
  attributes: {},
  attributesSignedAt: null,
  createdAt: at(),
  lastSeenAt: at(),
}

function ticket(changes: Partial<DeskTicket> = {}): DeskTicket {
  return {
    id: TICKET,
    number: 1,
    type: 'question',
    state: 'open',
    subject: 'Where are my deadlines?',
    createdAt: at(),
    updatedAt: at(),
    newestSequence: 0,
    deliveredToAgent: 0,
    seenByContact: 0,
    seenByAgent: 0,
    lastEntry: { sequence: 0, author: 'contact', name: contact.name, snippet: '', at: at() },
    assignee: null,
    mergeId: null,
    rating: null,
    contact,
    newestNote: 0,
    waitingSince: at(),
    handover: { reads: [], searches: [] },
    earlierRatings: [],
    ...changes,
  }
}

/** What it asks by HTTP, and where it keeps what its tab comes back with. */
function aPageThatGoes() {
  const kept = new Map<string, string>()
  const page = new EventTarget()
  const asked: { name: string; body: { text: string } }[] = []
  vi.stubGlobal('sessionStorage', {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
    removeItem: (name: string) => kept.delete(name),
  })
  vi.stubGlobal('window', page)
  vi.stubGlobal('fetch', async (_path: string, { body }: { body: string }) => asked.push(JSON.parse(body)))
  return { page, asked }
}

const file = (name: string) => ({ id: `att_${name}`, name, size: 9, type: 'text/plain' })

function message(sequence: number, clientId: string): Message {
  const author = { kind: 'agent' as const, id: omar.id, name: omar.name }
  return {
    kind: 'message',
    id: `msg_${sequence}`,
    ticketId: TICKET,
    sequence,
    clientId,
    author,
    text: 'Look under Onboarding.',
    createdAt: at(),
  }
}
