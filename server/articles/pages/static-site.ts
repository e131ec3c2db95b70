// Where each page of an exported help center lies, and how its addresses become ones that lead there from wherever
// the folder is put. Pages are folders with an index.html, which every host serves without being told.

import { PLAIN } from '../../settings/brand.ts'
import type { Site } from './site.ts'
import { STYLE_HASH, STYLE_URL } from './style.ts'

export interface Place {
  /** Whole address of the host, without a path. */
  origin: string
  /** Path under which the folder will stand, with a slash at both ends; null: unknown, so links are relative. */
  base: string | null
}

/** @param contents locale → name of the file that says what is where */
export function staticSite(
  { origin, base }: Place,
  assets: Record<string, string>,
  contents: Map<string, string>,
  widget: string | undefined,
) {
  const asset = (name: string) => assets[name] && `/assets/${assets[name]}`
  const site: Site = {
    absolute: (address) => origin + encodeURI((base ?? '/') + linkTo(address)),
    style: STYLE_URL,
    // Files know of no desk.
    brand: () => PLAIN,
    script: asset('help-center'),
    searchScript: asset('help-center-search'),
    previewScript: undefined,
    writingScript: undefined,
    widget,
    isFiles: true,
  }
  return { site, fileOf, placed }

  /** From the folder, without a slash in front: '' is the home. */
  function linkTo(address: string): string {
    const [path = '', fragment] = address.split('#')
    const link = fragment === undefined ? '' : `#${fragment}`
    if (path === STYLE_URL) return `assets/style-${STYLE_HASH}.css`
    const locale = /^\/api\/help\/home\?locale=(.*)$/.exec(path)?.[1]
    if (locale !== undefined) return `assets/${contents.get(locale)}`
    const [, inHelp] = /^\/help(?:\/(.*))?$/.exec(path) ?? []
    if (path === '/help') return link
    if (inHelp === undefined) return path.slice(1) + link
    return isFile(inHelp) ? inHelp : `${inHelp}/${link}`
  }

  function fileOf(address: string): string {
    const link = linkTo(address)
    return link === '' || link.endsWith('/') ? `${link}index.html` : link
  }

  /** A page with its addresses as they are in its place. `from`: its own address; null: it may be shown anywhere. */
  function placed(html: string, from: string | null): string {
    const depth = from === null ? 0 : linkTo(from).split('/').length - 1
    const root = base ?? (from === null ? '/' : '../'.repeat(depth))
    return html.replace(/<[a-z][^<>]*>/g, (tag) =>
      tag.replace(ADDRESSES, (_whole, name: string, address: string) => {
        const ours = OURS.test(address) ? root + linkTo(address) || './' : origin + address
        return ` ${name}="${ours}"`
      }),
    )
  }
}

const ADDRESSES = / (href|src|action|data-home|data-contents|data-program)="(\/[^"]*)"/g
/** Anything else with a slash in front is a page of the host. */
const OURS = /^\/(?:help|assets|api\/help|sitemap\.xml)(?:[/?#]|$)/
const isFile = (path: string) => path.endsWith('.xml') || path.startsWith('files/')
