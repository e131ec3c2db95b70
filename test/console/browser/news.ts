// What tells an agent that somebody wrote, while they look elsewhere.

import { expect, test } from 'vitest'
import type { Team } from '../../../protocol/desk/teams.ts'
import type { Message } from '../../../protocol/entities.ts'
import { hears } from '../../browser/hears.ts'
import { agentConnects, newClientId } from '../../stage/cast.ts'
import { eventually } from '../../stage/world.ts'
import { consoleOf, isOf, noorOpens, noorsWidget, silentTicket, WIDE, world } from './desk.ts'

export function newsScenes(): void {
  test('a message while Omar looks elsewhere: a title that counts, a sound, a notification that leads there; away is silent', async () => {
    const ticket = await noorOpens('Anybody at the desk?')
    const page = await consoleOf('Omar', { viewport: WIDE }, hears)
    const says = (text: string) =>
      noorsWidget.command('message.send', { clientId: newClientId(), ticketId: ticket.id, text })
    const heard = () => page.evaluate(() => window.heard)
    await page.getByRole('link', { name: /Anybody at the desk/ }).waitFor()
    const unread = async () => Number(/^\((\d+)\)/.exec(await page.title())?.[1] ?? 0)
    await page.getByRole('button', { name: /preferences and log-out/ }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Browser notifications' }).click()

    // In sight there is the sound alone, and not where they are reading it.
    const before = await unread()
    await says('I am at the door.')
    await eventually('a sound', async () => (await heard()).sounds > 0)
    expect((await heard()).shown).toEqual([])
    await page.evaluate(() => window.looksElsewhere(true))
    await says('It is locked.')
    await eventually('a notification', async () => (await heard()).shown.length > 0)
    expect((await heard()).shown).toEqual([{ title: 'Noor Aziz', body: 'It is locked.' }])
    expect(await unread()).toBe(before)

    // A press on it leads to the ticket, which is read then.
    await page.evaluate(() => {
      window.looksElsewhere(false)
      window.pressNotification()
    })
    await page.getByRole('log').getByText('It is locked.').waitFor()
    await eventually('the title counts it no more', async () => (await unread()) === before - 1)

    // A colleague's is no news, and away means silence.
    const ines = await agentConnects(world.url, 'Ines')
    const other = await noorOpens('And this one is for Ines.')
    await ines.command('ticket.assign', { ticketId: other.id, agentId: ines.welcome.agent.id })
    ines.close()
    await page.getByRole('link', { name: /for Ines.*Assigned to Ines/ }).waitFor()
    await page.evaluate(() => window.looksElsewhere(true))
    const { shown } = await heard()
    const body = { clientId: newClientId(), ticketId: other.id, text: 'Thank you, Ines.' }
    await noorsWidget.command('message.send', body)
    await page.getByRole('link', { name: /Thank you, Ines/ }).waitFor()
    expect((await heard()).shown).toEqual(shown)
    await page.getByRole('button', { name: /preferences and log-out/ }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Away' }).click()
    await page.getByText('You are away').waitFor()
    await says('Hello again?')
    await page.getByRole('log').getByText('Hello again?').waitFor()
    expect((await heard()).shown).toEqual(shown)
    await page.getByRole('button', { name: /preferences and log-out/ }).click()
    await page.getByRole('menuitemcheckbox', { name: 'Away' }).click()
    await page.getByText('You are back').waitFor()
  })

  test('a browser that lets nothing sound but what a press began lets Omar hear a message, once he has pressed anything', async () => {
    const ticket = await noorOpens('Does anybody hear me?')
    const page = await consoleOf('Omar', { viewport: WIDE }, (page) => hears(page, 'default', 'shy'))
    const state = () => {
      const synthesizer = new AudioContext()
      void synthesizer.resume()
      return synthesizer.state
    }
    expect(await page.evaluate(state), 'the premise: outside of a press nothing may sound').toBe('suspended')
    await page.getByRole('link', { name: /Does anybody hear me/ }).waitFor()
    await page.getByRole('heading', { name: 'Open', exact: true }).click()
    const body = { clientId: newClientId(), ticketId: ticket.id, text: 'I am at the door.' }
    await noorsWidget.command('message.send', body)
    await eventually('a sound', () => page.evaluate(() => window.heard.sounds > 0))
    await page.context().close()
  })

  test('a ticket is taken back from Omar, who said nothing to it: he is told which, after how long, and led there', async () => {
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /^Mine/ }).click()
    const row = page.locator('.row[data-ticket]').filter({ hasText: 'Silent' })
    await row.waitFor()
    await page.getByRole('link', { name: /^Solved/ }).click()
    await row.waitFor({ state: 'detached' })
    const ines = await agentConnects(world.url, 'Ines')
    const takesBackAfter = async (takeBackMinutes: number | null) => {
      const { teams } = (await ines.command('team.list', {})).result
      const accounts = teams.find(({ name }: Team) => name === 'Accounts')
      const { version, changedBy: _by, changedAt: _at, ...team } = accounts
      await ines.command('team.save', { version, team: { ...team, takeBackMinutes } })
    }
    await takesBackAfter(30)
    const toast = `#${silentTicket} was taken back from you: its contact waited 30 minutes for a word.`
    await page.getByText(toast).waitFor()
    await page.getByRole('button', { name: 'Look', exact: true }).click()
    await page.getByRole('heading', { name: 'Silent' }).waitFor()
    await page.getByText('Taken back from Omar Haddad: the contact waited 30 minutes for a word').waitFor()
    await page.getByRole('button', { name: 'Not assigned. Assign' }).waitFor()
    await takesBackAfter(null)
    // A row says who has it, and nobody once nobody has.
    const { id: ticketId } = await noorOpens('Whose is this?')
    const whose = page.locator('.row[data-ticket]').filter({ hasText: 'Whose is this?' })
    await page.goto(`${world.url}/console/open`)
    await whose.waitFor()
    await ines.command('ticket.assign', { ticketId, agentId: ines.welcome.agent.id })
    await whose.getByText('Ines Moreau has it').waitFor()
    await ines.command('ticket.assign', { ticketId, agentId: null })
    await whose.getByText('Nobody has it').waitFor()
    ines.close()
  })

  test('ears are told, once, which ticket Enter opened, that a note stays with agents, that a reply went and was seen, and each “ok”', async () => {
    const { id: ticketId, number } = await noorOpens('Who hears this?')
    const page = await consoleOf('Omar')
    const row = page.locator('.row[data-ticket]').filter({ hasText: 'Who hears this?' })
    await row.waitFor()
    const spoken = await page.locator('[role=status][aria-atomic=false]').evaluateHandle((region) => {
      const spoken: (string | null)[] = []
      const listener = new MutationObserver((changes) => {
        for (const { addedNodes } of changes)
          for (const { textContent } of addedNodes) spoken.push(textContent)
      })
      listener.observe(region, { childList: true, characterData: true, subtree: true })
      return spoken
    })
    // What comes meanwhile to the tickets of other scenes is said, too.
    const heard = async () => (await spoken.jsonValue()).filter((said) => !said?.startsWith('New ticket'))
    const hears = (...said: string[]) => expect.poll(heard).toEqual(said)
    await row.focus()
    await page.keyboard.press('Enter')
    const shows = `Shows #${number}: Who hears this?`
    await hears(shows)
    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: 'Note for agents' }).fill('She is new.')
    await page.keyboard.press('Control+Enter')
    const saved = 'Note saved. Only agents see it.'
    await hears(shows, saved)
    await page.getByRole('button', { name: 'Reply', exact: true }).click()
    await page.getByRole('textbox', { name: /^Reply to/ }).fill('I do.')
    await page.keyboard.press('Control+Enter')
    await hears(shows, saved, 'Sent')
    const { message } = await noorsWidget.event('message.created', ({ message }) =>
      isOf(message, ticketId, 'agent'),
    )
    await noorsWidget.command('thread.see', { ticketId, sequence: (message as Message).sequence })
    const seen = [shows, saved, 'Sent', 'Seen by Noor']
    await hears(...seen)
    const says = () => noorsWidget.command('message.send', { clientId: newClientId(), ticketId, text: 'ok' })
    await says()
    await hears(...seen, 'Noor Aziz: ok')
    await says()
    await hears(...seen, 'Noor Aziz: ok', 'Noor Aziz: ok')
    const ines = await agentConnects(world.url, 'Ines')
    await ines.command('note.write', { clientId: newClientId(), ticketId, text: 'So she is.' })
    ines.close()
    const note = 'Note by Ines Moreau, only agents see it: So she is.'
    await hears(...seen, 'Noor Aziz: ok', 'Noor Aziz: ok', note)
  })
}
