// The widget on bad networks: what was written is kept, sent once, by whoever wrote it, by whichever way is open.

import { readFile, writeFile } from 'node:fs/promises'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeskTicket } from '../../protocol/entities.ts'
import { fallsAsleep } from '../browser/asleep.ts'
import { objections } from '../browser/axe.ts'
import { launchChromium } from '../browser/chromium.ts'
import { fillsStorage } from '../browser/fills-storage.ts'
import { hears } from '../browser/hears.ts'
import { heldPieces, heldRequests } from '../browser/held.ts'
import { isWithoutCache } from '../browser/lateness.ts'
import { clockIsAhead } from '../browser/wrong-clock.ts'
import { inWords, NOTHING_WRONG } from '../faults/storm.ts'
import { crashes, tabsInAStorm } from '../faults/tabs.ts'
import {
  agentConnects,
  contactConnects,
  identityToken,
  leo,
  maya,
  newClientId,
  type Person,
  post,
} from '../stage/cast.ts'
import { keepsABackup } from '../stage/going-back.ts'
import { randomFrom } from '../stage/random.ts'
import { addressFor, type Host, makeHost, sent, visit, writes } from '../stage/widget-host.ts'
import { eventually, HOST_API_KEY, makeWorld, ON_POSTGRES, type World } from '../stage/world.ts'

let world: World
let browser: Browser
let host: Host
beforeAll(async () => {
  host = await makeHost()
  ;[world, browser] = await Promise.all([makeWorld({ ALLOWED_ORIGINS: host.origin }), launchChromium()])
  host.world = world
})
afterAll(async () => {
  await browser?.close()
  await world?.end()
  host?.close()
})

test('what was written without a line stays through a reload and is sent once', async () => {
  const { page, launcher, panel, line } = await onALine()
  line.isCut = true
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Written on the ward')
  await writesMore(page, 'And a second thought')
  await panel.getByText('No connection. What you write is kept').waitFor()
  await panel.getByText('On this device').waitFor()

  await page.reload()
  await panel.getByRole('log').getByText('Written on the ward').waitFor()
  await panel.getByRole('log').getByText('And a second thought').waitFor()
  expect(await textsOf(maya)).not.toContain('Written on the ward')

  line.isCut = false
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await sent(panel).waitFor()
  // A break that the socket outlives is over as soon as the device says so.
  const { sockets } = line
  await page.evaluate(() => dispatchEvent(new Event('offline')))
  await panel.getByText('No connection').waitFor()
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await panel.getByText('No connection').waitFor({ state: 'detached' })
  expect(line.sockets).toBe(sockets)
  // A draft outlives its tab, and stands in a tab beside it as it is written.
  await panel.getByLabel('Your message').fill('A third, not fini')
  const { panel: beside, launcher: besides } = await visit(browser, host, { context: page.context() })
  await besides.click()
  await beside.getByText('Written on the ward').first().click()
  await eventually('the draft', async () => (await beside.getByLabel('Your message').inputValue()) !== '')
  expect(await beside.getByLabel('Your message').inputValue()).toBe('A third, not fini')
  await panel.getByLabel('Your message').fill('')
  await eventually(
    'that it is gone',
    async () => (await beside.getByLabel('Your message').inputValue()) === '',
  )
  await beside.getByLabel('Your message').fill('Left in a tab that closes')
  await beside.page().close()
  await eventually(
    'what was left',
    async () => (await panel.getByLabel('Your message').inputValue()) === 'Left in a tab that closes',
  )
  await panel.getByLabel('Your message').fill('')

  // In the order in which they were written, each once, and a later page sends nothing again.
  await page.reload()
  await sent(panel).waitFor()
  const written = ['Written on the ward', 'And a second thought']
  expect((await textsOf(maya)).filter((text) => written.includes(text))).toEqual(written)
  expect(await panel.getByRole('log').getByText('Written on the ward').count()).toBe(1)
  await page.context().close()
})

test('a message is changed and taken back from the keyboard; a line that fails keeps what was typed', async () => {
  const { page, launcher, panel, line } = await onALine()
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'I need my rotatoin')
  await writesMore(page, 'Sent to the wrong chat')
  const log = panel.getByRole('log')

  await log.getByRole('button', { name: 'More' }).first().press('Enter')
  await log.getByRole('button', { name: 'Edit' }).press('Enter')
  const field = log.getByLabel('Your message')
  expect(await field.inputValue()).toBe('I need my rotatoin')
  await field.fill('I need my rotation')
  line.refuses = 'message.revise'
  await page.keyboard.press('Enter')
  await log.getByText('This did not work').waitFor()
  expect(await field.inputValue()).toBe('I need my rotation')
  await page.keyboard.press('Enter')
  await log.getByText('I need my rotation edited').waitFor()
  // The arrows go from one of these to the next: ears know by it which message it is.
  const first = log.getByRole('button', { name: 'More' }).first()
  expect(await first.getAttribute('aria-description')).toBe('I need my rotation')

  await log.getByRole('button', { name: 'More' }).last().press('Enter')
  await log.getByRole('button', { name: 'Delete' }).press('Enter')
  await log.getByText('Who answers you can still see').waitFor()
  // Escape leaves the question, not the panel.
  await page.keyboard.press('Escape')
  expect(await log.getByText('Sent to the wrong chat').count()).toBe(1)
  await log.getByRole('button', { name: 'More' }).last().press('Enter')
  await log.getByRole('button', { name: 'Delete' }).press('Enter')
  await log.getByRole('button', { name: 'Delete' }).press('Enter')
  await log.getByText('This message was deleted').waitFor()
  expect(await log.getByText('Sent to the wrong chat').count()).toBe(0)
  expect(await textsOf(maya)).not.toContain('Sent to the wrong chat')
  await page.context().close()
})

test('a change that is half typed, and words to a rating, outlive a reload and the tab', async () => {
  const { page, launcher, panel } = await onALine()
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Half typed: I need my rotatoin')
  const log = panel.getByRole('log')
  await log.getByRole('button', { name: 'More' }).press('Enter')
  await log.getByRole('button', { name: 'Edit' }).press('Enter')
  const field = log.getByLabel('Your message')
  await field.fill('Half typed: I need my rotation, and')
  await page.reload()
  await field.waitFor()
  expect(await field.inputValue()).toBe('Half typed: I need my rotation, and')
  expect(await field.and(page.locator(':focus')).count(), 'nobody asked for the field').toBe(0)
  await field.fill('Half typed: I need my rotation, please')

  const next = await page.context().newPage()
  const address = page.url()
  await page.close()
  await next.goto(address)
  await next.locator('helpdock-launcher').getByRole('button').click()
  const again = next.locator('helpdock-panel').getByRole('dialog')
  await again
    .getByRole('button', { name: /Half typed/ })
    .first()
    .click()
  const its = again.getByRole('log')
  await its.getByLabel('Your message').waitFor()
  expect(await its.getByLabel('Your message').inputValue()).toBe('Half typed: I need my rotation, please')
  await its.getByLabel('Your message').press('Enter')
  await its.getByText('Half typed: I need my rotation, please edited').waitFor()
  // Given up, it is gone.
  await its.getByRole('button', { name: 'More' }).press('Enter')
  await its.getByRole('button', { name: 'Edit' }).press('Enter')
  await its.getByLabel('Your message').fill('Nonsense')
  await its.getByRole('button', { name: 'Cancel' }).click()
  await next.reload()
  await its.getByText('Half typed: I need my rotation, please edited').waitFor()
  await its.getByRole('button', { name: 'More' }).waitFor({ state: 'attached' })
  expect(await its.getByLabel('Your message').count()).toBe(0)

  await again.getByRole('button', { name: 'This is solved' }).click()
  await again.getByRole('button', { name: 'Bad', exact: true }).click()
  await again.getByText('Thank you, noted.').waitFor()
  const comment = again.getByLabel('What should we do better?')
  await comment.fill('Too sl')
  await next.reload()
  await comment.waitFor()
  expect(await comment.inputValue()).toBe('Too sl')
  expect(await again.getByText('Thank you, noted.').count(), 'it is not sent').toBe(0)
  await comment.fill('Too slow.')
  // Another face takes along what stands there.
  await again.getByRole('button', { name: 'Very bad', exact: true }).click()
  await again.getByText('Thank you, noted.').waitFor()
  await next.reload()
  await again.getByText('Thank you, noted.').waitFor()
  expect(await comment.inputValue()).toBe('Too slow.')
  expect(await next.evaluate(() => JSON.stringify(localStorage))).not.toMatch(/rating:|edit:/)
  await next.context().close()
})

test('a page that is closed before a message is stored still has its words', async () => {
  const { page, launcher, panel, line } = await onALine()
  line.isCut = true
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  // The device is slow: nothing that is to be stored ever is.
  await page.evaluate(() => {
    IDBObjectStore.prototype.put = function () {
      const request = this.get('nothing')
      request.addEventListener('success', () => spin(this))
      return request
    }
    const spin = (store: IDBObjectStore) => {
      store.get('nothing').onsuccess = () => spin(store)
    }
  })
  await writes(page, 'Closed a moment too early')
  await page.reload()
  await panel.getByLabel('Your message').waitFor()
  expect(await panel.getByLabel('Your message').inputValue()).toBe('Closed a moment too early')
  await page.context().close()
})

test('the next student at the same browser neither sees it nor sends it', async () => {
  const { page, launcher, panel, line } = await onALine()
  line.isCut = true
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Only Maya may send this')

  // Her page is gone before the line is back: while it stood it would rightly send what she wrote.
  await page.goto('about:blank')
  line.isCut = false
  await page.goto(await addressFor(host, { as: leo }))
  await launcher.click()
  await panel.getByText('Hi Leo').waitFor()
  expect(await panel.getByText('Only Maya may send this').count()).toBe(0)
  await writes(page, 'Leo writes for himself')
  await sent(panel).waitFor()
  expect(await textsOf(leo)).toEqual(['Leo writes for himself'])
  expect(await textsOf(maya)).not.toContain('Only Maya may send this')

  // It was kept for her all the while.
  await page.goto(await addressFor(host, { as: maya }))
  await launcher.click()
  await eventually('what Maya wrote', async () => (await textsOf(maya)).includes('Only Maya may send this'))
  await page.context().close()
})

test('who signs in on the same page does not send what waits for a line', async () => {
  const { page, launcher, panel, line } = await onALine()
  line.isSilent = true
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Maya wrote this and left')
  await eventually('a socket that nobody welcomes', async () => line.sockets > 0)

  const token = await identityToken(leo)
  line.isSilent = false
  await page.evaluate((identityToken) => {
    const { Helpdock } = window as unknown as { Helpdock: (verb: string, options: object) => void }
    Helpdock('update', { identityToken })
  }, token)
  await panel.getByText('Hi Leo').waitFor()
  await eventually('the welcome', async () => line.welcomes > 0)
  await writes(page, 'Leo wrote this next')
  await sent(panel).waitFor()
  expect(await textsOf(leo)).toContain('Leo wrote this next')
  expect(await textsOf(leo)).not.toContain('Maya wrote this and left')
  await page.context().close()
})

test('while the host has not said who is here, a message waits for its word, and nobody is asked for a name', async () => {
  const { page, launcher, panel } = await onALine()
  await page.evaluate(() => {
    const said = new Promise((resolve) => Object.assign(window, { say: resolve }))
    const { Helpdock } = window as unknown as { Helpdock: (verb: string, options: object) => void }
    Helpdock('update', { identityToken: () => said })
  })
  await launcher.click()
  await page.getByRole('button', { name: 'Write to us' }).click()
  await panel.getByLabel('Your message').fill('Who am I?')
  await panel.getByLabel('Your message').press('Control+Enter')
  expect(await panel.getByLabel('Your name').count()).toBe(0)
  expect(await panel.getByRole('log').count()).toBe(0)
  const token = await identityToken(maya)
  await page.evaluate((said) => (window as unknown as { say(token: string): void }).say(said), token)
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  await panel.getByRole('log').getByText('Who am I?').waitFor()
  await sent(panel).waitFor()
  await page.context().close()
})

test('where a proxy blocks sockets, messages travel over HTTP both ways, and one tab asks for all', async () => {
  const first = await onALine()
  const { line } = first
  line.blocksSockets = true
  await first.launcher.click()
  await first.panel.getByText('All topics').waitFor()
  await writes(first.page, 'Through the hospital proxy')
  await sent(first.panel).waitFor()
  expect(line.sockets).toBeGreaterThanOrEqual(2)

  const omar = await agentConnects(world.url, 'Omar')
  const list = await omar.command('ticket.list', { view: 'open' })
  const ticket = list.result.tickets.find(
    (one: { subject: string }) => one.subject === 'Through the hospital proxy',
  )
  const answers = (text: string) =>
    omar.command('message.send', { clientId: newClientId(), ticketId: ticket.id, text })
  await answers('It came through')
  await first.panel.getByRole('log').getByText('It came through').waitFor()

  // The next tab hears of news through the first, and asks for itself when that one is killed.
  const { page, launcher, panel } = await visit(browser, host, { context: first.page.context() })
  const waited = () => line.waits.filter((of) => of === page).length
  await launcher.click()
  await panel.getByText('Through the hospital proxy').first().click()
  await panel.getByRole('log').getByText('It came through').waitFor()
  await answers('To both of your tabs')
  await panel.getByRole('log').getByText('To both of your tabs').waitFor()
  await writesMore(page, 'Read in the second')
  await first.panel.getByRole('log').getByText('Read in the second').waitFor()
  expect(line.waits.length, 'the premise: somebody waits for news').toBeGreaterThan(0)
  expect(waited()).toBe(0)
  await crashes(first.page)
  await eventually('a poll of its own', async () => waited() > 0)
  await answers('To the one that is left')
  await panel.getByRole('log').getByText('To the one that is left').waitFor()

  // Sockets again: the next message goes that way.
  line.blocksSockets = false
  const posted: string[] = []
  // The mark that the answer was seen may still be on its way by HTTP.
  page.on(
    'request',
    (request) => request.url().endsWith('/api/chat/send') && posted.push(request.postData() ?? ''),
  )
  const before = line.sockets
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await eventually('a new socket', async () => line.sockets > before)
  await eventually('the welcome', async () => line.welcomes > 0)
  await writesMore(page, 'By socket again')
  await sent(panel).waitFor()
  expect(posted.filter((body) => body.includes('By socket again'))).toEqual([])

  // News of a thread that this page has not read yet: when it is opened, all of it stands there.
  await panel.getByRole('button', { name: 'Back', exact: true }).click()
  await panel.getByText('All topics').waitFor()
  const { welcomes } = line
  await page.reload()
  await eventually('the welcome', async () => line.welcomes > welcomes)
  await answers('Do you still need it?')
  await panel.getByText('Do you still need it?').click()
  await panel.getByRole('log').getByText('Do you still need it?').waitFor()
  await panel.getByRole('log').getByText('It came through').waitFor()
  expect(await panel.getByRole('log').getByText('Through the hospital proxy').count()).toBe(1)
  expect(await panel.getByRole('button', { name: 'Show earlier messages' }).count()).toBe(0)
  omar.close()

  // What could not be read for want of a line is read when there is one, without being asked.
  line.isCut = true
  await page.reload()
  await panel.getByText('The messages could not be loaded').waitFor()
  expect(await panel.getByText('Not sent yet').count(), 'of what was sent long ago').toBe(0)
  line.isCut = false
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await panel.getByRole('log').getByText('It came through').waitFor()
  await page.context().close()
})

test('three tabs have one line; when the one that has it crashes, another takes it over and nothing is lost', async () => {
  const { page, launcher, panel, line } = await onALine()
  const context = page.context()
  line.healsNothing = true
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'From the first tab')
  await sent(panel).waitFor()
  await page.evaluate(countsTones)
  await context.addInitScript(countsTones)
  const others = []
  for (const name of ['second', 'third']) {
    const tab = await visit(browser, host, { context })
    await tab.launcher.click()
    await tab.panel.getByText('From the first tab').first().click()
    await tab.panel.getByRole('log').getByText('From the first tab').waitFor()
    await writesMore(tab.page, `From the ${name} tab`)
    await sent(tab.panel).waitFor()
    others.push(tab)
  }
  const [second, third] = others as [(typeof others)[0], (typeof others)[0]]
  for (const tab of [panel, second.panel])
    await tab.getByRole('log').getByText('From the third tab').waitFor()
  expect(line.sockets, 'one for all').toBe(1)
  const toldTwice = line.asked.filter((text) => line.told.includes(text))
  expect(toldTwice, 'what one tab says is told to all of them in its answer').toEqual([])
  line.healsNothing = false

  // Another student in the same browser has a line of his own, and hears nothing of it.
  const leos = await visit(browser, host, { context, as: leo })
  await leos.launcher.click()
  await leos.panel.getByText('Hi Leo').waitFor()
  await eventually('a line of Leo’s', async () => line.welcomes === 2)

  // News reach all, and what is read in one is read in the others.
  const closes = async (one: Page) => {
    await one.bringToFront()
    await one.getByRole('dialog').getByRole('button', { name: 'Close help' }).click()
  }
  for (const tab of [{ page }, second, third, leos]) await closes(tab.page)
  const omar = await agentConnects(world.url, 'Omar')
  const { result } = await omar.command('ticket.list', { view: 'open' })
  const ticketId = result.tickets.find(
    ({ subject }: { subject: string }) => subject === 'From the first tab',
  ).id
  const answers = (text: string) => omar.command('message.send', { clientId: newClientId(), ticketId, text })
  await answers('For all of you')
  const badge = { name: 'Open help, 1 unread' }
  for (const tab of [{ page }, second, third]) await tab.page.getByRole('button', badge).waitFor()
  // One of the three says it aloud.
  const tones = () => Promise.all([page, second.page, third.page].map((one) => one.evaluate('tones')))
  await eventually('two tones', async () => (await tones()).includes(2))
  expect((await tones()).toSorted()).toEqual([0, 0, 2])
  await page.bringToFront()
  await launcher.click()
  await panel.getByRole('log').getByText('For all of you').waitFor()
  for (const tab of [second, third])
    await tab.page.getByRole('button', { name: 'Open help', exact: true }).waitFor()
  await third.page.bringToFront()
  await third.launcher.click()
  await second.page.bringToFront()
  await second.launcher.click()

  // It crashes in the middle of things: what it had not sent is sent by another, each once.
  line.isCut = line.swallows = true
  await page.getByLabel('Your message').fill('Unsent in the first tab')
  await page.keyboard.press('Enter')
  await page.getByRole('log').getByText('Unsent in the first tab').waitFor()
  await panel.getByText(/^(Sending|On this device)/).waitFor()
  // Its draft stays until it is on the device.
  await eventually('that it is stored', () =>
    second.page.evaluate(() => !Object.keys(localStorage).some((key) => key.includes('drafts'))),
  )
  const before = line.sockets
  await crashes(page)
  line.isCut = line.swallows = false
  await eventually('a line of another tab’s own', async () => line.sockets > before)
  await answers('Are you still there?')
  for (const tab of [second, third])
    await tab.panel.getByRole('log').getByText('Are you still there?').waitFor()
  await writesMore(third.page, 'Still here')
  await sent(third.panel).waitFor()
  const written = ['From the first tab', 'From the second tab', 'From the third tab']
  written.push('Unsent in the first tab', 'Still here')
  await eventually('all of it', async () => (await textsOf(maya)).includes('Unsent in the first tab'))
  expect((await textsOf(maya)).filter((text) => written.includes(text)).toSorted()).toEqual(
    written.toSorted(),
  )
  expect(line.sockets, 'still one for those that are left').toBe(before + 1)
  await second.panel.getByRole('log').getByText('Unsent in the first tab').waitFor()
  expect(await textsOf(leo)).toEqual(expect.not.arrayContaining(written))
  expect(await leos.page.getByRole('button', { name: 'Open help', exact: true }).count()).toBe(1)
  omar.close()
  await context.close()
})

test('she goes on to another page and back: the browser has kept the page, what she wrote meanwhile stands there, and her file goes on', async () => {
  const keeping = await launchChromium({ keepsPages: true })
  const { page, launcher, panel } = await visit(keeping, host, { before: notesReturns })
  const box = panel.getByRole('textbox', { name: 'Your message' })
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Let me look that up')
  await sent(panel).waitFor()
  const pieces = await heldPieces().on(page)
  const chooser = page.waitForEvent('filechooser')
  await panel.getByRole('button', { name: 'Attach files' }).click()
  const log = { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.alloc(300_000, 'It says so. ') }
  await (await chooser).setFiles(log)
  await panel.getByText(/^Uploading, 2\d %/).waitFor()
  await box.fill('Half a thou')

  await page.goto(await addressFor(host, { as: maya, options: { page: '/elsewhere' } }))
  await panel.getByText(/^Uploading/).waitFor()
  expect(await box.inputValue()).toBe('Half a thou')
  await box.fill('Half a thought')
  const devtools = await page.context().newCDPSession(page)
  const { currentIndex, entries } = await devtools.send('Page.getNavigationHistory')
  await devtools.send('Page.navigateToHistoryEntry', { entryId: entries[currentIndex - 1]?.id ?? 0 })
  await page.waitForFunction(() => (window as unknown as Returning).returns > 0)
  await panel.getByText(/^Uploading/).waitFor()
  await expect.poll(() => box.inputValue()).toBe('Half a thought')
  pieces.letGo()
  await panel.getByText('300 kB').waitFor()
  await box.press('Enter')
  await panel.getByRole('log').getByText('Half a thought').waitFor()
  await sent(panel).waitFor()
  await panel.getByRole('log').getByText('log.txt').waitFor()
  expect((await textsOf(maya)).filter((text) => text === 'Half a thought')).toHaveLength(1)
  await keeping.close()
})

test('a tab that falls asleep with the line loses it to one that is awake; it wakes, and has missed nothing', async () => {
  const { page, launcher, panel, line } = await onALine()
  const context = page.context()
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Before I lock my phone')
  await sent(panel).waitFor()
  const awake = await visit(browser, host, { context })
  await awake.launcher.click()
  await awake.panel.getByText('Before I lock my phone').first().click()
  await awake.panel.getByRole('log').getByText('Before I lock my phone').waitFor()
  expect(line.sockets, 'the premise: one for both').toBe(1)

  const devtools = await context.newCDPSession(page)
  // At its next step, and for as long as it takes: nothing in it runs, and all that it holds stays held.
  await devtools.send('Debugger.enable')
  await devtools.send('Debugger.pause')
  await writesMore(awake.page, 'Written while the other tab sleeps')
  await eventually('a line of its own', async () => line.welcomes === 2)
  await sent(awake.panel).waitFor()
  await devtools.send('Debugger.resume')
  await devtools.send('Debugger.disable')
  await panel.getByRole('log').getByText('Written while the other tab sleeps').waitFor()
  await writesMore(page, 'Awake again')
  await sent(panel).waitFor()
  await awake.panel.getByRole('log').getByText('Awake again').waitFor()
  expect(line.sockets, 'and it has none beside it').toBe(2)
  const written = ['Before I lock my phone', 'Written while the other tab sleeps', 'Awake again']
  expect((await textsOf(maya)).filter((text) => written.includes(text))).toEqual(written)
  await context.close()
})

test('a tab that sleeps for an hour, while its session and the host’s word end, has missed nothing when it wakes, and what is half written goes', async () => {
  const seconds = Math.floor(Date.now() / 1000)
  const old = await identityToken(maya, { iat: seconds - 1_200, exp: seconds - 600 })
  const tokens = [await identityToken(maya), old, await identityToken(maya)]
  const context = await browser.newContext()
  await context.addInitScript(clockIsAhead, 0)
  const { page, launcher, panel } = await visit(browser, host, { as: null, context })
  await page.evaluate((tokens) => {
    const identityToken = () => (tokens.length > 1 ? tokens.shift() : tokens[0])
    const { Helpdock } = window as unknown as { Helpdock(verb: string, options: object): void }
    Helpdock('update', { identityToken })
  }, tokens)
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Before my phone slept for an hour')
  await sent(panel).waitFor()
  await panel.getByLabel('Your message').fill('Half written')
  const wakes = await fallsAsleep(page, 60 * 60_000)
  const omar = await agentConnects(world.url, 'Omar')
  const { id: ticketId } = omar.welcome.tickets.find(
    ({ subject }: DeskTicket) => subject === 'Before my phone slept for an hour',
  )
  await omar.command('message.send', { clientId: newClientId(), ticketId, text: 'While it slept.' })
  omar.close()
  const data = { externalId: maya.sub, changed: 'password' }
  const authorization = { authorization: `Bearer ${HOST_API_KEY}` }
  const ended = await post(
    world.url,
    '/api/host/account-changes',
    { type: 'account.changed', data },
    authorization,
  )
  expect(ended.status, 'the premise').toBe(200)

  const begun = page.waitForResponse(
    (answer) => answer.url().includes('/api/session') && answer.status() === 200,
  )
  await wakes()
  await begun
  await panel.getByRole('log').getByText('While it slept.').waitFor()
  expect(await panel.getByLabel('Your message').inputValue()).toBe('Half written')
  await panel.getByLabel('Your message').press('Enter')
  await panel.getByRole('log').getByText('Half written').waitFor()
  await sent(panel).waitFor()
  // By the server's clock, on the screen and for who may change what they wrote.
  expect(
    await panel
      .getByRole('log')
      .getByText(/^(Today|Yesterday)$/)
      .allTextContents(),
  ).toEqual(['Today'])
  await panel.getByRole('log').getByRole('button', { name: 'More' }).first().press('Enter')
  await panel.getByRole('log').getByRole('button', { name: 'Edit' }).waitFor()
  await context.close()
})

test('a server that was put back to an earlier state: who comes back once their ticket has grown past what they hold sees what is there', async ({
  skip,
}) => {
  skip(ON_POSTGRES)
  const { page, launcher, panel, line } = await onALine()
  const log = panel.getByRole('log')
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Before the backup')
  await sent(panel).waitFor()
  const goesBack = await keepsABackup(world)
  const older = await contactConnects(world.url, maya)
  const [{ id: ticketId }] = older.welcome.tickets
  const answer = async (...texts: string[]) => {
    const omar = await agentConnects(world.url, 'Omar')
    for (const text of texts) await omar.command('message.send', { clientId: newClientId(), ticketId, text })
    omar.close()
  }
  await answer('Lost: one.', 'Lost: two.')
  await log.getByText('Lost: two.').waitFor()

  line.isCut = true
  await goesBack()
  await panel.getByText('No connection').waitFor()
  await writesMore(page, 'Written meanwhile')
  await answer('Kept: one.', 'Kept: two.', 'Kept: three.')
  line.isCut = false
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await sent(panel).waitFor()
  await log.getByText('Kept: one.').waitFor()
  const texts = ['Before the backup', 'Kept: one.', 'Kept: two.', 'Kept: three.', 'Written meanwhile']
  const shown = log.getByText(/^(Before the backup|(Lost|Kept): \w+\.|Written meanwhile)$/)
  expect(await shown.allTextContents()).toEqual(texts)

  // Who does not look at the name gets what came after their mark, as ever; and it is another one.
  const again = await contactConnects(world.url, maya, { marks: { [ticketId]: 4 } })
  expect(again.welcome.history, 'another history').not.toBe(older.welcome.history)
  expect(again.welcome.missed.map(({ text }: { text: string }) => text)).toEqual(texts.slice(3))
  expect(again.welcome.gaps).toEqual([])
  const third = await contactConnects(world.url, maya)
  expect(third.welcome.history).toBe(again.welcome.history)
  for (const client of [older, again, third]) client.close()
  await page.context().close()
})

test('where the site’s data are cleared while a message waits, it waits on, outlives the page and is sent once', async () => {
  const { page, launcher, panel, line } = await onALine()
  line.isCut = true
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Written before the data were cleared')
  await panel.getByText('On this device').waitFor()
  // What is asked while data are being cleared may have no answer at all; whoever looks looks again.
  const noAnswer = () => new Promise<string[]>((resolve) => setTimeout(resolve, 1_000, []))
  const kept = () => Promise.race([page.evaluate(inOutbox), noAnswer()])
  await eventually('that it is stored', async () => (await kept()).length > 0)

  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Storage.clearDataForOrigin', {
    origin: host.origin,
    storageTypes: 'indexeddb,local_storage',
  })
  await eventually('that it is stored anew', async () => (await kept()).length > 0)
  await panel.getByRole('log').getByText('Written before the data were cleared').waitFor()
  await writesMore(page, 'And another after it')
  await page.reload()
  await panel.getByRole('log').getByText('Written before the data were cleared').waitFor()
  line.isCut = false
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await sent(panel).waitFor()
  const written = ['Written before the data were cleared', 'And another after it']
  expect((await textsOf(maya)).filter((text) => written.includes(text))).toEqual(written)
  expect(await panel.getByRole('log').getByText('Written before').count()).toBe(1)
  await page.context().close()
})

test('what the device has no room for says so, outlives a reload in its tab and is sent once', async () => {
  const { page, launcher, panel, line } = await onALine(() => {
    // As Chromium does on a disk that is full: the request succeeds, and is undone.
    const { put } = IDBObjectStore.prototype
    IDBObjectStore.prototype.put = function (...given) {
      const request = put.apply(this, given)
      request.addEventListener('success', () => this.transaction.abort())
      return request
    }
  })
  line.isCut = true
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Written on a full device')
  const says = panel.getByText('Your browser could not keep this. Leave this page open until it is sent.')
  await says.waitFor()
  expect(await page.evaluate(inOutbox), 'the premise').toEqual([])
  expect(await panel.getByText('On this device').count()).toBe(0)
  await page.reload()
  await panel.getByRole('log').getByText('Written on a full device').waitFor()
  await says.waitFor()
  line.isCut = false
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await sent(panel).waitFor()
  const told = await textsOf(maya)
  expect(told.filter((text) => text === 'Written on a full device')).toHaveLength(1)
  // And nothing of it comes back with the tab.
  await page.reload()
  await sent(panel).waitFor()
  expect(await panel.getByRole('log').getByText('Written on a full device').count()).toBe(1)
  await page.context().close()
})

test('what is typed while the host’s pages fill the storage outlives a reload, and stands in every tab once there is room', async () => {
  const { page, launcher, panel } = await onALine()
  const box = panel.getByRole('textbox', { name: 'Your message' })
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Before the storage was full')
  await box.fill('Half')
  await page.evaluate(fillsStorage)
  await box.fill('Half a thought, and the other half')
  const onDevice = () => page.evaluate(() => localStorage.getItem('helpdock.drafts:sub:student-maya'))
  expect(await onDevice(), 'the premise').toContain('"Half"')
  await page.reload()
  await box.waitFor()
  expect(await box.inputValue()).toBe('Half a thought, and the other half')

  // A tab beside it knows no better, until there is room again. What is written there meanwhile stays as well.
  const beside = await visit(browser, host, { context: page.context() })
  const boxBeside = beside.panel.getByRole('textbox', { name: 'Your message' })
  await beside.launcher.click()
  await page.evaluate(() => localStorage.removeItem('filler'))
  await beside.page.getByRole('button', { name: 'Write to us' }).first().click()
  await boxBeside.fill('Something else')
  await eventually('all of it', async () => /other half.*Something else/.test(`${await onDevice()}`))
  expect(await box.inputValue()).toBe('Half a thought, and the other half')
  await beside.panel.getByRole('button', { name: 'Back' }).click()
  await beside.panel.getByText('Before the storage was full').first().click()
  await expect.poll(() => boxBeside.inputValue()).toBe('Half a thought, and the other half')
  await boxBeside.press('Enter')
  await panel.getByRole('log').getByText('and the other half').waitFor()
  await expect.poll(() => box.inputValue()).toBe('')
  await page.reload()
  await panel.getByRole('log').getByText('and the other half').waitFor()
  expect(await box.inputValue()).toBe('')
  await page.context().close()
})

test('a database that never opens keeps nobody from writing', async () => {
  const { page, launcher, panel } = await onALine(() => {
    IDBFactory.prototype.open = () => ({}) as IDBOpenDBRequest
  })
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Written without a database')
  await sent(panel).waitFor()
  await page.context().close()
})

test('what the server asks to wait with says that it goes by itself, and when; it is no failure', async () => {
  const { page, launcher, panel, line } = await onALine()
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'All of us write at once')
  await sent(panel).waitFor()
  line.refuses = 'message.send'
  line.waitMs = 4_000
  await writesMore(page, 'Soon')
  await panel.getByText('Many messages at once. This one goes by itself in a moment.').waitFor()
  await sent(panel).waitFor()
  line.refuses = 'message.send'
  line.waitMs = 60 * 60_000
  await writesMore(page, 'Later')
  await panel.getByText(/^Many messages at once\. This one goes by itself at \d+:\d\d/).waitFor()
  expect(await panel.getByRole('alert').count()).toBe(0)
  expect(await objections(page, { within: 'helpdock-panel' })).toEqual([])
  // Without a line it is on this device, as everything is.
  await page.evaluate(() => dispatchEvent(new Event('offline')))
  await panel.getByText('On this device').waitFor()
  await page.reload()
  await sent(panel).waitFor()
  await page.context().close()
})

test('words that a proxy holds back, while it lets news through, are not called on their way for ever, and go once they may', async () => {
  const { page, launcher, panel, line } = await onALine()
  line.blocksSockets = true
  const blocked = '**/api/chat/send'
  await page.route(blocked, (route) =>
    route.fulfill({ status: 403, contentType: 'text/html', body: '<h1>Blocked</h1>' }),
  )
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await page.clock.install()
  await writes(page, 'Words that a proxy dislikes')
  await panel.getByText('Sending').waitFor()
  const late = panel.getByText(/^Not through yet; we go on trying/)
  const shows = async (what: Locator) => {
    await page.clock.fastForward('00:25')
    return what.count()
  }
  await expect.poll(() => shows(late)).toBe(1)
  expect(await objections(page, { within: 'helpdock-panel' })).toEqual([])
  await page.unroute(blocked)
  await expect.poll(() => shows(sent(panel))).toBe(1)
  expect(await late.count()).toBe(0)
  await page.context().close()
})

test('what goes into a line that is dead one way is told after ten seconds, while the line counts as one', async () => {
  const { page, launcher, panel, line } = await onALine()
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Before the line died')
  await sent(panel).waitFor()
  line.swallows = true
  await page.clock.install()
  await writesMore(page, 'Swallowed on its way')
  await panel.getByText('Sending').waitFor()
  await page.clock.runFor(9_000)
  await panel.getByText('Sending').waitFor()
  await page.clock.runFor(2_000)
  await panel.getByText(/^Not through yet; we go on trying/).waitFor()
  expect(await panel.getByText('No connection').count()).toBe(0)
  line.swallows = false
  await page.clock.runFor(5_000)
  await sent(panel).waitFor()
  await page.context().close()
})

test('what a proxy holds back can be copied or taken away, and what was written after it goes in its place', async () => {
  const { page, launcher, panel, line } = await onALine()
  line.blocksSockets = true
  await page.route('**/api/chat/send', (route) =>
    route.request().postData()?.includes('disliked')
      ? route.fulfill({ status: 403, contentType: 'text/html', body: '<h1>Blocked</h1>' })
      : route.fallback(),
  )
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Some disliked words')
  await writesMore(page, 'And a second thought')
  const log = panel.getByRole('log')
  await log.getByRole('button', { name: 'More' }).first().press('Enter')
  await log.getByRole('button', { name: 'Copy' }).waitFor()
  expect(await objections(page, { within: 'helpdock-panel' })).toEqual([])
  await log.getByRole('button', { name: 'Remove' }).press('Enter')
  await panel.locator('textarea:focus').waitFor()
  await sent(panel).waitFor()
  expect(await log.getByText('Some disliked words').count()).toBe(0)
  const words = await textsOf(maya)
  expect(words).toContain('And a second thought')
  expect(words).not.toContain('Some disliked words')

  // Nothing is left of what was alone: she is where she began.
  await panel.getByRole('button', { name: 'Back', exact: true }).click()
  await writes(page, 'More disliked words')
  await log.getByRole('button', { name: 'More' }).press('Enter')
  await log.getByRole('button', { name: 'Remove' }).press('Enter')
  await panel.getByText('All topics').waitFor()
  await page.context().close()
})

test('a browser that lets nothing sound but what a press began lets her hear the answer, once she has pressed anything', async () => {
  const context = await browser.newContext()
  await hears(context, 'default', 'shy')
  const { page, launcher, panel } = await visit(browser, host, { context })
  await launcher.click()
  await writes(page, 'Does anybody hear me?')
  await sent(panel).waitFor()
  const omar = await agentConnects(world.url, 'Omar')
  const { tickets } = (await omar.command('ticket.list', { view: 'open' })).result
  const { id: ticketId } = tickets.find(({ subject }: DeskTicket) => subject === 'Does anybody hear me?')
  const answers = (text: string) => omar.command('message.send', { clientId: newClientId(), ticketId, text })
  const heard = () => page.evaluate(() => window.heard)
  const looksElsewhere = (does: boolean) => page.evaluate((does) => window.looksElsewhere(does), does)

  await page.reload()
  await panel.getByRole('log').getByText('Does anybody hear me?').waitFor()
  await looksElsewhere(true)
  await answers('We do.')
  await eventually('a buzz', async () => (await heard()).buzzes > 0)
  expect((await heard()).sounds, 'the premise: nothing was pressed on this page').toBe(0)
  await looksElsewhere(false)
  await panel.getByLabel('Your message').click()
  await looksElsewhere(true)
  await answers('And you hear us.')
  await eventually('a sound', async () => (await heard()).sounds > 0)
  omar.close()
  await context.close()
})

test('the switches behind the bell: silent when off, told again when on, the same in every tab and after a reload', async () => {
  const context = await browser.newContext()
  await hears(context, 'default', 'late')
  const { page, launcher, panel } = await visit(browser, host, { context })
  await launcher.click()
  await writes(page, 'Is the ward quiet?')
  await sent(panel).waitFor()
  const beside = await visit(browser, host, { context })
  await beside.launcher.click()
  await beside.panel.getByText('Is the ward quiet?').first().click()
  await beside.panel.getByRole('log').getByText('Is the ward quiet?').waitFor()
  const tabs = [page, beside.page]
  const looksElsewhere = (does: boolean) =>
    Promise.all(tabs.map((tab) => tab.evaluate((does) => window.looksElsewhere(does), does)))
  const heard = async () => {
    const of = await Promise.all(tabs.map((tab) => tab.evaluate(() => window.heard)))
    const sum = (count: 'sounds' | 'buzzes') => of.reduce((all, one) => all + one[count], 0)
    const shown = of.flatMap(({ shown }) => shown.map(({ body }) => body))
    return { sounds: sum('sounds'), buzzes: sum('buzzes'), shown }
  }
  const omar = await agentConnects(world.url, 'Omar')
  const { tickets } = (await omar.command('ticket.list', { view: 'open' })).result
  const { id: ticketId } = tickets.find(({ subject }: DeskTicket) => subject === 'Is the ward quiet?')
  const answers = (text: string) => omar.command('message.send', { clientId: newClientId(), ticketId, text })
  const bell = (of: typeof panel) => of.getByRole('button', { name: 'How you are told of answers' })
  const sound = (of: typeof panel) => of.getByRole('switch', { name: 'Sound and vibration' })
  const notes = (of: typeof panel) => of.getByRole('switch', { name: 'Notifications of this browser' })
  const are = (of: typeof panel, isOn: boolean[]) =>
    expect.poll(() => Promise.all([sound(of).isChecked(), notes(of).isChecked()])).toEqual(isOn)

  // As it is before anybody says how they want it: heard and felt, in one tab.
  await looksElsewhere(true)
  await answers('One moment.')
  await eventually('a sound', async () => (await heard()).sounds > 0)
  expect(await heard()).toEqual({ sounds: 2, buzzes: 1, shown: [] })
  await looksElsewhere(false)

  // Who leaves the browser's question unanswered has switched nothing on, and reads why.
  for (const tab of [panel, beside.panel]) await bell(tab).click()
  await are(panel, [true, false])
  await notes(panel).click()
  await panel.getByText('does not let this page show notifications').waitFor()
  await are(panel, [true, false])
  await page.evaluate(() => Object.assign(window, { permission: 'granted' }))
  await beside.page.evaluate(() => Object.assign(Notification, { permission: 'granted' }))
  await notes(panel).click()
  await sound(panel).click()
  await are(panel, [false, true])
  await are(beside.panel, [false, true])
  expect(await page.evaluate(() => window.heard.asked)).toBe(2)

  // Off: the notification says that it came, and it came without a sound.
  await looksElsewhere(true)
  await answers('It is quiet.')
  await eventually('a notification', async () => (await heard()).shown.length > 0)
  expect(await heard()).toEqual({ sounds: 2, buzzes: 1, shown: ['It is quiet.'] })

  await page.reload()
  await panel.getByRole('log').getByText('It is quiet.').waitFor()
  await page.evaluate(() => Object.assign(Notification, { permission: 'granted' }))
  await bell(panel).click()
  await are(panel, [false, true])
  const before = await heard()
  await looksElsewhere(true)
  await answers('Still quiet.')
  await eventually('a notification', async () => (await heard()).shown.length > before.shown.length)
  expect(await heard()).toEqual({ ...before, shown: expect.arrayContaining(['Still quiet.']) })

  // On again, in the tab beside it: both tabs tell as loudly as they are asked to.
  await looksElsewhere(false)
  await sound(beside.panel).click()
  await notes(beside.panel).click()
  await are(panel, [true, false])
  const quiet = await heard()
  await looksElsewhere(true)
  await answers('Somebody rings.')
  await eventually('a sound', async () => (await heard()).sounds > quiet.sounds)
  const { sounds, buzzes, shown } = quiet
  expect(await heard()).toEqual({ sounds: sounds + 2, buzzes: buzzes + 1, shown })
  omar.close()
  await context.close()
})

test('two tabs write in turn, the one with the line crashes in the middle of it: nothing is lost or shown twice', async () => {
  const where = { browser, host, url: world.url }
  const { verdict } = await tabsInAStorm(where, { rounds: 1, each: 4, random: randomFrom(1125) })
  console.log(inWords(1, verdict))
  expect(verdict).toMatchObject(NOTHING_WRONG)
  expect(verdict.acknowledged, 'the premise: they wrote').toBeGreaterThanOrEqual(4)
})

test('tabs that cannot know of each other send what waits once, in its order, under one name of its ticket', async () => {
  const { page, launcher, panel, line } = await onALine(() => {
    Object.defineProperty(navigator, 'locks', { value: undefined })
  })
  line.isCut = true
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'First, in the one')
  const other = await visit(browser, host, {
    context: page.context(),
    before: () => Reflect.deleteProperty(window, 'BroadcastChannel'),
  })
  await other.launcher.click()
  await other.panel.getByText('First, in the one').first().click()
  await writesMore(other.page, 'Second, in the other')
  await writesMore(page, 'Third, in the one')
  line.isCut = false
  const tabs = [page, other.page]
  for (const tab of tabs) await tab.evaluate(() => dispatchEvent(new Event('online')))
  for (const tab of [panel, other.panel]) await sent(tab).waitFor()
  await writesMore(other.page, 'Fourth, in the other')
  const written = ['First, in the one', 'Second, in the other', 'Third, in the one', 'Fourth, in the other']
  for (const tab of [panel, other.panel]) {
    const log = tab.getByRole('log')
    await log.getByText('Fourth, in the other').waitFor()
    await eventually('one of each', async () => (await log.getByText(/, in the (one|other)$/).count()) === 4)
    expect(await log.getByText(/, in the (one|other)$/).allTextContents()).toEqual(written)
  }
  expect((await textsOf(maya)).filter((text) => written.includes(text))).toEqual(written)
  expect(line.welcomes, 'the premise: each has its own').toBeGreaterThanOrEqual(2)
  await page.context().close()
})

test('a refused message stays with its reason, and can be sent again', async () => {
  const { page, launcher, panel, line } = await onALine()
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'The first one goes through')
  await sent(panel).waitFor()
  line.refuses = 'message.send'
  await writesMore(page, 'The second is refused')
  await panel.getByRole('alert').getByText('Not sent.').waitFor()
  // Its words can be taken elsewhere, also from a page that has no clipboard.
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const copied = () => page.evaluate(() => navigator.clipboard.readText())
  for (const hasClipboard of [true, false]) {
    await page.evaluate((hasClipboard) => {
      const { clipboard } = navigator
      void clipboard.writeText('What was there before')
      if (!hasClipboard) clipboard.writeText = () => Promise.reject(new DOMException('', 'NotAllowedError'))
    }, hasClipboard)
    await expect.poll(copied).toBe('What was there before')
    await panel.getByRole('alert').getByRole('button', { name: 'Copy' }).click()
    await expect.poll(copied).toBe('The second is refused')
  }

  // In another tab, too, until it is taken back in one of them: then it is sent by none.
  const beside = await visit(browser, host, { context: page.context() })
  await beside.launcher.click()
  await beside.panel.getByText('The first one goes through').first().click()
  line.refuses = 'message.send'
  await writesMore(page, 'The third is refused as well')
  await panel.getByRole('alert').nth(1).waitFor()
  await panel.getByRole('alert').nth(1).getByRole('button', { name: 'Remove' }).press('Enter')
  // Its button is gone with it: the focus stands where one writes.
  await panel.locator('textarea:focus').waitFor()
  await writesMore(beside.page, 'Written beside it')
  await eventually('the next', async () => (await textsOf(maya)).includes('Written beside it'))
  await beside.panel.getByRole('alert').getByText('Not sent.').waitFor()
  expect(await textsOf(maya)).not.toContain('The third is refused as well')
  await beside.page.close()

  await page.reload()
  await panel.getByRole('alert').getByText('Not sent.').waitFor()
  await panel.getByRole('button', { name: 'Send again' }).press('Enter')
  await panel.locator('textarea:focus').waitFor()
  await sent(panel).waitFor()
  expect(await textsOf(maya)).toContain('The second is refused')
  expect(await panel.getByRole('alert').count()).toBe(0)
  // What is no message says so as well where it did not work.
  line.refuses = 'ticket.solve'
  await panel.getByRole('button', { name: 'This is solved' }).click()
  await panel.getByRole('alert').getByText('This no longer exists.').waitFor()
  await panel.getByRole('button', { name: 'This is solved' }).click()
  await panel.getByRole('log').getByText('You marked this as solved').waitFor()
  expect(await panel.getByRole('alert').count()).toBe(0)
  await page.context().close()
})

test('what is taken away in one tab while another sends it stays away where it is refused', async () => {
  const { page, launcher, panel, line } = await onALine()
  line.blocksSockets = true
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'A ticket of two tabs')
  await sent(panel).waitFor()
  const held = await heldRequests(
    '**/api/chat/send',
    (request) => !!request.postData()?.includes('Refused too late'),
  ).on(page.context())
  await writesMore(page, 'Refused too late')
  await held.isHeld()
  const beside = await visit(browser, host, { context: page.context() })
  await beside.launcher.click()
  await beside.panel.getByText('A ticket of two tabs').first().click()
  const log = beside.panel.getByRole('log')
  await log.getByText('Refused too late').waitFor()
  await log.getByRole('button', { name: 'More' }).last().press('Enter')
  await log.getByRole('button', { name: 'Remove' }).press('Enter')
  await log.getByText('Refused too late').waitFor({ state: 'detached' })
  await writesMore(beside.page, 'Written after it')
  held.letGo({ kind: 'refusal', problem: { type: '', title: 'Gone', status: 404, code: 'not_found' } })
  for (const tab of [panel, beside.panel]) await tab.getByText('Written after it').waitFor()
  for (const tab of [panel, beside.panel]) await sent(tab).waitFor()
  expect(await panel.getByText('Refused too late').count()).toBe(0)
  await page.context().close()
})

test('what she writes into a ticket that was merged arrives where it goes on, once, and she is led there', async () => {
  const { page, launcher, panel } = await onALine()
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Merged: where is my rotation?')
  await sent(panel).waitFor()
  const [student, ines] = await Promise.all([
    contactConnects(world.url, maya),
    agentConnects(world.url, 'Ines'),
  ])
  const opening = { clientId: newClientId(), type: 'question', text: 'Merged: it goes on here' }
  const into = (await student.command('ticket.open', opening)).result.ticket
  const from = student.welcome.tickets.find(({ subject }: { subject: string }) =>
    subject.startsWith('Merged'),
  )
  await ines.command('ticket.merge', { ticketId: from.id, intoId: into.id, upTo: 9 })
  await panel.getByRole('log').getByText(`Continued in #${into.number}`).waitFor()
  await panel.getByRole('button', { name: `Open ticket ${into.number}` }).waitFor()
  // The second is written before the first has come back.
  await panel.getByLabel('Your message').fill('Merged: the first')
  await page.keyboard.press('Enter')
  await page.getByLabel('Your message').fill('Merged: the second')
  await page.keyboard.press('Enter')
  await panel.getByRole('heading', { name: into.subject }).waitFor()
  await panel.getByRole('log').getByText('Merged: the second').waitFor()
  await sent(panel).waitFor()
  const { entries } = (await student.command('thread.read', { ticketId: into.id })).result
  expect(entries.flatMap(({ text }: { text?: string }) => text ?? [])).toEqual([
    'Merged: it goes on here',
    'Merged: the first',
    'Merged: the second',
  ])
  for (const client of [student, ines]) client.close()
  await page.context().close()
})

test('where the network brings the panel and no other bundle, the server searches, and reading, writing and answering go on', async () => {
  const { page, launcher, panel, search } = await onALine()
  const refused: string[] = []
  await page.route(/assets\/(search|beside|attach)-/, (route) => {
    refused.push(new URL(route.request().url()).pathname.slice('/assets/'.length).split('-')[0] ?? '')
    return route.abort()
  })
  await launcher.click()
  await search.fill('alredy exists')
  await panel.getByRole('option').first().click()
  await panel.getByText('How do I get into the account that already exists?').waitFor()
  await panel.getByRole('button', { name: /^(Ask a person|Write to us)/ }).click()
  await panel.getByLabel('Your message').fill('The article did not help')
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  await sent(panel).waitFor()
  await panel.getByLabel('Your message').fill('Written without files')
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  await panel.getByRole('log').getByText('Written without files').waitFor()
  await expect.poll(() => new Set(refused)).toEqual(new Set(['search', 'beside', 'attach']))

  // What did not come is asked for again when somebody searches again.
  await page.unroute(/assets\/(search|beside|attach)-/)
  const engine = page.waitForResponse(/assets\/search-/)
  for (const _ of ['article', 'home']) await panel.getByRole('button', { name: 'Back', exact: true }).click()
  await search.fill('reset passwrd')
  await panel.getByText('Results for “reset password”').waitFor()
  await engine
  await page.context().close()
})

test('an edit that could not be fetched is there as soon as the line is back, without another edit', async () => {
  const { page, launcher, panel, line } = await onALine()
  await launcher.click()
  await panel.getByRole('combobox').fill('parking permit')
  await panel.getByText('All topics').or(panel.getByRole('listbox')).first().waitFor()
  let failed = 0
  await page.route('**/api/help/home*', (route) => {
    failed++
    return route.abort()
  })
  const file = `${world.articlesDir}/en/profile/cost-free.md`
  const before = await readFile(file, 'utf8')
  await writeFile(file, `${before}\n## Does a parking permit cost anything?\n\nThe parking permit is free.\n`)
  // Two asks, each once more for what the browser may have kept.
  await eventually('the edit is asked for in vain', async () => failed >= 4)
  await page.unroute('**/api/help/home*')
  line.isCut = true
  await page.evaluate(() => dispatchEvent(new Event('offline')))
  line.isCut = false
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await panel
    .getByRole('option', { name: /parking permit/i })
    .first()
    .waitFor()
  await writeFile(file, before)
  await page.context().close()
})

test('a log-in page that was kept in the place of the index is asked for past the browser’s cache', async () => {
  const { page, launcher, panel, search } = await onALine(notesCaches)
  let asked = 0
  await page.route('**/api/help/index*', (route) => {
    if (asked++) return route.continue()
    const headers = { 'access-control-allow-origin': '*', 'cache-control': 'max-age=86400' }
    return route.fulfill({ contentType: 'text/html', headers, body: '<h1>Log in to our Wi-Fi</h1>' })
  })
  await page.route('**/api/help/search*', (route) => route.abort())
  await launcher.click()
  await search.fill('reset passwrd')
  await panel
    .getByRole('option', { name: /password/i })
    .first()
    .waitFor()
  expect(await page.evaluate(() => (window as unknown as Asking).indexBy)).toEqual(['default', 'reload'])
  await page.context().close()
})

test('offline: after one open, search and what was read stand while the server is out of reach, on the next page too', async ({
  skip,
}) => {
  // Without rules for requests: those would switch off the browser's own cache, which this is about.
  skip(isWithoutCache)
  const { page, launcher, panel, search } = await visit(browser, host)
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await search.fill('alredy exists')
  await panel.getByRole('option').first().click()
  const read = panel.getByText('How do I get into the account that already exists?')
  await read.waitFor()
  await panel.getByRole('button', { name: 'Back', exact: true }).click()

  await world.kill()
  await expect(fetch(world.url)).rejects.toThrow()
  await page.reload()
  await panel.getByRole('button', { name: 'Clear the search' }).or(panel.getByText('All topics')).waitFor()
  await search.fill('reset passwrd')
  await panel
    .getByRole('option', { name: /password/i })
    .first()
    .waitFor()
  await search.fill('alredy exists')
  await panel.getByRole('option').first().click()
  await read.waitFor()
  // On another page of the host's, too.
  await page.goto(await addressFor(host, { as: maya, options: { page: '/elsewhere' } }))
  await read.waitFor()
  // A first message can be written, with what goes along, and waits.
  await panel.getByRole('button', { name: 'Back', exact: true }).click()
  await panel.getByRole('button', { name: 'Write to us' }).click()
  await panel.getByLabel('Your message').fill('Written while the server was away')
  await panel.getByText('“alredy exists”').waitFor()
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  await panel.getByRole('log').getByText('Written while the server was away').waitFor()
  // What was never read says so, and what to do.
  await panel.getByRole('button', { name: 'Back', exact: true }).click()
  await search.fill('is it free')
  await panel.getByRole('option').first().click()
  await panel.getByText('The article could not be loaded').waitFor()
  await world.start()
  await panel.getByRole('button', { name: 'Try again' }).click()
  await panel.getByText('Did this answer your question?').waitFor()
  await panel.getByRole('button', { name: 'Back', exact: true }).click()
  await search.fill('')
  await panel
    .getByRole('button', { name: /Written while the server was away/ })
    .first()
    .click()
  await sent(panel).waitFor()
  await page.context().close()
})

interface Line {
  isCut: boolean
  blocksSockets: boolean
  /** Sockets open and nothing ever comes. */
  isSilent: boolean
  /** What is sent on a socket is lost on its way. */
  swallows: boolean
  /** The next command of this name is refused, once: it is gone, or has to wait so long. */
  refuses: string
  waitMs: number
  /** Sockets that were tried, and those that were welcomed. */
  sockets: number
  welcomes: number
  /** Heartbeats name no numbers. */
  healsNothing: boolean
  /** Texts that were sent on a socket, and those that came as events. */
  asked: string[]
  told: string[]
  /** Tabs, once for each of their requests that waits for news. */
  waits: Page[]
}

/** Maya on the host's page, with a line that a test can cut. */
async function onALine(before?: () => void) {
  const line: Line = {
    isCut: false,
    blocksSockets: false,
    isSilent: false,
    swallows: false,
    refuses: '',
    waitMs: 0,
    sockets: 0,
    welcomes: 0,
    healsNothing: false,
    asked: [],
    told: [],
    waits: [],
  }
  const context = await browser.newContext()
  await route(context, line)
  return { ...(await visit(browser, host, { context, ...(before && { before }) })), line }
}

async function route(context: BrowserContext, line: Line): Promise<void> {
  context.on('request', (request) => {
    const asked = new URL(request.url())
    if (asked.pathname === '/api/chat/poll' && asked.searchParams.get('wait') !== '0')
      line.waits.push(request.frame().page())
  })
  await context.route('**/api/chat/**', (route) => (line.isCut ? route.abort() : route.continue()))
  await context.routeWebSocket(/\/api\/chat$/, (socket) => {
    line.sockets++
    if (line.isCut || line.blocksSockets) {
      socket.close({ code: 1011 })
      return
    }
    if (line.isSilent) return
    const server = socket.connectToServer()
    server.onMessage((message) => {
      const frame = JSON.parse(String(message))
      if (frame.kind === 'welcome') line.welcomes++
      if (frame.name === 'message.created') line.told.push(frame.body.message.text)
      if (frame.kind === 'heartbeat' && line.healsNothing) frame.newest = {}
      socket.send(JSON.stringify(frame))
    })
    socket.onMessage((message) => {
      if (line.swallows) return
      const frame = JSON.parse(String(message))
      if (frame.name === 'message.send') line.asked.push(frame.body.text)
      if (!line.refuses || frame.name !== line.refuses) return server.send(message)
      line.refuses = ''
      const problem = line.waitMs
        ? { type: '', title: 'Too many', status: 429, code: 'request.too_many', retryAfterMs: line.waitMs }
        : { type: '', title: 'Gone', status: 404, code: 'not_found' }
      socket.send(JSON.stringify({ kind: 'refusal', id: frame.id, problem }))
    })
  })
}

async function writesMore(page: Page, text: string): Promise<void> {
  await page.getByLabel('Your message').fill(text)
  await page.keyboard.press('Enter')
  await page.getByRole('log').getByText(text).waitFor()
}

/** What the server has of this person, oldest first. */
async function textsOf(person: Person): Promise<string[]> {
  const client = await contactConnects(world.url, person)
  const texts: string[] = []
  for (const { id } of client.welcome.tickets.toReversed()) {
    const { result } = await client.command('thread.read', { ticketId: id })
    for (const entry of result.entries) if (entry.text) texts.push(entry.text)
  }
  client.close()
  return texts
}

interface Asking {
  indexBy: (string | undefined)[]
}

/** How the index was asked for: requests that a scene has rules for go past the cache anyway. */
function notesCaches(): void {
  const { indexBy } = Object.assign(window, { indexBy: [] }) as unknown as Asking
  const { fetch } = window
  window.fetch = (what, how) => {
    if (`${what}`.includes('/api/help/index')) indexBy.push(how?.cache)
    return fetch(what, how)
  }
}

interface Returning {
  returns: number
}

/** Counts how often this page was come back to as it was left. */
function notesReturns(): void {
  const returning = Object.assign(window, { returns: 0 }) as Returning
  addEventListener('pageshow', ({ persisted }) => {
    if (persisted) returning.returns++
  })
}

/** Texts that the device keeps until they are sent. */
async function inOutbox(): Promise<string[]> {
  // To open what is not there would make it.
  if (!(await indexedDB.databases()).some(({ name }) => name === 'helpdock')) return []
  return new Promise((resolve) => {
    const opening = indexedDB.open('helpdock')
    // It went meanwhile: while data are cleared nothing opens, and what is made now is not made.
    opening.onupgradeneeded = () => opening.transaction?.abort()
    opening.onerror = () => resolve([])
    opening.onsuccess = () => {
      const { result } = opening
      const read =
        result.objectStoreNames.length && result.transaction('outbox').objectStore('outbox').getAll()
      const done = (texts: string[]) => {
        result.close()
        resolve(texts)
      }
      if (!read) return done([])
      read.onerror = () => done([])
      read.onsuccess = () => done(read.result.map(({ text }: { text: string }) => text))
    }
  })
}

function countsTones() {
  const counted = Object.assign(globalThis, { tones: 0 })
  const { start } = OscillatorNode.prototype
  OscillatorNode.prototype.start = function (at) {
    counted.tones++
    start.call(this, at)
  }
}
