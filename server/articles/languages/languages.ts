// Whose words are known: one file a language. A locale without one is searched all the same, word for word.

import type { WrittenLanguage } from '../../../protocol/search/language.ts'
import { en } from './en.ts'

const languages: Record<string, WrittenLanguage> = { en }

export function wordsOfLanguage(locale: string): WrittenLanguage | undefined {
  return languages[locale.split('-')[0] ?? '']
}
