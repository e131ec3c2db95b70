// Where the pages stand: served by us, or written to files that any host serves (export.ts).

import { type Brand, PLAIN } from '../../settings/brand.ts'
import { STYLE_URL } from './style.ts'

export interface Site {
  /** The address of a page for the world outside, as search engines and feeds need it. */
  absolute(address: string): string
  style: string
  /** What an admin has set, at this moment. */
  brand: () => Brand
  /** Address of the built enhance.ts; without it the pages work all the same. */
  script: string | undefined
  /** Address of the part that searches on the device; enhance.ts loads it when somebody wants to search. */
  searchScript: string | undefined
  /** Address of what previews add; editors only. */
  previewScript: string | undefined
  /** Address of what an article is written with; editors only. */
  writingScript: string | undefined
  /** Address of the widget's loader; without it nothing offers a chat. */
  widget: string | undefined
  /** Nothing answers here but files: no form may be sent, and only a script can search. */
  isFiles: boolean
}

/** @param assets programs for browsers by their names */
export function servedSite(
  publicUrl: string,
  assets: Record<string, string>,
  brand: () => Brand = () => PLAIN,
): Site {
  const asset = (name: string) => assets[name] && `/assets/${assets[name]}`
  return {
    absolute: (address) => publicUrl + encodeURI(address),
    style: STYLE_URL,
    brand,
    script: asset('help-center'),
    searchScript: asset('help-center-search'),
    previewScript: asset('preview'),
    writingScript: asset('writing'),
    widget: '/widget.js',
    isFiles: false,
  }
}
