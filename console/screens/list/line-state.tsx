// Whether what stands on the screen is current: always there and always true, and loud only after some seconds.

import { useEffect, useState } from 'preact/hooks'
import { OfflineIcon, RetryIcon } from '../../../ui/icons.tsx'
import { type CalmState, calmState, lineStatus, slow } from '../../line/line.ts'
import { strings } from '../../strings.ts'

/** A train's tunnel, a server's restart: most losses end before anybody needs to act on them. */
const GRACE_MS = 3_000

export function LineState({ brief }: { brief?: boolean }) {
  const words = strings.line
  const state = useCalmState()
  const dot = <i class="line-dot" aria-hidden="true" />
  const shown = {
    live: { icon: dot, text: words.live, title: words.liveMeans },
    slow: { icon: dot, text: words.slow, title: words.slowMeans },
    connecting: { icon: <RetryIcon />, text: words.connecting, title: words.lostMeans },
    lost: { icon: <RetryIcon />, text: words.lost, title: words.lostMeans },
    offline: { icon: <OfflineIcon />, text: words.offline, title: words.offlineMeans },
  }[state]
  return (
    <p class={`line-state line-${state}`} role="status" title={shown.title}>
      {shown.icon}
      <span class={brief && state === 'live' ? 'hd-hidden' : undefined}>{shown.text}</span>
    </p>
  )
}

/** What is not live is never called live; a loss is said quietly at first, and louder when it has lasted GRACE_MS. */
function useCalmState(): CalmState {
  const { state } = lineStatus.value
  const [late, setLate] = useState(false)
  const isLive = state === 'live'
  useEffect(() => {
    setLate(false)
    if (isLive) return
    const timer = setTimeout(() => setLate(true), GRACE_MS)
    return () => clearTimeout(timer)
  }, [isLive])
  return calmState({ isLive, isOnline: useOnline(), isLate: late && !isLive, isSlow: slow.value > 0 })
}

export function useOnline(): boolean {
  const [isOnline, look] = useState(navigator.onLine)
  useEffect(() => {
    const onChange = () => look(navigator.onLine)
    for (const name of ['online', 'offline']) addEventListener(name, onChange)
    return () => {
      for (const name of ['online', 'offline']) removeEventListener(name, onChange)
    }
  }, [])
  return isOnline
}
