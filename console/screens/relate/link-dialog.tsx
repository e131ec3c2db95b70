// With which other ticket one is linked: those of the same contact stand there, all others are found by typing.

import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { earlierOf, threads, tickets } from '../../state.ts'
import { relating as words } from '../../strings/relating.ts'
import { arranging } from '../../verbs/arranging.ts'
import { link } from '../../verbs/relations.ts'
import { Dialog } from '../parts/dialog.tsx'
import { TicketFinder } from './ticket-finder.tsx'

export function LinkDialog() {
  if (dialog.value !== 'link') return null
  const [ticketId = ''] = arranging.value
  const ticket = tickets.value.get(ticketId)
  if (!ticket) return null
  const thread = threads.value.get(ticketId)
  return (
    <Dialog title={words.linkTitle(ticket.number)} onClose={closeDialog}>
      <TicketFinder
        label={words.linkTitle(ticket.number)}
        near={{ title: words.ofContact(ticket.contact.name), tickets: thread ? earlierOf(thread) : [] }}
        mayPick={({ id }) => id !== ticketId && !ticket.links?.includes(id)}
        onPick={({ id }) => {
          closeDialog()
          void link(ticketId, id)
        }}
      />
      <p class="quiet">{words.linkHint}</p>
    </Dialog>
  )
}
