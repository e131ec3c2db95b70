// Files come by button, by dropping them anywhere on the screen, and from the clipboard. In the bundle `attach`.
// Partners: chosen.ts (what the panel knows of them), uploads.ts.

import type { RefObject } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Chosen } from '../state.ts'
import * as t from '../strings/en/attach.ts'
import { chosenFor, setChosen } from './chosen.ts'

/** What the server takes. A phone that is not asked for HEIC gives a JPEG. */
const TAKEN = 'image/png,image/jpeg,image/gif,image/webp,.pdf,.txt,.log,.md,.csv,.docx,.xlsx,.pptx'

/** Their bytes. Of whom a reload could lose them: kept-files.ts. */
export const files = new Map<string, File>()

let input: HTMLInputElement

/** @param of is asked when they are chosen: a ticket may get its name while the device shows its files */
export function pick(of: () => string): void {
  input = document.createElement('input')
  input.type = 'file'
  input.multiple = true
  input.accept = TAKEN
  input.onchange = () => choose(of(), input.files ?? [])
  input.click()
}

export function choose(of: string, given: Iterable<File>): void {
  const list = [...chosenFor(of)]
  for (const file of given) {
    const { name, size } = file
    // The same file again, after a reload: its upload goes on.
    const again = list.findIndex((one) => one.failed === 'lost' && one.name === name && one.size === size)
    const { failed: _lost, ...known } = list[again] ?? { key: crypto.randomUUID(), name, size }
    // Said at once: a guest's files wait long before a server looks at them.
    const item: Chosen = size ? known : { ...known, failed: 'attachment.empty' }
    files.set(item.key, file)
    list.splice(again < 0 ? list.length : again, 1, item)
  }
  setChosen(of, list)
}

/** Files may be dropped anywhere on the screen around this part, and pasted. */
export function useTaking(part: RefObject<HTMLElement | null>, of: string): void {
  useEffect(() => {
    const screen = part.current?.closest('.screen') as HTMLElement
    const take = (event: Event) => {
      const { type } = event
      const data =
        type === 'paste' ? (event as ClipboardEvent).clipboardData : (event as DragEvent).dataTransfer
      // Some programs copy a picture of a text beside it: the text is meant.
      if (!data?.types.includes('Files') || (type === 'paste' && data.types.includes('text/plain'))) return
      event.preventDefault()
      if (type === 'dragover') screen.dataset.drop = t.dropHere
      else delete screen.dataset.drop
      if (type === 'drop' || type === 'paste') choose(of, data.files)
    }
    const names = ['dragover', 'dragleave', 'drop', 'paste']
    for (const name of names) screen.addEventListener(name, take)
    return () => {
      for (const name of names) screen.removeEventListener(name, take)
    }
  }, [of])
}
