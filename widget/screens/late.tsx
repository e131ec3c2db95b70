// Why a message is still on this device though there is a line: somebody, or a whole school, writes faster than the server takes
// it. It goes by itself, and says so. In the bundle of a thread: until that is there its children stand there.

import type { ComponentChildren } from 'preact'
import { clockTime } from '../../ui/time.ts'
import { locale } from '../help.ts'
import { now, state } from '../state.ts'
import * as t from '../strings/en/message.ts'

/** A wait that is shorter needs no time of day. */
const MINUTE_MS = 60_000

export function Late({ children }: { children?: ComponentChildren }) {
  const until = state.heldUntil.value
  if (!until || state.connection.value === 'offline' || state.sessionRefused.value) return <>{children}</>
  const isLong = until - now() > MINUTE_MS
  return <>{t.held(isLong ? clockTime(new Date(until).toISOString(), locale()) : '')}</>
}
