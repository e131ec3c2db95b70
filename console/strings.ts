// Every sentence of the console, in one language: nothing else in console/ holds words. One file an area; the words that stand
// everywhere are here. Words of what is fetched on demand are taken from their file, so that they come with it.

import type { Attempt, MergeState } from '../protocol/account-merge.ts'
import type { DeskTicket, TicketState } from '../protocol/entities.ts'
import type { BuiltIn } from './list/views.ts'
import { beside } from './strings/beside.ts'
import { bulk } from './strings/bulk.ts'
import { changes } from './strings/changes.ts'
import { commands } from './strings/commands.ts'
import { composer } from './strings/composer.ts'
import { contact } from './strings/contact.ts'
import { account, done, line, list, news, trouble, work } from './strings/desk.ts'
import { boot } from './strings/entry.ts'
import { inserter } from './strings/macros.ts'
import { merge } from './strings/merge.ts'
import { saved } from './strings/saved.ts'
import { search } from './strings/search.ts'
import { onDemand, settings } from './strings/settings.ts'
import { sla } from './strings/sla.ts'
import { snooze } from './strings/snooze.ts'
import { assignee, attach, form, message, quote, rating, thread } from './strings/thread.ts'

const states: Record<TicketState, string> = {
  open: 'Open',
  waiting_on_contact: 'Waiting on contact',
  snoozed: 'Snoozed',
  solved: 'Solved',
}
const priorities: Record<NonNullable<DeskTicket['priority']>, string> = {
  low: 'Low priority',
  normal: 'Normal priority',
  high: 'High priority',
  urgent: 'Urgent',
}
const views: Record<BuiltIn, string> = {
  ...states,
  mine: 'Mine',
  mentions: 'Mentions',
  unassigned: 'Unassigned',
  merge_reviews: 'Merge reviews',
  unsolved: 'All unsolved',
}
const mergeStates: Record<MergeState, string> = {
  proof_sent: 'Waiting for the proof',
  in_review: 'Waiting for a decision',
  approved: 'Approved, not yet done',
  executing: 'The host is merging',
  merged: 'Merged',
  failed: 'Failed',
  rejected: 'Rejected',
  cancelled: 'Stopped',
  expired: 'Expired',
  undo_requested: 'To be undone',
  undone: 'Undone',
  undo_refused: 'Merged; not undone',
}
const outcomes: Record<Attempt['outcome'], string> = {
  delivered: 'Taken',
  refused: 'Refused',
  timeout: 'No answer in time',
  unreachable: 'Not reachable',
  redirected: 'Answered with a redirect, which we do not follow',
  too_large: 'Answered with more than we read',
  invalid_answer: 'Answered in a form we do not know',
}

export const strings = {
  name: 'Helpdock',
  agentDesk: 'Agent desk',
  states,
  priorities,
  views,
  mergeStates,
  outcomes,
  number: (number: number) => `#${number}`,
  title: (unread: number, what: string) => `${unread ? `(${unread}) ` : ''}${what} · Helpdock`,
  loading: 'Loading',
  close: 'Close',
  newTicket: 'New ticket',
  cancel: 'Cancel',
  undo: 'Undo',
  tryAgain: 'Try again',
  reload: 'Reload this page',

  boot,
  line,
  account,
  list,
  work,
  thread,
  form,
  quote,
  message,
  assignee,
  attach,
  commands,
  composer,
  contact,
  merge,
  sla,
  settings,
  onDemand,
  snooze,
  inserter,
  bulk,
  beside,
  saved,
  changes,
  rating,
  search,
  done,
  trouble,
  news,
} as const
