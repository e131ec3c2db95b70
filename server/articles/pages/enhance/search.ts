// Asks the search on the device, which comes when somebody wants to search (device-search.ts), and says meanwhile
// that it is on its way, or that it could not be had.

import type { HelpHome } from '../../../../protocol/http.ts'
import { hearNews, type News } from '../../../../protocol/news.ts'
import type { FindOnDevice } from './device-search.ts'

/** What could not be had after an edit is asked for again after this, with chance in it: all who look ask at once. */
const AGAIN_MS = 30_000

/** Texts carry the marks of ranking.ts around matching words. */
export interface Found {
  url: string
  heading: string
  under: string
  snippet: string
}

/** What was found, and what the ranking thinks of it. */
export interface Answer {
  found: Found[]
  isSure: boolean
  /** The words with their slips mended, where they had any. */
  meant?: string | undefined
}

/** What the search field's attributes say (search-field.ts). */
export interface Places {
  /** Whole address of the help center's home, without a slash at its end. */
  home: string
  contents: string
  program: string
  results: string
  isFiles: boolean
}

export type Search = ReturnType<typeof searchOf>

export function placesOf(form: HTMLFormElement): Places {
  const { home = '', contents = '', program = '', files } = form.dataset
  const whole = (address: string) => new URL(address, document.baseURI).href
  return {
    home: whole(home).replace(/\/$/, ''),
    contents: whole(contents),
    program: whole(program),
    results: form.action,
    isFiles: files !== undefined,
  }
}

export function searchOf(places: Places) {
  let find: FindOnDevice | undefined
  let state: 'not asked' | 'loading' | 'failed' | 'there' = 'not asked'
  let tries = 0
  let version = ''
  let told = ''
  let again: ReturnType<typeof setTimeout> | undefined
  let turn = 0
  let drop = () => {}
  let onNew = () => {}

  return {
    /** Asks for it unless that was done; after a failure it asks again. */
    load(whenDone: () => void) {
      if (state === 'loading' || state === 'there') return
      state = 'loading'
      open()
        .then(() => {
          state = 'there'
          if (!places.isFiles) hearNews(new URL('news', places.contents).href, renew)
        })
        .catch(() => {
          tries++
          state = 'failed'
        })
        .finally(whenDone)
    },
    /** Called whenever the same words may find something else: there is more of the index, or a new one. */
    whenNew(listener: () => void) {
      onNew = listener
    },
    /** Drops what was asked before. */
    find(query: string, most: number, then: (answer: Answer | 'loading' | 'failed') => void): void {
      drop()
      if (find) drop = find(query, most, then)
      else then(state === 'failed' ? 'failed' : 'loading')
    },
  }

  function renew({ name, body }: News): void {
    if (name !== 'articles.changed') return
    told = (body as { version: string }).version
    catchUp()
  }

  function catchUp(): void {
    clearTimeout(again)
    // An edit was taken back: what may still be on its way is of none that serves.
    if (told === version) turn++
    else
      open()
        // Where it fails, what is there goes on serving.
        .catch(() => {})
        .then(() => {
          if (told !== version) again = setTimeout(catchUp, AGAIN_MS * (1 + Math.random()))
        })
  }

  async function open(): Promise<void> {
    const mine = ++turn
    // Some browsers remember that an import failed; another address asks again.
    const again = tries === 0 ? '' : `?again=${tries}`
    const [{ openDeviceSearch }, contents] = await Promise.all([
      import(places.program + again) as Promise<typeof import('./device-search.ts')>,
      json(places.contents) as Promise<HelpHome>,
    ])
    if (contents.version === version) return
    const next = await openDeviceSearch(places, contents)
    // Who has results of the version before keeps them until all of the next one is there.
    if (find) await next.whole
    if (mine !== turn) return
    find = next.find
    version = contents.version
    next.whole.then(onNew)
  }
}

async function json(url: string): Promise<unknown> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return answer.json()
}
