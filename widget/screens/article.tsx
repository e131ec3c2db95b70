// One article, in place: its text as the server cleaned it, the section that was searched for in view, and the two
// ways on: "did this help?" and a person. Partner: help.ts.

import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Article as ArticleText, FeedbackAnswer } from '../../protocol/entities.ts'
import { FEEDBACK_COMMENT_MAX_CHARS } from '../../protocol/limits.ts'
import { Blank, Button, Skeleton, TextArea } from '../../ui/controls.tsx'
import { AlertIcon, ArticleIcon, DoneIcon, ExternalIcon } from '../../ui/icons.tsx'
import { giveFeedback, locale, noteRead, readArticle } from '../help.ts'
import { addressOf } from '../http.ts'
import { go } from '../navigation.ts'
import { state } from '../state.ts'
import * as t from '../strings/en.ts'
import { Frame, useWork } from './frame.tsx'
import { WriteToUs } from './write-to-us.tsx'

export function Article({ slug, section }: { slug: string; section?: string | undefined }) {
  const article = state.articles.value[slug]
  useEffect(() => {
    if (typeof article !== 'object') readArticle(slug)
  }, [slug])
  useEffect(() => {
    if (typeof article === 'object') noteRead(article, section)
  }, [article])

  if (typeof article === 'object')
    return (
      <Frame
        title={article.title}
        actions={
          <a
            class="hd-icon-button hd-quiet"
            href={addressOf(article.url)}
            target="_blank"
            rel="noopener"
            aria-label={t.openInHelpCenter}
            title={t.openInHelpCenter}
          >
            <ExternalIcon />
          </a>
        }
      >
        <Text article={article} section={section} />
        <Feedback key={article.slug} article={article} />
      </Frame>
    )

  const isGone = article === 'not_found'
  return (
    <Frame title={t.help} foot={<WriteToUs />}>
      {article ? (
        <Blank
          icon={isGone ? <ArticleIcon /> : <AlertIcon />}
          title={isGone ? t.articleGone : t.articleFailed}
          action={!isGone && <Button onClick={() => readArticle(slug)}>{t.again}</Button>}
          urgent
        >
          {isGone ? t.articleGoneHint : t.articleFailedHint}
        </Blank>
      ) : (
        <div class="pad">
          <Skeleton lines={9} label={t.loading} />
        </div>
      )}
    </Frame>
  )
}

function Text({ article, section }: { article: ArticleText; section?: string | undefined }) {
  const text = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    text.current?.addEventListener('click', followInPlace)
  }, [])
  useLayoutEffect(() => {
    if (section) showSection(text.current, section)
  }, [section])
  const updated = new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(article.updated),
  )
  return (
    <article class="article">
      <p class="article-facts">
        {article.collectionTitle} · {t.updated(updated)}
      </p>
      <div ref={text} dangerouslySetInnerHTML={{ __html: trusted(article.html) }} />
    </article>
  )
}

/** Links to other articles open here; all others leave the host's page alone. */
function followInPlace(event: MouseEvent): void {
  const link = (event.target as Element).closest('a')
  if (!link || event.metaKey || event.ctrlKey) return
  const slug = link.dataset.article
  const section = link.hash.slice(1)
  if (slug) {
    event.preventDefault()
    go({ name: 'article', slug, section })
  } else if (link.getAttribute('href')?.startsWith('#')) {
    event.preventDefault()
    showSection(event.currentTarget as HTMLElement, section)
  } else {
    link.target = '_blank'
    link.rel = 'noopener'
  }
}

function showSection(text: HTMLElement | null, section: string): void {
  const heading = text?.querySelector(`#${CSS.escape(section)}`)
  heading?.scrollIntoView({ block: 'start' })
  heading?.classList.add('found')
}

/** A host whose policy asks for trusted types allows the policy of this name (docs/embedding.md). */
const policy = (
  window as {
    trustedTypes?: {
      createPolicy(
        name: string,
        rules: { createHTML: (html: string) => string },
      ): { createHTML(html: string): string }
    }
  }
).trustedTypes?.createPolicy('helpdock', { createHTML: (html) => html })
const trusted = (html: string) => policy?.createHTML(html) ?? html

const ANSWERS: FeedbackAnswer[] = ['yes', 'partly', 'no']

function Feedback({ article }: { article: ArticleText }) {
  const given = state.feedback.value[article.slug]
  const [comment, setComment] = useState('')
  const [told, setTold] = useState(false)
  const { busy, error, run } = useWork()
  return (
    <section class="feedback" aria-label={t.didItHelp}>
      <p>{t.didItHelp}</p>
      <div class="answers">
        {ANSWERS.map((answer) => (
          <button
            key={answer}
            type="button"
            class="hd-button hd-secondary hd-size-s"
            aria-pressed={given === answer}
            onClick={() => run(() => giveFeedback(article, answer))}
          >
            {t.answers[answer]}
          </button>
        ))}
      </div>
      <div role="status">
        {error && <p class="hd-field-error">{error}</p>}
        {given === 'yes' && (
          <p class="done">
            <DoneIcon /> {t.thanks}
          </p>
        )}
        {told && given !== 'yes' && (
          <p class="done">
            <DoneIcon /> {t.feedbackSent}
          </p>
        )}
      </div>
      {given && given !== 'yes' && (
        <>
          {!told && (
            <form
              onSubmit={(event) => {
                event.preventDefault()
                run(async () => {
                  await giveFeedback(article, given, comment.trim())
                  setTold(true)
                })
              }}
            >
              <TextArea
                label={t.whatWasMissing}
                hint={t.whatWasMissingHint}
                rows={2}
                maxLength={FEEDBACK_COMMENT_MAX_CHARS}
                value={comment}
                onInput={(event) => setComment(event.currentTarget.value)}
              />
              {comment.trim() && (
                <Button size="s" type="submit" busy={busy}>
                  {t.sendFeedback}
                </Button>
              )}
            </form>
          )}
          <div class="person">
            <div>
              <strong>{t.askAPerson}</strong>
              <p>{t.askAPersonHint}</p>
            </div>
            <WriteToUs />
          </div>
        </>
      )}
    </section>
  )
}
