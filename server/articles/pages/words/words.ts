// The sentences of the help center in the reader's locale, as far as somebody wrote them: a file each beside this
// one, with the names of en.ts. Where there is none, the pages speak English around the article.
// The script in the browser gets its share with the page (scriptWords) and carries none of its own.

import { ar } from './ar.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import { pt } from './pt.ts'

export type Words = typeof en
/** A sentence for each plural category of the locale that differs; `{n}` stands for the number. */
export type Forms = { other: string } & Partial<Record<Intl.LDMLPluralRule, string>>

const ALL: Record<string, Words> = { ar, de, en, es, fr, pt }

export function wordsOf(locale: string): Words {
  return ALL[locale] ?? ALL[locale.split('-')[0] ?? ''] ?? en
}

/** What a script says that the page does not say already. */
export function scriptWords({
  search: { label, hint, ...search },
  results,
  person,
  feedback,
  article,
}: Words) {
  return {
    search,
    results: results.title,
    ask: person.ask,
    failed: feedback.failed,
    linkCopied: article.linkCopied,
  }
}
export type ScriptWords = ReturnType<typeof scriptWords>
