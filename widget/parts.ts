// Bundles beside the panel's, each fetched when it is first needed. Partners: on-demand.tsx (those that draw), socket.ts.

/** Addresses of the bundles, beside the panel's; build.mjs puts them here. */
declare const HELPDOCK_PARTS: Record<Part, string>

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
  const address = `${HELPDOCK_PARTS[bundle]}${failed ? `?again=${failed}` : ''}`
  const coming = import(new URL(address, import.meta.url).href)
  coming.catch(() => {
    failures[bundle] = (failed ?? 0) + 1
  })
  return coming
}
