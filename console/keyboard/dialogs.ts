// Which dialog is open: never two. While one is, letters are no commands.

import { signal } from '@preact/signals'

export const dialog = signal<
  | 'keys'
  | 'log-out'
  | 'approve'
  | 'reject'
  | 'hurry'
  | 'undo'
  | 'decline'
  | 'answers'
  | 'palette'
  | 'snooze'
  | 'tags'
  | 'priority'
  | 'assign'
  | 'link'
  | 'cause'
  | 'merge'
  | 'split'
  | 'update'
  | 'open-ticket'
  | 'view'
  | 'views'
  | 'leave'
  | null
>(null)

export const closeDialog = (): void => {
  dialog.value = null
}
