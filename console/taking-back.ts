// What was not sent, back into its box: its text in front of what was begun there since, its files, what it quotes, and what
// its macros would do. Partners: outgoing.ts, holding.ts, drafts.ts, uploads.ts.

import { composerWanted } from './cursor.ts'
import { draftOf, takeBack } from './drafts.ts'
import { heldReply } from './holding.ts'
import { discard, type Outgoing } from './outgoing.ts'
import { setWhole } from './uploads.ts'

export function takeBackIntoBox({
  clientId,
  ticketId,
  mode,
  quotes,
  brings,
  attachments = [],
}: Outgoing): void {
  const draft = { ...draftOf(ticketId), ...(quotes && { quotes }) }
  takeBack(ticketId, mode, discard(clientId), draft, brings)
  if (attachments.length) setWhole(ticketId, mode, attachments)
}

/** Of this ticket, or of all. @returns the ticket it was for, where there was one to take back */
export function undoSend(ticketId?: string): string | undefined {
  const held = heldReply(ticketId)
  if (!held) return undefined
  takeBackIntoBox(held)
  composerWanted.value = held.ticketId
  return held.ticketId
}
