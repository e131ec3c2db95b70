// Solved tickets, enough for a list that is longer than any screen: written straight through the store before a server starts on
// it. Nothing but the view of what is solved holds them. Partner: world.ts (`prepare`).

import type { Person } from './cast.ts'
import { openRules } from './rules.ts'

/** Far above those that the server gives, which does not look at these. */
const FROM_NUMBER = 100_000

/** The n-th has the subject “Solved n”; the last one is the newest. */
export async function writeSolved(dataDir: string, person: Person, count: number): Promise<void> {
  const rules = await openRules(dataDir)
  const { sub, email, name } = person
  const who = { sub, email, name, emailVerified: true, locale: null, attributes: {}, signedAt: null }
  const contact = await rules.commit((tx) => rules.contacts.enterVerified(tx, who))
  const body = { clientId: 'many-tickets', type: 'question' as const, text: 'One of many.' }
  const { ticket } = await rules.commit((tx) => rules.tickets.open(tx, contact, body))
  const began = rules.now().getTime() - count * 60_000
  await rules.store.commit(async (tx) => {
    for (let n = 1; n <= count; n++) {
      const at = new Date(began + n * 60_000).toISOString()
      const more = n > 1 && { id: rules.newId('tkt'), number: FROM_NUMBER + n, createdAt: at }
      await tx.tickets.put({
        ...{ ...ticket, ...more, subject: `Solved ${n}`, state: 'solved' },
        ...{ seenByAgent: ticket.newestSequence, waitingSince: null, updatedAt: at },
      })
    }
  })
  await rules.close()
}
