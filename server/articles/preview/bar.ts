// Above a previewed article: as whom it is seen, the fields to change that, and what its editor has to know about it.
// The fields are those that the article asks for. Partner: viewing.ts.

import type { ArticleFile } from '../article-file.ts'
import { audienceText, mayRead } from '../audience.ts'
import type { ArticleProblem } from '../faults.ts'
import { type Html, html } from '../pages/html.ts'
import { languageName } from '../pages/languages.ts'
import { editAddress } from './among.ts'
import { askedBy, fieldName, fieldsOf, SIGNED_IN, type Viewing, viewerOf } from './viewing.ts'
import { words } from './words.ts'

export function bar(of: {
  file: ArticleFile
  viewing: Viewing
  locale: string
  locales: string[]
  problems: ArticleProblem[]
  now: Date
  mayEdit: boolean
  /** The list of all, for the same reader. */
  all: string
  /** Where readers find it, when the public does. */
  publicUrl: string | null
}): Html {
  const { file, viewing, all, publicUrl } = of
  return html`<aside class="preview-bar" aria-label="${words.sign}">
<div class="preview-inner">
<p class="preview-as"><span class="preview-sign">${words.sign}</span> ${words.viewingAs} <strong>${viewerInWords(viewing)}</strong> · ${languageName(of.locale, 'en')} · <code>${file.file}</code></p>
<p class="preview-links">${of.mayEdit && html`<a href="${editAddress(file.file)}">${words.edit}</a> `}<a href="${all}">${words.all}</a>${publicUrl && html` <a href="${publicUrl}">${words.public}</a>`}</p>
${fields(of)}
${states(file, viewing, of.now).map((state) => html`<p class="preview-state">${state}</p>`)}
${of.problems.length > 0 && troubles(file, of.problems)}
</div>
</aside>
`
}

export function viewerInWords({ attributes, isSignedIn }: Viewing): string {
  const given = Object.entries(attributes).map(([attribute, value]) => `${attribute} = ${value}`)
  return given.join(', ') || (isSignedIn ? words.signedIn : words.anybody)
}

function fields({
  file,
  viewing,
  locale,
  locales,
}: {
  file: ArticleFile
  viewing: Viewing
  locale: string
  locales: string[]
}): Html {
  const asked = [...askedBy(file)]
  const shown = new Set([...asked.map(([attribute]) => fieldName(attribute)), 'locale'])
  const asksSignedIn = file.audience === 'verified' && asked.length === 0
  if (asksSignedIn) shown.add(SIGNED_IN)
  // What another article asks for goes on from page to page.
  const kept = fieldsOf(viewing).filter(([name]) => !shown.has(name))
  return html`<form class="preview-fields" method="get" aria-label="${words.fields}">
${kept.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${asked.map(([attribute, values]) =>
  select(attribute, fieldName(attribute), viewing.attributes[attribute] ?? '', [
    ['', words.notKnown],
    ...values.map((value): [string, string] => [value, value]),
    [words.another, words.another],
  ]),
)}
${
  asksSignedIn &&
  select(words.reader, SIGNED_IN, viewing.isSignedIn ? '1' : '', [
    ['', words.anybody],
    ['1', words.signedIn],
  ])
}
${
  locales.length > 1 &&
  select(
    words.locale,
    'locale',
    locale,
    locales.map((one) => [one, languageName(one, 'en')]),
  )
}
<button class="button" type="submit">${words.show}</button>
${asked.length === 0 && !asksSignedIn && html`<span class="preview-quiet">${words.asksNothing}</span>`}
</form>`
}

function select(label: string, name: string, value: string, options: [string, string][]): Html {
  const same = (one: string) => one.toLowerCase() === value.toLowerCase()
  // Somebody may have written the address by hand.
  const all = options.some(([one]) => same(one)) ? options : [...options, [value, value]]
  return html`<label><span>${label}</span> <select name="${name}">
${all.map(
  ([one = '', shown]) => html`<option value="${one}"${same(one) && html` selected`}>${shown}</option>`,
)}
</select></label>`
}

/** Why readers see it, or do not. */
function states({ front, audience }: ArticleFile, viewing: Viewing, now: Date): string[] {
  const isPast = (at: string) => Date.parse(at) <= now.getTime()
  const { draft, publish_at, unpublish_at, needs_review } = front
  const said: string[] = []
  if (draft) said.push(words.draft)
  else if (publish_at && !isPast(publish_at)) said.push(words.from(publish_at))
  else if (unpublish_at) said.push((isPast(unpublish_at) ? words.since : words.until)(unpublish_at))
  if (audience !== 'public') {
    const may = mayRead(audience, viewerOf(viewing)) ? words.mayRead : words.mayNotRead
    said.push(`${words.forSome(audienceText(audience))} ${may}`)
  }
  if (needs_review) said.push(words.review)
  return said
}

function troubles({ standsIn }: ArticleFile, problems: ArticleProblem[]): Html {
  return html`<div class="preview-troubles"><p>${standsIn ? words.standsIn : words.broken}</p>
${problemList(problems)}</div>`
}

export function problemList(problems: ArticleProblem[]): Html {
  return html`<ul>
${problems.map(({ file, line, reason }) => html`<li><code>${file}:${line}</code> ${reason}</li>`)}
</ul>`
}
