// What a view is called on the screen.

import { strings } from '../strings.ts'
import { isBuiltIn, savedViewOf, teamOf } from './views.ts'

export const titleOf = (view: string): string =>
  isBuiltIn(view) ? strings.views[view] : (teamOf(view) ?? savedViewOf(view)?.name ?? strings.saved.gone[0])

export function emptyWords(view: string): readonly [string, string] {
  if (isBuiltIn(view)) return strings.list.empty[view]
  return teamOf(view) !== null || savedViewOf(view) ? strings.saved.empty : strings.saved.gone
}
