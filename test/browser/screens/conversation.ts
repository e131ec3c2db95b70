// The screens of a conversation, to be looked at: a long thread with news below, what can be done with a message, a quote
// on its way and there, emoji, how answers are told.

import { cast } from '../../../server/demo/cast.ts'
import { agentConnects, newClientId } from '../../stage/cast.ts'
import { writeLongTicket } from '../../stage/long-ticket.ts'
import { atConsole, atDemo } from '../people.ts'
import type { Walk } from './walk.ts'

const TALKER = 'maya.lindqvist@northfield.edu'
/** More than stand in the page at once. */
const MESSAGES = 400

export async function longConversation(dataDir: string): Promise<string> {
  const member = cast.find(({ email }) => email === TALKER)
  if (!member) throw new Error(`${TALKER} is not of the demo's cast.`)
  const person = { sub: member.externalId, email: TALKER, name: member.name }
  return (await writeLongTicket(dataDir, person, MESSAGES)).ticketId
}

export async function conversationScreens(walk: Walk, ticketId: string): Promise<void> {
  const { newPage, take } = walk
  const { url } = walk.world
  const ines = await agentConnects(url, 'Ines')
  const says = (text: string, quotes?: number) =>
    ines.command('message.send', {
      clientId: newClientId(),
      ticketId,
      text,
      ...(quotes && { quotes }),
    })
  await says('You said so at the beginning: does this still hold?', 1)
  const page = await newPage()
  const demo = await atDemo(page, url)
  await demo.logIn(TALKER)
  const { panel } = await demo.openWidget()
  const log = panel.getByRole('log')
  await panel
    .getByRole('button', { name: /^Message 1\./ })
    .first()
    .click()
  await log.getByText('does this still hold?').last().waitFor()
  await take(page, 'widget-quoted')
  await panel.getByRole('button', { name: /^How you are told/ }).click()
  await take(page, 'widget-alerts')
  await page.keyboard.press('Escape')
  await panel.getByRole('button', { name: 'Emoji' }).click()
  await panel.getByRole('button', { name: 'heart love red' }).waitFor()
  await take(page, 'widget-emoji')
  await page.keyboard.type('party')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  await log.getByText('🥳').last().waitFor()
  // Who has just written is taken to the end, whatever they do meanwhile.
  await panel
    .getByText(/^(Sent|Delivered|Seen)/)
    .last()
    .waitFor()

  await log.evaluate((log) => log.closest('.body')?.scrollBy(0, -2_000))
  await says('And one more thing.')
  await panel.getByRole('button', { name: '1 new' }).waitFor()
  await take(page, 'widget-new-below')
  await panel.getByRole('button', { name: '1 new' }).click()
  await log.getByText('And one more thing.').last().waitFor()
  await log.getByRole('button', { name: 'More' }).last().focus()
  await page.keyboard.press('Enter')
  await take(page, 'widget-message-menu')
  await log.getByRole('button', { name: 'Quote' }).click()
  await take(page, 'widget-quoting')
  await page.keyboard.type('This one?')
  await page.keyboard.press('Enter')
  await log.getByText('This one?').last().waitFor()

  const desk = await newPage()
  const console = await atConsole(desk, url)
  await console.logIn('Omar')
  await desk.goto(`${url}/console/open/${ticketId}`)
  const thread = desk.getByRole('log')
  await thread.getByText('This one?').last().waitFor()
  await thread.getByRole('button', { name: 'More' }).last().focus()
  await desk.keyboard.press('Enter')
  await take(desk, 'console-message-menu')
  await thread.getByRole('button', { name: 'Quote' }).click()
  await desk.getByRole('button', { name: 'Emoji' }).click()
  await desk.getByRole('button', { name: 'heart love red' }).waitFor()
  await take(desk, 'console-quoting')
  ines.close()
}
