// A phone, drafts in every window, and what a log-out leaves behind.

import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { heldFrames } from '../../browser/held.ts'
import { agentConnects, agentCookie } from '../../stage/cast.ts'
import { connect } from '../../stage/client.ts'
import { eventually } from '../../stage/world.ts'
import {
  browser,
  consoleOf,
  contactsComeBack,
  cookies,
  draftsOf,
  goesOffline,
  mayaOpens,
  objectsToNothing,
  PHONE,
  WIDE,
  world,
} from './desk.ts'

const BY_FINGER = { viewport: PHONE, hasTouch: true, isMobile: true }

/** As large as the platforms' own guides ask. */
const FINGER_PX = 44

async function isForFingers(what: Locator): Promise<void> {
  await what.waitFor()
  const box = await what.boundingBox()
  expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(FINGER_PX)
}

export function deviceScenes(): void {
  test('on a phone there is one pane at a time, and the browser’s own back button leads out again', async () => {
    await mayaOpens('Written in the tram by konstantina.vandenbergh-papadopoulou@northfield-university.edu')
    const page = await consoleOf('Omar', { viewport: PHONE })
    const row = page.getByRole('link', { name: /Written in the tram/ })
    await row.click()
    await page.getByRole('log').waitFor()
    expect(await row.isVisible()).toBe(false)
    const title = page.getByRole('heading', { name: /Written in the tram/ })
    expect(await title.evaluate((one) => one.scrollWidth - one.clientWidth), 'nothing of it is cut').toBe(0)
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

  test('on a phone a view is chosen and made by finger', async () => {
    await mayaOpens('Where do I park the ambulance?')
    const page = await consoleOf('Omar', BY_FINGER)
    const views = page.getByRole('button', { name: 'View: Open. Change' })
    await isForFingers(views)
    await views.tap()
    const sheet = page.getByRole('dialog', { name: 'Views' })
    await isForFingers(sheet.getByRole('link', { name: /^Solved/ }))
    await objectsToNothing(page, 'dialog')
    await sheet.getByRole('link', { name: /^Solved/ }).tap()
    await sheet.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'View: Solved. Change' }).tap()
    const add = sheet.getByRole('button', { name: 'New view' })
    await isForFingers(add)
    await add.tap()
    const made = page.getByRole('dialog', { name: 'New view' })
    await made.getByLabel('Name').fill('From the tram')
    await made.getByRole('button', { name: 'waiting on contact' }).tap()
    await made.getByRole('button', { name: 'Save' }).tap()
    await made.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'View: From the tram. Change' }).tap()
    const own = sheet.getByRole('link', { name: /^From the tram/ })
    expect(await own.getAttribute('aria-current')).toBe('page')
  })

  test('on a phone what was done is said below the list, and what a lost line means takes one line', async () => {
    const { id, number } = await mayaOpens('All of it is grey in the tram.')
    const page = await consoleOf('Omar', BY_FINGER)
    const bottomOf = async (what: Locator) => {
      const { y, height } = (await what.boundingBox()) ?? { y: Number.NaN, height: 0 }
      return y + height
    }
    await page.locator(`.row[data-ticket="${id}"]`).waitFor()
    await page.getByRole('checkbox', { name: `Select #${number}` }).tap({ force: true })
    await page
      .getByRole('toolbar')
      .getByRole('button', { name: /riority/ })
      .tap()
    const urgent = page.getByRole('dialog').getByRole('button', { name: 'Urgent' })
    await isForFingers(urgent)
    await urgent.tap()
    const toast = page.locator('.toast')
    await toast.waitFor()
    const below = PHONE.height - (await bottomOf(toast))
    expect(below, 'between it and the edge').toBeLessThan(20)

    await page.locator(`.row[data-ticket="${id}"]`).tap()
    await page.getByRole('log').waitFor()
    await goesOffline(page)
    const hint = page.getByText('No connection: it is sent as soon as there is one.')
    await hint.waitFor()
    expect((await hint.boundingBox())?.height, 'one line').toBeLessThanOrEqual(20)
  })

  test('on a phone what was done to a ticket is said below its head; a subject of one word goes on in a second line', async () => {
    const { id } = await mayaOpens('Rindfleischetikettierungsueberwachungsaufgabenuebertragungsgesetz')
    const page = await consoleOf('Omar', BY_FINGER)
    await page.locator(`.row[data-ticket="${id}"]`).tap()
    await page.getByRole('log').waitFor()
    const title = page.locator('#thread-title')
    expect(await title.evaluate((one) => one.scrollWidth - one.clientWidth)).toBeLessThanOrEqual(1)
    await title.focus()
    await page.keyboard.press('p')
    await page.getByRole('dialog').getByRole('button', { name: 'Urgent' }).tap()
    const toast = page.locator('.toast')
    await toast.waitFor()
    const { y, height } = (await page.locator('.thread-head').boundingBox()) ?? { y: Number.NaN, height: 0 }
    expect((await toast.boundingBox())?.y).toBeGreaterThan(y + height)
  })

  test('on a phone the palette opens from the list and from a ticket, and does to it what else takes a key', async () => {
    const { number } = await mayaOpens('Who has the key to the skills lab?')
    const page = await consoleOf('Omar', BY_FINGER)
    const opens = page.getByRole('button', { name: 'Command palette' })
    const palette = page.getByRole('dialog', { name: 'Command palette' })
    await isForFingers(opens)
    await opens.tap()
    const toSolved = palette.getByRole('option', { name: 'Go to Solved' })
    await isForFingers(toSolved)
    // The device's own keyboard does not stand over half of it before it is wanted.
    expect(await palette.getByRole('combobox').and(page.locator(':focus')).count()).toBe(0)
    await toSolved.tap()
    await page.getByRole('button', { name: 'View: Solved. Change' }).waitFor()
    await page.goBack()
    await page.getByRole('link', { name: /key to the skills lab/ }).tap()
    await page.getByRole('log').waitFor()
    await isForFingers(opens)
    await opens.tap()
    await objectsToNothing(page, 'dialog')
    await palette.getByRole('option', { name: /^Merge it into/ }).tap()
    await page.getByRole('dialog', { name: `Merge #${number} into` }).waitFor()
  })

  test('in forced colours it is seen what is chosen, and which switches are on', async () => {
    const page = await consoleOf('Omar', { viewport: WIDE, forcedColors: 'active' })
    const styleOf = (what: Locator, property: 'outline-style' | 'background-color') =>
      what.evaluate((one, property) => getComputedStyle(one).getPropertyValue(property), property)
    const views = page.getByRole('navigation', { name: 'Views' })
    expect(await styleOf(views.getByRole('link', { name: /^Open/ }), 'outline-style')).toBe('dashed')
    expect(await styleOf(views.getByRole('link', { name: /^Mine/ }), 'outline-style')).toBe('none')
    await page.goto(`${world.url}/console/settings/preferences`)
    await page.getByRole('switch', { name: 'Number' }).waitFor()
    const ground = (isOn: boolean) =>
      styleOf(page.getByRole('switch', { checked: isOn }).first(), 'background-color')
    expect(await ground(true)).not.toBe(await ground(false))
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
    await contactsComeBack()

    // Another device, which knows nothing by itself; what it says reaches the server when we let it.
    const saves = heldFrames('up', 'draft.save')
    const other = await consoleOf('Omar', { viewport: WIDE }, saves.on)
    await other.goto(`${world.url}/console/open/${id}`)
    await stands('The porter', other)

    saves.hold()
    await boxOn(other).fill('The porter, from nine on')
    await saves.isHeld()
    await boxOn(page).fill('The porter; ring twice')
    const offered = other.getByRole('region', { name: 'another reply in another window' })
    await offered.getByText('The porter; ring twice').waitFor()
    saves.letGo()
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
    await page.evaluate(() => {
      const changed = { text: 'I will not', createdAt: new Date().toISOString() }
      localStorage.setItem('helpdock.console.edit.msg_1', JSON.stringify(changed))
    })
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
    await expect.poll(() => box.inputValue()).toBe('Two days, because')
    cookies.Omar = await agentCookie(world.url, 'Omar')
  })

  test('who logs in next at the same machine is shown nothing of who was there before', async () => {
    const view = { name: 'Only for Ines', filter: { tags: ['badge'] }, sort: 'newest', isOwn: true }
    const ines = await agentConnects(world.url, 'Ines')
    const { result } = await ines.command('view.save', { view })
    const context = await browser.newContext({ viewport: WIDE })
    const page = await context.newPage()
    let isHeld = false
    // Whoever has just logged in sees what the page has kept, until the server has told it anything.
    await page.routeWebSocket(/\/api\/console$/, (socket) => {
      if (!isHeld) socket.connectToServer()
    })
    const logsIn = async (email: string, password: string) => {
      await page.getByLabel('E-mail address').fill(email)
      await page.getByLabel('Password', { exact: true }).fill(password)
      await page.getByRole('button', { name: 'Log in' }).click()
      await page.getByRole('button', { name: /preferences and log-out/ }).waitFor()
    }
    await page.goto(`${world.url}/console`)
    await logsIn('ines@wardway.example', 'ines-decides')
    await page.getByRole('link', { name: view.name }).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog').waitFor()

    isHeld = true
    await page.evaluate(() => fetch('/api/console/sessions/current', { method: 'DELETE' }))
    await page.getByText('Your session has ended').waitFor()
    await logsIn('omar@wardway.example', 'omar-answers')
    expect(await page.getByRole('link', { name: view.name }).count()).toBe(0)
    expect(await page.getByRole('dialog').count()).toBe(0)

    await context.close()
    await ines.command('view.remove', { viewId: result.view.id })
    ines.close()
    for (const name of ['Omar', 'Ines'] as const) cookies[name] = await agentCookie(world.url, name)
  })
}
