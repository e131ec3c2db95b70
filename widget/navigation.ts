// Which screen stands in the panel. A stack: `back` leads to where the person came from.

import { put, type Screen, state } from './state.ts'

/** True once the person touched the panel on this page: only then may the focus follow what they do. */
export const person = { acted: false }

/** More steps back than anybody goes. */
const STEPS = 20

export function go(screen: Screen): void {
  const [first, ...rest] = state.screens.value
  put('screens', [first, ...[...rest, screen].slice(-STEPS)])
}

/** In the place of the screen that stands there. */
export function replace(screen: Screen): void {
  const [first, ...rest] = state.screens.value.slice(0, -1)
  put('screens', first ? [first, ...rest, screen] : [{ name: 'home' }, screen])
}

export function back(): void {
  const [first, ...rest] = state.screens.value
  put('screens', [first, ...rest.slice(0, -1)])
}

export const current = (): Screen => state.screens.value.at(-1) ?? { name: 'home' }

export const draft = (key: string) => state.drafts.value[key] ?? ''

export function saveDraft(key: string, text: string): void {
  const { [key]: _old, ...others } = state.drafts.value
  put('drafts', text ? { ...others, [key]: text } : others)
}
