// The chat that goes on meanwhile: fifty messages a second in one ticket, and how long each takes from the moment at which it was
// due until it is kept; so a loop that is held up shows, and a database that is busy elsewhere. Partner: ../ticket-search.ts.

import type { Store } from '../../server/store/store.ts'
import { contact, message, ticket } from '../../test/faults/records.ts'
import { middle, quantile } from '../parts/quantiles.ts'

const EVERY_MS = 20
const TICKET = 'tkt_chat'

export interface Waits {
  messages: number
  p50: number
  p99: number
}

/** @returns what ends it */
export async function chatIn(store: Store): Promise<() => Promise<Waits>> {
  const head = await store.commit(async (tx) => {
    const known = await tx.tickets.find(TICKET)
    if (known) return known
    await tx.contacts.put(contact('ctc_chat', 'Somebody'))
    const fresh = ticket(TICKET, { number: 10_000_000, contactId: 'ctc_chat', subject: 'Meanwhile' })
    await tx.tickets.put(fresh)
    return fresh
  })
  const tookMs: number[] = []
  const going = new Set<Promise<void>>()
  let sequence = head.newestSequence
  const beganAt = performance.now()
  let due = beganAt

  const timer = setInterval(() => {
    for (; due <= performance.now(); due += EVERY_MS) {
      const one = say(++sequence, due)
      going.add(one)
      void one.then(() => going.delete(one))
    }
  }, 1)

  async function say(number: number, dueAt: number): Promise<void> {
    await store.commit(async (tx) => {
      await tx.entries.append(message(TICKET, number, `Are you there? It is number ${number}.`))
      await tx.tickets.put({ ...head, newestSequence: number })
    })
    tookMs.push(performance.now() - dueAt)
  }

  return async () => {
    clearInterval(timer)
    await Promise.all(going)
    return { messages: tookMs.length, p50: middle(tookMs), p99: quantile(tookMs, 0.99) }
  }
}
