// Students and an agent write and read while everything breaks; then each one's journal is held to the promise of
// docs/protocol.md. Partners: people.ts, who do it; proxy.ts and the scenes, which break things.

import {
  agentConnects,
  agentCookie,
  contactConnects,
  newClientId,
  type Person,
  sessionOf,
} from '../stage/cast.ts'
import { type Shown, type Somebody, somebody, type Ticket } from './people.ts'

export interface Verdict {
  acknowledged: number
  /** Acknowledged, but not shown to somebody who should see it. */
  lost: number
  shownTwice: number
  /** A number that does not follow the one before, or another message than everybody else has there. */
  outOfOrder: number
  /** Tickets of which somebody has another idea than the server. */
  statesAmiss: number
  /** Refusals that a person would have read. */
  troubles: string[]
}

export interface Crowd {
  /** Each student writes into their own ticket and the agent into all; the agent solves one of them meanwhile. */
  write(each: number): void
  acknowledged(): number
  whenAcknowledged(count: number): Promise<void>
  /** All is sent, and everybody has everything. */
  settled(): Promise<void>
  verdict(): Promise<Verdict>
  everybody: Somebody[]
  leaves(): void
}

/** Nobody is in two crowds: each has written nothing yet, and may write as much as anybody. */
let crowds = 0

/**
 * @param line where they dial: it may be bad
 * @param server the same server on a good line, for what is not part of the storm
 */
export async function crowd(line: string, server: string, students: number): Promise<Crowd> {
  crowds++
  const people = Array.from({ length: students }, (_, index): Person => {
    const sub = `storm-${crowds}-${index}`
    return { sub, email: `${sub}@northfield.edu`, name: `Student ${index}` }
  })
  const tickets: string[] = []
  for (const person of people) {
    const student = await contactConnects(server, person)
    const opening = { clientId: newClientId(), type: 'question', text: `${person.sub} begins` }
    tickets.push((await student.command('ticket.open', opening)).result.ticket.id)
    student.close()
  }
  const writers = people.map((person) => somebody(line, { session: () => sessionOf(server, person) }))
  const omar = somebody(line, { cookie: () => agentCookie(server, 'Omar') }, (id) => tickets.includes(id))
  const everybody = [...writers, omar]
  let rounds = 0
  let solving = Promise.resolve()

  const acknowledged = () => everybody.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)

  return {
    everybody,
    acknowledged,
    write(each) {
      const round = ++rounds
      for (let n = 1; n <= each; n++) {
        writers.forEach((writer, index) => {
          writer.writes(tickets[index] ?? '', `${index} writes ${n} of round ${round}`)
        })
        if (n % 2)
          for (const [index, id] of tickets.entries())
            omar.writes(id, `omar to ${index}: ${n} of round ${round}`)
      }
      solving = solve(tickets[round % tickets.length] ?? '')
    },
    async whenAcknowledged(count) {
      await Promise.race(everybody.map((one) => one.when(() => acknowledged() >= count || everyoneIsDone())))
    },
    async settled() {
      await Promise.all([...everybody.map((one) => one.when(one.isDone)), solving])
      const stored = await Promise.all(people.map((person, index) => threadOf(person, tickets[index] ?? '')))
      for (const { ticket } of stored) {
        const readers = [writers[tickets.indexOf(ticket.id)], omar]
        const isCurrent = (one: Somebody) =>
          one.holds(ticket.id) >= ticket.newestSequence &&
          stateOf(one.tickets.get(ticket.id)) === stateOf(ticket)
        await Promise.all(readers.map((one) => one?.when(() => isCurrent(one))))
      }
    },
    async verdict() {
      const verdict = { acknowledged: acknowledged(), lost: 0, shownTwice: 0, outOfOrder: 0, statesAmiss: 0 }
      for (const [index, person] of people.entries()) {
        const { ticket, entries } = await threadOf(person, tickets[index] ?? '')
        for (const reader of [writers[index], omar]) {
          const shown = reader?.shown.filter(({ ticketId }) => ticketId === ticket.id) ?? []
          count(verdict, shown, entries)
          for (const { acknowledged } of everybody) {
            for (const [text, at] of acknowledged) {
              if (at.ticketId !== ticket.id) continue
              const there = shown.find((one) => one.text === text)
              if (!there) verdict.lost++
              else if (there.sequence !== at.sequence) verdict.outOfOrder++
            }
          }
          if (stateOf(reader?.tickets.get(ticket.id)) !== stateOf(ticket)) verdict.statesAmiss++
        }
      }
      return { ...verdict, troubles: everybody.flatMap(({ troubles }) => troubles) }
    },
    leaves() {
      for (const one of everybody) one.leaves()
    },
  }

  function everyoneIsDone(): boolean {
    return everybody.every((one) => one.isDone())
  }

  /** On a good line; what a server that is killed meanwhile refuses is not asked again. */
  async function solve(ticketId: string): Promise<void> {
    try {
      const ines = await agentConnects(server, 'Ines')
      await ines.command('ticket.solve', { ticketId }).finally(ines.close)
    } catch {
      // Killed in the middle: then it was not solved, or nobody was told that it was.
    }
  }

  async function threadOf(person: Person, ticketId: string) {
    const stranger = await contactConnects(server, person)
    const entries: Shown[] = []
    let ticket: Ticket | undefined
    for (let more = true; more; ) {
      const { result } = await stranger.command('thread.read', { ticketId, after: entries.length })
      entries.push(...result.entries)
      ticket = result.ticket
      more = result.more
    }
    stranger.close()
    if (!ticket) throw new Error(`${ticketId} could not be read.`)
    return { ticket, entries }
  }
}

function count(verdict: Omit<Verdict, 'troubles'>, shown: Shown[], stored: Shown[]): void {
  const texts = shown.flatMap(({ text }) => text ?? [])
  verdict.shownTwice += shown.length - new Set(shown.map(({ id }) => id)).size
  verdict.shownTwice += texts.length - new Set(texts).size
  for (const [index, { id, sequence }] of shown.entries())
    if (sequence !== index + 1 || stored[index]?.id !== id) verdict.outOfOrder++
}

const stateOf = (ticket: Ticket | undefined) =>
  ticket && `${ticket.state} ${ticket.newestSequence} ${ticket.seenByContact} ${ticket.seenByAgent}`

export const NOTHING_WRONG = { lost: 0, shownTwice: 0, outOfOrder: 0, statesAmiss: 0, troubles: [] }

export const inWords = (rounds: number, verdict: Verdict) =>
  `rounds ${rounds}, acknowledged ${verdict.acknowledged}, lost ${verdict.lost}, shown twice ${verdict.shownTwice}, ` +
  `out of order ${verdict.outOfOrder}, states amiss ${verdict.statesAmiss}`
