// Where a preview begins: every article of the folder by its collection, with why readers do not see it, and above
// them what is not in order. And the page for who is not logged in, the same whatever was asked for.

import type { ArticleFile } from '../article-file.ts'
import { audienceText, isLive } from '../audience.ts'
import type { ArticleProblem } from '../faults.ts'
import { html } from '../pages/html.ts'
import { icons } from '../pages/icons.ts'
import type { Page } from '../pages/shell.ts'
import { collectionsIn, pathOf, type Visit } from '../pages/visit.ts'
import { HOME } from './among.ts'
import { problemList, viewerInWords } from './bar.ts'
import type { Viewing } from './viewing.ts'
import { words } from './words.ts'

export function previewList(
  visit: Visit,
  of: {
    files: ArticleFile[]
    problems: ArticleProblem[]
    viewing: Viewing
    mayEdit: boolean
    now: Date
    missing?: string
  },
): Page {
  const collections = collectionsIn(visit)
  return {
    ...unlisted(visit, words.title),
    main: html`<div class="column">
<div class="preview-head"><h1>${words.title}</h1>
<p class="under">${words.intro} <a href="/console">${words.desk}</a></p>
${of.mayEdit && html`<p class="to-new"><a class="button" href="${HOME}/articles/new">${words.writing.begin}</a></p>`}
${of.viewing.isSignedIn && html`<p class="under">${words.viewingAs} <strong>${viewerInWords(of.viewing)}</strong>.</p>`}</div>
${of.missing !== undefined && html`<p class="notice" role="status">${words.missing(of.missing)}</p>`}
${
  of.problems.length > 0 &&
  html`<section class="preview-troubles" aria-labelledby="hd-problems"><h2 id="hd-problems">${words.problems(of.problems.length)}</h2>
${problemList(of.problems)}</section>`
}
${collections.length === 0 && html`<p class="blank">${words.none}</p>`}
${collections.map(
  ({ slug, title, articles }) => html`<section class="collection" id="${slug}" aria-labelledby="hd-${slug}">
<h2 id="hd-${slug}">${title}</h2>
<ul class="rows">
${articles.map(
  (article) =>
    html`<li><a href="${visit.to(pathOf(article))}"><span class="row-text">${article.title}${tagsOf(
      of.files.find(({ slug, locale }) => slug === article.slug && locale === article.locale),
      of.problems,
      of.now,
    ).map((tag) => html` <small class="language-mark">${tag}</small>`)}</span>${icons.forward}</a></li>`,
)}
</ul>
</section>`,
)}
</div>`,
  }
}

export function gatePage(visit: Visit, logIn: string, style: string): Page {
  return {
    ...unlisted(visit, words.gate.title),
    more: { style, script: undefined },
    main: html`<div class="column"><section class="blank"><h1>${words.gate.title}</h1>
<p>${words.gate.text}</p>
<p class="to-all"><a class="button primary" href="${logIn}">${words.gate.action}</a></p></section></div>`,
  }
}

export const unlisted = ({ to }: Visit, title: string): Omit<Page, 'main'> => ({
  title,
  description: words.intro,
  canonical: null,
  locales: [],
  elsewhere: (locale) => to('', locale),
  searchOnTop: false,
})

function tagsOf(file: ArticleFile | undefined, problems: ArticleProblem[], now: Date): string[] {
  if (!file) return []
  const { front, audience } = file
  const { tags } = words
  const isThere = isLive(front, now)
  const time = front.publish_at && Date.parse(front.publish_at) > now.getTime() ? tags.later : tags.over
  return [
    ...(isThere ? [] : [front.draft ? tags.draft : time]),
    ...(audience === 'public' ? [] : [audience === 'verified' ? tags.verified : audienceText(audience)]),
    ...(front.needs_review ? [tags.review] : []),
    ...(problems.some((problem) => problem.file === file.file) ? [tags.broken] : []),
  ]
}
