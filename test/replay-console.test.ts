// Live equals replay, for the console: what a real server tells, applied to an old welcome, must give what a new
// welcome says. One scene for each event of the desk; an event without a scene fails.

import { appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { keepDrafts, keptDrafts } from '../console/facts/kept-drafts.ts'
import { keepMacros, macros } from '../console/facts/macros.ts'
import { dropSilent, present } from '../console/facts/presence.ts'
import { rules } from '../console/facts/rules.ts'
import { keepTeams, teams } from '../console/facts/teams.ts'
import { dropSilentTypists, keepTypist, typing } from '../console/facts/typing.ts'
import {
  apply,
  articlesVersion,
  earlierOf,
  keepThread,
  linkedWith,
  load,
  snapshot,
  threads,
  tickets,
} from '../console/state.ts'
import type { Rule } from '../protocol/desk/rules.ts'
import type { Team } from '../protocol/desk/teams.ts'
import type { DeskTicket } from '../protocol/entities.ts'
import { PRESENCE_MS, TYPING_MS } from '../protocol/limits.ts'
import { type DeskEvent, deskEvents } from '../protocol/socket.ts'
import type { EndpointRecord } from '../server/store/records.ts'
import { type ImapServer, imapServer } from './email/imap-server.ts'
import {
  agentConnects,
  agentCookie,
  contactConnects,
  identityToken,
  leo,
  maya,
  newClientId,
  post,
} from './stage/cast.ts'
import { type Client, connect } from './stage/client.ts'
import { openRules } from './stage/rules.ts'
import { makeWorld, type World } from './stage/world.ts'

let world: World
let mailbox: ImapServer
let mayasWidget: Client
let student = maya
let students = 0
let omar: Client
/** The console that listens. */
let inesConsole: Client
let [ticketId, inesCookie] = ['', '']

beforeAll(async () => {
  mailbox = await imapServer()
  await mailbox.stop()
  world = await makeWorld({ IMAP_URL: mailbox.url() }, endpointThatIsOff)
  omar = await agentConnects(world.url, 'Omar')
  inesCookie = await agentCookie(world.url, 'Ines')
})
afterAll(async () => {
  await world?.end()
  await mailbox?.end()
})

/** A console that knows Maya's ticket as it is now; from here on it only listens. */
beforeEach(async () => {
  // One for each scene: nobody opens so many tickets in a minute.
  student = { ...maya, sub: `${maya.sub}-${++students}` }
  mayasWidget = await contactConnects(world.url, student)
  ticketId = await opens('Where do I see my deadlines?')
  inesConsole = await inesOpensAConsole()
  load(inesConsole.welcome)
  keepThread(ticketId, await threadFor(inesConsole))
  keepMacros((await inesConsole.command('macro.list', {})).result)
  keepDrafts((await inesConsole.command('draft.list', {})).result.drafts)
  keepTeams((await inesConsole.command('team.list', {})).result.teams)
  await readRules(inesConsole)
  return () => {
    inesConsole.close()
    mayasWidget.close()
  }
})

/** As days of failures leave it. */
async function endpointThatIsOff(dir: string): Promise<void> {
  const { store, close } = await openRules(dir)
  const at = new Date().toISOString()
  const endpoint: EndpointRecord = {
    ...{ id: 'ept_1', url: 'http://localhost:9/', events: ['ticket.rated'], isPaused: false, secret: SECRET },
    ...{ createdBy: 'Ines', createdAt: at, off: { at, since: at, outcome: 'unreachable', status: null } },
  }
  const changed = { version: 1, changedBy: 'Ines', changedAt: at }
  await store.commit((tx) => tx.settings.put({ id: 'endpoints', ...changed, value: [endpoint] }))
  await close()
}
const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes, yes').toString('base64')}`

const readRules = async (client: Client) => {
  const { rules: told } = (await client.command('rule.list', {})).result
  rules.value = new Map(told.map((rule: Rule) => [rule.id, rule]))
}

const inesOpensAConsole = () => connect(world.url, '/api/console', { cookie: inesCookie })

const opens = async (text: string): Promise<string> => {
  const body = { clientId: newClientId(), type: 'question', text }
  return (await mayasWidget.command('ticket.open', body)).result.ticket.id
}
const says = (text: string) =>
  mayasWidget.command('message.send', { clientId: newClientId(), ticketId, text })

const inesSavesAMacro = () => {
  const macro = {
    name: `Macro ${newClientId()}`,
    as: 'reply',
    text: 'Hello',
    actions: [],
    types: [],
    teams: [],
  }
  return inesConsole.command('macro.save', { macro: { ...macro, isOwn: false } })
}

const inesBegins = (text: string, version: string | null, as = 'reply') =>
  inesConsole.command('draft.save', { ticketId, as, text, answers: 1, version })

const inesSavesARule = (name: string) => {
  const actions = [{ do: 'tag', add: 'late' }]
  const rule = { name, when: { on: 'ticket_opened' }, conditions: { filter: {} }, actions }
  return inesConsole.command('rule.save', { rule })
}

const someView = { name: 'Late', filter: { waitsLongerThanMinutes: 60 }, sort: 'longest_wait', isOwn: false }

const SCENES: Record<DeskEvent['name'], () => Promise<unknown>> = {
  'ticket.opened': () => opens('And where are my documents?'),
  'ticket.changed': () => omar.command('ticket.assign', { ticketId, agentId: omar.welcome.agent.id }),
  'ticket.removed': async () => {
    const leosWidget = await contactConnects(world.url, { ...leo, sub: `${leo.sub}-goes` })
    const body = { clientId: newClientId(), type: 'question', text: 'Erase me, please.' }
    const { ticket } = (await leosWidget.command('ticket.open', body)).result
    leosWidget.close()
    await hearAll()
    keepThread(ticket.id, (await inesConsole.command('thread.read', { ticketId: ticket.id })).result)
    const contactId = threads.value.get(ticket.id)?.contact.id
    const headers = { cookie: inesCookie }
    const answer = await fetch(`${world.url}/api/console/contacts/${contactId}`, {
      method: 'DELETE',
      headers,
    })
    expect(await answer.json()).toEqual({ tickets: 1 })
    await hearAll()
    expect([tickets.value.has(ticket.id), threads.value.has(ticket.id)]).toEqual([false, false])
    // Another one stays, so that something has changed.
    await says('And mine?')
  },
  'message.created': () => says('I mean those of the onboarding.'),
  'message.revised': () =>
    mayasWidget.command('message.revise', { clientId: newClientId(), ticketId, sequence: 1, text: null }),
  'activity.created': () => omar.command('ticket.solve', { ticketId }),
  'note.created': () =>
    omar.command('note.write', {
      clientId: newClientId(),
      ticketId,
      text: 'Asked twice today, @Ines Moreau.',
    }),
  'thread.seen': () => omar.command('thread.see', { ticketId, sequence: 1 }),
  'thread.delivered': () => omar.command('tickets.receive', { upTo: { [ticketId]: 1 } }),
  'typing.started': () => mayasWidget.command('typing.start', { ticketId }),
  'merge.changed': async () => {
    const leosWidget = await contactConnects(world.url, leo)
    const fromEmail = 'leo.at.school@northfield.edu'
    const { merge } = (await leosWidget.command('merge.start', { clientId: newClientId(), fromEmail })).result
    const { text } = await world.mailTo(fromEmail)
    const code = /\b[0-9A-HJKMNP-TV-Z]{4}[ -]?[0-9A-HJKMNP-TV-Z]{4}\b/.exec(text)?.[0]
    const proved = await leosWidget.command('merge.prove', { mergeId: merge.id, code })
    // The thread on the screen is Leo's from here on: its merge is then stopped.
    ticketId = proved.result.ticket.id
    await hearAll()
    keepThread(ticketId, await threadFor(inesConsole))
    expect(threads.value.get(ticketId)?.merge?.state).toBe('in_review')
    await leosWidget.command('merge.cancel', { mergeId: merge.id })
    leosWidget.close()
  },
  'contact.changed': async () => {
    const identity = await identityToken(student, {
      name: 'Maya Lindqvist-Holm',
      attributes: { school: 'Calder' },
    })
    await post(world.url, '/api/session', { identityToken: identity })
  },
  'articles.changed': async () => {
    const file = join(world.articlesDir, 'en', 'profile', 'cost-free.md')
    await appendFile(file, '\nOne more line.\n')
    await inesConsole.event('articles.changed')
  },
  'ticket.rated': async () => {
    await mayasWidget.command('ticket.solve', { ticketId })
    // A solution that was opened again: its rating is an earlier one.
    await mayasWidget.command('ticket.rate', { ticketId, score: 2, comment: 'Not yet.' })
    await says('It is not there after all.')
    await mayasWidget.command('ticket.solve', { ticketId })
    await mayasWidget.command('ticket.rate', { ticketId, score: 5 })
  },
  'presence.changed': () => omar.command('presence.tell', { ticketId, doing: 'writing' }),
  'macro.changed': () => inesSavesAMacro(),
  'macro.removed': async () => {
    const macroId = (await inesSavesAMacro()).result.macro.id
    await hearAll()
    expect([...(macros.value?.keys() ?? [])]).toContain(macroId)
    const rest = [...(macros.value?.values() ?? [])]
    expect(rest.length, 'the premise').toBeGreaterThan(8)
    const [another] = rest.filter(({ id }) => id !== macroId)
    await inesConsole.command('macro.remove', { macroId })
    await inesConsole.command('macro.remove', { macroId: another?.id })
  },
  'view.changed': () => omar.command('view.save', { view: someView }),
  'view.removed': async () => {
    const { view } = (await omar.command('view.save', { view: { ...someView, name: 'Soon gone' } })).result
    await omar.command('view.remove', { viewId: view.id })
    // Another one stays, so that something has changed.
    await omar.command('view.save', { view: { ...someView, name: 'Guests' } })
  },
  'team.changed': async () => {
    const { teams } = (await inesConsole.command('team.list', {})).result as { teams: Team[] }
    const [first] = teams
    if (!first) throw new Error('there are no teams')
    const { version, changedBy, changedAt, ...team } = first
    await inesConsole.command('team.save', { version, team: { ...team, limit: 7 } })
  },
  'away.changed': () => omar.command('away.set', { isAway: true }),
  'draft.changed': () => inesBegins('Under Onboarding', null),
  'draft.removed': async () => {
    const { draft } = (await inesBegins('Under Onboarding', null)).result
    await inesBegins('', draft.version)
    // Another one stays, so that something has changed.
    await inesBegins('For agents', null, 'note')
  },
  'rule.changed': () => inesSavesARule('Night'),
  'rule.removed': async () => {
    const { id: ruleId } = (await inesSavesARule('Weekend')).result.rule
    await hearAll()
    expect([...(rules.value?.keys() ?? [])], 'the premise').toContain(ruleId)
    await inesConsole.command('rule.remove', { ruleId })
    await inesSavesARule('Holidays')
  },
  'mailbox.changed': async () => {
    expect(inesConsole.welcome.mailboxFails, 'the premise').toBe(true)
    await mailbox.start()
    const headers = { cookie: inesCookie, 'content-type': 'application/json' }
    const answer = await fetch(`${world.url}/api/console/mail/looks`, { method: 'POST', headers, body: '{}' })
    expect(answer.status).toBe(200)
    await inesConsole.event('mailbox.changed', ({ isInTrouble }) => isInTrouble === false)
  },
  'endpoints.off': async () => {
    expect(inesConsole.welcome.endpointsOff, 'the premise').toBe(1)
    const headers = { cookie: inesCookie, 'content-type': 'application/json' }
    const place = `${world.url}/api/console/endpoints/ept_1/returns`
    const answer = await fetch(place, { method: 'POST', headers, body: JSON.stringify({ version: 1 }) })
    expect(answer.status).toBe(200)
  },
  'ticket_types.changed': async () => {
    const place = `${world.url}/api/console/ticket-types`
    const headers = { cookie: inesCookie, 'content-type': 'application/json' }
    const { version, types } = await (await fetch(place, { headers })).json()
    const added = { name: 'lost_badge', icon: 'person', label: 'My badge is lost' }
    const body = JSON.stringify({ version, types: [...types, added] })
    expect((await fetch(place, { method: 'PUT', headers, body })).status).toBe(200)
  },
  'hours.changed': async () => {
    const { hours } = (await inesConsole.command('hours.read', {})).result
    const open = [{ from: '00:00', to: '24:00' }]
    const set = { zone: 'Asia/Tokyo', week: [open, [], open, [], open, [], []], holidays: [] }
    const before = JSON.stringify(tickets.value.get(ticketId)?.sla)
    await inesConsole.command('hours.set', { version: hours.version, hours: set })
    // What the ticket was promised is counted anew a moment later.
    await inesConsole.event('ticket.changed', ({ ticket }) => {
      const told = ticket as DeskTicket
      return told.id === ticketId && JSON.stringify(told.sla) !== before
    })
  },
}

test.each(Object.keys(deskEvents))('%s', async (name) => {
  const before = known()
  await SCENES[name as DeskEvent['name']]()
  const names = await hearAll()

  expect(names, 'the scene makes its event').toContain(name)
  if (name === 'typing.started') {
    expect([...typing.value.keys()]).toEqual([ticketId])
    apply({ name: 'message.created', body: { message: await mayasMessage() } })
    expect(typing.value.size, 'who has sent is not typing any more').toBe(0)
    return
  }
  if (name === 'presence.changed') {
    const agentId = omar.welcome.agent.id
    expect(present.value.get(ticketId)).toMatchObject([{ agentId, doing: 'writing' }])
    dropSilent(Date.now())
    expect(present.value.size).toBe(1)
    dropSilent(Date.now() + PRESENCE_MS)
    expect(present.value.size, 'who falls silent is gone').toBe(0)
    await omar.command('presence.tell', { ticketId, doing: 'looking' })
    await omar.command('presence.tell', { ticketId, doing: 'gone' })
    await hearAll()
    expect(present.value.size, 'who says so, too').toBe(0)
    return
  }
  const live = known()
  expect(live, 'the event changes what is known').not.toEqual(before)
  expect(live).toEqual(await knownAfresh())
})

test('what is changed for agents alone', async () => {
  const before = known()
  await omar.command('ticket.snooze', { ticketId, until: null, upTo: 1 })
  const tagged = { kind: 'tags', add: ['deadlines'], remove: [] }
  const changing = { changeId: newClientId(), tickets: [{ ticketId, upTo: 1 }], change: tagged }
  await omar.command('tickets.change', changing)
  await omar.command('tickets.take_back', { changeId: changing.changeId, ticketIds: [ticketId] })
  const names = ['note.created', 'ticket.changed']
  expect(await hearAll()).toEqual([...names, ...names, ...names])
  const otherId = await opens('And where is my badge?')
  await omar.command('ticket.link', { ticketId, otherId })
  await hearAll()
  // Many of one cause, and one update to all of them.
  const third = await opens('No badge here, either.')
  const attached = [ticketId, otherId].map((id) => ({ ticketId: id, upTo: 1 }))
  await omar.command('tickets.attach', { tickets: attached, trackerId: third })
  const update = { clientId: newClientId(), ticketId: third, text: 'Fetch them at the gate.' }
  await omar.command('tracker.update', { ...update, solves: true, own: false })
  await inesConsole.event('note.created', ({ note }) => JSON.stringify(note).includes('update.sent'))
  await hearAll()
  expect(tickets.value.get(third)?.tracker).toEqual({ attached: 2, updates: [] })
  expect(linkedWith(tickets.value.get(ticketId) as DeskTicket).map(({ id }) => id)).toEqual([otherId])
  expect(known()).not.toEqual(before)
  expect(known()).toEqual(await knownAfresh())
})

test('the same events twice, and late, change nothing more', async () => {
  const old = await threadFor(inesConsole)
  await says('One more thing.')
  await omar.command('note.write', { clientId: newClientId(), ticketId, text: 'Third ticket this week.' })
  await hearAll()
  const once = known()
  hear()
  // An answer that was on its way while the events overtook it.
  keepThread(ticketId, old)
  hear()
  expect(known()).toEqual(once)
})

test('a writer who falls silent stops typing by themselves', async () => {
  await mayasWidget.command('typing.start', { ticketId })
  await hearAll()
  dropSilentTypists(Date.now())
  expect([...typing.value.keys()]).toEqual([ticketId])
  // An agent who begins meanwhile, and goes on, keeps nobody else there.
  const until = Date.now() + 2 * TYPING_MS
  keepTypist(ticketId, { name: 'Ines Moreau', until })
  expect(typing.value.get(ticketId)).toHaveLength(2)
  dropSilentTypists(until - 1)
  expect(typing.value.get(ticketId)).toEqual([{ name: 'Ines Moreau', until }])
  dropSilentTypists(until)
  expect(typing.value.size).toBe(0)
})

/** All that the listening console was told so far, applied in order; gives the names. */
async function hearAll(): Promise<string[]> {
  // An answer on the same socket comes after every event that was sent before it.
  await inesConsole.command('thread.see', { ticketId, sequence: 0 })
  return hear()
}

function hear(): string[] {
  const events = inesConsole.frames.filter(({ kind }) => kind === 'event') as unknown as DeskEvent[]
  for (const event of events) apply(event)
  return events.map(({ name }) => name)
}

/** Everything that screens are drawn from, in a form that compares. */
function known() {
  const thread = threads.value.get(ticketId)
  return {
    // An hour may begin between two looks.
    desk: { ...snapshot(), availability: { ...snapshot().availability, from: '' } },
    articlesVersion: articlesVersion.value,
    macros: [...(macros.value?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)),
    teams: [...(teams.value?.values() ?? [])],
    drafts: [...(keptDrafts.value?.values() ?? [])].sort((a, b) => (a.version < b.version ? -1 : 1)),
    rules: [...(rules.value?.values() ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1)),
    thread: thread && { ...thread, earlier: earlierOf(thread).map(({ id }) => id) },
  }
}

async function knownAfresh() {
  const fresh = await inesOpensAConsole()
  load(fresh.welcome)
  keepThread(ticketId, await threadFor(fresh))
  keepMacros((await fresh.command('macro.list', {})).result)
  keepDrafts((await fresh.command('draft.list', {})).result.drafts)
  keepTeams((await fresh.command('team.list', {})).result.teams)
  await readRules(fresh)
  fresh.close()
  return known()
}

const threadFor = async (client: Client) => (await client.command('thread.read', { ticketId })).result

async function mayasMessage() {
  return (await says('Here it is.')).result.message
}
