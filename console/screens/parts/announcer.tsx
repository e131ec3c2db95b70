// What eyes see arriving, for ears: new tickets, and messages in the ticket that is open. Polite: it never interrupts.

import { useEffect, useState } from 'preact/hooks'
import { newsForEars } from '../../announcements.ts'

export function Announcer() {
  const [spoken, setSpoken] = useState('')
  useEffect(() => newsForEars.subscribe(setSpoken), [])
  return (
    <div class="hd-hidden" role="status" aria-live="polite">
      {spoken}
    </div>
  )
}
