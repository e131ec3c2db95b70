// What a locale is called, which way it is written, and the switch between those that the help center has.

import { type Html, html } from './html.ts'
import { icons } from './icons.ts'
import type { Visit } from './visit.ts'

const FROM_THE_RIGHT = new Set(['Arab', 'Hebr', 'Thaa', 'Syrc', 'Nkoo', 'Adlm', 'Rohg'])

export function directionOf(locale: string): 'ltr' | 'rtl' {
  return FROM_THE_RIGHT.has(new Intl.Locale(locale).maximize().script ?? '') ? 'rtl' : 'ltr'
}

/** @param inLocale whose word for it: “Spanish”, “español” */
export function languageName(locale: string, inLocale: string): string {
  return new Intl.DisplayNames([inLocale], { type: 'language' }).of(locale) ?? locale
}

/** In its own language and as a name by itself. */
function ownName(locale: string): string {
  const name = languageName(locale, locale)
  return name.charAt(0).toLocaleUpperCase(locale) + name.slice(1)
}

/** The lang and dir of a part in another language than its page; nothing where it is the same. */
export function inLanguage(locale: string, visit: Visit): Html | false {
  return locale !== visit.locale && html` lang="${locale}" dir="${directionOf(locale)}"`
}

/** Says of a title that it leads to another language. */
export function languageMark(locale: string, visit: Visit): Html | false {
  return (
    locale !== visit.locale &&
    html` <small class="language-mark">${languageName(locale, visit.locale)}</small>`
  )
}

/** @param elsewhere the address of the page in another locale */
export function languageSwitch(visit: Visit, elsewhere: (locale: string) => string): Html | false {
  const { locale, locales, t } = visit
  if (locales.length < 2) return false
  return html`<details class="languages">
<summary><span class="unseen">${t.language}: </span>${icons.globe}${ownName(locale)}</summary>
<ul>
${locales.map(
  (one) =>
    html`<li><a href="${elsewhere(one)}" lang="${one}" dir="${directionOf(one)}" hreflang="${one}"${
      one === locale && html` aria-current="true"`
    }>${ownName(one)}</a></li>`,
)}
</ul>
</details>`
}
