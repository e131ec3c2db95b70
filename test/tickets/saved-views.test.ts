// Saved views: everybody's are everybody's to change, one's own are nobody else's, and they stand where they were moved to.

import { afterEach, beforeEach, expect, test } from 'vitest'
import type { FieldTest, ViewFields } from '../../protocol/desk/filters.ts'
import type { AgentRecord } from '../../server/store/records.ts'
import { moveView, removeView, saveView, viewsFor } from '../../server/tickets/saved-views.ts'
import { dataFolders } from '../faults/folders.ts'
import { openRules, type Rules } from '../stage/rules.ts'

const newFolder = dataFolders()
let rules: Rules
let omar: AgentRecord
let ines: AgentRecord

beforeEach(async () => {
  rules = await openRules(await newFolder())
  omar = await rules.agent('Omar')
  ines = await rules.agent('Ines')
})
afterEach(() => rules?.close())

const fields = (name: string, some: Partial<ViewFields> = {}): ViewFields => ({
  ...{ name, filter: { tags: ['lab'] }, sort: 'newest' as const, isOwn: false },
  ...some,
})
const save = (agent: AgentRecord, view: ViewFields, known: { viewId?: string; version?: number } = {}) =>
  rules.commit((tx) => saveView(tx, rules, agent, { ...known, view }))
const namesFor = async (agent: AgentRecord) =>
  (await viewsFor(rules.store.read, agent)).map(({ name }) => name)
const move = (agent: AgentRecord, viewId: string, place: number) =>
  rules.commit((tx) => moveView(tx, agent, { viewId, place }))

test("one's own is nobody else's to see, to change, to move or to remove", async () => {
  const heard = rules.heardAtTheDesk()
  const own = await save(omar, fields('Own', { isOwn: true }))
  await save(ines, fields('Shared'))
  expect(await namesFor(omar)).toEqual(['Own', 'Shared'])
  expect(await namesFor(ines)).toEqual(['Shared'])
  expect(
    heard.map(({ name }) => name),
    'the desk hears of the shared one',
  ).toEqual(['view.changed'])
  const refused = { code: 'not_found' }
  const known = { viewId: own.id, version: 1 }
  await expect(save(ines, fields('Mine now', { isOwn: true }), known)).rejects.toMatchObject(refused)
  await expect(move(ines, own.id, 0)).rejects.toMatchObject(refused)
  await expect(rules.commit((tx) => removeView(tx, ines, own.id))).rejects.toMatchObject(refused)
})

test('a change of what somebody else has changed meanwhile is refused; whose it is stays', async () => {
  const { id: viewId } = await save(omar, fields('Late'))
  await save(ines, fields('Late, lab'), { viewId, version: 1 })
  await expect(save(omar, fields('Very late'), { viewId, version: 1 })).rejects.toMatchObject({
    code: 'view.changed',
  })
  await expect(save(omar, fields('Late', { isOwn: true }), { viewId, version: 2 })).rejects.toMatchObject({
    code: 'view.invalid',
  })
  await expect(save(omar, fields('   '))).rejects.toMatchObject({ code: 'view.invalid' })
  expect(await namesFor(omar)).toEqual(['Late, lab'])
})

test('no two that one agent sees are read alike; what others keep for themselves is in nobody’s way', async () => {
  const twin = {
    code: 'view.invalid',
    facts: { field: '/view/name', detail: expect.stringMatching(/“Late”/) },
  }
  const late = await save(omar, fields('Late', { isOwn: true }))
  await expect(save(omar, fields(' late '))).rejects.toMatchObject(twin)
  const { id: viewId } = await save(ines, fields('LATE'))
  const lab = await save(ines, fields('Lab'))
  await expect(save(omar, fields('ＬＡＴＥ'), { viewId: lab.id, version: 1 })).rejects.toMatchObject(twin)
  // Two there are now, and each may be changed without another name.
  await save(omar, fields('Late', { sort: 'number' }), { viewId, version: 1 })
  await save(omar, fields('Late', { isOwn: true, sort: 'number' }), { viewId: late.id, version: 1 })
  expect(await namesFor(omar)).toEqual(['Late', 'Late', 'Lab'])
})

test('what a view asks of fields is refused where it says nothing, with its place', async () => {
  const asks = (...tests: FieldTest[]) => save(omar, fields('Fields', { filter: { fields: tests } }))
  const fine: FieldTest = { field: 'answer.site', is: 'contains', values: ['ward'] }
  const wrong: [FieldTest, part: string, detail: RegExp][] = [
    [{ field: 'answer.site', is: 'contains' }, 'values', /with what it is compared/],
    [{ field: 'attribute.school', is: 'any_of', values: ['  '] }, 'values', /with what it is compared/],
    [{ field: 'rating', is: 'contains', values: ['5'] }, 'is', /cannot be asked/],
    [{ field: 'rating', is: 'at_most', values: ['good'] }, 'values', /a number/],
    [{ field: 'created', is: 'at_least', values: ['7'] }, 'values', /a day/],
    [{ field: 'created', is: 'in_last_days', values: ['soon'] }, 'values', /number of days/],
    [{ field: 'attribute.year', is: 'at_least', values: ['3', '4'] }, 'values', /a number/],
  ]
  for (const [test, part, detail] of wrong)
    await expect(asks(fine, test), JSON.stringify(test)).rejects.toMatchObject({
      code: 'view.invalid',
      facts: { field: `/view/filter/fields/1/${part}`, detail: expect.stringMatching(detail) },
    })
  await asks(
    fine,
    { field: 'solved', is: 'empty' },
    { field: 'answer.begins', is: 'in_next_days', values: ['7'] },
  )
})

test('they stand where they were moved to, whatever others have between them', async () => {
  const [one] = [await save(omar, fields('1')), await save(ines, fields('hers', { isOwn: true }))]
  await save(omar, fields('2'))
  const three = await save(omar, fields('3'))
  await move(omar, three.id, 0)
  expect(await namesFor(omar)).toEqual(['3', '1', '2'])
  await move(omar, one.id, 2)
  expect(await namesFor(omar)).toEqual(['3', '2', '1'])
  await move(omar, one.id, 99)
  expect(await namesFor(omar)).toEqual(['3', '2', '1'])
  expect((await namesFor(ines)).sort()).toEqual(['1', '2', '3', 'hers'])
})
