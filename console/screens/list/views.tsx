// The views with their live counts, and at the foot: the line's state and the agent.

import type { ComponentChildren } from 'preact'
import { COUNTED_MOST } from '../../../protocol/limits.ts'
import { IconButton } from '../../../ui/controls.tsx'
import {
  AddIcon,
  AlertIcon,
  ClockIcon,
  DoneIcon,
  FilterIcon,
  InboxIcon,
  MentionIcon,
  MenuIcon,
  MergeIcon,
  PeopleIcon,
  PersonIcon,
  ReportIcon,
  SnoozeIcon,
} from '../../../ui/icons.tsx'
import { countOf, teams } from '../../facts/counts.ts'
import { troubles } from '../../facts/troubles.ts'
import { closeDialog } from '../../keyboard/dialogs.ts'
import { editView } from '../../list/saved-views.ts'
import { titleOf } from '../../list/view-titles.ts'
import { BUILT_IN, type BuiltIn, savedViews, sayFilter, teamView } from '../../list/views.ts'
import { addressOf, goOnClick, route } from '../../route.ts'
import { types } from '../../state.ts'
import { strings } from '../../strings.ts'
import { AccountMenu } from './account-menu.tsx'
import { LineState } from './line-state.tsx'
import { Wordmark } from './wordmark.tsx'

const words = strings.saved

const ICONS: Record<BuiltIn, ComponentChildren> = {
  open: <InboxIcon />,
  mine: <PersonIcon />,
  mentions: <MentionIcon />,
  unassigned: <PeopleIcon />,
  waiting_on_contact: <ClockIcon />,
  snoozed: <SnoozeIcon />,
  merge_reviews: <MergeIcon />,
  unsolved: <MenuIcon />,
  solved: <DoneIcon />,
}

export function Views() {
  return (
    <nav class="views" aria-label={strings.account.views}>
      <Wordmark />
      <div class="views-all">
        <ViewLists>
          <IconButton label={words.add} aria-haspopup="dialog" onClick={() => editView(null)}>
            <AddIcon size={16} />
          </IconButton>
        </ViewLists>
      </div>
      <div class="views-foot">
        <Troubles />
        <ReportsLink />
        <LineState />
        <AccountMenu />
      </div>
    </nav>
  )
}

/** Beside the settings, too, for whoever has no views. */
export function ReportsLink() {
  const reports = { ticketId: null, pane: 'reports' } as const
  return (
    <a
      class="view"
      href={addressOf({ ...route.value, ...reports })}
      aria-current={route.value.pane === 'reports' ? 'page' : undefined}
      onClick={goOnClick(reports)}
    >
      <ReportIcon />
      <span>{strings.account.reports}</span>
    </a>
  )
}

/** All there are, here and in the sheet of views (screens/views/views-sheet.tsx). @param children beside the heading of the saved ones */
export function ViewLists({ children }: { children?: ComponentChildren }) {
  const ofTeams = teams()
  return (
    <>
      <ul>
        {BUILT_IN.map((view) => (
          <ViewLink key={view} view={view} icon={ICONS[view]} />
        ))}
      </ul>
      {ofTeams.length > 0 && <h2 class="views-part">{words.teams}</h2>}
      <ul>
        {ofTeams.map((team) => (
          <ViewLink key={team} view={teamView(team)} icon={<PeopleIcon />} />
        ))}
      </ul>
      {/* Where the teams are not known yet they would push it down. */}
      {types.value.length > 0 && (children || savedViews.value.length > 0) && (
        <div class="views-part">
          <h2>{words.heading}</h2>
          {children}
        </div>
      )}
      <ul>
        {savedViews.value.map((view) => (
          <ViewLink
            key={view.id}
            view={view.id}
            icon={view.isOwn ? <PersonIcon /> : <FilterIcon />}
            title={sayFilter.value?.(view.filter)}
          />
        ))}
      </ul>
    </>
  )
}

/** For admins, until somebody sees to it. */
function Troubles() {
  return (
    <div role="status">
      {troubles().map(({ label, page }) => {
        const to = { ticketId: null, pane: 'settings', page } as const
        return (
          <a
            key={page}
            class="view view-trouble"
            href={addressOf({ ...route.value, ...to })}
            onClick={goOnClick(to)}
          >
            <AlertIcon />
            <span>{label}</span>
          </a>
        )
      })}
    </div>
  )
}

function ViewLink(props: { view: string; icon: ComponentChildren; title?: string }) {
  const { view, icon, title } = props
  const { view: shown, search, pane } = route.value
  const isCurrent = view === shown && !search && pane !== 'reports' && pane !== 'person'
  const to = { view, ticketId: null, pane: 'thread' } as const
  return (
    <li>
      <a
        class="view"
        href={addressOf(to)}
        aria-current={isCurrent ? 'page' : undefined}
        title={title}
        onClick={(event) => {
          // The sheet, where it stands there.
          closeDialog()
          goOnClick(to)(event)
        }}
      >
        {icon}
        <span>{titleOf(view)}</span>
        <span class="view-count">{countShown(view)}</span>
      </a>
    </li>
  )
}

/** Nothing where nothing is known yet, and where there is nothing. */
export function countShown(view: string): string {
  const count = view === 'solved' ? 0 : countOf(view)
  if (!count) return ''
  return count > COUNTED_MOST ? `${numbers.format(COUNTED_MOST)}+` : numbers.format(count)
}
const numbers = new Intl.NumberFormat()
