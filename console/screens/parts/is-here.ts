// What has become of a part of the page when an answer comes: who pressed may have gone elsewhere, where nothing is to close or move, or
// have typed on, which is not to be lost.

import { useEffect, useRef } from 'preact/hooks'

export function useIsHere(): () => boolean {
  const isHere = useRef(true)
  useEffect(
    () => () => {
      isHere.current = false
    },
    [],
  )
  return () => isHere.current
}

/** What is drawn now, for whoever has waited. */
export function useLatest<T>(now: T): { readonly current: T } {
  const latest = useRef(now)
  latest.current = now
  return latest
}
