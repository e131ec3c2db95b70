// Files that go with a message, as far as sending it needs them. Choosing, drawing and uploading them is the bundle
// `attach` (screens/attach.tsx).

import type { Attachment } from '../protocol/entities.ts'
import { ATTACHMENTS_OF_MESSAGE } from '../protocol/limits.ts'
import { effect } from './signals.ts'
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

/** Comes when all can be sent: true; or when one cannot be: false. */
export const whenWhole = (of: string) =>
  new Promise<boolean>((resolve) => {
    const stop = effect(() => {
      const isWhole = !!wholeFor(of)
      if (!isWhole && !chosenFor(of).some(({ failed }) => failed)) return
      resolve(isWhole)
      queueMicrotask(() => stop())
    })
  })
