// The few icons of the pages, from the same set as ui/icons.tsx: 20 px, 1.5 px stroke, decoration only.

import { type Html, html } from './html.ts'

/** @param turns it points along the line of reading, so it is mirrored where that goes the other way */
const icon = (d: string, turns = false): Html =>
  html`<svg class="icon${turns && ' turns'}" width="20" height="20" viewBox="0 0 20 20" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${d}"/></svg>`

export const icons = {
  search: icon('M3.25 9a5.75 5.75 0 1 0 11.5 0a5.75 5.75 0 1 0-11.5 0M13.2 13.2l3.6 3.6'),
  back: icon('M12 4.5 6.5 10l5.5 5.5', true),
  forward: icon('M8 4.5 13.5 10 8 15.5', true),
  link: icon(
    'M8.5 11.5a3 3 0 0 0 4.4.2l2.7-2.7a3 3 0 0 0-4.3-4.3l-1 1M11.5 8.5a3 3 0 0 0-4.4-.2L4.4 11a3 3 0 0 0 4.3 4.3l1-1',
  ),
  globe: icon(
    'M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0M3 10h14M10 2.75c-5 4.5-5 10 0 14.5c5-4.5 5-10 0-14.5',
  ),
  chat: icon(
    'M10 3.25c4 0 7.25 2.75 7.25 6.25s-3.25 6.25-7.25 6.25c-.9 0-1.8-.15-2.6-.4L3.5 16.75l.9-3.3a5.7 5.7 0 0 1-1.65-3.95c0-3.5 3.25-6.25 7.25-6.25',
  ),
  done: icon('M2.75 10a7.25 7.25 0 1 0 14.5 0a7.25 7.25 0 1 0-14.5 0m4 .25 2.25 2.25 4.25-4.75'),
}

/** The sign beside the name. */
export const sign = html`<svg class="sign" width="28" height="28" viewBox="0 0 24 24" fill="none" aria-hidden="true"><rect width="24" height="24" rx="7"/><path d="M7.5 6.75v10.5M7.5 12h9m0-5.25v7.5l3 3" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>`

/** The same as the browser's tab shows it: inside an address, so without tokens. */
export const FAVICON = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none"><rect width="24" height="24" rx="7" fill="#0b6b5d"/><path d="M7.5 6.75v10.5M7.5 12h9m0-5.25v7.5l3 3" stroke="#fff" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>',
)}`
