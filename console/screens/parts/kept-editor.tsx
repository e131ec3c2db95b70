// The frame of an editor of one thing that is kept at the server, has a name and a version: head, what it is made of, who changed it
// last, and the buttons. What somebody else saved meanwhile is shown and never overwritten unasked. Knows neither rules nor macros:
// rule-editor.tsx and macro-editor.tsx hold the draft.

import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { Button, IconButton } from '../../../ui/controls.tsx'
import { BackIcon } from '../../../ui/icons.tsx'
import { clockTime, dayAhead } from '../../../ui/time.ts'
import { now } from '../../clock.ts'
import type { Denial } from '../../strings/reasons.ts'
import { keptEditor as words } from '../../strings/settings-parts.ts'
import { tell } from '../../toasts.ts'
import { unsaved } from '../../unsaved.ts'
import { Meanwhile } from './meanwhile.tsx'
import { Removal } from './removal.tsx'
import { onSubmit } from './sent-by.ts'
import { AskedFirst } from './unsaved.tsx'

export function KeptEditor(props: {
  words: {
    toList: string
    editTitle: (name: string) => string
    create: string
    removeText: string
    notRemoved: Denial
  }
  /** As it was when it was taken up; absent where it is new. */
  base: { name: string; changedBy: string; changedAt: string } | undefined
  /** Absent where only others may change it. */
  mayChange: boolean
  isChanged: boolean
  /** Something would be lost: nothing is, of a new one in which nobody has written. */
  isBegun: boolean
  /** A newer version is there, and it is somebody else's. */
  isStale: boolean
  isBusy: boolean
  /** Beside the title. */
  beside?: ComponentChildren
  /** Beside the buttons. */
  said?: ComponentChildren
  onSave: () => void
  onSaveOver: () => void
  onTakeTheirs: () => void
  onDiscard: () => void
  remove: () => Promise<unknown>
  onClose: () => void
  children: ComponentChildren
}) {
  const { base, isChanged } = props
  const [isRemoving, askToRemove] = useState(false)
  return (
    <form class="macro" noValidate onSubmit={onSubmit(props.onSave)}>
      <div class="macro-body">
        <header class="macro-head">
          <span class="macro-back">
            <IconButton label={props.words.toList} onClick={() => unsaved.leave(props.onClose)}>
              <BackIcon />
            </IconButton>
          </span>
          <h2>{props.words.editTitle(base?.name ?? '')}</h2>
          {props.beside}
        </header>
        {/* What is being saved is not yet answered, and may have been told already. */}
        {props.isStale && isChanged && !props.isBusy && (
          <Meanwhile onTheirs={props.onTakeTheirs} onMine={props.onSaveOver} />
        )}
        {props.children}
        {base && (
          <p class="quiet">
            {words.lastChanged(
              base.changedBy,
              dayAhead(base.changedAt, now.value).day,
              clockTime(base.changedAt),
            )}
          </p>
        )}
      </div>
      {props.mayChange && (
        <footer class="macro-foot">
          <Button look="primary" type="submit" busy={props.isBusy} disabled={!isChanged}>
            {base ? words.save : props.words.create}
          </Button>
          {isChanged && (
            <Button look="quiet" onClick={props.onDiscard}>
              {words.discard}
            </Button>
          )}
          {props.isBegun && <AskedFirst />}
          <p class="macro-space" role="status">
            {props.said}
          </p>
          {base && (
            <Button look="quiet" onClick={() => askToRemove(true)}>
              {words.remove}
            </Button>
          )}
        </footer>
      )}
      {isRemoving && base && (
        <Removal
          title={words.removeTitle(base.name)}
          label={words.remove}
          failed={props.words.notRemoved}
          onClose={() => askToRemove(false)}
          remove={async () => {
            await props.remove()
            tell(words.removed(base.name))
          }}
          onRemoved={props.onClose}
        >
          {props.words.removeText}
        </Removal>
      )}
    </form>
  )
}
