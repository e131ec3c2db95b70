// The help center as the widget sees it: home, articles, feedback, and the words that found nothing. All of it
// works for people who are not signed in. Partner: search.ts, which holds the index.

import type { Article, FeedbackAnswer } from '../protocol/articles.ts'
import type { FoundThere, HelpHome } from '../protocol/http.ts'
import { HANDOVER_ITEMS } from '../protocol/limits.ts'
import type { Bridge } from './bridge.ts'
import { ask, LATE_MS, Refused } from './http.ts'
import { readerId } from './memory.ts'
import { current } from './navigation.ts'
import { isMoreThere, openIndex } from './search.ts'
import { getSession } from './session.ts'
import { gone, put, state } from './state.ts'
import * as t from './strings/en/panel.ts'

let bridge: Bridge | undefined
/** The page of the host; '' until somebody wants the help center. */
export let askedFor = ''
/** Counts who asked for home and index: the last one gets them. */
let turn = 0

/** Of articles: as the host names it. */
const language = () => bridge?.options.locale ?? 'en'
/** For numbers and times: the language of the words around them, in the way of the person's own country, or of the host's. */
export function locale(): string {
  const own = [...navigator.languages, language()].find((one) => one.startsWith(t.language)) ?? t.language
  return t.digits ? `${own}-u-nu-${t.digits}` : own
}
export const page = () => bridge?.page() ?? '/'

/** Some articles may be for who is signed in only; most help centers have none, and are asked once. */
const sessionFor = async (home = state.home.value) => (home?.forSome ? getSession().catch(() => '') : '')

/** Home, then the index that it names. Asked again whenever the articles change, and where it is not as they are now. */
export async function openHelpCenter(given?: Bridge): Promise<void> {
  bridge = given ?? bridge
  if (!bridge) return
  const mine = ++turn
  const isLast = () => mine === turn
  askedFor = page()
  const path = `/api/help/home?${new URLSearchParams({ locale: language(), page: askedFor })}`
  const early = bridge.early.home
  delete bridge.early.home
  const fails = () => isLast() && put('helpFailed', !state.index.value)
  put('helpFailed', false)
  const late = setTimeout(fails, LATE_MS)
  try {
    // Out of reach: the browser has the one of the page before.
    let home = await ask<HelpHome>(path, { early }).then(
      (answer) => {
        put('homePath', path)
        return answer
      },
      () => ask<HelpHome>(state.homePath.value || path),
    )
    const session = await sessionFor(home)
    if (session) home = await ask<HelpHome>(path, { session })
    if (!isLast()) return
    clearTimeout(late)
    put('helpFailed', false)
    put('home', home)
    await openIndex(home.indexUrl, home.indexMore, session, isLast)
    if (['', home.version].includes(state.articlesVersion.value)) return
  } catch {
    // What is there already goes on serving.
    fails()
  }
  if (isLast()) askAgain()
}

/** Is what stands on the home screen for the page that the person is on? */
export const isForThisPage = () => askedFor === page()

/** Where something older serves, or somebody waits, what could not be had is asked for again after this, with chance in it: all who look ask at once. */
const AGAIN_MS = 30_000
let again: ReturnType<typeof setTimeout> | undefined
function askAgain(): void {
  clearTimeout(again)
  // Of who has gone there is nothing older.
  again = setTimeout(
    () => (state.home.value || state.open.value) && refreshHelpCenter(),
    AGAIN_MS * (1 + Math.random()),
  )
}

/** Another version: the next look at an article reads it anew; over what stands on the screen its reader decides. */
export async function refreshHelpCenter(): Promise<void> {
  const screen = current()
  const showing = screen.name === 'article' ? screen.slug : ''
  put('articles', { [showing]: state.articles.value[showing] })
  await Promise.all([openHelpCenter(), showing && readArticle(showing)])
  // What the server found is of the version before.
  searchThere(state.query.value)
}

export async function readArticle(slug: string): Promise<void> {
  const mine = turn
  const before = gone
  const article = await sessionFor()
    .then((session) => ask<Article>(`${pathOf(slug)}?locale=${language()}`, { session }))
    .catch((cause) => cause instanceof Refused && cause.problem.status === 404 && 'gone')
  if (before !== gone) return
  // While it was on its way the articles may have changed.
  if (mine !== turn) return readArticle(slug)
  if (!article) askAgain()
  const { value } = state.articles
  // An older version that stands on the screen is better than none.
  put('articles', { ...value, [slug]: article || value[slug] || 'failed' })
}

const pathOf = (slug: string) => `/api/help/articles/${encodeURIComponent(slug)}`

/** Somebody who types no further for this long waits for an answer. */
const RESTED_MS = 300
let resting: ReturnType<typeof setTimeout> | undefined

/** Asks the server too, once, where that can find more than the device. When it does not answer, nothing is lost. */
export function searchThere(query: string): void {
  clearTimeout(resting)
  const mine = setTimeout(async () => {
    if (!query.trim() || !isMoreThere(query)) return
    // What did not come may come now.
    if (state.helpFailed.value) openHelpCenter()
    const asked = new URLSearchParams({ q: query, locale: language() })
    const session = await sessionFor()
    const answer = await ask<FoundThere>(`/api/help/search?${asked}`, { session }).catch(() => {})
    // Neither for words before those that stand there, nor for who has gone, and their words with them.
    if (answer && mine === resting && query === state.query.value)
      put('more', { query, isAlone: !state.index.value, ...answer })
  }, RESTED_MS)
  resting = mine
}

/** For the hand-over: what the person read, the newest last, each once. */
export function noteRead(article: Article, section?: string): void {
  const others = state.reads.value.filter(({ slug }) => slug !== article.slug)
  const helped = state.feedback.value[article.slug]
  const read = {
    slug: article.slug,
    title: article.title,
    ...(section && { section }),
    ...(helped && { helped }),
  }
  put('reads', [...others, read].slice(-HANDOVER_ITEMS))
}

export async function giveFeedback(
  article: Article,
  answer: FeedbackAnswer,
  comment?: string,
): Promise<void> {
  put('feedback', { ...state.feedback.value, [article.slug]: answer })
  put(
    'reads',
    state.reads.value.map((read) => (read.slug === article.slug ? { ...read, helped: answer } : read)),
  )
  await ask(`${pathOf(article.slug)}/feedback`, {
    session: await sessionFor(),
    body: { answer, version: article.version, readerId: readerId(), ...(comment && { comment }) },
  })
  bridge?.emit('feedback.given', { slug: article.slug, answer })
}

/** Once, when the panel closes, and without who typed them. */
export function tellGaps(): void {
  const [queries, found] = [state.gaps.value, state.found.value.slice(-HANDOVER_ITEMS)]
  if (!queries.length && !found.length) return
  put('gaps', [])
  put('found', [])
  ask('/api/help/gaps', { body: { locale: language(), queries, found }, keepalive: true }).catch(() => {})
}
