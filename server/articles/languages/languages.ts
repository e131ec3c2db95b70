// Whose words are known: one file a language. A locale without one is searched all the same, word for word.

import type { WrittenLanguage } from '../../../protocol/search/language.ts'
import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { pt } from './pt.ts'

const languages: Record<string, WrittenLanguage> = { ar, de, en, es, fr, pt }

export function wordsOfLanguage(locale: string): WrittenLanguage | undefined {
  return languages[locale.split('-')[0] ?? '']
}
