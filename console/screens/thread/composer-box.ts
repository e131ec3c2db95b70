// The box that agents write in: how high it is, where its cursor stands, and when it takes the keys. Partner: composer.tsx.

import { useLayoutEffect, useRef } from 'preact/hooks'
import { composerWanted } from '../../list/cursor.ts'
import type { Mode } from '../../writing/drafts.ts'

type Box = { current: HTMLTextAreaElement | null }

/** As high as its text, up to the eight lines that the style sheet allows. */
export function useGrowing(field: Box, text: string, mode: Mode) {
  useLayoutEffect(() => {
    const area = field.current
    const form = area?.form
    if (!form) return
    // The form stays as high as it is meanwhile: the thread above would lose its end with every letter. An empty one is as high as
    // its lines, and to ask would have the whole page laid out while its thread is being put in.
    if (text) form.style.height = `${form.offsetHeight}px`
    area.style.height = 'auto'
    if (text) area.style.height = `${area.scrollHeight}px`
    form.style.height = ''
  }, [text, mode])
}

/** Where the cursor stands after something was inserted. */
export function useCaret(field: Box) {
  const caret = useRef<number | null>(null)
  useLayoutEffect(() => {
    if (caret.current === null) return
    field.current?.focus()
    field.current?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  })
  return caret
}

/** R or N was pressed, perhaps before this ticket was on the screen. */
export function useWanted(ticketId: string, field: Box) {
  const wanted = composerWanted.value
  // Before the next key can be pressed: letters must fall into the box, not become commands.
  useLayoutEffect(() => {
    if (wanted !== ticketId) return
    composerWanted.value = null
    field.current?.focus()
  }, [wanted, ticketId])
}
