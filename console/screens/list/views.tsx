// The views with their live counts, and at the foot: the line's state and the agent.

import type { ComponentChildren } from 'preact'
import type { DeskView } from '../../../protocol/entities.ts'
import {
  ClockIcon,
  DoneIcon,
  InboxIcon,
  MentionIcon,
  MenuIcon,
  PeopleIcon,
  PersonIcon,
  SnoozeIcon,
} from '../../../ui/icons.tsx'
import { addressOf, goOnClick, route, VIEWS } from '../../route.ts'
import { isListedToEnd, listed, ticketsOf } from '../../state.ts'
import { strings } from '../../strings.ts'
import { AccountMenu } from './account-menu.tsx'
import { LineState } from './line-state.tsx'
import { Wordmark } from './wordmark.tsx'

const ICONS: Record<DeskView, ComponentChildren> = {
  open: <InboxIcon />,
  mine: <PersonIcon />,
  mentions: <MentionIcon />,
  unassigned: <PeopleIcon />,
  waiting_on_contact: <ClockIcon />,
  snoozed: <SnoozeIcon />,
  unsolved: <MenuIcon />,
  solved: <DoneIcon />,
}

export function Views() {
  const active = route.value.view
  return (
    <nav class="views" aria-label={strings.account.views}>
      <Wordmark />
      <ul>
        {VIEWS.map((view) => {
          const to = { view, ticketId: null, pane: 'thread' } as const
          return (
            <li key={view}>
              <a
                class="view"
                href={addressOf(to)}
                aria-current={view === active && !route.value.search ? 'page' : undefined}
                onClick={goOnClick(to)}
              >
                {ICONS[view]}
                <span>{strings.views[view]}</span>
                <span class="view-count">{countOf(view)}</span>
              </a>
            </li>
          )
        })}
      </ul>
      <div class="views-foot">
        <LineState />
        <AccountMenu />
      </div>
    </nav>
  )
}

/** Nothing where nothing is known yet; “100+” where the server has more than was listed. */
export function countOf(view: DeskView): string {
  const isKnown = isListedToEnd(view) || (view !== 'solved' && listed.value.has('unsolved'))
  if (!isKnown || view === 'solved') return ''
  const count = ticketsOf(view).value.length
  return count ? strings.list.some(count, isListedToEnd(view)) : ''
}
