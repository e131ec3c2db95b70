// Commands in, answers out, for both transports: schema, caller, rule, answer. No rule lives here.
// Partner: chat/hub.ts, which sends events; an answer never waits for them.

import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { THREAD_PAGE_ENTRIES, TICKET_PAGE_ROWS } from '../../protocol/limits.ts'
import {
  type AnswerFrame,
  type CommandFrame,
  type ContactCommandAnswer,
  type ContactCommandBody,
  type ContactCommandName,
  contactCommands,
  type DeskCommandAnswer,
  type DeskCommandBody,
  type DeskCommandName,
  deskCommands,
} from '../../protocol/socket.ts'
import type { AskPreview } from '../account-merge/host-side.ts'
import { getLookable, type Merges } from '../account-merge/merges.ts'
import { contactMerge, deskMerge } from '../account-merge/views.ts'
import type { Bus } from '../bus/bus.ts'
import { type AgentCaller, type ContactCaller, requireRole } from '../caller.ts'
import { problemOf, Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import type { Log } from '../log.ts'
import type { Store } from '../store/store.ts'
import { getTicket, ownTicket, type Tickets } from '../tickets/tickets.ts'
import { contactTicket, deskTicket } from '../tickets/views.ts'
import { topics } from './audience.ts'

export type Gateway = ReturnType<typeof makeGateway>

type ContactHandlers = {
  [N in ContactCommandName]: (
    caller: ContactCaller,
    body: ContactCommandBody<N>,
  ) => Promise<ContactCommandAnswer<N>>
}
type DeskHandlers = {
  [N in DeskCommandName]: (caller: AgentCaller, body: DeskCommandBody<N>) => Promise<DeskCommandAnswer<N>>
}

export function makeGateway(parts: {
  store: Store
  commit: Commit
  bus: Bus
  tickets: Tickets
  merges: Merges
  askPreview: AskPreview
  log: Log
}) {
  const { commit, bus, tickets, merges } = parts
  const { read } = parts.store

  const ofContacts: ContactHandlers = {
    'ticket.open': async ({ contact }, body) => {
      const { ticket, message } = await commit((tx) => tickets.open(tx, contact, body))
      return { ticket: await contactTicket(ticket, read), message }
    },
    'message.send': async ({ contact }, body) => {
      const { ticket, message } = await commit((tx) => tickets.sendAsContact(tx, contact, body))
      return { ticket: await contactTicket(ticket, read), message }
    },
    'thread.read': async ({ contact }, body) => {
      const ticket = await ownTicket(read, contact, body.ticketId)
      return { ticket: await contactTicket(ticket, read), ...(await page(body)) }
    },
    'thread.see': async ({ contact }, body) => {
      await commit(async (tx) =>
        tickets.see(tx, await ownTicket(tx, contact, body.ticketId), 'contact', body.sequence),
      )
      return {}
    },
    'typing.start': async ({ contact }, body) => {
      const ticket = await ownTicket(read, contact, body.ticketId)
      bus.publish(topics.desk, { name: 'typing.started', body: { ticketId: ticket.id, name: contact.name } })
      return {}
    },
    'ticket.solve': async ({ contact }, body) => {
      const ticket = await commit(async (tx) =>
        tickets.solve(tx, await ownTicket(tx, contact, body.ticketId), {
          name: contact.name,
          side: 'contact',
        }),
      )
      return { ticket: await contactTicket(ticket, read) }
    },
    'merge.start': async ({ contact }, body) => ({
      merge: await contactMerge(await commit((tx) => merges.start(tx, contact, body)), read),
    }),
    'merge.send_code': async ({ contact }, body) => ({
      merge: await contactMerge(await commit((tx) => merges.sendCode(tx, contact, body.mergeId)), read),
    }),
    'merge.prove': async ({ contact }, body) => {
      const merge = orThrow(await commit((tx) => merges.prove(tx, contact, body.mergeId, body.code)))
      const ticket = await getTicket(read, merge.ticketId ?? '')
      return { merge: await contactMerge(merge, read), ticket: await contactTicket(ticket, read) }
    },
    'merge.cancel': async ({ contact }, body) => ({
      merge: await contactMerge(await commit((tx) => merges.cancel(tx, contact, body.mergeId)), read),
    }),
  }

  const ofDesks: DeskHandlers = {
    'ticket.list': async ({ agent }, body) => {
      const found = await read.tickets.list({ ...body, agentId: agent.id, limit: TICKET_PAGE_ROWS })
      return {
        tickets: await Promise.all(found.tickets.map((ticket) => deskTicket(ticket, read))),
        next: found.next,
      }
    },
    'thread.read': async (_caller, body) => {
      const ticket = await getTicket(read, body.ticketId)
      const contact = await read.contacts.find(ticket.contactId)
      if (!contact)
        throw new Error(`Ticket ${ticket.id} names contact ${ticket.contactId}, who is not stored.`)
      const others = await read.tickets.listForContact(contact.id, TICKET_PAGE_ROWS)
      const merge = ticket.mergeId ? await read.merges.find(ticket.mergeId) : undefined
      return {
        ticket: await deskTicket(ticket, read),
        ...(await page(body)),
        notes: await read.notes.list(ticket.id),
        contact,
        earlier: await Promise.all(
          others.filter(({ id }) => id !== ticket.id).map((other) => deskTicket(other, read)),
        ),
        merge: merge ? await deskMerge(merge, read) : null,
      }
    },
    'thread.see': async (_caller, body) => {
      await commit(async (tx) => tickets.see(tx, await getTicket(tx, body.ticketId), 'agent', body.sequence))
      return {}
    },
    'typing.start': async ({ agent }, body) => {
      const ticket = await getTicket(read, body.ticketId)
      const event = { name: 'typing.started', body: { ticketId: ticket.id, name: agent.name } }
      bus.publish(topics.contact(ticket.contactId), event)
      return {}
    },
    'message.send': async ({ agent }, body) => {
      const { ticket, message } = await commit((tx) => tickets.sendAsAgent(tx, agent, body))
      return { ticket: await deskTicket(ticket, read), message }
    },
    'note.write': async ({ agent }, body) => {
      const { ticket, note } = await commit((tx) => tickets.writeNote(tx, agent, body))
      return { ticket: await deskTicket(ticket, read), note }
    },
    'ticket.assign': async (_caller, body) => {
      const ticket = await commit(async (tx) => {
        const assignee = body.agentId ? await tx.agents.find(body.agentId) : null
        if (assignee === undefined || assignee?.disabledAt) throw new Refusal('not_found')
        return tickets.assign(tx, body.ticketId, assignee)
      })
      return { ticket: await deskTicket(ticket, read) }
    },
    'ticket.solve': async ({ agent }, body) => {
      const ticket = await commit(async (tx) =>
        tickets.solve(tx, await getTicket(tx, body.ticketId), { name: agent.name, side: 'agent' }),
      )
      return { ticket: await deskTicket(ticket, read) }
    },
    'ticket.reopen': async ({ agent }, body) => {
      const ticket = await commit((tx) => tickets.reopen(tx, body.ticketId, { name: agent.name }))
      return { ticket: await deskTicket(ticket, read) }
    },
    'merge.preview': async ({ agent }, body) => {
      const { preview, hash } = await parts.askPreview(await getLookable(read, body.mergeId))
      const merge = await commit((tx) => merges.notePreview(tx, agent, body.mergeId, preview, hash))
      const { coolingOffMs } = merges
      return { merge: await deskMerge(merge, read), preview, previewHash: hash, coolingOffMs }
    },
    'merge.decide': async ({ agent }, body) => {
      if (body.verdict === 'reject') {
        const merge = await commit((tx) => merges.reject(tx, agent, body.mergeId, body.reason ?? ''))
        return { merge: await deskMerge(merge, read) }
      }
      const now = await parts.askPreview(await getLookable(read, body.mergeId))
      const shown = { hash: body.previewHash ?? '', current: now.preview, currentHash: now.hash }
      const merge = await commit((tx) => merges.approve(tx, agent, body.mergeId, shown))
      return { merge: await deskMerge(merge, read) }
    },
    'merge.retry': async ({ agent }, body) => ({
      merge: await deskMerge(await commit((tx) => merges.retry(tx, agent, body.mergeId)), read),
    }),
  }

  const contactBodies = compileBodies(contactCommands)
  const deskBodies = compileBodies(deskCommands)

  return {
    contactCommand: (caller: ContactCaller, frame: CommandFrame) =>
      answered(frame, async () => {
        const name = knownName(ofContacts, frame.name)
        return run(ofContacts[name], caller, checked(contactBodies, name, frame.body))
      }),
    deskCommand: (caller: AgentCaller, frame: CommandFrame) =>
      answered(frame, async () => {
        requireRole(caller, 'agent')
        const name = knownName(ofDesks, frame.name)
        return run(ofDesks[name], caller, checked(deskBodies, name, frame.body))
      }),
  }

  /** A page of a thread: after a mark, before one, or its newest end. */
  async function page({ ticketId, after, before }: { ticketId: string; after?: number; before?: number }) {
    // One more than fits tells whether there is more.
    const limit = THREAD_PAGE_ENTRIES + 1
    if (after !== undefined) {
      const found = await read.entries.after(ticketId, after, limit)
      return { entries: found.slice(0, THREAD_PAGE_ENTRIES), more: found.length === limit }
    }
    const found = await read.entries.before(ticketId, before ?? Number.MAX_SAFE_INTEGER, limit)
    return { entries: found.slice(-THREAD_PAGE_ENTRIES), more: found.length === limit }
  }

  async function answered(frame: CommandFrame, work: () => Promise<unknown>): Promise<AnswerFrame> {
    try {
      return { kind: 'acknowledgement', id: frame.id, result: await work() }
    } catch (cause) {
      return { kind: 'refusal', id: frame.id, problem: problemOf(asRefusal(cause, frame.name)) }
    }
  }

  function asRefusal(cause: unknown, command: string): Refusal {
    if (cause instanceof Refusal) return cause
    parts.log.error({ err: cause, command }, 'a command failed in a way that is a bug')
    return new Refusal('server.bug')
  }
}

/** The table's types guarantee that the body fits its handler; the look-up by a run-time name hides it. */
function run<Caller>(handler: unknown, caller: Caller, body: unknown): Promise<unknown> {
  return (handler as (caller: Caller, body: unknown) => Promise<unknown>)(caller, body)
}

function knownName<T extends object>(handlers: T, name: string): keyof T & string {
  if (!Object.hasOwn(handlers, name))
    throw new Refusal('command.unknown', { detail: `“${name.slice(0, 40)}”` })
  return name as keyof T & string
}

interface BodyCheck {
  Check(body: unknown): boolean
  Errors(body: unknown): { instancePath: string; message: string }[]
}

function compileBodies(commands: Record<string, { body: TSchema }>) {
  return new Map<string, BodyCheck>(
    Object.entries(commands).map(([name, { body }]) => [name, Compile(body) as BodyCheck]),
  )
}

function checked(checks: Map<string, BodyCheck>, name: string, body: unknown): unknown {
  const check = checks.get(name)
  if (check?.Check(body)) return body
  const [first] = check?.Errors(body) ?? []
  throw new Refusal('request.malformed', {
    field: first?.instancePath || '/',
    detail: `${name}: ${first?.instancePath || 'the body'} ${first?.message ?? 'does not fit'}.`,
  })
}

function orThrow<T>(result: T | Refusal): T {
  if (result instanceof Refusal) throw result
  return result
}
