// What a host may hand over, and the contract between the loader and the panel: two bundles, so types only.

import type { FeedbackAnswer } from '../protocol/articles.ts'

export interface BootOptions {
  /** A JWT that the host's server signed, or a function that fetches one. Absent: the person is signed out. */
  identityToken?: string | (() => string | undefined | Promise<string | undefined>)
  /**
   * For a merge: lets the person log in to their other account, and gives a token that the host's server signed for it and for
   * this request (claim `merge`); nothing where they think better of it. Absent: a mailed code proves that account.
   */
  otherAccountToken?: (merge: {
    id: string
    email: string
  }) => string | undefined | Promise<string | undefined>
  /** Path of the host's page, for suggestions and the agents. Default: location.pathname. */
  page?: string
  /** `auto` follows the device. */
  theme?: 'auto' | 'light' | 'dark'
  /** Any CSS colour; light or dark text on it is chosen by its contrast. */
  accent?: string
  zIndex?: number | string
  /** false: no launcher; the host calls `show` from a button of its own. */
  launcher?: boolean
  /** false: the title of the host's page is never touched, not even while its tab is hidden. */
  title?: boolean
  locale?: string
  /** Origin of the Helpdock server. Default: where this script came from. */
  base?: string
}

interface WidgetEvents {
  /** The panel came into view. */
  open: undefined
  close: undefined
  /** Tickets with something that the person has not seen. */
  unread: number
  /** The token is too old, and a function gave such a one again: `update` with a new one brings the line back. */
  'token.expired': undefined
  'ticket.opened': { number: number }
  'feedback.given': { slug: string; answer: FeedbackAnswer }
}

/** What the panel asks of the loader. */
export interface Bridge {
  base: string
  options: BootOptions
  token(): Promise<string | undefined>
  page(): string
  /** Where sessions begin: letters to who has one come in the language of the widget, where the host names it. */
  sessionAt(): string
  /** Started together with the panel's bundle, so that no request waits for another. */
  early: { session?: Promise<Response>; home?: Promise<Response> }
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
}

export interface PanelModule {
  /** `resumed`: a later page of a browser session in which it was opened; nobody has asked for it here yet. */
  mount(bridge: Bridge, resumed: boolean): Panel
}

/** What the tab remembers after the first open, in sessionStorage. The loader reads `opened` only. */
export const MEMORY_KEY = 'helpdock'
