// How urgent one ticket is, or many are.

import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { tickets } from '../../state.ts'
import { strings } from '../../strings.ts'
import { arranging } from '../../verbs/arranging.ts'
import { namesOf } from '../../verbs/changing.ts'
import { prioritise } from '../../verbs/tags.ts'
import { Dialog } from '../parts/dialog.tsx'
import { PriorityIcon } from '../parts/marks.tsx'
import { Choices } from './choices.tsx'

const words = strings.changes

export function PriorityDialog() {
  if (dialog.value !== 'priority') return null
  const ticketIds = arranging.value
  const title = words.priorityOf(namesOf(ticketIds))
  const now = new Set(ticketIds.map((id) => tickets.value.get(id)?.priority ?? 'normal'))
  return (
    <Dialog title={title} onClose={closeDialog}>
      <Choices
        label={title}
        choices={(['urgent', 'high', 'normal', 'low'] as const).map((priority) => ({
          label: words.priorities[priority],
          icon: <PriorityIcon priority={priority} />,
          isChosen: now.size === 1 && now.has(priority),
          run: () => {
            closeDialog()
            void prioritise(ticketIds, priority)
          },
        }))}
      />
    </Dialog>
  )
}
