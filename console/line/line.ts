// The one open line of this page. Screens and verbs ask through here; desk.ts opens and closes it.

import { signal } from '@preact/signals'
import type { DeskCommandAnswer, DeskCommandBody, DeskCommandName } from '../../protocol/socket.ts'
import { type Line, type LineEnd, type LineParts, type LineStatus, openLine, Refused } from './socket.ts'

export const lineStatus = signal<LineStatus>({ state: 'connecting' })
/** Set when this page cannot come back by itself. */
export const lineEnd = signal<LineEnd | null>(null)

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

/** @throws Refused */
export function ask<N extends DeskCommandName>(
  name: N,
  body: DeskCommandBody<N>,
): Promise<DeskCommandAnswer<N>> {
  return line ? line.ask(name, body) : Promise.reject(new Refused('line.lost'))
}

export type CalmState = 'live' | 'connecting' | 'lost' | 'offline'

/** What an agent is told of it. `isLate`: the loss has lasted a while. A socket learns late that its network is gone; the device knows at once. */
export function calmState(line: { isLive: boolean; isOnline: boolean; isLate: boolean }): CalmState {
  if (!line.isOnline) return 'offline'
  if (line.isLive) return 'live'
  return line.isLate ? 'lost' : 'connecting'
}
