// An article while an editor types it: what is not in order, how readers will see it, and that it is published. What is typed
// waits in this browser until then, whatever becomes of the page. Partner: server/articles/preview/writing.ts.

import type { ArticlePublished, ArticleTried } from '../../../../protocol/desk/article-writing.ts'
import type { Problem } from '../../../../protocol/errors.ts'
import { element } from '../../pages/enhance/elements.ts'
import type { words } from '../words.ts'

/** Typing has paused. */
const RESTS_MS = 300
/** Of what waits in this browser, before the file's name. */
const KEPT = 'helpdock.article.'

const form = document.querySelector<HTMLFormElement>('.writing-form') as HTMLFormElement
const source = form.querySelector('textarea') as HTMLTextAreaElement
const status = form.querySelector('[role=status]') as HTMLElement
const list = form.querySelector('.writing-problems') as HTMLElement
const shown = document.querySelector('.writing-shown article') as HTMLElement
const collection = form.querySelector<HTMLSelectElement>('[name=collection]')
const slug = form.querySelector<HTMLInputElement>('[name=slug]')
const said: typeof words.writing.said = JSON.parse(form.dataset.said ?? '')
let version = form.dataset.version ?? ''
let published = source.value

const UPDATED = /^updated: *(.*)$/m
const DRAFT = /^draft: *true *$/m
/** As this person's calendar has it. */
const today = () => new Date().toLocaleDateString('sv')
const isNew = () => version === ''
const file = () => form.dataset.file || `${collection?.value}/${slug?.value || 'new'}.md`
const key = () => KEPT + (form.dataset.file || 'new')

function say(text: string, ...more: Node[]): void {
  status.replaceChildren(text, ...more.flatMap((one) => [' ', one]))
}

function button(name: string, press: () => void): HTMLElement {
  const made = element('button', { type: 'button', class: 'button writing-small' }, name)
  made.addEventListener('click', press)
  return made
}

/** Storage may be denied. */
function keep(): void {
  try {
    if (source.value === published) localStorage.removeItem(key())
    else localStorage.setItem(key(), source.value)
  } catch {}
}

function kept(): string | null {
  try {
    return localStorage.getItem(key())
  } catch {
    return null
  }
}

async function ask<T>(method: string, path: string, body: object): Promise<T | Problem | null> {
  const answer = await fetch(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null)
  return (await answer?.json().catch(() => null)) ?? null
}

const isProblem = (answer: object): answer is Problem => 'code' in answer

let resting: ReturnType<typeof setTimeout> | undefined
let tries = 0

async function look(): Promise<void> {
  const mine = ++tries
  const answer = await ask<ArticleTried>('POST', '/api/console/articles/tries', {
    file: file(),
    text: source.value,
  })
  // Something was typed, or published, meanwhile.
  if (mine !== tries) return
  if (!answer || isProblem(answer)) return refuse(answer)
  if (answer.problems.length > 0) say(said.wrong)
  else if (source.value === published && !isNew()) say(said.same)
  else say(said.fine, ...(UPDATED.exec(source.value)?.[1] === today() ? [] : [button(said.today, setToday)]))
  list.replaceChildren(...answer.problems.map(problemOf))
  if (answer.shown) show(answer.shown)
}

function setToday(): void {
  source.value = source.value.replace(UPDATED, `updated: ${today()}`)
  changed()
  source.focus()
}

function problemOf({ file: where, line, reason }: ArticleTried['problems'][number]): HTMLElement {
  if (where !== file()) return element('li', {}, `${where}:${line} ${reason}`)
  const place = button(`${said.line} ${line}`, () => leadTo(line))
  return element('li', {}, place, ` ${reason}`)
}

function leadTo(line: number): void {
  const lines = source.value.split('\n')
  const start = lines.slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0)
  source.focus()
  source.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0))
  source.scrollTop = (source.scrollHeight / lines.length) * Math.max(0, line - 4)
}

function show({ title, description, html }: NonNullable<ArticleTried['shown']>): void {
  const [heading, lead, text] = ['h1', '.lead', '.text'].map(
    (part) => shown.querySelector(part) as HTMLElement,
  )
  if (heading) heading.textContent = title
  if (lead) lead.textContent = description
  // The server has cleaned it, as for every page.
  if (text) text.innerHTML = html
}

function refuse(problem: Problem | null): void {
  if (!problem) say(said.lost)
  else if (problem.code.startsWith('session.')) say(said.loggedOut)
  else if (problem.code === 'article.changed')
    say(
      said.changed,
      button(said.over, () => void publishOver()),
    )
  else say(problem.detail ?? problem.title)
}

let isPublishing = false

async function publish(): Promise<void> {
  // Pressed twice: the second would find the file changed, by the first.
  if (isPublishing) return
  tries++
  const text = source.value
  say(said.writing)
  isPublishing = true
  const answer = await ask<ArticlePublished>('PUT', '/api/console/articles', { file: file(), text, version })
  isPublishing = false
  if (!answer || isProblem(answer)) return refuse(answer)
  published = text
  keep()
  if (isNew()) {
    location.replace(`/console/preview/articles/edit?${new URLSearchParams({ file: file() })}`)
    return
  }
  version = answer.version
  say(DRAFT.test(text) ? said.saved : said.published)
}

function nameButton(): void {
  const submit = form.querySelector('[type=submit]')
  if (submit) submit.textContent = DRAFT.test(source.value) ? said.saveDraft : said.publish
}

/** Of what stands there now. */
async function publishOver(): Promise<void> {
  const page = await fetch(location.href).catch(() => null)
  const now = page && new DOMParser().parseFromString(await page.text(), 'text/html')
  version = now?.querySelector<HTMLFormElement>('.writing-form')?.dataset.version ?? version
  await publish()
}

function changed(): void {
  keep()
  nameButton()
  clearTimeout(resting)
  resting = setTimeout(look, RESTS_MS)
}

source.addEventListener('input', changed)
// What is typed stays beside what it becomes.
source.addEventListener('scroll', () => {
  const left = (one: Element) => one.scrollHeight - one.clientHeight
  shown.scrollTop = (source.scrollTop / Math.max(1, left(source))) * left(shown)
})
collection?.addEventListener('change', changed)
slug?.addEventListener('input', changed)
form.addEventListener('submit', (event) => {
  event.preventDefault()
  void publish()
})
addEventListener('beforeunload', (event) => {
  if (source.value !== published) event.preventDefault()
})
// A link in the text leads away from what is typed.
shown.addEventListener('click', (event) => {
  const link = event.target instanceof Element && event.target.closest('a')
  if (link && !link.getAttribute('href')?.startsWith('#')) link.target = '_blank'
})

const before = kept()
if (before !== null && before !== published) {
  source.value = before
  void look().then(() =>
    status.append(
      ' ',
      said.restored,
      ' ',
      button(said.discard, () => {
        source.value = published
        changed()
      }),
    ),
  )
} else if (!isNew()) void look()
nameButton()
