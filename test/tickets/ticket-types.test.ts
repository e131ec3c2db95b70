// Types of tickets: what their file may say and how its faults are told, who may open which, that both sides judge answers
// alike, and what becomes of them. By the rules, with the shipped file; no server, no browser.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AnswerFault, faultsIn } from '../../protocol/answers.ts'
import { SlaEntry } from '../../protocol/desk/sla-policies.ts'
import type { Answers, Contact } from '../../protocol/entities.ts'
import {
  FieldEntry,
  type TypeEntry,
  TypeEntry as TypeSchema,
  TypesFile,
} from '../../protocol/settings/type-entries.ts'
import type { FormField } from '../../protocol/ticket-types.ts'
import { checkArticles } from '../../server/articles/check.ts'
import { Refusal } from '../../server/errors.ts'
import type { AgentRecord, TicketRecord } from '../../server/store/records.ts'
import { checkTicketTypes, readTicketTypes } from '../../server/ticket-types/read.ts'
import { ticketTypes } from '../../server/ticket-types/types.ts'
import { asFile, transcriptOf } from '../../server/tickets/transcript.ts'
import { contactTicket, deskTicket } from '../../server/tickets/views.ts'
import { article, articlesFolder, COLLECTION } from '../stage/articles-folder.ts'
import { newClientId } from '../stage/cast.ts'
import { openRules, type Rules } from '../stage/rules.ts'

// ---- the file

/** A file with one more type beside the plain one. */
const withType = (lines: string) =>
  `types:\n  - {name: question, icon: chat, label: Question}\n  - name: form\n    icon: alert\n    label: A form\n${lines
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n')}\n`

describe('the file of types', () => {
  test('the shipped one is in order, in both of its languages, and has what was promised', async () => {
    const types = ticketTypes(await readTicketTypes('articles'))
    expect(
      types
        .all()
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual([
      'account_merge',
      'document_rejected',
      'invitation_missing',
      'missing_rotation',
      'problem',
      'question',
    ])
    const labels = (locale: string) => types.offered(locale).map(({ label }) => label)
    // The premise: each has words of its own in the other language, too.
    expect(labels('es').filter((label) => labels('en').includes(label))).toEqual([])
    expect(labels('es-MX')).toEqual(labels('es'))
    expect(labels('fr'), 'what is not translated is in the language of the file').toEqual(labels('en'))
    expect(labels('constructor')).toEqual(labels('en'))
  })

  test('its articles are there', async () => {
    const types = ticketTypes(await readTicketTypes('articles'))
    const slugs = types.all().flatMap(({ articles = [] }) => articles)
    expect(slugs.length).toBeGreaterThan(3)
    const { openLibrary } = await import('../../server/articles/library.ts')
    const log = { info() {}, warn() {}, error() {} } as never
    const library = await openLibrary({ dir: 'articles', log, watch: false })
    expect(slugs.filter((slug) => !library.article(slug, 'en'))).toEqual([])
    await library.close()
  })

  test.each([
    ['a slip in a key', 'colour: red', 6, /^form has “colour”, which means nothing there/],
    [
      'a kind that is none',
      'fields:\n  - {name: a, kind: dropdown, label: A}',
      7,
      /form, fields, a, kind must be text, choice/,
    ],
    ['no label', 'fields:\n  - {name: a, kind: text}', 7, /form, fields, a lacks label/],
    [
      'words in a strange form',
      'about: [one, two]',
      6,
      /form, about must be a text, or one for each language/,
    ],
    ['words that nobody of the file’s language reads', 'about: {es: Una frase}', 6, /not there in “en”/],
    [
      'a choice without options',
      'fields:\n  - {name: a, kind: choice, label: A}',
      7,
      /a is a choice without options\. Add/,
    ],
    [
      'options of a text',
      'fields:\n  - name: a\n    kind: text\n    label: A\n    options: [{value: x, label: X}, {value: y, label: Y}]',
      10,
      /“options” goes with the kind choice/,
    ],
    [
      'a name twice',
      'fields:\n  - {name: a, kind: text, label: A}\n  - {name: a, kind: date, label: B}',
      8,
      /has a field “a” already/,
    ],
    [
      'an option twice',
      'fields:\n  - name: a\n    kind: choice\n    label: A\n    options:\n      - {value: x, label: X}\n      - {value: x, label: Y}',
      12,
      /an option “x” already/,
    ],
    [
      'more files than a message takes',
      'fields:\n  - {name: a, kind: file, label: A, most: 3}\n  - {name: b, kind: file, label: B, most: 3}',
      6,
      /up to 6 files, and a message takes 5\. Lower/,
    ],
    [
      'a merge from a field that there is not',
      'merge_from: address',
      6,
      /no field “address” of the kind email/,
    ],
    ['guests of whom the host has to vouch', 'proof: fresh', 6, /goes with may_open: \[verified\]/],
    [
      'an object without its kind',
      'fields:\n  - {name: a, kind: object, label: A}',
      7,
      /does not say which object/,
    ],
    ['YAML that is none', 'about: it: is', 6, /not valid YAML: .*quotation marks/],
    [
      'a priority that is none',
      'priority: asap',
      6,
      /priority must be low, normal, high, urgent; it is "asap"/,
    ],
  ])('%s is told with its line, the reason and what to do', (_what, lines, line, reason) => {
    // The premise: without these lines it is in order.
    expect(checkTicketTypes(withType('team: Support')).faults).toEqual([])
    const { file, faults } = checkTicketTypes(withType(lines))
    expect(file).toBeUndefined()
    expect(faults).toMatchObject([{ line, reason: expect.stringMatching(reason) }])
  })

  test('all faults are told at once, in their order', () => {
    const { faults } = checkTicketTypes(withType('colour: red\npriority: asap'))
    expect(faults.map(({ line }) => line)).toEqual([6, 7])
  })

  test('the plain question must be there, and stay plain', () => {
    const one = 'types:\n  - {name: other, icon: chat, label: Other}\n'
    expect(checkTicketTypes(one).faults).toMatchObject([
      { line: 1, reason: expect.stringMatching(/no type “question”.*Add it/) },
    ])
    const asked = 'types:\n  - name: question\n    icon: chat\n    label: Q\n    proof: address\n'
    expect(checkTicketTypes(asked).faults).toMatchObject([{ line: 5 }])
  })

  test('a fault stops the start with the file and the page that helps; no file leaves plain messages', async () => {
    const folder = await articlesFolder({ 'ticket-types.yaml': withType('colour: red') })
    await expect(readTicketTypes(folder.dir)).rejects.toThrow(
      /ticket-types\.yaml is not right:\n {2}- line 6: .*\n.*docs\/ticket-types\.md/,
    )
    await folder.remove()
    const plain = ticketTypes(await readTicketTypes('docs'))
    expect(plain.all().map(({ name }) => name)).toEqual(['question'])
    expect(plain.offered()).toEqual([])
  })

  test('the check of the articles tells its faults, too, and articles that are not there', async () => {
    const folder = await articlesFolder({ 'ticket-types.yaml': withType('colour: red') })
    const { problems } = await checkArticles(folder.dir, new Date())
    expect(problems).toMatchObject([{ file: 'ticket-types.yaml', line: 6 }])
    await folder.put({ 'ticket-types.yaml': withType('articles: [gone]') })
    expect((await checkArticles(folder.dir, new Date())).problems).toMatchObject([
      { file: 'ticket-types.yaml', line: 6, reason: expect.stringContaining('no article gone') },
    ])
    await folder.put({
      'en/basics/collection.yaml': COLLECTION,
      'en/basics/here.md': article('It moved.', { redirect_from: ['gone'] }),
    })
    expect((await checkArticles(folder.dir, new Date())).problems).toEqual([])
    await folder.remove()
  })

  test('docs/ticket-types.md names every key, and no other', async () => {
    const page = await readFile('docs/ticket-types.md', 'utf8')
    const rows = [...page.matchAll(/^\| `([a-z_]+)`/gm)].map(([, name]) => name)
    const keys = [TypesFile, TypeSchema, FieldEntry, SlaEntry].flatMap(({ properties }) =>
      Object.keys(properties),
    )
    expect(new Set(rows)).toEqual(new Set(keys))
    for (const [name, { description }] of [TypeSchema, FieldEntry, SlaEntry].flatMap(({ properties }) =>
      Object.entries(properties),
    ))
      expect(page, `${name} says the same in both places`).toContain(String(description))
  })
})

// ---- answers

let folder = ''
let rules: Rules
let maya: Contact
let guest: Contact
let omar: AgentRecord

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helpdock-types-'))
  rules = await openRules(folder)
  maya = await rules.contact('maya', 'maya@northfield.edu')
  guest = await rules.commit((tx) =>
    rules.contacts.enterGuest(tx, { email: 'nadia@mail.example', name: 'Nadia' }),
  )
  omar = await rules.agent('Omar')
})
afterAll(async () => {
  await rules?.close()
  await rm(folder, { recursive: true, force: true })
})

type Opening = Partial<Parameters<Rules['tickets']['open']>[2]>
const opens = (contact: Contact, type: string, more: Opening = {}, vouchedAt: string | null = null) =>
  rules.commit((tx) =>
    rules.tickets.open(tx, contact, { clientId: newClientId(), type, text: 'It is so.', ...more }, vouchedAt),
  )
const refused = async (work: Promise<unknown>): Promise<Refusal> => {
  const cause = await work.then(
    () => undefined,
    (cause: unknown) => cause,
  )
  if (cause instanceof Refusal) return cause
  throw new Error(`Not refused: ${cause}`)
}
const invitation = { address: 'nadia@school.edu', sender: 'Northfield' }

describe('who may open which', () => {
  test('a guest opens what guests may, and is told of the others nothing that a stranger would not be', async () => {
    const { ticket } = await opens(guest, 'invitation_missing', { answers: invitation })
    expect(ticket).toMatchObject({ type: 'invitation_missing', team: 'Support' })
    const documents = { rotation: 'Pediatrics', document: 'insurance' }
    await opens(maya, 'document_rejected', { answers: documents })
    const [forMaya, forNobody] = await Promise.all([
      refused(opens(guest, 'document_rejected', { answers: documents })),
      refused(opens(guest, 'no_such_type', { answers: documents })),
    ])
    expect([forMaya.code, forMaya.facts]).toEqual([forNobody.code, forNobody.facts])
    expect(forMaya.code).toBe('ticket_type.unknown')
  })

  test('nobody gets around the merge by a form', async () => {
    expect((await refused(opens(maya, 'account_merge'))).code).toBe('ticket_type.unknown')
  })

  test('what a type wants proved is proved first', async () => {
    const types = (entry: Partial<TypeEntry>) =>
      ticketTypes({ types: [{ name: 'form', icon: 'chat', label: 'Form', ...entry }] })
    const { openable } = await import('../../server/ticket-types/fill.ts')
    const now = rules.now()
    const minutesAgo = (minutes: number) => new Date(now.getTime() - minutes * 60_000).toISOString()
    const tries = (entry: Partial<TypeEntry>, contact: Contact, vouchedAt: string | null) => {
      try {
        return openable(types(entry), 'form', contact, { vouchedAt, now }).name
      } catch (cause) {
        return (cause as Refusal).code
      }
    }
    const unproved = { ...maya, emailVerified: false }
    expect(tries({}, unproved, null)).toBe('form')
    expect(tries({ proof: 'address' }, maya, null)).toBe('form')
    expect(tries({ proof: 'address' }, unproved, null)).toBe('address.not_proved')
    expect(tries({ proof: 'fresh' }, maya, minutesAgo(9))).toBe('form')
    expect(tries({ proof: 'fresh' }, maya, minutesAgo(11))).toBe('identity.not_fresh')
    expect(tries({ proof: 'fresh' }, maya, null)).toBe('identity.not_fresh')
  })
})

describe('both sides judge answers alike', () => {
  const fieldsOf = (type: string): FormField[] => {
    const entry = rules.types.find(type)
    if (!entry) throw new Error(`no ${type}`)
    return rules.types.form(entry).fields
  }
  const missing = { second_account: 'none', site: 'St. Brigid’s' }
  const tries: [string, string, Answers, AnswerFault | undefined][] = [
    ['all that is needed', 'missing_rotation', missing, undefined],
    [
      'and all that is asked',
      'missing_rotation',
      { ...missing, coordinator_address: ' l.okafor@northfield.edu ', begins: '2028-02-29' },
      undefined,
    ],
    ['one is missing', 'missing_rotation', { second_account: 'none' }, { field: 'site', why: 'missing' }],
    [
      'white space is nothing',
      'missing_rotation',
      { ...missing, site: ' \n ' },
      { field: 'site', why: 'missing' },
    ],
    [
      'an option that there is not',
      'missing_rotation',
      { ...missing, second_account: 'always' },
      { field: 'second_account', why: 'no_option' },
    ],
    [
      'the label of an option',
      'missing_rotation',
      { ...missing, second_account: 'Maybe' },
      { field: 'second_account', why: 'no_option' },
    ],
    [
      'a day that there is not',
      'missing_rotation',
      { ...missing, begins: '2027-02-29' },
      { field: 'begins', why: 'no_date' },
    ],
    [
      'a day in another form',
      'missing_rotation',
      { ...missing, begins: '1.3.2027' },
      { field: 'begins', why: 'no_date' },
    ],
    [
      'no address',
      'missing_rotation',
      { ...missing, coordinator_address: 'at school' },
      { field: 'coordinator_address', why: 'no_address' },
    ],
    [
      'too long',
      'missing_rotation',
      { ...missing, coordinator: 'x'.repeat(2_001) },
      { field: 'coordinator', why: 'too_long' },
    ],
    [
      'a list for a text',
      'missing_rotation',
      { ...missing, coordinator: ['x'] },
      { field: 'coordinator', why: 'wrong_kind' },
    ],
    ['a text for files', 'problem', { screenshot: 'shot.png' }, { field: 'screenshot', why: 'wrong_kind' }],
    [
      'too many files',
      'problem',
      { screenshot: ['a', 'b', 'c', 'd'] },
      { field: 'screenshot', why: 'too_many' },
    ],
    [
      'what nobody asked',
      'missing_rotation',
      { ...missing, constructor: 'x' },
      { field: 'constructor', why: 'unknown' },
    ],
  ]
  test.each(tries)('%s', async (_what, type, answers, fault) => {
    expect(faultsIn(fieldsOf(type), answers)).toEqual(fault ? [fault] : [])
    if (!fault) return expect((await opens(maya, type, { answers })).ticket.answers).not.toHaveLength(0)
    const { code, facts } = await refused(opens(maya, type, { answers }))
    expect([code, facts.field]).toEqual(['answers.invalid', `/answers/${fault.field}`])
  })
})

describe('what becomes of them', () => {
  const answers = {
    second_account: 'maybe',
    site: 'Lakeshore\nEast',
    coordinator_address: ' m@northfield.edu ',
  }
  const opened = (more: Opening = {}) =>
    opens(maya, 'missing_rotation', { answers, text: 'My rotation is missing', ...more })
  const now = async ({ id }: TicketRecord) => {
    const ticket = await rules.store.read.tickets.find(id)
    if (!ticket) throw new Error(`no ticket ${id}`)
    return ticket
  }

  test('agents read the language of the file, the contact their own, and only agents priority and team', async () => {
    const { ticket } = await opened({ locale: 'es-ES' })
    const [theirs, ours] = [
      await contactTicket(ticket, rules.store.read),
      await deskTicket(ticket, rules.store.read),
    ]
    expect(ours.answers?.[1]).toEqual({
      field: 'second_account',
      kind: 'choice',
      label: 'Do you have a second account?',
      text: 'Maybe',
      value: 'maybe',
    })
    expect(theirs.answers?.[1]).toEqual({
      field: 'second_account',
      kind: 'choice',
      label: '¿Tienes una segunda cuenta?',
      text: 'Quizás',
    })
    expect(ours).toMatchObject({ priority: 'high', team: 'Rotations' })
    expect(Object.keys(theirs)).not.toEqual(expect.arrayContaining(['priority']))
    expect(JSON.stringify(theirs)).not.toContain('Rotations')
    expect(ticket.subject).toBe('Falta mi rotación: Lakeshore East')
  })

  test('sent again it is the same ticket, with other answers it is refused', async () => {
    const clientId = newClientId()
    const { ticket } = await opened({ clientId })
    const { site, ...others } = answers
    const again = await opened({ clientId, answers: { site, ...others } })
    expect(again.ticket.id).toBe(ticket.id)
    const other = refused(opened({ clientId, answers: { ...answers, site: 'Elsewhere' } }))
    expect((await other).code).toBe('client_id.reused')
  })

  test('files of a form are files of its message, and of nothing else', async () => {
    const announced = await rules.commit((tx) =>
      rules.attachments.announce(tx, { kind: 'contact', id: maya.id }, { name: 'shot.png', size: 10 }),
    )
    await rules.commit((tx) =>
      rules.attachments.finish(tx, announced.id, {
        name: 'shot.png',
        size: 10,
        type: 'image/png',
        width: 1,
        height: 1,
      }),
    )
    const form = { answers: { screenshot: [announced.id] }, text: 'See.' }
    expect((await refused(opens(maya, 'problem', form))).facts.field).toBe('/answers/screenshot')
    const { ticket, message } = await opens(maya, 'problem', { ...form, attachments: [announced.id] })
    expect(ticket.answers).toMatchObject([{ text: 'shot.png', value: [announced.id] }])
    expect(message.attachments).toMatchObject([{ id: announced.id }])
  })

  test('a message that a form cannot do without is asked for', async () => {
    const { code, facts } = await refused(opens(maya, 'problem', { text: '' }))
    expect(['request.malformed', 'answers.invalid']).toContain(code)
    expect(facts.field).toBe('/text')
  })

  test('an agent puts answers right: both sides read who and what, and what is not named stays', async () => {
    const { ticket } = await opened()
    const corrects = (answers: Answers) =>
      rules.commit((tx) => rules.tickets.answer(tx, omar, { ticketId: ticket.id, answers }))
    await corrects({ site: 'Elmgate Hospital', begins: '2027-03-01' })
    const after = await now(ticket)
    const texts = Object.fromEntries((after.answers ?? []).map(({ field, text }) => [field, text]))
    expect(texts).toEqual({
      coordinator_address: 'm@northfield.edu',
      second_account: 'Maybe',
      site: 'Elmgate Hospital',
      begins: '2027-03-01',
    })
    const [line] = await rules.store.read.entries.after(ticket.id, ticket.newestSequence, 10)
    expect(line).toMatchObject({
      code: 'form.changed',
      details: { name: 'Omar', fields: 'Hospital or site, First day' },
    })
    // The same once more is nothing new; what does not fit changes nothing.
    await corrects({ site: 'Elmgate Hospital' })
    expect((await refused(corrects({ begins: 'soon' }))).code).toBe('answers.invalid')
    expect((await refused(corrects({ nothing: 'x' }))).code).toBe('answers.invalid')
    expect(await now(ticket)).toEqual(after)
    await corrects({ begins: '' })
    expect((await now(ticket)).answers?.map(({ field }) => field)).not.toContain('begins')
  })

  test('they stand in the transcript as the contact read them', async () => {
    const { ticket } = await opened({ locale: 'es' })
    let text = ''
    for await (const piece of asFile(await transcriptOf(rules.store.read, rules, maya, ticket))) text += piece
    expect(text).toContain('¿Tienes una segunda cuenta?\n       Quizás\n')
    expect(text).toContain('       Lakeshore\n       East\n')
  })
})
