// Whether the other side is still there: it is sent a heartbeat in time, and who answers none is dead. But a process that was slow
// sent it late and has the answer unread: what has come is read first, and the answer has its time. Partner: hub.ts.

import { HEARTBEAT_MS, SILENCE_MS } from '../../protocol/limits.ts'

/** A heartbeat is answered within this. */
const ANSWER_MS = SILENCE_MS - HEARTBEAT_MS

export function startHeart({ beat, dead }: { beat(): void; dead(): void }) {
  let isSilent = false
  let beatAt = performance.now()
  const beats = setInterval(() => {
    beatAt = performance.now()
    beat()
  }, HEARTBEAT_MS)
  const silence = setTimeout(notHeard, SILENCE_MS)
  let answer: NodeJS.Timeout | undefined

  function notHeard(): void {
    isSilent = true
    // After the sockets of this turn.
    setImmediate(() => {
      if (!isSilent) return
      const leftMs = beatAt + ANSWER_MS - performance.now()
      if (leftMs > 0) answer = setTimeout(notHeard, leftMs)
      else dead()
    })
  }

  return {
    heard(): void {
      isSilent = false
      silence.refresh()
    },
    stop(): void {
      isSilent = false
      clearInterval(beats)
      clearTimeout(silence)
      clearTimeout(answer)
    },
  }
}
