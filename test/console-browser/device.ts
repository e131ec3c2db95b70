// A phone, drafts in every window, and what a log-out leaves behind.

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { agentConnects, agentCookie } from '../cast.ts'
import { connect } from '../client.ts'
import { eventually } from '../world.ts'
import {
  browser,
  consoleOf,
  cookies,
  draftsOf,
  mayaComesBack,
  mayaOpens,
  PHONE,
  WIDE,
  world,
} from './desk.ts'

export function deviceScenes(): void {
  test('on a phone there is one pane at a time, and the browser’s own back button leads out again', async () => {
    await mayaOpens('Written in the tram.')
    const page = await consoleOf('Omar', { viewport: PHONE })
    const row = page.getByRole('link', { name: /Written in the tram/ })
    await row.click()
    await page.getByRole('log').waitFor()
    expect(await row.isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Show the contact' }).click()
    await page.getByText('Logged in at the host').waitFor()
    expect(await page.getByRole('log').isVisible()).toBe(false)
    await page.goBack()
    await page.getByRole('log').waitFor()
    await page.getByRole('button', { name: 'Back to the list' }).click()
    await row.waitFor()
    // The focus is where it was.
    await row.and(page.locator(':focus')).waitFor()
  })

  test('a draft is in every window of its agent, outlives the server’s death, and is never written over', async () => {
    const { id } = await mayaOpens('Who opens the lab on Sundays?')
    const boxOn = (on: Page) => on.getByRole('textbox', { name: /^Reply to/ })
    const stands = (text: string, on: Page) =>
      eventually(`“${text}” in the box`, async () => (await boxOn(on).inputValue()) === text)
    const page = await consoleOf('Omar')
    await page.goto(`${world.url}/console/open/${id}`)
    await boxOn(page).fill('The porter')
    const before = await connect(world.url, '/api/console', { cookie: cookies.Omar })
    await eventually('it is kept', async () => (await draftsOf(before, id))[0] === 'The porter')
    await world.kill()
    await world.start()
    await mayaComesBack()

    // Another device, which knows nothing by itself; what it says reaches the server when we let it.
    let hold = false
    const held: (() => void)[] = []
    const other = await consoleOf('Omar', { viewport: WIDE }, (page) =>
      page.routeWebSocket(/\/api\/console$/, (socket) => {
        const server = socket.connectToServer()
        socket.onMessage((frame) => {
          if (hold && String(frame).includes('"draft.save"')) held.push(() => server.send(frame))
          else server.send(frame)
        })
      }),
    )
    await other.goto(`${world.url}/console/open/${id}`)
    await stands('The porter', other)

    hold = true
    await boxOn(other).fill('The porter, from nine on')
    await eventually('a save on its way', async () => held.length > 0)
    await boxOn(page).fill('The porter; ring twice')
    const offered = other.getByRole('region', { name: 'another reply in another window' })
    await offered.getByText('The porter; ring twice').waitFor()
    hold = false
    for (const goOn of held) goOn()
    expect(await boxOn(other).inputValue(), 'what was typed here').toBe('The porter, from nine on')
    await offered.getByRole('button', { name: 'Use that one' }).click()
    await stands('The porter; ring twice', other)
    await other.getByRole('button', { name: 'Undo' }).click()
    await stands('The porter, from nine on', other)
    await stands('The porter, from nine on', page)

    // Sent in one, it is gone from both, and from the server.
    await boxOn(page).press('Control+Enter')
    await stands('', other)
    const after = await connect(world.url, '/api/console', { cookie: cookies.Omar })
    expect(await draftsOf(after, id)).toEqual([])
    for (const client of [before, after]) client.close()
  })

  test('a log-out leaves nothing behind on the device, and asks before it deletes what the server does not have', async () => {
    await mayaOpens('Please look at this.')
    const context = await browser.newContext({ viewport: WIDE })
    const page = await context.newPage()
    let isFull = true
    await page.routeWebSocket(/\/api\/console$/, (socket) => {
      const server = socket.connectToServer()
      socket.onMessage((frame) => {
        const { id, name } = JSON.parse(String(frame))
        const problem = { type: '', title: '', status: 503, code: 'store.failed' }
        if (isFull && name === 'draft.save') socket.send(JSON.stringify({ kind: 'refusal', id, problem }))
        else server.send(frame)
      })
    })
    await page.goto(`${world.url}/console`)
    await page.getByLabel('E-mail address').fill('omar@wardway.example')
    await page.getByLabel('Password', { exact: true }).fill('wrong, and long enough')
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByText('do not belong together').waitFor()
    await page.getByLabel('Password', { exact: true }).fill('omar-answers')
    await page.getByRole('button', { name: 'Log in' }).click()

    await page.getByRole('link', { name: /Please look at this/ }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    await box.fill('I will, as soon as')
    const logsOut = async () => {
      await page.getByRole('button', { name: /preferences and log-out/ }).click()
      await page.getByRole('menuitem', { name: 'Log out' }).click()
    }
    await logsOut()
    await page.getByText('on this device only').waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    isFull = false
    await logsOut()
    await page.getByRole('heading', { name: 'Log in to answer' }).waitFor()
    expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(
      'I will',
    )
    expect((await context.cookies()).map(({ name }) => name)).toEqual([])
    const omar = await agentConnects(world.url, 'Omar')
    expect(await draftsOf(omar)).toContain('I will, as soon as')
    omar.close()
  })

  test('a session that ends elsewhere leads to the log-in, and what was begun is still there', async () => {
    const ticket = await mayaOpens('How long will it take?')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: new RegExp(ticket.subject.replace('?', '.')) }).click()
    await page.getByRole('textbox', { name: /^Reply to/ }).fill('Two days, because')
    await page.evaluate(() => fetch('/api/console/sessions/current', { method: 'DELETE' }))
    await page.getByText('Your session has ended').waitFor()
    await page.getByLabel('E-mail address').fill('omar@wardway.example')
    await page.getByLabel('Password', { exact: true }).fill('omar-answers')
    await page.getByRole('button', { name: 'Log in' }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    await box.waitFor()
    expect(await box.inputValue()).toBe('Two days, because')
    cookies.Omar = await agentCookie(world.url, 'Omar')
  })
}
