// The open window: its shadow root, which screen stands in it, focus and keys, and the order in which things begin.
// Partner: loader.ts, which imports this bundle and draws the launcher. Nothing happens before `mount`.

import { type ComponentType, render } from 'preact'
import { ESCAPE } from '../ui/keys.ts'
import type { Bridge, Panel } from './bridge.ts'
import { goOnline, onTicketOpened } from './commands.ts'
import { dropDrafts, followDrafts } from './drafts.ts'
import { askedFor, isForThisPage, openHelpCenter, refreshHelpCenter, tellGaps } from './help.ts'
import { useServer } from './http.ts'
import fromTheRight from './look/from-the-right.css'
import { erase, recall, remember } from './memory.ts'
import { current, draft, go, person, saveDraft } from './navigation.ts'
import { Form, Merge } from './on-demand.tsx'
import type { BootOptions } from './options.ts'
import { emptyOutbox, openOutbox } from './outbox.ts'
import { bring, type Part } from './parts.ts'
import { Article } from './screens/article.tsx'
import { Collection } from './screens/collection.tsx'
import { focusIn } from './screens/frame.tsx'
import { Home } from './screens/home.tsx'
import { Thread } from './screens/thread.tsx'
import { Tickets } from './screens/tickets.tsx'
import { Write } from './screens/write.tsx'
import { forgetSession, identify, owner } from './session.ts'
import { adopt, dress } from './sheet.ts'
import { batch, effect, untracked } from './signals.ts'
import { disconnect } from './socket.ts'
import { forgetPerson, isUnread, put, state, unread } from './state.ts'
import * as t from './strings/en/panel.ts'

export function mount(bridge: Bridge, resumed: boolean): Panel {
  useServer(bridge.base)
  const ending = new AbortController()
  const { signal } = ending
  const { host, root } = draw(bridge.options, signal)
  let wasOpened = false
  let counted: number | undefined
  const stops = [
    effect(() => {
      const count = unread()
      if (count !== counted) bridge.emit('unread', count)
      counted = count
    }),
    effect(() => showOpen(state.open.value)),
    effect(() => {
      remember(owner, wasOpened)
    }),
    effect(() => {
      if (state.signedIn.value) openOutbox(owner).then(goOnline)
    }),
    effect(() => {
      const version = state.articlesVersion.value
      // One that is still on its way may be of the version before.
      const home = state.home.peek() ?? state.home.value
      // Where it cannot be had now it is asked for as soon as there is a line again.
      if (version && home && home.version !== version && state.connection.value !== 'offline')
        untracked(refreshHelpCenter)
    }),
  ]
  const whereNeeded = (
    bundle: Part,
    isNeeded: () => unknown,
    start: (part: Awaited<ReturnType<typeof bring>>) => () => void,
  ) => {
    let asked = false
    return effect(() => {
      if (asked || !isNeeded()) return
      asked = true
      bring(bundle).then(
        (part) => signal.aborted || stops.push(start(part)),
        () => {
          asked = false
        },
      )
    })
  }
  stops.push(
    // Who has no ticket waits for no answer.
    whereNeeded(
      'alerts',
      () => state.tickets.value.length,
      ({ watchNews }) => watchNews(`${bridge.options.title}` !== 'false'),
    ),
    // A socket tells of edits, too.
    whereNeeded(
      'edits',
      () => state.open.value && (!state.signedIn.value || state.sessionRefused.value),
      ({ followNews }) => followNews(),
    ),
  )
  const onStorage = (event: StorageEvent) => followDrafts(event, owner)
  /** Come back to, as it was left. What this tab wrote on the pages after it is newer, and somebody else may be here. */
  const onShow = ({ persisted }: PageTransitionEvent) => {
    if (!persisted) return
    batch(() => {
      put('drafts', {})
      recall(owner)
    })
    changePerson()
  }
  addEventListener('pageshow', onShow, { signal })
  addEventListener('pagehide', tellGaps, { signal })
  addEventListener('storage', onStorage, { signal })

  onTicketOpened((number) => bridge.emit('ticket.opened', { number }))
  begin()

  return {
    open(byPerson) {
      const [news] = state.tickets.value.filter(isUnread)
      // Who taps on a badge came for what it counts.
      if (byPerson && news && !state.open.peek())
        go(unread() > 1 ? { name: 'tickets' } : { name: 'thread', ticket: news.id })
      person.acted ||= byPerson
      put('open', true)
    },
    close: () => put('open', false),
    isOpen: () => state.open.value,
    launcher: t.launcher,
    update(changed) {
      style(host, bridge.options)
      if ('identityToken' in changed) changePerson()
      else if (('page' in changed || 'locale' in changed) && askedFor) {
        // The one on the screen, too, is read anew.
        if ('locale' in changed) put('articles', {})
        openHelpCenter(bridge)
      }
      if ('locale' in changed)
        bring('language').then(({ speak }) =>
          speak(this, bridge, { mount, isHere: () => !signal.aborted, end }),
        )
    },
    showArticle(slug, section) {
      this.open(true)
      go({ name: 'article', slug, section })
    },
    showNewMessage(text) {
      if (text) {
        // Nothing typed is lost: the host's words come below it. Its words before, untouched, give way.
        const typed = draft('write')
        if (!typed.includes(text))
          saveDraft('write', typed && typed !== draft('given') ? `${typed}\n\n${text}` : text)
        saveDraft('given', text)
      }
      this.open(true)
      go({ name: 'write' })
    },
    shutdown() {
      put('open', false)
      bridge.emit('unread', 0)
      emptyOutbox(owner)
      dropDrafts(owner)
      end()
      erase()
    },
  }

  /** Nothing of the panel stays; of the person, what the tab and the device remember. */
  function end() {
    disconnect()
    for (const stop of stops) stop()
    forgetSession()
    // Another language's panel goes on with them, and this one may be drawn again for somebody else.
    forgetPerson()
    ending.abort()
    render(null, root)
    host.remove()
  }

  async function begin() {
    const wasOpen = await identify(bridge, leave)
    if (wasOpen === undefined) return
    wasOpened ||= resumed
    if (resumed && wasOpen && !isInTheWay()) put('open', true)
    else if (!resumed && !isForThisPage()) openHelpCenter(bridge)
  }

  /** The same person goes on. */
  async function changePerson() {
    const before = owner
    if ((await identify(bridge, leave)) !== undefined && owner === before && state.signedIn.value) goOnline()
  }

  /** Another person never sees what this one wrote. Who was not logged in goes on where they were, with articles as they are for them. */
  function leave() {
    disconnect()
    if (owner === 'nobody') put('articles', {})
    else erase()
    openHelpCenter(bridge)
  }

  function showOpen(isOpen: boolean) {
    const was = !host.hidden
    if (was === isOpen) return
    const hadFocus = root.activeElement !== null
    host.hidden = !isOpen
    if (isOpen) {
      // What was asked for before a log-out has gone with it.
      if (!wasOpened || !isForThisPage()) openHelpCenter(bridge)
      wasOpened = true
      if (person.acted) requestAnimationFrame(() => focusIn(root))
    } else tellGaps()
    bridge.shown(isOpen, !isOpen && hadFocus)
    bridge.emit(isOpen ? 'open' : 'close', undefined)
  }
}

function draw(options: BootOptions, signal: AbortSignal) {
  const host = document.createElement('helpdock-panel')
  host.hidden = true
  host.lang = t.language
  // Of the words, not of the host's page.
  host.dir = t.direction
  const root = host.attachShadow({ mode: 'open' })
  dress(root)
  // Where the words are not: it is no part of their bundles.
  if (t.direction === 'rtl') adopt(fromTheRight)
  style(host, options)
  document.body.append(host)
  // Where a keyboard covers a phone's screen, the panel is what is left of it; an iPhone's pushes the page up, too. Who zooms in sees
  // less of it, no smaller one.
  const view = visualViewport as VisualViewport
  const fill = () => {
    const top = view.scale > 1 ? 0 : view.offsetTop
    host.style.setProperty('--height', `${view.height * view.scale}px`)
    host.style.setProperty('--top', `${top}px`)
  }
  fill()
  for (const change of ['resize', 'scroll']) view.addEventListener(change, fill, { signal })
  host.addEventListener('keydown', (event) => {
    person.acted = true
    // The host's shortcuts are not meant for what is typed here.
    event.stopPropagation()
    if (event.keyCode === ESCAPE) put('open', false)
  })
  host.addEventListener('pointerdown', () => {
    person.acted = true
  })
  render(<Shown />, root)
  return { host, root }
}

/**
 * Who followed a link of the host's on a phone wants to see where it leads, and the panel would cover it; the launcher says
 * what is unread. A page that was loaded anew, or come back to, is the one that they left, with the panel before it.
 */
function isInTheWay(): boolean {
  const [loaded] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[]
  return loaded?.type === 'navigate' && matchMedia('(max-width: 479px)').matches
}

const SCREENS = {
  home: Home,
  article: Article,
  collection: Collection,
  write: Write,
  tickets: Tickets,
  thread: Thread,
  merge: Merge,
  form: Form,
}

function Shown() {
  const screen = current()
  // The table has a component for each name, and each takes what its screen carries.
  const Now = SCREENS[screen.name] as ComponentType<object>
  const { slug } = screen as { slug?: string }
  return (
    <div class="panel" role="dialog" aria-label={t.help}>
      <div class="screen" key={state.screens.value.length + screen.name + slug}>
        <Now {...screen} />
      </div>
    </div>
  )
}

function style(host: HTMLElement, { theme, accent, zIndex }: BootOptions) {
  host.dataset.theme = theme ?? ''
  host.style.setProperty('--hd-z', `${zIndex ?? 2147483000}`)
  if (accent) {
    host.dataset.accent = ''
    host.style.setProperty('--accent', accent)
  }
}
