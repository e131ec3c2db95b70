// The page on which an editor changes the file of an article, or begins a new one: the text, what it will look like, and what is not in
// order, all while it is typed (enhance/writing.ts). Partners: pages.ts, writing-routes.ts.

import { type Html, html } from '../pages/html.ts'
import { inLanguage } from '../pages/languages.ts'
import type { Page } from '../pages/shell.ts'
import type { Visit } from '../pages/visit.ts'
import { NEW } from '../writing.ts'
import { HOME } from './among.ts'
import { unlisted } from './list.ts'
import { newArticle } from './new-article.ts'
import { words } from './words.ts'

const { writing } = words

export function writingPage(
  visit: Visit,
  of: { file: string; text: string; version: string; mayWrite: boolean },
): Page {
  const [locale = '', , name = ''] = of.file.split('/')
  const preview = `${HOME}/${name.replace(/\.md$/, '')}?${new URLSearchParams({ locale })}`
  return page(visit, writing.title(of.file), { ...of, locale, preview })
}

export function newArticlePage(
  visit: Visit,
  of: { places: { path: string; title: string }[]; mayWrite: boolean; question: string; day: string },
): Page {
  const { places, mayWrite } = of
  const { slug, text } = newArticle(of.question, of.day)
  return page(visit, writing.begin, {
    ...{ file: NEW, text, version: NEW, mayWrite, locale: visit.locale, preview: null },
    fields: html`<label>${writing.collection} <select name="collection">
${places.map(({ path, title }) => html`<option value="${path}">${title} (${path})</option>`)}
</select></label>
<label>${writing.slug} <input name="slug" value="${slug}" required pattern="[a-z0-9]+(-[a-z0-9]+)*" maxlength="100" autocomplete="off" autocapitalize="off" spellcheck="false" aria-describedby="hd-slug-hint"></label>
<p class="preview-quiet" id="hd-slug-hint">${writing.slugHint}</p>`,
    ...(places.length === 0 && { notice: writing.noPlace }),
  })
}

function page(
  visit: Visit,
  title: string,
  of: {
    file: string
    text: string
    version: string
    mayWrite: boolean
    locale: string
    preview: string | null
    fields?: Html
    notice?: string
  },
): Page {
  const notice = of.notice ?? (of.mayWrite ? undefined : writing.readOnly)
  return {
    ...unlisted(visit, title),
    main: html`<div class="writing">
<div class="writing-head"><h1>${title}</h1>
<p class="preview-links">${of.preview && html`<a href="${of.preview}">${words.writing.preview}</a>`}<a href="${HOME}">${words.all}</a><a href="/console">${words.desk}</a></p></div>
${notice && html`<p class="notice" role="status">${notice}</p>`}
<form class="writing-form" data-file="${of.file}" data-version="${of.version}" data-said="${JSON.stringify(writing.said)}">
${of.fields && html`<div class="writing-place">${of.fields}</div>`}
<label class="writing-label" for="hd-source">${writing.source}</label>
<textarea id="hd-source" name="text" spellcheck="true" aria-describedby="hd-writing-said">
${of.text}</textarea>
<div class="writing-do"><button class="button primary" type="submit"${(!of.mayWrite || of.notice) && html` disabled`}>${writing.said.publish}</button>
<p id="hd-writing-said" role="status"></p></div>
<ul class="writing-problems"></ul>
<p class="preview-quiet">${writing.hint}</p>
</form>
<section class="writing-shown" aria-label="${writing.shown}"${inLanguage(of.locale, visit)}>
<p class="writing-label" dir="ltr">${writing.shown}</p>
<article class="sheet"><header class="article-head"><h1></h1><p class="lead"></p></header><div class="text"></div></article>
</section>
</div>`,
  }
}
