// Who says for screen readers what eyes see: screens/parts/announcer.tsx, from when it is there. A bundle of its own.

import type { DeskEvent } from '../protocol/socket.ts'

export const ears: {
  say?: (sentence: string) => void
  /** Called before the event is applied: what is known already is no news. */
  hear?: (event: DeskEvent) => void
} = {}
