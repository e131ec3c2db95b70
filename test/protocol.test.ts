// docs/protocol.md is what a client in another language is written from: it names every command, event, close code and rate that
// there is, with their fields, and none that there is not. What they do is held by clients: test/stage/client.ts.

import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  ATTACHMENT_MAX_BYTES,
  ATTACHMENT_PIECE_BYTES,
  CLOSE,
  COMMAND_RATES,
  FRAME_MAX_BYTES,
  HELLO_MARKS,
  MESSAGE_MAX_CHARS,
  SOCKETS_OF_ADDRESS,
  SOCKETS_OF_ONE,
} from '../protocol/limits.ts'
import {
  ContactSnapshot,
  contactCommands,
  contactEvents,
  DeskSnapshot,
  deskCommands,
  deskEvents,
} from '../protocol/socket.ts'

const text = readFileSync('docs/protocol.md', 'utf8')

describe.each([
  ['Commands of contacts:', contactCommands],
  ['Commands of agents:', deskCommands],
] as const)('%s', (title, commands) => {
  const rows = rowsAfter(title)

  test('all, and no other', () => {
    expect(rows.flatMap(([names = '']) => named(names)).toSorted()).toEqual(Object.keys(commands).toSorted())
  })

  test('each with the fields of its body', () => {
    const missing = rows.flatMap(([names = '', body = '']) =>
      named(names).flatMap((name) => {
        const fields = propertiesOf(commands[name as keyof typeof commands].body)
        return body.includes('as above') ? [] : without(fields, body).map((field) => `${name}: ${field}`)
      }),
    )
    expect(missing).toEqual([])
  })

  test('each with what its answer has', () => {
    const missing = rows.flatMap(([names = '', , result = '']) =>
      named(names).flatMap((name) => {
        const fields = propertiesOf(commands[name as keyof typeof commands].answer)
        return result.includes('as above') ? [] : without(fields, result).map((field) => `${name}: ${field}`)
      }),
    )
    expect(missing).toEqual([])
  })
})

test('what a welcome holds', () => {
  const ofContacts = rowsAfter('### welcome (server)').flatMap(([fields = '']) => named(fields))
  // Only polls have it: “Without a socket”.
  const { typing: _, ...properties } = ContactSnapshot.properties
  expect(ofContacts.toSorted()).toEqual([...Object.keys(properties), 'heartbeatMs'].toSorted())
  const [, ofAgents = ''] = /\nOn `\/api\/console`: (.+?)\n\n/s.exec(text) ?? []
  expect(without(['heartbeatMs', ...Object.keys(DeskSnapshot.properties)], ofAgents)).toEqual([])
})

test('events: all, each to whom it goes, with its fields', () => {
  const rows = rowsAfter('### event (server)')
  const to = (whom: RegExp) =>
    rows.filter(([, , goes = '']) => whom.test(goes)).flatMap(([names = '']) => named(names))
  expect(to(/contact|everybody|other side/).toSorted()).toEqual(Object.keys(contactEvents).toSorted())
  expect(to(/agent|admin|everybody|other side|the same|as above/).toSorted()).toEqual(
    Object.keys(deskEvents).toSorted(),
  )
  const events = { ...contactEvents, ...deskEvents }
  const missing = rows.flatMap(([names = '', body = '']) =>
    named(names).flatMap((name) =>
      without(propertiesOf(events[name as keyof typeof events]), body).map((field) => `${name}: ${field}`),
    ),
  )
  expect(missing).toEqual([])
})

test('close codes, and what a contact may send how often', () => {
  const codes = rowsAfter('## Close codes').flatMap(([codes = '']) => codes.split(', ').map(Number))
  expect(codes).toEqual(expect.arrayContaining(Object.values(CLOSE)))
  const said = Object.fromEntries(
    rowsAfter('**How often.**').map(([kind, , rate = '']) => [kind?.replace(/s$/, ''), rate]),
  )
  for (const [kind, { burst, perSecond }] of Object.entries(COMMAND_RATES.contact)) {
    const each = perSecond < 0.1 ? `one in ${Math.round(1 / perSecond / 60)} minutes` : `${perSecond}`
    expect(said[kind], kind).toBe(`${burst}, ${each}`)
  }
})

test('limits', () => {
  const says = (number: number) => number.toLocaleString('en')
  for (const sentence of [
    `A frame of the client is at most ${says(FRAME_MAX_BYTES)} bytes`,
    `At most ${HELLO_MARKS} marks`,
    `1 to ${says(MESSAGE_MAX_CHARS)} characters`,
    `a body of at most ${says(ATTACHMENT_PIECE_BYTES)} bytes`,
    `at most ${says(ATTACHMENT_MAX_BYTES)} bytes`,
    `may hold ${SOCKETS_OF_ONE} sockets, an address ${says(SOCKETS_OF_ADDRESS)}`,
  ])
    expect(text).toContain(sentence)
})

/** Of the first table after these words; a row by its cells. */
function rowsAfter(words: string): string[][] {
  const lines = text.slice(text.indexOf(words)).split('\n')
  const table = lines.slice(lines.findIndex((line) => line.startsWith('| ---')) + 1)
  const end = table.findIndex((line) => !line.startsWith('|'))
  const rows = table
    .slice(0, end)
    .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))
  expect(rows.length, words).toBeGreaterThan(3)
  return rows
}

const named = (cell: string) => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name)

const without = (fields: string[], cell: string) =>
  fields.filter((field) => !new RegExp(`\`${field}\\??\``).test(cell))

/** At the top of what is sent, in whichever variant. */
function propertiesOf(schema: object): string[] {
  const { properties = {}, anyOf = [] } = schema as { properties?: object; anyOf?: object[] }
  return [...new Set([...Object.keys(properties), ...anyOf.flatMap(propertiesOf)])]
}
