// What the help center and the widget look and sound like beyond our own: its name, its colour, its greeting, its sign. Made here
// into what each of them needs. Partners: protocol/settings/settings.ts, in-force.ts; articles/pages/, which wears it.

import { colourOf, textOn } from '../../protocol/contrast.ts'
import type { BrandChange, BrandState } from '../../protocol/settings/settings.ts'
import { Refusal } from '../errors.ts'
import { sha256 } from '../hashes.ts'
import type { SettingValues } from '../store/records.ts'
import type { Setting } from './kept.ts'

/** As pages and widget take it: null where nothing of ours is changed. */
export interface Brand {
  name: string | null
  greeting: string | null
  /** `#rrggbb` */
  accent: string | null
  /** Addresses with their content's name, kept for ever. */
  logo: string | null
  style: string | null
  /** Another one whenever anything of it is. */
  version: string
}

/** Of a hash, in an address: another content has another address. */
const NAME_CHARS = 12

export const NO_BRAND: SettingValues['brand'] = { name: null, greeting: null, accent: null, logo: null }
export const PLAIN: Brand = { ...NO_BRAND, style: null, version: '' }

/** @throws Refusal('brand.invalid') */
export function checkedBrand(
  { name, greeting, accent }: BrandChange,
  logo: string | null,
): SettingValues['brand'] {
  const colour = accent === null ? null : colourOf(accent)
  if (accent !== null && colour === null) {
    throw new Refusal('brand.invalid', {
      field: '/accent',
      detail: `“${accent}” is no colour; write # and six digits, as #0b6b5d.`,
    })
  }
  return { name: words(name), greeting: words(greeting), accent: colour, logo }
}

export function brandFrom({ value, version }: Setting<'brand'>): Brand {
  const { name, greeting, accent, logo } = value
  return {
    ...{ name, greeting, accent, version: String(version) },
    logo: logo && `/brand/logo?v=${nameOf(logo)}`,
    style: accent && `/help/brand.css?v=${nameOf(styleOf(accent))}`,
  }
}

export function brandState({ value, ...changed }: Setting<'brand'>): BrandState {
  const { name, greeting, accent, logo } = value
  return { name, greeting, accent, logo: logo && `/brand/logo?v=${nameOf(logo)}`, ...changed }
}

/** The tokens that follow from an accent, as widget/look/panel.css has them for a host's: only these, and no colour but it. */
export function styleOf(accent: string): string {
  return `@supports (color: oklch(from red l c h)) {
:root {
--hd-accent: ${accent};
--hd-accent-hover: oklch(from ${accent} calc(l * 0.92) c h);
--hd-on-accent: ${textOn(accent)};
--hd-accent-text: light-dark(oklch(from ${accent} min(l, 0.48) c h), oklch(from ${accent} max(l, 0.8) c h));
--hd-accent-soft: color-mix(in oklab, ${accent} 12%, var(--hd-surface));
}
}
`
}

/** Of all that readers see: whoever has another one asks anew. */
export const helpVersion = (articles: string, { version }: Brand): string =>
  version ? `${articles}.${version}` : articles

/** Before the widget's loader, which asks nobody before it is opened: the colour of its launcher. */
export const accentForLoader = (accent: string): string =>
  `document.currentScript&&(document.currentScript.dataset.accent||=${JSON.stringify(accent)});\n`

const nameOf = (content: string) => sha256('brand', content).slice(0, NAME_CHARS)

/** One line; nothing where there are no words. */
const words = (text: string | null) => text?.toWellFormed().replace(/\s+/g, ' ').trim() || null
