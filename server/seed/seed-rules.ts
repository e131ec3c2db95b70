// The rules of the demo's desk, all of them off: each shows what can be said, and asks to be tried first. Partner: seed.ts.

import type { RuleFields } from '../../protocol/desk/rules.ts'

export const rulesOfDemo: RuleFields[] = [
  {
    name: 'Locked out, at once',
    when: { on: 'contact_wrote' },
    conditions: {
      filter: { assignees: ['nobody'] },
      words: ['locked out', 'cannot log in', 'cannot sign in', 'password'],
    },
    actions: [
      { do: 'priority', to: 'urgent' },
      { do: 'tag', add: 'access' },
    ],
  },
  {
    name: 'While nobody is there',
    when: { on: 'ticket_opened' },
    conditions: { filter: { identity: 'verified' }, desk: 'closed' },
    actions: [
      {
        do: 'reply',
        text: `Hi {{contact.first_name|there}},

your question has arrived as #{{ticket.number}}. Nobody is at the desk just now; a person reads it as soon as we are back.`,
      },
    ],
  },
  {
    name: 'Quiet for a week',
    when: { on: 'waited', whom: 'contact', minutes: 7 * 24 * 60, hours: 'calendar' },
    conditions: { filter: {} },
    actions: [{ do: 'tag', add: 'no answer' }, { do: 'solve' }],
  },
]
