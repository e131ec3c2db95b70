// A desk with many open tickets, written straight through the store before a server starts on it: contacts that came back,
// subjects and last words of different lengths, half of them somebody's, some urgent, all with eight messages.

import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { TicketRecord } from '../../server/store/records.ts'
import { readableLog } from '../../test/faults/folders.ts'
import { contact, message, ticket } from '../../test/faults/records.ts'

const MESSAGES = 8
/** Tickets of one contact. */
const OF_CONTACT = 4
const AT_ONCE = 200
const MINUTE_MS = 60_000

const SUBJECTS = [
  'My rotation is not there',
  'The preceptor cannot sign my evaluation form because the link in the mail has expired',
  'Two accounts',
  'Visa letter for the embassy, needed before the end of the month',
  'Wrong hours',
]
const SAID = [
  'It says that nothing is planned for me.',
  'I tried it again this morning from another browser, and with the link from the mail, and it is the same: the page is empty and no hours are there.',
  'Thank you, that helped!',
  'When will somebody look at it? My first day is on Monday and the hospital asks for the letter.',
]

/** The newest is of now; the n-th is so many minutes older. */
export async function fillDesk(dataDir: string, tickets: number): Promise<void> {
  const store = await openLowdbStore({ dir: dataDir, log: readableLog() })
  const began = Date.now() - (tickets + 1) * MINUTE_MS
  const instant = (n: number) => new Date(began + n * MINUTE_MS).toISOString()
  for (let from = 0; from < tickets; from += AT_ONCE) {
    await store.commit(async (tx) => {
      for (let n = from; n < Math.min(tickets, from + AT_ONCE); n++) {
        const person = Math.floor(n / OF_CONTACT)
        const writer = contact(`ctc_bench_${person}`, `Student ${person}`)
        if (n % OF_CONTACT === 0) await tx.contacts.put(writer)
        const id = `tkt_bench_${String(n).padStart(6, '0')}`
        const at = instant(n)
        const said = (sequence: number) => SAID[(n + sequence) % SAID.length] ?? ''
        const author = { kind: 'contact' as const, id: writer.id, name: writer.name }
        for (let sequence = 1; sequence <= MESSAGES; sequence++) {
          const one = message(id, sequence, said(sequence))
          await tx.entries.append({ ...one, author, createdAt: at } as typeof one)
        }
        const priorities: TicketRecord['priority'][] = ['normal', 'normal', 'high', 'low', 'urgent']
        const head = ticket(id, {
          number: n + 1,
          subject: SUBJECTS[n % SUBJECTS.length] ?? '',
          contactId: writer.id,
          priority: priorities[n % priorities.length] ?? 'normal',
          state: n % 3 === 0 ? 'waiting_on_contact' : 'open',
          waitingSince: n % 3 === 0 ? null : at,
          createdAt: at,
          updatedAt: at,
          newestSequence: MESSAGES,
          seenByAgent: n % 2 === 0 ? MESSAGES : 0,
          lastEntry: {
            sequence: MESSAGES,
            author: 'contact',
            name: writer.name,
            snippet: said(MESSAGES).slice(0, 120),
            at,
          },
        })
        await tx.tickets.put(head)
      }
    })
  }
  await store.close()
}
