// How tickets stand to each other, as verbs. Partners: screens/relate/, screens/contact/related.tsx.

import { batch } from '@preact/signals'
import { attempt } from './actions.ts'
import { ask } from './line.ts'
import { keepTicket, tickets } from './state.ts'
import { strings } from './strings.ts'
import { tell } from './toasts.ts'

const words = strings.relations

export const link = (ticketId: string, otherId: string): Promise<void> =>
  both('ticket.link', ticketId, otherId, {
    done: words.linked,
    notDone: words.notLinked,
    back: () => unlink(ticketId, otherId),
  })

export const unlink = (ticketId: string, otherId: string): Promise<void> =>
  both('ticket.unlink', ticketId, otherId, {
    done: words.unlinked,
    notDone: words.notUnlinked,
    back: () => link(ticketId, otherId),
  })

async function both(
  name: 'ticket.link' | 'ticket.unlink',
  ticketId: string,
  otherId: string,
  say: {
    done(number: number, other: number): string
    notDone(number: number): string
    back(): Promise<void>
  },
): Promise<void> {
  const ticket = tickets.peek().get(ticketId)
  if (!ticket) return
  await attempt(say.notDone(ticket.number), async () => {
    const answer = await ask(name, { ticketId, otherId })
    batch(() => {
      for (const one of answer.tickets) keepTicket(one)
    })
    const other = tickets.peek().get(otherId)?.number ?? 0
    tell(say.done(ticket.number, other), { label: strings.undo, run: () => void say.back() })
  })
}
