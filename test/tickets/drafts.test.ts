// What an agent has not sent yet: kept for that agent alone, gone with what was sent, never written over from an older
// window. How a window decides between its box and what is kept: console/console.test.ts.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contact } from '../../protocol/entities.ts'
import { DRAFTS_OF_AGENT } from '../../protocol/limits.ts'
import type { BusEvent } from '../../server/bus/bus.ts'
import { topics } from '../../server/chat/audience.ts'
import type { AgentRecord } from '../../server/store/records.ts'
import { draftIsSent, draftView, saveDraft } from '../../server/tickets/drafts.ts'
import { dataFolders } from '../faults/folders.ts'
import { openRules, type Rules } from '../stage/rules.ts'

const newFolder = dataFolders()
let rules: Rules
let maya: Contact
let omar: AgentRecord
let ticketId = ''

beforeEach(async () => {
  rules = await openRules(await newFolder())
  maya = await rules.contact('maya', 'maya@northfield.edu')
  omar = await rules.agent('Omar')
  ticketId = (await rules.opens(maya)).ticket.id
})
afterEach(() => rules?.close())

type Body = Parameters<typeof saveDraft>[3]
const saves = (text: string, version: string | null, facts: Partial<Body> = {}, agent = omar) =>
  rules.commit((tx) =>
    saveDraft(tx, rules, agent, { ticketId, as: 'reply', text, answers: 1, version, ...facts }),
  )
const texts = async (agent = omar) =>
  (await rules.store.read.drafts.listForAgent(agent.id)).map(({ as, text }) => `${as}: ${text}`)

test('each agent has their own, a reply and a note of a ticket apart; only that agent hears of it', async () => {
  const ines = await rules.agent('Ines')
  const heard: Record<string, BusEvent[]> = {
    omar: [],
    others: [...rules.heardAtTheDesk(), ...rules.heardBy(maya.id), ...rules.heardByEverybody()],
  }
  for (const topic of [topics.desk, topics.deskNotes, topics.agent(ines.id), topics.contact(maya.id)])
    rules.bus.subscribe(topic, (event) => heard.others?.push(event))
  rules.bus.subscribe(topics.agent(omar.id), (event) => heard.omar?.push(event))
  await saves('Under Onbo', null)
  await saves('She sounds desperate', null, { as: 'note' })
  expect(await texts()).toEqual(['note: She sounds desperate', 'reply: Under Onbo'])
  expect(await texts(ines)).toEqual([])
  expect(heard.omar?.map(({ name }) => name)).toEqual(['draft.changed', 'draft.changed'])
  expect(heard.others).toEqual([])

  // It moves nothing that others see.
  const { newestSequence, newestNote, updatedAt, createdAt } = await ticket()
  expect([newestSequence, newestNote, updatedAt]).toEqual([1, 0, createdAt])
})

test('who writes on an older one is refused; an empty text lets it go, and then nobody is in the way', async () => {
  const first = await saves('Under Onbo', null)
  const second = await saves('Under Onboarding', first?.version ?? null)
  await expect(saves('Not there', first?.version ?? null)).rejects.toMatchObject({ code: 'draft.changed' })
  await expect(saves('Not there', null)).rejects.toMatchObject({ code: 'draft.changed' })
  expect(await texts()).toEqual(['reply: Under Onboarding'])
  expect(await saves('  \n', second?.version ?? null)).toBeNull()
  expect(await texts()).toEqual([])
  await saves('Anew, in a window that knew the old one', first?.version ?? null)
  expect(await texts()).toHaveLength(1)
})

test('what is sent is gone with it, unless another window has saved since', async () => {
  const draft = await saves('Under Onboarding', null)
  const note = await saves('For agents', null, { as: 'note' })
  const sent = (version: string | undefined) =>
    rules.commit((tx) => draftIsSent(tx, omar, ticketId, 'reply', version))
  await sent(undefined)
  await sent('dra_another')
  expect(await texts(), 'the premise').toHaveLength(2)
  const later = await saves('Under Onboarding, I think', draft?.version ?? null)
  await sent(draft?.version)
  expect(await texts(), 'that is not what was sent').toHaveLength(2)
  await sent(later?.version)
  expect(await texts()).toEqual([`note: ${note?.text}`])
})

test('it ends with the agent', async () => {
  await saves('Under Onboarding', null)
  await saves('Mine', null, {}, await rules.agent('Ines'))
  await rules.commit(async (tx) => {
    await tx.agents.put({ ...omar, disabledAt: rules.now().toISOString() })
    tx.record({ name: 'agent.disabled', agentId: omar.id })
  })
  expect(await texts()).toEqual([])
})

test('a quote is what it quotes is now; what is no message is quoted by none', async () => {
  const quoting = await saves('That one', null, { quotes: 1 })
  await rules.commit((tx) =>
    rules.tickets.reviseAsContact(tx, maya, { clientId: 'client-2', ticketId, sequence: 1, text: null }),
  )
  const view = quoting && (await draftView(quoting, rules.store.read))
  expect(view?.quotes).toMatchObject({ sequence: 1, snippet: '', deleted: true })
  expect(view).not.toHaveProperty('agentId')
  expect(await saves('That one', quoting?.version ?? null, { quotes: 9 })).not.toHaveProperty('quotes')
})

test('so many, and no more; those that are there can be written on', async () => {
  await rules.store.commit(async (tx) => {
    for (let each = 1; each < DRAFTS_OF_AGENT; each++)
      await tx.drafts.put({
        ...{ agentId: omar.id, ticketId: `tkt_${each}`, as: 'reply', text: 'x', answers: 0 },
        ...{ macros: [], actions: [], version: `dra_${each}`, savedAt: '' },
      })
  })
  const last = await saves('The last one', null)
  await expect(saves('One more', null, { as: 'note' })).rejects.toMatchObject({ code: 'draft.too_many' })
  expect(await saves('The last one.', last?.version ?? null)).toMatchObject({ text: 'The last one.' })
  await expect(saves('x', null, { ticketId: 'tkt_nowhere' })).rejects.toMatchObject({ code: 'not_found' })
})

const ticket = () => rules.ticket(ticketId)
