// The words of a ticket: its thread, form, messages, files and rating.

import type { AnswerFault } from '../../protocol/answers.ts'

export const thread = {
  back: 'Back to the list',
  log: (name: string) => `Conversation with ${name}`,
  older: 'Show earlier messages',
  olderNotes: (count: number) => `Show earlier notes (${count})`,
  newLine: 'New',
  newBelow: (news: number) => `${news} new`,
  toNewest: 'Go to the newest message',
  you: 'You',
  noteBadge: 'only agents see this',
  typing: (names: string) => `${names} is writing`,
  sending: 'Sending …',
  sendsIn: (seconds: number) => `Sends in ${seconds} s`,
  heldAloud: 'Sent in ten seconds; until then it can be taken back.',
  undo: 'Undo',
  undoKey: 'Take it back into the box (z; in the box Ctrl or ⌘ Z)',
  sendNow: 'Send now',
  queued: 'Waiting for the connection',
  failed: 'Not sent.',
  unacknowledged: 'The server has not confirmed it. Trying again never sends it twice.',
  discard: 'Take back into the box',
  sent: 'Sent',
  seen: (name: string) => `Seen by ${name}`,
  solve: 'Solve',
  reopen: 'Reopen',
  showContact: 'Show the contact',
  hideContact: 'Hide the contact',
  missingTitle: 'There is no such ticket',
  missing: 'It may have been erased, or the address is not complete.',
  failedTitle: 'This thread could not be read',
  offlineTitle: 'This ticket is not on this device',
  offline: 'It opens as soon as the connection is back.',
  empty: 'Nothing has been written in this ticket yet.',
  conversation: 'Conversation',
  team: (team: string) => `For ${team}`,
} as const

export const form = {
  label: (name: string) => `Answers: ${name}`,
  short: 'Answers',
  edit: 'Correct',
  fold: 'Fold the answers',
  unfold: 'Show the answers',
  title: 'Correct answers',
  hint: (name: string) => `${name} sees what changed, and that it was you.`,
  save: 'Save',
  notSaved: 'The answers were not saved.',
  noFiles: 'Files stay as they were sent.',
  faults: {
    missing: 'This is needed.',
    too_long: 'This is too long.',
    no_option: 'Choose one.',
    no_date: 'There is no such day.',
    no_address: 'This is no e-mail address.',
    too_many: 'These are too many.',
    wrong_kind: 'This cannot be taken.',
    unknown: 'This cannot be taken.',
  } satisfies Record<AnswerFault['why'], string>,
} as const

export const quote = {
  deleted: 'A deleted message',
  goTo: (name: string) => `Go to what ${name === 'You' ? 'you' : name} wrote`,
  remove: 'Do not quote',
} as const

export const message = {
  more: 'More',
  there: (here: string, there: string) => `${here}\n${there} on their clock`,
  edited: 'edited',
  byMail: { shown: 'by mail', not_shown: 'by mail, sender not proved' },
  deleted: 'Deleted by its writer',
  split: 'Split off …',
  wentTo: (ticket: string) => `Goes on in ${ticket}`,
  former: (at: string) => `Before ${at}. Only agents see this`,
  actions: {
    actions: 'This message',
    quote: 'Quote',
    edit: 'Edit',
    delete: 'Delete',
    copy: 'Copy',
    save: 'Save',
    cancel: 'Cancel',
    keep: 'Keep it',
    sure: 'Delete this message? The contact reads that one was deleted; agents still see what it said.',
    text: 'Your message',
  },
} as const

export const assignee = {
  label: (name: string | null) => (name ? `Assigned to ${name}. Change` : 'Not assigned. Assign'),
  none: 'Assign',
  you: 'you',
  me: 'Me',
  nobody: 'Nobody',
  team: (name: string) => `Team ${name}`,
  away: 'Away',
} as const

export const attach = {
  attach: 'Attach files',
  dropHere: (mode: 'reply' | 'note') =>
    mode === 'reply'
      ? 'Drop files here: they go with your reply'
      : 'Drop files here: only agents will see them',
  ofFile: {
    open: (name: string) => `Download ${name}`,
    notLoaded: 'Could not be loaded. Press to try again.',
  },
} as const

export const rating = {
  scores: ['Very bad', 'Bad', 'Okay', 'Good', 'Very good'],
  rated: (name: string, score: string) => `${name} rated this: ${score}`,
  changed: 'changed later',
  short: (score: string) => `Rated: ${score}`,
} as const
