// "Did this help?", under an article, with what follows from each answer. In the bundle of beside.tsx, which comes when
// an article is opened; until then the way to a person stands alone at its place. Partner: article.tsx.

import type { ComponentChildren } from 'preact'
import { useRef, useState } from 'preact/hooks'
import type { Article, FeedbackAnswer } from '../../protocol/articles.ts'
import { DoneIcon } from '../../ui/icons.tsx'
import { state } from '../state.ts'
import * as t from '../strings/en/panel.ts'
import { DiscardDraft } from './discard-draft.tsx'
import { useWork } from './frame.tsx'
import { WhatWasMissing } from './what-was-missing.tsx'

const ANSWERS: FeedbackAnswer[] = ['yes', 'partly', 'no']

export function Feedback({
  article,
  onAnswer,
  children,
}: {
  article: Article
  onAnswer: (article: Article, answer: FeedbackAnswer, comment?: string) => Promise<void>
  /** The way to a person. */
  children?: ComponentChildren
}) {
  const given = state.feedback.value[article.slug]
  const way = useRef<HTMLDivElement>(null)
  const [isTold, setTold] = useState(false)
  const { error, run } = useWork()
  const hasHelped = given === 'yes'
  return (
    <section class="feedback" aria-label={t.didItHelp}>
      <strong>{t.didItHelp}</strong>
      <div class="pair answers">
        {ANSWERS.map((answer) => (
          <button
            key={answer}
            type="button"
            class="hd-button hd-secondary hd-size-s"
            aria-pressed={given === answer}
            onClick={() => {
              setTold(answer === 'yes')
              run(() => onAnswer(article, answer))
              requestAnimationFrame(() => way.current?.scrollIntoView({ block: 'nearest' }))
            }}
          >
            {t.answers[answer]}
          </button>
        ))}
      </div>
      <div role="status">
        {error && <p class="hd-field-error">{error}</p>}
        {(hasHelped || isTold) && (
          <p class="line quiet">
            <DoneIcon /> {t.thanks}
          </p>
        )}
      </div>
      {hasHelped && isTold && state.drafts.value.write && <DiscardDraft />}
      {/* At its place before and after the answer, and in sight then: it is what most people need next. */}
      {!hasHelped && (
        <div class="person" ref={way}>
          {children}
          {given && <p class="quiet">{t.askAPersonHint}</p>}
        </div>
      )}
      {given && !hasHelped && !isTold && (
        <WhatWasMissing
          onSend={async (comment) => {
            await onAnswer(article, given, comment)
            setTold(true)
          }}
        />
      )}
    </section>
  )
}
