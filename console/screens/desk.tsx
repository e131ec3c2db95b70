// The desk: three panes and the contact beside them; which of them a narrow screen shows is the route's.

import { useEffect } from 'preact/hooks'
import { listenForKeys } from '../keys.ts'
import { preferences } from '../preferences.ts'
import { route } from '../route.ts'
import { isUnread, tickets, ticketsOf } from '../state.ts'
import { strings } from '../strings.ts'
import { Announcer } from './announcer.tsx'
import { AnswersDialog } from './answers.tsx'
import { ContactPanel } from './contact-panel.tsx'
import { Hours } from './hours.tsx'
import { KeysDialog } from './keys-dialog.tsx'
import { TicketList } from './list.tsx'
import { LogOutDialog } from './log-out-dialog.tsx'
import { NoTicket, ThreadPane } from './thread.tsx'
import { ToastView } from './toast.tsx'
import { Views } from './views.tsx'

export function Desk() {
  useEffect(listenForKeys, [])
  useTitle()
  const { ticketId, pane } = route.value
  const folded = preferences.value.contactFolded
  return (
    <div
      class="desk"
      data-pane={ticketId ? pane : 'list'}
      data-contact={ticketId && pane !== 'merge' && !folded ? 'beside' : 'away'}
    >
      <Views />
      {pane === 'hours' && !ticketId ? (
        <Hours />
      ) : (
        <main class="panes">
          <h1 class="hd-hidden">{strings.agentDesk}</h1>
          <TicketList />
          <div class="work">
            {ticketId ? <ThreadPane key={ticketId} ticketId={ticketId} /> : <NoTicket />}
          </div>
        </main>
      )}
      {ticketId && <ContactPanel ticketId={ticketId} />}
      <ToastView />
      <KeysDialog />
      <AnswersDialog />
      <LogOutDialog />
      <Announcer />
    </div>
  )
}

/** What waits, in the tab's name; and what is open, for those who have many tabs. */
function useTitle() {
  const { view, ticketId, pane } = route.value
  const ticket = ticketId ? tickets.value.get(ticketId) : undefined
  const unread = ticketsOf('unsolved').value.filter(isUnread).length
  const title = strings.title(
    unread,
    ticket?.subject ?? (pane === 'hours' ? strings.hours.title : strings.views[view]),
  )
  useEffect(() => {
    document.title = title
  }, [title])
}
