// Every sentence of the console, in one place and one language. Nothing else in console/ holds words.

import type {
  Activity,
  Attempt,
  DeskView,
  MergeState,
  TicketState,
  TicketType,
} from '../protocol/entities.ts'
import { Refused } from './socket.ts'

const states: Record<TicketState, string> = {
  open: 'Open',
  waiting_on_contact: 'Waiting on contact',
  snoozed: 'Snoozed',
  solved: 'Solved',
}
const types: Record<TicketType, string> = {
  question: 'Question',
  problem: 'Problem',
  account_merge: 'Account merge',
}
const views: Record<DeskView, string> = {
  open: 'Open',
  mine: 'Mine',
  unassigned: 'Unassigned',
  waiting_on_contact: 'Waiting on contact',
  unsolved: 'All unsolved',
  solved: 'Solved',
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
  types,
  views,
  mergeStates,
  outcomes,
  number: (number: number) => `#${number}`,
  title: (unread: number, what: string) => `${unread ? `(${unread}) ` : ''}${what} · Helpdock`,
  loading: 'Loading',
  close: 'Close',
  cancel: 'Cancel',
  tryAgain: 'Try again',
  reload: 'Reload this page',

  login: {
    title: 'Log in to answer',
    email: 'E-mail address',
    password: 'Password',
    show: 'Show the password',
    hide: 'Hide the password',
    submit: 'Log in',
    emailMissing: 'Type the address of your log-in.',
    passwordMissing: 'Type your password.',
    ended: 'Your session has ended. Log in to go on; what you had begun to write is still here.',
    hint: 'For agents and editors. An admin gives you your log-in.',
    wrong: 'This address and this password do not belong together. Check both and try again.',
    tooMany: (seconds: number) => `Too many tries from here. Try again in ${seconds} seconds.`,
    unreachable: 'The server does not answer. Check your connection, then try again.',
    failed: 'The server could not log you in; it has written down why. Try again in a moment.',
  },
  boot: {
    unreachableTitle: 'The desk cannot be reached',
    unreachable: 'The server did not answer. Check your connection; this page tries again by itself.',
    outdatedTitle: 'This page is older than the server',
    outdated: 'The desk was updated while this page was open. Your drafts are kept.',
  },
  line: {
    live: 'Live',
    liveMeans: 'Connected: everything you see is current.',
    connecting: 'Connecting',
    lost: 'Reconnecting',
    lostMeans: 'The connection is lost. What you see may be old; it comes back by itself.',
    offline: 'Offline',
    offlineMeans: 'This device has no network. You can read and write; replies go out when it is back.',
  },
  account: {
    views: 'Views',
    menu: (name: string) => `${name}: preferences and log-out`,
    comfortable: 'Comfortable rows',
    compact: 'Compact rows',
    sound: 'Sound',
    notifications: 'Browser notifications',
    away: 'Away: be quiet',
    denied:
      'The browser does not let this page show notifications. Its settings for this page can allow them.',
    preview: 'Preview of the articles',
    keys: 'Keyboard shortcuts',
    logOut: 'Log out',
    logOutTitle: 'Log out and delete drafts?',
    logOutDrafts: (count: number) =>
      count === 1
        ? 'One reply or note was begun and not sent. Logging out deletes it from this device.'
        : `${count} replies or notes were begun and not sent. Logging out deletes them from this device.`,
    logOutAnyway: 'Delete and log out',
  },
  list: {
    label: (view: string) => `${view}: tickets`,
    some: (count: number, isAll: boolean) => `${count}${isAll ? '' : '+'}`,
    compact: 'Compact rows',
    comfortable: 'Comfortable rows',
    more: 'Show older tickets',
    verified: 'Verified',
    guest: 'Guest',
    unread: 'Unread',
    draft: 'Draft',
    waits: (span: string) => `Has been waiting for ${span}`,
    last: (age: string) => `Last change: ${age}`,
    assignedTo: (name: string) => `Assigned to ${name}`,
    you: 'You:',
    colleague: (name: string) => `${name}:`,
    empty: {
      open: ['Nobody is waiting', 'Tickets that wait for an agent appear here by themselves.'],
      mine: ['Nothing is yours', 'Take a ticket with “Assign”, or press A on one in Unassigned.'],
      unassigned: ['Everything has an agent', 'Tickets that nobody has taken yet appear here.'],
      waiting_on_contact: [
        'Nobody owes you an answer',
        'Tickets wait here after your reply, until the contact writes.',
      ],
      unsolved: ['Everything is solved', 'New tickets appear here by themselves.'],
      solved: ['Nothing solved yet', 'Solved tickets are kept here.'],
    } satisfies Record<DeskView, [string, string]>,
    failedTitle: 'The list could not be read',
  },
  work: {
    noneTitle: 'No ticket is open',
    none: 'Pick one from the list, or press J and then Enter. “?” shows all keys.',
  },
  thread: {
    back: 'Back to the list',
    log: (name: string) => `Conversation with ${name}`,
    older: 'Show earlier messages',
    newLine: 'New',
    newBelow: (news: number) => `${news} new`,
    toNewest: 'Go to the newest message',
    you: 'You',
    noteBadge: 'only agents see this',
    typing: (names: string) => `${names} is writing`,
    sending: 'Sending …',
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
  },
  quote: {
    deleted: 'A deleted message',
    goTo: (name: string) => `Go to what ${name === 'You' ? 'you' : name} wrote`,
    remove: 'Do not quote',
  },
  message: {
    more: 'More',
    edited: 'edited',
    deleted: 'Deleted by its writer',
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
  },
  assignee: {
    label: (name: string | null) => (name ? `Assigned to ${name}. Change` : 'Not assigned. Assign'),
    none: 'Assign',
    you: 'you',
    me: 'Me',
    nobody: 'Nobody',
    menu: 'Assign to',
  },
  attach: {
    attach: 'Attach files',
    chosen: 'Files that go along',
    dropHere: (mode: 'reply' | 'note') =>
      mode === 'reply'
        ? 'Drop files here: they go with your reply'
        : 'Drop files here: only agents will see them',
    tooMany: (most: number) => `At most ${most} files go with one message.`,
    ofFile: {
      open: (name: string) => `Download ${name}`,
      notLoaded: 'Could not be loaded. Press to try again.',
    },
    ofChosen: {
      remove: (name: string) => `Remove ${name}`,
      again: 'Try again',
      uploading: (percent: number) => `Uploading, ${percent} %`,
      why: (code: string) => FILE_REASONS[code] ?? 'This file could not be taken. Try again.',
      isFinal: (code: string) => /^lost|too_large|kind|damaged/.test(code),
    },
  },
  composer: {
    emoji: { emoji: 'Emoji', find: 'Find by name', none: 'No such emoji in the short list.' },
    as: 'Write as',
    reply: 'Reply',
    note: 'Note',
    readBy: (name: string) => `${name} reads this`,
    readByAgents: 'Only agents see this',
    replyLabel: (name: string) => `Reply to ${name}`,
    noteLabel: 'Note for agents',
    replyHint: (name: string) => `Write to ${name} …`,
    noteHint: 'Write something that only agents will see …',
    send: (name: string) => `Send to ${name}`,
    save: 'Save note for agents',
    keys: (key: string) => `${key} sends`,
    keysNote: (key: string) => `${key} saves`,
    reopens: 'Sending opens this ticket again.',
    offline: 'No connection: it is sent as soon as there is one.',
    left: (count: number) => `${count} characters left`,
    newer: (name: string) => `${name} wrote after you began.`,
    stopTitle: (names: string) => `${names} wrote while you were writing`,
    stopText: 'Does your reply still fit?',
    sendAnyway: 'Send it as it is',
    keepWriting: 'Keep writing',
  },
  contact: {
    title: 'Contact',
    back: 'Back to the conversation',
    verified: 'Verified',
    verifiedMeans: 'Logged in at the host, which vouches for this identity with a signed token.',
    guest: 'Guest',
    guestMeans: 'Typed this name. Nobody vouches for who it is: do not change an account on a guest’s word.',
    noEmail: 'No address given',
    provedByHost: 'Proved: the host vouches for it',
    provedByCode: 'Proved with a mailed code',
    notProved: 'Not proved',
    externalId: 'Id at the host',
    locale: 'Language',
    firstSeen: 'First seen',
    lastSeen: 'Last seen',
    justNow: 'Just now',
    attributes: 'From the host',
    signedAt: (when: string) => `Signed by the host ${when}`,
    yes: 'Yes',
    no: 'No',
    before: 'Before writing',
    page: 'Was on the page',
    browser: 'With',
    follows: 'Goes on from',
    read: 'Read',
    helped: { yes: 'It helped', partly: 'It partly helped', no: 'It did not help' },
    searched: 'Searched for',
    beforeEmpty: 'Read and searched nothing in the help center, or chose not to attach it.',
    earlier: 'Other tickets',
    earlierEmpty: 'This is the first ticket.',
  },
  merge: {
    review: 'Merge review',
    label: 'Account merge',
    look: 'Look at both accounts',
    lookAgain: 'Look again',
    openReview: 'Open the review',
    looked: (when: string) => `as the host said at ${when}`,
    asking: 'Asking the host for both accounts',
    beforeTitle: 'Both accounts, side by side',
    before:
      'The host is asked to describe them as they are now. Nothing is changed, and the trail says that you looked.',
    ends: 'This account ends',
    stays: 'This account stays',
    into: 'goes into',
    unknown: 'No such account',
    fields: 'Fields of both accounts',
    field: 'Field',
    differs: 'different',
    same: 'the same',
    nothing: 'not given',
    noAccount: '–',
    differences: (count: number) => (count === 1 ? '1 difference' : `${count} differences`),
    onlyDifferences: 'Only differences',
    name: 'Name',
    email: 'E-mail',
    emailVerified: 'E-mail proved',
    createdAt: 'Created',
    roles: 'Roles',
    noRoles: 'none',
    externalId: 'Id at the host',
    yes: 'Yes',
    no: 'No',
    was: (value: string) => `was ${value}`,
    moves: 'What moves',
    movesNothing: 'The host names nothing that would move.',
    warnings: 'Warnings',
    byHost: 'The host warns',
    byUs: 'Helpdock warns',
    proofs: 'Proofs',
    proofInto: (email: string) => `${email}: asked from a session that the host vouched for.`,
    proofFrom: (email: string) => `${email}: a code mailed to it was typed in.`,
    proofMissing: (email: string) => `${email}: not proved yet.`,
    trail: 'What happened so far',
    by: (who: string, contact: string): string =>
      who.startsWith('agent:') ? who.slice('agent:'.length) : (BY[who] ?? who).replace('{contact}', contact),
    noFromTitle: (email: string) => `The host knows no account with the address ${email}`,
    noFrom:
      'There is nothing to merge, so this cannot be approved. Reject it and say why, or ask the contact for the right address.',
    noIntoTitle: (email: string) => `The host does not know the account ${email} any more`,
    noInto: 'The account that should stay is gone, so this cannot be approved. Reject it and say why.',
    failedTitle: 'The host did not describe the accounts',
    changedTitle: 'The accounts changed since you looked',
    changed: 'Nothing was approved. What is marked below is new; decide on what you see now.',
    changedRead: 'I have read it',
    undecided: 'Nothing happens until you decide.',
    approve: 'Approve …',
    reject: 'Reject …',
    approveTitle: 'Approve this merge?',
    approveNow: 'Now: both addresses get a mail. Either of them can stop it.',
    approveThen: (span: string | null) =>
      span
        ? `In ${span}: Helpdock asks the host to merge. From then on it cannot be stopped here.`
        : 'After the cooling-off: Helpdock asks the host to merge. From then on it cannot be stopped here. The exact time stands in this ticket as soon as you approve.',
    approveAfter: (name: string) => `Then: ${name} and you read the host’s answer in this ticket.`,
    approveConfirm: (from: string) => `Approve: end ${from}`,
    rejectTitle: 'Reject this merge',
    rejectText: 'Both accounts stay as they are.',
    rejectReason: (name: string) => `Reason, which ${name} reads`,
    rejectHint: 'Say what was wrong and what to do instead.',
    rejectMissing: 'Write the reason: without it nobody knows what to do next.',
    rejectConfirm: 'Reject the merge',
    approvedBy: (name: string, when: string) => `Approved by ${name}, ${when}.`,
    runsIn: (left: string) => `The host is asked in ${left}`,
    runsNow: 'The host is about to be asked',
    runsAt: (when: string) => `That is ${when}. Until then either address can stop it.`,
    executing: 'The host was asked and has not given its result yet.',
    mergedText: (from: string, into: string) => `${from} has ended; everything it had is in ${into}.`,
    failedText: 'The host did not merge the accounts:',
    failedNext: 'Nothing was changed by us. Settle it with the host, then try again, or reject.',
    rejectedBy: (name: string, when: string) => `Rejected by ${name}, ${when}. The contact read this:`,
    cancelledText: 'It was stopped before the host was asked. Both accounts are as they were.',
    expiredText: 'The other address was not proved in time.',
    proofSentText: 'The contact has not typed the code mailed to the other address yet.',
    attempts: 'Requests to the host',
    attemptAt: 'When',
    attemptOutcome: 'Outcome',
    attemptTook: 'Took',
    status: (status: number) => `HTTP ${status}`,
    retry: 'Ask the host again',
    conflicts: 'Whose stays?',
    conflictsText: 'The account that remains can keep one of the two. What is not chosen is lost.',
    ofTheEnded: 'of the account that ends',
    ofTheOther: 'of the account that stays',
    losses: 'What would be lost',
    chooseFirst: (count: number) =>
      count === 1 ? 'Choose whose value stays above, then approve.' : `${count} choices above are open.`,
    twoNeeded: 'Two agents must approve this merge',
    secondOf: (name: string) => `${name} approved it. You would be the second.`,
    waitsForSecond: 'You approved it. Another agent has to approve it, too.',
    approveSecond: 'Approve, too …',
    approveFirst:
      'This is the first of two approvals. Nothing happens and nobody is told until another agent approves the same.',
    approveFirstConfirm: 'Approve as the first of two',
    approvedFoot: 'Until the host is asked, you can still say no.',
    hurry: 'End the waiting …',
    hurryDialog: {
      title: 'Ask the host now?',
      text: 'The rest of the waiting time is left out. Both addresses are told, and can hardly stop it any more.',
      label: 'Reason, which stands in the trail',
      hint: 'Only admins can do this.',
      missing: 'Write the reason: without it the waiting goes on.',
      confirm: 'Ask the host now',
      trouble: 'The waiting goes on.',
    },
    undo: 'Take it back …',
    undoUntil: (when: string) => `The host can take this merge back until ${when}.`,
    undoDialog: {
      title: 'Take this merge back?',
      text: 'Another agent has to agree; then the host is asked. Both addresses are told of each step.',
      label: 'Reason, which stands in the trail',
      hint: 'Say what was wrong with the merge.',
      missing: 'Write the reason: the agent who has to agree reads it.',
      confirm: 'Ask for it',
      trouble: 'Nothing was asked for.',
    },
    undoWaits: 'You asked for it. Another agent has to agree.',
    undoAskedBy: (name: string) => `${name} wants to take the merge back.`,
    undoAgree: 'Agree',
    undoDecline: 'Decline …',
    declineDialog: {
      title: 'Leave it merged?',
      text: 'The accounts stay one. Both addresses are told that nothing was changed.',
      label: 'Reason, which stands in the trail',
      hint: 'Who asked for it reads this.',
      missing: 'Write the reason: who asked for it needs to know.',
      confirm: 'Leave it merged',
      trouble: 'It is still open.',
    },
    undoReason: (name: string) => `${name} asked to take the merge back:`,
    undoAgreed: (name: string) => `${name} agreed. The host was asked and has not answered yet.`,
    undoneText: (from: string) => `The host took the merge back: ${from} is an account of its own again.`,
    undoRefusedText: 'The merge was not taken back:',
    proofToken: (email: string) => `${email}: the host signed for who was logged in there.`,
    network: (network: string) => `from ${network}`,
    vouched: (when: string) => `the host’s word was of ${when}`,
    earlier: 'Earlier requests of this contact',
    takeTrail: 'Download the trail',
    tookMs: (ms: number) => (ms < 1_000 ? `${ms} ms` : `${(ms / 1_000).toFixed(1)} s`),
  },
  hours: {
    title: 'Opening hours',
    onlyAdmins: 'Admins set the opening hours',
    notRead: 'The opening hours could not be read',
    noneTitle: 'No opening hours are set',
    none: 'Students then read nothing about when somebody is there. Set them, and outside of them the widget says when you are back.',
    begin: 'Set opening hours',
    openNow: ({ day }: { day: string }, time: string) => `Open now. You close ${day} at ${time}, your time.`,
    opensLater: ({ day, isNear }: { day: string; isNear: boolean }, time: string) =>
      `Closed now. Students read that you are back ${isNear ? '' : 'on '}${day} at ${time}, your time.`,
    previewNone: 'What students read stands here once the hours are complete.',
    zone: 'Time zone',
    zoneHint: 'The hours below are on this clock. Each student reads them on their own.',
    week: 'Every week',
    weekHint: 'Over midnight: one span until 00:00, and one from 00:00 on the next day.',
    closed: 'Closed',
    open: 'Open on this day',
    addSpan: 'Add a span',
    copyToFriday: 'Copy to Tuesday to Friday',
    from: (day: string) => `${day}: from`,
    to: (day: string) => `${day}: to`,
    removeSpan: (day: string) => `${day}: remove this span`,
    holidays: 'Holidays and other days',
    holidaysHint: 'Days that are unlike their weekday: closed, or with hours of their own.',
    date: 'Date',
    name: 'Name',
    nameHint: 'Christmas Day',
    aHoliday: 'This day',
    addHoliday: 'Add a day',
    removeHoliday: (name: string) => `Remove ${name}`,
    save: 'Save',
    takeAway: 'Take the hours away',
    noHours: 'Set no hours',
    discard: 'Discard changes',
    saved: 'The opening hours are saved; every open widget has them now.',
    takenAway: 'No opening hours are set any more.',
    notSaved: 'The opening hours were not saved.',
    lastChanged: (name: string, day: string, time: string) => `Last changed by ${name}, ${day} at ${time}.`,
    changedMeanwhile: 'Somebody else saved other hours while you were editing. Nothing of yours is lost yet.',
    takeTheirs: 'Show theirs and drop mine',
    keepMine: 'Save mine over theirs',
    faults: (count: number) => (count === 1 ? 'One entry needs mending.' : `${count} entries need mending.`),
    wrong: {
      zone: 'There is no such time zone.',
      clock: 'Type both times.',
      order: 'It ends before it begins.',
      overlap: 'It begins before the span above has ended.',
      date: 'Choose a date.',
      date_twice: 'This date is there twice.',
      name: 'Give the day a name.',
      never: 'With these hours nobody is ever there. Add a span, or set no hours.',
    },
  },
  rating: {
    scores: ['Very bad', 'Bad', 'Okay', 'Good', 'Very good'],
    rated: (name: string, score: string) => `${name} rated this: ${score}`,
    changed: 'changed later',
    short: (score: string) => `Rated: ${score}`,
  },
  keys: {
    title: 'Keyboard shortcuts',
    letters: 'Single-letter shortcuts',
    groups: {
      list: 'In the list',
      ticket: 'On a ticket',
      writing: 'While writing',
      anywhere: 'Anywhere',
    },
    next: 'Next ticket',
    previous: 'Previous ticket',
    open: 'Open it',
    reply: 'Reply',
    note: 'Write a note',
    solve: 'Solve or reopen',
    assign: 'Assign to me',
    contact: 'Show or hide the contact',
    send: 'Send the reply, save the note',
    editLast: 'Edit your last message, from an empty box',
    leave: 'Leave the box; the draft stays',
    keys: 'These shortcuts',
    or: 'or',
  },
  done: {
    solved: (number: number) => `#${number} is solved.`,
    reopened: (number: number) => `#${number} is open again.`,
    assigned: (number: number, name: string | null) =>
      name ? `#${number} is assigned to ${name}.` : `#${number} is assigned to nobody.`,
  },
  trouble: {
    solve: (number: number) => `#${number} was not solved.`,
    reopen: (number: number) => `#${number} was not reopened.`,
    assign: (number: number) => `#${number} was not assigned.`,
    approve: 'The merge was not approved.',
    reject: 'The merge was not rejected.',
    retry: 'The host was not asked again.',
    undo: 'The host was not asked.',
    logOut: 'You are still logged in.',
  },
  news: {
    opened: (name: string, subject: string) => `New ticket from ${name}: ${subject}`,
    message: (name: string, text: string) => `${name}: ${text}`,
  },
} as const

const BY: Record<string, string> = {
  contact: '{contact}',
  host: 'The host',
  system: 'Helpdock',
  'mail link': 'The link in the mail',
}

/** A line that the system wrote, as agents read it. `when` formats an instant. */
export function activitySentence(activity: Activity, when: (at: string) => string): string {
  const { name, reason, executeAt, fromEmail, intoEmail } = activity.details
  switch (activity.code) {
    case 'ticket.assigned':
      return `${name || 'An agent'} has this ticket now`
    case 'ticket.solved':
      return name ? `${name} solved this ticket` : 'This ticket was solved'
    case 'ticket.reopened':
      return name ? `${name} reopened this ticket` : 'This ticket was reopened'
    case 'merge.requested':
      return fromEmail && intoEmail
        ? `Asked to merge ${fromEmail} into ${intoEmail}`
        : 'Asked for an account merge'
    case 'merge.approved':
      return executeAt ? `The merge was approved and is due ${when(executeAt)}` : 'The merge was approved'
    case 'merge.rejected':
      return reason ? `The merge was rejected: ${reason}` : 'The merge was rejected'
    case 'merge.cancelled':
      return 'The merge was stopped'
    case 'merge.completed':
      return fromEmail && intoEmail ? `${fromEmail} was merged into ${intoEmail}` : 'The accounts were merged'
    case 'merge.failed':
      return reason ? `The merge failed: ${reason}` : 'The merge failed'
    case 'merge.returned':
      return 'The accounts changed before the merge: it has to be decided anew'
    case 'merge.undone':
      return fromEmail
        ? `The merge was taken back: ${fromEmail} is an account again`
        : 'The merge was taken back'
  }
}

/** The same lines in the width of a list row. */
export function activityInBrief(code: string, name: string): string {
  return BRIEF[code]?.(name) ?? ''
}

const BRIEF: Record<string, (name: string) => string> = {
  'ticket.assigned': (name) => `${name || 'An agent'} took it`,
  'ticket.solved': (name) => (name ? `${name} solved it` : 'Solved'),
  'ticket.reopened': (name) => (name ? `${name} reopened it` : 'Reopened'),
  'message.deleted': (name) => `${name} deleted a message`,
  'merge.requested': () => 'Asks for a merge; proved both addresses',
  'merge.approved': () => 'Merge approved',
  'merge.rejected': () => 'Merge rejected',
  'merge.cancelled': () => 'Merge stopped',
  'merge.completed': () => 'Accounts merged',
  'merge.failed': () => 'Merge failed',
}

const FILE_REASONS: Record<string, string> = {
  lost: 'The page was reloaded before this was uploaded. Choose it again.',
  'attachment.too_large': 'Larger than 10 MB.',
  'attachment.kind': 'Not taken: only images, PDF, text, Word, Excel and PowerPoint files without macros.',
  'attachment.damaged': 'This image cannot be read.',
  'session.missing': 'Your session has ended. Log in again.',
  'session.ended': 'Your session has ended. Log in again.',
}

/** Why something was refused and what to do, in a sentence for agents. */
export function sentenceOf(error: unknown): string {
  const code = error instanceof Refused ? error.code : 'server.bug'
  const sentence = REASONS[code] ?? 'The server refused it.'
  // What the host did is said by the server: an agent can pass it on.
  return code === 'host.unreachable' && error instanceof Error ? `${sentence} ${error.message}` : sentence
}

export const sentenceOfCode = (code: Refused['code']): string => sentenceOf(new Refused(code, ''))

const REASONS: Record<string, string> = {
  'merge.undecided': 'A choice between the two accounts is still open.',
  'merge.no_undo': 'This merge cannot be taken back: the host cannot, or the time for it is over.',
  'line.lost':
    'The connection was lost before the server answered. Look whether it was done, then try again.',
  'line.slow': 'The server did not answer in time. Look whether it was done, then try again.',
  'session.missing': 'Your session has ended. Log in again.',
  'session.ended': 'Your session has ended. Log in again.',
  'caller.forbidden': 'You may not do this. Nobody decides about their own accounts, and only agents answer.',
  not_found: 'There is no such ticket any more.',
  'request.too_many': 'That was too often in a short time. Wait a moment and try again.',
  'request.too_large': 'The text is longer than the server takes. Shorten it.',
  'request.malformed': 'The server did not understand it. Reload the page and try again.',
  'client_id.reused': 'The same message was sent before with another text. Take it back and send it anew.',
  'message.too_late': 'A message can be changed for five minutes after it was sent, and they are over.',
  'attachment.missing': 'A file was not kept. Take the message back and attach it anew.',
  'hours.changed': 'Somebody else saved other hours meanwhile.',
  'hours.invalid': 'The server does not take these hours.',
  'ticket.wrong_state': 'The ticket was changed by somebody else meanwhile.',
  'merge.wrong_state': 'The request was decided or stopped meanwhile.',
  'merge.no_account': 'The host did not describe the two accounts that were proved.',
  'merge.same_account': 'Both addresses belong to the same account at the host.',
  'merge.preview_changed': 'The accounts changed since you looked. Look again.',
  'host.unreachable': 'The host did not answer as expected.',
  'store.failed': 'The server could not write it down. Nothing was changed; try again in a moment.',
  'server.draining': 'The server is restarting. Try again in a moment.',
  'server.bug':
    'Something went wrong in the server; it was logged. Try again, and tell your operator if it stays.',
}
