// What a contact's client asks of the host, through us, while somebody fills in a form. Partners: server/chat/commands/look-ups.ts,
// which answers; protocol/webhooks.ts, what the host is asked.

import Type from 'typebox'
import { ChosenObject } from '../entities.ts'
import { body } from './fields.ts'

export const lookUpCommandsOfContacts = {
  /** Takes no address: nothing that somebody types can be confirmed by it. */
  'account.look_up': {
    body: body({}),
    answer: Type.Object({
      address: Type.Union([Type.String(), Type.Null()], {
        description:
          'Masked (a•••@school.edu): of an account that may hold what is missing; null for every other reason alike',
      }),
    }),
  },
  'objects.look_up': {
    body: body({ object: Type.String({ maxLength: 40 }) }),
    answer: Type.Object({
      objects: Type.Array(ChosenObject, { description: 'Empty where nothing is known: then it is typed' }),
    }),
  },
} as const
