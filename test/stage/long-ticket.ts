// A ticket of a very long conversation, written straight through the store before a server starts on it: for scenes and
// measures of long threads. Partner: world.ts (`prepare`).

import type { Message } from '../../protocol/entities.ts'
import type { Person } from './cast.ts'
import { openRules } from './rules.ts'

/** Messages a commit: as many as a journal's line takes without a thought. */
const AT_ONCE = 2_000
const MINUTE_MS = 60_000

/** Message n says `textOf(n)`; the contact and an agent take turns of three, and days go by. */
export async function writeLongTicket(
  dataDir: string,
  person: Person,
  messages: number,
): Promise<{ ticketId: string }> {
  const rules = await openRules(dataDir)
  const contact = await rules.commit((tx) =>
    rules.contacts.enterVerified(tx, {
      sub: person.sub,
      email: person.email,
      emailVerified: true,
      name: person.name,
      locale: null,
      attributes: {},
      signedAt: null,
    }),
  )
  const body = { clientId: 'long-ticket-1', type: 'question' as const, text: textOf(1) }
  const { ticket, message: first } = await rules.commit((tx) => rules.tickets.open(tx, contact, body))
  const agent = { kind: 'agent' as const, id: 'agt_of_long_tickets', name: 'Omar Haddad' }
  const startedAt = rules.now().getTime() - messages * 2 * MINUTE_MS
  const messageAt = (sequence: number): Message => ({
    ...first,
    id: rules.newId('msg'),
    sequence,
    clientId: `long-ticket-${sequence}`,
    author: Math.floor(sequence / 3) % 2 ? agent : first.author,
    text: textOf(sequence),
    createdAt: new Date(startedAt + sequence * 2 * MINUTE_MS).toISOString(),
  })
  for (let from = 2; from <= messages; from += AT_ONCE) {
    await rules.store.commit(async (tx) => {
      for (let at = from; at < Math.min(from + AT_ONCE, messages + 1); at++)
        await tx.entries.append(messageAt(at))
    })
  }
  const last = messageAt(messages)
  await rules.store.commit((tx) =>
    tx.tickets.put({
      ...ticket,
      newestSequence: messages,
      seenByContact: messages,
      seenByAgent: messages,
      updatedAt: last.createdAt,
      lastEntry: {
        sequence: messages,
        author: last.author.kind,
        name: last.author.name,
        snippet: last.text,
        at: last.createdAt,
      },
    }),
  )
  await rules.close()
  return { ticketId: ticket.id }
}

/** A short one with very many notes: the first of them behind its first message, all others behind its last. */
export async function writeNotedTicket(
  dataDir: string,
  person: Person,
  { messages, early, late }: { messages: number; early: number; late: number },
): Promise<string> {
  const { ticketId } = await writeLongTicket(dataDir, person, messages)
  const rules = await openRules(dataDir)
  await rules.store.commit(async (tx) => {
    const ticket = await tx.tickets.find(ticketId)
    if (!ticket) throw new Error('The ticket is not there.')
    for (let number = 1; number <= early + late; number++)
      await tx.notes.append({
        ...{ kind: 'note', id: rules.newId('not'), ticketId, clientId: `noted-${number}` },
        ...{ noteSequence: number, afterSequence: number <= early ? 1 : messages },
        ...{ author: { id: 'agt_of_long_tickets', name: 'Omar Haddad' }, text: `Note ${number}.` },
        createdAt: ticket.updatedAt,
      })
    // Nobody waits for anything there: what is late is another scene's.
    const answered = {
      state: 'waiting_on_contact',
      waitingSince: null,
      firstReplyAt: ticket.updatedAt,
    } as const
    await tx.tickets.put({ ...ticket, ...answered, newestNote: early + late })
  })
  await rules.close()
  return ticketId
}

/** Of one line, of some, and now and then of many. */
export function textOf(sequence: number): string {
  const lines = sequence % 37 === 0 ? 9 : sequence % 5 === 0 ? 3 : 1
  return `Message ${sequence}.${' One more line of it, as people write.'.repeat(lines - 1)}`
}
