// What was chosen or typed in a dialog and not saved: Escape and the cross put the dialog away, and it opens so again; Cancel lets it go, as saving
// does. As long as its writer is at the desk.

import { useState } from 'preact/hooks'
import { forgetWithAgent } from '../../state.ts'

const begun = new Map<string, unknown>()
forgetWithAgent(() => begun.clear())

/** @param place the dialog, and what it is about */
export function useBegun<Value>(place: string, first: Value) {
  const [kept] = useState(() => begun.get(place) as Value | undefined)
  const [value, setValue] = useState(kept ?? first)
  return {
    value,
    /** From an earlier time, as it was then. */
    kept,
    keep(next: Value): void {
      begun.set(place, next)
      setValue(next)
    },
    /** @param close what puts the dialog away with it */
    letGo(close?: () => void): void {
      begun.delete(place)
      close?.()
    },
  }
}
