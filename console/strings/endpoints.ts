// The words of endpoints for webhooks.

import type { EndpointEvent, EndpointFault } from '../../protocol/settings/endpoint-rules.ts'

const events = {
  'ticket.opened': 'A ticket is opened',
  'message.created': 'Somebody writes, a contact or an agent',
  'ticket.assigned': 'A ticket is assigned',
  'ticket.solved': 'A ticket is solved',
  'ticket.reopened': 'A ticket is opened again',
  'ticket.rated': 'A contact rates a solution',
  'sla.breached': 'A promised time is missed',
} as const satisfies Record<EndpointEvent, string>

const short = {
  'ticket.opened': 'tickets opened',
  'message.created': 'messages',
  'ticket.assigned': 'tickets assigned',
  'ticket.solved': 'tickets solved',
  'ticket.reopened': 'tickets opened again',
  'ticket.rated': 'ratings',
  'sla.breached': 'promises missed',
} as const satisfies Record<EndpointEvent, string>

export const endpoints = {
  notRead: 'The endpoints could not be read',
  title: 'Endpoints',
  hint: 'Addresses of your servers that are told what happens at this desk: which ticket it is about, never what people wrote. Each delivery is signed, and tried again for a day where nobody answers. What takes nothing for five days is switched off.',
  none: 'None was added. Nothing is told to anybody.',
  fixed:
    'Set by the operator (WEBHOOK_URL). Asked about account merges and forms, told of promises that were missed; it cannot be changed here.',
  events,
  tells: (chosen: readonly EndpointEvent[]) => `Told of: ${chosen.map((one) => short[one]).join(', ')}`,
  oldSecret: (at: string) => `Signed with the old secret, too, until ${at}`,
  last: (state: string, at: string) => `Last: ${state}, ${at}`,
  never: 'Nothing was sent lately',
  paused: 'Paused',
  failing: (since: string, days: number) =>
    `Has taken nothing since ${since}. After ${days} days of that it is switched off.`,
  offSince: (at: string, since: string, outcome: string, status: number | null) =>
    `Switched off on ${at}: from ${since} on it took nothing. The last time: ${outcome}${status === null ? '' : ` (${status})`}. What happens meanwhile is not sent later.`,
  off: 'Switched off',
  on: 'Switch on',
  onOf: (url: string) => `Switch on: ${url}`,
  isOn: (tested: string) => `It is told again what happens from now on. ${tested}`,
  onAndFailed: (failed: string) => `It is switched on. ${failed}`,
  add: 'Add an endpoint',
  addTitle: 'A new endpoint',
  change: 'Change',
  changeTitle: 'Change the endpoint',
  actions: (url: string) => `${url}: what can be done`,
  test: 'Send a test',
  pause: 'Pause',
  resume: 'Go on',
  renew: 'New secret …',
  remove: 'Remove …',

  url: 'Address',
  urlHint:
    'https:// and the address of your server. Private networks are not reached from here; the operator may set such an address.',
  example: 'https://hooks.school.edu/helpdock',
  which: 'Tell it when',
  noEvent: 'Choose one at least.',
  does: (url: string, count: number) =>
    count === 0
      ? 'It would be told nothing.'
      : `From now on ${url || 'this address'} is told of ${count === 1 ? 'one kind of event' : `${count} kinds of events`}, within seconds.`,
  save: 'Save',
  cancel: 'Cancel',
  saved: 'The endpoint is saved.',
  notSaved: 'The endpoint was not saved.',
  isPaused: 'Nothing is sent to it any more; what happens meanwhile is not sent later.',
  goesOn: 'It is told again what happens from now on.',
  removed: 'The endpoint is removed.',
  notDone: 'That was not done.',

  secretTitle: 'The secret of this endpoint',
  secretOnce:
    'It is shown this once. Your server checks with it that a delivery comes from here; whoever has it can pretend to be us.',
  copy: 'Copy',
  copied: 'Copied',
  kept: 'I have kept it',
  renewTitle: 'Make a new secret?',
  renewText: (hours: number) =>
    `For ${hours} hours each delivery is signed with the old secret and the new one, and either will do; after that with the new one alone. Take it over at your server within that time.`,
  renewIt: 'Make a new secret',
  notRenewed: 'The new secret was not made.',
  removeTitle: 'Remove this endpoint?',
  removeText: (url: string) =>
    `${url} is told nothing any more. What is on its way to it is given up; its deliveries stay in the log.`,
  removeIt: 'Remove',
  notRemoved: 'It was not removed.',

  tested: (url: string, status: number | null, ms: number) =>
    `${url} took the test${status === null ? '' : ` (${status})`} in ${ms} ms.`,
  testFailed: (url: string, outcome: string, status: number | null) =>
    `${url} did not take the test: ${outcome}${status === null ? '' : ` (${status})`}.`,
  wrong: {
    empty: 'Write https:// and the address.',
    no_scheme: 'Write it with https:// in front.',
    scheme: 'Webhooks go by https; this is something else.',
    insecure: 'Use https: what goes by http can be read and changed on its way.',
    user: 'Leave out users, passwords and what follows a #.',
    unreadable: 'This is no address. Look for a slip.',
  } satisfies Record<EndpointFault, string>,
} as const
