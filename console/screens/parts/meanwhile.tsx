// Somebody else was quicker with what is being edited: both are kept until whoever edits has chosen.

import { Button, Notice } from '../../../ui/controls.tsx'
import { AlertIcon } from '../../../ui/icons.tsx'
import { settings as words } from '../../strings/settings-parts.ts'

export function Meanwhile(props: { onTheirs: () => void; onMine: () => void }) {
  return (
    <Notice tone="warning" icon={<AlertIcon />} urgent>
      <p>{words.meanwhile}</p>
      <div class="meanwhile-choice">
        <Button size="s" onClick={props.onTheirs}>
          {words.takeTheirs}
        </Button>
        <Button size="s" look="quiet" onClick={props.onMine}>
          {words.keepMine}
        </Button>
      </div>
    </Notice>
  )
}
