// One commit: the rule's work, the reactions to what it recorded, the audience of each event, durable together.
// Wake-ups follow, and only then the answer: acknowledged means durable.

import type { Message } from '../protocol/entities.ts'
import type { Bus } from './bus/bus.ts'
import { type Addressed, audienceOf, topics } from './chat/audience.ts'
import type { Commit, DomainEvent, Reaction, Unit } from './events.ts'
import type { TicketRecord } from './store/records.ts'
import type { Store, Tables } from './store/store.ts'

export function makeCommit(parts: {
  store: Store
  bus: Bus
  reactions: Reaction[]
  /** Called after each durable commit in which work was scheduled: some may have become due. */
  wake: () => void
}): Commit {
  return async (work, askedOn) => {
    let addressed: Addressed[] = []
    let answeredOn: string | null = null
    let isScheduling = false
    const result = await parts.store.commit(async (tables) => {
      const events: DomainEvent[] = []
      // Its own tables, not a copy: one of twenty names for each commit costs more than most of its reads.
      const tx: Unit = Object.assign(tables, { record: (event: DomainEvent) => void events.push(event) })
      const result = await work(tx)
      // Not for…of over a copy: a reaction may record more, and that has its reactions too.
      for (let next = 0; next < events.length; next++) {
        const event = events[next]
        if (!event) continue
        for (const react of parts.reactions) {
          const reaction = react(event, tx)
          if (reaction) await reaction
        }
      }
      const told = latestOfEach(events)
      addressed = await addressAll(told, tables)
      answeredOn = askedOn ? topicOfAnswer(result, told, addressed) : null
      isScheduling = tx.isScheduling ?? false
      return result
    })
    for (const { topic, event } of addressed)
      parts.bus.publish(topic, event, 'everywhere', topic === answeredOn ? askedOn : undefined)
    if (isScheduling) parts.wake()
    return result
  }
}

/** A ticket or merge that changed three times in one commit is told of once, as it is at the end. */
function latestOfEach(events: DomainEvent[]): DomainEvent[] {
  const subject = (event: DomainEvent) => {
    if (event.name === 'ticket.changed') return `ticket ${event.ticket.id}`
    if (event.name === 'ticket.arranged') return `what agents see of ${event.ticket.id}`
    if (event.name === 'merge.changed') return `merge ${event.merge.id}`
    if (event.name === 'merge.noted') return `trail of ${event.merge.id}`
    return null
  }
  return events.filter((event, index) => {
    const of = subject(event)
    return of === null || !events.slice(index + 1).some((later) => subject(later) === of)
  })
}

/** The topic of the contact who asked, where all that is told on it stands in the answer: a message, and the ticket that it changed or opened. */
function topicOfAnswer(result: unknown, told: DomainEvent[], addressed: Addressed[]): string | null {
  const { ticket, message } = (result ?? {}) as Partial<{ ticket: TicketRecord; message: Message }>
  if (!ticket) return null
  const ofContact = topics.contact(ticket.contactId)
  const inAnswer = told.filter((event) => {
    if (event.name === 'ticket.opened') return event.ticket.id === ticket.id
    if (event.name === 'ticket.changed') return event.ticket === ticket
    return event.name === 'message.created' && event.message === message
  })
  const heard = addressed.filter(({ topic }) => topic === ofContact)
  return heard.length === inAnswer.length ? ofContact : null
}

async function addressAll(events: DomainEvent[], tables: Tables): Promise<Addressed[]> {
  const addressed: Addressed[] = []
  for (const event of events) addressed.push(...(await audienceOf(event, tables)))
  return addressed
}
