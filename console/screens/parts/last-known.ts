// What was read of the desk's things is forgotten with the line, and read anew when it is back. What stands in an editor meanwhile, and
// what somebody has typed there, is not to go with it. Partners: settings/macros.tsx, settings/teams.tsx, rules/rules-page.tsx.

import { useRef } from 'preact/hooks'

/** What is known now, or was before. */
export function useLastKnown<T>(now: T | null): T | null {
  const last = useRef(now)
  if (now !== null) last.current = now
  return last.current
}
