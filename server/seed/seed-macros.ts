// The macros of the demo's desk: what its agents would have written after a week of the same questions. Partner: seed.ts.

import type { MacroFields } from '../../protocol/desk/macros.ts'
import type { TicketTypes } from '../ticket-types/types.ts'

const FOR_ALL: Pick<MacroFields, 'as' | 'actions' | 'types' | 'teams' | 'isOwn'> = {
  as: 'reply',
  actions: [],
  types: [],
  teams: [],
  isOwn: false,
}

/** Those for types that are there: what they say of answers is known of no other. */
export function macrosOfDemo({ find }: Pick<TicketTypes, 'find'>): MacroFields[] {
  return MACROS.filter(({ types }) => types.length === 0 || types.some(find))
}

const MACROS: MacroFields[] = [
  {
    ...FOR_ALL,
    name: 'Ask which rotation',
    text: `Hi {{contact.first_name|there}},

I am happy to look. Which rotation is it about? The name of the site and its first day are enough for me to find it.

{{agent.first_name}}`,
  },
  {
    ...FOR_ALL,
    name: 'Two accounts: how to merge them',
    types: ['missing_rotation', 'question'],
    text: `Hi {{contact.first_name|there}},

your rotation is most likely in a second account: the one that your coordinator invited you with. You can ask for a merge here in the chat, under “Merge two accounts”. We send a code to the other address, and everything moves into the account that you are using now.

{{agent.first_name}}`,
  },
  {
    ...FOR_ALL,
    name: 'Your school decides this',
    text: `Hi {{contact.first_name|there}},

{{ask: What do they want to have changed?|this}} is decided by {{attribute.school|your school}}, because it has booked the place. Your coordinator can change it, and sees it at once when you write a comment on the rotation.

{{agent.first_name}}`,
  },
  {
    ...FOR_ALL,
    name: 'Invitation: where it may be',
    types: ['invitation_missing'],
    text: `Hi {{contact.first_name|there}},

we sent it to {{answer.address|the address that your school gave us}} from no-reply@wardway.example. Please look into the folders for spam and for advertising first; some schools hold such mails back for an hour.

If it is not there, {{answer.sender|your school}} can send it once more from its list of students.

{{agent.first_name}}`,
  },
  {
    ...FOR_ALL,
    name: 'Document: what is missing',
    types: ['document_rejected'],
    text: `Hi {{contact.first_name|there}},

the site sent your document back for one reason: {{ask: What is missing?|one page cannot be read}}. Upload it once more in the same step of {{answer.rotation|your rotation}}, and the site looks again, mostly within a day.

{{agent.first_name}}`,
  },
  {
    ...FOR_ALL,
    name: 'Ask for a screenshot',
    types: ['problem'],
    text: `Hi {{contact.first_name|there}},

could you send me a picture of what you see, and tell me which button you pressed just before? The paper clip under this message takes it.

{{agent.first_name}}`,
  },
  {
    ...FOR_ALL,
    name: 'Done, and solve',
    actions: [{ do: 'state', to: 'solved' }],
    text: 'That is done. If anything is still missing, just write here: the conversation opens again by itself.',
  },
  {
    ...FOR_ALL,
    name: 'Begins within days: mine, urgent',
    types: ['missing_rotation'],
    as: 'note',
    actions: [
      { do: 'assign', to: 'me' },
      { do: 'priority', to: 'urgent' },
    ],
    text: 'Begins on {{ask: First day?|}} at {{answer.site|the site}}. I call the coordinator.',
  },
]
