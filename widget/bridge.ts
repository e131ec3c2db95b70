// The contract between the loader and the panel: two bundles, so types only, and the name under which the tab remembers.

import type { BootOptions, WidgetEvents } from './options.ts'

/** What the panel asks of the loader. */
export interface Bridge {
  base: string
  options: BootOptions
  token(): Promise<string | undefined>
  page(): string
  /** Where sessions begin: letters to who has one come in the language of the widget, where the host names it. */
  sessionAt(): string
  /** The panel's program with the words of the host's locale, as it is now. */
  load(): Promise<PanelModule>
  /** Started together with the panel's bundle, so that no request waits for another. */
  early: {
    /** The host's word at the first open, with which the session was asked for. */
    token?: Promise<string | undefined> | undefined
    session?: Promise<Response> | undefined
    home?: Promise<Response>
  }
  emit<N extends keyof WidgetEvents>(name: N, detail: WidgetEvents[N]): void
  /** The panel was opened or closed; the launcher shows it, and takes the focus back where it was inside. */
  shown(open: boolean, focusBack: boolean): void
}

/** What the loader asks of the panel. */
export interface Panel {
  /** `byPerson`: their own act, so the focus may move. */
  open(byPerson: boolean): void
  close(): void
  isOpen(): boolean
  update(options: BootOptions): void
  showArticle(slug: string, section?: string): void
  showNewMessage(text?: string): void
  /** Forgets this person: memory, storage, outbox. */
  shutdown(): void
  /** What the launcher is called, from now on. */
  launcher(isOpen: boolean, unread: number): string
}

export interface PanelModule {
  /** `resumed`: a later page of a browser session in which it was opened; nobody has asked for it here yet. */
  mount(bridge: Bridge, resumed: boolean): Panel
}

/** What the tab remembers after the first open, in sessionStorage. The loader reads `opened` only. */
export const MEMORY_KEY = 'helpdock'
