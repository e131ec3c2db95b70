// The widget on bad networks: what was written is kept, sent once, by whoever wrote it, by whichever way is open.

import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './browser/chromium.ts'
import { agentConnects, contactConnects, identityToken, leo, maya, newClientId, type Person } from './cast.ts'
import { addressFor, type Host, makeHost, visit, writes } from './widget-host.ts'
import { eventually, makeWorld, type World } from './world.ts'

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
  await panel.getByText(/^(Sent|Seen)/).waitFor()
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
  await panel.getByText(/^(Sent|Seen)/).waitFor()
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

  line.isCut = false
  await page.goto(await addressFor(host, { as: leo }))
  await launcher.click()
  await panel.getByText('Hi Leo').waitFor()
  expect(await panel.getByText('Only Maya may send this').count()).toBe(0)
  await writes(page, 'Leo writes for himself')
  await panel.getByText(/^(Sent|Seen)/).waitFor()
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
  await panel.getByText(/^(Sent|Seen)/).waitFor()
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
  await panel.getByText(/^(Sent|Seen)/).waitFor()
  await page.context().close()
})

test('where a proxy blocks sockets, messages travel over HTTP both ways', async () => {
  const { page, launcher, panel, line } = await onALine()
  line.blocksSockets = true
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'Through the hospital proxy')
  await panel.getByText(/^(Sent|Seen)/).waitFor()
  expect(line.sockets).toBeGreaterThanOrEqual(2)

  const omar = await agentConnects(world.url, 'Omar')
  const list = await omar.command('ticket.list', { view: 'open' })
  const ticket = list.result.tickets.find(
    (one: { subject: string }) => one.subject === 'Through the hospital proxy',
  )
  await omar.command('message.send', {
    clientId: newClientId(),
    ticketId: ticket.id,
    text: 'It came through',
  })
  await panel.getByRole('log').getByText('It came through').waitFor()

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
  await panel.getByText(/^(Sent|Seen)/).waitFor()
  expect(posted.filter((body) => body.includes('By socket again'))).toEqual([])

  // News of a thread that this page has not read yet: when it is opened, all of it stands there.
  await panel.getByRole('button', { name: 'Back' }).click()
  await panel.getByText('All topics').waitFor()
  const { welcomes } = line
  await page.reload()
  await eventually('the welcome', async () => line.welcomes > welcomes)
  await omar.command('message.send', {
    clientId: newClientId(),
    ticketId: ticket.id,
    text: 'Do you still need it?',
  })
  await panel.getByText('Do you still need it?').click({ timeout: 5_000 })
  await panel.getByRole('log').getByText('Do you still need it?').waitFor()
  await panel.getByRole('log').getByText('It came through').waitFor()
  expect(await panel.getByRole('log').getByText('Through the hospital proxy').count()).toBe(1)
  expect(await panel.getByRole('button', { name: 'Show earlier messages' }).count()).toBe(0)
  omar.close()

  // What could not be read for want of a line is read when there is one, without being asked.
  line.isCut = true
  await page.reload()
  await panel.getByText('The messages could not be loaded').waitFor()
  line.isCut = false
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await panel.getByRole('log').getByText('It came through').waitFor()
  await page.context().close()
})

test('two tabs have one line; when the tab that has it is killed, the other takes it over and nothing is lost', async () => {
  const { page, launcher, panel, line } = await onALine()
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'From the first tab')
  await panel.getByText(/^(Sent|Seen)/).waitFor()
  const second = await visit(browser, host, { context: page.context() })
  await second.launcher.click()
  await second.panel.getByText('From the first tab').first().click()
  await second.panel.getByRole('log').getByText('From the first tab').waitFor()
  await writesMore(second.page, 'From the second tab')
  await second.panel.getByText(/^(Sent|Seen)/).waitFor()
  await panel.getByRole('log').getByText('From the second tab').waitFor()
  expect(line.sockets, 'one for both').toBe(1)

  // News reach both, and what is read in one is read in the other.
  const closes = async (one: Page) => {
    await one.bringToFront()
    await one.getByRole('dialog').getByRole('button', { name: 'Close help' }).click()
  }
  await closes(page)
  await closes(second.page)
  const omar = await agentConnects(world.url, 'Omar')
  const { result } = await omar.command('ticket.list', { view: 'open' })
  const ticketId = result.tickets.find(
    ({ subject }: { subject: string }) => subject === 'From the first tab',
  ).id
  const answers = (text: string) => omar.command('message.send', { clientId: newClientId(), ticketId, text })
  await answers('For both of you')
  const badge = { name: 'Open help, 1 unread' }
  await page.getByRole('button', badge).waitFor()
  await second.page.getByRole('button', badge).waitFor()
  await page.bringToFront()
  await launcher.click()
  await panel.getByRole('log').getByText('For both of you').waitFor()
  await second.page.getByRole('button', { name: 'Open help', exact: true }).waitFor()
  await second.launcher.click()

  // Killed in the middle of things: what it had not sent is sent by the other, each once.
  line.isCut = true
  await page.getByLabel('Your message').fill('Unsent in the first tab')
  line.swallows = true
  await page.keyboard.press('Enter')
  await page.getByRole('log').getByText('Unsent in the first tab').waitFor()
  await panel.getByText(/^(Sending|On this device)/).waitFor()
  const before = line.sockets
  await page.close()
  line.isCut = line.swallows = false
  await eventually('a line of the second tab’s own', async () => line.sockets > before)
  await answers('Are you still there?')
  await second.panel.getByRole('log').getByText('Are you still there?').waitFor()
  await writesMore(second.page, 'Still here')
  await second.panel.getByText(/^(Sent|Seen)/).waitFor()
  const written = ['From the first tab', 'From the second tab', 'Unsent in the first tab', 'Still here']
  await eventually('all of it', async () => (await textsOf(maya)).includes('Unsent in the first tab'))
  expect((await textsOf(maya)).filter((text) => written.includes(text)).toSorted()).toEqual(
    written.toSorted(),
  )
  omar.close()
  await second.page.context().close()
})

test('a refused message stays with its reason, and can be sent again', async () => {
  const { page, launcher, panel, line } = await onALine()
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, 'The first one goes through')
  await panel.getByText(/^(Sent|Seen)/).waitFor()
  line.refuses = 'message.send'
  await writesMore(page, 'The second is refused')
  await panel.getByRole('alert').getByText('Not sent.').waitFor()
  await page.reload()
  await panel.getByRole('alert').getByText('Not sent.').waitFor()
  await panel.getByRole('button', { name: 'Send again' }).click()
  await panel.getByText(/^(Sent|Seen)/).waitFor()
  expect(await textsOf(maya)).toContain('The second is refused')
  expect(await panel.getByRole('alert').count()).toBe(0)
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
  await panel.getByText(/^(Sent|Seen)/).waitFor()
  await panel.getByLabel('Your message').fill('Written without files')
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  await panel.getByRole('log').getByText('Written without files').waitFor()
  expect(new Set(refused)).toEqual(new Set(['search', 'beside', 'attach']))

  // What did not come is asked for again when somebody searches again.
  await page.unroute(/assets\/(search|beside|attach)-/)
  const engine = page.waitForResponse(/assets\/search-/)
  for (const _ of ['article', 'home']) await panel.getByRole('button', { name: 'Back' }).click()
  await search.fill('reset passwrd')
  await panel.getByText('Results for “reset password”').waitFor()
  await engine
  await page.context().close()
})

test('offline: after one open, search and what was read stand while the server is out of reach, on the next page too', async () => {
  // Without rules for requests: those would switch off the browser's own cache, which this is about.
  const { page, launcher, panel, search } = await visit(browser, host)
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await search.fill('alredy exists')
  await panel.getByRole('option').first().click()
  const read = panel.getByText('How do I get into the account that already exists?')
  await read.waitFor()
  await panel.getByRole('button', { name: 'Back' }).click()

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
  await panel.getByRole('button', { name: 'Back' }).click()
  await panel.getByRole('button', { name: 'Write to us' }).click()
  await panel.getByLabel('Your message').fill('Written while the server was away')
  await panel.getByText('“alredy exists”').waitFor()
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  await panel.getByRole('log').getByText('Written while the server was away').waitFor()
  // What was never read says so, and what to do.
  await panel.getByRole('button', { name: 'Back' }).click()
  await search.fill('is it free')
  await panel.getByRole('option').first().click()
  await panel.getByText('The article could not be loaded').waitFor()
  await world.start()
  await panel.getByRole('button', { name: 'Try again' }).click()
  await panel.getByText('Did this answer your question?').waitFor()
  await panel.getByRole('button', { name: 'Back' }).click()
  await search.fill('')
  await panel
    .getByRole('button', { name: /Written while the server was away/ })
    .first()
    .click()
  await panel.getByText(/^(Sent|Seen|Delivered)/).waitFor()
  await page.context().close()
})

interface Line {
  isCut: boolean
  blocksSockets: boolean
  /** Sockets open and nothing ever comes. */
  isSilent: boolean
  /** What is sent on a socket is lost on its way. */
  swallows: boolean
  /** The next command of this name is refused, once. */
  refuses: string
  /** Sockets that were tried, and those that were welcomed. */
  sockets: number
  welcomes: number
}

/** Maya on the host's page, with a line that a test can cut. */
async function onALine() {
  const line: Line = {
    isCut: false,
    blocksSockets: false,
    isSilent: false,
    swallows: false,
    refuses: '',
    sockets: 0,
    welcomes: 0,
  }
  const context = await browser.newContext()
  await route(context, line)
  return { ...(await visit(browser, host, { context })), line }
}

async function route(context: BrowserContext, line: Line): Promise<void> {
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
      if (String(message).includes('"kind":"welcome"')) line.welcomes++
      socket.send(message)
    })
    socket.onMessage((message) => {
      if (line.swallows) return
      const frame = JSON.parse(String(message))
      if (!line.refuses || frame.name !== line.refuses) return server.send(message)
      line.refuses = ''
      const problem = { type: '', title: 'Gone', status: 404, code: 'not_found' }
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
