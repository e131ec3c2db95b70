// The icon of a ticket's type, by the name that ticket-types.yaml has for it.

import type { TypeIcon } from '../protocol/ticket-types.ts'
import {
  AlertIcon,
  ArticleIcon,
  ChatIcon,
  ClockIcon,
  LockIcon,
  MailIcon,
  MergeIcon,
  PersonIcon,
  SearchIcon,
} from './icons.tsx'

const ICONS = {
  chat: ChatIcon,
  alert: AlertIcon,
  merge: MergeIcon,
  search: SearchIcon,
  document: ArticleIcon,
  mail: MailIcon,
  person: PersonIcon,
  clock: ClockIcon,
  lock: LockIcon,
} satisfies Record<TypeIcon, unknown>

export function TypeIconView({ name, size = 20 }: { name: TypeIcon; size?: 16 | 20 }) {
  const Icon = ICONS[name]
  return <Icon size={size} />
}
