// Asking the host while a form is filled in: caller, question, answer. No rule lives here. Partner: ticket-types/look-ups.ts.

import { networkOf } from '../../contacts/network.ts'
import type { LookUps } from '../../ticket-types/look-ups.ts'
import type { ContactHandlers } from './handlers.ts'

export function lookUpHandlers({ lookUps }: { lookUps: LookUps }) {
  const ofContacts = {
    'account.look_up': async ({ contact }, _body, address) => ({
      address: await lookUps.account(contact, networkOf(address)),
    }),
    'objects.look_up': async ({ contact }, { object }) => ({
      objects: await lookUps.objects(contact, object),
    }),
  } satisfies Partial<ContactHandlers>

  return { ofContacts }
}
