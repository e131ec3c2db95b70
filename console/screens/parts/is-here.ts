// Whether a part of the page is still there when an answer comes: who pressed may have gone elsewhere, where nothing is to close or move.

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
