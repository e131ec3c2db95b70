// The two-line snippet of docs/embedding.md as typed functions, for pages that are built with a bundler. Takes nothing but
// types from the widget, and touches no page before it is called in one: on a server every call does nothing.
// Partner: loader.ts, which takes over `window.Helpdock` and answers what waited there.

import type { Entry, EventName, Handler, WidgetEvents } from '../options.ts'

export type { BootOptions, Entry, EventName, Handler, Verbs, WidgetEvents } from '../options.ts'

export type LoadOptions = {
  /** Of the script tag, where the policy of the page asks for one. */
  nonce?: string | undefined
} & (
  | {
      /** Address of the Helpdock server; the script is its `/widget.js`. */
      base: string
      src?: undefined
    }
  | {
      /** Address of the script, where it is another. */
      src: string
      base?: string | undefined
    }
)

interface Waiting {
  (...call: unknown[]): void
  /** Calls that wait for the loader; it has none itself. */
  q?: unknown[]
}
type HostWindow = { Helpdock?: Waiting }

/** `window.Helpdock(verb, …)`: before the loader is there, calls wait for it. */
export const helpdock: Entry = (...call: unknown[]) => {
  if (typeof window !== 'undefined') waiting()(...call)
}

const hearing = new Map<EventName, Set<Handler<never>>>()

/**
 * As `helpdock('on', event, handler)`, for a component that comes and goes.
 * @returns what ends it
 */
export function on<N extends EventName>(event: N, handler: Handler<N>): () => void {
  if (typeof window === 'undefined') return () => {}
  let handlers = hearing.get(event) as Set<Handler<N>> | undefined
  if (!handlers) {
    handlers = new Set()
    hearing.set(event, handlers)
    // The loader forgets no handler, so it is given one for all of them.
    const all = handlers
    helpdock('on', event, (detail: WidgetEvents[N]) => {
      for (const one of [...all]) one(detail)
    })
  }
  // The same function may be given twice, and each is ended by itself.
  const mine: Handler<N> = (detail) => handler(detail)
  handlers.add(mine)
  return () => {
    handlers.delete(mine)
  }
}

let loading: Promise<void> | undefined

/**
 * Adds the script, once; calls made meanwhile wait.
 * @returns settles once the widget answers. Rejects with where the script was looked for and why it may not have come: then
 * `load` can be called again
 */
export function load(where: LoadOptions): Promise<void> {
  if (typeof window === 'undefined') return Promise.resolve()
  loading ??= add(where).catch((error) => {
    loading = undefined
    throw error
  })
  return loading
}

function add({ base, src = `${base?.replace(/\/$/, '')}/widget.js`, nonce }: LoadOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    const address = new URL(src, location.href).href
    const present = [...document.scripts].find((script) => script.src === address)
    const isThere = () => !waiting().q
    if (present && isThere()) return resolve()
    const script = present ?? document.createElement('script')
    const fail = (why: string) => {
      // Browsers ask again for a new tag only.
      script.remove()
      reject(
        new Error(`Helpdock could not be loaded from ${address}: ${why} To try again, call load() again.`),
      )
    }
    script.addEventListener('error', () =>
      fail(
        "there is no answer, it is not a script, or the page's content security policy refuses it (script-src: allow the address, or pass the nonce).",
      ),
    )
    script.addEventListener('load', () =>
      isThere()
        ? resolve()
        : fail('what is there is not the widget. Is this the address of a Helpdock server?'),
    )
    if (present) return
    if (nonce) script.nonce = nonce
    script.src = trusted(address)
    document.head.append(script)
  })
}

/** What the snippet puts there, unless the page has it, or the loader. */
function waiting(): Waiting {
  const page = window as HostWindow
  if (!page.Helpdock) {
    const waits: Waiting = (...call) => waits.q?.push(call)
    waits.q = []
    page.Helpdock = waits
  }
  return page.Helpdock
}

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(address: string): string }): typeof rules
}

let policy: ReturnType<TrustedTypes['createPolicy']> | undefined

/** A page may take addresses of scripts from a policy only, by a name that it allows. */
function trusted(address: string): string {
  try {
    policy ??= (window as { trustedTypes?: TrustedTypes }).trustedTypes?.createPolicy('helpdock-load', {
      createScriptURL: (given) => given,
    })
  } catch {
    // Not allowed by that name; where none is required, the address itself will do.
  }
  return policy?.createScriptURL(address) ?? address
}
