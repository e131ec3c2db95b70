// In the place of the list's head while tickets are chosen: how many, and what can be done to all of them.

import { IconButton } from '../../../ui/controls.tsx'
import { CloseIcon, DoneIcon, PersonIcon, SnoozeIcon, TagIcon } from '../../../ui/icons.tsx'
import { selectAll, selected, selectNone } from '../../list/selection.ts'
import { strings } from '../../strings.ts'
import { arrangeIn } from '../../verbs/arranging.ts'
import { solveAll } from '../../verbs/bulk.ts'
import { PriorityIcon } from '../parts/marks.tsx'

const words = strings.bulk

export function SelectionBar({ total }: { total: number }) {
  const ids = selected.value
  return (
    <div class="list-head selection" role="toolbar" aria-label={words.label}>
      <IconButton label={words.none} onClick={selectNone}>
        <CloseIcon />
      </IconButton>
      <span class="selection-count" role="status">
        {words.selected(ids.length)}
      </span>
      {ids.length < total && (
        <button
          type="button"
          class="selection-all"
          aria-label={words.allOf}
          title={words.allOf}
          onClick={() => void selectAll()}
        >
          {words.all}
        </button>
      )}
      <span class="selection-tools">
        <IconButton label={words.assign} aria-haspopup="dialog" onClick={() => arrangeIn('assign', ids)}>
          <PersonIcon />
        </IconButton>
        <IconButton label={words.solve} onClick={() => void solveAll(ids)}>
          <DoneIcon />
        </IconButton>
        <IconButton
          label={strings.snooze.label}
          aria-haspopup="dialog"
          onClick={() => arrangeIn('snooze', ids)}
        >
          <SnoozeIcon />
        </IconButton>
        <IconButton
          label={strings.changes.tags}
          aria-haspopup="dialog"
          onClick={() => arrangeIn('tags', ids)}
        >
          <TagIcon />
        </IconButton>
        <IconButton
          label={strings.changes.priority}
          aria-haspopup="dialog"
          onClick={() => arrangeIn('priority', ids)}
        >
          <PriorityIcon priority="normal" />
        </IconButton>
      </span>
    </div>
  )
}
