// What a host may say to the widget, and what it hears: the contract with pages (docs/embedding.md). Types only, and
// nothing is imported: the loader keeps it, and sdk/ hands it out as it stands here.

/** Each verb, with what it takes. */
export interface Verbs {
  /** Shows the launcher; asks no server and stores nothing. */
  boot: [options?: BootOptions]
  /** Changes these options in place; a new `identityToken` may be another person's. */
  update: [options: BootOptions]
  show: []
  hide: []
  /** Opens an article by its name in its address, at the section whose anchor that is. */
  showArticle: [slug: string, section?: string]
  /** Opens the composer, with this draft in it. */
  showNewMessage: [text?: string]
  on: { [N in EventName]: [event: N, handler: Handler<N>] }[EventName]
  /** Removes the widget and everything it keeps of this person: somebody has logged out. */
  shutdown: []
}

/** `window.Helpdock`, as the page calls it. */
export interface Entry {
  <N extends EventName>(verb: 'on', event: N, handler: Handler<N>): void
  <V extends Exclude<keyof Verbs, 'on'>>(verb: V, ...given: Verbs[V]): void
}

/** `undefined` is written out for hosts that compile with `exactOptionalPropertyTypes`. */
export interface BootOptions {
  /** A JWT that the host's server signed, or a function that fetches one. Absent: the person is signed out. */
  identityToken?: string | (() => string | undefined | Promise<string | undefined>) | undefined
  /**
   * For a merge: lets the person log in to their other account, and gives a token that the host's server signed for it and for
   * this request (claim `merge`); nothing where they think better of it. Absent: a mailed code proves that account.
   */
  otherAccountToken?:
    | ((merge: { id: string; email: string }) => string | undefined | Promise<string | undefined>)
    | undefined
  /** Path of the host's page, for suggestions and the agents. Default: location.pathname. */
  page?: string | undefined
  /** `auto` follows the device. */
  theme?: 'auto' | 'light' | 'dark' | undefined
  /** Any CSS colour; light or dark text on it is chosen by its contrast. */
  accent?: string | undefined
  /** Stacking order of launcher and panel. Default: 2147483000. */
  zIndex?: number | string | undefined
  /** false: no launcher; the host calls `show` from a button of its own. */
  launcher?: boolean | undefined
  /** false: the title of the host's page is never touched, not even while its tab is hidden. */
  title?: boolean | undefined
  /**
   * Language of articles, of the widget's own words and of letters: a BCP 47 tag such as `es`. Default: `en`; of letters the identity
   * token's, then the help center's own.
   */
  locale?: string | undefined
  /** Origin of the Helpdock server. Default: where this script came from. */
  base?: string | undefined
}

export interface WidgetEvents {
  /** The panel came into view. */
  open: undefined
  close: undefined
  /** Tickets with something that the person has not seen. */
  unread: number
  /** The token is too old, and a function gave such a one again: `update` with a new one brings the line back. */
  'token.expired': undefined
  'ticket.opened': { number: number }
  'feedback.given': { slug: string; answer: 'yes' | 'partly' | 'no' }
}

export type EventName = keyof WidgetEvents
export type Handler<N extends EventName> = (detail: WidgetEvents[N]) => void
