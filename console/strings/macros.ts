// The words of macros: the list from which they are inserted, and the page on which they are made.

import type { Agent } from '../../protocol/entities.ts'
import type { MacroTextFault } from '../../protocol/macro-text.ts'
import type { MacroAction } from '../../protocol/macros.ts'

export const inserter = {
  open: 'Insert a macro or an article (;)',
  label: 'Macros and articles',
  find: 'Find a macro or an article',
  macros: 'Macros',
  articles: 'Articles',
  fits: 'for this type',
  wholeArticle: 'Article',
  onlyActs: 'No text, only actions',
  none: 'There are no macros for this kind of ticket yet. Type to find an article.',
  noneFound: 'No macro and no article has these words.',
  notRead: 'The macros could not be read.',
  note: 'A note: only agents see it',
  asLink: 'Inserted as a link; in the widget it opens beside the conversation.',
  whenSent: 'When sent:',
  whenSaved: 'When saved:',
  without: (action: string) => `Without: ${action}`,
  insert: 'Insert',
  back: 'Back',
  answerMissing: 'This has to be answered.',
} as const

const PRIORITIES = { low: 'low', normal: 'normal', high: 'high', urgent: 'urgent' } as const

/** What an action does, as a line of a list. */
export function actionSentence(action: MacroAction, agents: readonly Agent[]): string {
  if (action.do === 'priority') return `Priority ${PRIORITIES[action.to]}`
  if (action.do === 'state') return action.to === 'solved' ? 'Solve' : 'Keep open'
  if (action.to === 'me') return 'Assign to me'
  if (action.to === 'nobody') return 'Assign to nobody'
  const name = agents.find(({ id }) => id === action.to)?.name
  return name ? `Assign to ${name}` : 'Assign to an agent who is not there any more'
}

export const macros = {
  title: 'Macros',
  add: 'New macro',
  find: 'Find a macro',
  noneTitle: 'No macros yet',
  none: 'Save a reply that is written again and again; names and numbers are filled in.',
  noneFound: 'No macro has these words.',
  notRead: 'The macros could not be read',
  chooseTitle: 'Choose a macro',
  choose: 'Or make a new one: a reply that agents insert with one key.',
  shared: 'For everybody',
  own: 'Only mine',
  uses: (times: number) => (times === 1 ? 'sent once' : `sent ${times} times`),
  neverUsed: 'not sent yet',
  note: 'Note',
  acts: (count: number) => (count === 1 ? '1 action' : `${count} actions`),
  editTitle: (name: string) => name || 'New macro',
  name: 'Name',
  nameHint: 'As agents look for it: “Ask which rotation”.',
  as: 'Inserted as',
  asReply: 'Reply',
  asNote: 'Note for agents',
  whose: 'For whom',
  whoseFixed: 'Whose a macro is stays as it is.',
  text: 'Text',
  insertPlace: 'Insert a place',
  placeHint:
    'What may be missing says what stands there instead: {{contact.first_name|there}}. A question is asked when it is inserted.',
  places: {
    'contact.first_name': 'First name of the contact',
    'contact.name': 'Name of the contact',
    'contact.email': 'E-mail address of the contact',
    'ticket.number': 'Number of the ticket',
    'ticket.subject': 'Subject of the ticket',
    'ticket.type': 'Type of the ticket',
    'agent.first_name': 'Your first name',
    'agent.name': 'Your name',
  } as Record<string, string>,
  placeOfField: (label: string) => `Answer: ${label}`,
  placeOfAttribute: 'Attribute of the host: school',
  placeOfQuestion: 'Ask something',
  otherwise: {
    'contact.first_name': 'there',
    'contact.name': 'there',
    'contact.email': 'your address',
  } as Record<string, string>,
  otherwiseOfField: 'what you wrote',
  aQuestion: 'Which one?',
  actions: 'When it is sent',
  assign: 'Assign to',
  assignKeep: 'As it is',
  assignMe: 'Who sends it',
  assignNobody: 'Nobody',
  priority: 'Priority',
  state: 'State',
  stateKeep: 'Waiting on contact',
  stateKeepNote: 'As it is',
  stateOpen: 'Open',
  stateSolved: 'Solved',
  types: 'Offered for',
  typesHint: 'None chosen: for all.',
  teams: 'Teams',
  preview: 'Preview',
  previewFor: (name: string) => `As ${name} would read it`,
  sample: 'Maya Lindqvist',
  save: 'Save',
  create: 'Create macro',
  discard: 'Discard changes',
  remove: 'Delete',
  removeTitle: (name: string) => `Delete “${name}”?`,
  removeText: 'Nobody can insert it any more. What was sent with it stays.',
  saved: (name: string) => `“${name}” is saved.`,
  removed: (name: string) => `“${name}” is deleted.`,
  notSaved: 'The macro was not saved.',
  notRemoved: 'The macro was not deleted.',
  changedMeanwhile: 'Somebody else changed this macro while you did.',
  takeTheirs: 'Take theirs',
  keepMine: 'Save mine over it',
  removedMeanwhile: 'Somebody else deleted this macro while you changed it.',
  onlyAdmins: 'This macro is for everybody; admins change it.',
  copy: 'Make my own of it',
  lastChanged: (name: string, day: string, time: string) => `Last changed by ${name}, ${day}, ${time}`,
  empty: 'A macro needs a text, or something that it does.',
  nameMissing: 'Give it a name.',
  nameTaken: 'There is a macro of this name already.',
  missing: (names: string) => `Named by ticket types, and not there: ${names}`,
  faults: {
    open: (written: string) => `“${written}” is not closed: a place is written {{name|otherwise}}.`,
    empty: (written: string) => `“${written}” names nothing. Write a name, or {{ask: a question}}.`,
    unknown: (written: string) =>
      `“${written}” is nothing that is known of a ticket. Choose a place from the list.`,
    no_fallback: (written: string) =>
      `“${written}” may be missing. Say what stands there then: ${written.replace(/\|?\s*\}\}$/, '|…}}')}`,
  } satisfies Record<MacroTextFault['why'], (written: string) => string>,
} as const
