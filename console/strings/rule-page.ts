// The words of the page on which rules are made: what one does, said as a sentence.

import type { TicketFilter } from '../../protocol/desk/filters.ts'
import type {
  LeftOut,
  RuleAction,
  RuleConditions,
  RuleFields,
  RuleTrigger,
} from '../../protocol/desk/rules.ts'
import type { Promised } from '../../protocol/desk/sla.ts'
import { type FilterNames, filterParts, filterWords } from './filter-sentence.ts'

/** The names of this desk: of types, agents and macros. */
export interface Names extends FilterNames {
  macro: (id: string) => string
}

const and = (words: readonly string[]) => new Intl.ListFormat('en', { type: 'conjunction' }).format(words)
const or = (words: readonly string[]) => new Intl.ListFormat('en', { type: 'disjunction' }).format(words)
const times = (count: number) => (count === 1 ? 'once' : count === 2 ? 'twice' : `${count} times`)
const tickets = (count: number) => (count === 1 ? '1 ticket' : `${count.toLocaleString('en')} tickets`)

const PROMISES: Record<Promised, string> = {
  first_reply: 'the first reply',
  next_reply: 'the next reply',
  solution: 'the solution',
}

function whenSentence(when: RuleTrigger): string {
  switch (when.on) {
    case 'rated':
      return when.atMost === 5
        ? 'a contact rates a solution'
        : `a contact rates a solution with ${when.atMost === 1 ? '1' : `${when.atMost} or less`} of 5`
    case 'waited': {
      const time = `${filterWords.waits(when.minutes)}${when.hours === 'opening_hours' ? ' of opening hours' : ''}`
      return when.whom === 'agent'
        ? `a contact has waited ${time} for an answer`
        : `a ticket has waited ${time} for its contact`
    }
    case 'promise':
      return when.minutesBefore === 0
        ? `${PROMISES[when.promise]} was not there in time`
        : `${PROMISES[when.promise]} is due in ${filterWords.waits(when.minutesBefore)}`
    default:
      return WHEN[when.on]
  }
}

const WHEN = {
  ticket_opened: 'a ticket is opened',
  contact_wrote: 'a contact writes',
  agent_replied: 'an agent replies',
  assigned: 'a ticket is assigned',
  solved: 'a ticket is solved',
  reopened: 'a ticket is opened again',
  snoozed: 'a ticket is put aside',
  tags_changed: 'tags of a ticket change',
  priority_changed: 'the priority of a ticket changes',
  team_changed: 'a ticket is given to a team',
} as const

function actionSentence(action: RuleAction, names: Names): string {
  switch (action.do) {
    case 'priority':
      return `set the priority to ${filterWords.priorities[action.to]}`
    case 'tag':
      return action.add ? `add the tag “${action.add}”` : 'add a tag'
    case 'untag':
      return action.remove ? `take the tag “${action.remove}” away` : 'take a tag away'
    case 'assign':
      return action.to === 'nobody'
        ? 'assign it to nobody'
        : `assign it to ${action.to ? names.agent(action.to) : 'somebody'}`
    case 'team':
      return action.to ? `give it to the team ${action.to}` : 'give it to a team'
    case 'solve':
      return 'solve it'
    case 'snooze':
      return action.days === null
        ? 'snooze it until the contact writes'
        : `snooze it for ${filterWords.waits(action.days * 1_440)}`
    case 'note':
      return 'write a note'
    case 'reply':
      return 'send an automatic reply'
    case 'macro':
      return action.macroId
        ? `send “${names.macro(action.macroId)}” as an automatic reply`
        : 'send the reply of a macro'
  }
}

function conditionWords({ filter, words, desk }: RuleConditions, names: Names): string {
  const parts = filterParts(filter as TicketFilter, names)
  return [
    ...(parts.length > 0 ? [`on tickets ${parts.join(', ')}`] : []),
    ...(words ? [`where ${or(words.map((word) => `“${word}”`))} stands`] : []),
    ...(desk ? [`while the desk is ${desk}`] : []),
  ].join(', ')
}

export const rulePage = {
  title: 'Rules',
  toList: 'Back to the rules',
  add: 'New rule',
  noneTitle: 'No rules yet',
  none: 'A rule does by itself what agents do again and again: when something happens, if it is so, then that.',
  notRead: 'The rules could not be read',
  chooseTitle: 'Choose a rule',
  choose: 'They run from top to bottom, and each finds what those above it have done.',
  sentence: ({ when, conditions, actions }: RuleFields, names: Names): string => {
    const only = conditionWords(conditions, names)
    const done = and(actions.map((action) => actionSentence(action, names)))
    return `When ${whenSentence(when)}${only && `, ${only}`}: ${done || 'nothing yet'}.`
  },
  actions: (actions: readonly RuleAction[], names: Names) =>
    and(actions.map((action) => actionSentence(action, names))),
  on: 'On',
  off: 'Off',
  ran: (count: number, ago: string) => (count ? `has run ${times(count)}, last ${ago}` : 'has not run yet'),
  trouble: (number: number, why: LeftOut) => `On ticket #${number} something was left out: ${LEFT_OUT[why]}`,
  leftOut: (why: LeftOut) => LEFT_OUT[why],
  editTitle: (name: string) => name || 'New rule',
  name: 'Name',
  nameHint: 'Agents read it where the rule has done something; contacts never do.',
  nameMissing: 'Give it a name.',
  when: 'When',
  whens: {
    ...WHEN,
    rated: 'a contact rates a solution',
    waited: 'somebody has waited for a time',
    promise: 'something promised is due, or late',
  } satisfies Record<RuleTrigger['on'], string>,
  whenHint: {
    contact_wrote: 'The first message of a ticket, too.',
    tags_changed: 'By a person. Which tag it is then, the conditions say.',
    priority_changed: 'By a person. Which priority it is then, the conditions say.',
    team_changed: 'By a person, not when it is opened. Which team it is then, the conditions say.',
    waited:
      'Once for each wait. What has waited longer already when the rule is switched on is left as it is.',
    promise: 'As the types of tickets promise it.',
  } as Partial<Record<RuleTrigger['on'], string>>,
  happened: 'What happens',
  atMost: 'With at most',
  ofFive: (score: number) => `${score} of 5`,
  whom: 'Who waits',
  whoms: { agent: 'a contact, for an answer', contact: 'an agent, for the contact' },
  howLong: 'How long',
  units: { 1: 'minutes', 60: 'hours', 1440: 'days' } as Record<number, string>,
  unit: 'Unit',
  counts: 'What counts',
  hours: { opening_hours: 'opening hours', calendar: 'all time' },
  promise: 'Promised time',
  promises: PROMISES,
  before: 'How near',
  befores: (minutes: number) => (minutes === 0 ? 'it was missed' : `${filterWords.waits(minutes)} before`),
  only: 'If',
  onlyHint: 'None chosen: for all tickets. What is chosen holds at the moment at which it happens.',
  words: 'saying any of',
  wordsHint: 'locked out, password',
  desk: 'while the desk',
  desks: { '': 'is open or closed', open: 'is open', closed: 'is closed' },
  does: 'Then',
  kinds: {
    priority: 'Set the priority',
    tag: 'Add a tag',
    untag: 'Take a tag away',
    assign: 'Assign to',
    team: 'Give to the team',
    solve: 'Solve it',
    snooze: 'Snooze it',
    note: 'Write a note',
    reply: 'Send a reply',
    macro: 'Send a macro’s reply',
  } satisfies Record<RuleAction['do'], string>,
  kind: 'What is done',
  addAction: 'Do something more',
  removeAction: (kind: string) => `Take away: ${kind}`,
  nobody: 'nobody',
  tag: 'Tag',
  missing: {
    tag: 'Write the tag that it adds.',
    untag: 'Write the tag that it takes away.',
    assign: 'Choose to whom it assigns.',
    team: 'Choose the team.',
    macro: 'Choose the macro.',
    note: 'Write the note.',
    reply: 'Write the reply.',
  } as Partial<Record<RuleAction['do'], string>>,
  chooseAgent: 'Choose an agent',
  chooseTeam: 'Choose a team',
  chooseMacro: 'Choose a macro',
  gone: 'Not there any more',
  snoozes: { 1: 'for a day', 3: 'for 3 days', 7: 'for 7 days', 14: 'for 14 days' } as Record<number, string>,
  untilWrites: 'until the contact writes',
  noteText: 'Note',
  replyText: 'Reply',
  hints: {
    solve: 'Only what waits for its contact: what waits for an answer, and a merge, is left alone.',
    snooze: 'Only what waits for its contact: what waits for an answer, and a merge, is left alone.',
    note: 'Only agents read it. @Name tells a colleague.',
    reply:
      'The contact reads it as “Automatic reply”, once a ticket. It is no answer: the ticket waits as before. Places: {{contact.first_name|there}}, {{ticket.number}}.',
    macro:
      'The contact reads it as “Automatic reply”, once a ticket. It is no answer: the ticket waits as before.',
  } as Partial<Record<RuleAction['do'], string>>,
  trial: 'Dry run',
  trialHint: 'What this rule would have done to the tickets of the last 30 days. Nothing is changed by it.',
  saveFirst: 'Save it first; then it can be tried as it stands.',
  tryIt: 'Try it',
  tryAgain: 'Try it again',
  stop: 'Stop',
  mustTry: 'Try it first, and look at what it would have done.',
  trialGone: 'It did not end, so the rule cannot be switched on yet.',
  looked: (count: number, day: string) => `Looked at ${tickets(count)}, back to ${day} …`,
  stopped: (count: number) => `Stopped after ${tickets(count)}.`,
  result: (runs: number, of: number, looked: number) =>
    looked === 0
      ? 'There were no tickets in the last 30 days.'
      : runs === 0
        ? `Of ${tickets(looked)} it would have changed none.`
        : `It would have run ${times(runs)}, on ${of === looked ? '' : `${of.toLocaleString('en')} of `}${tickets(looked)}.`,
  triedBy: (name: string, ago: string) => `Tried by ${name}, ${ago}. Try it again to see the tickets.`,
  hits: 'Tickets',
  hit: (count: number, when: string) => (count > 1 ? `${times(count)}, first ${when}` : when),
  left: (what: string, why: string) => `Left out: ${what} (${why})`,
  more: (count: number) => `Show more (${count.toLocaleString('en')})`,
  create: 'Create rule',
  switchesOff: 'With this change the rule is off until it was tried again.',
  removeText: 'It does nothing any more. What it has done stays as it is.',
  saved: (name: string) => `“${name}” is saved.`,
  switched: (name: string, isOn: boolean) => `“${name}” is ${isOn ? 'on' : 'off'} now.`,
  notRemoved: 'The rule was not deleted.',
  notMoved: 'The rule was not moved.',
  notSwitched: 'The rule was not switched.',
  notTried: 'The dry run was not finished.',
  up: 'Let it run earlier',
  down: 'Let it run later',
} as const

const LEFT_OUT: Record<LeftOut, string> = {
  waits_for_answer: 'the ticket waits for an answer',
  merge: 'the ticket belongs to an account merge',
  told_before: 'it had written to the contact before',
  too_many_tags: 'the ticket has as many tags as it can have',
  agent_gone: 'the agent is not there any more',
  team_gone: 'the team is not there any more',
  macro_gone: 'the macro is not there any more, or cannot be sent by itself',
  no_text: 'nothing was left to send',
}
