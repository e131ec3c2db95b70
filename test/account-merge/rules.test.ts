// What an account merge promises the people in it: who waits for whom and for how long, what was approved, who hears what,
// one open request an account. Partners: table.test.ts (every step), any-order.test.ts.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { HostAccount, MergeChoices, MergePreview, MergeState } from '../../protocol/account-merge.ts'
import type { FeedbackAnswer } from '../../protocol/articles.ts'
import type { Contact } from '../../protocol/entities.ts'
import { MERGE_MARKS } from '../../server/account-merge/mark.ts'
import { contactMerge } from '../../server/account-merge/views.ts'
import { feedbackRules } from '../../server/articles/feedback.ts'
import { scheduleOnce } from '../../server/due-work.ts'
import { orThrow } from '../../server/errors.ts'
import { sendWithActions } from '../../server/macros/acting.ts'
import type { AgentRecord, MergeRecord } from '../../server/store/records.ts'
import { rate } from '../../server/tickets/ratings.ts'
import { getTicket, ownTicket } from '../../server/tickets/tickets.ts'
import { dataFolders } from '../faults/folders.ts'
import { codeIn } from '../stage/cast.ts'
import { quickFiles } from '../stage/quick-files.ts'
import { COOLING_OFF_MS, codeOf, HOUR_MS, hashOfPreview, openRules, type Rules } from '../stage/rules.ts'

const LEO = 'leo@mail.example'
const SCHOOL = 'leo@school.example'

const newFolder = dataFolders()
let rules: Rules
let leo: Contact
let maya: Contact
let ines: AgentRecord
let omar: AgentRecord

beforeEach(async () => {
  rules = await openRules(await newFolder(), quickFiles)
  leo = await rules.contact('leo', LEO)
  maya = await rules.contact('maya', 'maya@mail.example')
  ines = await rules.agent('Ines')
  omar = await rules.agent('Omar')
})
afterEach(() => rules?.close())

// ---- the verbs, each as one commit

let named = 0
const starts = (contact: Contact, fromEmail: string) =>
  rules.commit((tx) =>
    rules.merges.start(tx, contact, { clientId: `client-${++named}`, fromEmail }, justNow()),
  )
const justNow = () => ({ vouchedAt: rules.now().toISOString(), network: '198.51.100.•' })

async function codeFor(mergeId: string): Promise<string> {
  const merge = await kept(mergeId)
  const mail = await rules.store.read.mails.find(`mal_${merge.proofId}`)
  return codeIn(mail?.text ?? '')
}

const types = (contact: Contact, mergeId: string, code: string) =>
  rules.commit((tx) => rules.merges.prove(tx, contact, mergeId, code)).then(orThrow)
const proves = async (contact: Contact, mergeId: string) => types(contact, mergeId, await codeFor(mergeId))

const looks = (agent: AgentRecord, mergeId: string, preview = described()) =>
  rules.commit((tx) => rules.merges.notePreview(tx, agent, mergeId, preview, hashOf(preview)))
const undoes = async (id: string) => {
  await rules.commit((tx) => rules.merges.askUndo(tx, ines, id, 'Another student'))
  await rules.commit((tx) => rules.merges.agreeToUndo(tx, omar, id))
  await rules.commit((tx) => rules.merges.settle(tx, { mergeId: id, status: 'undone' })).then(orThrow)
}
const approves = (agent: AgentRecord, mergeId: string, preview = described(), choices: MergeChoices = {}) =>
  rules.commit((tx) =>
    rules.merges.approve(tx, agent, mergeId, {
      hash: hashOf(preview),
      current: preview,
      currentHash: hashOf(preview),
      choices,
    }),
  )
const rejects = (agent: AgentRecord, mergeId: string, reason = 'Not the same person') =>
  rules.commit((tx) => rules.merges.reject(tx, agent, mergeId, reason))
const retries = (agent: AgentRecord, mergeId: string) =>
  rules.commit((tx) => rules.merges.retry(tx, agent, mergeId))
const cancels = (contact: Contact, mergeId: string) =>
  rules.commit((tx) => rules.merges.cancel(tx, contact, mergeId))
const hostSays = (mergeId: string, status: 'completed' | 'failed') =>
  rules
    .commit((tx) =>
      rules.merges.settle(tx, {
        ...{ mergeId, status, reason: 'duplicate key' },
        ...(status === 'completed' && { undoable: true }),
      }),
    )
    .then(orThrow)

/** As if the work had become due at this very moment. */
const executes = (mergeId: string, preview = described()) =>
  rules.commit((tx) => rules.merges.execute(tx, mergeId, hashOf(preview)))

async function stopsByLink(mergeId: string, side: 'into' | 'from' = 'from') {
  const mail = await rules.store.read.mails.find(`mal_${mergeId}_approved_${side}`)
  const token = /\/merges\/stop\S*#(\S+)/.exec(mail?.text ?? '')?.[1]
  return rules.commit((tx) => rules.merges.cancelByLink(tx, token ?? 'no such link was ever mailed'))
}

function described(changes: { into?: Partial<HostAccount>; from?: Partial<HostAccount> } = {}): MergePreview {
  const plain = { name: 'Leo', emailVerified: true, createdAt: null, roles: [], facts: [] }
  return {
    into: { ...plain, externalId: 'leo', email: LEO, ...changes.into },
    from: { ...plain, externalId: 'leo-at-school', email: SCHOOL, ...changes.from },
    moves: [],
    warnings: [],
  }
}
const hashOf = hashOfPreview

/** A request in this state, brought there by what people do. */
async function bringTo(state: MergeState): Promise<string> {
  const { id } = await starts(leo, SCHOOL)
  if (state === 'expired') {
    rules.passes(25 * HOUR_MS)
    await rules.dueWork()
  }
  if (state === 'cancelled') await cancels(leo, id)
  if (['proof_sent', 'expired', 'cancelled'].includes(state)) return id
  await proves(leo, id)
  await looks(ines, id)
  if (state === 'rejected') await rejects(ines, id)
  if (['in_review', 'rejected'].includes(state)) return id
  await approves(ines, id)
  if (state === 'approved') return id
  rules.passes(COOLING_OFF_MS)
  await rules.dueWork()
  if (state === 'merged') await hostSays(id, 'completed')
  if (state === 'failed') await hostSays(id, 'failed')
  return id
}

async function kept(mergeId: string): Promise<MergeRecord> {
  const merge = await rules.store.read.merges.find(mergeId)
  if (!merge) throw new Error(`${mergeId} is not kept`)
  return merge
}

// ---- who waits for whom, and for how long

describe('time', () => {
  test('a request that nobody decides ends after 72 hours, says so in its thread and by mail', async () => {
    const id = await bringTo('in_review')
    rules.passes(71 * HOUR_MS)
    await rules.dueWork()
    expect((await kept(id)).state).toBe('in_review')
    rules.passes(2 * HOUR_MS)
    await rules.dueWork()
    const merge = await kept(id)
    expect(merge.state).toBe('expired')
    expect(merge.trail.at(-1)?.what).toBe('not decided in time')
    const entries = await rules.store.read.entries.after(merge.ticketId ?? '', 0, 10)
    expect(entries.at(-1)).toMatchObject({ kind: 'activity', code: 'merge.cancelled' })
    expect(await rules.store.read.mails.find(`mal_${id}_stopped_into`)).toBeDefined()
    // The way is free for another try.
    expect((await starts(leo, SCHOOL)).state).toBe('proof_sent')
  })

  test('a new code does not lengthen the day that a proof may take', async () => {
    const id = await bringTo('proof_sent')
    rules.passes(23 * HOUR_MS)
    await rules.commit((tx) => rules.merges.sendCode(tx, leo, id))
    rules.passes(2 * HOUR_MS)
    await rules.dueWork()
    expect((await kept(id)).state).toBe('expired')
  })

  test('a host that took it and never says how it ended has failed, and can be asked again', async () => {
    const id = await bringTo('executing')
    rules.passes(73 * HOUR_MS)
    await rules.dueWork()
    expect((await kept(id)).state).toBe('failed')
    const first = (await kept(id)).deliveryId
    await retries(omar, id)
    expect((await kept(id)).state).toBe('executing')
    expect((await kept(id)).deliveryId).not.toBe(first)
  })

  test('an approved request executes once, when the cooling-off is over and not before', async () => {
    const id = await bringTo('approved')
    rules.passes(COOLING_OFF_MS - HOUR_MS)
    await rules.dueWork()
    expect((await kept(id)).state).toBe('approved')
    rules.passes(HOUR_MS)
    await rules.dueWork()
    const { deliveryId } = await kept(id)
    await rules.dueWork()
    await executes(id)
    expect((await kept(id)).deliveryId).toBe(deliveryId)
  })
})

describe('what was approved', () => {
  test('stays what was approved, whoever looks afterwards and whatever the host says then', async () => {
    const id = await bringTo('approved')
    // The address belongs to another account now, or to none.
    await looks(omar, id, described({ from: { externalId: 'somebody-else' } }))
    await looks(omar, id, { ...described(), from: null })
    rules.passes(COOLING_OFF_MS)
    await rules.dueWork()
    const merge = await kept(id)
    expect(merge.state).toBe('executing')
    const delivery = await rules.store.read.deliveries.find(merge.deliveryId ?? '')
    expect(JSON.parse(delivery?.body ?? '').data).toEqual({
      mergeId: id,
      into: { externalId: 'leo' },
      from: { externalId: 'leo-at-school' },
    })
  })

  test.each([
    ['another account that stays', described({ into: { externalId: 'mallory' } }), 'merge.no_account'],
    [
      'another address of the account that stays',
      described({ into: { email: 'new@mail.example' } }),
      'merge.no_account',
    ],
    [
      'another address of the account that ends',
      described({ from: { email: 'x@school.example' } }),
      'merge.no_account',
    ],
    ['one account twice', described({ from: { externalId: 'leo' } }), 'merge.same_account'],
    ['no account that ends', { ...described(), from: null }, 'merge.no_account'],
  ])('is never %s', async (_what, preview, code) => {
    const id = await bringTo('in_review')
    await looks(ines, id, preview)
    const before = await kept(id)
    expect(await codeOf(approves(ines, id, preview))).toBe(code)
    expect(await kept(id)).toEqual(before)
  })

  test('is what the agent saw: unseen, or changed since, it is refused', async () => {
    const { id } = await starts(leo, SCHOOL)
    await proves(leo, id)
    expect(await codeOf(approves(ines, id))).toBe('merge.preview_changed')
    await looks(ines, id)
    const changed = described({ from: { name: 'Somebody Else' } })
    expect(await codeOf(approves(ines, id, changed))).toBe('merge.preview_changed')
    await approves(ines, id)
  })

  test('is decided by one: of two agents at once the second is refused', async () => {
    const id = await bringTo('in_review')
    const codes = await Promise.all([codeOf(approves(ines, id)), codeOf(approves(omar, id))])
    // Which of them, the store decides.
    expect(codes.toSorted()).toEqual(['done', 'merge.wrong_state'])
    // A no still counts while the cooling-off runs, and it ends what was agreed.
    expect(await codeOf(rejects(omar, id))).toBe('done')
    expect(await codeOf(approves(omar, id))).toBe('merge.wrong_state')
  })

  test('is never decided by somebody about their own accounts, however they write their address', async () => {
    const id = await bringTo('in_review')
    const own = { ...omar, email: SCHOOL.toUpperCase() }
    expect(await codeOf(approves(own, id))).toBe('caller.forbidden')
    expect(await codeOf(rejects(own, id))).toBe('caller.forbidden')
    const failed = await bringToFailed(id)
    expect(await codeOf(retries(own, failed))).toBe('caller.forbidden')
  })
})

async function bringToFailed(id: string): Promise<string> {
  await approves(ines, id)
  rules.passes(COOLING_OFF_MS)
  await rules.dueWork()
  await hostSays(id, 'failed')
  return id
}

// ---- who hears what

describe('both addresses', () => {
  test.each([
    ['stopped', (id: string) => stopsByLink(id, 'into')],
    ['cancelled', (id: string) => cancels(leo, id)],
  ])('are told when what failed is %s after all', async (_how, ends) => {
    const id = await bringTo('failed')
    await ends(id)
    for (const side of ['into', 'from']) {
      expect(await rules.store.read.mails.find(`mal_${id}_stopped_${side}`), side).toBeDefined()
    }
  })

  test.each([
    ['into', LEO],
    ['from', SCHOOL],
  ] as const)(
    'hold a link each: which of them stopped it, %s, agents read in the trail',
    async (side, email) => {
      const id = await bringTo('approved')
      // Back at the agents and approved once more, each has a second link.
      rules.passes(COOLING_OFF_MS)
      await executes(id, described({ from: { roles: ['teacher'] } }))
      expect((await kept(id)).state).toBe('in_review')
      await looks(ines, id)
      await approves(ines, id)
      await stopsByLink(id, side)
      expect((await kept(id)).trail.at(-1)).toMatchObject({
        by: 'mail link',
        what: `stopped it: the mail to ${email}`,
      })
    },
  )

  test('are told when what failed is rejected after all, each in its own words', async () => {
    const id = await bringTo('failed')
    await rejects(omar, id)
    expect(await rules.store.read.mails.find(`mal_${id}_rejected_into`)).toBeDefined()
    expect((await rules.store.read.mails.find(`mal_${id}_stopped_from`))?.to).toBe(SCHOOL)
  })
})

describe('the ticket', () => {
  const ticketOf = async (id: string) => {
    const ticket = await rules.store.read.tickets.find((await kept(id)).ticketId ?? '')
    return [ticket?.state, ticket?.waitingSince !== null]
  }

  test('waits for an agent until the approval, is aside while nobody has to act, and comes back', async () => {
    const id = await bringTo('in_review')
    expect(await ticketOf(id)).toEqual(['open', true])
    await approves(ines, id)
    expect(await ticketOf(id)).toEqual(['snoozed', false])
    await cancels(leo, id)
    expect(await ticketOf(id)).toEqual(['open', false])
  })

  test.each(['in_review', 'approved', 'executing', 'failed'] as const)(
    '%s: nobody solves it before the merge has ended, neither by a key nor by a macro',
    async (state) => {
      const id = await bringTo(state)
      const { ticketId } = await kept(id)
      const solves = (side: 'agent' | 'contact') =>
        rules.commit(async (tx) => {
          const ticket = await getTicket(tx, ticketId ?? '')
          return rules.tickets.solve(tx, ticket, { name: side === 'agent' ? 'Ines' : 'Leo', side })
        })
      const byMacro = rules.commit((tx) =>
        sendWithActions(tx, rules, ines, {
          ...{ clientId: 'with-a-macro', ticketId: ticketId ?? '', text: 'That is done.' },
          actions: [{ do: 'state', to: 'solved' }],
        }),
      )
      expect(await codeOf(byMacro)).toBe('macro.not_done')
      for (const side of ['agent', 'contact'] as const)
        expect(await codeOf(solves(side))).toBe('ticket.merge_under_way')
      expect((await rules.store.read.tickets.find(ticketId ?? ''))?.state).not.toBe('solved')
      if (state === 'executing') return void (await hostSays(id, 'completed'))
      await rejects(ines, id)
      expect(await codeOf(solves('agent'))).toBe('done')
    },
  )

  test('comes back to the agents when the host could not', async () => {
    expect(await ticketOf(await bringTo('failed'))).toEqual(['open', true])
  })
})

describe('the contact', () => {
  test('hears nothing of an agent who looks; the desk does', async () => {
    const { id } = await starts(leo, SCHOOL)
    await proves(leo, id)
    const before = await contactMerge(await kept(id), rules.store.read)
    const [heard, desk] = [rules.heardBy(leo.id), rules.heardAtTheDesk()]
    rules.passes(HOUR_MS)
    await looks(ines, id)
    expect(desk.map(({ name }) => name)).toEqual(['merge.changed'])
    expect(heard).toEqual([])
    expect(await contactMerge(await kept(id), rules.store.read)).toEqual(before)
  })

  test("never reads why the host failed, which is for agents, but an agent's reason", async () => {
    const heard = rules.heardBy(leo.id)
    const id = await bringTo('failed')
    const { reason, ticketId } = await kept(id)
    expect(reason).toBe('duplicate key')
    const thread = await rules.store.read.entries.after(ticketId ?? '', 0, 10)
    const view = await contactMerge(await kept(id), rules.store.read)
    expect(JSON.stringify([heard, thread, view])).not.toContain('duplicate key')
    await rejects(omar, id, 'Write to your school first')
    expect((await contactMerge(await kept(id), rules.store.read)).reason).toBe('Write to your school first')
  })

  test('sees in every window how many tries are left', async () => {
    const id = await bringTo('proof_sent')
    const heard = rules.heardBy(leo.id)
    expect(await codeOf(types(leo, id, '00000000'))).toBe('code.wrong')
    expect(heard).toMatchObject([{ name: 'merge.changed', body: { merge: { triesLeft: 2 } } }])
  })
})

// ---- what becomes of what the two accounts said

describe('feedback', () => {
  const votes = () => feedbackRules(rules)
  const article = (slug: string) => ({ slug, locale: 'en', version: 'v1' })
  const says = (contactId: string | null, slug: string, answer: FeedbackAnswer) => {
    rules.passes(1_000)
    const readerId = 'the-device-in-the-hall'
    return votes().answer({ ...article(slug), contactId, readerId, answer, comment: undefined })
  }
  const saidBy = async (contact: Contact) =>
    (await rules.store.read.feedback.listForContact(contact.id, 10)).map(({ slug, answer }) => [slug, answer])

  test('goes with its account, the later of two answers counts, and an undo gives each account its own', async () => {
    const school = await rules.contact('leo-at-school', SCHOOL)
    await says(leo.id, 'both', 'no')
    await says(leo.id, 'both-earlier', 'partly')
    await says(school.id, 'both', 'yes')
    await says(school.id, 'theirs', 'no')
    await says(maya.id, 'both', 'partly')
    await says(leo.id, 'both-earlier', 'yes')
    await says(school.id, 'again', 'no')
    const before = [await saidBy(leo), await saidBy(school)]
    const id = await bringTo('merged')
    expect(await saidBy(school)).toEqual([])
    expect(await saidBy(leo)).toEqual([
      ['again', 'no'],
      ['both-earlier', 'yes'],
      ['theirs', 'no'],
      ['both', 'yes'],
    ])
    // One person has one vote, and nobody else's was touched.
    expect(await rules.store.read.feedback.counts('both', 'en')).toEqual({ yes: 1, partly: 1, no: 0 })
    await says(leo.id, 'again', 'yes')
    await undoes(id)
    expect(await saidBy(school)).toEqual(before[1])
    expect(await saidBy(leo)).toEqual([['again', 'yes'], ...(before[0] ?? [])])
    expect(await rules.store.read.feedback.counts('both', 'en')).toEqual({ yes: 1, partly: 1, no: 1 })
  })

  test('on a solution is on its ticket: whom the ticket becomes, who may change it', async () => {
    const school = await rules.contact('leo-at-school', SCHOOL)
    const { ticket } = await rules.commit((tx) =>
      rules.tickets.open(tx, school, {
        clientId: 'of-school',
        type: 'question',
        text: 'Where is my rotation?',
      }),
    )
    await rules.commit(async (tx) =>
      rules.tickets.solve(tx, await getTicket(tx, ticket.id), { name: 'Ines', side: 'agent' }),
    )
    const rates = (contact: Contact, score: number) =>
      codeOf(
        rules.commit(async (tx) =>
          rate(tx, rules, await ownTicket(tx, contact, ticket.id), {
            ticketId: ticket.id,
            score,
            comment: '',
          }),
        ),
      )
    expect(await rates(school, 2)).toBe('done')
    expect(await rates(leo, 5)).toBe('not_found')
    const id = await bringTo('approved')
    const ada = { ...omar, roles: ['admin' as const] }
    await rules.commit((tx) => rules.merges.hurry(tx, ada, id, 'Her shift begins'))
    await rules.dueWork()
    await hostSays(id, 'completed')
    expect(await rates(school, 1)).toBe('not_found')
    expect(await rates(leo, 5)).toBe('done')
    expect(await rules.store.read.ratings.list(ticket.id)).toMatchObject([{ score: 5 }])
  })
})

test('an undo gives back what moved with all that was split off from it, and nothing of the account that stayed', async () => {
  const school = await rules.contact('leo-at-school', SCHOOL)
  const opens = async (contact: Contact, ...texts: [string, ...string[]]) => {
    const [text, ...more] = texts
    const opening = { clientId: `client-${++named}`, type: 'question', text }
    const { id } = (await rules.commit((tx) => rules.tickets.open(tx, contact, opening))).ticket
    for (const text of more)
      await rules.commit((tx) =>
        rules.tickets.sendAsContact(tx, contact, { clientId: `client-${++named}`, ticketId: id, text }),
      )
    return id
  }
  const splits = async (ticketId: string, from: number, upTo: number) => {
    const body = { clientId: `client-${++named}`, ticketId, from, upTo, type: 'question', subject: '' }
    const [, begun] = await rules.commit((tx) => rules.tickets.splitOff(tx, omar, body))
    return begun.id
  }
  const own = await opens(leo, 'Of Leo, one.', 'Of Leo, two.')
  const theirs = await opens(school, 'Of the school, one.', 'Of the school, two.', 'Of the school, three.')
  const before = await splits(theirs, 3, 3)
  const id = await bringTo('merged')
  const split = await splits(theirs, 2, 3)
  const again = await splits(split, 3, 3)
  const ownSplit = await splits(own, 2, 2)
  const since = await opens(leo, 'Since then.')
  const ticketsOf = async ({ id }: Contact) =>
    (await rules.store.read.tickets.listForContact(id, 50)).map(({ id }) => id)
  for (const ticket of [theirs, before, split, again]) expect(await ticketsOf(leo)).toContain(ticket)
  expect(await ticketsOf(school), 'the premise').toEqual([])

  await undoes(id)
  expect((await ticketsOf(school)).sort()).toEqual([theirs, before, split, again].sort())
  const left = await ticketsOf(leo)
  for (const ticket of [own, ownSplit, since]) expect(left).toContain(ticket)
  for (const ticket of left)
    expect(JSON.stringify(await rules.store.read.entries.after(ticket, 0, 50))).not.toContain('Of the school')
})

test('whoever sends again what they wrote into a ticket that an undo gave back is shown nothing of it', async () => {
  const school = await rules.contact('leo-at-school', SCHOOL)
  const theirs = (await rules.opens(school)).ticket.id
  const id = await bringTo('merged')
  const body = { clientId: `client-${++named}`, ticketId: theirs, text: 'Is it there?' }
  const sends = () => rules.commit((tx) => rules.tickets.sendAsContact(tx, leo, body))
  const first = await sends()
  expect((await sends()).message, 'the premise').toEqual(first.message)
  await undoes(id)
  const secret = { clientId: `client-${++named}`, ticketId: theirs, text: 'For the desk alone.' }
  await rules.commit((tx) => rules.tickets.sendAsContact(tx, school, secret))
  await expect(sends()).rejects.toMatchObject({ code: 'not_found' })
})

// ---- what its ticket waits for

test('agents find it among those to decide from the proof to the decision, and whenever it comes back to them', async () => {
  const filter = { fields: [{ field: 'merge', is: 'any_of' as const, values: ['to_decide'] }] }
  const query = { filter, agentId: ines.id, now: rules.now() }
  const isListed = async () => {
    const { tickets } = await rules.store.read.tickets.select({ ...query, sort: 'newest', limit: 9 })
    expect(await rules.store.read.tickets.count(query)).toBe(tickets.length)
    return tickets.length > 0
  }
  const { id } = await starts(leo, SCHOOL)
  expect(await isListed()).toBe(false)
  await proves(leo, id)
  expect(await isListed()).toBe(true)
  const ticketId = (await kept(id)).ticketId ?? ''
  const mark = async () => (await getTicket(rules.store.read, ticketId)).merge
  const asked = { clientId: 'omar-asks', ticketId, text: 'Which school are you at now?' }
  await rules.commit((tx) => rules.tickets.sendAsAgent(tx, omar, asked))
  expect((await getTicket(rules.store.read, ticketId)).state, 'the premise').toBe('waiting_on_contact')
  expect(await isListed()).toBe(true)

  await looks(ines, id)
  await approves(ines, id)
  expect([await isListed(), await mark()]).toEqual([false, 'approved'])
  rules.passes(COOLING_OFF_MS)
  await executes(id, described({ into: { name: 'Leonard' } }))
  expect([(await kept(id)).state, await isListed()]).toEqual(['in_review', true])
  await looks(ines, id)
  await approves(ines, id)
  rules.passes(COOLING_OFF_MS)
  await rules.dueWork()
  expect([await isListed(), await mark()]).toEqual([false, 'asked'])
  await hostSays(id, 'failed')
  expect(await isListed()).toBe(true)
  await retries(ines, id)
  expect([await isListed(), await mark()]).toEqual([false, 'asked'])
  await hostSays(id, 'completed')
  expect([await isListed(), await mark()]).toEqual([false, undefined])
  await rules.commit((tx) => rules.merges.askUndo(tx, ines, id, 'Another student'))
  expect(await isListed()).toBe(true)
  await rules.commit((tx) => rules.merges.agreeToUndo(tx, omar, id))
  expect([await isListed(), await mark()]).toEqual([false, 'asked'])
  await rules.commit((tx) => rules.merges.settle(tx, { mergeId: id, status: 'undone' })).then(orThrow)
  expect([await isListed(), await mark()]).toEqual([false, undefined])

  // Rejected, its ticket stays open for what is still to say; there is nothing to decide. From before there were marks, one is made at the start.
  const next = await bringTo('in_review')
  const { merge: _mark, ...unmarked } = await getTicket(rules.store.read, (await kept(next)).ticketId ?? '')
  await rules.commit((tx) => tx.tickets.put(unmarked))
  expect(await isListed(), 'the premise').toBe(false)
  await rules.commit((tx) => scheduleOnce(tx, MERGE_MARKS, rules.now().toISOString()))
  await rules.dueWork()
  expect(await isListed()).toBe(true)
  await rejects(ines, next)
  expect((await getTicket(rules.store.read, unmarked.id)).state).toBe('open')
  expect(await isListed()).toBe(false)
})

test('who asks to take a merge back, and that it stays, are lines for agents with the reason: why its ticket is open', async () => {
  const { id } = await starts(leo, SCHOOL)
  await proves(leo, id)
  const ticketId = (await kept(id)).ticketId ?? ''
  await looks(ines, id)
  await approves(ines, id)
  rules.passes(COOLING_OFF_MS)
  await rules.dueWork()
  await hostSays(id, 'completed')
  const ticket = () => getTicket(rules.store.read, ticketId)
  expect((await ticket()).state, 'the premise').toBe('solved')
  const lines = async () =>
    (await rules.store.read.notes.after(ticketId, 0, 100)).map(({ author, line, text }) => [
      author.name,
      line?.code,
      text,
    ])
  await rules.commit((tx) => rules.merges.askUndo(tx, ines, id, ' Another student '))
  expect((await ticket()).state).toBe('open')
  const asked = ['Ines', 'merge.undo_asked', 'Another student']
  expect(await lines()).toEqual([asked])
  await rules.commit((tx) => rules.merges.declineUndo(tx, omar, id, 'It is the same one'))
  expect((await ticket()).state).toBe('open')
  expect(await lines()).toEqual([asked, ['', 'merge.undo_refused', 'It is the same one']])
})

// ---- one open request an account

describe('an account', () => {
  test('is in one open request: the second who proves the same address is refused', async () => {
    const first = await starts(leo, SCHOOL)
    const second = await starts(maya, SCHOOL)
    await proves(maya, second.id)
    expect(await codeOf(proves(leo, first.id))).toBe('merge.already_open')
    expect((await kept(first.id)).state).toBe('proof_sent')
  })

  test.each(['first', 'last'])(
    'that is about to end is nobody’s goal, whichever began %s',
    async (begins) => {
      const chained = () => starts(maya, 'old@mail.example')
      const early = begins === 'first' ? await chained() : null
      rules.passes(1)
      const ending = await starts(leo, 'maya@mail.example')
      await proves(leo, ending.id)
      rules.passes(1)
      expect(await codeOf(proves(maya, (early ?? (await chained())).id))).toBe('merge.already_open')
    },
  )

  test('is in one proved request, even where somebody else typed its address before all others', async () => {
    await starts(await rules.contact('mallory', 'mallory@mail.example'), SCHOOL)
    const [first, second] = [await starts(leo, SCHOOL), await starts(maya, SCHOOL)]
    await proves(leo, first.id)
    expect(await codeOf(proves(maya, second.id))).toBe('merge.already_open')
  })

  test('has one request at a time; one that nobody proved makes room', async () => {
    const first = await starts(leo, SCHOOL)
    const second = await starts(leo, 'other@school.example')
    expect((await kept(first.id)).state).toBe('cancelled')
    await proves(leo, second.id)
    expect(await codeOf(starts(leo, SCHOOL))).toBe('merge.already_open')
  })

  test('can ask five times a day: a machine cannot mail strangers through us', async () => {
    for (let one = 1; one <= 5; one++) await starts(leo, `stranger-${one}@school.example`)
    expect(await codeOf(starts(leo, 'stranger-6@school.example'))).toBe('request.too_many')
    rules.passes(25 * HOUR_MS)
    await starts(leo, 'stranger-6@school.example')
  })
})
