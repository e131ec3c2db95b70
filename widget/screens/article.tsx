// One article, in place: its text as the server cleaned it, the section that was searched for in view, and the two
// ways on: "did this help?" (feedback.tsx, on demand) and a person. Partner: help.ts.

import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { Article as ArticleText } from '../../protocol/articles.ts'
import { Blank, Button } from '../../ui/controls.tsx'
import { ArticleIcon, ExternalIcon } from '../../ui/icons.tsx'
import { giveFeedback, locale, noteRead, readArticle } from '../help.ts'
import { addressOf } from '../http.ts'
import { go } from '../navigation.ts'
import { Feedback, RichText } from '../on-demand.tsx'
import { bring } from '../parts.ts'
import { state } from '../state.ts'
import * as t from '../strings/en/panel.ts'
import { Failed, Frame, Waiting } from './frame.tsx'
import type { Body } from './rich-text.tsx'
import { WriteToUs } from './write-to-us.tsx'

export function Article({ slug, section }: { slug: string; section?: string | undefined }) {
  const newest = state.articles.value[slug]
  const [held, hold] = useState(newest)
  // What somebody reads changes when they say so.
  const article = typeof held === 'object' && typeof newest === 'object' ? held : newest
  useEffect(() => {
    hold(article)
    if (typeof article === 'object') noteRead(article, section)
    else {
      readArticle(slug)
      bring('beside').catch(() => {})
    }
  }, [slug, article])

  if (typeof article !== 'object')
    return (
      <Frame title={t.help} foot={<WriteToUs />}>
        {article === 'gone' ? (
          <Blank icon={<ArticleIcon />} title={t.articleGone}>
            {t.articleGoneHint}
          </Blank>
        ) : article ? (
          <Failed what={t.theArticle} onAgain={() => readArticle(slug)} />
        ) : (
          <Waiting />
        )}
      </Frame>
    )
  return (
    // Of its own: the focus comes to its name, which ears hear, where “Help” stood until then.
    <Frame
      key={slug}
      title={article.title}
      actions={
        <a
          class="hd-icon-button hd-quiet"
          href={addressOf(article.url)}
          target="_blank"
          rel="noopener"
          title={t.openInHelpCenter}
        >
          <ExternalIcon />
        </a>
      }
    >
      <Text article={article} section={section} />
      <div class="after">
        <Feedback article={article} onAnswer={giveFeedback}>
          <WriteToUs />
        </Feedback>
      </div>
      {typeof newest === 'object' && newest.version !== article.version && (
        <div class="jump centre">
          <Button size="s" onClick={() => hold(newest)}>
            {t.showNewer}
          </Button>
        </div>
      )}
    </Frame>
  )
}

function Text({ article, section }: { article: ArticleText; section?: string | undefined }) {
  const html = useMemo(() => trusted(article.html), [article.html])
  const Body = RICH.test(article.html) ? RichText : PlainText
  // A date, not an instant: it is the same day everywhere.
  const updated = new Intl.DateTimeFormat(locale(), { dateStyle: 'long', timeZone: 'UTC' })
  return (
    <article class="article">
      <p class="quiet">
        {article.collectionTitle} · {t.updated(updated.format(new Date(article.updated)))}
        {article.fallback && ` · ${t.notTranslated}`}
      </p>
      <Body
        html={html}
        lang={article.locale}
        onReady={(text) => {
          text.addEventListener('click', followInPlace)
          if (section) showSection(text, section)
        }}
      />
    </article>
  )
}

/** What only some articles hold comes with a bundle of its own: blocks for some readers, videos, files, callouts. */
const RICH = /<(blockq|figure|hr|img|pre|table)|class="(branches|callout|download|tasks|footn)/

function PlainText({ html, lang, onReady }: Body) {
  const text = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => onReady(text.current as HTMLElement), [])
  return <div ref={text} lang={lang} dir="auto" dangerouslySetInnerHTML={{ __html: html }} />
}

/** Links to other articles open here; all others leave the host's page alone. */
function followInPlace(event: MouseEvent): void {
  const link = (event.target as Element).closest('a')
  if (!link || event.metaKey || event.ctrlKey) return
  const slug = link.dataset.article
  const section = link.hash.slice(1)
  const isHere = link.getAttribute('href')?.startsWith('#')
  if (slug || isHere) event.preventDefault()
  if (slug) go({ name: 'article', slug, section })
  else if (isHere) showSection(event.currentTarget as Element, section)
  else link.target = '_blank'
}

function showSection(text: Element | null, section: string): void {
  const heading = text?.querySelector(`#${CSS.escape(section)}`)
  heading?.scrollIntoView()
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
const trusted = (html: string) => (policy?.createHTML(html) ?? html) as string
