// Telling the server what an agent has before their eyes: never what only a background tab shows.

import { useEffect } from 'preact/hooks'
import type { DeskTicket } from '../../../protocol/entities.ts'
import { lineStatus } from '../../line/line.ts'
import { listening } from '../../listening.ts'
import { see } from '../../verbs/actions.ts'

/** `isSeen`: the newest entry stands on the screen. */
export function useSeen(ticket: DeskTicket, isSeen: boolean): void {
  const { id, newestSequence, seenByAgent } = ticket
  const isLive = lineStatus.value.state === 'live'
  useEffect(() => {
    if (!isLive || !isSeen || newestSequence <= seenByAgent) return
    const tell = () => {
      if (document.visibilityState === 'visible') void see(id, newestSequence)
    }
    tell()
    return listening(document, 'visibilitychange', tell)
  }, [id, newestSequence, seenByAgent, isSeen, isLive])
}
