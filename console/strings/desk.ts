// The words around the tickets: line, account, list, keys, what was done and what could not be.

import type { BuiltIn } from '../list/views.ts'
import type { Denial } from './reasons.ts'

export const line = {
  live: 'Live',
  liveMeans: 'Connected: everything you see is current.',
  slow: 'Waiting …',
  slowMeans: 'The server has not answered yet. There is no need to press again.',
  connecting: 'Connecting',
  lost: 'Reconnecting',
  lostMeans: 'The connection is lost. What you see may be old; it comes back by itself.',
  offline: 'Offline',
  offlineMeans:
    'No network. You can read and write: replies go out when it is back, other changes have to wait.',
} as const

export const account = {
  views: 'Views',
  menu: (name: string) => `${name}: preferences and log-out`,
  comfortable: 'Comfortable rows',
  compact: 'Compact rows',
  picture: 'Your picture …',
  otherPicture: 'Another picture …',
  noPicture: 'Remove your picture',
  pictureFailed: 'The picture was not changed.',
  pictureUnreadable: 'This file cannot be read as an image.',
  sound: 'Sound',
  notifications: 'Browser notifications',
  away: 'Away',
  denied: 'The browser blocks notifications of this page. Its settings can allow them.',
  preview: 'Articles',
  reports: 'Reports',
  endpointsOff: (count: number) => (count === 1 ? 'A webhook is off' : `${count} webhooks are off`),
  mailboxFails: 'Mails are not read',
  keys: 'Keyboard shortcuts',
  logOut: 'Log out',
} as const

export const list = {
  label: (view: string) => `${view}: tickets`,
  view: (view: string) => `View: ${view}. Change`,
  more: 'Show older tickets',
  verified: 'Verified',
  guest: 'Guest',
  unread: 'Unread',
  draft: 'Draft',
  waits: (span: string) => `Has been waiting for ${span}`,
  last: (age: string) => `Last change: ${age}`,
  assignedTo: (name: string) => `Assigned to ${name}`,
  cause: (attached: number | undefined) =>
    attached === undefined
      ? 'Attached to a tracker'
      : `Tracker of ${attached === 1 ? '1 ticket' : `${attached} tickets`}`,
  you: 'You:',
  colleague: (name: string) => `${name}:`,
  empty: {
    open: ['Nobody is waiting', 'Tickets that wait for an agent appear here by themselves.'],
    mine: ['Nothing is yours', 'Take a ticket with “Assign”, or press A on one in Unassigned.'],
    mentions: ['Nobody named you', 'Tickets whose notes name you with @ stand here until they are solved.'],
    unassigned: ['Everything has an agent', 'Tickets that nobody has taken yet appear here.'],
    waiting_on_contact: [
      'Nobody owes you an answer',
      'Tickets wait here after your reply, until the contact writes.',
    ],
    snoozed: [
      'Nothing is snoozed',
      'Press H on a ticket to put it aside until a time, or until the contact writes.',
    ],
    merge_reviews: [
      'No merge waits for an agent',
      'Requests to merge accounts appear here once both are proved.',
    ],
    unsolved: ['Everything is solved', 'New tickets appear here by themselves.'],
    solved: ['Nothing solved yet', 'Solved tickets are kept here.'],
  } satisfies Record<BuiltIn, [string, string]>,
  failedTitle: 'The list could not be read',
} as const

export const work = {
  noneTitle: 'No ticket is open',
  none: 'Pick one from the list, or press J and then Enter. “?” shows all keys.',
} as const

export const done = {
  solved: (number: number, isHalf = false) =>
    `#${number} is solved.${isHalf ? ' What you had begun to write in it was not sent.' : ''}`,
  reopened: (number: number) => `#${number} is open again.`,
  landedIn: (number: number) => `Your reply went to #${number}, into which this was merged.`,
  opened: (number: number, name: string) => `#${number} is open for ${name}.`,
  away: 'You are away: no ticket comes to you by turns, and the desk is quiet.',
  back: 'You are back: tickets come to you again.',
} as const

export const trouble = {
  solve: (number: number): Denial => `#${number} was not solved.`,
  reopen: (number: number): Denial => `#${number} was not reopened.`,
  logOut: 'You were not logged out.',
  away: 'Whether you are away was not changed.',
} as const

export const news = {
  given: (number: number, subject: string) => `It is your turn: #${number}, ${subject}`,
  takenBack: (number: number, minutes: number) =>
    `#${number} was taken back from you: its contact waited ${minutes === 1 ? 'a minute' : `${minutes} minutes`} for a word.`,
  mentioned: (name: string) => `${name} named you in a note`,
  look: 'Look',
} as const
