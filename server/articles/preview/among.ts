// Previews lead to previews: the addresses in and around a text.

import { FILES } from '../attached.ts'
import type { Visit } from '../pages/visit.ts'
import { fieldsOf, type Viewing } from './viewing.ts'

export const HOME = '/console/preview'

export const editAddress = (file: string) => `${HOME}/articles/edit?${new URLSearchParams({ file })}`

/** Links lead to previews, for the same reader. */
export function visitAmong(visit: Visit, viewing: Viewing): Visit {
  return {
    ...visit,
    to(path, locale = visit.locale) {
      const [collection = '', slug] = path.split('/')
      const fields = [...fieldsOf(viewing), ...(locale === visit.standard ? [] : [['locale', locale]])]
      const query = fields.length > 0 ? `?${new URLSearchParams(fields)}` : ''
      if (slug) return `${HOME}/${encodeURIComponent(slug)}${query}`
      return HOME + query + (collection && `#${collection}`)
    },
  }
}

/** So do those in a text, and what lies beside it is not for everybody. */
export function amongPreviews(html: string, { to }: Pick<Visit, 'to'>): string {
  return html
    .replaceAll(`="${FILES}/`, `="${HOME}/files/`)
    .replace(/ href="[^"#]*(#[^"]*)?" data-article="([^"]*)"/g, (_whole, section = '', slug: string) => {
      const address = to(`article/${slug}`).replaceAll('&', '&amp;')
      return ` href="${address}${section}" data-preview`
    })
}
