// Files that go with a message, as far as sending it needs them. Choosing, drawing and uploading them is the bundle
// `attach` (screens/attach.tsx).

import type { Attachment } from '../protocol/entities.ts'
import { ATTACHMENTS_OF_MESSAGE } from '../protocol/limits.ts'
import { bring } from './parts.ts'
import { type Chosen, put, state } from './state.ts'

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
  const [of = ''] = ofs
  // By its key, for its ticket may get its name meanwhile.
  const [file] = chosenFor(of)
  if (ofs.every(wholeFor)) go(of)
  else bring('attach').then(({ goEarly }) => goEarly(ofs, asItStands, go, file?.key))
}
