// Macros: what their text may hold, what is made of it, who may keep which, and what they do with a reply: all of it or nothing.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { actionsTogether } from '../../protocol/desk/macro-actions.ts'
import { faultsInMacroText, filledText, firstNameOf, questionsIn } from '../../protocol/desk/macro-text.ts'
import type { MacroAction, MacroFields } from '../../protocol/desk/macros.ts'
import { mentionedIn } from '../../protocol/desk/mentions.ts'
import type { Contact } from '../../protocol/entities.ts'
import { noteWithActions, sendWithActions } from '../../server/macros/acting.ts'
import { macrosFor, removeMacro, saveMacro } from '../../server/macros/macros.ts'
import { macrosOfDemo } from '../../server/seed/seed-macros.ts'
import type { AgentRecord } from '../../server/store/records.ts'
import { codeOf, HOUR_MS, openRules, type Rules } from '../stage/rules.ts'

const FIELDS = ['site', 'address']
const whyNot = (text: string) => faultsInMacroText(text, FIELDS).map(({ why }) => why)

test('a text says only what is known, and says what stands where nothing is', () => {
  expect(
    whyNot('Hi {{contact.first_name|there}}, {{ticket.number}}, {{ask: Which day?}} {{answer.site|it}}'),
  ).toEqual([])
  expect(
    whyNot('{{contact.frist_name|there}} {{contact.id|x}} {{answer.hospital|x}} {{__proto__|x}}'),
  ).toEqual(Array.from({ length: 4 }, () => 'unknown'))
  expect(whyNot('{{contact.first_name}} {{attribute.school|}} {{answer.site}}')).toEqual(
    Array.from({ length: 3 }, () => 'no_fallback'),
  )
  expect(whyNot('{{}} {{|x}} {{ask:}}')).toEqual(['empty', 'empty', 'empty'])
  expect(whyNot('Hi {{contact.first_name|there}')).toEqual(['open'])
  expect(whyNot('Hi contact.name}} and {{{agent.name}}')).toEqual(['open'])
  expect(whyNot('{{{agent.name}}}')).toEqual(['open', 'open'])
})

test('what was saved never leaves a place open, whatever is known', () => {
  const text =
    'Hi {{contact.first_name|there}}, {{ask: Which day?|Monday}}, {{ask:Which day?}} {{answer.site|the site}}'
  expect(whyNot(text), 'the premise').toEqual([])
  expect(questionsIn(text)).toEqual([{ question: 'Which day?', fallback: 'Monday' }])
  expect(filledText(text, () => undefined)).toBe('Hi there, Monday,  the site')
  const known = (name: string) => (name === 'contact.first_name' ? 'Maya' : '')
  const answers = new Map([['Which day?', 'Friday']])
  expect(filledText(text, known, answers)).toBe('Hi Maya, Friday, Friday the site')
  // What stands in a name is a name, and is not looked at again.
  expect(filledText('{{contact.name|you}}', () => '{{agent.name}}')).toBe('{{agent.name}}')
  const pieces = fc.constantFrom(
    '{{',
    '}}',
    '{',
    '|',
    'ask:',
    'ticket.number',
    'contact.name',
    'x',
    ' ',
    '\n',
  )
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 12 }), (written) => {
      const any = written.join('')
      if (whyNot(any).length === 0) expect(filledText(any, () => 'x', new Map())).not.toMatch(/\{\{|\}\}/)
    }),
  )
})

test('nobody is greeted by their address', () => {
  expect(['Maya Lindqvist', ' Leo ', 'leo@school.example', ''].map(firstNameOf)).toEqual([
    'Maya',
    'Leo',
    undefined,
    undefined,
  ])
})

test('of several macros the later action of a kind holds', () => {
  const solve: MacroAction = { do: 'state', to: 'solved' }
  const high: MacroAction = { do: 'priority', to: 'high' }
  expect(actionsTogether([solve, high, { do: 'state', to: 'open' }])).toEqual([
    high,
    { do: 'state', to: 'open' },
  ])
  const tags: MacroAction[] = ['visa', 'vip', 'visa'].map((add) => ({ do: 'tag', add }))
  const aside: MacroAction = { do: 'snooze', days: 3 }
  expect(actionsTogether([solve, ...tags, aside]), 'each tag once; one end for the ticket').toEqual([
    ...tags.slice(1),
    aside,
  ])
})

// ---- the rules

let rules: Rules
let dir = ''
let maya: Contact
let omar: AgentRecord
let ines: AgentRecord

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-macros-'))
  rules = await openRules(dir)
  maya = await rules.contact('maya', 'maya@school.example')
  omar = await rules.agent('Omar')
  ines = { ...(await rules.agent('Ines')), roles: ['agent', 'admin'] }
})
afterAll(async () => {
  await rules?.close()
  await rm(dir, { recursive: true, force: true })
})

const macro = (fields: Partial<MacroFields> = {}): MacroFields => ({
  name: `Macro ${rules.newId('x')}`,
  as: 'reply',
  text: 'Hello',
  actions: [],
  types: [],
  teams: [],
  isOwn: false,
  ...fields,
})
const saves = (
  agent: AgentRecord,
  fields: Partial<MacroFields>,
  of: { macroId?: string; version?: number } = {},
) => rules.commit((tx) => saveMacro(tx, rules, agent, { ...of, macro: macro(fields) }))
const names = async (agent: AgentRecord) =>
  (await macrosFor(rules.store.read, agent)).macros.map(({ name }) => name)
const opens = async () => {
  const body = { clientId: rules.newId('cli'), type: 'question', text: 'Where is it?' }
  return (await rules.commit((tx) => rules.tickets.open(tx, maya, body))).ticket
}

test('everybody’s macros are made by admins, one’s own by each agent and seen by nobody else', async () => {
  expect(await codeOf(saves(omar, {}))).toBe('caller.forbidden')
  const shared = await saves(ines, { name: 'For everybody' })
  const own = await saves(omar, { name: 'Omar’s own', isOwn: true })
  expect(await names(omar)).toEqual(['For everybody', 'Omar’s own'])
  expect(await names(ines)).toEqual(['For everybody'])
  expect(await codeOf(saves(omar, {}, { macroId: shared.id, version: 1 }))).toBe('caller.forbidden')
  expect(
    await codeOf(saves(ines, { isOwn: true }, { macroId: own.id, version: 1 })),
    'not even that it is there',
  ).toBe('not_found')
  expect(await codeOf(rules.commit((tx) => removeMacro(tx, ines, own.id)))).toBe('not_found')
  expect(await codeOf(saves(omar, { isOwn: false }, { macroId: own.id, version: 1 }))).toBe('macro.invalid')
  await rules.commit((tx) => removeMacro(tx, omar, own.id))
  expect(await names(omar)).toEqual(['For everybody'])
})

test('what cannot be kept is refused, with its place', async () => {
  const wrong: [Partial<MacroFields>, string][] = [
    [{ text: 'Hi {{contact.frist_name|there}}' }, '/macro/text'],
    [{ text: 'Hi {{answer.hospital|there}}' }, '/macro/text'],
    [{ text: ' ' }, '/macro/text'],
    [{ name: '\n' }, '/macro/name'],
    [{ name: 'for EVERYBODY' }, '/macro/name'],
    [{ actions: [{ do: 'assign', to: 'agt_nobody' }] }, '/macro/actions/0/to'],
  ]
  for (const [fields, field] of wrong)
    await expect(saves(ines, fields)).rejects.toMatchObject({ code: 'macro.invalid', facts: { field } })
  expect(await codeOf(saves(ines, { text: '', actions: [{ do: 'state', to: 'solved' }] }))).toBe('done')
})

test('who changes what somebody changed meanwhile is told so, and nothing is overwritten', async () => {
  const first = await saves(ines, { text: 'One' })
  await saves(ines, { name: first.name, text: 'Two' }, { macroId: first.id, version: 1 })
  expect(
    await codeOf(saves(ines, { name: first.name, text: 'Three' }, { macroId: first.id, version: 1 })),
  ).toBe('macro.changed')
  expect((await rules.store.read.macros.find(first.id))?.text).toBe('Two')
})

test('the demo’s macros can be kept', async () => {
  const demos = macrosOfDemo(rules.types)
  expect(demos.length).toBeGreaterThan(6)
  for (const one of demos) expect(await codeOf(saves(ines, one)), one.name).toBe('done')
})

test('a reply does what its macros do in one commit, once, and counts their uses', async () => {
  const kept = await saves(ines, {})
  const ticket = await opens()
  const body = {
    clientId: rules.newId('cli'),
    ticketId: ticket.id,
    text: 'Done.',
    macros: [kept.id, kept.id, 'mac_gone'],
    actions: [
      { do: 'assign', to: ines.id },
      { do: 'priority', to: 'high' },
      { do: 'state', to: 'solved' },
    ] satisfies MacroAction[],
  }
  const send = () => rules.commit((tx) => sendWithActions(tx, rules, omar, body))
  expect((await send()).ticket).toMatchObject({ state: 'solved', priority: 'high', assigneeId: ines.id })
  const entries = await rules.store.read.entries.after(ticket.id, 1, 10)
  // Nobody reads that Omar had it: whoever was meant to have it, has it.
  expect(
    entries.map((one) => (one.kind === 'activity' ? `${one.code} ${one.details.name}` : one.kind)),
  ).toEqual(['ticket.assigned Ines', 'message', 'ticket.solved Omar'])
  await rules.commit((tx) => rules.tickets.reopen(tx, ticket.id, { name: 'Maya' }))
  expect((await send()).ticket.state, 'sent again: nothing is done again').toBe('open')
  expect((await macrosFor(rules.store.read, ines)).uses[kept.id]).toBe(1)
  const other = { ...body, actions: [] }
  expect(await codeOf(rules.commit((tx) => sendWithActions(tx, rules, omar, other)))).toBe('client_id.reused')
})

test('a reply that gives the ticket to a team leaves it to nobody there; where the team is gone nothing is sent', async () => {
  const toTeam = (to: string): MacroAction => ({ do: 'team', to })
  const ticket = await opens()
  const name = rules.types.all().find(({ team }) => team && team !== ticket.team)?.team ?? ''
  expect(name, 'the premise').toBeTruthy()
  const sends = (actions: MacroAction[]) =>
    rules.commit((tx) =>
      sendWithActions(tx, rules, omar, {
        clientId: rules.newId('cli'),
        ticketId: ticket.id,
        text: 'My colleagues look at it.',
        actions,
      }),
    )
  // Of whose it becomes the last one holds.
  const { ticket: given } = await sends([{ do: 'assign', to: ines.id }, toTeam(name)])
  expect(given).toMatchObject({ team: name, assigneeId: null, state: 'waiting_on_contact' })
  const before = await rules.store.read.tickets.find(ticket.id)
  expect(await codeOf(sends([toTeam('Nobody’s')]))).toBe('macro.not_done')
  expect(await rules.store.read.tickets.find(ticket.id)).toEqual(before)
  expect((await sends([toTeam(name), { do: 'assign', to: 'me' }])).ticket.assigneeId).toBe(omar.id)
  expect(await codeOf(saves(ines, { actions: [toTeam(name)] }))).toBe('done')
  expect(await codeOf(saves(ines, { actions: [toTeam('Nobody’s')] }))).toBe('macro.invalid')
})

test('what the contact has just written is neither solved nor put aside by a reply that did not see it', async () => {
  const { id: ticketId, newestSequence: upTo } = await opens()
  const added = { clientId: rules.newId('cli'), ticketId, text: 'Wait, one more thing.' }
  await rules.commit((tx) => rules.tickets.sendAsContact(tx, maya, added))
  const before = await rules.store.read.tickets.find(ticketId)
  const sends = (action: MacroAction, upTo?: number) => {
    const body = { clientId: rules.newId('cli'), ticketId, text: 'Done.', actions: [action] }
    return rules.commit((tx) =>
      sendWithActions(tx, rules, omar, upTo === undefined ? body : { ...body, upTo }),
    )
  }
  const ends: MacroAction[] = [
    { do: 'state', to: 'solved' },
    { do: 'snooze', days: 2 },
  ]
  for (const action of ends) expect(await codeOf(sends(action, upTo))).toBe('ticket.answered_meanwhile')
  expect(await rules.store.read.tickets.find(ticketId)).toEqual(before)
  // Who has seen it may solve it.
  expect((await sends({ do: 'state', to: 'solved' }, upTo + 1)).ticket.state).toBe('solved')
})

test('two agents who answer in one moment: the second is refused and has said nothing; one’s own words hurt nobody', async () => {
  const { id: ticketId, newestSequence: upTo } = await opens()
  const sends = (agent: AgentRecord, text: string, seen: { upTo?: number }) =>
    rules.commit((tx) =>
      sendWithActions(tx, rules, agent, { clientId: rules.newId('cli'), ticketId, text, ...seen }),
    )
  await sends(omar, 'It is in the cellar.', { upTo })
  expect(await codeOf(sends(omar, 'Left of the stairs.', { upTo })), 'both were on their way').toBe('done')
  const before = await rules.store.read.tickets.find(ticketId)
  expect(await codeOf(sends(ines, 'Ask the porter.', { upTo }))).toBe('ticket.answered_meanwhile')
  expect(await rules.store.read.tickets.find(ticketId)).toEqual(before)
  const newest = before?.newestSequence ?? 0
  expect(await codeOf(sends(ines, 'Ask the porter.', { upTo: newest }))).toBe('done')
  // As older consoles send, and other programs.
  expect(await codeOf(sends(omar, 'Bye.', {}))).toBe('done')
})

test('where one action cannot be done nothing is: no message, no use, no other action', async () => {
  const kept = await saves(ines, {})
  const gone = await rules.agent('Gone')
  await rules.commit((tx) => tx.agents.put({ ...gone, disabledAt: rules.now().toISOString() }))
  const ticket = await opens()
  const body = {
    clientId: rules.newId('cli'),
    ticketId: ticket.id,
    text: 'Done.',
    macros: [kept.id],
    actions: [
      { do: 'priority', to: 'high' },
      { do: 'assign', to: gone.id },
    ] satisfies MacroAction[],
  }
  expect(await codeOf(rules.commit((tx) => sendWithActions(tx, rules, omar, body)))).toBe('macro.not_done')
  expect(await codeOf(rules.commit((tx) => noteWithActions(tx, rules, omar, body)))).toBe('macro.not_done')
  expect(await rules.store.read.tickets.find(ticket.id)).toEqual(ticket)
  expect(await rules.store.read.notes.after(ticket.id, 0, 1_000)).toEqual([])
  expect((await macrosFor(rules.store.read, ines)).uses[kept.id]).toBeUndefined()
  // The premise: it was that one action.
  const rest = { ...body, actions: body.actions.slice(0, 1) }
  expect((await rules.commit((tx) => sendWithActions(tx, rules, omar, rest))).ticket.priority).toBe('high')
})

test('a reply can leave the ticket open, and to nobody; a note can act, too', async () => {
  const ticket = await opens()
  const replied = await rules.commit((tx) =>
    sendWithActions(tx, rules, omar, {
      clientId: rules.newId('cli'),
      ticketId: ticket.id,
      text: 'One moment.',
      actions: [
        { do: 'assign', to: 'nobody' },
        { do: 'state', to: 'open' },
      ],
    }),
  )
  expect(replied.ticket).toMatchObject({ state: 'open', assigneeId: null })
  const noted = await rules.commit((tx) =>
    noteWithActions(tx, rules, omar, {
      clientId: rules.newId('cli'),
      ticketId: ticket.id,
      text: 'Begins on Monday.',
      actions: [
        { do: 'tag', add: 'Begins  soon' },
        { do: 'snooze', days: 2 },
        { do: 'assign', to: 'me' },
        { do: 'priority', to: 'urgent' },
      ],
    }),
  )
  expect(noted.ticket).toMatchObject({
    state: 'snoozed',
    assigneeId: omar.id,
    priority: 'urgent',
    tags: ['begins soon'],
    snooze: { until: new Date(rules.now().getTime() + 2 * 24 * HOUR_MS).toISOString() },
  })
})

test('a note names agents by what it says: of two names that begin alike the longer, and never its writer', async () => {
  const people = ['Ines', 'Ines Moreau', 'Omar'].map((name) => ({ name }))
  const named = (text: string) => mentionedIn(text, people).map(({ name }) => name)
  expect(named('@Ines Moreau, please')).toEqual(['Ines Moreau'])
  expect(named('@Ines and @Ines Moreau')).toEqual(['Ines', 'Ines Moreau'])
  expect(named('omar@desk.example, Ines Moreau')).toEqual([])
  const ticket = await opens()
  const body = { clientId: rules.newId('cli'), ticketId: ticket.id, text: '@Omar and @Ines: both?' }
  const { note, ticket: after } = await rules.commit((tx) => rules.tickets.writeNote(tx, omar, body))
  expect([note.mentions, after.mentions]).toEqual([[ines.id], [ines.id]])
  expect(after.updatedAt, 'a contact sees nothing of it').toBe(ticket.updatedAt)
})
