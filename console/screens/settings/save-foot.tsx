// Under a form that is saved as a whole: what is changed is kept or let go, and asked about before the page is left. Where somebody else was
// quicker it asks whose stays, in the place that was pressed.

import type { ComponentChildren } from 'preact'
import { Button } from '../../../ui/controls.tsx'
import { settings as words } from '../../strings/settings-parts.ts'
import { Meanwhile } from '../parts/meanwhile.tsx'
import { AskedFirst, Unsaved } from '../parts/unsaved.tsx'

/** @param props.children what stands there while nothing is changed */
export function SaveFoot(props: {
  form: { isChanged: boolean; isStale: boolean; isBusy: boolean }
  onDiscard: () => void
  onSaveOver: () => void
  children: ComponentChildren
}) {
  const { form } = props
  return (
    <footer class="settings-foot">
      {form.isStale ? (
        <>
          <Meanwhile onTheirs={props.onDiscard} onMine={props.onSaveOver} />
          <AskedFirst />
        </>
      ) : form.isChanged ? (
        <>
          <Button look="primary" type="submit" busy={form.isBusy}>
            {words.save}
          </Button>
          <Button look="quiet" onClick={props.onDiscard}>
            {words.discardChanges}
          </Button>
          <Unsaved />
        </>
      ) : (
        <p class="quiet">{props.children}</p>
      )}
    </footer>
  )
}
