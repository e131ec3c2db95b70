// The one open line of this page. Screens and verbs ask through here; desk.ts opens and closes it.

import { signal } from '@preact/signals'
import type { DeskCommandAnswer, DeskCommandBody, DeskCommandName } from '../../protocol/socket.ts'
import { type Line, type LineEnd, type LineParts, type LineStatus, openLine, undone } from './socket.ts'

export const lineStatus = signal<LineStatus>({ state: 'connecting' })
/** Set when this page cannot come back by itself. */
export const lineEnd = signal<LineEnd | null>(null)

/** How many commands have waited long for their answers. */
export const slow = signal(0)
/** Sooner than somebody presses again. */
const SLOW_MS = 1_000

let line: Line | null = null

export function startLine(parts: LineParts): void {
  stopLine()
  lineEnd.value = null
  line = openLine(parts)
}

export function stopLine(): void {
  line?.close()
  line = null
}

export const nudgeLine = (): void => line?.nudge()
export const dropLine = (): void => line?.drop()

/** @throws Refused */
export async function ask<N extends DeskCommandName>(
  name: N,
  body: DeskCommandBody<N>,
): Promise<DeskCommandAnswer<N>> {
  if (!line) throw undone()
  let isSlow = 0
  const timer = setTimeout(() => {
    isSlow = 1
    slow.value++
  }, SLOW_MS)
  try {
    return await line.ask(name, body)
  } finally {
    clearTimeout(timer)
    slow.value -= isSlow
  }
}

export type CalmState = 'live' | 'slow' | 'connecting' | 'lost' | 'offline'

/** What an agent is told of it. `isLate`: the loss has lasted a while. A socket learns late that its network is gone; the device knows at once. */
export function calmState(line: {
  isLive: boolean
  isOnline: boolean
  isLate: boolean
  isSlow: boolean
}): CalmState {
  if (!line.isOnline) return 'offline'
  if (line.isLive) return line.isSlow ? 'slow' : 'live'
  return line.isLate ? 'lost' : 'connecting'
}
