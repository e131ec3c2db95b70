// Bundles beside the panel's, each fetched when it is first needed. Partners: on-demand.tsx (those that draw), socket.ts.

/** Addresses of the bundles, beside the panel's; build.mjs puts them here. */
declare const HELPDOCK_PARTS: Record<Part, string>

export type Part = 'merge' | 'merge-card' | 'code' | 'beside' | 'rich-text' | 'message' | 'attach' | 'tabs'

/** Asks for a bundle before what it holds is needed. */
export const bring = (bundle: Part) => import(new URL(HELPDOCK_PARTS[bundle], import.meta.url).href)
