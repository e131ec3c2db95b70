// The settings: their list on the left, one page beside it; on a narrow screen one of the two. Head and list are here, so that
// nothing jumps while the page is fetched. Partners: settings.ts, pages.tsx.

import type { ComponentChildren } from 'preact'
import { Blank, IconButton } from '../../../ui/controls.tsx'
import {
  ArticleIcon,
  BackIcon,
  ClockIcon,
  DoneIcon,
  EyeIcon,
  HistoryIcon,
  InboxIcon,
  LockIcon,
  MacroIcon,
  MailIcon,
  PageIcon,
  PeopleIcon,
  RuleIcon,
  SendIcon,
  SlidersIcon,
  TeamIcon,
} from '../../../ui/icons.tsx'
import { SettingsPages } from '../../on-demand.tsx'
import { addressOf, go, goOnClick, type Route, route } from '../../route.ts'
import { mayAnswer, pagesFor, SETTINGS, type SettingsPage } from '../../settings.ts'
import { me } from '../../state.ts'
import { strings } from '../../strings.ts'
import { AccountMenu } from '../list/account-menu.tsx'
import { LineState } from '../list/line-state.tsx'
import { ReportsLink } from '../list/views.tsx'

const words = strings.settings

const ICONS: Record<SettingsPage, ComponentChildren> = {
  preferences: <SlidersIcon />,
  macros: <MacroIcon />,
  rules: <RuleIcon />,
  'log-in': <LockIcon />,
  agents: <PeopleIcon />,
  teams: <TeamIcon />,
  types: <InboxIcon />,
  hours: <ClockIcon />,
  sla: <DoneIcon />,
  brand: <EyeIcon />,
  origins: <PageIcon />,
  retention: <HistoryIcon />,
  mail: <MailIcon />,
  deliveries: <SendIcon />,
}

export function Settings() {
  const asked = route.value.page
  // The list alone, where there is room for one; beside it stands the first page.
  const page = asked ?? pagesFor(me.value)[0]?.page ?? SETTINGS[0].page
  return (
    <>
      <SettingsList current={page} isAlone={!asked} />
      <main class="settings">
        <header class="settings-head">
          <span class="settings-up">
            <IconButton label={words.toList} onClick={() => go({ page: null })}>
              <BackIcon />
            </IconButton>
          </span>
          <h1 tabIndex={-1}>{words.pages[page]}</h1>
          <span class="settings-line">{mayAnswer(me.value) && <LineState brief />}</span>
        </header>
        <Page page={page} />
      </main>
    </>
  )
}

function Page({ page }: { page: SettingsPage }) {
  const role = SETTINGS.find((one) => one.page === page)?.role ?? null
  if (pagesFor(me.value).some((one) => one.page === page)) return <SettingsPages key={page} page={page} />
  return (
    <Blank icon={<LockIcon />} title={words.notYours}>
      {role && words.needs[role]}
    </Blank>
  )
}

export function SettingsList({ current, isAlone }: { current?: SettingsPage; isAlone?: boolean }) {
  const pages = pagesFor(me.value)
  const desk = { ticketId: null, pane: 'thread' } as const
  const answers = mayAnswer(me.value)
  return (
    <nav class="settings-list" aria-label={words.title}>
      {answers ? (
        <a class="view" href={addressOf({ ...route.value, ...desk })} onClick={goOnClick(desk)}>
          <BackIcon />
          <span>{words.back}</span>
        </a>
      ) : (
        <>
          <ReportsLink />
          <a class="view" href="/console/preview">
            <ArticleIcon />
            <span>{strings.account.preview}</span>
          </a>
        </>
      )}
      {isAlone && <h1 class="settings-alone">{words.title}</h1>}
      {(['own', 'desk'] as const).map((group) => {
        const inGroup = pages.filter((one) => one.group === group)
        return (
          inGroup.length > 0 && (
            <section key={group}>
              <h2>{words.groups[group]}</h2>
              <ul>
                {inGroup.map(({ page }) => (
                  <li key={page}>
                    <PageLink page={page} isCurrent={page === current} />
                  </li>
                ))}
              </ul>
            </section>
          )
        )
      })}
      <div class="views-foot">
        {answers && <LineState />}
        <AccountMenu />
      </div>
    </nav>
  )
}

function PageLink({ page, isCurrent }: { page: SettingsPage; isCurrent: boolean }) {
  const to: Partial<Route> = { ticketId: null, pane: 'settings', page }
  return (
    <a
      class="view"
      href={addressOf({ ...route.value, ...to })}
      aria-current={isCurrent ? 'page' : undefined}
      onClick={goOnClick(to)}
    >
      {ICONS[page]}
      <span>{words.pages[page]}</span>
    </a>
  )
}
