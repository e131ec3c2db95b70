// What else is to be said of a message that is still on this device. There is a line: somebody, or a whole school, writes faster than
// the server takes it, or a proxy holds it back; it goes by itself. There is none, and the device has no room: then the page must stay open. In the bundle of a
// thread: until that is there its children stand there.

import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { clockTime } from '../../ui/time.ts'
import { locale } from '../help.ts'
import { now, state } from '../state.ts'
import * as t from '../strings/en/message.ts'

/** A wait that is shorter needs no time of day. */
const MINUTE_MS = 60_000
/** There is a line, and a message takes longer: something on the way takes news and no such words, or the server is in trouble. */
const HELD_BACK_MS = 10_000

export function Late({ children }: { children?: ComponentChildren }) {
  const until = state.heldUntil.value
  const line = state.connection.value
  const next = state.unsent.value.find(({ failed }) => !failed)?.clientId
  const [heldBack, hold] = useState<string>()
  useEffect(() => {
    const timer = setTimeout(hold, HELD_BACK_MS, next)
    return () => clearTimeout(timer)
  }, [next, line])
  if (line === 'offline' || state.sessionRefused.value)
    return <>{isInThisTabAlone() ? t.notKept : children}</>
  if (!until) return <>{next && next === heldBack ? t.heldBack : children}</>
  const isLong = until - now() > MINUTE_MS
  return <>{t.held(isLong ? clockTime(new Date(until).toISOString(), locale()) : '')}</>
}

/** One that is on its way to the device is there in a moment. */
const isInThisTabAlone = () =>
  !state.storing.value && state.unsent.value.some(({ clientId }) => state.loose.value.includes(clientId))
