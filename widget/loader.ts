// The only script a host includes: a queue of calls, the launcher, and the panel on the first intent. Before that
// it asks no server and stores nothing. It never listens to messages from other windows and never takes the focus.
// Partner: panel.tsx, whose bundle it imports.

import { type Bridge, MEMORY_KEY, type Panel, type PanelModule } from './bridge.ts'
import css from './look/loader.css'
import type { BootOptions, Entry, Verbs } from './options.ts'
import { launcherWords } from './strings/launcher.ts'

/**
 * Addresses, named by their content, of the panel's bundle, but for the language at its end, and of what searches; build.mjs puts them
 * here.
 */
declare const HELPDOCK_PANEL: string
declare const HELPDOCK_SEARCH: string

/** After this a person is told that nothing came. */
const LATE_MS = 10_000

type Call = [verb: keyof Verbs, ...given: unknown[]]

const script =
  (document.currentScript as HTMLScriptElement | null) ??
  document.querySelector<HTMLScriptElement>('script[src*="/widget.js"]')
const listeners: Verbs['on'][] = []
/** Of the first open: the panel takes each once. */
const early: Bridge['early'] = {}

let options: BootOptions | undefined
let launcher: Launcher | undefined
let panel: Panel | undefined
let mounting: Promise<Panel> | undefined
/** Some browsers remember that an import failed; another address asks again. */
let again = ''

const verbs: { [V in keyof Verbs]: (...given: Verbs[V]) => void } = {
  boot(given) {
    options ??= {}
    verbs.update(given as BootOptions)
    whenBodyIsThere(() => {
      if (!options || launcher) return
      launcher = drawLauncher()
      launcher.style(options)
      if (memory('getItem')) withPanel(() => {}, true)
    })
  },
  update(changed = {}) {
    if (!options) return
    // Changed in place: the panel holds the same object. What an admin has set stands before this script, on its tag.
    Object.assign(options, changed).accent ??= script?.dataset.accent
    // They may be somebody else's by now.
    early.token = early.session = undefined
    launcher?.style(options)
    panel?.update(changed)
  },
  show: () => withPanel((shown) => shown.open(true)),
  hide: () => panel?.close(),
  showArticle: (slug, section) => withPanel((shown) => shown.showArticle(slug, section)),
  showNewMessage: (text) => withPanel((shown) => shown.showNewMessage(text)),
  on(...listener) {
    listeners.push(listener)
  },
  shutdown() {
    panel?.shutdown()
    launcher?.remove()
    options = launcher = panel = mounting = undefined
    memory('removeItem')
  },
}

/** Of the widget's words: those of the host's locale, where there are any. */
function language(): keyof typeof launcherWords {
  const [own] = `${options?.locale}`.split('-') as ['en']
  return launcherWords[own] ? own : 'en'
}

const base = () =>
  (options?.base ?? (script ? new URL(script.src).origin : location.origin)).replace(/\/$/, '')

function toggle() {
  if (panel?.isOpen()) panel.close()
  else verbs.show()
}

function preload() {
  load().catch(() => {})
  // The panel asks for it by the same address, and says so where it does not come.
  import(base() + HELPDOCK_SEARCH).catch(() => {})
}

/** The browser keeps what it has: asked again, it comes at once. */
function load(): Promise<PanelModule> {
  return import(`${base()}${HELPDOCK_PANEL}${language()}.js${again}`).catch((cause) => {
    again += '?'
    throw cause
  })
}

async function withPanel(use: (panel: Panel) => void, resumed = false) {
  const owner = launcher
  if (!owner) return
  const sorry = resumed ? '' : launcherWords[language()][1]
  let said: string | undefined
  owner.busy(true)
  // It may come yet: on a network that swallows what is asked, a browser waits for minutes.
  const late = setTimeout(owner.busy, LATE_MS, true, sorry)
  try {
    mounting ??= mount(owner, resumed)
    use(await mounting)
  } catch {
    mounting = undefined
    said = sorry
  }
  clearTimeout(late)
  owner.busy(false, said)
}

async function mount(owner: Launcher, resumed: boolean): Promise<Panel> {
  const given = options ?? {}
  const bridge: Bridge = {
    base: base(),
    options: given,
    page: () => given.page ?? location.pathname,
    sessionAt: () => `/api/session?locale=${given.locale ?? ''}`,
    token: async () =>
      typeof given.identityToken === 'function' ? given.identityToken() : given.identityToken,
    early,
    load,
    emit(name, detail) {
      if (name === 'unread') owner.badge(detail as number)
      for (const [wanted, handler] of listeners)
        if (wanted === name) (handler as (detail: unknown) => void)(detail)
    },
    shown: owner.shown,
  }
  const loading = load()
  if (!resumed) askEarly(bridge)
  const loaded = await loading
  // Shut down meanwhile.
  if (launcher !== owner) return Promise.reject()
  panel = loaded.mount(bridge, resumed)
  return panel
}

/** Session, home and what searches are asked for while the panel's bundle is on its way. */
function askEarly(bridge: Bridge) {
  preload()
  const query = new URLSearchParams({ locale: bridge.options.locale ?? 'en', page: bridge.page() })
  early.home = fetch(`${bridge.base}/api/help/home?${query}`)
  early.token = bridge.token()
  early.session = early.token.then((identityToken) =>
    identityToken
      ? fetch(bridge.base + bridge.sessionAt(), {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ identityToken }),
        })
      : Promise.reject(),
  )
  // Whoever awaits them sees the failure; nobody may have come that far.
  for (const one of [early.home, early.session]) one.catch(() => {})
}

type Launcher = ReturnType<typeof drawLauncher>

function drawLauncher() {
  const host = document.createElement('helpdock-launcher')
  const root = host.attachShadow({ mode: 'open' })
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(css)
  root.adoptedStyleSheets = [sheet]
  const button = document.createElement('button')
  const badge = document.createElement('b')
  const words = document.createElement('p')
  words.role = 'status'
  button.append(drawing(CHAT), drawing(CLOSE), badge)
  root.append(words, button)
  document.body.append(host)

  let unread = 0
  let open = false
  /** A button of the host's that opened the panel. */
  let opener: Element | null = null
  const name = () => {
    button.ariaLabel = panel?.launcher(open, unread) ?? launcherWords[language()][0]
    button.ariaExpanded = `${open}`
    badge.textContent = unread && !open ? (unread > 9 ? '9+' : `${unread}`) : ''
  }
  // A finger enters, too.
  button.onpointerenter = button.onfocus = preload
  button.onclick = toggle

  return {
    style({ theme, accent, zIndex, launcher }: BootOptions) {
      host.dataset.theme = theme ?? ''
      host.style.setProperty('--hd-z', `${zIndex ?? 2147483000}`)
      host.style.setProperty('--hd-accent', accent ?? '')
      host.hidden = `${launcher}` === 'false'
      name()
    },
    badge(count: number) {
      unread = count
      name()
    },
    busy(on: boolean, said = '') {
      button.classList.toggle('busy', on)
      words.textContent = said
    },
    shown(isOpen: boolean, focusBack: boolean) {
      const { activeElement } = document
      if (isOpen) opener = activeElement === host || activeElement === document.body ? null : activeElement
      open = isOpen
      name()
      if (focusBack) ((opener as HTMLElement | null) ?? button).focus()
    },
    remove: () => host.remove(),
  }
}

function drawing(path: string) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  const line = document.createElementNS(svg.namespaceURI as 'http://www.w3.org/2000/svg', 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

function whenBodyIsThere(then: () => void) {
  if (document.body) then()
  else document.addEventListener('DOMContentLoaded', then)
}

/** What the tab remembers once the panel was opened in it; a host that denies storage keeps nothing. */
function memory(act: 'getItem' | 'removeItem') {
  try {
    return sessionStorage[act](MEMORY_KEY)
  } catch {
    return undefined
  }
}

const CHAT =
  'M12 4c4.7 0 8.5 3.2 8.5 7.3s-3.8 7.3-8.5 7.3c-1 0-2-.2-2.9-.4L4.6 20l1-3.9a6.8 6.8 0 0 1-2.1-4.8C3.5 7.2 7.3 4 12 4'
const CLOSE = 'm6 9.5 6 6 6-6'
const page = window as { Helpdock?: Entry & { q?: Iterable<Call> } }
const waiting = page.Helpdock?.q
const entry = (...[verb, ...given]: Call) =>
  (verbs[verb] as ((...given: unknown[]) => void) | undefined)?.(...given)
page.Helpdock = entry
for (const call of waiting ?? []) entry(...call)
if (script?.dataset.boot === 'auto') verbs.boot(script.dataset as BootOptions)
