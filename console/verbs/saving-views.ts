// Keeping, moving and removing views. Partners: list/saved-views.ts, screens/views/view-dialog.tsx.

import type { SavedView, ViewFields } from '../../protocol/desk/filters.ts'
import { ask } from '../line/line.ts'
import { forgetView, savedViews } from '../list/views.ts'
import { go, route } from '../route.ts'
import { keepSavedView } from '../state.ts'
import { viewDialog } from '../strings/view-dialog.ts'
import { strings } from '../strings.ts'
import { tell } from '../toasts.ts'
import { attempt } from './actions.ts'
import { inTurn } from './in-turn.ts'

/** @throws Refused, which stands in the dialog. */
export async function saveView(before: SavedView | null, fields: ViewFields): Promise<SavedView> {
  const known = before ? { viewId: before.id, version: before.version } : {}
  const { view } = await ask('view.save', { ...known, view: fields })
  keepSavedView(view)
  return view
}

export const showView = ({ id }: SavedView): void => go({ view: id, ticketId: null, pane: 'thread' })

const moves = inTurn()

export const moveView = (view: SavedView, step: 1 | -1): Promise<boolean> =>
  moves(() =>
    attempt(viewDialog.notMoved(view.name), async () => {
      const place = savedViews.peek().findIndex(({ id }) => id === view.id) + step
      if (place >= 0 && place < savedViews.peek().length)
        keepSavedView((await ask('view.move', { viewId: view.id, place })).view)
    }),
  )

export const removeView = (view: SavedView): Promise<boolean> =>
  attempt(viewDialog.notRemoved(view.name), async () => {
    await ask('view.remove', { viewId: view.id })
    if (route.peek().view === view.id) go({ view: 'open', ticketId: null, pane: 'thread' })
    forgetView(view.id)
    const { name, filter, sort, isOwn } = view
    tell(viewDialog.removed(name), {
      label: strings.undo,
      run: () =>
        void attempt(viewDialog.notBack(name), async () => {
          const from = route.peek()
          const back = await saveView(null, { name, filter, sort, isOwn })
          if (route.peek() === from) showView(back)
        }),
    })
  })
