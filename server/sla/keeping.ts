// Wherever a ticket changes its clocks go with it, in the same commit; and due work stands ready for the first that may be
// missed. Put too early is fine: it looks, and comes again. Partners: clocks.ts, the rule; breaches.ts, the due work.

import { schedule } from '../due-work.ts'
import type { Reaction, Unit } from '../events.ts'
import type { Parts } from '../parts.ts'
import type { SlaRecord, TicketRecord } from '../store/records.ts'
import type { Tables } from '../store/store.ts'
import { windOn } from './clocks.ts'
import { CALENDAR, type CountedTime, countedTime } from './counted-time.ts'
import type { Policies } from './policy.ts'

export const SLA_DUE = 'sla.due'
/** Tickets have other things than their clocks to be told of. */
type Tx = Pick<Tables, 'openingHours' | 'dueWork'>

export interface SlaClocks {
  /** @returns the ticket itself where its clocks stand as they stood; else another one, which is not put yet */
  onto(tx: Tx, ticket: TicketRecord): Promise<TicketRecord>
  /** The same without due work; `isRecount`: the opening hours were changed. */
  wound(
    tx: Pick<Tables, 'openingHours'>,
    ticket: TicketRecord,
    how?: { isRecount?: boolean },
  ): Promise<TicketRecord>
  /** Due work for what is due next, unless some stands ready before that. */
  watched(tx: Pick<Tables, 'dueWork'>, ticket: TicketRecord): Promise<TicketRecord>
}

/** Where nothing is promised. */
export const NO_CLOCKS: SlaClocks = {
  onto: async (_tx, ticket) => ticket,
  wound: async (_tx, ticket) => ticket,
  watched: async (_tx, ticket) => ticket,
}

export function slaClocks({ now, policies }: Pick<Parts, 'now'> & { policies: Policies }): SlaClocks {
  /** What the hours of a version mean is the same in each commit. */
  let known: { version: number; time: CountedTime } = { version: 0, time: CALENDAR }
  return { onto, wound, watched }

  async function onto(tx: Tx, ticket: TicketRecord): Promise<TicketRecord> {
    const after = await wound(tx, ticket)
    return after === ticket ? ticket : watched(tx, after)
  }

  async function wound(
    tx: Pick<Tables, 'openingHours'>,
    ticket: TicketRecord,
    { isRecount = false } = {},
  ): Promise<TicketRecord> {
    const policy = policies(ticket)
    if (!policy && !ticket.sla) return ticket
    const openTime = countsOpenTime(policy, ticket.sla) ? await openTimeIn(tx) : CALENDAR
    const sla = windOn(ticket.sla, ticket, policy, { at: now().toISOString(), openTime, isRecount })
    return !sla || sla === ticket.sla ? ticket : { ...ticket, sla }
  }

  async function watched(tx: Pick<Tables, 'dueWork'>, ticket: TicketRecord): Promise<TicketRecord> {
    const { sla } = ticket
    const next = sla?.untold?.length ? now().toISOString() : sla && soonest(sla)
    if (!sla || !next || (sla.checkAt !== null && sla.checkAt <= next)) return ticket
    await schedule(tx, { id: `${SLA_DUE}-${ticket.id}`, kind: SLA_DUE, subjectId: ticket.id, dueAt: next })
    return { ...ticket, sla: { ...sla, checkAt: next } }
  }

  async function openTimeIn(tx: Pick<Tables, 'openingHours'>): Promise<CountedTime> {
    const { version, hours } = (await tx.openingHours.find()) ?? { version: 0, hours: null }
    if (known.version !== version) known = { version, time: countedTime(hours) }
    return known.time
  }
}

/** What agents change for themselves, a priority above all, may promise something else. */
export function windOnArranged({ clocks }: { clocks: SlaClocks }): Reaction {
  return (event, tx) => (event.name === 'ticket.arranged' ? wind(event.ticket.id, tx) : null)

  async function wind(ticketId: string, tx: Unit): Promise<void> {
    const ticket = await tx.tickets.find(ticketId)
    const wound = ticket && (await clocks.onto(tx, ticket))
    if (!wound || wound === ticket) return
    await tx.tickets.put(wound)
    tx.record({ name: 'ticket.arranged', ticket: wound })
  }
}

function countsOpenTime(policy: ReturnType<Policies>, sla: SlaRecord | undefined): boolean {
  const clocks = Object.values(sla?.clocks ?? {})
  return policy?.hours === 'opening_hours' || clocks.some(({ hours }) => hours === 'opening_hours')
}

/** Of those that are not late yet. */
function soonest({ clocks }: SlaRecord): string | null {
  const due = Object.values(clocks).flatMap(({ dueAt, late }) => (dueAt !== null && !late ? [dueAt] : []))
  return due.sort()[0] ?? null
}
