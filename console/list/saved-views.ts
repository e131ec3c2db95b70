// Making, changing, moving and removing views, as verbs. Partners: views.ts, screens/views/view-dialog.tsx.

import { signal } from '@preact/signals'
import type { SavedView, ViewFields } from '../../protocol/desk/filters.ts'
import { dialog } from '../keyboard/dialogs.ts'
import { ask } from '../line/line.ts'
import { go, route } from '../route.ts'
import { strings } from '../strings.ts'
import { tell } from '../toasts.ts'
import { attempt } from '../verbs/actions.ts'
import { filterOf, forgetView, isBuiltIn, keepView, savedViewOf, savedViews, sortOf } from './views.ts'

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

/** @throws Refused, which stands in the dialog. */
export async function saveView(before: SavedView | null, fields: ViewFields): Promise<void> {
  const known = before ? { viewId: before.id, version: before.version } : {}
  const { view } = await ask('view.save', { ...known, view: fields })
  keepView(view)
  go({ view: view.id, ticketId: null, pane: 'thread' })
}

export const moveView = (view: SavedView, step: 1 | -1): Promise<void> =>
  attempt(strings.saved.notMoved(view.name), async () => {
    const place = savedViews.peek().findIndex(({ id }) => id === view.id) + step
    if (place >= 0 && place < savedViews.peek().length)
      keepView((await ask('view.move', { viewId: view.id, place })).view)
  })

export const removeView = (view: SavedView): Promise<void> =>
  attempt(strings.saved.notRemoved(view.name), async () => {
    await ask('view.remove', { viewId: view.id })
    if (route.peek().view === view.id) go({ view: 'open', ticketId: null, pane: 'thread' })
    forgetView(view.id)
    const { name, filter, sort, isOwn } = view
    tell(strings.saved.removed(name), {
      label: strings.undo,
      run: () => void saveView(null, { name, filter, sort, isOwn }),
    })
  })
