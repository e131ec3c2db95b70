// What other copies of the server did and the bus lost: looked for in the store every second or two, by numbers, and
// told to whoever is connected here, in the words in which they would have heard of it. It never tells another copy.
// Partners: bus.ts, told.ts and told-lists.ts (what need not be told again), store.ts (`touched`).

import type { Entry } from '../../protocol/entities.ts'
import { THREAD_PAGE_NOTES } from '../../protocol/limits.ts'
import type { ContactEvent, DeskEvent } from '../../protocol/socket.ts'
import { contactMerge, deskMerge } from '../account-merge/views.ts'
import type { Bus } from '../bus/bus.ts'
import type { Log } from '../log.ts'
import type { TicketRecord } from '../store/records.ts'
import type { Store, Touched } from '../store/store.ts'
import type { DeskHours } from '../tickets/availability.ts'
import { asContactSees } from '../tickets/revisions.ts'
import { contactTicket, deskTicket } from '../tickets/views.ts'
import { topics } from './audience.ts'
import { toldTickets } from './told.ts'
import { toldLists } from './told-lists.ts'

/** While nothing is known to be lost: another copy may have lost its way to the bus a moment ago. */
const CALM_MS = 2_000
/** While something is: nobody waits longer for a message, and nobody keeps rights longer. */
const TROUBLED_MS = 1_000
/** A commit becomes visible some time after its instant: no longer than this, for a statement ends before. */
const OVERLAP_MS = 10_000
const PAGE_TICKETS = 200
/**
 * Between this machine's clock and the store's. Due work is begun, and taken from a copy that has it, by the clock of who looks: minutes ahead,
 * merges and snoozes end early, and letters go out twice.
 */
const CLOCKS_APART_MS = 5_000
/** Of a ticket about which nothing is known here: its newest entries and notes, as far as they are new. */
const ENTRIES_LOOKED_AT = 50
const NEW_WITHIN_MS = 60_000

interface CatchUp {
  start(): void
  /** One look, as it is made every second or two. */
  look(): Promise<void>
  /** Tickets of which somebody here had not heard. */
  found(): number
  stop(): Promise<void>
}

export function catchUp(parts: {
  store: Store
  touched: Touched
  bus: Bus
  now: () => Date
  hours: () => Promise<DeskHours>
  /** Closes the sockets of agents whose session has ended. */
  checkCallers: () => Promise<void>
  /** Reads the settings anew that are held ready. */
  readSettings: () => Promise<void>
  log: Log
}): CatchUp {
  const { store, touched, bus, log } = parts
  const { read } = store
  const told = toldTickets()
  const lists = toldLists({ read, bus })
  let hoursVersion: number | undefined
  let settings: string | undefined
  bus.onTold((topic, event) => {
    // One that its contact alone was told of is another contact's now, and goes on.
    if (event.name !== 'ticket.removed' || topic === topics.desk) told.event(event)
    lists.event(topic, event)
    if (event.name === 'hours.changed') hoursVersion = (event.body as DeskHours).version
  })
  let since: string | undefined
  let found = 0
  let failing = false
  let isClockApart = false
  let stopping = false
  let loop: Promise<void> | undefined
  let wake = () => {}

  async function look(): Promise<void> {
    // A command on this database, such as `agents disable`, has no bus to a copy that runs without Redis.
    const { kind, isWhole } = bus.state()
    if (!isWhole || kind === 'in_process') await parts.checkCallers()
    await lookAtHours()
    const askedAt = parts.now()
    const { at, lists: stand } = await touched.now()
    lookAtClock(at, askedAt)
    await lists.look(stand)
    if (settings !== stand.settings) await parts.readSettings()
    settings = stand.settings
    const from = since ?? at
    for (let after: string | undefined; ; ) {
      const page = await touched.tickets({
        since: before(from, OVERLAP_MS),
        ...(after !== undefined && { after }),
        limit: PAGE_TICKETS,
      })
      for (const ticket of page.tickets) {
        // Whoever comes to listen reads it as it is now, or later: it is no news to them.
        if (!isHeardHere(ticket)) told.all(ticket)
        else if (told.isBehind(ticket)) await tell(ticket)
      }
      touched.told(page.tickets)
      if (page.next === null) break
      after = page.next
    }
    for (const { id, contactId } of await touched.removedTickets(before(from, OVERLAP_MS)))
      if (!told.isRemoved(id)) tellRemoved(id, contactId)
    since = at
  }

  function lookAtClock(at: string, askedAt: Date): void {
    const aheadMs = askedAt.getTime() - Date.parse(at)
    const behindMs = Date.parse(at) - parts.now().getTime()
    const isApart = Math.max(aheadMs, behindMs) > CLOCKS_APART_MS
    if (isApart && !isClockApart)
      log.error(
        { aheadS: Math.round((aheadMs > behindMs ? aheadMs : -behindMs) / 1_000) },
        'the clock of this machine and that of the database differ: set both by NTP',
      )
    if (!isApart && isClockApart)
      log.info({}, 'the clock of this machine agrees with that of the database again')
    isClockApart = isApart
  }

  async function lookAtHours(): Promise<void> {
    const { version, availability } = await parts.hours()
    const isNews = hoursVersion !== undefined && hoursVersion !== version
    hoursVersion = version
    if (isNews)
      bus.publish(topics.everyone, { name: 'hours.changed', body: { version, availability } }, 'here')
  }

  function tellRemoved(ticketId: string, contactId: string): void {
    const event = { name: 'ticket.removed' as const, body: { ticketId } }
    for (const topic of [topics.contact(contactId), topics.desk]) bus.publish(topic, event, 'here')
    told.event(event)
  }

  const isHeardHere = ({ contactId }: TicketRecord) =>
    bus.isHeardHere(topics.contact(contactId)) || bus.isHeardHere(topics.desk)

  async function tell(ticket: TicketRecord): Promise<void> {
    found++
    const known = told.of(ticket.id)
    const isNew = ({ createdAt }: { createdAt: string }) => createdAt > before(parts.now(), NEW_WITHIN_MS)
    const entries = known?.sequence
      ? await read.entries.after(ticket.id, known.sequence, ENTRIES_LOOKED_AT)
      : (await read.entries.before(ticket.id, ticket.newestSequence + 1, ENTRIES_LOOKED_AT)).filter(isNew)
    const merge = ticket.mergeId ? await read.merges.find(ticket.mergeId) : undefined
    if (told.isRemoved(ticket.id)) return
    const toContact = (event: ContactEvent) => bus.publish(topics.contact(ticket.contactId), event, 'here')
    const toDesk = (event: DeskEvent) => bus.publish(topics.desk, event, 'here')

    if (bus.isHeardHere(topics.contact(ticket.contactId))) {
      for (const entry of await asContactSees(read, entries)) toContact(asEvent(entry))
      toContact({ name: 'ticket.changed', body: { ticket: await contactTicket(ticket, read) } })
      if (merge) toContact({ name: 'merge.changed', body: { merge: await contactMerge(merge, read) } })
    }
    if (bus.isHeardHere(topics.desk)) {
      for (const entry of entries) toDesk(asEvent(entry))
      toDesk({ name: 'ticket.changed', body: { ticket: await deskTicket(ticket, read) } })
      if (merge) toDesk({ name: 'merge.changed', body: { merge: await deskMerge(merge, read) } })
    }
    if (bus.isHeardHere(topics.deskNotes) && ticket.newestNote > (known?.note ?? 0)) {
      // Of more than a page the newest: their numbers say that others came before them.
      const newest = await read.notes.before(ticket.id, ticket.newestNote + 1, THREAD_PAGE_NOTES)
      const notes = newest.filter((note) => (known?.note ? note.noteSequence > known.note : isNew(note)))
      for (const note of notes)
        bus.publish(topics.deskNotes, { name: 'note.created', body: { note } }, 'here')
    }
    told.all(ticket)
  }

  async function run(): Promise<void> {
    while (!stopping) {
      try {
        await look()
        if (failing) log.info({}, 'the store can be looked into again')
        failing = false
      } catch (err) {
        if (!failing) log.error({ err }, 'the store could not be asked what other copies did; asking again')
        failing = true
      }
      if (stopping) return
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, bus.state().isWhole ? CALM_MS : TROUBLED_MS)
        wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
  }

  return {
    look,
    found: () => found,
    start() {
      loop ??= run()
    },
    async stop() {
      stopping = true
      wake()
      await loop
    },
  }
}

function asEvent(entry: Entry): ContactEvent & DeskEvent {
  if (entry.kind === 'message') return { name: 'message.created', body: { message: entry } }
  if (entry.kind === 'revision') return { name: 'message.revised', body: { revision: entry } }
  return { name: 'activity.created', body: { activity: entry } }
}

const before = (at: string | Date, ms: number) => new Date(new Date(at).getTime() - ms).toISOString()
