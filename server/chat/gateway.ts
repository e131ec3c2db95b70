// Commands in, answers out, for both transports: the schema is checked, then the handler of its noun answers
// (commands/). Partner: chat/hub.ts, which sends events; an answer never waits for them.

import type { TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { type AnswerFrame, type CommandFrame, contactCommands, deskCommands } from '../../protocol/socket.ts'
import type { AskPreview } from '../account-merge/host-side.ts'
import type { Merges } from '../account-merge/merges.ts'
import { readingOf } from '../agents/reading.ts'
import type { Bus } from '../bus/bus.ts'
import { type AgentCaller, type ContactCaller, type LetIn, stillIn } from '../caller.ts'
import type { Contacts } from '../contacts/contacts.ts'
import type { identityVerifier } from '../contacts/identity.ts'
import type { AnswersByMail } from '../email/answers.ts'
import type { LanguageFor } from '../email/language.ts'
import { loggedBug, problemOf, Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import { requireCommand } from '../gate.ts'
import { faultIn } from '../http/malformed.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics.ts'
import { OUR_NAME, type Parts } from '../parts.ts'
import type { Policies } from '../sla/policy.ts'
import type { Store } from '../store/store.ts'
import type { LookUps } from '../ticket-types/look-ups.ts'
import type { TicketTypes } from '../ticket-types/types.ts'
import type { Tickets } from '../tickets/tickets.ts'
import { changeHandlers } from './commands/changes.ts'
import { draftHandlers } from './commands/drafts.ts'
import { type ContactHandlers, type DeskHandlers, looksItself } from './commands/handlers.ts'
import { hoursHandlers } from './commands/hours.ts'
import { lookUpHandlers } from './commands/look-ups.ts'
import { macroHandlers } from './commands/macros.ts'
import { mergeHandlers } from './commands/merges.ts'
import { openingHandlers } from './commands/opening.ts'
import { presenceHandlers } from './commands/presence.ts'
import { relationHandlers } from './commands/relations.ts'
import { ruleHandlers } from './commands/rules.ts'
import { searchHandlers } from './commands/search.ts'
import { snoozeHandlers } from './commands/snooze.ts'
import { teamHandlers } from './commands/teams.ts'
import { ticketHandlers } from './commands/tickets.ts'
import { viewHandlers } from './commands/views.ts'
import { type CommandLimits, commandLimits } from './limits.ts'

export type Gateway = ReturnType<typeof makeGateway>

export function makeGateway(
  parts: {
    store: Store
    commit: Commit
    bus: Bus
    tickets: Tickets
    merges: Merges
    contacts: Contacts
    askPreview: AskPreview
    lookUps: LookUps
    types: Pick<TicketTypes, 'all' | 'find'>
    /** What tickets are promised. */
    policies: Policies
    languageFor: LanguageFor
    answers?: AnswersByMail | undefined
    verifyIdentity: ReturnType<typeof identityVerifier>
    /** Where they are shared with other copies; else they are its own. */
    limits?: CommandLimits
    measure?: Metrics['command']
    log: Log
  } & Pick<Parts, 'now' | 'newId' | 'newCode'>,
) {
  const { read } = parts.store
  const limits = parts.limits ?? commandLimits()
  const reading = readingOf({ ...parts, limits })

  const ofTickets = ticketHandlers({ read, reading, ...parts })
  const ofMerges = mergeHandlers({ read, ...parts })
  const ofHours = hoursHandlers({ read, ...parts })
  const ofMacros = macroHandlers({ read, ...parts })
  const ofPresence = presenceHandlers({ read, ...parts })
  const ofSearch = searchHandlers({ ...parts.store, reading, ...parts })
  const ofLookUps = lookUpHandlers(parts)
  const ofSnooze = snoozeHandlers({ read, ...parts })
  const ofOpening = openingHandlers({ read, ...parts })
  const ofChanges = changeHandlers({ read, ...parts })
  const ofViews = viewHandlers({ read, ...parts })
  const ofRelations = relationHandlers({ read, ...parts })
  const ofTeams = teamHandlers({ read, ...parts })
  const ofDrafts = draftHandlers({ read, ...parts })
  const ofRules = ruleHandlers({ read, ...parts })
  const ofContacts: ContactHandlers = {
    ...ofTickets.ofContacts,
    ...ofMerges.ofContacts,
    ...ofLookUps.ofContacts,
  }
  const ofDesks: DeskHandlers = {
    ...ofTickets.ofDesks,
    ...ofMerges.ofDesks,
    ...ofHours.ofDesks,
    ...ofSnooze.ofDesks,
    ...ofMacros.ofDesks,
    ...ofPresence.ofDesks,
    ...ofOpening.ofDesks,
    ...ofSearch.ofDesks,
    ...ofChanges.ofDesks,
    ...ofViews.ofDesks,
    ...ofRelations.ofDesks,
    ...ofDrafts.ofDesks,
    ...ofTeams.ofDesks,
    ...ofRules.ofDesks,
  }

  const contactBodies = compileBodies(contactCommands)
  const deskBodies = compileBodies(deskCommands)

  return {
    /** @param who looked up for this very command, or let in before */
    contactCommand: (who: ContactCaller | LetIn, frame: CommandFrame, address: string) =>
      answered(frame, who.contactId, async () => {
        limits.take(who, frame.name, address)
        const name = knownName(ofContacts, frame.name)
        const body = checked(contactBodies, name, frame.body)
        const isKnown = 'contact' in who || looksItself(name)
        return run(ofContacts[name], isKnown ? who : await stillIn(read, who, parts.now()), body, address)
      }),
    deskCommand: (caller: AgentCaller, frame: CommandFrame, address: string) =>
      answered(frame, caller.agent.id, () => {
        limits.take(caller, frame.name, address)
        requireCommand(caller, frame.name)
        const name = knownName(ofDesks, frame.name)
        return run(ofDesks[name], caller, checked(deskBodies, name, frame.body), address)
      }),
  }

  async function answered(
    frame: CommandFrame,
    by: string,
    work: () => Promise<unknown>,
  ): Promise<AnswerFrame> {
    const beganAt = performance.now()
    let answer: AnswerFrame
    try {
      answer = { kind: 'acknowledgement', id: frame.id, result: await work() }
    } catch (cause) {
      answer = { kind: 'refusal', id: frame.id, problem: problemOf(asRefusal(cause, frame)) }
    }
    const tookMs = performance.now() - beganAt
    const refused = answer.kind === 'refusal' ? answer.problem.code : null
    const command = contactBodies.has(frame.name) || deskBodies.has(frame.name) ? frame.name : null
    parts.measure?.(command, tookMs, refused)
    if (parts.log.isLevelEnabled?.('debug'))
      parts.log.debug?.(
        { command, ...namesIn(frame), ...opened(answer), by, refused, tookMs },
        'a command was answered',
      )
    return answer
  }

  function asRefusal(cause: unknown, frame: CommandFrame): Refusal {
    if (cause instanceof Refusal) return cause
    const reqId = parts.newCode()
    parts.log.error(
      { err: cause, reqId, command: frame.name, ...namesIn(frame) },
      'a command failed in a way that is a bug',
    )
    return loggedBug(reqId)
  }
}

/** Of what a client sent, names only, and only where they look like names: what people write has no way into the log. */
function namesIn({ id, body }: CommandFrame): { request?: string; ticketId?: string } {
  const ticketId = typeof body === 'object' && body !== null && 'ticketId' in body ? body.ticketId : undefined
  return {
    ...(CLIENTS_NAME.test(id) && { request: id }),
    ...(typeof ticketId === 'string' && OUR_NAME.test(ticketId) && { ticketId }),
  }
}
/** Whoever opens a ticket cannot name it yet: else its first message would be found under no ticket. */
function opened(answer: AnswerFrame): { ticketId?: string } {
  const result = answer.kind === 'acknowledgement' ? answer.result : null
  const { ticket } = (result ?? {}) as { ticket?: { id?: unknown } }
  return typeof ticket?.id === 'string' && OUR_NAME.test(ticket.id) ? { ticketId: ticket.id } : {}
}
const CLIENTS_NAME = /^[\w-]{1,64}$/

/** The table's types guarantee that the body fits its handler; the look-up by a run-time name hides it. */
function run<Caller>(handler: unknown, caller: Caller, body: unknown, address: string): Promise<unknown> {
  const answer = handler as (caller: Caller, body: unknown, address: string) => Promise<unknown>
  return answer(caller, body, address)
}

function knownName<T extends object>(handlers: T, name: string): keyof T & string {
  if (!Object.hasOwn(handlers, name))
    throw new Refusal('command.unknown', { detail: `“${name.slice(0, 40)}”` })
  return name as keyof T & string
}

interface Body {
  schema: TSchema
  check: { Check(body: unknown): boolean }
}

function compileBodies(commands: Record<string, { body: TSchema }>) {
  return new Map<string, Body>(
    Object.entries(commands).map(([name, { body }]) => [name, { schema: body, check: Compile(body) }]),
  )
}

function checked(bodies: Map<string, Body>, name: string, body: unknown): unknown {
  const expected = bodies.get(name)
  if (!expected) throw new Refusal('command.unknown', { detail: `“${name}”` })
  if (expected.check.Check(body)) return body
  const { field, says } = faultIn(expected.schema, body)
  const what = field === '/' ? 'the body' : field
  throw new Refusal('request.malformed', { field, detail: `${name}: ${what} ${says}.` })
}
