// The one gate: who may call which route and which command of the desk. A route without a row here stops the start, a command
// without one does not compile, and test/authorization.test.ts has a row for each of them and each caller. Handlers take from
// here who calls, and decide only what is theirs: a ticket, a file, a session. Partner: caller.ts, which finds out who it is.

import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Role } from '../protocol/entities.ts'
import type { DeskCommandName } from '../protocol/socket.ts'
import {
  AGENT_COOKIE,
  type AgentCaller,
  agentCaller,
  bearer,
  type ContactCaller,
  contactCaller,
  requireHost,
  requireRole,
} from './caller.ts'
import { Refusal } from './errors.ts'
import type { ReadTables } from './store/store.ts'

type Who =
  /** Nobody is asked who they are. Where a session is given all the same, the handler shows what is for its contact. */
  | 'anybody'
  /** Who holds a secret that the request carries: a password, a code, a link, a signed address. The handler looks at it. */
  | 'bearer of a secret'
  /** A socket opens for anybody and hears nothing before its hello, which says who it is: chat/sockets.ts. */
  | 'said by hello'
  | 'contact'
  /** With a session a contact, with the cookie an agent. */
  | 'contact or agent'
  | 'host'
  | 'host or any role'
  /** Logged in to the console, in whichever role. */
  | 'any role'
  /** That role; admins may whatever others may. */
  | Role

const ROUTES: Record<string, Who> = {
  // the help center, and what pages are made of
  'GET /': 'anybody',
  'GET /help': 'anybody',
  'GET /help/search': 'anybody',
  'GET /help/feed.xml': 'anybody',
  'GET /help/style.css': 'anybody',
  'GET /help/brand.css': 'anybody',
  'GET /brand/logo': 'anybody',
  'GET /help/:first': 'anybody',
  'GET /help/:first/:second': 'anybody',
  'GET /help/:locale/:collection/:slug': 'anybody',
  'GET /help/*': 'anybody',
  'GET /help/files/:hash/:name': 'anybody',
  'POST /help/:collection/:slug/feedback': 'anybody',
  'POST /help/:locale/:collection/:slug/feedback': 'anybody',
  'GET /sitemap.xml': 'anybody',
  'GET /robots.txt': 'anybody',
  'GET /widget.js': 'anybody',
  'GET /assets/*': 'anybody',
  'GET /api/help/home': 'anybody',
  'GET /api/help/index': 'anybody',
  'GET /api/help/search': 'anybody',
  'GET /api/help/news': 'anybody',
  'GET /api/help/articles/:slug': 'anybody',
  'POST /api/help/articles/:slug/feedback': 'anybody',
  'GET /api/help/articles/:slug/feedback': 'host or any role',
  'POST /api/help/gaps': 'anybody',
  'GET /api/ticket-types': 'anybody',

  // contacts
  'POST /api/session': 'bearer of a secret',
  'DELETE /api/session': 'contact',
  'POST /api/address-proofs': 'anybody',
  'PUT /api/address-proofs/:proofId': 'bearer of a secret',
  'GET /api/chat': 'said by hello',
  'POST /api/chat/send': 'contact',
  'GET /api/chat/poll': 'contact',
  'GET /api/chat/transcripts/:ticketId': 'contact',
  'POST /api/attachments': 'contact or agent',
  'GET /api/attachments/:id': 'contact or agent',
  'PUT /api/attachments/:id': 'contact or agent',
  'DELETE /api/attachments/:id': 'contact or agent',
  'GET /api/attachments/:id/address': 'contact or agent',
  'GET /api/attachments/:id/file': 'bearer of a secret',
  'POST /api/merges/stop': 'bearer of a secret',
  'GET /merges/stop': 'anybody',
  'GET /merges/stop.js': 'anybody',
  'GET /merges/stop.css': 'anybody',

  // the host
  'POST /api/host/merge-results': 'host',
  'POST /api/host/account-changes': 'host',

  // the console
  'GET /console': 'anybody',
  'GET /console/*': 'anybody',
  'GET /console/preview': 'any role',
  'GET /console/preview/:slug': 'any role',
  'GET /console/preview/files/:hash/:name': 'any role',
  'GET /console/preview/style.css': 'anybody',
  'GET /console/preview/articles/edit': 'editor',
  'GET /console/preview/articles/new': 'editor',
  'POST /api/console/articles/tries': 'editor',
  'PUT /api/console/articles': 'editor',
  'GET /api/console/log-in': 'anybody',
  'POST /api/console/sessions': 'bearer of a secret',
  // A log-in that waits for its next step has a cookie that opens nothing else.
  'PUT /api/console/sessions/current/code': 'bearer of a secret',
  'POST /api/console/sessions/current/second-factor': 'bearer of a secret',
  'PUT /api/console/sessions/current/second-factor': 'bearer of a secret',
  'GET /api/console/elsewhere': 'anybody',
  'GET /api/console/elsewhere/back': 'bearer of a secret',
  'POST /api/console/invitations': 'bearer of a secret',
  'PUT /api/console/invitations': 'bearer of a secret',
  'DELETE /api/console/sessions/current': 'bearer of a secret',
  'GET /api/console/me': 'any role',
  'PUT /api/console/me/picture': 'any role',
  'DELETE /api/console/me/picture': 'any role',
  'GET /api/console/me/access': 'any role',
  'DELETE /api/console/me/sessions': 'any role',
  'DELETE /api/console/me/sessions/:id': 'any role',
  'PUT /api/console/me/password': 'any role',
  'POST /api/console/me/second-factor': 'any role',
  'PUT /api/console/me/second-factor': 'any role',
  'DELETE /api/console/me/second-factor': 'any role',
  'POST /api/console/me/recovery-codes': 'any role',
  'GET /api/console/agents': 'admin',
  'POST /api/console/agents': 'admin',
  'PUT /api/console/agents/:id': 'admin',
  'POST /api/console/agents/:id/password-links': 'admin',
  'DELETE /api/console/agents/:id/invitation': 'admin',
  'DELETE /api/console/agents/:id/second-factor': 'admin',
  'GET /api/console/agents/:id/sessions': 'admin',
  'DELETE /api/console/agents/:id/sessions': 'admin',
  'DELETE /api/console/agents/:id/sessions/:sessionId': 'admin',
  'PUT /api/console/access-settings': 'admin',
  'GET /api/console/access-log': 'admin',
  'GET /api/console/deliveries': 'admin',
  'POST /api/console/deliveries/:id/repeats': 'admin',
  'GET /api/console/endpoints': 'admin',
  'POST /api/console/endpoints': 'admin',
  'PUT /api/console/endpoints/:id': 'admin',
  'DELETE /api/console/endpoints/:id': 'admin',
  'POST /api/console/endpoints/:id/secrets': 'admin',
  'POST /api/console/endpoints/:id/tests': 'admin',
  'POST /api/console/endpoints/:id/returns': 'admin',
  'GET /api/console/origins': 'admin',
  'PUT /api/console/origins': 'admin',
  'GET /api/console/ticket-types': 'admin',
  'PUT /api/console/ticket-types': 'admin',
  'DELETE /api/console/ticket-types': 'admin',
  'GET /api/console/mail': 'admin',
  'GET /api/console/mail/letters': 'admin',
  'GET /api/console/mail/letters/:letter/:version': 'admin',
  'PUT /api/console/mail': 'admin',
  'POST /api/console/mail/looks': 'admin',
  'POST /api/console/mail/tests': 'admin',
  'GET /api/console/sla': 'admin',
  'PUT /api/console/sla': 'admin',
  'DELETE /api/console/sla': 'admin',
  'POST /api/console/sla/previews': 'admin',
  'GET /api/console/retention': 'admin',
  'PUT /api/console/retention': 'admin',
  'POST /api/console/retention/previews': 'admin',
  'GET /api/console/contacts': 'agent',
  'GET /api/console/contacts/:id': 'agent',
  'DELETE /api/console/contacts/:id': 'admin',
  'GET /api/console/brand': 'admin',
  'PUT /api/console/brand': 'admin',
  'PUT /api/console/brand/logo': 'admin',
  'DELETE /api/console/brand/logo': 'admin',
  'GET /api/agents/:id/picture': 'anybody',
  'GET /api/console': 'said by hello',
  'POST /api/console/send': 'agent',
  'GET /api/console/poll': 'agent',
  'GET /api/console/merges/:mergeId/trail': 'agent',
  'GET /api/console/reports': 'agent',
  // Of tickets it has numbers only; what nobody found an answer to is for those who write.
  'GET /api/console/reports/deflection': 'any role',

  // operators' own; a proxy in front decides who reaches them: docs/operating.md
  'GET /healthz': 'anybody',
  'GET /readyz': 'anybody',
  'GET /metrics': 'anybody',
  'GET /openapi.json': 'anybody',
}

/** What a desk may ask: its socket is an agent's, and some of it an admin's. */
const DESK_COMMANDS: Record<DeskCommandName, Role> = {
  'ticket.list': 'agent',
  'ticket.open': 'agent',
  'objects.look_up': 'agent',
  'thread.read': 'agent',
  'thread.notes': 'agent',
  'thread.see': 'agent',
  'tickets.receive': 'agent',
  'typing.start': 'agent',
  'message.send': 'agent',
  'message.revise': 'agent',
  'note.write': 'agent',
  'ticket.assign': 'agent',
  'ticket.solve': 'agent',
  'ticket.reopen': 'agent',
  'ticket.answer': 'agent',
  'ticket.snooze': 'agent',
  'ticket.wake': 'agent',
  'tickets.change': 'agent',
  'tickets.take_back': 'agent',
  'tickets.count': 'agent',
  'ticket.link': 'agent',
  'ticket.unlink': 'agent',
  'ticket.merge': 'agent',
  'ticket.split': 'agent',
  'ticket.track': 'agent',
  'tickets.attach': 'agent',
  'tracker.list': 'agent',
  'tracker.read': 'agent',
  'tracker.update': 'agent',
  'tracker.send_now': 'agent',
  'tracker.stop': 'agent',
  'view.save': 'agent',
  'view.move': 'agent',
  'view.remove': 'agent',
  'merge.preview': 'agent',
  'merge.decide': 'agent',
  'merge.hurry': 'admin',
  'merge.undo': 'agent',
  'merge.retry': 'agent',
  'ticket.search': 'agent',
  'hours.read': 'agent',
  'hours.set': 'admin',
  'presence.tell': 'agent',
  // Everybody's are an admin's, which server/macros/macros.ts looks at: one's own are anybody's.
  'macro.list': 'agent',
  'macro.save': 'agent',
  'macro.remove': 'agent',
  'team.list': 'agent',
  'team.save': 'admin',
  'away.set': 'agent',
  // Their own, and nobody else's.
  'draft.list': 'agent',
  'draft.save': 'agent',
  'rule.list': 'admin',
  'rule.save': 'admin',
  'rule.switch': 'admin',
  'rule.move': 'admin',
  'rule.remove': 'admin',
  'rule.try': 'admin',
}

/** What there is no row for says so in its own way: chat/gateway.ts. */
export function requireCommand(caller: AgentCaller, command: string): void {
  requireRole(caller, DESK_COMMANDS[command as DeskCommandName] ?? 'agent')
}

/** Who may sit at a desk, by socket or by HTTP. */
export async function deskCaller(
  tables: ReadTables,
  token: string | undefined,
  now: Date,
): Promise<AgentCaller> {
  const caller = await agentCaller(tables, token, now)
  requireRole(caller, 'agent')
  return caller
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Who passed the gate; null where nobody was asked. */
    caller: AgentCaller | ContactCaller | 'host' | null
  }
}

interface GateParts {
  read: ReadTables
  now: () => Date
  hostApiKey: string | null
  mayComeFrom: (request: FastifyRequest, from: 'host page' | 'own page') => boolean
}

/** Before any route is registered. @throws at the registration of a route that has no row */
export function standAtTheGate(app: FastifyInstance, parts: GateParts): void {
  const routes = new Set<string>()
  app.decorate('routesAtTheGate', routes)
  app.decorateRequest('caller', null)
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) {
      if (isNotOurs(one, url)) continue
      const route = nameOf(one, url)
      if (!Object.hasOwn(ROUTES, route)) throw new Error(`server/gate.ts does not say who may call ${route}.`)
      routes.add(route)
    }
  })
  // After the limits, which count whoever is refused here, and before a body is read.
  const letIn = async (request: FastifyRequest) => {
    const { url } = request.routeOptions
    if (url === undefined || isNotOurs(request.method, url)) return
    request.caller = await whoPasses(request, ROUTES[nameOf(request.method, url)] ?? 'host', parts)
  }
  app.addHook('preParsing', letIn)
  // And once more behind a body: one may take a quarter of a minute to come, and whoever was put out meanwhile does nothing with it.
  app.addHook('preHandler', async (request) => {
    if (request.body !== undefined) await letIn(request)
  })
}

export function contactOf({ caller }: FastifyRequest): ContactCaller {
  if (caller === null || caller === 'host' || caller.kind !== 'contact')
    throw new Error('Only a contact comes here; look at the row in server/gate.ts.')
  return caller
}

export function agentOf({ caller }: FastifyRequest): AgentCaller {
  if (caller === null || caller === 'host' || caller.kind !== 'agent')
    throw new Error('Only who is logged in to the console comes here; look at the row in server/gate.ts.')
  return caller
}

/** @throws Refusal('session.missing' | 'session.ended' | 'caller.forbidden') */
async function whoPasses(
  request: FastifyRequest,
  who: Who,
  parts: GateParts,
): Promise<FastifyRequest['caller']> {
  const { authorization } = request.headers
  switch (who) {
    case 'anybody':
    case 'bearer of a secret':
    case 'said by hello':
      return null
    case 'contact':
      return contactCaller(parts.read, bearer(authorization), parts.now())
    case 'contact or agent':
      return whoPasses(request, authorization === undefined ? 'agent' : 'contact', parts)
    case 'host':
      requireHost(authorization, parts.hostApiKey)
      return 'host'
    case 'host or any role':
      return whoPasses(request, authorization === undefined ? 'any role' : 'host', parts)
  }
  // The cookie travels with any page's request: only our own pages may use it.
  if (!parts.mayComeFrom(request, 'own page')) throw new Refusal('caller.forbidden')
  const caller = await agentCaller(parts.read, request.cookies?.[AGENT_COOKIE], parts.now())
  if (who !== 'any role') requireRole(caller, who)
  return caller
}

/** Fastify answers HEAD wherever it answers GET. */
const nameOf = (method: string, url: string) => `${method === 'HEAD' ? 'GET' : method} ${url}`

/** The demo host is a program of its own, with log-ins of its own; OPTIONS asks for nothing but which pages may ask. */
const isNotOurs = (method: string, url: string) => method === 'OPTIONS' || /^\/demo(\/|$)/.test(url)
