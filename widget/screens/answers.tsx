// Never ask twice: while somebody writes a first message, what answers it stands under it. In the bundle of beside.tsx.
// Partners: write.tsx; discard-draft.tsx, for who found the answer.

import { useEffect, useState } from 'preact/hooks'
import type { SearchResult } from '../../protocol/articles.ts'
import { ArticleIcon } from '../../ui/icons.tsx'
import { go } from '../navigation.ts'
import { find } from '../search.ts'
import { state } from '../state.ts'
import * as t from '../strings/en/panel.ts'
import { Row } from './row.tsx'

/** Enough to choose from, few enough not to stand in the way. */
const ANSWERS = 3
/** Somebody who types no further for this long has said something. */
const RESTED_MS = 700
/** Fewer words are no question. */
const WORDS = 2
/** A long message: what it says last. */
const SENTENCES = 3

export function Answers({ text }: { text: string }) {
  const [answers, show] = useState<SearchResult[]>([])
  const index = state.index.value
  useEffect(() => {
    let isWanted = true
    const timer = setTimeout(async () => {
      const found = await answersTo(text)
      if (isWanted) show(found)
    }, RESTED_MS)
    return () => {
      isWanted = false
      clearTimeout(timer)
    }
  }, [text, index])
  return (
    <section class="maybe" role="status">
      {answers.length > 0 && (
        <>
          <p class="quiet">{t.maybeAnswered}</p>
          {answers.map(({ slug, section, heading, title }) => (
            <Row
              key={slug}
              icon={<ArticleIcon />}
              title={heading || title}
              text={heading && title}
              onClick={() => go({ name: 'article', slug, section })}
            />
          ))}
        </>
      )}
    </section>
  )
}

/** What the whole message finds, or one of its sentences; nothing where the ranking is unsure. */
async function answersTo(text: string): Promise<SearchResult[]> {
  const sentences = text.split(/[.!?\n]+/).slice(-SENTENCES - 1)
  for (const words of [text, ...sentences.reverse()]) {
    if (words.trim().split(/\s+/).length < WORDS) continue
    const { results, isSure } = await find(words)
    if (isSure) return results.slice(0, ANSWERS)
  }
  return []
}
