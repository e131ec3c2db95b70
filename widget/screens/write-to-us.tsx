// The way to a person, under every list and every article, with what may be promised to who writes now.

import { ChatIcon } from '../../ui/icons.tsx'
import { clockTime, dayAhead, span } from '../../ui/time.ts'
import { locale } from '../help.ts'
import { go } from '../navigation.ts'
import { state } from '../state.ts'
import * as t from '../strings/en/panel.ts'
import { useNow } from './frame.tsx'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS

/** Always at hand; nothing is promised where nothing is known. */
export function WriteToUs() {
  const promise = usePromise()
  return (
    <button
      type="button"
      class="write hd-button hd-primary hd-size-l hd-wide"
      onClick={() => go({ name: 'write' })}
    >
      <ChatIcon />
      <span>{t.writeToUs}</span>
      {promise && <small>{promise}</small>}
    </button>
  )
}

/** When somebody is back, while nobody is there; else how long past answers to this hour took. */
export function usePromise(): string {
  const now = useNow(MINUTE_MS)
  // Who has no session has it from the help center.
  const known = state.availability.value ?? state.home.value?.availability
  const next = known?.openings?.find(({ closesAt }) => Date.parse(closesAt) > now)
  if (!known || (known.openings && !next)) return ''
  if (next && Date.parse(next.opensAt) > now)
    return t.backAt(dayAhead(next.opensAt, now, locale()), clockTime(next.opensAt, locale()))
  const wait = known.waitsMs[Math.floor((now - Date.parse(known.from)) / HOUR_MS)]
  return wait ? t.usualWait(span(wait, locale())) : ''
}
