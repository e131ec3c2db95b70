// So many things a second happen at the desk: students write, and an agent answers, takes and solves old tickets, so that rows
// come from far below. Each is acknowledged, so at the end the server has all of it. Partner: ../console.ts.

import { agentConnects, contactConnects, newClientId } from '../../test/stage/cast.ts'
import type { Client, Json } from '../../test/stage/client.ts'

/** Each writes two a second at most (COMMAND_RATES, protocol/limits.ts). */
const STUDENTS = 20
const BY_AGENT = 0.2

export interface News {
  /** @param ticketIds old ones, for the agent */
  happen(
    forMs: number,
    perSecond: number,
    ticketIds: readonly string[],
  ): Promise<{ commands: number; events: number }>
  /** The first so many of a view, as the server has them. */
  list(view: string, count: number): Promise<ListedTicket[]>
  end(): void
}

export interface ListedTicket {
  id: string
  subject: string
  contact: { name: string }
  lastEntry: { author: string; snippet: string }
}

export async function newsAt(url: string): Promise<News> {
  const omar = await agentConnects(url, 'Omar')
  const students = await Promise.all(
    Array.from({ length: STUDENTS }, async (_, n) => {
      const person = { sub: `bench-${n}`, email: `bench-${n}@school.example`, name: `Writer ${n}` }
      const client = await contactConnects(url, person)
      const opening = { clientId: newClientId(), type: 'question', text: `The first words of writer ${n}.` }
      const { result } = await taken(client, 'ticket.open', opening)
      return { client, ticketId: String(result.ticket.id), said: 0 }
    }),
  )

  async function happens(n: number, ticketIds: readonly string[]): Promise<void> {
    const isByAgent = n % Math.round(1 / BY_AGENT) === 0
    const ticketId = ticketIds[n % ticketIds.length] ?? ''
    if (isByAgent && n % 2 === 0)
      await taken(omar, 'message.send', { ticketId, clientId: newClientId(), text: `Answer ${n}.` })
    else if (isByAgent) await taken(omar, 'ticket.assign', { ticketId, agentId: omar.welcome.agent.id })
    else {
      const student = students[n % students.length]
      if (!student) return
      const text = `Words ${++student.said} of them, said as number ${n}.`
      await taken(student.client, 'message.send', {
        ticketId: student.ticketId,
        clientId: newClientId(),
        text,
      })
    }
  }

  return {
    async happen(forMs, perSecond, ticketIds) {
      const before = eventsOf(omar)
      const beganAt = performance.now()
      const going: Promise<void>[] = []
      let failed: unknown
      await new Promise<void>((resolve) => {
        const timer = setInterval(() => {
          const elapsed = Math.min(forMs, performance.now() - beganAt)
          while (going.length < (elapsed / 1_000) * perSecond)
            going.push(
              happens(going.length, ticketIds).catch((error) => {
                failed = error
              }),
            )
          if (elapsed < forMs && !failed) return
          clearInterval(timer)
          resolve()
        }, 5)
      })
      await Promise.all(going)
      if (failed) throw failed
      return { commands: going.length, events: eventsOf(omar) - before }
    },
    async list(view, count) {
      const tickets: ListedTicket[] = []
      for (let before: string | undefined; tickets.length < count; ) {
        const { result } = await taken(omar, 'ticket.list', { view, ...(before && { before }) })
        tickets.push(...result.tickets)
        if (!result.next) break
        before = result.next
      }
      return tickets.slice(0, count)
    },
    end() {
      for (const { client } of students) client.close()
      omar.close()
    },
  }
}

async function taken(client: Client, name: string, body: Json) {
  const answer = await client.command(name, body)
  if (answer.problem) throw new Error(`${name} was refused: ${JSON.stringify(answer.problem)}`)
  return answer
}

const eventsOf = ({ frames }: Client): number => frames.filter(({ kind }) => kind === 'event').length
