// The desk: three panes and the contact beside them; which of them a narrow screen shows is the route's.

import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { dialog } from '../keyboard/dialogs.ts'
import { listenForKeys } from '../keyboard/keys.ts'
import { keepFocus } from '../list/cursor.ts'
import { titleOf } from '../list/view-titles.ts'
import { Announcer, Chosen, Dialogs, MessageMenu, Related, Standing } from '../on-demand.tsx'
import { preferences } from '../preferences.ts'
import { route } from '../route.ts'
import { mayAnswer } from '../settings.ts'
import { isUnread, me, tickets, ticketsOf } from '../state.ts'
import { strings } from '../strings.ts'
import { ContactPanel } from './contact/contact-panel.tsx'
import { PersonPane } from './contact/person-pane.tsx'
import { TicketList } from './list/list.tsx'
import { Views } from './list/views.tsx'
import { ToastView } from './parts/toast.tsx'
import { ReportsPane } from './reports/pane.tsx'
import { Settings, SettingsList } from './settings/settings.tsx'
import { NoTicket, ThreadPane } from './thread/thread.tsx'

export function Desk() {
  useEffect(listenForKeys, [])
  useEffect(() => {
    for (const part of [Dialogs, Related, Standing, Chosen, MessageMenu]) part.expect()
  }, [])
  const { view, ticketId, pane, page, contactId } = route.value
  const isHere = useRef(false)
  useLayoutEffect(() => {
    // Who has only come has pressed nothing yet: the first key leads to the first row.
    if (isHere.current) keepFocus()
    isHere.current = true
  }, [view, ticketId, pane, page, contactId])
  const folded = preferences.value.contactFolded
  const answers = mayAnswer(me.value)
  const isReports = pane === 'reports'
  const isSettings = pane === 'settings' || !(answers || isReports)
  const isPerson = pane === 'person' && answers
  return (
    <div
      class="desk"
      data-pane={
        answers && (isReports || isPerson)
          ? 'reports'
          : isSettings || isReports
            ? page || isReports
              ? 'settings'
              : 'settings-list'
            : ticketId
              ? pane
              : 'list'
      }
      data-contact={ticketId && pane !== 'merge' && !folded ? 'beside' : 'away'}
    >
      {isSettings ? (
        <Settings />
      ) : isReports ? (
        <>
          {answers ? <Views /> : <SettingsList />}
          <ReportsPane />
        </>
      ) : isPerson ? (
        <>
          <Views />
          <PersonPane id={contactId ?? ''} />
        </>
      ) : (
        <>
          <Views />
          <main class="panes">
            <h1 class="hd-hidden">{strings.agentDesk}</h1>
            <TicketList />
            <div class="work">
              {ticketId ? <ThreadPane key={ticketId} ticketId={ticketId} /> : <NoTicket />}
            </div>
          </main>
        </>
      )}
      {ticketId && <ContactPanel ticketId={ticketId} />}
      <Title />
      <ToastView />
      {dialog.value && <Dialogs />}
      <Announcer />
    </div>
  )
}

/** What waits, in the tab's name; and what is open, for those who have many tabs. Of its own: each event may change it. */
function Title() {
  const { view, ticketId, pane, page } = route.value
  const ticket = ticketId ? tickets.value.get(ticketId) : undefined
  const settings = page ? strings.settings.pages[page] : strings.settings.title
  const unread = ticketsOf('unsolved').value.filter(isUnread).length
  const apart = { settings, reports: strings.account.reports, person: strings.contact.title }
  const place = pane in apart ? apart[pane as keyof typeof apart] : titleOf(view)
  const title = strings.title(unread, ticket?.subject ?? place)
  useEffect(() => {
    document.title = title
  }, [title])
  return null
}
