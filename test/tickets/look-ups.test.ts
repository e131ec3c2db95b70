// What the host is asked while somebody fills in a form: which of their things there are, and whether another account may hold
// what they miss. The second plays the attacker who wants to know who has an account here. And a form that becomes a merge.

import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Webhook } from 'standardwebhooks'
import { Compile } from 'typebox/compile'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { ChosenObject, Contact } from '../../protocol/entities.ts'
import { contactCommands } from '../../protocol/socket.ts'
import { contactMerge } from '../../server/account-merge/views.ts'
import { Refusal } from '../../server/errors.ts'
import { hostLookUps, LOOK_UP_ANSWER_MS, LOOK_UP_TIMEOUT_MS } from '../../server/ticket-types/look-ups.ts'
import { deskTicket } from '../../server/tickets/views.ts'
import { codeIn, newClientId } from '../stage/cast.ts'
import { openRules, type Rules } from '../stage/rules.ts'

const SECRET = `whsec_${Buffer.from('a-secret-of-the-host-of-these-scenes').toString('base64')}`
const HOUR_MS = 60 * 60_000
const ROTATIONS = [{ id: 'peds', label: 'Pediatrics, Lakeshore' }]

let host: Server
let url = ''
/** What the host says, and what it was asked. */
let says: { status: number; body: string }
let heard: { type: string; data: unknown; isSigned: boolean }[] = []
let folder = ''
let rules: Rules
let leo: Contact
let maya: Contact

beforeAll(async () => {
  host = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const id = String(request.headers['webhook-id'])
      const at = new Date(Number(request.headers['webhook-timestamp']) * 1000)
      const isSigned = new Webhook(SECRET).sign(id, at, body) === request.headers['webhook-signature']
      const { type, data } = JSON.parse(body)
      heard.push({ type, data, isSigned })
      const isRedirect = says.status === 302
      response.writeHead(says.status, isRedirect ? { location: `${url}/elsewhere` } : {}).end(says.body)
    })
  }).listen(0, '127.0.0.1')
  await once(host, 'listening')
  url = `http://127.0.0.1:${(host.address() as AddressInfo).port}/hooks`
  folder = await mkdtemp(join(tmpdir(), 'helpdock-look-ups-'))
  rules = await openRules(folder, undefined, { webhook: { url, secret: SECRET } })
  leo = await rules.contact('leo', 'leo@mail.example')
  maya = await rules.contact('maya', 'maya@northfield.edu')
})
afterAll(async () => {
  await rules?.close()
  host?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => {
  heard = []
  says = { status: 200, body: JSON.stringify({ address: 'l•••@northfield.edu' }) }
})

/** Look-ups of their own, whose clock is set by hand, and which say for how long each answer was held back. */
function lookUps(settings: { hostLookUps?: boolean } = {}) {
  let at = 0
  const rested: number[] = []
  const made = hostLookUps({
    ...rules,
    webhook: { url, secret: SECRET },
    hostLookUps: true,
    sealKey: Buffer.from('a key'),
    elapsedMs: () => at,
    rest: async (ms) => rested.push(ms),
    ...settings,
  })
  return {
    ...made,
    rested,
    passes: (ms: number) => {
      at += ms
    },
  }
}
const named = (id: string, changes: Partial<Contact> = {}): Contact => ({
  ...{ ...leo, id, externalId: id, email: `${id}@mail.example` },
  ...changes,
})
const guest = (id: string) => named(id, { identity: 'guest', externalId: null })

describe('whether another account may hold it', () => {
  test('the host is asked by signature, for who is signed in, and for nothing that somebody typed', async () => {
    expect(await lookUps().account(leo, 'here')).toBe('l•••@northfield.edu')
    expect(heard).toEqual([
      { type: 'account.look_up', data: { contact: { externalId: 'leo' } }, isSigned: true },
    ])
    // There is no way to say an address: a guess has nothing to be confirmed by.
    const body = Compile(contactCommands['account.look_up'].body)
    expect([body.Check({}), body.Check({ address: 'maya@northfield.edu' })]).toEqual([true, false])
  })

  test.each<[string, { status: number; body: string }, Contact | undefined, boolean]>([
    ['the host knows none', { status: 200, body: '{"address":null}' }, undefined, true],
    ['the host is down', { status: 503, body: '' }, undefined, true],
    ['the host redirects', { status: 302, body: '' }, undefined, true],
    [
      'the host answers in another form',
      { status: 200, body: '{"address":["a@b.example"]}' },
      undefined,
      true,
    ],
    ['the host says no JSON', { status: 200, body: 'hello' }, undefined, true],
    [
      'the host names what is no address',
      { status: 200, body: '{"address":"Maya, 3rd floor"}' },
      undefined,
      true,
    ],
    ['the host names their own', { status: 200, body: '{"address":"own@mail.example"}' }, named('own'), true],
    ['a guest asks', { status: 200, body: '{"address":"m•••@northfield.edu"}' }, guest('nobody'), true],
    ['look-ups are off', { status: 200, body: '{"address":"m•••@northfield.edu"}' }, undefined, false],
  ])('where %s the answer is the same, at the same time', async (_what, answer, who, isOn) => {
    // The premise: somebody else, at that moment, gets one.
    const asked = lookUps({ hostLookUps: isOn })
    expect(await lookUps().account(named('other'), 'here')).not.toBeNull()
    says = answer
    expect(await asked.account(who ?? leo, 'here')).toBeNull()
    expect(asked.rested).toEqual([LOOK_UP_ANSWER_MS])
  })

  test('no answer goes out before that time, whatever is known already', async () => {
    let release = () => {}
    const held = hostLookUps({
      ...rules,
      webhook: { url, secret: SECRET },
      hostLookUps: true,
      sealKey: Buffer.from('a key'),
      rest: () =>
        new Promise<void>((done) => {
          release = done
        }),
    })
    for (const who of [leo, leo, guest('nobody')]) {
      let isOut = false
      const answer = held.account(who, 'here').then(() => {
        isOut = true
      })
      // The host has answered by now, or was not asked.
      await new Promise((done) => setImmediate(done))
      expect(isOut).toBe(false)
      release()
      await answer
    }
    expect(LOOK_UP_ANSWER_MS).toBeGreaterThan(LOOK_UP_TIMEOUT_MS)
  })

  test('an address is masked here, however the host says it', async () => {
    says.body = JSON.stringify({ address: 'maya.lindqvist@northfield.edu' })
    expect(await lookUps().account(leo, 'here')).toBe('m•••@northfield.edu')
    for (const address of [
      'ma•••@northfield.edu',
      'm•••@north field.edu',
      '•••',
      'm•••@',
      'see http://x.example',
    ]) {
      says.body = JSON.stringify({ address })
      expect(await lookUps().account(leo, 'here'), address).toBeNull()
    }
  })

  test('who asks again has the same answer, and the host is not asked again; a day later it is, three times', async () => {
    const asked = lookUps()
    const first = await asked.account(leo, 'here')
    says.body = '{"address":null}'
    expect(await asked.account(leo, 'here')).toBe(first)
    expect(heard).toHaveLength(1)
    for (let n = 0; n < 5; n++) {
      asked.passes(HOUR_MS)
      await asked.account(leo, 'here')
    }
    expect(heard, 'three of a contact').toHaveLength(3)
    asked.passes(24 * HOUR_MS)
    says.body = JSON.stringify({ address: 'l•••@northfield.edu' })
    expect(await asked.account(leo, 'here')).toBe('l•••@northfield.edu')
    expect(new Set(asked.rested)).toEqual(new Set([LOOK_UP_ANSWER_MS]))
  })

  test('accounts of one address, and of one network, have one limit, and others go on', async () => {
    const asked = lookUps()
    for (let n = 0; n < 5; n++)
      await asked.account(named(`again-${n}`, { email: 'Same@mail.example' }), 'there')
    expect(heard, 'three of an address').toHaveLength(3)
    for (let n = 0; n < 50; n++) await asked.account(named(`student-${n}`), 'school')
    expect(heard, 'forty of a network').toHaveLength(3 + 40)
    expect(await asked.account(named('at home'), 'home')).not.toBeNull()
    // Nobody is told why.
    expect(await asked.account(named('late'), 'school')).toBeNull()
  })
})

describe('the host’s objects', () => {
  const opens = (contact: Contact, rotation: ChosenObject | string) =>
    rules.commit((tx) =>
      rules.tickets.open(tx, contact, {
        ...{ clientId: newClientId(), type: 'document_rejected', text: 'It was rejected.' },
        answers: { rotation, document: 'insurance' },
      }),
    )

  test('what was named to a contact can be chosen by that contact, as it was named', async () => {
    says.body = JSON.stringify({ objects: ROTATIONS })
    const [rotation] = await rules.lookUps.objects(leo, 'rotation')
    expect(heard).toMatchObject([
      {
        type: 'objects.look_up',
        data: { contact: { externalId: 'leo' }, object: 'rotation' },
        isSigned: true,
      },
    ])
    if (!rotation) throw new Error('nothing was named')
    const { ticket } = await opens(leo, rotation)
    expect((await deskTicket(ticket, rules.store.read)).answers?.[0]).toMatchObject({
      text: 'Pediatrics, Lakeshore',
      value: 'peds',
    })
    const forged: [Contact, ChosenObject][] = [
      [maya, rotation],
      [leo, { ...rotation, id: 'surgery' }],
      [leo, { ...rotation, label: 'Surgery, approved by Dr. Weiss' }],
      [leo, { ...rotation, seal: '' }],
    ]
    for (const [contact, one] of forged)
      await expect(opens(contact, one)).rejects.toMatchObject({
        code: 'answers.invalid',
        facts: { field: '/answers/rotation' },
      })
    // Typed by hand it is a text, and stands for nothing at the host.
    expect((await opens(maya, 'Pediatrics')).ticket.answers?.[0]).toMatchObject({ value: 'Pediatrics' })
  })

  test.each([
    ['the host is down', { status: 503, body: '' }],
    ['the host answers in another form', { status: 200, body: '{"objects":[{"id":1}]}' }],
  ])('where %s it is typed', async (_what, answer) => {
    says = answer
    expect(await rules.lookUps.objects(leo, 'rotation')).toEqual([])
    expect(heard).toHaveLength(1)
  })

  test('of guests the host is asked nothing, nor where look-ups are off', async () => {
    says.body = JSON.stringify({ objects: ROTATIONS })
    expect(await rules.lookUps.objects(guest('nobody'), 'rotation')).toEqual([])
    expect(await lookUps({ hostLookUps: false }).objects(leo, 'rotation')).toEqual([])
    expect(heard).toEqual([])
    expect(await lookUps().objects(leo, 'rotation'), 'the premise').toHaveLength(1)
  })
})

describe('a form that becomes a merge', () => {
  const form = {
    type: 'missing_rotation',
    answers: { coordinator_address: 'leo@school.example', second_account: 'yes_one' },
    text: 'It begins on Monday.',
    locale: 'es',
  }
  const starts = (given: object) =>
    rules.commit((tx) =>
      rules.merges.start(
        tx,
        leo,
        { clientId: newClientId(), fromEmail: 'leo@school.example', ...given },
        { vouchedAt: rules.now().toISOString(), network: null },
      ),
    )

  test('keeps what was typed: it stands on the ticket once both accounts are proved, and nowhere before', async () => {
    const begun = await starts({ form })
    expect(JSON.stringify(await contactMerge(begun, rules.store.read))).not.toContain('Monday')
    const mail = await rules.store.read.mails.find(`mal_${begun.proofId}`)
    const proved = await rules.commit((tx) => rules.merges.prove(tx, leo, begun.id, codeIn(mail?.text ?? '')))
    if (proved instanceof Refusal) throw proved
    const ticket = await rules.store.read.tickets.find(proved.ticketId ?? '')
    if (!ticket) throw new Error('no ticket')
    const seen = await deskTicket(ticket, rules.store.read)
    expect(seen).toMatchObject({ type: 'account_merge', form: 'missing_rotation', team: 'Accounts' })
    expect(seen.answers?.map(({ text }) => text)).toEqual([
      'leo@school.example',
      'Yes',
      'It begins on Monday.',
    ])
    // An agent can still put one right, and loses nothing of the others.
    const omar = await rules.agent('Omar')
    const corrected = await rules.commit((tx) =>
      rules.tickets.answer(tx, omar, { ticketId: ticket.id, answers: { site: 'Elmgate' } }),
    )
    expect(corrected.answers?.map(({ text }) => text)).toEqual([
      'leo@school.example',
      'Yes',
      'Elmgate',
      'It begins on Monday.',
    ])
  })

  test('a form that does not fit starts no merge, and mails nobody', async () => {
    const before = await rules.store.read.merges.listForContact(leo.id, 100)
    for (const wrong of [
      { ...form, type: 'no_such_type' },
      { ...form, answers: { second_account: 'perhaps' } },
    ])
      await expect(starts({ form: wrong })).rejects.toBeInstanceOf(Refusal)
    expect(await rules.store.read.merges.listForContact(leo.id, 100)).toEqual(before)
  })
})
