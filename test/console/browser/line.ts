import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { demoAgents } from '../../../server/demo/agents.ts'
import { fallsAsleep } from '../../browser/asleep.ts'
import { fillsStorage } from '../../browser/fills-storage.ts'
import { heldFrames } from '../../browser/held.ts'
import { clockIsAhead } from '../../browser/wrong-clock.ts'
import { agentConnects, agentCookie, newClientId } from '../../stage/cast.ts'
import { keepsABackup } from '../../stage/going-back.ts'
import { eventually, ON_POSTGRES } from '../../stage/world.ts'
import {
  consoleOf,
  contactsComeBack,
  draftsOf,
  goesOffline,
  isOf,
  mayaOpens,
  mayasWidget,
  objectsToNothing,
  WIDE,
  world,
} from './desk.ts'

export function lineScenes(): void {
  test('what is written while the server is dead goes out once when it is back, and the thread is current', async () => {
    const ticket = await mayaOpens('Is anybody there?')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /anybody there/ }).click()
    await page.getByRole('log').waitFor()
    await world.kill()
    await page.getByText('Live', { exact: true }).first().waitFor({ state: 'detached' })
    await page.getByText('New', { exact: true }).waitFor()
    await page.getByRole('textbox', { name: /^Reply to/ }).fill('Yes, we are.')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Waiting for the connection').waitFor()
    await page.getByText('New', { exact: true }).waitFor({ state: 'detached' })
    await page.getByText('Reconnecting').first().waitFor()

    await world.start()
    await contactsComeBack()
    await page.getByText('Waiting for the connection').waitFor({ state: 'detached' })
    await page.getByRole('log').getByText('Sent', { exact: true }).waitFor()
    const { entries } = (await mayasWidget.command('thread.read', { ticketId: ticket.id })).result
    expect(entries.filter(({ text }: { text?: string }) => text === 'Yes, we are.')).toHaveLength(1)

    // The device loses its network, and no socket knows it yet.
    await goesOffline(page)
    await page.getByRole('textbox', { name: /^Reply to/ }).fill('Both of us.')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Waiting for the connection').waitFor()
    await page.context().setOffline(false)
    await page.getByText('Waiting for the connection').waitFor({ state: 'detached' })
  })

  test('a server that was put back to an earlier state: Omar, away meanwhile, sees what is there, whether it is less than he holds or more', async ({
    skip,
  }) => {
    skip(ON_POSTGRES)
    const ticket = await mayaOpens('Is this before the backup?')
    const page = await consoleOf('Omar', { viewport: WIDE })
    await page.getByRole('link', { name: /before the backup/ }).click()
    const log = page.getByRole('log')
    await log.getByText('Is this before the backup?').waitFor()
    const goesBack = await keepsABackup(world)
    const says = async (...texts: string[]) => {
      for (const text of texts)
        await mayasWidget.command('message.send', { clientId: newClientId(), ticketId: ticket.id, text })
    }
    const reads = () => log.getByText(/^(Lost|Kept): /).allTextContents()
    for (const kept of [['Kept: one.'], ['Kept: one.', 'Kept: two.', 'Kept: three.', 'Kept: four.']]) {
      await says('Lost: one.', 'Lost: two.', 'Lost: three.')
      await log.getByText('Lost: three.').waitFor()
      await goesOffline(page)
      await goesBack()
      await contactsComeBack()
      await says(...kept)
      await page.context().setOffline(false)
      await log.getByText(kept.at(-1) ?? '', { exact: true }).waitFor()
      expect(await reads()).toEqual(kept)
    }
  })

  test.each([20, -20])(
    'on a device whose clock is %i minutes ahead Omar can change what he wrote',
    async (aheadMin) => {
      const ticket = await mayaOpens(`What time is it (${aheadMin})?`)
      const page = await consoleOf('Omar', { viewport: WIDE }, (page) =>
        page.addInitScript(clockIsAhead, aheadMin * 60_000),
      )
      await page.getByRole('link', { name: `(${aheadMin})` }).click()
      await page.getByRole('log').waitFor()
      await goesOffline(page)
      await page.getByRole('textbox', { name: /^Reply to/ }).fill('Time to change it.')
      await page.keyboard.press('Control+Enter')
      await page.getByText('Waiting for the connection').waitFor()
      await page.context().setOffline(false)
      await page.getByRole('log').getByText('Sent', { exact: true }).waitFor()
      await page.getByRole('textbox', { name: /^Reply to/ }).press('ArrowUp')
      const field = page.getByRole('log').getByRole('textbox')
      await field.fill('Time to change it, once more.')
      await field.press('Enter')
      await mayasWidget.event('message.revised', ({ revision }) =>
        isOf(revision, ticket.id, 'agent', 'Time to change it, once more.'),
      )
    },
  )

  test('a console that sleeps for an hour has missed nothing when it wakes; where its log-in has ended it says so, and keeps what was begun', async () => {
    const ticket = await mayaOpens('Are you asleep?')
    const cookie = await agentCookie(world.url, 'Omar')
    const page = await consoleOf('Omar', { viewport: WIDE }, async (page) => {
      await page.addInitScript(clockIsAhead, 0)
      // A log-in of its own: other scenes keep theirs.
      const [name = '', value = ''] = cookie.split('=')
      await page.context().addCookies([{ name, value, url: world.url }])
    })
    await page.getByRole('link', { name: /you asleep/ }).click()
    const log = page.getByRole('log')
    await log.getByText('Are you asleep?').waitFor()
    await page.getByRole('textbox', { name: /^Reply to/ }).fill('Not at')
    const wakes = await fallsAsleep(page, 60 * 60_000)
    const body = { clientId: newClientId(), ticketId: ticket.id, text: 'It seems so.' }
    await mayasWidget.command('message.send', body)
    await wakes()
    await log.getByText('It seems so.').waitFor()
    await page.getByText('Live', { exact: true }).first().waitFor()

    const wakesAgain = await fallsAsleep(page, 2 * 60 * 60_000)
    const address = `${world.url}/api/console/sessions/current`
    const headers = { cookie, origin: world.url }
    expect((await fetch(address, { method: 'DELETE', headers })).ok, 'the premise').toBe(true)
    await wakesAgain()
    await page.getByText('what you had begun to write is still here').waitFor()
    const [omar] = demoAgents
    await page.getByLabel('E-mail address').fill(omar?.email ?? '')
    await page.getByLabel('Password').fill(omar?.password ?? '')
    await page.getByRole('button', { name: 'Log in', exact: true }).click()
    await log.getByText('It seems so.').waitFor()
    expect(await page.getByRole('textbox', { name: /^Reply to/ }).inputValue()).toBe('Not at')
  })

  test('what is done to a ticket without a network is refused at once, in words, and not done behind Omar’s back', async () => {
    const ticket = await mayaOpens('Is the lab locked?')
    const page = await consoleOf('Omar', { viewport: WIDE })
    await page.getByRole('link', { name: /lab locked/ }).click()
    await page.getByRole('log').waitFor()
    const refused = page.getByRole('alert').getByText(/There is no connection\. Nothing was changed/)
    const asked = (): Promise<{ state: string; assignee: { name: string } | null }> =>
      ines.command('thread.read', { ticketId: ticket.id }).then(({ result }) => result.ticket)
    const ines = await agentConnects(world.url, 'Ines')

    await goesOffline(page)
    await page.locator('#thread-title').press('a')
    await refused.filter({ hasText: `#${ticket.number} was not reached` }).waitFor()
    await page.getByRole('button', { name: 'Solve', exact: true }).click()
    await refused.filter({ hasText: `#${ticket.number} was not solved` }).waitFor()
    await page.context().setOffline(false)
    await page.getByText('Live', { exact: true }).first().waitFor()
    expect(await asked()).toMatchObject({ state: 'open', assignee: null })
    await page.locator('#thread-title').press('a')
    await page.getByText(`#${ticket.number} is assigned to you`).waitFor()
    expect((await asked()).assignee?.name).toMatch(/^Omar/)
    ines.close()
  })

  test('a colleague answers while Omar’s reply waits for the line: it stops, shows what came, and goes only when told to', async () => {
    const ticket = await mayaOpens('Is the gym open tonight?')
    const ines = await agentConnects(world.url, 'Ines')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /gym open tonight/ }).click()
    await page.getByRole('log').waitFor()
    await goesOffline(page)
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    await box.fill('No, it is closed.')
    await page.keyboard.press('Control+Enter')
    await page.getByText('Waiting for the connection').waitFor()
    const faster = { clientId: newClientId(), ticketId: ticket.id, text: 'Yes, until ten.' }
    await ines.command('message.send', faster)
    ines.close()
    await page.context().setOffline(false)
    const stop = page.getByRole('alertdialog', { name: /^Ines Moreau wrote/ })
    await stop.getByText('Yes, until ten.').waitFor()
    await stop.getByRole('button', { name: 'Keep writing' }).and(page.locator(':focus')).waitFor()
    expect(await box.inputValue()).toBe('No, it is closed.')
    await objectsToNothing(page, '.composer')
    // It is in its box and nowhere else: nothing goes again, or stands there twice.
    await page.reload()
    await page.getByText('Ines wrote after you began.').waitFor()
    expect(await box.inputValue()).toBe('No, it is closed.')
    await page.keyboard.press('r')
    await page.keyboard.press('Control+Enter')
    await stop.getByText('Yes, until ten.').waitFor()
    const heard = async () => {
      const { entries } = (await mayasWidget.command('thread.read', { ticketId: ticket.id })).result
      return entries.flatMap(({ author, text }: { author?: { kind: string }; text?: string }) =>
        author?.kind === 'agent' ? [text] : [],
      )
    }
    expect(await heard()).toEqual(['Yes, until ten.'])
    await stop.getByRole('button', { name: 'Send it as it is' }).click()
    await mayasWidget.event('message.created', ({ message }) =>
      isOf(message, ticket.id, 'agent', 'No, it is closed.'),
    )
    expect(await heard()).toEqual(['Yes, until ten.', 'No, it is closed.'])
  })

  test('macros that were asked for without a line say why they are not there, and come with it', async () => {
    await mayaOpens('Is there a form for that?')
    const page = await consoleOf('Omar', { viewport: WIDE })
    await page.getByRole('link', { name: /a form for that/ }).click()
    await page.getByRole('log').waitFor()
    const loaded = page.waitForResponse(/\/console-inserter-/)
    await page.getByRole('textbox', { name: /^Reply to/ }).focus()
    await loaded
    await goesOffline(page)
    await page.keyboard.type(';done')
    await page.getByText('They come as soon as the connection is back.').waitFor()
    await objectsToNothing(page, '.inserter')
    await page.context().setOffline(false)
    await page.getByRole('option', { name: /Done, and solve/ }).waitFor()
  })

  test('what fails in the server is said with its name in the log, wherever Omar meets it, so that he can pass it on', async () => {
    await mayaOpens('Is it you or me?')
    const fails = async (what: string, name: string, act: (page: Page) => Promise<unknown>) => {
      const line = heldFrames('down', what)
      const page = await consoleOf('Omar', { viewport: WIDE }, line.on)
      await page.getByRole('link', { name: /you or me/ }).waitFor()
      line.hold()
      await act(page)
      await line.isHeld()
      line.letGo({ code: 'server.bug', detail: `In the log it is ${name}.` })
      await page.getByText(`In the log it is ${name}.`).waitFor()
      return page
    }
    const page = await fails('thread.read', 'thread7f', (page) =>
      page.getByRole('link', { name: /you or me/ }).click(),
    )
    await objectsToNothing(page, '.work')
    await fails('ticket.list', 'list7f22', (page) =>
      page.getByRole('link', { name: 'Solved', exact: true }).click(),
    )
  })

  test('where sockets are refused Omar works over HTTP, and by socket as soon as one opens', async () => {
    const ticket = await mayaOpens('Does the hospital block you too?')
    let isBlocked = true
    let sockets = 0
    const page = await consoleOf('Omar', { viewport: WIDE }, (page) =>
      page.routeWebSocket(/\/api\/console$/, (socket) => {
        if (isBlocked) return socket.close({ code: 1011 })
        sockets++
        socket.connectToServer()
      }),
    )
    await page.getByRole('link', { name: /hospital block you/ }).click()
    await page.getByText('Live', { exact: true }).first().waitFor()
    await page.getByRole('textbox', { name: /^Reply to/ }).fill('It did until now.')
    await page.keyboard.press('Control+Enter')
    await mayasWidget.event('message.created', ({ message }) =>
      isOf(message, ticket.id, 'agent', 'It did until now.'),
    )
    const body = { clientId: newClientId(), ticketId: ticket.id, text: 'I read you.' }
    await mayasWidget.command('message.send', body)
    await page.getByRole('log').getByText('I read you.').waitFor()
    expect(sockets, 'the premise').toBe(0)

    isBlocked = false
    await page.evaluate(() => dispatchEvent(new Event('online')))
    await eventually('a socket that stays', async () => sockets > 1)
    await page.getByText('Live', { exact: true }).first().waitFor()
  })

  test('a press that the server has not answered yet is seen to be on its way, and done once it is', async () => {
    const ticket = await mayaOpens('Is the cafeteria closed?')
    const line = heldFrames('down')
    const page = await consoleOf('Omar', { viewport: WIDE }, line.on)
    await page.getByRole('link', { name: /cafeteria closed/ }).click()
    await page.getByRole('log').waitFor()
    const says = page.getByRole('status').getByText('Waiting …').first()
    expect(await says.count(), 'the premise').toBe(0)
    line.hold()
    await page.keyboard.press('a')
    await says.waitFor()
    expect(await page.getByText(/is assigned to you/).count(), 'the premise').toBe(0)
    line.letGo()
    await page.getByText(/is assigned to you/).waitFor()
    await says.waitFor({ state: 'detached' })
    const omar = await agentConnects(world.url, 'Omar')
    const { ticket: now } = (await omar.command('thread.read', { ticketId: ticket.id })).result
    expect(now.assignee?.name).toBe('Omar Haddad')
    omar.close()
  })

  test('what Omar types while his browser’s storage is full and nothing arrives outlives a reload', async () => {
    const ticket = await mayaOpens('Is the library closed?')
    let isLost = false
    const page = await consoleOf('Omar', { viewport: WIDE }, (page) =>
      page.routeWebSocket(/\/api\/console$/, (socket) => {
        const server = socket.connectToServer()
        socket.onMessage((message) => {
          if (!isLost || JSON.parse(String(message)).name !== 'draft.save') server.send(message)
        })
      }),
    )
    const omar = await agentConnects(world.url, 'Omar')
    await page.getByRole('link', { name: /library closed/ }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    await box.fill('It is')
    await eventually('that it is kept', async () => (await draftsOf(omar, ticket.id)).includes('It is'))
    isLost = true
    await page.evaluate(fillsStorage)
    await box.fill('It is, until the end of August')
    const onDevice = await page.evaluate(() => JSON.stringify(localStorage))
    expect(onDevice, 'the premise').not.toContain('August')
    await page.reload()
    await box.waitFor()
    expect(await box.inputValue()).toBe('It is, until the end of August')
    expect(await draftsOf(omar, ticket.id), 'the premise').toEqual(['It is'])
    isLost = false
    await box.press('End')
    await page.keyboard.type('.')
    const kept = async () => (await draftsOf(omar, ticket.id)).includes('It is, until the end of August.')
    await eventually('all of it', kept)
    omar.close()
  })
}
