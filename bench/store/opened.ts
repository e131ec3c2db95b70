// A process of its own for the store: it opens a folder, says what that took, and measures when it is told to. So the
// memory is the store's alone, and the bare log beside it has a heap of its own. Partner: ../store.ts.

import { tuneCollector } from '../../server/collector.ts'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store } from '../../server/store/store.ts'
import { measure, type Rate, type Send } from './measure.ts'
import { ACTIVE, mailOf, messageTo, ticketOf } from './records.ts'

export interface Opened {
  startMs: number
  rssBytes: number
  heapBytes: number
}

export type Order =
  | { measure: 'message' | 'record'; writers: number; forMs: number }
  | { fill: number }
  | { close: true }
export type Answer = { opened: Opened } | { rate: Rate } | { done: true }

/** Messages of a ticket. They come in rounds over all tickets, so that a thread lies in as many pieces. */
const MESSAGES_A_TICKET = 10
/** Put in one commit while filling. */
const TICKETS_A_COMMIT = 200
const log = { info() {}, warn() {}, error: console.error }

async function main(dir: string, tickets: number): Promise<void> {
  // As the server does.
  tuneCollector()
  const began = performance.now()
  const store = await openLowdbStore({ dir, log })
  const startMs = performance.now() - began
  globalThis.gc?.()
  const { rss: rssBytes, heapUsed: heapBytes } = process.memoryUsage()
  say({ opened: { startMs, rssBytes, heapBytes } })
  const sends = sendsOf(store, tickets)
  process.on('message', async (order: Order) => {
    if ('measure' in order) say({ rate: await measure(order.writers, sends[order.measure], order.forMs) })
    else if ('fill' in order) {
      await fill(store, order.fill)
      say({ done: true })
    } else {
      await store.close()
      say({ done: true })
      process.disconnect()
    }
  })
}

async function fill(store: Store, messages: number): Promise<void> {
  const tickets = Math.max(ACTIVE, messages / MESSAGES_A_TICKET)
  const rounds = Math.max(1, messages / tickets)
  for (let round = 0; round < rounds; round++) {
    for (let from = 0; from < tickets; from += TICKETS_A_COMMIT) {
      await store.commit(async (tx) => {
        for (let number = from; number < Math.min(tickets, from + TICKETS_A_COMMIT); number++) {
          const ticket = (await tx.tickets.find(`tkt_${number}`)) ?? ticketOf(number)
          const { entry, head, clientId } = messageTo(ticket, number % 500, `history-${number}-${round}`)
          if (messages === 0) {
            await tx.tickets.put(ticket)
            continue
          }
          await tx.entries.append(entry)
          await tx.tickets.put(head)
          await tx.clientIds.put(clientId)
        }
      })
    }
  }
}

function sendsOf(store: Store, tickets: number): Record<'message' | 'record', Send> {
  let sent = 0
  return {
    record: (writer) => store.commit((tx) => tx.mails.put(mailOf(writer))),
    message: (writer, n) =>
      store.commit(async (tx) => {
        const ticketId = `tkt_${tickets - 1 - ((writer * 37 + n * 71) % ACTIVE)}`
        const name = `client-${process.pid}-${sent++}`
        if (await tx.clientIds.find(`ctc_${writer}`, name)) return
        const ticket = await tx.tickets.find(ticketId)
        if (!ticket) throw new Error(`${ticketId} is missing`)
        const { entry, head, clientId } = messageTo(ticket, writer, name)
        await tx.entries.append(entry)
        await tx.tickets.put(head)
        await tx.clientIds.put(clientId)
      }),
  }
}

function say(answer: Answer): void {
  process.send?.(answer)
}

const [, , dir = '', tickets = ''] = process.argv
void main(dir, Number(tickets))
