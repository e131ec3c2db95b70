// The view that is put together in its dialog. Partners: verbs/saving-views.ts, which keeps it; screens/views/view-dialog.tsx.

import { signal } from '@preact/signals'
import type { SavedView, ViewFields } from '../../protocol/desk/filters.ts'
import { dialog } from '../keyboard/dialogs.ts'
import { route } from '../route.ts'
import { filterOf, isBuiltIn, savedViewOf, sortOf } from './views.ts'

/** The one in the dialog; null: a new one. */
export const edited = signal<SavedView | null>(null)

export function editView(view: SavedView | null): void {
  edited.value = view
  dialog.value = 'view'
}

/** What a new one begins with: what is looked at. */
export function fieldsToBegin(): ViewFields {
  const { view } = route.peek()
  const filter = isBuiltIn(view) && view === 'unsolved' ? {} : filterOf(view)
  return {
    name: '',
    filter: savedViewOf(view) || isBuiltIn(view) ? filter : {},
    sort: sortOf(view),
    isOwn: true,
  }
}
