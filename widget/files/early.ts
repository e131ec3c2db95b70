// What was sent before its files were whole: it goes once they are, whichever screen stands there by then, unless it was
// changed meanwhile, or the page was left: then it says that it was not sent. In the bundle `attach`. Partners: chosen.ts, which hands it over; screens/attach.tsx, which says so.

import { ATTACHMENTS_OF_MESSAGE } from '../../protocol/limits.ts'
import { effect } from '../signals.ts'
import { state } from '../state.ts'
import { chosenFor, setChosen, wholeFor } from './chosen.ts'
import { placeOf } from './uploads.ts'

interface Early {
  ofs: string[]
  /** Of the files. */
  keys: string[]
  text: string
  asItStands: (of: string) => string
  go: (of: string) => void
}

const waiting = new Set<Early>()

/**
 * Where one of them cannot be sent the focus goes to it, for it says why.
 * @param text as it stood when it was sent
 * @param key of the first file then: its ticket may have got its name while this came
 */
export function goEarly(
  given: string[],
  asItStands: Early['asItStands'],
  go: Early['go'],
  text: string,
  key = keysOf(given)[0],
): void {
  const ofs = nowOf(given, key)
  const [of] = ofs
  // Taken away since.
  if (!of) return
  const lists = ofs.map(chosenFor)
  if (lists.some((list) => list.length > ATTACHMENTS_OF_MESSAGE || list.some(({ failed }) => failed))) {
    focusOnWrong()
    return
  }
  for (const one of waiting) if (one.ofs.includes(of)) waiting.delete(one)
  waiting.add({ ofs, keys: keysOf(ofs), text, asItStands, go })
  // Whoever shows them says so, on the page after this one, too.
  for (const one of ofs)
    setChosen(
      one,
      chosenFor(one).map((file) => ({ ...file, wasSent: true })),
    )
}

export const goesBySelf = (of: string) => [...waiting].some((one) => one.ofs.includes(of) && stands(one))

effect(() => {
  // Whatever changes of a file.
  void state.chosen.value
  for (const one of waiting) {
    one.ofs = nowOf(one.ofs, one.keys[0])
    if (!stands(one)) waiting.delete(one)
    else if (one.ofs.every(wholeFor)) {
      waiting.delete(one)
      // Now: a moment later it could have another name.
      one.go(one.ofs[0] as string)
    }
  }
})

/** A ticket gets its real name under way. */
const nowOf = (ofs: string[], key = '') => (ofs.length === 1 ? [placeOf(key)] : ofs)

const stands = ({ ofs, keys, text, asItStands }: Early) =>
  `${keysOf(ofs)}` === `${keys}` && asItStands(ofs[0] as string) === text

const keysOf = (ofs: string[]) => ofs.flatMap((of) => chosenFor(of).map(({ key }) => key))

function focusOnWrong(): void {
  const root = document.querySelector('helpdock-panel')?.shadowRoot
  const wrong = root?.querySelector('.hd-chosen .hd-wrong')?.closest('li')
  ;(wrong ?? root?.querySelector('.hd-chosen li:last-child'))?.querySelector('button')?.focus()
}
