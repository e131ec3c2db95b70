// What was sent before its files were whole: it goes once they are, whichever screen stands there by then, unless it was
// changed meanwhile, or the page was left: then it says that it was not sent. In the bundle `attach`. Partners: chosen.ts, which hands it over; screens/attach.tsx, which says so.

import { ATTACHMENTS_OF_MESSAGE } from '../protocol/limits.ts'
import { chosenFor, setChosen, wholeFor } from './chosen.ts'
import { effect } from './signals.ts'
import { state } from './state.ts'

interface Early {
  ofs: string[]
  /** Of the files. */
  keys: string[]
  text: string
  asItStands: (of: string) => string
  go: (of: string) => void
}

const waiting = new Set<Early>()

/** Where one of them cannot be sent the focus goes to it, for it says why. */
export function goEarly(ofs: string[], asItStands: Early['asItStands'], go: Early['go']): void {
  const lists = ofs.map(chosenFor)
  if (lists.some((list) => list.length > ATTACHMENTS_OF_MESSAGE || list.some(({ failed }) => failed))) {
    focusOnWrong()
    return
  }
  const [of = ''] = ofs
  for (const one of waiting) if (one.ofs.includes(of)) waiting.delete(one)
  waiting.add({ ofs, keys: keysOf(ofs), text: asItStands(of), asItStands, go })
  // Whoever shows them says so, on the page after this one, too.
  for (const one of ofs)
    setChosen(
      one,
      chosenFor(one).map((file) => ({ ...file, wasSent: true })),
    )
}

export const goesBySelf = (of: string) => [...waiting].some((one) => one.ofs.includes(of) && stands(one))

effect(() => {
  const { value: all } = state.chosen
  for (const one of waiting) {
    // A ticket gets its real name under way.
    if (one.ofs.length === 1)
      one.ofs = [Object.keys(all).find((of) => keysOf([of]).includes(one.keys[0] ?? '')) ?? '']
    if (!stands(one)) waiting.delete(one)
    else if (one.ofs.every(wholeFor)) {
      waiting.delete(one)
      queueMicrotask(() => one.go(one.ofs[0] as string))
    }
  }
})

const stands = ({ ofs, keys, text, asItStands }: Early) =>
  `${keysOf(ofs)}` === `${keys}` && asItStands(ofs[0] as string) === text

const keysOf = (ofs: string[]) => ofs.flatMap((of) => chosenFor(of).map(({ key }) => key))

function focusOnWrong(): void {
  const root = document.querySelector('helpdock-panel')?.shadowRoot
  const wrong = root?.querySelector('.hd-chosen .hd-wrong')?.closest('li')
  ;(wrong ?? root?.querySelector('.hd-chosen li:last-child'))?.querySelector('button')?.focus()
}
