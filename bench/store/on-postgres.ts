// The two ways to keep a message in PostgreSQL, for the same measure: the store, whose waiting commits share transactions,
// and the plain way, a transaction for each message with its rows locked while it asks.

import pg from 'pg'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import type { TicketRecord } from '../../server/store/records.ts'
import type { Store } from '../../server/store/store.ts'
import type { Send } from './measure.ts'
import { ACTIVE, messageTo, ticketOf } from './records.ts'

const log = { info() {}, warn() {}, error: console.error }
/** More than this made it slower. */
const PLAIN_CONNECTIONS = 16

export interface Way {
  message: Send
  close(): Promise<void>
}

let sent = 0
const named = () => `client-${process.pid}-${sent++}`
const ticketIdOf = (writer: number, n: number) => `tkt_${(writer * 37 + n * 71) % ACTIVE}`

export async function withTickets(url: string): Promise<void> {
  const store = await openPostgresStore({ url, log })
  await store.commit(async (tx) => {
    for (let number = 0; number < ACTIVE; number++) await tx.tickets.put(ticketOf(number))
  })
  await store.close()
}

export async function theStore(url: string): Promise<Way> {
  const store: Store = await openPostgresStore({ url, log })
  return {
    message: (writer, n) =>
      store.commit(async (tx) => {
        const name = named()
        if (await tx.clientIds.find(`ctc_${writer}`, name)) return
        const ticket = await tx.tickets.find(ticketIdOf(writer, n))
        if (!ticket) throw new Error('the ticket is missing')
        const { entry, head, clientId } = messageTo(ticket, writer, name)
        await tx.entries.append(entry)
        await tx.tickets.put(head)
        await tx.clientIds.put(clientId)
      }),
    close: () => store.close(),
  }
}

export async function plainWay(url: string): Promise<Way> {
  const pool = new pg.Pool({ connectionString: url, max: PLAIN_CONNECTIONS })
  return {
    async message(writer, n) {
      const client = await pool.connect()
      try {
        await client.query('BEGIN')
        const name = named()
        await client.query({
          name: 'known',
          text: 'SELECT record::text FROM client_ids WHERE writer_id = $1 AND client_id = $2',
          values: [`ctc_${writer}`, name],
        })
        const { rows } = await client.query({
          name: 'ticket',
          text: 'SELECT record::text FROM tickets WHERE id = $1 FOR UPDATE',
          values: [ticketIdOf(writer, n)],
        })
        const ticket: TicketRecord = JSON.parse(rows[0].record)
        const { entry, head, clientId } = messageTo(ticket, writer, name)
        await client.query({
          name: 'entry',
          text: 'INSERT INTO entries (ticket_id, sequence, created_at, record) VALUES ($1, $2, $3, $4)',
          values: [entry.ticketId, entry.sequence, entry.createdAt, JSON.stringify(entry)],
        })
        await client.query({
          name: 'head',
          text: 'UPDATE tickets SET updated_at = $2, record = $3 WHERE id = $1',
          values: [head.id, head.updatedAt, JSON.stringify(head)],
        })
        await client.query({
          name: 'name',
          text: 'INSERT INTO client_ids (writer_id, client_id, record) VALUES ($1, $2, $3)',
          values: [clientId.writerId, clientId.clientId, JSON.stringify(clientId)],
        })
        await client.query('COMMIT')
        client.release()
      } catch (error) {
        client.release(true)
        throw error
      }
    },
    close: () => pool.end(),
  }
}
