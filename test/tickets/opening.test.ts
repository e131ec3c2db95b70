// An agent opens a ticket for a contact: by the same form as the contact's own, begun with a message or with a note, which the
// contact sees nothing of. And an attacker who would have an agent open what they cannot: no proof is skipped by it.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { whyNotFor } from '../../protocol/desk/openable.ts'
import type { Contact } from '../../protocol/entities.ts'
import type { TypeEntry } from '../../protocol/settings/type-entries.ts'
import type { DeskCommandBody } from '../../protocol/socket.ts'
import { Refusal } from '../../server/errors.ts'
import type { AgentRecord, TicketRecord } from '../../server/store/records.ts'
import { ticketTypes } from '../../server/ticket-types/types.ts'
import { ticketRules } from '../../server/tickets/tickets.ts'
import { contactTicket, deskTicket } from '../../server/tickets/views.ts'
import { mergeScene } from '../account-merge/merges.ts'
import { newClientId } from '../stage/cast.ts'
import { quickFiles } from '../stage/quick-files.ts'
import { codeOf, HOUR_MS, openRules, type Rules, UNSEEN_AFTER_MS } from '../stage/rules.ts'

const CANARY = 'canary-91c2: he shouted on the phone'

let folder = ''
let rules: Rules
let maya: Contact
let guest: Contact
let omar: AgentRecord
let ines: AgentRecord

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'helpdock-opening-'))
  rules = await openRules(folder, quickFiles)
  maya = await rules.contact('maya', 'maya@northfield.edu')
  guest = await rules.commit((tx) =>
    rules.contacts.enterGuest(tx, { email: 'nadia@mail.example', name: 'Nadia' }),
  )
  omar = await rules.agent('Omar')
  ines = await rules.agent('Ines')
})
afterAll(async () => {
  await rules?.close()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(() => rules.passes(HOUR_MS))

type Body = DeskCommandBody<'ticket.open'>
const opens = (contact: Contact, type: string, more: Partial<Body> = {}): Promise<TicketRecord> =>
  rules.commit((tx) =>
    rules.tickets.openAsAgent(tx, omar, {
      clientId: newClientId(),
      contactId: contact.id,
      type,
      begin: 'message',
      text: 'You called us about your rotation.',
      ...more,
    }),
  )
const thread = (ticket: TicketRecord) => rules.store.read.entries.after(ticket.id, 0, 10)
const asked = { address: 'nadia@school.edu', sender: 'Northfield' }

describe('begun with a message', () => {
  test('the contact reads who opened it and what they say; the agent has it, and nobody waits', async () => {
    const heard = rules.heardBy(guest.id)
    const ticket = await opens(guest, 'invitation_missing', { answers: asked })
    expect(await thread(ticket)).toMatchObject([
      { kind: 'activity', code: 'ticket.opened', details: { name: 'Omar' } },
      {
        kind: 'message',
        author: { kind: 'agent', name: 'Omar' },
        text: 'You called us about your rotation.',
      },
    ])
    expect(await deskTicket(ticket, rules.store.read)).toMatchObject({
      ...{ state: 'waiting_on_contact', waitingSince: null, team: 'Support', openedBy: { name: 'Omar' } },
      ...{ assignee: { name: 'Omar' }, contact: { id: guest.id }, seenByContact: 0, seenByAgent: 2 },
      // Its form's first answer that it cannot do without, as where the contact opens it.
      subject: 'I got no invitation: nadia@school.edu',
    })
    expect(heard.map(({ name }) => name)).toEqual([
      ...['ticket.opened', 'activity.created', 'message.created', 'ticket.changed'],
    ])
    const seen = await contactTicket(ticket, rules.store.read)
    expect(seen.answers?.map(({ text }) => text)).toEqual(['nadia@school.edu', 'Northfield'])
    expect(seen).not.toHaveProperty('openedBy')
  })

  test('who does not see it gets a mail, as of any reply', async () => {
    const ticket = await opens(maya, 'question')
    rules.passes(UNSEEN_AFTER_MS)
    await rules.dueWork()
    const message = (await thread(ticket))[1]
    expect(await rules.store.read.mails.find(`mal_${message?.id}`)).toMatchObject({
      to: 'maya@northfield.edu',
      text: expect.stringContaining('You called us about your rotation.'),
    })
  })

  test('how long people wait for a first reply is not told from it', async () => {
    const ticket = await opens(maya, 'question')
    await rules.commit((tx) =>
      rules.tickets.sendAsAgent(tx, ines, {
        clientId: newClientId(),
        ticketId: ticket.id,
        text: 'And this.',
      }),
    )
    expect((await rules.store.read.tickets.find(ticket.id))?.firstReplyAt).toBeNull()
  })

  test('sent again it is the same ticket; under the same name another one is refused', async () => {
    const clientId = newClientId()
    const first = await opens(maya, 'question', { clientId })
    expect((await opens(maya, 'question', { clientId })).id).toBe(first.id)
    expect(await thread(first)).toHaveLength(2)
    for (const other of [{ contactId: guest.id }, { begin: 'note' as const }, { text: 'Else' }])
      expect(await codeOf(opens(maya, 'question', { clientId, ...other }))).toBe('client_id.reused')
  })
})

describe('begun with a note', () => {
  test('the contact reads that it was opened and their answers, and nothing of the note', async () => {
    const heard = rules.heardBy(guest.id)
    const ticket = await opens(guest, 'problem', {
      begin: 'note',
      text: CANARY,
      answers: { where: 'Log-in' },
    })
    // The premise: agents read it.
    expect(await rules.store.read.notes.after(ticket.id, 0, 1_000)).toMatchObject([
      { text: CANARY, afterSequence: 1 },
    ])
    const seen = await contactTicket(ticket, rules.store.read)
    expect(seen).toMatchObject({ subject: 'Something does not work', newestSequence: 1, state: 'open' })
    for (const what of [seen, heard, await thread(ticket)])
      expect(JSON.stringify(what)).not.toContain('canary-91c2')
    expect(heard.map(({ name }) => name)).toEqual(['ticket.opened', 'activity.created', 'ticket.changed'])
    // Somebody is still to answer.
    expect(ticket).toMatchObject({ state: 'open', assigneeId: omar.id, waitingSince: ticket.createdAt })
  })

  test('files of a form are the contact’s to see, so none goes with a note', async () => {
    const file = { where: 'Log-in', screenshot: ['att_00000000000000000000000001'] }
    const given = { begin: 'note' as const, answers: file, attachments: file.screenshot }
    expect(await codeOf(opens(maya, 'problem', given))).toBe('answers.invalid')
  })
})

describe('the form is the contact’s own', () => {
  test.each<[string, string, Partial<Body>]>([
    ['an answer is missing', 'invitation_missing', { answers: { address: 'nadia@school.edu' } }],
    ['an answer does not fit', 'invitation_missing', { answers: { ...asked, since: '31 March' } }],
    ['nobody asked for it', 'question', { answers: { colour: 'green' } }],
    ['a sealed thing was named to nobody', 'document_rejected', { answers: forgedDocument() }],
  ])('where %s it is refused', async (_what, type, more) => {
    expect(await codeOf(opens(maya, type, more))).toBe('answers.invalid')
  })

  test('nothing written, and nobody to write to, are refused', async () => {
    expect(await codeOf(opens(maya, 'question', { text: ' ' }))).toBe('request.malformed')
    expect(await codeOf(opens({ ...maya, id: 'con_nobody' }, 'question'))).toBe('not_found')
  })
})

describe('what no agent can prove', () => {
  const types = (entry: Partial<TypeEntry>) =>
    ticketTypes({ types: [{ name: 'form', icon: 'chat', label: 'Form', ...entry }] })
  const opensOne = (entry: Partial<TypeEntry>, contact: Contact) =>
    codeOf(
      rules.commit(async (tx) => {
        const { openAsAgent } = ticketRules({
          ...rules,
          forms: { types: types(entry), isSealed: () => false },
        })
        const body = { clientId: newClientId(), contactId: contact.id, type: 'form', text: 'Please.' }
        await tx.contacts.put(contact)
        return openAsAgent(tx, omar, { ...body, begin: 'message' })
      }),
    )

  test('stays asked for, and console and server judge it alike', async () => {
    const unproved = { ...(await rules.contact('unproved', 'u@mail.example')), emailVerified: false }
    const cases: [Partial<TypeEntry>, Contact, string, ReturnType<typeof whyNotFor>][] = [
      [{}, unproved, 'done', undefined],
      [{ proof: 'address' }, unproved, 'address.not_proved', 'address'],
      [{ proof: 'address' }, guest, 'done', undefined],
      [{ proof: 'fresh', may_open: ['verified'] }, maya, 'identity.not_fresh', 'fresh'],
      [{ may_open: ['verified'] }, guest, 'ticket_type.unknown', 'only_verified'],
      [{ may_open: ['guest'] }, maya, 'ticket_type.unknown', 'only_guests'],
    ]
    for (const [entry, contact, code, why] of cases) {
      expect(await opensOne(entry, contact), JSON.stringify(entry)).toBe(code)
      const [form] = types(entry).all().map(types(entry).deskForm)
      expect(form && whyNotFor(form, contact), JSON.stringify(entry)).toBe(why)
    }
    expect(await codeOf(opens(maya, 'no_such_type'))).toBe('ticket_type.unknown')
  })

  test('a merge that an agent opens invites to one: the contact starts it and proves both accounts', async () => {
    const scene = await mergeScene(rules, [ines, omar])
    const invitation = await opens(scene.leo, 'account_merge')
    expect(invitation).toMatchObject({ type: 'account_merge', mergeId: null })
    // Nothing was begun, nobody was mailed a code, and there is nothing that anybody could decide.
    expect(await rules.store.read.merges.listForContact(scene.leo.id, 1)).toEqual([])
    const answers = { from: scene.from.email }
    expect(await codeOf(opens(scene.leo, 'account_merge', { answers }))).toBe('answers.invalid')
    expect(await codeOf(opens(guest, 'account_merge'))).toBe('ticket_type.unknown')

    await scene.starts()
    expect(await codeOf(scene.proves('00000000'))).toBe('code.wrong')
    const merge = await scene.proves()
    // It goes on where the invitation stands, and is not the inviter's any more.
    expect(merge).toMatchObject({ ticketId: invitation.id, invitedBy: { name: 'Omar' } })
    expect(await rules.store.read.tickets.find(invitation.id)).toMatchObject({
      ...{ mergeId: merge.id, assigneeId: null, state: 'open' },
      subject: `Merge ${scene.from.email} into ${scene.into.email}`,
    })
    expect(merge.trail.find(({ state }) => state === 'proved')?.what).toContain('invited by Omar')
  })

  test('who invited to a merge does not decide about it, and another agent does', async () => {
    const scene = await mergeScene(rules, [ines, omar])
    await opens(scene.leo, 'account_merge')
    await scene.starts()
    await scene.proves()
    await scene.looks(omar)
    for (const decides of [scene.approves, scene.rejects])
      expect(await codeOf(decides(omar))).toBe('caller.forbidden')
    expect((await scene.kept()).state).toBe('in_review')
    expect(await codeOf(scene.approves(ines))).toBe('done')
  })

  test('an invitation that was solved, or is somebody else’s, has no merge in it', async () => {
    const scene = await mergeScene(rules, [ines, omar])
    const solved = await opens(scene.leo, 'account_merge')
    await rules.commit((tx) => rules.tickets.solve(tx, solved, { name: 'Omar', side: 'agent' }))
    const others = await opens(maya, 'account_merge')
    await scene.starts()
    const merge = await scene.proves()
    expect([solved.id, others.id]).not.toContain(merge.ticketId)
    expect(merge.invitedBy).toBeUndefined()
    expect(merge).not.toBeInstanceOf(Refusal)
  })
})

function forgedDocument() {
  return { rotation: { id: 'peds', label: 'Pediatrics', seal: 'of nobody' }, document: 'insurance' }
}
