// The agent: how the desk looks to them, the keys, the way out.

import { Avatar, Pill } from '../../../ui/controls.tsx'
import {
  AlertIcon,
  ArticleIcon,
  KeyboardIcon,
  LogOutIcon,
  PersonIcon,
  ReportIcon,
  SlidersIcon,
} from '../../../ui/icons.tsx'
import { switchNotifications, switchSound } from '../../alerts.ts'
import { troubles } from '../../facts/troubles.ts'
import { dialog } from '../../keyboard/dialogs.ts'
import { prefer, preferences } from '../../preferences.ts'
import { go } from '../../route.ts'
import { mayAnswer } from '../../settings.ts'
import { me } from '../../state.ts'
import { strings } from '../../strings.ts'
import { setAway } from '../../verbs/actions.ts'
import { askToLogOut } from '../../verbs/leaving.ts'
import { choosePicture, removePicture } from '../../verbs/pictures.ts'
import { Menu } from '../parts/menu.tsx'

export function AccountMenu({ from = 'bottom' }: { from?: 'top' | 'bottom' }) {
  const agent = me.value
  if (!agent) return null
  const words = strings.account
  const { density, sound, notifications } = preferences.value
  return (
    <Menu
      class="account"
      from={from}
      label={words.menu(agent.name)}
      title={agent.name}
      items={[
        {
          label: words.comfortable,
          checked: density === 'comfortable',
          run: () => prefer({ density: 'comfortable' }),
        },
        { label: words.compact, checked: density === 'compact', run: () => prefer({ density: 'compact' }) },
        { label: words.sound, on: sound, begins: true, run: switchSound },
        { label: words.notifications, on: notifications, run: switchNotifications },
        ...(mayAnswer(agent)
          ? [{ label: words.away, on: agent.isAway ?? false, run: () => void setAway(!agent.isAway) }]
          : []),
        {
          label: agent.picture ? words.otherPicture : words.picture,
          icon: <PersonIcon size={16} />,
          begins: true,
          run: choosePicture,
        },
        ...(agent.picture
          ? [{ label: words.noPicture, icon: <PersonIcon size={16} />, run: removePicture }]
          : []),
        {
          label: words.preview,
          icon: <ArticleIcon size={16} />,
          begins: true,
          run: () => {
            open('/console/preview', '_blank')
          },
        },
        // A narrow screen has no list of views, where it stands, too.
        ...troubles().map(({ label, page }) => ({
          label,
          icon: <AlertIcon size={16} />,
          run: () => go({ ticketId: null, pane: 'settings', page }),
        })),
        {
          label: words.reports,
          icon: <ReportIcon size={16} />,
          run: () => go({ ticketId: null, pane: 'reports' }),
        },
        {
          label: strings.settings.title,
          icon: <SlidersIcon size={16} />,
          run: () => go({ ticketId: null, pane: 'settings', page: null }),
        },
        {
          label: words.keys,
          icon: <KeyboardIcon size={16} />,
          run: () => {
            dialog.value = 'keys'
          },
        },
        { label: words.logOut, icon: <LogOutIcon size={16} />, run: askToLogOut },
      ]}
    >
      <Avatar name={agent.name} picture={agent.picture} size={24} />
      <span class="account-name">{agent.name}</span>
      {agent.isAway && <Pill>{strings.assignee.away}</Pill>}
    </Menu>
  )
}
