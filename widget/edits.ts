// Who is not signed in has no socket: of an edit they hear by another way, while the panel is open. Partner: panel.tsx, which has
// this bundle fetched by those who need it.

import { hearNews, type News } from '../protocol/news.ts'
import { addressOf } from './http.ts'
import { effect } from './signals.ts'
import { apply, hearTime, put, state } from './state.ts'

/** @returns the way to stop */
export function followNews(): () => void {
  let hangUp: (() => void) | undefined
  const stop = effect(() => {
    const isWanted =
      state.open.value && state.home.value && (!state.signedIn.value || state.sessionRefused.value)
    if (!isWanted === !hangUp) return
    hangUp?.()
    hangUp = isWanted ? hearNews(addressOf('/api/help/news'), hear) : undefined
  })
  return () => {
    stop()
    hangUp?.()
  }
}

function hear({ at, ...news }: News): void {
  if (at) {
    hearTime(Date.parse(at))
    // What is promised on it was judged by the device's clock.
    put('home', state.home.value && { ...state.home.value })
  }
  apply(news as Parameters<typeof apply>[0])
}
