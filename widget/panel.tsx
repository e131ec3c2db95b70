// The open window: its shadow root, which screen stands in it, focus and keys, and the order in which things begin.
// Partner: loader.ts, which imports this bundle and draws the launcher. Nothing happens before `mount`.

import { effect, untracked } from '@preact/signals'
import { render } from 'preact'
import controls from '../ui/controls.css'
import tokens from '../ui/tokens.css'
import { goOnline } from './commands.ts'
import { openHelpCenter, refreshHelpCenter, tellGaps } from './help.ts'
import { useServer } from './http.ts'
import { erase, recall, remember } from './memory.ts'
import { current, go, person, saveDraft } from './navigation.ts'
import type { BootOptions, Bridge, Panel } from './options.ts'
import { emptyOutbox, openOutbox } from './outbox.ts'
import css from './panel.css'
import { Article } from './screens/article.tsx'
import { Collection } from './screens/collection.tsx'
import { focusIn } from './screens/frame.tsx'
import { Home } from './screens/home.tsx'
import { Merge } from './screens/merge.tsx'
import { Thread } from './screens/thread.tsx'
import { Tickets } from './screens/tickets.tsx'
import { Write } from './screens/write.tsx'
import { identify, owner } from './session.ts'
import { disconnect } from './socket.ts'
import { forgetPerson, put, state, unread } from './state.ts'
import * as t from './strings/en.ts'

export function mount(bridge: Bridge, resumed: boolean): Panel {
  useServer(bridge.base)
  const { host, root, unmount } = draw(bridge.options)
  let wasOpened = false
  const stops = [
    effect(() => bridge.emit('unread', unread.value)),
    effect(() => showOpen(state.open.value)),
    effect(() => {
      for (const name of ['open', 'screens', 'drafts', 'guest', 'reads', 'searches', 'feedback'] as const)
        state[name].value
      if (wasOpened) remember(owner)
    }),
    effect(() => {
      if (!state.signedIn.value) return
      openOutbox(owner).then(() => goOnline((number) => bridge.emit('ticket.opened', { number })))
    }),
    effect(() => {
      const version = state.articlesVersion.value
      const home = state.home.peek()
      if (!version || !home || home === 'failed' || home.version === version) return
      untracked(() => {
        const screen = current()
        refreshHelpCenter(screen.name === 'article' ? screen.slug : undefined)
      })
    }),
  ]
  const onHide = () => tellGaps()
  addEventListener('pagehide', onHide)

  begin()

  return {
    open(byPerson) {
      person.acted ||= byPerson
      put('open', true)
    },
    close: () => put('open', false),
    isOpen: () => state.open.value,
    update,
    showArticle(slug, section) {
      go({ name: 'article', slug, section })
      this.open(true)
    },
    showNewMessage(text) {
      if (text) saveDraft('write', text)
      go({ name: 'write' })
      this.open(true)
    },
    shutdown() {
      put('open', false)
      disconnect()
      emptyOutbox(owner)
      removeEventListener('pagehide', onHide)
      for (const stop of stops) stop()
      forgetPerson()
      erase()
      unmount()
    },
  }

  async function begin() {
    const wasOpen = recall(await identify(bridge))
    wasOpened ||= resumed
    if (resumed && wasOpen) put('open', true)
    if (state.open.value || !resumed) openHelpCenter(bridge)
  }

  function update(changed: BootOptions) {
    style(host, bridge.options)
    if ('identityToken' in changed) changePerson()
    else if (('page' in changed || 'locale' in changed) && state.home.value) openHelpCenter(bridge)
  }

  /** Another person never sees what this one wrote; the same one goes on. */
  async function changePerson() {
    const before = owner
    const after = await identify(bridge)
    if (after === before) return
    disconnect()
    forgetPerson()
    erase()
    begin()
  }

  function showOpen(isOpen: boolean) {
    const was = !host.hidden
    if (was === isOpen) return
    const hadFocus = root.activeElement !== null
    host.hidden = !isOpen
    if (isOpen) {
      wasOpened = true
      if (!state.home.peek()) openHelpCenter(bridge)
      if (person.acted) requestAnimationFrame(() => focusIn(root))
    } else tellGaps()
    bridge.shown(isOpen, !isOpen && hadFocus)
    bridge.emit(isOpen ? 'open' : 'close', undefined)
  }

  function draw(options: BootOptions) {
    const host = document.createElement('helpdock-panel')
    host.hidden = true
    const root = host.attachShadow({ mode: 'open' })
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(tokens + controls + css)
    root.adoptedStyleSheets = [sheet]
    style(host, options)
    document.body.append(host)
    // Where a keyboard covers a phone's screen, the panel is what is left of it.
    const fill = () => host.style.setProperty('--height', `${visualViewport?.height ?? innerHeight}px`)
    fill()
    visualViewport?.addEventListener('resize', fill)
    host.addEventListener('keydown', (event) => {
      person.acted = true
      // The host's shortcuts are not meant for what is typed here.
      event.stopPropagation()
      if (event.key === 'Escape') put('open', false)
    })
    host.addEventListener('pointerdown', () => {
      person.acted = true
    })
    render(<Shown />, root)
    return {
      host,
      root,
      unmount() {
        visualViewport?.removeEventListener('resize', fill)
        render(null, root)
        host.remove()
      },
    }
  }
}

function Shown() {
  const screen = current()
  const depth = state.screens.value.length
  return (
    <div class="panel" role="dialog" aria-label={t.help}>
      <div class="screen" key={`${depth}${JSON.stringify(screen)}`}>
        <ScreenFor />
      </div>
    </div>
  )
}

function ScreenFor() {
  const screen = current()
  switch (screen.name) {
    case 'home':
      return <Home />
    case 'article':
      return <Article slug={screen.slug} section={screen.section} />
    case 'collection':
      return <Collection slug={screen.slug} />
    case 'write':
      return <Write />
    case 'tickets':
      return <Tickets />
    case 'thread':
      return <Thread ticket={screen.ticket} />
    case 'merge':
      return <Merge />
  }
}

function style(host: HTMLElement, { theme, accent, zIndex }: BootOptions) {
  host.dataset.theme = theme ?? ''
  host.style.setProperty('--hd-z', `${zIndex ?? 2147483000}`)
  if (accent) {
    host.dataset.accent = ''
    host.style.setProperty('--accent', accent)
  }
}
