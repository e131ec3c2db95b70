// Bundles beside the panel's, each fetched when it is first needed. Partners: on-demand.tsx (those that draw), socket.ts.

/** Names, beside the panel's: of what searches, and of each other bundle, behind what it is; build.mjs puts them here. */
declare const HELPDOCK_SEARCH: string
declare const HELPDOCK_PARTS: string

export type Part =
  | 'search'
  | 'merge'
  | 'merge-card'
  | 'form'
  | 'code'
  | 'beside'
  | 'rich-text'
  | 'message'
  | 'attach'
  | 'tabs'
  | 'after'
  | 'alerts'
  | 'edits'
  | 'language'
  | 'emoji'

const failures: Partial<Record<Part, number>> = {}

/** Asks for a bundle, for the first time or again. */
export function bring(bundle: Part) {
  const failed = failures[bundle]
  // Some browsers remember that an import failed; another address asks again.
  const name = bundle === 'search' ? HELPDOCK_SEARCH : bundle + HELPDOCK_PARTS
  const address = failed ? `${name}?again=${failed}` : name
  const coming = import(new URL(address, import.meta.url).href)
  coming.catch(() => {
    failures[bundle] = (failed ?? 0) + 1
  })
  return coming
}
