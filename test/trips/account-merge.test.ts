// Trip 5 through the protocol, against the demo host: ask, prove, decide, wait, merge; and the ways it must not go.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TrailExport } from '../../server/account-merge/audit.ts'
import { faultOf } from '../../server/account-merge/trail.ts'
import { cast as demoCast } from '../../server/demo/cast.ts'
import type { MergeRecord } from '../../server/store/records.ts'
import {
  agentConnects,
  agentCookie,
  codeIn,
  contactConnects,
  demoSub,
  identityToken,
  newClientId,
  type Person,
  post,
} from '../stage/cast.ts'
import { type Client, connect } from '../stage/client.ts'
import { eventually, HOST_API_KEY, makeWorld, type World } from '../stage/world.ts'

/** Leo's personal account at the demo host; the school one is l.okafor@northfield.edu. */
const leoAtDemo: Person = { sub: '', email: 'leo.okafor@mail.example', name: 'Leo Okafor' }
const schoolAddress = 'l.okafor@northfield.edu'

/** Mails whose code was typed: the next one is a newer. */
const usedCodes = new Set<string>()
const subOfSchool = () =>
  demoCast.find(({ email }) => email === schoolAddress)?.externalId ?? 'nobody has that address'

let world: World
beforeAll(async () => {
  world = await makeWorld({}, undefined, { articles: false })
  leoAtDemo.sub = await demoSub(world.url, leoAtDemo.email)
})
afterAll(() => world?.end())

describe('before anybody decides', () => {
  test('a guessed code is refused, three times at most, and the request stays unproved', async () => {
    const person = { ...leoAtDemo, sub: 'guesser', email: 'guesser@mail.example' }
    const student = await contactConnects(world.url, person)
    const { merge } = (await start(student, 'victim@northfield.edu')).result
    const guess = () => student.command('merge.prove', { mergeId: merge.id, code: '00000000' })
    expect((await guess()).problem).toMatchObject({ code: 'code.wrong', triesLeft: 2 })
    expect((await guess()).problem).toMatchObject({ code: 'code.wrong', triesLeft: 1 })
    expect((await guess()).problem?.code).toBe('code.ended')
    const { text } = await world.mailTo('victim@northfield.edu')
    const late = await student.command('merge.prove', { mergeId: merge.id, code: codeIn(text) })
    expect(late.problem?.code).toBe('code.ended')
    student.close()
  })

  test('the answer is the same whether or not such an account exists', async () => {
    const one = await contactConnects(world.url, { ...leoAtDemo, sub: 'asker-1', email: 'a1@mail.example' })
    const known = await start(one, 'maya.lindqvist@northfield.edu')
    const two = await contactConnects(world.url, { ...leoAtDemo, sub: 'asker-2', email: 'a2@mail.example' })
    const unknown = await start(two, 'nobody.lives@northfield.edu')
    const shape = (answer: typeof known) => ({
      ...answer.result.merge,
      id: '',
      intoEmail: '',
      fromEmail: '',
      codeExpiresAt: '',
      updatedAt: '',
    })
    expect(shape(unknown)).toEqual(shape(known))
    one.close()
    two.close()
  })

  test('nobody is mailed more than three codes in a while, whoever asks', async () => {
    const address = 'bombed@northfield.edu'
    const answers = []
    for (const sub of ['b1', 'b2', 'b3', 'b4']) {
      const student = await contactConnects(world.url, { ...leoAtDemo, sub, email: `${sub}@mail.example` })
      answers.push(await start(student, address))
      student.close()
    }
    expect(answers.map(({ kind }) => kind)).toEqual([
      'acknowledgement',
      'acknowledgement',
      'acknowledgement',
      'refusal',
    ])
    expect(answers[3]?.problem?.code).toBe('request.too_many')
  })

  test('a hostile address is refused before any mail is written', async () => {
    const student = await contactConnects(world.url, {
      ...leoAtDemo,
      sub: 'hostile',
      email: 'h@mail.example',
    })
    const hostile = ['a@b.edu, c@d.edu', 'a@b.edu\r\nBcc: c@d.edu', 'a@b.edu＠evil.com', '"a b"@c.edu']
    for (const address of hostile) {
      expect((await start(student, address)).problem?.code, address).toBe('address.invalid')
    }
    expect((await start(student, 'h@mail.example')).problem?.code).toBe('merge.same_account')
    // Of those alone, for a mail of the scene before may still be on its way; and one that is written now comes behind theirs.
    expect((await start(student, 'behind@mail.example')).problem).toBeUndefined()
    await world.mailTo('behind@mail.example')
    const mails = JSON.stringify(await world.mails())
    for (const part of ['@b.edu', '@d.edu', '@c.edu', 'h@mail.example'])
      expect(mails, part).not.toContain(part)
    student.close()
  })

  test('a guest cannot start one', async () => {
    const { body } = await post(world.url, '/api/address-proofs', {
      email: 'guest@mail.example',
      name: 'Guest',
    })
    const { text } = await world.mailTo('guest@mail.example')
    const proved = await fetch(`${world.url}/api/address-proofs/${body.proofId}`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: codeIn(text) }),
    }).then((answer) => answer.json())
    expect(proved.snapshot.contact.identity).toBe('guest')
    const frame = {
      kind: 'command',
      id: 'g',
      name: 'merge.start',
      body: { clientId: newClientId(), fromEmail: schoolAddress },
    }
    const answer = await post(world.url, '/api/chat/send', frame, {
      authorization: `Bearer ${proved.session}`,
    })
    expect(answer.body.problem.code).toBe('merge.needs_verified')
  })
})

test('Leo asks and proves, Ines looks and approves, the host merges, and everybody is told', async () => {
  const [student, ines] = await Promise.all([
    contactConnects(world.url, leoAtDemo),
    agentConnects(world.url, 'Ines'),
  ])
  const { merge } = (await start(student, schoolAddress)).result
  const { text } = await world.mailTo(schoolAddress)
  usedCodes.add(text)
  const proved = await student.command('merge.prove', { mergeId: merge.id, code: codeIn(text).toLowerCase() })
  expect(proved.result.merge.state).toBe('in_review')
  const ticketId = proved.result.ticket.id

  await ines.event('ticket.opened', ({ ticket }) => (ticket as { id: string }).id === ticketId)
  const looked = await ines.command('merge.preview', { mergeId: merge.id })
  expect(looked.result.preview.into.email).toBe(leoAtDemo.email)
  expect(looked.result.preview.from.email).toBe(schoolAddress)
  const blind = await ines.command('merge.decide', {
    mergeId: merge.id,
    verdict: 'approve',
    previewHash: 'other',
  })
  expect(blind.problem?.code).toBe('merge.preview_changed')
  const decided = await ines.command('merge.decide', {
    mergeId: merge.id,
    verdict: 'approve',
    previewHash: looked.result.previewHash,
  })
  expect(decided.result.merge.state).toBe('approved')
  expect(decided.result.merge.executeAt > decided.result.merge.decision.at).toBe(true)

  await student.event('merge.changed', ({ merge }) => (merge as { state: string }).state === 'merged')
  const thread = await student.command('thread.read', { ticketId })
  expect(thread.result.ticket.state).toBe('solved')
  expect(thread.result.entries.map(({ code }: { code: string }) => code)).toEqual([
    'merge.requested',
    'merge.approved',
    'merge.completed',
    'ticket.solved',
  ])
  // Each address: what will happen, and the receipt; the other one also the code.
  await eventually('the receipts', async () => {
    const mails = await world.mails()
    const count = (address: string) => mails.filter(({ to }) => to === address).length
    return count(leoAtDemo.email) === 2 && count(schoolAddress) === 3
  })

  const said = await result({ mergeId: merge.id, status: 'completed' })
  expect(said.body).toEqual({ mergeId: merge.id, state: 'merged' })
  const unsaid = await result({ mergeId: merge.id, status: 'failed', reason: 'changed my mind' })
  expect(unsaid.body.code).toBe('merge.wrong_state')

  // The ended account opens no session any more; two agents and the host take it back, and it does again.
  const ended = { sub: subOfSchool(), email: schoolAddress, name: 'Leo Okafor' }
  const enters = async () =>
    (await post(world.url, '/api/session', { identityToken: await identityToken(ended) })).body.code
  expect(await enters()).toBe('identity.merged_away')
  const undo = { mergeId: merge.id, step: 'ask', reason: 'Tried out' }
  expect((await ines.command('merge.undo', undo)).result.merge.state).toBe('undo_requested')
  const omar = await agentConnects(world.url, 'Omar')
  await omar.command('merge.undo', { mergeId: merge.id, step: 'agree' })
  await student.event('merge.changed', ({ merge }) => (merge as { state: string }).state === 'undone')
  expect(await enters()).toBeUndefined()

  // What an auditor takes along: for agents only, with every request to the host in it.
  const cookie = await agentCookie(world.url, 'Omar')
  const trail = (headers: Record<string, string>) =>
    fetch(`${world.url}/api/console/merges/${merge.id}/trail`, { headers })
  expect((await trail({})).status).toBe(401)
  const taken = (await (await trail({ cookie })).json()) as TrailExport
  expect(taken.deliveries.map(({ type }) => type)).toEqual(['account_merge.approved', 'account_merge.undo'])
  const head = taken.trailHead ?? ''
  expect(faultOf({ ...taken, id: taken.mergeId, trailHead: head })).toBeUndefined()
  expect(JSON.stringify(taken)).not.toMatch(/stopTokenHash|codeHash/)
  omar.close()
  student.close()
  ines.close()
})

test('the demo host answers otherwise than before: the first answer holds, and agents read the second', async () => {
  const behaves = (mood: string) =>
    fetch(`${world.url}/demo/merges`, {
      method: 'POST',
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: world.url },
      body: new URLSearchParams({ mood }),
    })
  await behaves('otherwise')
  const [student, ines] = await Promise.all([
    contactConnects(world.url, leoAtDemo),
    agentConnects(world.url, 'Ines'),
  ])
  const { merge } = (await start(student, schoolAddress)).result
  const { text } = await world.mailTo(
    schoolAddress,
    (mail) => mail.subject.startsWith('A code') && !usedCodes.has(mail.text),
  )
  const proved = await student.command('merge.prove', { mergeId: merge.id, code: codeIn(text) })
  const { previewHash } = (await ines.command('merge.preview', { mergeId: merge.id })).result
  await ines.command('merge.decide', { mergeId: merge.id, verdict: 'approve', previewHash })
  await ines.event('merge.changed', ({ merge }) =>
    (merge as MergeRecord).trail.some(({ what }) => what.includes('“failed” after “merged”')),
  )
  const thread = await ines.command('thread.read', { ticketId: proved.result.ticket.id })
  expect(thread.result.merge.state).toBe('merged')
  expect(thread.result.ticket.state).toBe('open')
  await behaves('merges')
  student.close()
  ines.close()
})

test('the link in the mail stops an approved merge, and a look at it alone does not', async () => {
  const slow = await makeWorld({ MERGE_COOLING_OFF_MINUTES: '60' }, undefined, { articles: false })
  try {
    const sub = await demoSub(slow.url, leoAtDemo.email)
    const [student, ines] = await Promise.all([
      contactConnects(slow.url, { ...leoAtDemo, sub }),
      agentConnects(slow.url, 'Ines'),
    ])
    const { merge } = (await start(student, schoolAddress)).result
    const { text } = await slow.mailTo(schoolAddress)
    await student.command('merge.prove', { mergeId: merge.id, code: codeIn(text) })
    const { previewHash } = (await ines.command('merge.preview', { mergeId: merge.id })).result
    await ines.command('merge.decide', { mergeId: merge.id, verdict: 'approve', previewHash })
    const told = await slow.mailTo(schoolAddress, (mail) => mail.text.includes('/merges/stop?'))
    const link = /(\S+)\/merges\/stop\?lang=en#(\S+)/.exec(told.text)
    expect((await fetch(`${link?.[1]}/merges/stop`)).status).toBe(200)
    expect(student.frames.some((frame) => stateOf(frame) === 'cancelled')).toBe(false)

    expect((await post(slow.url, '/api/merges/stop', { token: 'x'.repeat(43) })).status).toBe(404)
    expect((await post(slow.url, '/api/merges/stop', { token: link?.[2] })).status).toBe(200)
    await student.event('merge.changed', ({ merge }) => (merge as { state: string }).state === 'cancelled')
    // A second click is answered as the first.
    expect((await post(slow.url, '/api/merges/stop', { token: link?.[2] })).status).toBe(200)
    student.close()
    ines.close()
  } finally {
    await slow.end()
  }
})

test('an old session sends a newer token along, a token of the other account proves it, a change at the host stops it', async () => {
  const into = { ...leoAtDemo, sub: 'nadia', email: 'nadia@mail.example' }
  const from = { ...leoAtDemo, sub: 'nadia-at-school', email: 'nadia@northfield.edu' }
  const old = await identityToken(into, { iat: Math.floor(Date.now() / 1000) - 700 })
  const { session } = (await post(world.url, '/api/session', { identityToken: old })).body
  const student = await connect(world.url, '/api/chat', { session })
  const body = { clientId: newClientId(), fromEmail: from.email }
  expect((await student.command('merge.start', body)).problem?.code).toBe('identity.not_fresh')
  const identityTokenNow = await identityToken(into)
  const { merge } = (await student.command('merge.start', { ...body, identityToken: identityTokenNow }))
    .result
  expect(merge.state).toBe('proof_sent')

  const proves = (identityToken: string) =>
    student.command('merge.prove', { mergeId: merge.id, identityToken })
  const ofMerge = { merge: merge.id }
  expect((await proves(await identityToken(into, ofMerge))).problem?.code).toBe('merge.same_account')
  expect((await proves(await identityToken(from, ofMerge, 'x'.repeat(32)))).problem?.code).toBe(
    'identity.invalid',
  )
  // Signed for a session, or for another request, it proves nothing; signed for this one, it opens nothing.
  expect((await proves(await identityToken(from))).problem?.code).toBe('identity.invalid')
  expect((await proves(await identityToken(from, { merge: 'mrg_other' }))).problem?.code).toBe(
    'identity.invalid',
  )
  const proof = await identityToken(from, ofMerge)
  expect((await post(world.url, '/api/session', { identityToken: proof })).body.code).toBe('identity.invalid')
  expect((await proves(proof)).result.merge.state).toBe('in_review')

  const changed = { type: 'account.changed', data: { externalId: 'nadia', changed: 'password' } }
  const tell = (key: string) =>
    post(world.url, '/api/host/account-changes', changed, { authorization: `Bearer ${key}` })
  expect((await tell('x')).status).toBe(401)
  expect((await tell(HOST_API_KEY)).body).toEqual({ stopped: 1 })
  expect((await tell(HOST_API_KEY)).body).toEqual({ stopped: 0 })
  student.close()
})

test("a stranger without the host's key reports no results", async () => {
  expect(
    (await post(world.url, '/api/host/merge-results', { mergeId: 'mrg_x', status: 'completed' })).status,
  ).toBe(401)
  expect((await result({ mergeId: 'mrg_x', status: 'completed' })).status).toBe(404)
})

const start = (student: Client, fromEmail: string) =>
  student.command('merge.start', { clientId: newClientId(), fromEmail })

const result = (body: object) =>
  post(world.url, '/api/host/merge-results', body, { authorization: `Bearer ${HOST_API_KEY}` })

const stateOf = (frame: object) =>
  'body' in frame ? (frame as { body: { merge?: { state: string } } }).body.merge?.state : ''
