// The words of how tickets stand to each other: linked, or of one cause. They come with what shows them.

import { type Denial, learnReasons } from './reasons.ts'

learnReasons({
  'ticket.other_contact': 'Only tickets of the same contact can be merged.',
  'ticket.account_merge': 'An account merge request cannot be merged with other tickets.',
  'links.too_many': 'A ticket is linked with at most fifty others.',
})

export const relating = {
  related: 'Related tickets',
  link: 'Link a ticket',
  unlink: (number: number) => `Unlink #${number}`,
  linked: (number: number, other: number) => `#${number} and #${other} are linked.`,
  unlinked: (number: number, other: number) => `#${number} and #${other} are linked no more.`,
  notLinked: (number: number): Denial => `#${number} was not linked.`,
  notUnlinked: (number: number): Denial => `#${number} was not unlinked.`,
  find: 'Number or words',
  found: 'Tickets',
  none: 'No other ticket has all of these words.',
  asking: 'Searching …',
  offline: 'Finding others needs the connection.',
  linkTitle: (number: number) => `Link #${number} with`,
  linkHint: 'Agents see it at both tickets. Contacts never do.',
  ofContact: (name: string) => `Tickets of ${name}`,

  cause: 'Cause',
  causeOf: (number: number) => `Tickets caused by #${number}`,
  causeTitle: (tickets: string) => `What causes ${tickets}?`,
  causeHint:
    'The ticket you choose becomes a tracker: one update from it reaches all that are attached. Contacts see nothing of it.',
  trackers: 'Trackers',
  noTrackers: 'There is no tracker yet. Find the ticket that is to be one.',
  attached: (tickets: string, count: number, tracker: number) =>
    `${tickets} ${count === 1 ? 'is' : 'are'} attached to #${tracker}.`,
  detached: (tickets: string, count: number) =>
    `${tickets} ${count === 1 ? 'has' : 'have'} no cause any more.`,
  notAttached: (tickets: string): Denial => `${tickets} could not be attached.`,
  detach: (number: number) => `Take #${number} away`,
  makeTracker: (number: number) => `Make #${number} a tracker`,
  endTracker: 'End the tracker',
  isTracker: (number: number) => `#${number} is a tracker.`,
  isNoTracker: (number: number) => `#${number} is no tracker any more.`,
  notTracked: (number: number): Denial => `#${number} was not changed.`,
  someLeft: (count: number) =>
    count === 1
      ? 'One was left: it is a tracker itself, or is gone.'
      : `${count} were left: they are trackers themselves, or are gone.`,
  more: (count: number) => `Show ${count} more`,

  tracker: 'Tracker',
  count: (count: number) => `${count} ${count === 1 ? 'ticket' : 'tickets'} attached`,
  noneAttached: 'No ticket is attached yet: press B on one.',
  update: 'Update all',
  updateTitle: (count: number) => `Update ${count === 1 ? 'one ticket' : `${count} tickets`}`,
  updateLabel: 'What their contacts read',
  updateHint: (isMailed: boolean) =>
    `Each gets it as a reply in their own ticket${isMailed ? ', and by mail if they do not see it' : ''}. Nobody sees who else got it. Solved tickets are left out.`,
  toOwn: (name: string) => `${name}, whose ticket this is, gets it too`,
  solves: 'Solve them all with it',
  solvesHint: 'A ticket with a message that nobody has read, or a merge under way, stays open.',
  send: (count: number) => (count === 1 ? 'Send to one ticket' : `Send to ${count} tickets`),
  notSent: 'The update was not sent.',
  textMissing: 'Write what they are to read.',
  startsIn: (seconds: number) => `Goes out in ${seconds} s`,
  heldAloud: 'Goes out in ten seconds; until then it can be taken back.',
  sending: (done: number, total: number) => `${done} of ${total} …`,
  by: (name: string, snippet: string) => `${name}: ${snippet}`,
  splitUnread: 'The messages could not be read',
  splitOffline: 'Splitting one off needs the connection. They come as soon as it is back.',
  splitTitle: (number: number) => `Split off from #${number}`,
  splitFrom: (name: string) => `Which message of ${name}?`,
  nothingToSplit: (name: string) => `${name} has written nothing in what is shown of this ticket.`,
  withLater: (count: number) =>
    count === 1 ? 'With the message after it' : `With the ${count} messages after it`,
  splitType: 'What it is about',
  splitSubject: 'Subject',
  splitHint: (name: string, number: number) =>
    `${name} reads it. The message stays in #${number}, too, and both tickets say where the other is.`,
  split: 'Open ticket',
  notSplit: 'The ticket was not opened.',
  wasSplit: (number: number, before: number) => `#${number} is open; it goes on from #${before}.`,

  causedBy: (number: number) => `Caused by #${number}`,
  mergedInto: (number: number) => `Merged into #${number}`,
  open: (number: number) => `Open #${number}`,
  mergeTitle: (number: number) => `Merge #${number} into`,
  mergeHint: (name: string) => `Only unsolved tickets of ${name}.`,
  noOthers: (name: string) => `${name} has no other unsolved ticket.`,
  sureTitle: (number: number, into: number) => `Merge #${number} into #${into}?`,
  closes: 'Closes',
  goesOn: 'Goes on',
  sure: (name: string, number: number, into: number) => [
    `${name} reads in #${number} that it goes on in #${into}, and in #${into} that it does. What was written in #${number} stays there, for both sides to read.`,
    `What ${name} writes into #${number} from now on arrives in #${into}.`,
    `#${into} takes over who waits since when, tags and the higher priority; an assignee and a cause where it has none.`,
    'This cannot be undone.',
  ],
  turnRound: 'The other way round',
  merge: (number: number) => `Merge into #${number}`,
  notMerged: 'The tickets were not merged.',
  merged: (number: number, into: number) => `#${number} goes on in #${into}.`,
  chooseAnother: 'Another ticket',
  undo: 'Undo',
  sendNow: 'Send now',
  stop: 'Stop',
  stopped: 'It is stopped. Who has it already keeps it.',
  takenBack: 'Nobody got it.',
  notStopped: 'It could not be stopped.',
} as const
