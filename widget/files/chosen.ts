// Files that go with a message, as far as sending it needs them. Choosing, drawing and uploading them is the bundle
// `attach` (screens/attach.tsx).

import type { Attachment } from '../../protocol/entities.ts'
import { ATTACHMENTS_OF_MESSAGE } from '../../protocol/limits.ts'
import { bring } from '../parts.ts'
import { type Chosen, put, state } from '../state.ts'

export const chosenFor = (of: string) => state.chosen.value[of] ?? []

export function setChosen(of: string, list: Chosen[]): void {
  put('chosen', { ...state.chosen.value, [of]: list })
}

/** What can be sent now; undefined while something is on its way, or cannot be sent. */
export function wholeFor(of: string): Attachment[] | undefined {
  const whole = chosenFor(of).flatMap(({ attachment }) => attachment ?? [])
  return whole.length === chosenFor(of).length && whole.length <= ATTACHMENTS_OF_MESSAGE ? whole : undefined
}

/**
 * Sends now, or once all files are whole: early.ts.
 * @param asItStands what goes with them: where it is changed meanwhile, nothing is sent by itself
 */
export function onceWhole(ofs: string[], asItStands: (of: string) => string, go: (of: string) => void): void {
  const [of] = ofs as [string]
  // As it stands now, not when the bundle is there. By the key of a file, for its ticket may get its name meanwhile.
  const sent = [ofs, asItStands, go, asItStands(of), chosenFor(of)[0]?.key]
  if (ofs.every(wholeFor)) go(of)
  else bring('attach').then(({ goEarly }) => goEarly(...sent))
}
