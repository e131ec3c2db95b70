// Puts the answers of a form right. Partners: answers.tsx, which asks for it, and correction.tsx, the form in it.

import type { ComponentProps } from 'preact'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { Correction } from '../../on-demand.tsx'
import { route } from '../../route.ts'
import { tickets, types } from '../../state.ts'
import { strings } from '../../strings.ts'
import { Dialog } from '../parts/dialog.tsx'
import { useOfPlace } from '../parts/of-place.ts'

const words = strings.form

/** Beside the panes, where all dialogs are. */
export function AnswersDialog() {
  const ticket = tickets.value.get(route.value.ticketId ?? '')
  const form = types.value.find(({ name }) => name === (ticket?.form ?? ticket?.type))
  if (dialog.value !== 'answers' || !ticket?.answers || !form) return null
  return <Asked key={ticket.id} ticket={ticket} fields={form.fields} answers={ticket.answers} />
}

function Asked(props: ComponentProps<typeof Correction>) {
  useOfPlace()
  return (
    <Dialog title={words.title} onClose={closeDialog}>
      <Correction {...props} />
    </Dialog>
  )
}
