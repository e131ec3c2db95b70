// An agent's time at the desk, from the log-in to the log-out: opens the line, feeds the state, and makes everything
// current again after each welcome. Partners: line/line.ts, state.ts.

import { batch, effect, untracked } from '@preact/signals'
import type { Agent } from '../protocol/entities.ts'
import type { DeskEvent, DeskSnapshot, Heartbeat } from '../protocol/socket.ts'
import { alertOf, readySound } from './alerts.ts'
import { ears } from './announcements.ts'
import { now } from './clock.ts'
import { keepCounts } from './facts/counts.ts'
import { dropSilent } from './facts/presence.ts'
import { tellReceived } from './facts/received.ts'
import { dropSilentTypists } from './facts/typing.ts'
import { closeDialog } from './keyboard/dialogs.ts'
import { dialler } from './line/dial.ts'
import { dropLine, lineEnd, lineStatus, nudgeLine, startLine, stopLine } from './line/line.ts'
import { readAhead } from './list/reading-ahead.ts'
import { watchSearch } from './list/search.ts'
import { passMinute } from './list/views.ts'
import { listening } from './listening.ts'
import { draftsInStep } from './on-demand.tsx'
import { recallPreferences } from './preferences.ts'
import { route } from './route.ts'
import { logOut, whoAmI } from './session.ts'
import { mayAnswer } from './settings.ts'
import { apply, forgetAll, isBehind, isListedToEnd, keepMe, listed, load, threads, tickets } from './state.ts'
import { putAway } from './toasts.ts'
import { listAgain, listView, reads, readThread } from './verbs/actions.ts'
import { dropDrafts, recallDrafts } from './writing/drafts.ts'
import { dropEdits } from './writing/edits.ts'
import { watchHeld } from './writing/holding.ts'
import { dropOutgoing, flush, recallOutgoing } from './writing/outgoing.ts'
import { stopOvertaken } from './writing/taking-back.ts'
import { tellPresence } from './writing/telling-presence.ts'
import { dropChosen, recallChosen } from './writing/uploads.ts'

/** How often those who fell silent are dropped: who writes, who is there. */
const SWEEP_MS = 1_000

let endings: (() => void)[] = []

export function enter(agent: Agent): void {
  leave()
  recallPreferences(agent.id)
  keepMe(agent)
  if (!mayAnswer(agent)) return
  recallDrafts(agent.id)
  recallOutgoing(agent.id)
  recallChosen(agent.id)
  startLine({
    dial: dialler(() => new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/console`)),
    isLoggedIn: async () => (await whoAmI()) !== null,
    heard: {
      welcome,
      heartbeat,
      events,
      status: (status) => {
        lineStatus.value = status
      },
      ended: (why) => {
        lineEnd.value = why
        if (why === 'session_ended') clearAway()
      },
    },
  })
  endings = [
    ...returns(),
    ...watches(),
    sweeps(),
    readySound(),
    ...watchHeld(),
    stopOvertaken(),
    watchSearch(),
    tellReceived(),
    ...tellPresence(),
    readAhead(),
    keepCounts(),
    keepDraftsInStep(),
    effect(() => passMinute(now.value)),
  ]
}

/** Back to the log-in; drafts stay for the next time. */
function leave(): void {
  for (const end of endings) end()
  endings = []
  stopLine()
  forgetAll()
}

/** Nothing that was asked or told stands there for whoever comes next. */
function clearAway(): void {
  leave()
  closeDialog()
  putAway()
}

/** @throws when the server could not be told: then nothing has changed. */
export async function logOutHere(): Promise<void> {
  await logOut()
  // First: nothing may put back what is dropped.
  clearAway()
  dropDrafts()
  dropEdits()
  dropOutgoing()
  dropChosen()
}

function welcome(snapshot: DeskSnapshot): void {
  const { ticketId, view } = route.peek()
  load(snapshot, ticketId ? { heldId: ticketId } : {})
  void flush()
  void listView(view)
  if (ticketId) void readThread(ticketId)
}

/** Drawn once, however many they are; one that fails takes no other with it. */
function events(all: DeskEvent[]): void {
  batch(() => {
    for (const event of all)
      try {
        ears.hear?.(event)
        alertOf(event)
        apply(event)
      } catch (error) {
        reportError(error)
      }
  })
}

/** A console that missed something asks, instead of trusting that the line brought everything. */
function heartbeat({ newest }: Heartbeat): void {
  const isMissing = ([ticketId, sequence]: [string, number]) =>
    (tickets.peek().get(ticketId)?.newestSequence ?? 0) < sequence
  if (Object.entries(newest).some(isMissing)) void listAgain(route.peek().view)
  const openId = route.peek().ticketId
  if (openId && isBehind(openId, newest[openId])) void readThread(openId)
}

/** Who leaves before its bundle is here does not begin it. */
function keepDraftsInStep(): () => void {
  let end: (() => void) | null = () => {}
  draftsInStep().then(
    ({ keepInStep }) => {
      if (end) end = keepInStep()
    },
    // It cannot be fetched: the device keeps them.
    () => {},
  )
  return () => {
    end?.()
    end = null
  }
}

/** What is on the screen is read when it comes onto the screen, and again when it turns out to have a hole. */
function watches(): (() => void)[] {
  const readFor = new Map<string, number>()
  return [
    effect(() => {
      const { view } = route.value
      // Also where it is forgotten, or holds more than what is known, while somebody looks at it.
      const isListed = listed.value.has(view) || isListedToEnd(view)
      if (lineStatus.value.state === 'live' && !isListed) untracked(() => void listView(view))
    }),
    effect(() => {
      const { ticketId } = route.value
      if (
        !ticketId ||
        lineStatus.value.state !== 'live' ||
        (threads.value.has(ticketId) && !isBehind(ticketId))
      )
        return
      const newest = tickets.value.get(ticketId)?.newestSequence ?? 0
      // What is on its way may be older: then this is run again when it is here.
      if (reads.peek().get(ticketId) === 'reading') return
      // Once for each number: a server that cannot give what it promised is not asked in a loop.
      if (threads.value.has(ticketId) && readFor.get(ticketId) === newest) return
      readFor.set(ticketId, newest)
      untracked(() => void readThread(ticketId))
    }),
  ]
}

/** By the clock, not when something comes: on a busy desk something always does. */
function sweeps(): () => void {
  const sweep = setInterval(() => {
    dropSilentTypists()
    dropSilent()
  }, SWEEP_MS)
  return () => clearInterval(sweep)
}

/** Moments at which a line that was lost has a good chance: nobody waits for the next try then. */
function returns(): (() => void)[] {
  const onVisible = () => {
    if (document.visibilityState === 'visible') nudgeLine()
  }
  return [
    listening(window, 'online', nudgeLine),
    // What is pressed without a network is refused at once, instead of waiting for what nobody sends.
    listening(window, 'offline', dropLine),
    listening(window, 'pageshow', nudgeLine),
    listening(document, 'visibilitychange', onVisible),
  ]
}
