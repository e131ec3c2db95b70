// Under a form that is saved as a whole: what is changed is kept or let go, and asked about before the page is left.

import type { ComponentChildren } from 'preact'
import { Button } from '../../../ui/controls.tsx'
import { settings as words } from '../../strings/settings-parts.ts'
import { Unsaved } from '../parts/unsaved.tsx'

/** @param props.children what stands there while nothing is changed */
export function SaveFoot(props: {
  isChanged: boolean
  isBusy: boolean
  onDiscard: () => void
  children: ComponentChildren
}) {
  return (
    <footer class="settings-foot">
      {props.isChanged ? (
        <>
          <Button look="primary" type="submit" busy={props.isBusy}>
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
