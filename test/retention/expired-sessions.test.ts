// Sessions that nobody can use any more leave the store by themselves; those in use stay.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Contact } from '../../protocol/entities.ts'
import { scheduleOnce } from '../../server/due-work.ts'
import { sha256 } from '../../server/hashes.ts'
import { SESSIONS_EXPIRE } from '../../server/retention/expired-sessions.ts'
import { dataFolders } from '../faults/folders.ts'
import { HOUR_MS, openRules, type Rules } from '../stage/rules.ts'

const newFolder = dataFolders()
let folder: string
let rules: Rules
let maya: Contact

beforeEach(async () => {
  folder = await newFolder()
  rules = await openRules(folder)
  maya = await rules.contact('maya', 'maya@northfield.edu')
})
afterEach(() => rules?.close())

const opens = async () => (await rules.commit((tx) => rules.contacts.openSession(tx, maya))).token
const isKept = async (token: string) =>
  (await rules.store.read.sessions.findByTokenHash(sha256('session', token))) !== undefined
const starts = () => rules.commit((tx) => scheduleOnce(tx, SESSIONS_EXPIRE, rules.now().toISOString()))

test('an expired session is let go, and the next one too when its day is over', async () => {
  const first = await opens()
  await starts()
  rules.passes(23 * HOUR_MS)
  const second = await opens()
  await rules.dueWork()
  expect([await isKept(first), await isKept(second)]).toEqual([true, true])
  rules.passes(2 * HOUR_MS)
  await rules.dueWork()
  expect([await isKept(first), await isKept(second)]).toEqual([false, true])
  rules.passes(24 * HOUR_MS)
  await rules.dueWork()
  expect(await isKept(second)).toBe(false)
})

test('one that is gone stays gone after a start, and a start does not ask twice', async () => {
  const token = await opens()
  await starts()
  rules.passes(25 * HOUR_MS)
  await rules.dueWork()
  await starts()
  await rules.close()
  rules = await openRules(folder)
  expect(await rules.store.read.contacts.find(maya.id)).toBeDefined()
  expect(await isKept(token)).toBe(false)
})
