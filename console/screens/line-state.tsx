// Whether what stands on the screen is current: always there, calm, and louder only after some seconds of grace.

import { useEffect, useState } from 'preact/hooks'
import { OfflineIcon, RetryIcon } from '../../ui/icons.tsx'
import { lineStatus } from '../line.ts'
import { strings } from '../strings.ts'

/** A train's tunnel, a server's restart: most losses end before anybody needs to know. */
const GRACE_MS = 3_000

export function LineState({ brief }: { brief?: boolean }) {
  const words = strings.line
  const state = useCalmState()
  const shown = {
    live: { icon: <i class="line-dot" aria-hidden="true" />, text: words.live, title: words.liveMeans },
    connecting: { icon: <RetryIcon size={16} />, text: words.connecting, title: words.lostMeans },
    lost: { icon: <RetryIcon size={16} />, text: words.lost, title: words.lostMeans },
    offline: { icon: <OfflineIcon size={16} />, text: words.offline, title: words.offlineMeans },
  }[state]
  return (
    <p class={`line-state line-${state}`} role="status" title={shown.title}>
      {shown.icon}
      <span class={brief && state === 'live' ? 'hd-hidden' : undefined}>{shown.text}</span>
    </p>
  )
}

/** `live` until the loss has lasted GRACE_MS; the very first connection is said at once. */
export function useCalmState(): 'live' | 'connecting' | 'lost' | 'offline' {
  const { state } = lineStatus.value
  const [wasLive, setWasLive] = useState(false)
  const [late, setLate] = useState(false)
  const isLive = state === 'live'
  useEffect(() => {
    setLate(false)
    if (isLive) {
      setWasLive(true)
      return
    }
    const timer = setTimeout(() => setLate(true), GRACE_MS)
    return () => clearTimeout(timer)
  }, [isLive])
  if (isLive || (wasLive && !late)) return 'live'
  if (!navigator.onLine) return 'offline'
  return wasLive ? 'lost' : late && state === 'lost' ? 'lost' : 'connecting'
}
