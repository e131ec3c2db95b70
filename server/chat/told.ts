// What the sockets of this copy were told of each ticket, so that looking into the store brings only what they were not.
// A number is told when all before it were: a hole is found by the next look. Partner: catch-up.ts.

import type { BusEvent } from '../bus/bus.ts'
import type { TicketRecord } from '../store/records.ts'

/** Those that anything happened to last; what is forgotten is told once more, which changes nothing. */
const TICKETS_REMEMBERED = 20_000

interface State {
  sequence: number
  note: number
  updatedAt: string
  delivered: number
  seenByContact: number
  seenByAgent: number
}

const NOTHING: State = {
  sequence: 0,
  note: 0,
  updatedAt: '',
  delivered: 0,
  seenByContact: 0,
  seenByAgent: 0,
}

export function toldTickets(most = TICKETS_REMEMBERED) {
  const states = new Map<string, State>()
  const removed = new Set<string>()

  return {
    of: (ticketId: string): Readonly<State> | undefined => states.get(ticketId),

    /** All of it, as it stood in the store. */
    all: (ticket: TicketRecord): void => raise(ticket.id, stateOf(ticket)),

    event({ name, body }: BusEvent): void {
      const { ticket, message, activity, revision, note, ticketId, sequence, by } = body as Facts
      const entry = message ?? activity ?? revision
      if (entry) raiseSequence(entry.ticketId, entry.sequence)
      else if (ticketId && name === 'ticket.removed') removeTicket(ticketId)
      else if (ticket && name !== 'ticket.rated') raise(ticket.id, marksOf(ticket))
      else if (note) raiseNote(note.ticketId, note.noteSequence)
      else if (ticketId && sequence && name === 'thread.delivered') raise(ticketId, { delivered: sequence })
      else if (ticketId && sequence && name === 'thread.seen')
        raise(ticketId, by === 'contact' ? { seenByContact: sequence } : { seenByAgent: sequence })
    },

    /** It is gone, and that was told. */
    isRemoved: (ticketId: string): boolean => removed.has(ticketId),

    /** Whether there is anything of it that was not told. */
    isBehind(ticket: TicketRecord): boolean {
      const told = states.get(ticket.id)
      const now = stateOf(ticket)
      return !told || (Object.keys(now) as (keyof State)[]).some((field) => now[field] > told[field])
    },
  }

  function removeTicket(id: string): void {
    states.delete(id)
    removed.add(id)
    const [oldest] = removed.size > most ? removed : []
    if (oldest !== undefined) removed.delete(oldest)
  }

  function raiseSequence(id: string, sequence: number): void {
    const told = states.get(id)
    if (!told || told.sequence === 0 || told.sequence === sequence - 1) raise(id, { sequence })
  }

  function raiseNote(id: string, note: number): void {
    const told = states.get(id)
    if (!told || told.note === 0 || told.note === note - 1) raise(id, { note })
  }

  // Four times for each message, to whom it concerns and to agents: the second time nothing rises, and nothing is made.
  function raise(id: string, marks: Partial<State>): void {
    const told = states.get(id) ?? NOTHING
    const fields = Object.keys(marks) as (keyof State)[]
    if (!fields.some((field) => isLater(marks[field], told[field]))) return
    keep(id, {
      sequence: later(told.sequence, marks.sequence),
      note: later(told.note, marks.note),
      updatedAt: later(told.updatedAt, marks.updatedAt),
      delivered: later(told.delivered, marks.delivered),
      seenByContact: later(told.seenByContact, marks.seenByContact),
      seenByAgent: later(told.seenByAgent, marks.seenByAgent),
    })
  }

  function keep(id: string, state: State): void {
    states.delete(id)
    states.set(id, state)
    const [oldest] = states.size > most ? states.keys() : []
    if (oldest !== undefined) states.delete(oldest)
  }
}

const isLater = <T extends number | string>(now: T | undefined, told: T): now is T =>
  now !== undefined && now > told
const later = <T extends number | string>(told: T, now: T | undefined): T => (isLater(now, told) ? now : told)

/** Of the bodies of all events, what is looked at here. */
interface Facts {
  ticket?: Marked & { id: string }
  message?: { ticketId: string; sequence: number }
  activity?: { ticketId: string; sequence: number }
  revision?: { ticketId: string; sequence: number }
  note?: { ticketId: string; noteSequence: number }
  ticketId?: string
  sequence?: number
  by?: 'contact' | 'agent'
}

type Marked = Pick<TicketRecord, 'updatedAt' | 'seenByContact' | 'seenByAgent' | 'deliveredToAgent'>

const marksOf = ({ updatedAt, seenByContact, seenByAgent, deliveredToAgent = 0 }: Marked) => ({
  updatedAt,
  seenByContact,
  seenByAgent,
  delivered: deliveredToAgent,
})

const stateOf = (ticket: TicketRecord): State => ({
  ...marksOf(ticket),
  sequence: ticket.newestSequence,
  note: ticket.newestNote,
})
