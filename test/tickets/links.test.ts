// Tickets that belong to one matter: linked both ways, once, and no contact learns of it.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contact } from '../../protocol/entities.ts'
import { LINKS_OF_TICKET } from '../../protocol/limits.ts'
import type { AgentRecord } from '../../server/store/records.ts'
import { link, related, unlink } from '../../server/tickets/links.ts'
import { contactTicket, deskTicket } from '../../server/tickets/views.ts'
import { dataFolders } from '../faults/folders.ts'
import { MINUTE_MS, openRules, type Rules } from '../stage/rules.ts'

const newFolder = dataFolders()
let rules: Rules
let maya: Contact
let leo: Contact
let omar: AgentRecord

beforeEach(async () => {
  rules = await openRules(await newFolder())
  maya = await rules.contact('maya', 'maya@northfield.edu')
  leo = await rules.contact('leo', 'leo@mail.example')
  omar = await rules.agent('Omar')
})
afterEach(() => rules?.close())

const opens = async (contact: Contact, text: string) => (await rules.opens(contact, text)).ticket
const record = (id: string) => rules.ticket(id)
const linksOf = async (id: string) => (await deskTicket(await record(id), rules.store.read)).links
const links = (ticketId: string, otherId: string) =>
  rules.commit((tx) => link(tx, rules, omar, { ticketId, otherId }))
const unlinks = (ticketId: string, otherId: string) =>
  rules.commit((tx) => unlink(tx, rules, omar, { ticketId, otherId }))
const linesOf = async (id: string) =>
  (await rules.store.read.notes.after(id, 0, 1_000)).map(
    ({ line }) => `${line?.code} ${line?.details.number}`,
  )

test('both name the other, once, whoever is asked and however often', async () => {
  const [one, other] = [await opens(maya, 'Where is my rotation?'), await opens(leo, 'Mine is gone, too')]
  await links(one.id, other.id)
  await links(other.id, one.id)
  expect([await linksOf(one.id), await linksOf(other.id)]).toEqual([[other.id], [one.id]])
  expect(await linesOf(one.id)).toEqual([`link.added ${other.number}`])
  expect(await linesOf(other.id)).toEqual([`link.added ${one.number}`])
  expect((await related(rules.store.read, await record(one.id))).map(({ id }) => id)).toEqual([other.id])

  await unlinks(other.id, one.id)
  await unlinks(one.id, other.id)
  expect([await linksOf(one.id), await linksOf(other.id)]).toEqual([undefined, undefined])
  expect(await linesOf(one.id)).toEqual([`link.added ${other.number}`, `link.removed ${other.number}`])
})

test('their contacts hear nothing and see nothing of it', async () => {
  const [one, other] = [await opens(maya, 'Where is my rotation?'), await opens(leo, 'Mine is gone, too')]
  const heard = [rules.heardBy(maya.id), rules.heardBy(leo.id)]
  const desk = rules.heardAtTheDesk()
  const seen = async () =>
    Promise.all([one, other].map(async ({ id }) => contactTicket(await record(id), rules.store.read)))
  rules.passes(MINUTE_MS)
  const before = await seen()
  await links(one.id, other.id)
  await unlinks(one.id, other.id)
  expect(await seen()).toEqual(before)
  expect(heard).toEqual([[], []])
  // The premise: at the desk all were told, of both.
  expect(desk.map(({ name }) => name)).toEqual(Array(4).fill('ticket.changed'))
})

test('refused: with itself, with what is not there, and with more than anybody reads', async () => {
  const one = await opens(maya, 'Where is my rotation?')
  const code = (refused: string) => expect.objectContaining({ code: refused })
  await expect(links(one.id, one.id)).rejects.toEqual(code('ticket.wrong_state'))
  await expect(links(one.id, 'tkt_none')).rejects.toEqual(code('not_found'))
  const other = await opens(leo, 'Mine is gone, too')
  const full = Array.from({ length: LINKS_OF_TICKET }, (_, at) => `tkt_${at}`)
  await rules.store.commit(async (tx) => tx.tickets.put({ ...(await record(other.id)), links: full }))
  await expect(links(one.id, other.id)).rejects.toEqual(code('links.too_many'))
  expect(await linksOf(one.id), 'nothing of it is kept').toBeUndefined()
})
