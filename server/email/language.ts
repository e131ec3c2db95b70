// The language of a letter: its sentences, and days and times as its reader has them. A file in words/ for each locale; who has none, or
// never said theirs, reads the help center's own, and English where there is none for that. Partner: texts.ts.

import { LOCALE_MAX_CHARS } from '../../protocol/limits.ts'
import { directionOf } from '../articles/pages/languages.ts'
import { counted, filled } from '../articles/pages/words/filled.ts'
import type { Forms } from '../articles/pages/words/words.ts'
import { ar } from './words/ar.ts'
import { de } from './words/de.ts'
import { en, type Words } from './words/en.ts'
import { es } from './words/es.ts'
import { fr } from './words/fr.ts'
import { pt } from './words/pt.ts'

const ALL: Record<string, Words> = { ar, de, en, es, fr, pt }
export const LETTER_LOCALES = Object.keys(ALL)

interface Reader {
  /** As contacts have it: of the host or the widget, and null where neither said it. */
  locale: string | null
  /** IANA name of one that exists. Absent: nobody said where they are. */
  zone?: string | undefined
}

export interface Language {
  /** Of its sentences: a file in words/. */
  locale: string
  direction: 'ltr' | 'rtl'
  words: Words
  /** @param values what stands in braces → what stands there instead */
  say(sentence: string, values?: Record<string, string>): string
  count(forms: Forms, n: number, values?: Record<string, string>): string
  /** Of an instant, ISO 8601. */
  day(at: string): string
  time(at: string): string
  /** With the clock that it means: a letter does not know where it is read. */
  timeAndZone(at: string): string
}

export type LanguageFor = (reader: Reader) => Language

/** The clock of who does not say where they are. */
export const NO_ZONE = 'UTC'

/** @param standard the locale of the help center, asked for each letter */
export const lettersIn =
  (standard: () => string): LanguageFor =>
  ({ locale, zone }) => {
    for (const wanted of [locale, standard()]) {
      const found = wanted && fileOf(wanted)
      if (found) return languageIn(found, zone, wanted)
    }
    return languageIn('en', zone)
  }

export const ENGLISH: Language = languageIn('en')

/** As people and their hosts write one, `pt_BR` too, in its one spelling; null: it is none. */
export function localeIn(written: unknown): string | null {
  if (typeof written !== 'string') return null
  try {
    const [locale = ''] = Intl.getCanonicalLocales(written.trim().replaceAll('_', '-'))
    return locale.length <= LOCALE_MAX_CHARS ? locale || null : null
  } catch {
    return null
  }
}

/** Of what a browser would rather read (`Accept-Language`), the first that has a file; null: none has. */
export function acceptedIn(header = ''): string | null {
  const wanted = header.split(',').map((one) => {
    const [locale = '', weight = '1'] = one.replace(/\s/g, '').split(';q=')
    return { locale, weight: Number(weight) }
  })
  const liked = wanted.filter(({ weight }) => weight > 0).sort((a, b) => b.weight - a.weight)
  return liked.find(({ locale }) => fileOf(locale))?.locale ?? null
}

function fileOf(locale: string): string | undefined {
  const [language = ''] = locale.toLowerCase().split('-')
  return LETTER_LOCALES.find((one) => one === language)
}

/** @param own the reader's: Mexico writes its times otherwise than Spain */
function languageIn(locale: string, zone = NO_ZONE, own = locale): Language {
  const words = ALL[locale] ?? en
  // Where nothing more is said, the day stands before the month, as in the help center.
  const tag = own === 'en' ? 'en-GB' : (localeIn(own) ?? locale)
  const day = new Intl.DateTimeFormat(tag, { dateStyle: 'full', timeZone: zone })
  const time = new Intl.DateTimeFormat(tag, { timeStyle: 'short', timeZone: zone })
  const timeAndZone = new Intl.DateTimeFormat(tag, {
    ...{ hour: 'numeric', minute: '2-digit', timeZoneName: 'short', timeZone: zone },
  })
  return {
    ...{ locale, words, direction: directionOf(locale) },
    say: (sentence, values = {}) => filled(sentence, values),
    count: (forms, n, values = {}) => filled(counted(forms, n, tag), values),
    day: (at) => day.format(new Date(at)),
    time: (at) => time.format(new Date(at)),
    timeAndZone: (at) => timeAndZone.format(new Date(at)),
  }
}
