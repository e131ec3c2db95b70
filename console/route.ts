// Where the agent is, as an address that can be reloaded, shared and left with the back button:
// /console/<view>[/<ticket id>[/contact|/merge]], where <view> may be team/<name> or view/<id>, with ?q=<question> while tickets are
// searched, /console/settings[/<page>], /console/contacts/<id>, and /console/reports, behind which its filters stand (reports.ts).

import { effect, signal } from '@preact/signals'
import { QUERY_MAX_CHARS } from '../protocol/limits.ts'
import { BUILT_IN, type BuiltIn, isBuiltIn, teamOf, teamView } from './list/views.ts'
import { isSettingsPage, type SettingsPage } from './settings.ts'
import { unsaved } from './unsaved.ts'

/** The last three are pages without a ticket. */
export type Pane = 'thread' | 'contact' | 'merge' | 'settings' | 'reports' | 'person'

export interface Route {
  /** A view's name, as views.ts has it. */
  view: string
  ticketId: string | null
  pane: Pane
  /** Of the settings; absent: their list. */
  page?: SettingsPage | null
  /** Whose own page it is. */
  contactId?: string | null
  /** What is asked of all tickets; absent or null: nothing. */
  search?: string | null
}

const VIEW_NAMES: Record<BuiltIn, string> = {
  open: 'open',
  mine: 'mine',
  mentions: 'mentions',
  unassigned: 'unassigned',
  waiting_on_contact: 'waiting-on-contact',
  snoozed: 'snoozed',
  merge_reviews: 'merge-reviews',
  unsolved: 'unsolved',
  solved: 'solved',
}

export const route = signal<Route>({ view: 'open', ticketId: null, pane: 'thread' })

/** Pages that need a log-in and are no part of this program send people here and want them back. */
const ELSEWHERE = /^\/console\/preview(?:[/?]|$)/
let next: string | null = null

const INVITATION = '/console/invitation'
/** The token of the link with which this page was opened. */
export const invitation = signal<string | null>(null)

/** Where somebody came from to log in. An address of anywhere else is not taken. */
export function goOn(): boolean {
  if (!next || !ELSEWHERE.test(next)) return false
  location.replace(next)
  return true
}

/** Follows the address from now on. */
export function startRouting(): void {
  next = new URLSearchParams(location.search).get('next')
  if (location.pathname === INVITATION) {
    invitation.value = location.hash.slice(1) || null
    // Not in the history: whoever goes back there must not find the token.
    history.replaceState(null, '', '/console')
  }
  const here = () => routeOf(location.pathname, location.search)
  const follow = () => {
    route.value = here()
  }
  follow()
  addEventListener('popstate', () => unsaved.leave(follow, true))
  effect(() => {
    const address = addressOf(route.value)
    if (address === addressOf(here()) && address.split('?')[0] === location.pathname) return
    // A question is one place, however often it was changed while somebody typed.
    const isSameSearch = route.value.search && here().search && address.startsWith(`${location.pathname}?`)
    // Each keeps its number in the history: parts/unsaved.tsx must know how far a way back was.
    if (isSameSearch) history.replaceState(history.state, '', address)
    else history.pushState(history.state + 1, '', address)
  })
}

/** Another view ends the search. Where something would be lost, the agent is asked first. */
export function go(to: Partial<Route>): void {
  const next = { ...route.peek(), ...(to.view && { search: null }), ...to }
  if (addressOf(next) === addressOf(route.peek())) return
  unsaved.leave(() => {
    route.value = next
  })
}

/** On a click with a modifier the browser opens the address by itself, in a tab of its own. */
export const onPlainClick = (run: () => void) => (event: MouseEvent) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
  event.preventDefault()
  run()
}

export const goOnClick = (to: Partial<Route>) => onPlainClick(() => go(to))

export function addressOf({ view, ticketId, pane, page, contactId, search }: Route): string {
  if (pane === 'settings') return ['/console/settings', page].filter(Boolean).join('/')
  if (pane === 'reports') return '/console/reports'
  if (pane === 'person') return `/console/contacts/${encodeURIComponent(contactId ?? '')}`
  const parts = ['/console', ...partsOfView(view)]
  if (ticketId) parts.push(encodeURIComponent(ticketId))
  if (ticketId && (pane === 'contact' || pane === 'merge')) parts.push(pane)
  return parts.join('/') + (search ? `?${new URLSearchParams({ q: search })}` : '')
}

export function routeOf(path: string, query = ''): Route {
  const [, , viewName, ticketId, paneName] = path.split('/')
  if (viewName === 'reports') return { view: 'open', ticketId: null, pane: 'reports' }
  if (viewName === 'contacts' && ticketId)
    return { view: 'open', ticketId: null, pane: 'person', contactId: safelyDecoded(ticketId) }
  if (viewName === 'settings')
    return {
      view: 'open',
      ticketId: null,
      pane: 'settings',
      page: isSettingsPage(ticketId) ? ticketId : null,
    }
  // Its address until there were settings.
  if (viewName === 'hours') return { view: 'open', ticketId: null, pane: 'settings', page: 'hours' }
  if (viewName === 'view' || viewName === 'team') {
    const [, , , name, ticketId, paneName] = path.split('/')
    const decoded = safelyDecoded(name ?? '')
    return at(viewName === 'team' ? teamView(decoded) : decoded || 'open', ticketId, paneName, query)
  }
  const view = BUILT_IN.find((name) => VIEW_NAMES[name] === viewName) ?? 'open'
  return at(view, ticketId, paneName, query)
}

/** A team's and a saved one stand below a word of their own: both are named by people. */
function partsOfView(view: string): string[] {
  if (isBuiltIn(view)) return [VIEW_NAMES[view]]
  const team = teamOf(view)
  return team === null ? ['view', encodeURIComponent(view)] : ['team', encodeURIComponent(team)]
}

function at(view: string, ticketId: string | undefined, paneName: string | undefined, query: string): Route {
  const pane = paneName === 'contact' || paneName === 'merge' ? paneName : 'thread'
  const search = new URLSearchParams(query).get('q')?.trim().slice(0, QUERY_MAX_CHARS)
  return { view, ticketId: ticketId ? safelyDecoded(ticketId) : null, pane, ...(search && { search }) }
}

function safelyDecoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
