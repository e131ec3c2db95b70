// Once through the widget in the engine of every iPhone. What differs between engines and can be played is a scene of its
// own in Chromium, beside what it is about.

import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeskTicket } from '../../protocol/entities.ts'
import { launchWebKit, type WebKit } from '../browser/webkit.ts'
import { agentConnects, maya, newClientId } from '../stage/cast.ts'
import { addressFor, type Host, makeHost } from '../stage/widget-host.ts'
import { eventually, makeWorld, type World } from '../stage/world.ts'

let world: World
let host: Host
let page: WebKit

beforeAll(async () => {
  host = await makeHost()
  ;[world, page] = await Promise.all([makeWorld({ ALLOWED_ORIGINS: host.origin }), launchWebKit()])
  host.world = world
})
afterAll(async () => {
  await Promise.all([page?.end(), world?.end()])
  host?.close()
})

test('in WebKit Maya searches, reads, writes and comes back after a reload, and Omar’s answer arrives', async () => {
  const listens = () =>
    page.run(`
      window.complaints = []
      addEventListener('error', ({ message }) => complaints.push(message))
      addEventListener('unhandledrejection', ({ reason }) => complaints.push(String(reason)))
      console.error = (...words) => complaints.push(words.join(' '))
    `)
  await page.goto(await addressFor(host, { as: maya }))
  await listens()
  expect(await page.run('return navigator.userAgent')).toMatch(/ AppleWebKit\/605.* Version\/.* Safari\//)
  await page.presses('button', 'Open help')
  await page.types('[role=combobox]', 'reset pasword')
  await page.find('[role=option]', 'Reset my password')
  await page.pressesEnter('[role=combobox]')
  await page.find('h2', 'Reset my password')
  await page.find('.after', 'Did this answer your question?')

  await page.presses('button', 'Write to us')
  await page.types('textarea', 'The mail does not come.')
  await page.presses('button', 'Send')
  await page.find('[role=log] .said', 'Sent')
  await page.types('.composer textarea', 'I have looked every')
  expect(await page.run('return complaints')).toEqual([])

  await page.reload()
  await listens()
  await page.find('[role=log]', 'The mail does not come.')
  const field = await page.find('.composer textarea')
  expect(await page.run('return arguments[0].value', field)).toBe('I have looked every')
  await page.types('.composer textarea', 'where.')
  await page.pressesEnter('.composer textarea')
  await page.find('[role=log]', 'I have looked everywhere.')

  const omar = await agentConnects(world.url, 'Omar')
  const ticket = await eventually('her ticket', async () => {
    const { tickets } = (await omar.command('ticket.list', { view: 'open' })).result
    return (tickets as DeskTicket[]).find(({ subject }) => subject === 'The mail does not come.')
  })
  const answer = { clientId: newClientId(), ticketId: ticket.id, text: 'Here is another one.' }
  await omar.command('message.send', answer)
  await page.find('[role=log]', answer.text)

  // She reads something else, and hears the next: only what was begun in a press may sound here.
  await page.run(`
    window.tones = 0
    const { start } = OscillatorNode.prototype
    OscillatorNode.prototype.start = function (at) { tones++; start.call(this, at) }
  `)
  await page.presses('button', 'Close help')
  await omar.command('message.send', { ...answer, clientId: newClientId(), text: 'And a last one.' })
  await eventually('a sound', () => page.run('return tones > 0'))
  expect(await page.run('return complaints')).toEqual([])
  omar.close()
})
