// What one ticket, or many, are caused by: a tracker that is open, or any other ticket, which becomes one.

import { useEffect } from 'preact/hooks'
import { Button } from '../../../ui/controls.tsx'
import { closeDialog, dialog } from '../../keyboard/dialogs.ts'
import { tickets } from '../../state.ts'
import { relating as words } from '../../strings/relating.ts'
import { strings } from '../../strings.ts'
import { arranging } from '../../verbs/arranging.ts'
import { namesOf } from '../../verbs/changing.ts'
import { attach, learnTrackers, track } from '../../verbs/relations.ts'
import { Dialog } from '../parts/dialog.tsx'
import { TicketFinder } from './ticket-finder.tsx'

export function CauseDialog() {
  if (dialog.value !== 'cause') return null
  return <Cause ticketIds={arranging.value} />
}

function Cause({ ticketIds }: { ticketIds: readonly string[] }) {
  useEffect(() => void learnTrackers().catch(() => {}), [])
  const title = words.causeTitle(namesOf(ticketIds))
  const trackers = [...tickets.value.values()]
    .filter(({ tracker, state }) => tracker && state !== 'solved')
    .sort((a, b) => b.number - a.number)
  const [only = ''] = ticketIds
  const ticket = ticketIds.length === 1 ? tickets.value.get(only) : undefined
  return (
    <Dialog
      title={title}
      onClose={closeDialog}
      actions={
        ticket &&
        !ticket.tracker &&
        !ticket.cause && (
          <>
            <Button onClick={closeDialog}>{strings.cancel}</Button>
            <Button
              onClick={() => {
                closeDialog()
                void track(ticket.id, true)
              }}
            >
              {words.makeTracker(ticket.number)}
            </Button>
          </>
        )
      }
    >
      <TicketFinder
        label={title}
        near={{ title: words.trackers, tickets: trackers, none: words.noTrackers }}
        mayPick={({ id, cause, state }) => !ticketIds.includes(id) && !cause && state !== 'solved'}
        onPick={({ id }) => {
          closeDialog()
          void attach(ticketIds, id)
        }}
      />
      <p class="quiet">{words.causeHint}</p>
    </Dialog>
  )
}
