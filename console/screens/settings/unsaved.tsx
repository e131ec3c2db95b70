// What stands beside the buttons of a form with something in it that is not saved: it says so, and so does the browser before the page
// is closed. Rendered only while that is so.

import { useEffect } from 'preact/hooks'
import { settings as words } from '../../strings/settings-parts.ts'

export function Unsaved() {
  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', ask)
    return () => removeEventListener('beforeunload', ask)
  }, [])
  return (
    <span class="quiet" role="status">
      {words.unsaved}
    </span>
  )
}
