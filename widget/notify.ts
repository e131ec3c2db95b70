// Tells the student that an agent wrote, while the tab is hidden or the thread is not the one that is read: title, sound,
// vibration, a word for who hears, and a notification of the browser where they asked for it. Never of what they wrote
// themselves, once in all tabs. A bundle that comes once somebody has a ticket. Partners: ui/alerts.ts; screens/alerts.tsx (its switches).

import type { ContactTicket } from '../protocol/entities.ts'
import { chime, inOneTab, notify, titleCount, tune, tuneOnPress } from '../ui/alerts.ts'
import { go } from './navigation.ts'
import { effect } from './signals.ts'
import { isUnread, put, state } from './state.ts'
import * as t from './strings/en/alerts.ts'

const KEY = 'helpdock.alerts'
/** Milliseconds: one short buzz. */
const BUZZ_MS = 80

interface Alerts {
  sound: boolean
  notifications: boolean
}
const USUAL: Alerts = { sound: true, notifications: false }

/** How this person at this device wants it; nothing is kept before they say so. */
export function alerts(): Alerts {
  try {
    return { ...USUAL, ...JSON.parse(localStorage.getItem(KEY) ?? '{}') }
  } catch {
    return said ?? USUAL
  }
}
let said: Alerts | undefined

export function setAlerts(changes: Partial<Alerts>): void {
  said = { ...alerts(), ...changes }
  try {
    localStorage.setItem(KEY, JSON.stringify(said))
  } catch {
    // Denied: for as long as the page stands.
  }
  // They have pressed a switch.
  if (changes.sound) tune()
}

/** Another tab may say so. @returns what ends it */
export function followAlerts(changed: (now: Alerts) => void): () => void {
  const onStorage = () => changed(alerts())
  addEventListener('storage', onStorage)
  return () => removeEventListener('storage', onStorage)
}

/** @returns what ends it */
export function watchNews(titleAllowed: boolean): () => void {
  const title = titleCount()
  let whose: string | undefined
  let known = new Map<string, number>()
  const onLook = () => {
    if (!document.hidden) title.back()
  }
  document.addEventListener('visibilitychange', onLook)
  const deaf = tuneOnPress(() => alerts().sound)
  const ears = heard()
  const stop = effect(() => {
    const owner = state.contact.value?.id
    const tickets = state.tickets.value
    const before = owner === whose ? known : undefined
    if (owner !== whose) title.back()
    whose = owner
    if (!tickets.some(isUnread)) ears.textContent = ''
    known = new Map(tickets.map(({ id, lastEntry }) => [id, lastEntry.sequence]))
    // The first that is known of a person is no news.
    if (!before) return
    for (const ticket of tickets) {
      const { author, sequence } = ticket.lastEntry
      if (author !== 'agent' || sequence <= Math.max(before.get(ticket.id) ?? 0, ticket.seenByContact))
        continue
      if (document.hidden && titleAllowed) title.more()
      void inOneTab(`helpdock.alert:${ticket.id}:${sequence}`, () => tell(ticket, ears))
    }
  })
  return () => {
    stop()
    title.back()
    document.removeEventListener('visibilitychange', onLook)
    deaf()
    ears.remove()
  }
}

/** Beside the launcher, which is there while the panel is closed: what its badge says to eyes. */
function heard(): HTMLElement {
  const ears = document.createElement('div')
  ears.role = 'status'
  ears.style.cssText = 'position:absolute;width:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap'
  document.querySelector('helpdock-launcher')?.shadowRoot?.append(ears)
  return ears
}

function tell({ id, subject, lastEntry }: ContactTicket, ears: HTMLElement): void {
  const screen = state.screens.peek().at(-1)
  const isRead = state.open.peek() && screen?.name === 'thread' && screen.ticket === id
  if (isRead && !document.hidden) return
  const words = document.createElement('span')
  words.textContent = t.wrote(lastEntry.name)
  // In an element of its own: the same words are said again.
  ears.replaceChildren(words)
  const { sound, notifications } = alerts()
  if (sound) {
    void chime()
    navigator.vibrate?.(BUZZ_MS)
  }
  if (!notifications || !document.hidden) return
  notify(lastEntry.name, { body: lastEntry.snippet || subject, tag: `helpdock:${id}` }, () => {
    put('open', true)
    go({ name: 'thread', ticket: id })
  })
}
