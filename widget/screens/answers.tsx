// Never ask twice: while somebody writes a first message, what answers it stands under it. Who found the answer may
// discard the message; nothing is thrown away without their word. A bundle of its own, which brings the question
// what was missing, too: another file would cost everybody its name. Partner: write.tsx.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { SearchResult } from '../../protocol/entities.ts'
import { Button } from '../../ui/controls.tsx'
import { ArticleIcon } from '../../ui/icons.tsx'
import css from '../answers.css'
import { back, go, saveDraft } from '../navigation.ts'
import { search } from '../search.ts'
import { adopt } from '../sheet.ts'
import { put, state } from '../state.ts'
import * as t from '../strings/en.ts'
import { Row } from './row.tsx'

export { WhatWasMissing } from './what-was-missing.tsx'

adopt(css)

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
    const timer = setTimeout(() => show(answersTo(text)), RESTED_MS)
    return () => clearTimeout(timer)
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
function answersTo(text: string): SearchResult[] {
  const sentences = text.split(/[.!?\n]+/).slice(-SENTENCES - 1)
  for (const words of [text, ...sentences.reverse()]) {
    if (words.trim().split(/\s+/).length < WORDS) continue
    const { results, isSure } = search(words)
    if (isSure) return results.slice(0, ANSWERS)
  }
  return []
}

/** After "yes, this answered it", to whoever was writing. */
export function DiscardDraft() {
  const offer = useRef<HTMLDivElement>(null)
  useEffect(() => offer.current?.scrollIntoView({ block: 'nearest' }), [])
  return (
    <div ref={offer} class="discard" role="status">
      <p>{t.discardMessage}</p>
      <div class="pair">
        <Button
          size="s"
          onClick={() => {
            saveDraft('write', '')
            put('screens', [{ name: 'home' }])
          }}
        >
          {t.discard}
        </Button>
        <Button size="s" look="quiet" onClick={() => (isWriting() ? back() : go({ name: 'write' }))}>
          {t.keepWriting}
        </Button>
      </div>
    </div>
  )
}

/** Is the message the screen before this one? */
const isWriting = () => state.screens.value.at(-2)?.name === 'write'
