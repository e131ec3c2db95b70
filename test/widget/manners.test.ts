// How the widget behaves as a guest on somebody else's page: what it asks, stores, focuses and covers.

import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { DeskTicket } from '../../protocol/entities.ts'
import { allRests, objections } from '../browser/axe.ts'
import { launchChromium } from '../browser/chromium.ts'
import { endsComposition } from '../browser/composed.ts'
import { heldRequests } from '../browser/held.ts'
import { clockIsAhead } from '../browser/wrong-clock.ts'
import { article } from '../stage/articles-folder.ts'
import {
  agentConnects,
  codeIn,
  contactConnects,
  identityToken,
  leo,
  maya,
  newClientId,
} from '../stage/cast.ts'
import { writeAnswered } from '../stage/many-tickets.ts'
import { addressFor, type Host, makeHost, sent, visit, writes } from '../stage/widget-host.ts'
import { eventually, HOST_API_KEY, makeWorld, type World } from '../stage/world.ts'

const MINUTE_MS = 60_000

interface Verbs {
  Helpdock(...call: unknown[]): void
}

let world: World
let browser: Browser
let host: Host
beforeAll(async () => {
  host = await makeHost()
  const prepare = (dataDir: string) => writeAnswered(dataDir, leo, 7)
  ;[world, browser] = await Promise.all([
    makeWorld({ ALLOWED_ORIGINS: host.origin }, prepare),
    launchChromium(),
  ])
  host.world = world
})
afterAll(async () => {
  await browser?.close()
  await world?.end()
  host?.close()
})

test('before anybody wants it, it asks no server and stores nothing', async () => {
  const { page, launcher, panel, search } = await visit(browser, host)
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  const stored = () =>
    page.evaluate(async () => [
      ...Object.keys(sessionStorage),
      ...Object.keys(localStorage),
      ...(await indexedDB.databases()).map(({ name }) => name),
      document.cookie,
    ])

  await page.getByLabel("The host's field").pressSequentially('just working')
  expect(asked).toEqual([])
  expect(await stored()).toEqual([''])

  const bundles = [/\/assets\/panel-/, /\/assets\/search-/].map((one) => page.waitForResponse(one))
  await launcher.hover()
  await Promise.all(bundles)
  expect(asked.filter((path) => !/^\/assets\/(panel|search)-/.test(path))).toEqual([])
  expect(await stored()).toEqual([''])

  // It can ask and store: it waited for the click.
  await launcher.click()
  await search.waitFor()
  await panel.getByText('All topics').waitFor()
  await expect.poll(() => asked).toContain('/api/session')
  await expect.poll(stored).toContain('helpdock')
  await page.context().close()
})

test('session, home, panel and what searches are asked for at once, none waiting for another', async () => {
  const { page, panel } = await visit(browser, host)
  const order: string[] = []
  page.on('request', (request) => order.push(`ask ${new URL(request.url()).pathname}`))
  page.on('response', (response) => order.push(`got ${new URL(response.url()).pathname}`))
  await page.evaluate(() => (window as unknown as { Helpdock: (verb: string) => void }).Helpdock('show'))
  await panel.getByText('All topics').waitFor()
  const firstAnswer = order.findIndex((line) => line.startsWith('got'))
  const before = order.slice(0, firstAnswer).join()
  expect(before).toContain('ask /assets/panel-')
  expect(before).toContain('ask /assets/search-')
  expect(before).toContain('ask /api/help/home')
  expect(before).toContain('ask /api/session')
  expect(order.filter((line) => line === 'ask /api/session')).toHaveLength(1)
  await page.context().close()
})

test('a host that signs on its server is asked once at the first open and on each next page, and once more where its token was refused', async () => {
  const { page, launcher, panel } = await visit(browser, host, { as: null })
  const now = Math.floor(Date.now() / 1000)
  const old = await identityToken(maya, { iat: now - 1_200, exp: now - 600 })
  const tokens = [old, await identityToken(maya)]
  const boots = ([first, next]: string[]) => {
    const asked = Object.assign(window as unknown as Verbs, { asked: 0 })
    asked.Helpdock('update', { identityToken: () => (asked.asked++ ? next : first) })
  }
  const asked = (on = page) => on.evaluate(() => (window as unknown as { asked: number }).asked)
  await page.evaluate(boots, tokens)
  expect(await asked(), 'before anybody wants it').toBe(0)
  await launcher.click()
  await panel.getByText('Hi Maya').waitFor()
  expect(await asked(), 'one that was too old, one that was not').toBe(2)

  await page
    .context()
    .addInitScript(
      `addEventListener('DOMContentLoaded', () => (${boots})(${JSON.stringify(tokens.toReversed())}))`,
    )
  await page.reload()
  await panel.getByText('Hi Maya').waitFor()
  expect(await asked(), 'on the next page').toBe(1)

  // A tab of its own remembers no open panel.
  const tab = await page.context().newPage()
  await tab.goto(page.url())
  await page.close()
  await tab.locator('helpdock-launcher').getByRole('button').click()
  await tab.getByRole('dialog').getByText('Hi Maya').waitFor()
  expect(await asked(tab), 'at the first open').toBe(1)
  await tab.context().close()
})

test('who logs in while the panel is on its way has a session of their own, not of who was there before', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  const program = await heldRequests(/\/assets\/panel-/).on(page)
  const mayas = page.waitForResponse(/\/api\/session/)
  await launcher.click()
  await mayas
  await program.isHeld()
  await page.evaluate(
    (token) => (window as unknown as Verbs).Helpdock('update', { identityToken: token }),
    await identityToken(leo),
  )
  program.letGo()
  await panel.getByText(/^Hi /).waitFor()
  expect(await panel.getByRole('heading', { level: 2 }).textContent()).toBe('Hi Leo')
  await page.context().close()
})

test('a panel that fails is told of at once, one that neither comes nor fails after ten seconds; once it comes it opens', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  const program = await heldRequests(/\/assets\/panel-/).on(page)
  await page.clock.install()
  const sorry = page.locator('helpdock-launcher').getByText('Help did not load.')
  await launcher.click()
  await program.isHeld()
  program.letGo('failed')
  await sorry.waitFor()

  program.hold()
  await launcher.click()
  await program.isHeld()
  expect(await sorry.isVisible(), 'it is asked for anew').toBe(false)
  await page.clock.fastForward(9_000)
  expect(await sorry.isVisible(), 'it may only be slow').toBe(false)
  await page.clock.fastForward(1_000)
  await sorry.waitFor()
  program.letGo()
  await panel.getByText('Hi Maya').waitFor()
  await sorry.waitFor({ state: 'hidden' })
  await page.context().close()
})

test('an option that is given as undefined is not said: the colour is the admin’s until the host has one', async () => {
  const context = await browser.newContext()
  await context.route('**/widget.js', async (route) => {
    const answer = await route.fetch()
    const body = `document.currentScript&&(document.currentScript.dataset.accent||="#c2185b");\n${await answer.text()}`
    await route.fulfill({ response: answer, body })
  })
  const { page, launcher, panel } = await visit(browser, host, { context })
  const colour = () => launcher.evaluate((button) => getComputedStyle(button).backgroundColor)
  const says = (verb: string, accent?: string) =>
    page.evaluate(
      ([verb, accent]) => {
        const unsaid = {
          base: undefined,
          locale: undefined,
          page: undefined,
          theme: undefined,
          zIndex: undefined,
        }
        const rest = { launcher: undefined, title: undefined, otherAccountToken: undefined }
        ;(window as unknown as Verbs).Helpdock(verb, { ...unsaid, ...rest, accent })
      },
      [verb, accent] as const,
    )
  const [admins, hosts] = ['rgb(194, 24, 91)', 'rgb(0, 0, 255)']
  expect(await colour(), 'the premise').toBe(admins)
  await says('shutdown')
  await says('boot')
  await expect.poll(colour).toBe(admins)
  await says('update', '#00f')
  await expect.poll(colour).toBe(hosts)
  await launcher.click()
  const write = panel.getByRole('button', { name: 'Write to us' })
  const inside = () => write.evaluate((button) => getComputedStyle(button).backgroundColor)
  await expect.poll(inside).toBe(hosts)
  await says('update')
  await expect.poll(colour).toBe(admins)
  await expect.poll(inside).toBe(admins)
  await context.close()
})

test('the host says what of its page lies over launcher and panel, and what under them', async () => {
  const { page, launcher, panel } = await visit(browser, host, { options: { zIndex: 10 } })
  await page.evaluate(() => {
    const banner = document.createElement('aside')
    banner.style.cssText = 'position: fixed; inset: 0; z-index: 50'
    document.body.append(banner)
  })
  const lies = (zIndex: number) =>
    page.evaluate((zIndex) => (window as unknown as Verbs).Helpdock('update', { zIndex }), zIndex)
  const onTop = (what: Locator) =>
    what.evaluate((one) => {
      const { x, y, width, height } = one.getBoundingClientRect()
      return document.elementFromPoint(x + width / 2, y + height / 2)?.localName
    })
  expect(await onTop(launcher)).toBe('aside')
  await lies(100)
  await expect.poll(() => onTop(launcher)).toBe('helpdock-launcher')
  await launcher.click()
  await panel.waitFor()
  await expect.poll(() => onTop(panel)).toBe('helpdock-panel')
  await lies(10)
  await expect.poll(() => onTop(panel)).toBe('aside')
  await page.context().close()
})

test.each(['a moment', 'much'])(
  'tickets that come %s later than the articles move nothing',
  async (later) => {
    const student = await contactConnects(world.url, maya)
    const opened = { clientId: newClientId(), type: 'question', text: 'Does anything move?' }
    expect((await student.command('ticket.open', opened)).kind).toBe('acknowledgement')
    student.close()
    const { page, launcher, panel } = await visit(browser, host, {
      ...{ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' },
      before: measuresShifts,
    })
    if (later !== 'much') await page.evaluate(neverWaitsLong)
    const session = await heldRequests(/\/api\/session/).on(page)
    await launcher.click()
    const topics = panel.getByText('All topics')
    await panel.getByText('Suggested for this page').waitFor()
    if (later === 'much') await topics.waitFor()
    await allRests(page)
    const tickets = panel.getByRole('heading', { name: 'Your tickets' })
    expect([await tickets.count(), await topics.count()], 'the premise').toEqual([
      0,
      later === 'much' ? 1 : 0,
    ])
    await page.evaluate(() => window.shifts.splice(0))
    session.letGo()
    await tickets.waitFor()
    await topics.waitFor()
    await allRests(page)
    expect(await page.evaluate(() => window.shifts)).toEqual([])
    const y = async (what: Locator) => (await what.boundingBox())?.y ?? expect.fail('not drawn')
    expect((await y(tickets)) < (await y(topics)), 'above what was not seen').toBe(later !== 'much')
    await page.context().close()
  },
)

test.each(['by address', 'by nonce'] as const)(
  'it works under a policy that allows it %s and nothing else',
  async (strict) => {
    const { page, launcher, panel, search } = await visit(browser, host, { strict })
    await launcher.click()
    await search.pressSequentially('alredy exists')
    await panel.getByRole('option', { name: /^It says "user already exists/ }).waitFor()
    await page.keyboard.press('Enter')
    await panel.getByText('Did this answer your question?').waitFor()
    expect(await panel.evaluate((element) => element.getBoundingClientRect().width)).toBe(400)
    await panel.getByRole('button', { name: 'Partly' }).click()
    await panel.getByLabel('What was missing?').fill(`A picture, ${strict}`)
    await panel.getByRole('button', { name: 'Send', exact: true }).click()
    await panel.getByText('Thank you, noted.').waitFor()
    const said = await fetch(`${world.url}/api/help/articles/user-already-exists/feedback`, {
      headers: { authorization: `Bearer ${HOST_API_KEY}` },
    })
    expect((await said.json()).comments).toContainEqual(
      expect.objectContaining({ answer: 'partly', comment: `A picture, ${strict}` }),
    )
    await writes(page, 'Written under a strict policy')
    await page.getByRole('log').getByText(/^Sent/).waitFor()
    expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([])
    await page.context().close()
  },
)

test('it works where storage is denied', async () => {
  const { page, launcher } = await visit(browser, host, {
    before: () => {
      const deny = () => {
        throw new DOMException('The host denies storage', 'SecurityError')
      }
      for (const name of ['localStorage', 'sessionStorage', 'indexedDB'])
        Object.defineProperty(window, name, { get: deny })
    },
  })
  expect(await page.evaluate(() => Object.getOwnPropertyDescriptor(window, 'indexedDB')?.get?.name)).toBe(
    'deny',
  )
  await launcher.click()
  await writes(page, 'Written where nothing can be stored')
  await page.getByRole('log').getByText(/^Sent/).waitFor()
  await page.context().close()
})

test('the focus goes in with the person and back to where they came from', async () => {
  const { page, launcher, panel, search } = await visit(browser, host)
  const focused = () =>
    page.evaluate(() => {
      let element = document.activeElement
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent
    })
  const field = page.getByLabel("The host's field")

  await launcher.click()
  await search.and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'hidden' })
  await expect.poll(focused).toMatch(/^Open help/)

  // A host's own button gets it back too.
  await page.getByRole('button', { name: 'Ask for help' }).press('Enter')
  await search.and(page.locator(':focus')).waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'hidden' })
  await expect.poll(focused).toBe('Ask for help')

  // A later page takes up the open panel and leaves the focus where the host put it.
  await launcher.click()
  await panel.getByRole('button', { name: /Merge two accounts/ }).click()
  await panel.getByText('What will happen').waitFor()
  await page.reload()
  await panel.getByText('What will happen').waitFor()
  expect(await focused()).toBe("The host's field")
  await field.pressSequentially('still mine')
  expect(await field.inputValue()).toBe('still mine')
  await page.context().close()
})

test('it listens to no message from another window', async () => {
  const { page, launcher, panel } = await visit(browser, host, {
    before: () => {
      const listened: string[] = []
      Object.assign(window, { listened })
      const original = EventTarget.prototype.addEventListener
      EventTarget.prototype.addEventListener = function (
        this: EventTarget,
        ...args: Parameters<typeof original>
      ) {
        // A channel and a socket hear nobody but their own kind.
        if (!(this instanceof WebSocket)) listened.push(args[0])
        return original.apply(this, args)
      }
    },
  })
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  const listened = await page.evaluate(() => (window as unknown as { listened: string[] }).listened)
  expect(listened).toContain('keydown')
  expect(listened).not.toContain('message')
  await page.context().close()
})

test.each([
  { name: 'a small phone', viewport: { width: 320, height: 568 }, colorScheme: 'light' as const },
  { name: 'a desk', viewport: { width: 1280, height: 800 }, colorScheme: 'dark' as const },
])('nothing sticks out and everything is named on $name', async ({ viewport, colorScheme }) => {
  const { page, launcher, panel, search } = await visit(browser, host, { viewport, colorScheme })
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await looksRight('home')
  await search.fill('alredy exists')
  await panel.getByRole('option').first().waitFor()
  await looksRight('results')
  // More than fit: who has no mouse scrolls them, too.
  await search.fill('reset password')
  await panel.getByText('8 results').waitFor()
  const body = panel.locator('.body')
  expect(await body.evaluate((body) => body.scrollHeight > body.clientHeight), 'the premise').toBe(true)
  await looksRight('more results than fit')
  await search.press('Tab')
  await page.keyboard.press('Tab')
  await body.and(page.locator(':focus')).waitFor()
  await page.keyboard.press('End')
  await expect.poll(() => body.evaluate((body) => body.scrollTop)).toBeGreaterThan(0)
  await search.fill('alredy exists')
  await panel.getByText('Results for “already exists”').waitFor()
  await search.focus()
  await page.keyboard.press('Enter')
  await panel.getByRole('button', { name: 'No', exact: true }).click()
  await panel.getByLabel('What was missing?').waitFor()
  await looksRight('article')
  await panel.getByRole('button', { name: 'Write to us' }).click()
  await panel.getByLabel('Your message').fill('It says that the user already exists')
  await panel.getByText('This may answer it').waitFor()
  await looksRight('answers to what is written')
  await panel.getByLabel('Your message').fill('W'.repeat(60))
  await looksRight('writing')
  await panel.getByRole('button', { name: 'I got no invitation' }).click()
  await panel.getByLabel(/^Which school or site/).waitFor()
  await looksRight('form')
  await panel.getByRole('button', { name: 'Back' }).click()
  await panel.getByRole('button', { name: 'My rotation is missing' }).click()
  await panel.getByLabel(/^Which address did/).fill('maya@elsewhere.edu')
  await panel.getByText('Maybe', { exact: true }).click()
  await panel.getByRole('button', { name: 'Continue' }).click()
  await panel.getByText('It is probably in your other account').waitFor()
  await looksRight('merge instead of a form')
  await panel.getByRole('button', { name: 'Back' }).click()
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  await panel.getByRole('log').getByText(/^Sent/).waitFor()
  await looksRight('thread')
  await page.context().close()

  async function looksRight(screen: string) {
    await allRests(page)
    const wide = await panel.evaluate((element) =>
      [element, ...element.querySelectorAll('*')]
        .filter(
          (part) => part.scrollWidth > part.clientWidth + 1 && getComputedStyle(part).overflowX === 'auto',
        )
        .map((part) => part.className),
    )
    expect(wide, screen).toEqual([])
    const right = await panel.evaluate((element) => element.getBoundingClientRect().right)
    expect(right, screen).toBeLessThanOrEqual(viewport.width)
    const found = await objections(page, {
      within: 'helpdock-panel',
      tags: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'],
      inOneTheme: colorScheme === 'dark',
    })
    expect([screen, ...found]).toEqual([screen])
  }
})

test('Leo, next at this browser, sees nothing of what Maya wrote', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  await writes(page, 'A secret of Maya')
  await page.getByRole('log').getByText(/^Sent/).waitFor()
  await panel.getByLabel('Your message').fill('A draft of Maya')

  // Without a log-out in between: only the token is another.
  await page.goto(await addressFor(host, { as: leo }))
  await launcher.click()
  await panel.getByText('Hi Leo').waitFor()
  await panel.getByText('All topics').waitFor()
  expect(await panel.getByText(/Maya/).count()).toBe(0)
  expect(await page.evaluate(() => sessionStorage.getItem('helpdock'))).not.toContain('Maya')

  // In one page, too, where the host tells of it.
  await page.evaluate(
    (identityToken) =>
      (window as unknown as { Helpdock: (...call: unknown[]) => void }).Helpdock('update', { identityToken }),
    new URL(await addressFor(host, { as: maya })).searchParams.get('token'),
  )
  await panel.getByText('Hi Maya').waitFor()
  await panel.getByText('A secret of Maya').first().waitFor()
  await page.context().close()
})

test('who logs in half way through a message goes on with it, on the next page and in the same one', async () => {
  for (const isSamePage of [false, true]) {
    const { page, launcher, panel } = await visit(browser, host, { as: null })
    await launcher.click()
    await panel.getByRole('button', { name: 'Write to us' }).first().click()
    await panel.getByLabel('Your name').waitFor()
    const field = panel.getByLabel('Your message')
    await field.fill('Begun before the log-in')
    const address = await addressFor(host, { as: leo })
    if (isSamePage)
      await page.evaluate(
        (identityToken) => (window as unknown as Verbs).Helpdock('update', { identityToken }),
        new URL(address).searchParams.get('token'),
      )
    else await page.goto(address)
    await panel.getByText('We will also write to l•••@mail.example').waitFor()
    expect(await panel.getByLabel('Your name').count()).toBe(0)
    expect(await field.inputValue()).toBe('Begun before the log-in')
    await page.context().close()
  }
})

test('the host’s words for a new message stand below what was typed, and give way where nobody touched them', async () => {
  const { page, panel } = await visit(browser, host)
  const field = panel.getByLabel('Your message')
  const asksFor = async (text: string) => {
    await page.evaluate((text) => (window as unknown as Verbs).Helpdock('showNewMessage', text), text)
    await field.waitFor()
    return field.inputValue()
  }
  expect(await asksFor('About rotation 7: ')).toBe('About rotation 7: ')
  expect(await asksFor('About rotation 8: ')).toBe('About rotation 8: ')
  await field.fill('About rotation 8: nobody is there')
  const both = 'About rotation 8: nobody is there\n\nAbout rotation 9: '
  for (const _again of [1, 2]) expect(await asksFor('About rotation 9: ')).toBe(both)
  await page.context().close()
})

test('a guest who comes back sees what they wrote with a code alone; who never wrote is asked the same, and nothing is sent', async () => {
  const { page, launcher, panel } = await visit(browser, host, { as: null })
  await launcher.click()
  await panel.getByRole('button', { name: 'Write to us' }).first().click()
  await panel.getByLabel('Your name').fill('Noor')
  await panel.getByLabel('Your e-mail address').fill('noor.back@mail.example')
  await panel.getByLabel('Your message').fill('Written on the bus')
  await panel.getByRole('button', { name: 'Continue' }).click()
  await panel.getByLabel('Code').fill(codeIn((await world.mailTo('noor.back@mail.example')).text))
  await sent(panel).waitFor()
  await page.context().close()

  /** With another device. @returns what the panel says while the code is on its way */
  const comesBack = async (email: string) => {
    const { page, launcher, panel } = await visit(browser, host, { as: null })
    await launcher.click()
    await panel.getByRole('button', { name: 'Your tickets' }).click()
    await panel.getByRole('button', { name: 'Written to us before?' }).click()
    await panel.getByLabel('Your e-mail address').fill(email)
    expect(await panel.getByLabel('Your name').count(), 'it stands with what they wrote').toBe(0)
    const before = (await world.mails()).map(({ text }) => text)
    await panel.getByRole('button', { name: 'Mail the code' }).click()
    await panel.getByText(/^Valid for/).waitFor()
    const said = await panel.locator('.form p').first().textContent()
    // It waits through a reload: a phone puts the tab away while its mail is read.
    await page.reload()
    await panel.getByLabel('Code').waitFor()
    const fits = ({ text, subject }: { text: string; subject: string }) =>
      !before.includes(text) && subject.includes('code')
    const { subject, text } = await world.mailTo(email, fits)
    expect(`${subject}\n${text}`).toMatch(
      /to see what .* wrote to support\n(.|\n)*wants to see what was written/,
    )
    await panel.getByLabel('Code').fill(codeIn(text))
    return { page, panel, said }
  }
  const back = await comesBack('noor.back@mail.example')
  await back.panel.getByRole('button', { name: 'Written on the bus' }).click()
  expect(await back.page.evaluate(() => sessionStorage.getItem('helpdock'))).toContain('"name":"Noor"')
  await back.panel.getByRole('log').getByText('Written on the bus').waitFor()
  await back.page.context().close()

  const stranger = await comesBack('noor.never@mail.example')
  await expect.poll(() => stranger.panel.getByLabel('Code').count()).toBe(0)
  await stranger.panel.getByText('No tickets yet').waitFor()
  const focused = stranger.page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.textContent)
  expect(await focused).toBe('Your tickets')
  expect(stranger.said?.replace('never', 'back')).toBe(back.said)
  await stranger.page.context().close()
})

test('a topic says what it counts, and nothing of the widget is printed', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  await panel.getByRole('button', { name: /^Finding and getting rotations \d+ articles$/ }).waitFor()
  await page.emulateMedia({ media: 'print' })
  expect([await panel.isVisible(), await launcher.isVisible()]).toEqual([false, false])
  await page.context().close()
})

test('who hears a thread is told of each message whose it is', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  await writes(page, 'Where do I park?')
  const ines = await agentConnects(world.url, 'Ines')
  const { tickets } = (await ines.command('ticket.list', { filter: {}, sort: 'newest' })).result
  const { id } = tickets.find(({ subject }: DeskTicket) => subject === 'Where do I park?')
  await ines.command('message.send', { clientId: newClientId(), ticketId: id, text: 'Behind the clinic.' })
  const log = panel.getByRole('log')
  await log.getByText('Behind the clinic.').waitFor()
  const heard = (await log.ariaSnapshot()).replaceAll(/\n\s*/g, ' ')
  expect(heard).toMatch(/You:.* Where do I park\?.* Ines Moreau.* Behind the clinic\./)
  expect(heard.match(/You:/g)).toHaveLength(1)
  // The host’s page has its own.
  expect(await page.getByRole('banner').or(page.getByRole('contentinfo')).count()).toBe(0)
  // Its whole date is for who points at it: as a title it would be said before each message.
  const bubble = log.locator('.hd-bubble').last()
  expect(await bubble.getAttribute('title')).toBe(null)
  await bubble.hover()
  expect(await bubble.getAttribute('title')).toMatch(/\d{4}/)
  ines.close()
  await page.context().close()
})

test('who hears is told once of each thing in a thread, the same words again too', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  const { answers, end } = await asksInes(page, 'Is the clinic open?')
  const said = panel.locator('[role=status][aria-atomic=false] p')
  await panel.getByRole('log').getByRole('button', { name: 'More' }).waitFor()
  for (const text of ['It is.', 'It is.']) await answers(text)
  await expect
    .poll(async () => (await said.allTextContents()).filter((one) => one.endsWith('It is.')))
    .toEqual([...Array(2)].map(() => 'Ines Moreau: It is.'))
  expect(await panel.getByRole('log').getAttribute('aria-live'), 'else each is said more than once').toBe(
    'off',
  )
  await panel.getByLabel('Your message').fill('Thank you.')
  await page.keyboard.press('Enter')
  await expect.poll(() => said.last().textContent()).toBe('Sent')
  await end()
})

test('who hears is told by the launcher of what came while the panel was closed', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  const { answers, end } = await asksInes(page, 'How long is it open?')
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'hidden' })
  await answers('Until five.')
  const words = page.locator('helpdock-launcher').getByText('New message from Ines Moreau')
  await words.waitFor()
  expect(await launcher.getAttribute('aria-label')).toBe('Open help, 1 unread')
  const region = words.locator('..')
  expect(await region.getAttribute('role')).toBe('status')
  expect(await region.evaluate((one) => getComputedStyle(one).clipPath), 'for ears only').toBe('inset(50%)')
  await launcher.click()
  await panel.getByRole('log').getByText('Until five.').waitFor()
  await words.waitFor({ state: 'detached' })
  await end()
})

test('a hint is read with its field, once, and what is wrong as it comes', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  await panel.getByRole('button', { name: /^Merge two accounts/ }).click()
  await panel.getByRole('button', { name: 'Continue' }).click()
  const field = panel.getByLabel('Its e-mail address')
  const words = panel.locator(`[id="${await field.getAttribute('aria-describedby')}"]`)
  const live = words.locator('[aria-live=polite]')
  expect(await words.textContent()).toContain('We mail a code there')
  expect(await live.textContent()).toBe('')
  await field.fill(maya.email)
  await page.keyboard.press('Enter')
  await live.getByText('This is the account you are logged in to').waitFor()
  expect(await words.textContent()).toBe(await live.textContent())
  await page.context().close()
})

test('who opens an article hears its name, also where its text comes late', async () => {
  const { page, launcher, panel, search } = await visit(browser, host)
  const text = await heldRequests(/\/api\/help\/articles\//).on(page)
  await launcher.click()
  await search.fill('merge')
  const first = panel.getByRole('option').first()
  await first.waitFor()
  await page.keyboard.press('Enter')
  const title = panel.getByRole('heading', { level: 2 }).and(panel.locator(':focus'))
  const help = await title.filter({ hasText: /^Help$/ }).elementHandle()
  text.letGo()
  await title.filter({ hasNotText: /^Help$/ }).waitFor()
  // Words that change under the focus are not heard: it has come to others.
  expect(await help?.evaluate((heading) => heading.isConnected)).toBe(false)
  await page.context().close()
})

test('what is wrong with a choice is read with its question, which says that it has to be answered', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  await panel.getByRole('button', { name: 'Write to us' }).first().click()
  await panel.getByRole('button', { name: 'My rotation is missing' }).click()
  const question = panel.getByRole('radiogroup', { name: 'Do you have a second account?' })
  await question.waitFor()
  const heard = () =>
    question.evaluate((field) => {
      const words = (field.getRootNode() as ShadowRoot).getElementById(
        `${field.getAttribute('aria-describedby')}`,
      )
      return [field.ariaRequired, field.ariaInvalid, words?.textContent]
    })
  expect(await heard()).toEqual(['true', 'false', ''])
  await panel.getByRole('button', { name: 'Continue' }).click()
  await question.getByRole('radio', { name: 'Yes' }).and(panel.locator(':focus')).waitFor()
  expect(await heard()).toEqual(['true', 'true', 'This is needed.'])
  await page.context().close()
})

test('restricted: an article for who is logged in is found by Maya, and by nobody else', async () => {
  await writeFile(
    join(world.articlesDir, 'en/people/for-students.md'),
    article('The zanzibar desk.', { title: 'For students only', audience: 'verified' }),
  )
  await eventually(
    'the article',
    async () => (await fetch(`${world.url}/api/help/home`).then((got) => got.json())).forSome,
  )
  for (const as of [maya, null]) {
    const { page, launcher, panel, search } = await visit(browser, host, { as })
    await launcher.click()
    await panel.getByText('All topics').waitFor()
    await search.fill('zanzibar')
    const found = panel.getByRole('option', { name: /For students only/ })
    if (as) {
      await found.click()
      await panel.getByText('The zanzibar desk.').waitFor()
    } else {
      await panel.getByText('Nothing found').first().waitFor()
      expect(await found.count()).toBe(0)
    }
    await page.context().close()
  }
})

test('shutdown forgets the person, on the screen and on the device', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  await writes(page, 'Before the log-out')
  await page.getByRole('log').getByText(/^Sent/).waitFor()
  expect(await page.evaluate(() => sessionStorage.length)).toBe(1)
  await page.evaluate(() => (window as unknown as { Helpdock: (verb: string) => void }).Helpdock('shutdown'))
  await panel.waitFor({ state: 'detached' })
  await launcher.waitFor({ state: 'detached' })
  expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0)

  // Whoever comes next on the same page begins at the beginning.
  await page.evaluate(() => {
    const { Helpdock } = window as unknown as { Helpdock: (verb: string) => void }
    for (const verb of ['boot', 'show']) Helpdock(verb)
  })
  await panel.getByText('All topics').waitFor()
  expect(await panel.getByText('Before the log-out').count()).toBe(0)
  await page.context().close()
})

test('who logs out and in again on the same page finds what came later as it looked', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  const emoji = panel.getByRole('button', { name: 'Emoji' })
  await launcher.click()
  await writes(page, 'Before and after')
  await emoji.waitFor()
  const before = await emoji.evaluate((one) => getComputedStyle(one).inset)
  expect(before).not.toBe('auto')
  await page.evaluate((identityToken) => {
    const { Helpdock } = window as unknown as { Helpdock: (...call: unknown[]) => void }
    Helpdock('shutdown')
    Helpdock('boot', { identityToken })
    Helpdock('show')
  }, new URL(page.url()).searchParams.get('token'))
  await panel.getByRole('button', { name: /^Before and after/ }).click()
  await emoji.waitFor()
  expect(await emoji.evaluate((one) => getComputedStyle(one).inset)).toBe(before)
  await page.context().close()
})

test('who logs in after somebody whose language the host had changed finds nothing of theirs', async () => {
  const { page, launcher, panel } = await visit(browser, host, { options: { locale: 'en' } })
  await launcher.click()
  await writes(page, 'Of Maya alone')
  await sent(panel).waitFor()
  await panel.getByRole('button', { name: 'Back' }).click()
  await panel.getByRole('button', { name: /^Write to us/ }).click()
  await panel.getByLabel('Your message').fill('Half a secret')
  const calls = (...calls: unknown[][]) =>
    page.evaluate((calls) => {
      const { Helpdock } = window as unknown as { Helpdock: (...call: unknown[]) => void }
      for (const call of calls) Helpdock(...call)
    }, calls)
  await calls(['update', { locale: 'de' }])
  await expect.poll(() => panel.getByLabel('Ihre Nachricht').inputValue()).toBe('Half a secret')
  await calls(
    ['shutdown'],
    ['boot', { locale: 'en', identityToken: await identityToken(leo) }],
    ['showNewMessage'],
  )
  await panel.getByLabel('Your message').waitFor()
  expect(await panel.getByLabel('Your message').inputValue()).toBe('')
  await panel.getByRole('button', { name: 'Back' }).click()
  await panel.getByText('Hi Leo').waitFor()
  expect(await panel.getByText('Of Maya alone').count()).toBe(0)
  await page.context().close()
})

test('the Enter with which Safari ends a composition opens, sends and saves nothing; the next one does', async () => {
  const { page, launcher, panel, search } = await visit(browser, host)
  await launcher.click()
  await search.fill('reset password')
  await panel.getByRole('option').first().waitFor()
  await endsComposition(search)
  await search.press('Enter')
  await panel.getByRole('heading', { name: 'Reset my password', exact: true }).waitFor()
  await panel.getByRole('button', { name: 'Back', exact: true }).click()
  await search.fill('')
  await writes(page, 'Before it')
  const field = panel.getByRole('textbox', { name: 'Your message' })
  await field.fill('東京の病院')
  await endsComposition(field)
  expect(await field.inputValue()).toBe('東京の病院')
  await field.press('Enter')
  await panel.getByRole('log').getByText('東京の病院').waitFor()
  expect(await field.inputValue()).toBe('')
  const log = panel.getByRole('log')
  await log.getByRole('button', { name: 'More' }).last().click()
  await log.getByRole('button', { name: 'Edit' }).click()
  const changed = log.getByRole('textbox')
  await changed.fill('京都の病院')
  await endsComposition(changed)
  await changed.press('End')
  await changed.pressSequentially('と')
  await changed.press('Enter')
  await log.getByText('京都の病院と').waitFor()
  await page.context().close()
})

test('synonym: a word that no article has finds what it means, once the editors have written that down', async () => {
  const { page, launcher, panel, search } = await visit(browser, host)
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  const first = panel.getByRole('option').first()
  const texts = await Promise.all(
    (await readdir(world.articlesDir, { recursive: true }))
      .filter((file) => file.endsWith('.md'))
      .map((file) => readFile(join(world.articlesDir, file), 'utf8')),
  )
  expect(texts.filter((text) => /zamboni/i.test(text))).toEqual([])
  await search.fill('zamboni')
  await panel.getByText('Nothing found').first().waitFor()
  const file = join(world.articlesDir, 'en/synonyms.yaml')
  const before = await readFile(file, 'utf8')
  await writeFile(file, `${before}- [password, zamboni]\n`)
  await first.filter({ hasText: 'Reset my password' }).waitFor()
  await writeFile(file, before)
  await page.context().close()
})

test('words that found nothing are told once, when the panel closes, without who typed them', async () => {
  const { page, launcher, panel, search } = await visit(browser, host)
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  const told: string[] = []
  page.on('request', (request) => {
    if (request.url().endsWith('/api/help/gaps') && request.method() === 'POST') {
      told.push(request.postData() ?? '')
      expect(request.headers().authorization).toBeUndefined()
    }
  })
  await search.fill('reset password')
  await panel.getByRole('option').first().click()
  await panel.getByRole('button', { name: 'Back', exact: true }).click()
  // Faster than anybody stops to think, on any machine.
  await search.evaluate((field: HTMLInputElement) => {
    for (field.value of ['zzqqy parking', 'zzqqy xxyyz'])
      field.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
  })
  await panel.getByText('Nothing found').waitFor()
  // The person stops to think: only then it is a question.
  await page.waitForFunction(() =>
    JSON.parse(sessionStorage.getItem('helpdock') ?? '{}').searches?.includes('zzqqy xxyyz'),
  )
  expect(told).toEqual([])
  const sent = page.waitForRequest((request) => request.url().endsWith('/api/help/gaps'))
  await page.keyboard.press('Escape')
  await sent
  expect(told.map((body) => JSON.parse(body))).toEqual([
    {
      locale: 'en',
      queries: ['zzqqy xxyyz'],
      found: [{ query: 'reset password', slug: 'reset-password' }],
    },
  ])
  await page.context().close()
})

test('what is unsure says so and puts a person first, and no result moves while somebody types', async () => {
  const { page, launcher, panel, search } = await visit(browser, host)
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  const person = panel.getByRole('button', { name: 'Ask a person' })
  const places: number[] = []
  const place = async () => {
    places.push((await panel.getByRole('option').first().boundingBox())?.y ?? 0)
  }

  await search.fill('user already exists')
  await panel.getByText(/^\d+ results?$/).waitFor()
  expect(await person.count()).toBe(0)
  await place()
  // Nobody has said yet that this word is whole.
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
  await search.fill('alredy exists')
  await panel
    .getByRole('option', { name: /already exists/ })
    .first()
    .waitFor()
  await place()
  expect(await panel.getByText('Results for').count()).toBe(0)
  await page.clock.resume()
  await panel.getByText('Results for “already exists”').waitFor()
  await place()
  await search.fill('school volcano dinosaur bicycle')
  await panel.getByText('We are not sure this answers it').waitFor()
  await place()
  expect(await panel.getByRole('option').count()).toBeGreaterThan(2)
  expect(new Set(places).size).toBe(1)
  expect((await person.boundingBox())?.y).toBeLessThan(places[0] ?? 0)
  await person.click()
  await panel.getByLabel('Your message').waitFor()
  await page.context().close()
})

test('while composing: who writes what an article answers is shown it, and the message goes by their word only', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await panel.getByRole('button', { name: 'Write to us' }).click()
  const message = panel.getByLabel('Your message')
  const text = 'Hello. When I sign up it says that the user already exists. What can I do?'
  await message.fill(text)
  const top = (await message.boundingBox())?.y
  const answer = panel.getByRole('button', { name: /It says "user already exists"/ })
  await answer.waitFor()
  expect((await message.boundingBox())?.y).toBe(top)

  // Back from the article, the message is what it was.
  await answer.click()
  await panel.getByRole('button', { name: 'Yes', exact: true }).click()
  await panel.getByText('Discard your message?').waitFor()
  await panel.getByRole('button', { name: 'Keep writing' }).click()
  await expect.poll(() => message.inputValue()).toBe(text)

  await answer.click()
  await panel.getByRole('button', { name: 'Yes', exact: true }).click()
  await panel.getByRole('button', { name: 'Discard', exact: true }).click()
  await panel.getByText('All topics').waitFor()
  await panel.getByRole('button', { name: 'Write to us' }).click()
  await expect.poll(() => message.inputValue()).toBe('')
  // What answered one message does not stand under another.
  await message.fill(text)
  await answer.waitFor()
  await message.fill('zzqqy xxyyz wwvvu')
  await answer.waitFor({ state: 'detached' })
  await page.context().close()
})

test('the way to files may come late, and what stands below it stays where it is', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  const bundle = await heldRequests(/\/assets\/attach-/).on(page)
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await panel.getByRole('button', { name: 'Write to us' }).click()
  await bundle.isHeld()
  const below = panel.getByRole('button', { name: 'My rotation is missing' })
  await below.waitFor()
  await allRests(page)
  const before = await below.boundingBox()
  const files = panel.getByRole('button', { name: 'Attach files' })
  expect(await files.count(), 'the premise: it is not here').toBe(0)
  bundle.letGo()
  await files.waitFor()
  await allRests(page)
  expect(await below.boundingBox()).toEqual(before)
  await page.context().close()
})

declare global {
  interface Window {
    /** How far what stood there was moved, as the browser measures it. */
    shifts: number[]
  }
}

function measuresShifts() {
  window.shifts = []
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      window.shifts.push((entry as PerformanceEntry & { value: number }).value)
  }).observe({ type: 'layout-shift' })
}

/** However slow the machine is, the second for which the topics wait is not over. */
function neverWaitsLong() {
  const { setTimeout } = window
  const later = (run: () => void, ms?: number, ...given: []) =>
    ms === 1_000 ? 0 : setTimeout(run, ms, ...given)
  Object.assign(window, { setTimeout: later })
}

test('characters that nobody can see are no message, a first one as little as a later one', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await panel.getByRole('button', { name: 'Write to us' }).click()
  const nothing = '\u200b \u2060\ufeff'
  const message = panel.getByLabel('Your message')
  const send = panel.getByRole('button', { name: 'Send', exact: true })
  await message.fill(nothing)
  await send.click()
  expect(await message.inputValue(), 'it was not sent').toBe(nothing)
  await message.fill('Is it there?')
  await send.click()
  await panel.getByRole('log').getByText(/^Sent/).waitFor()
  await message.fill(nothing)
  expect(await send.isDisabled()).toBe(true)
  await message.press('Enter')
  expect(await message.inputValue(), 'it was not sent').toBe(nothing)
  await message.fill(`${nothing}!`)
  expect(await send.isEnabled()).toBe(true)
  await page.context().close()
})

test.each([390, 1280])('of a message that is too long it is said above its box, at %s px', async (width) => {
  const { page, launcher, panel } = await visit(browser, host, { viewport: { width, height: 800 } })
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await writes(page, `Is it too long at ${width}?`)
  await panel.getByRole('button', { name: 'Emoji' }).waitFor()
  const place = async (what: Locator) => (await what.boundingBox()) ?? expect.fail('not drawn')
  const message = panel.getByLabel('Your message')
  const before = await place(message)
  await message.fill('x'.repeat(12_000))
  const box = await place(message)
  expect(box.y + box.height, 'the box ends where it ended').toBe(before.y + before.height)
  const why = await place(panel.getByRole('alert').getByText('2000 characters too long'))
  expect(why.y + why.height).toBeLessThan(box.y)
  for (const name of ['Send', 'Emoji', 'Attach files']) {
    const button = await place(panel.getByRole('button', { name, exact: true }))
    expect(button.y, name).toBeGreaterThan(box.y)
    expect(button.y + button.height, name).toBeLessThan(box.y + box.height)
  }
  expect(await objections(page, { within: 'helpdock-panel' })).toEqual([])
  await page.context().close()
})

test('in forced colours a message has an edge, and it is seen which result is meant', async () => {
  const { page, launcher, panel, search } = await visit(browser, host, { forcedColors: 'active' })
  await launcher.click()
  await search.fill('account')
  const options = panel.getByRole('option')
  await options.nth(1).waitFor()
  /** In forced colours none but the system's are drawn: whether the line is, and not in that of the ground. */
  const hasEdge = (what: Locator) =>
    what.evaluate((one) => {
      const { outlineStyle, outlineColor } = getComputedStyle(one)
      const grounds = ['rgba(0, 0, 0, 0)', getComputedStyle(one.closest('.panel') ?? one).backgroundColor]
      return outlineStyle === 'solid' && !grounds.includes(outlineColor)
    })
  expect([await hasEdge(options.nth(0)), await hasEdge(options.nth(1))]).toEqual([true, false])
  await search.press('ArrowDown')
  await expect.poll(() => hasEdge(options.nth(1))).toBe(true)
  await search.fill('')
  await writes(page, 'Where does it end?')
  await panel.getByRole('log').getByText(/^Sent/).waitFor()
  await expect.poll(() => hasEdge(panel.locator('.hd-bubble').last())).toBe(true)
  await page.context().close()
})

const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true }

test('for a finger emoji, switches and rows are as high as it needs', async () => {
  const { page, launcher, panel } = await visit(browser, host, PHONE)
  await launcher.tap()
  const heights: number[] = []
  const measures = async (one: Locator) => heights.push((await one.first().boundingBox())?.height ?? 0)
  await measures(panel.getByRole('button', { name: /^Logging in and accounts/ }))
  await panel.getByRole('button', { name: 'Write to us' }).first().tap()
  await measures(panel.locator('label').filter({ has: page.getByRole('switch') }))
  await panel.getByLabel('Your message').fill('By thumb')
  await panel.getByRole('button', { name: 'Send', exact: true }).tap()
  await panel.getByRole('button', { name: 'Emoji' }).tap()
  await measures(panel.getByRole('group', { name: 'Emoji' }).getByRole('button'))
  await page.keyboard.press('Escape')
  await panel.getByRole('button', { name: 'How you are told of answers' }).tap()
  await measures(panel.locator('label').filter({ has: page.getByRole('switch') }))
  expect(heights).toHaveLength(4)
  expect(Math.min(...heights)).toBeGreaterThanOrEqual(44)
  await page.context().close()
})

test('a finger hits what it aims at, and a phone has no reason to zoom in; who zooms in keeps a whole panel', async () => {
  const { page, launcher, panel, search } = await visit(browser, host, PHONE)
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  const sizeOf = (field: Locator) =>
    field.evaluate((one) => Number.parseFloat(getComputedStyle(one).fontSize))
  // Less, and an iPhone zooms in.
  expect(await sizeOf(search)).toBeGreaterThanOrEqual(16)

  const heightOf = async () => (await panel.boundingBox())?.height
  expect(await heightOf()).toBe(PHONE.viewport.height)
  const zoomed = page.evaluate(
    () => new Promise((seen) => visualViewport?.addEventListener('resize', seen, { once: true })),
  )
  const driver = await page.context().newCDPSession(page)
  await driver.send('Emulation.setPageScaleFactor', { pageScaleFactor: 2 })
  await zoomed
  expect(await page.evaluate(() => visualViewport?.height)).toBe(PHONE.viewport.height / 2)
  expect(await heightOf()).toBe(PHONE.viewport.height)
  await driver.send('Emulation.setPageScaleFactor', { pageScaleFactor: 1 })

  await search.fill('account')
  await panel.getByRole('button', { name: 'Clear the search' }).waitFor()
  expect(await missed(page)).toEqual([])
  await search.fill('')
  await writes(page, 'From a phone')
  await panel.getByRole('log').getByText(/^Sent/).waitFor()
  // It comes with what a message is quoted by.
  await panel.getByRole('button', { name: 'Emoji' }).waitFor()
  await panel.locator('.hd-bubble', { hasText: 'From a phone' }).tap()
  await panel.getByRole('button', { name: 'Quote' }).tap()
  await panel.getByRole('button', { name: 'Do not quote' }).waitFor()
  await panel.getByRole('button', { name: /^How you are told/ }).waitFor()
  expect(await sizeOf(panel.getByLabel('Your message'))).toBeGreaterThanOrEqual(16)
  expect(await missed(page)).toEqual([])
  await page.context().close()
})

test('where an iPhone’s keyboard pushes the page up, the panel is what is left in sight; who zooms in moves over a whole one', async () => {
  const { page, launcher, panel } = await visit(browser, host, { ...PHONE, before: standsInForView })
  await launcher.tap()
  await panel.getByText('All topics').waitFor()
  expect(await heightOf(panel)).toEqual([0, 844])
  await sees(page, 'resize', { height: 504 })
  await sees(page, 'scroll', { height: 504, offsetTop: 340 })
  expect(await heightOf(panel)).toEqual([340, 504])
  await sees(page, 'resize', { height: 844 })
  await sees(page, 'scroll', { height: 422, scale: 2, offsetTop: 200 })
  expect(await heightOf(panel)).toEqual([0, 844])
  await page.context().close()
})

test('on a phone held sideways the keyboard leaves in sight what is typed, and what is found', async () => {
  const { page, launcher, panel, search } = await visit(browser, host, {
    ...PHONE,
    viewport: { width: 844, height: 390 },
    before: standsInForView,
  })
  await launcher.tap()
  await panel.getByText('All topics').waitFor()
  expect(await heightOf(panel)).toEqual([0, 390])
  await sees(page, 'resize', { height: 190 })
  await search.fill('account')
  const found = panel.getByRole('option').first()
  await found.waitFor()
  expect(await heightOf(panel)).toEqual([0, 190])
  const inSight = (one: Locator) =>
    one.evaluate((one) => {
      const { left, top, width } = one.getBoundingClientRect()
      const root = one.getRootNode() as ShadowRoot
      return top + 20 < 190 && one.contains(root.elementFromPoint(left + width / 2, top + 20))
    })
  expect(await inSight(found)).toBe(true)
  await search.fill('')
  await sees(page, 'resize', { height: 390 })
  await writes(page, 'From a phone held sideways')
  await sent(panel).waitFor()
  await sees(page, 'resize', { height: 190 })
  const box = panel.getByRole('textbox', { name: 'Your message' })
  await box.fill('One line\n'.repeat(9))
  expect(await inSight(box)).toBe(true)
  const [top = 0, height = 0] = await heightOf(box)
  expect(top + height).toBeLessThan(190)
  await page.context().close()
})

function standsInForView() {
  const view = Object.assign(new EventTarget(), { height: screen.height, scale: 1, offsetTop: 0 })
  Object.defineProperty(window, 'visualViewport', { value: view })
}

const sees = (page: Page, event: 'resize' | 'scroll', view: object) =>
  page.evaluate(
    ([event, view]) => {
      Object.assign(visualViewport as object, { scale: 1, offsetTop: 0 }, view)
      visualViewport?.dispatchEvent(new Event(event))
    },
    [event, view] as const,
  )

const heightOf = async (one: Locator) => {
  const { y, height } = (await one.boundingBox()) ?? expect.fail('not drawn')
  return [y, height]
}

/** Buttons of which a finger 20 px above or below the middle hits something else. */
const missed = (page: Page) =>
  page.evaluate(() => {
    const root = document.querySelector('helpdock-panel')?.shadowRoot
    const buttons = [...(root?.querySelectorAll('button:not(.hd-more)') ?? [])]
    if (buttons.length < 2) throw new Error('There is nothing to press.')
    return buttons.flatMap((button) => {
      const { top, bottom, left, width } = button.getBoundingClientRect()
      const [x, y] = [left + width / 2, (top + bottom) / 2]
      const isWhole = y > 22 && y < innerHeight - 22
      const isHit = [-20, 20].every((far) => button.contains(root?.elementFromPoint(x, y + far) ?? null))
      return isWhole && !isHit ? [button.getAttribute('aria-label') ?? button.textContent] : []
    })
  })

test.each(['de', 'fr'])(
  'on the narrowest phone nothing is cut that is longer than in English: %s',
  async (locale) => {
    const narrowest = { ...PHONE, viewport: { width: 320, height: 640 } }
    const { page, launcher, panel, search } = await visit(browser, host, {
      ...narrowest,
      options: { locale },
    })
    await launcher.click()
    await search.fill('school volcano dinosaur bicycle')
    await panel.locator('.verdict button').waitFor()
    const over = await panel.locator('.verdict').evaluate((verdict) => {
      const [box, words] = [verdict, verdict.firstElementChild ?? verdict].map((one) =>
        one.getBoundingClientRect(),
      )
      return (words?.height ?? 0) - (box?.height ?? 0)
    })
    expect(over).toBeLessThanOrEqual(0)
    // Two lines, and what is promised below them.
    expect((await panel.locator('.write').boundingBox())?.height).toBeLessThan(80)

    await panel.locator('.write').click()
    await panel.locator('textarea').fill('Hallo')
    await panel.locator('.foot button').click()
    await panel.locator('.alerts > button').click()
    const sheet = await panel.locator('.alerts-sheet').boundingBox()
    expect(sheet?.x).toBeGreaterThan(0)
    await page.context().close()
  },
)

test('in Arabic what opens a message stands beside it, inside the panel, whichever way the message reads', async () => {
  const { page, launcher, panel } = await visit(browser, host, { options: { locale: 'ar' } })
  await launcher.click()
  await panel.locator('.write').click()
  await panel.locator('textarea').fill('Where is my rotation?')
  await panel.locator('.foot button').click()
  const said = (text: string) => panel.locator('.hd-bubble', { hasText: text })
  const composer = panel.locator('.composer textarea')
  await composer.fill('أين مناوبتي؟')
  await composer.press('Enter')
  const box = await panel.boundingBox()
  for (const text of ['Where is my rotation?', 'أين مناوبتي؟']) {
    const more = await said(text).locator('.hd-more').boundingBox()
    expect(more?.x, text).toBeGreaterThan((await said(text).boundingBox())?.x ?? Infinity)
    expect((more?.x ?? Infinity) + (more?.width ?? 0), text).toBeLessThan((box?.x ?? 0) + (box?.width ?? 0))
  }
  await page.context().close()
})

test('on a page that reads from the right, English words go on from the left', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await page.evaluate(() => {
    document.documentElement.dir = 'rtl'
  })
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  const box = await panel.boundingBox()
  const close = await panel.getByRole('button', { name: 'Close help' }).boundingBox()
  expect(close?.x).toBeGreaterThan((box?.x ?? 0) + (box?.width ?? 0) / 2)
  await page.context().close()
})

test('in forced colours the dot of what is unread is drawn', async () => {
  const noor = { sub: 'student-noor', email: 'noor@northfield.edu', name: 'Noor Aziz' }
  const contact = await contactConnects(world.url, noor)
  const opening = { clientId: newClientId(), type: 'question', text: 'Is there a bicycle stand?' }
  const { id: ticketId } = (await contact.command('ticket.open', opening)).result.ticket
  contact.close()
  const { page, launcher, panel } = await visit(browser, host, { as: noor, forcedColors: 'active' })
  await launcher.click()
  await panel.getByText('Is there a bicycle stand?').first().waitFor()
  const ines = await agentConnects(world.url, 'Ines')
  await ines.command('message.send', {
    clientId: newClientId(),
    ticketId,
    text: 'There is, behind the pharmacy.',
  })
  ines.close()
  const dot = panel.getByRole('img', { name: 'unread' })
  await dot.waitFor()
  // Grounds are not drawn in them, lines are.
  expect(await dot.evaluate((one) => getComputedStyle(one).borderTopWidth)).toBe('5px')
  await page.context().close()
})

test('what goes along with a first message stands there, each with its switch: what is off is not told', async () => {
  const { page, launcher, panel, search } = await visit(browser, host)
  const desk = await agentConnects(world.url, 'Omar')
  await launcher.click()
  const things = panel.locator('.alongside').getByRole('switch')
  const WORDS = ['Read', 'Searched', 'Page', 'Browser', 'Time zone']
  /** Leaves on what it names, and says what an agent has of it. */
  const tells = async (text: string, on: string[]) => {
    await search.fill('alredy exists')
    await panel.getByRole('option').first().click()
    await panel.getByText('Did this answer your question?').waitFor()
    await panel.getByRole('button', { name: /^(Ask a person|Write to us)/ }).click()
    await expect.poll(() => things.count()).toBe(WORDS.length)
    for (const word of WORDS) {
      const one = things.and(panel.getByRole('switch', { name: new RegExp(`^${word}`) }))
      expect(await one.isChecked(), word).toBe(true)
      if (!on.includes(word)) await one.click()
    }
    await panel.getByLabel('Your message').fill(text)
    await panel.getByRole('button', { name: 'Send', exact: true }).click()
    const { ticket } = await desk.event(
      'ticket.opened',
      (body) => (body.ticket as DeskTicket).subject === text,
    )
    for (const _ of ['thread', 'article'])
      await panel.getByRole('button', { name: 'Back', exact: true }).click()
    return (ticket as DeskTicket).handover
  }
  const whole = {
    reads: [expect.objectContaining({ slug: 'user-already-exists' })],
    searches: ['alredy exists'],
    page: '/demo/login',
    browser: expect.stringMatching(/^Chrome \d+ on /),
    zone: expect.any(String),
  }
  expect(await tells('All of it', WORDS)).toEqual(whole)
  const { reads, page: at, browser: program, searches, zone } = whole
  expect(await tells('One half', ['Read', 'Page', 'Browser'])).toEqual({
    ...{ reads, page: at, browser: program, searches: [] },
  })
  expect(await tells('The other half', ['Searched', 'Time zone'])).toEqual({ reads: [], searches, zone })
  desk.close()
  await page.context().close()
})

test('what she has switched off stays off while she looks something up, and over a reload', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  const writeToUs = panel.getByRole('button', { name: 'Write to us' })
  const goesAlong = panel.getByRole('switch', { name: /^Page/ })
  await writeToUs.click()
  expect(await goesAlong.isChecked(), 'the premise').toBe(true)
  await goesAlong.click()
  await panel.getByRole('button', { name: 'Back', exact: true }).click()
  await writeToUs.click()
  await goesAlong.waitFor()
  expect(await goesAlong.isChecked()).toBe(false)
  await page.reload()
  await goesAlong.waitFor()
  expect(await goesAlong.isChecked()).toBe(false)
  await page.context().close()
})

test('an empty file says so at once, and can only be taken away', async () => {
  const { page, launcher, panel } = await visit(browser, host, { as: null })
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  await panel.getByRole('button', { name: 'Write to us' }).click()
  const chooser = page.waitForEvent('filechooser')
  await panel.getByRole('button', { name: 'Attach files' }).click()
  const mimeType = 'text/plain'
  await (await chooser).setFiles([
    { name: 'nothing.txt', mimeType, buffer: Buffer.alloc(0) },
    { name: 'something.txt', mimeType, buffer: Buffer.from('Hello') },
  ])
  const row = (name: string) => panel.getByRole('listitem').filter({ hasText: name })
  await row('nothing.txt').getByRole('alert').getByText('There is nothing in this file.').waitFor()
  await row('something.txt').getByText('Goes with your message').waitFor()
  expect(await row('nothing.txt').getByRole('button').allTextContents(), 'no way but away').toEqual([''])
  await row('nothing.txt').getByRole('button', { name: 'Remove nothing.txt' }).click()
  await row('nothing.txt').waitFor({ state: 'detached' })
  await row('something.txt').waitFor()
  await page.context().close()
})

test('page-aware: the first screen suggests what belongs to the page that the host names', async () => {
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  const suggested = panel.locator('section', { hasText: 'Suggested for this page' })
  const ofLogin = suggested.getByRole('button', { name: /^It says "user already exists"/ })
  const ofProfile = suggested.getByRole('button', { name: /^Change or add my school/ })
  await ofLogin.waitFor()
  expect(await ofProfile.count()).toBe(0)
  await page.evaluate(() =>
    (window as unknown as { Helpdock: (...call: unknown[]) => void }).Helpdock('update', {
      page: '/demo/profile',
    }),
  )
  await ofProfile.waitFor()
  expect(await ofLogin.count()).toBe(0)
  await page.context().close()
})

test('redirect, live edit: by its old name; one branch stands for Maya; an update waits for its reader', async () => {
  const file = join(world.articlesDir, 'en/people/way-in.md')
  const text = `
:::if discipline=Nursing

Nurses use the east door.

:::else

All others use the west door.

:::

![The way in](https://www.youtube.com/watch?v=dQw4w9WgXcQ)
`
  const fields = { title: 'The way in to zanzibar', redirect_from: ['the-old-way'] }
  await writeFile(file, article(text, fields))
  await eventually('the article', async () => (await fetch(`${world.url}/api/help/articles/way-in`)).ok)
  const { page, launcher, panel } = await visit(browser, host, { strict: 'by address' })
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).hostname))
  await launcher.click()
  await panel.getByText('Hi Maya').waitFor()
  // By its old name, which nobody notices.
  await page.evaluate(() =>
    (window as unknown as { Helpdock: (...call: unknown[]) => void }).Helpdock('showArticle', 'the-old-way'),
  )
  await panel.getByRole('heading', { name: 'The way in to zanzibar' }).waitFor()
  await panel.getByText('the east door').waitFor()
  expect(await panel.getByText('the west door').isVisible()).toBe(false)
  expect(await panel.getByText('If discipline is').isVisible()).toBe(false)

  // This host's policy lets no player in: the link stands again, and the policy is all that was asked.
  await panel.getByRole('link', { name: 'The way in' }).click()
  await page.waitForFunction(() => (window as unknown as { violations: string[] }).violations.length > 0)
  await panel.getByRole('link', { name: 'The way in' }).waitFor()
  expect(new Set(asked)).toEqual(new Set(['127.0.0.1']))

  await writeFile(file, article(`${text}\nThe door is green now.\n`, fields))
  const offer = panel.getByRole('button', { name: 'Updated. Show the new version' })
  await offer.waitFor()
  expect(await panel.getByText('The door is green now.').count()).toBe(0)
  // At the end of the article it stands on nothing that somebody may want to press.
  const person = panel.getByRole('button', { name: 'Write to us' })
  await panel.locator('.body').evaluate((body) => body.scrollTo(0, body.scrollHeight))
  const [button, pill] = [await person.boundingBox(), await offer.boundingBox()]
  expect(pill?.y).toBeGreaterThanOrEqual((button?.y ?? 0) + (button?.height ?? 0))
  await offer.click()
  await panel.getByText('The door is green now.').waitFor()
  expect(await panel.getByText('the west door').isVisible()).toBe(false)
  await offer.waitFor({ state: 'detached' })
  await page.context().close()
})

test('an article opened before it is known who reads shows nobody else’s branch, not for a moment', async () => {
  await writeFile(
    join(world.articlesDir, 'en/people/doors.md'),
    article(':::if discipline=Nursing\nThe east door.\n:::else\nThe west door.\n:::', { title: 'Doors' }),
  )
  await eventually('the article', async () => (await fetch(`${world.url}/api/help/articles/doors`)).ok)
  const { page, panel } = await visit(browser, host)
  const session = await heldRequests(/\/api\/session/).on(page)
  const seen = page.evaluate(
    () =>
      new Promise<string>((resolve) => {
        const look = () => {
          const root = document.querySelector('helpdock-panel')?.shadowRoot
          const doors = [...(root?.querySelectorAll<HTMLElement>('.branch') ?? [])]
          const open = doors.filter((door) => door.offsetParent)
          if (open.length > 0) resolve(open.map(({ textContent }) => textContent).join())
          else requestAnimationFrame(look)
        }
        look()
      }),
  )
  const bundle = page.waitForResponse(/\/assets\/rich-text-/)
  await page.evaluate(() =>
    (window as unknown as { Helpdock: (...call: unknown[]) => void }).Helpdock('showArticle', 'doors'),
  )
  await panel.getByRole('heading', { name: 'Doors' }).waitFor()
  await bundle
  // All that it needs is there, but the session.
  await panel.getByRole('status', { name: 'Loading' }).waitFor()
  session.letGo()
  expect(await seen).toContain('The east door.')
  expect(await seen).not.toContain('west')
  await page.context().close()
})

test('locale fallback: an article without a translation says so, and another locale is read at once', async () => {
  await isThere('es')
  const { page, launcher, panel } = await visit(browser, host, { options: { locale: 'es' } })
  await launcher.click()
  const show = (slug: string) =>
    page.evaluate(
      (slug) =>
        (window as unknown as { Helpdock: (...call: unknown[]) => void }).Helpdock('showArticle', slug),
      slug,
    )
  await show('user-already-exists')
  await panel.getByText('Aún sin traducir').waitFor()
  await show('reset-password')
  await panel.locator('[lang=es]').waitFor()
  expect(await panel.getByText('Aún sin traducir').count()).toBe(0)
  // The host changes the locale: what is being read changes with it.
  await page.evaluate(() =>
    (window as unknown as { Helpdock: (...call: unknown[]) => void }).Helpdock('update', { locale: 'en' }),
  )
  await panel.locator('[lang=en]').waitFor()
  await panel.getByRole('heading', { name: 'Reset my password', exact: true }).waitFor()
  await page.context().close()
  await rm(join(world.articlesDir, 'es'), { recursive: true })
})

test('a Spanish student reads Spanish around the articles, too, from the launcher to the states of a ticket', async () => {
  await isThere('es')
  // As most hosts write it, and with a country for which there are no words of its own.
  const { page, launcher, panel, search } = await visit(browser, host, { options: { locale: 'es-MX' } })
  expect(await launcher.getAttribute('aria-label')).toBe('Ayuda')
  await launcher.click()
  await panel.getByText('Todos los temas').waitFor()
  expect(await launcher.getAttribute('aria-label')).toBe('Cerrar la ayuda')
  expect(await page.locator('helpdock-panel').getAttribute('lang')).toBe('es')
  await search.fill('contraseña')
  await panel.getByText(/^\d+ resultados?$/).waitFor()
  await panel.getByRole('button', { name: 'Borrar la búsqueda' }).click()
  await panel.getByRole('button', { name: /^Escríbenos/ }).click()
  await panel.getByLabel('Tu mensaje').fill('¿Dónde está mi rotación?')
  await panel.getByRole('button', { name: 'Enviar', exact: true }).click()
  await panel.getByText(/^(Enviado|Entregado|Visto) · /).waitFor()
  await panel.getByText(/^Tique \d+ · Abierto$/).waitFor()
  await panel.getByRole('button', { name: 'Está resuelto' }).click()
  await panel.getByText('¿Qué tal lo hemos hecho?').waitFor()
  await panel.getByText(/^Tique \d+ · Resuelto$/).waitFor()
  await page.context().close()
  await rm(join(world.articlesDir, 'es'), { recursive: true })
})

test('a host that changes its language changes the widget’s while it stands, with what is typed, once nothing is under way', async () => {
  const { page, launcher, panel } = await visit(browser, host, { options: { locale: 'en' } })
  const speaks = (locale: string) =>
    page.evaluate(
      (locale) =>
        (window as unknown as { Helpdock: (...call: unknown[]) => void }).Helpdock('update', { locale }),
      locale,
    )
  // The program was fetched, and nobody has opened it yet.
  await launcher.hover()
  await speaks('de')
  await launcher.click()
  await panel.getByText('Alle Themen').waitFor()
  expect(await launcher.getAttribute('aria-label')).toBe('Hilfe schließen')

  await panel.getByRole('button', { name: /^Schreiben Sie uns/ }).click()
  await panel.getByLabel('Ihre Nachricht').fill('Wo ist meine Rotation?')
  await speaks('es')
  await panel.getByLabel('Tu mensaje').waitFor()
  expect(await panel.getByLabel('Tu mensaje').inputValue()).toBe('Wo ist meine Rotation?')
  expect(await page.locator('helpdock-panel').count()).toBe(1)
  expect(await page.locator('helpdock-panel').getAttribute('lang')).toBe('es')
  expect(await launcher.getAttribute('aria-label')).toBe('Cerrar la ayuda')
  await panel.getByRole('button', { name: 'Enviar', exact: true }).click()
  await panel.getByText(/^(Enviado|Entregado|Visto) · /).waitFor()

  // A file is on its way: only the panel that stands there has the rest of it.
  const piece = await heldRequests('**/api/attachments/*?from=*').on(page)
  const chooser = page.waitForEvent('filechooser')
  await panel.getByRole('button', { name: 'Adjuntar archivos' }).click()
  const text = { name: 'log.txt', mimeType: 'text/plain', buffer: Buffer.from('It says so.') }
  await (await chooser).setFiles(text)
  await panel.getByRole('textbox', { name: 'Tu mensaje' }).fill('Con un archivo')
  await panel.getByRole('textbox', { name: 'Tu mensaje' }).press('Enter')
  await speaks('fr')
  await speaks('en')
  expect(await panel.getByRole('log').getByText('Con un archivo').count()).toBe(0)
  piece.letGo()
  await sent(panel).waitFor()
  await panel.getByRole('log').getByText('Con un archivo').waitFor()
  await panel.getByRole('log').getByText('log.txt').waitFor()
  expect(await page.locator('helpdock-panel').count()).toBe(1)
  // Bundles that came with other words, and those that come now, are this panel's.
  await panel.getByRole('button', { name: 'This is solved' }).click()
  await panel.getByText('How did we do?').waitFor()
  await page.context().close()
})

test('a guest whose device is a day ahead has ten minutes for the code, writes today, and can change it', async () => {
  const context = await browser.newContext()
  await context.addInitScript(clockIsAhead, 26 * 60 * MINUTE_MS)
  const { page, launcher, panel } = await visit(browser, host, { as: null, context })
  await launcher.click()
  await panel.getByRole('button', { name: 'Write to us' }).first().click()
  await panel.getByLabel('Your name').fill('Noor')
  await panel.getByLabel('Your e-mail address').fill('noor@mail.example')
  await panel.getByLabel('Your message').fill('What day is it?')
  await panel.getByRole('button', { name: 'Continue' }).click()
  await panel.getByText(/^Valid for (10:00|[5-9]:\d\d)$/).waitFor()
  await panel.getByLabel('Code').fill(codeIn((await world.mailTo('noor@mail.example')).text))
  await sent(panel).waitFor()
  const days = panel.getByRole('log').getByText(/^(Today|Yesterday)$/)
  expect(await days.allTextContents()).toEqual(['Today'])
  await panel.getByRole('button', { name: 'More' }).press('Enter')
  await panel.getByRole('button', { name: 'Edit' }).waitFor()
  await page.context().close()
})

test.each([390, 1280])(
  'at %i px an Arabic student reads from the right, and nothing sticks out',
  async (width) => {
    await isThere('ar')
    const { page, launcher, panel, search } = await visit(browser, host, {
      ...{ options: { locale: 'ar' }, viewport: { width, height: 844 }, reducedMotion: 'reduce' },
    })
    await launcher.click()
    await panel.getByText('كل المواضيع').waitFor()
    const widget = page.locator('helpdock-panel')
    expect([await widget.getAttribute('lang'), await widget.getAttribute('dir')]).toEqual(['ar', 'rtl'])
    const isWell = async (screen: string) => {
      await allRests(page)
      expect(await panel.evaluate(sticksOut), screen).toEqual([])
      expect(await objections(page, { within: 'helpdock-panel' }), screen).toEqual([])
    }
    await isWell('home')
    await search.fill('كلمة المرور')
    await panel.getByRole('option').first().waitFor()
    await isWell('results')
    await panel.getByRole('option').first().click()
    await panel.getByText('هل أجاب هذا عن سؤالك؟').waitFor()
    await isWell('article')
    await panel.getByRole('button', { name: /^اكتب إلينا/ }).click()
    await panel.getByLabel('رسالتك').fill('أين تدريبي؟')
    await isWell('writing')
    await panel.getByRole('button', { name: 'إرسال', exact: true }).click()
    await panel.getByText(/^(أُرسلت|وصلت|شوهدت) · /).waitFor()
    await isWell('thread')
    // The one who reads stands at the end of the line, which is on the left.
    const [bubble, log] = [panel.locator('.hd-own .hd-bubble'), panel.getByRole('log')]
    const [own, all] = [await bubble.boundingBox(), await log.boundingBox()]
    expect((own?.x ?? 0) - (all?.x ?? 0)).toBeLessThan((all?.width ?? 0) / 4)
    await page.context().close()
    await rm(join(world.articlesDir, 'ar'), { recursive: true })
  },
)

test('of a language without words English is shown, and so it says', async () => {
  const { page, launcher, panel } = await visit(browser, host, { options: { locale: 'fa' } })
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  const widget = page.locator('helpdock-panel')
  expect([await widget.getAttribute('lang'), await widget.getAttribute('dir')]).toEqual(['en', 'ltr'])
  await page.context().close()
})

/** The articles of another language, once the server has them. */
async function isThere(locale: string): Promise<void> {
  await cp(`test/stage/locales/${locale}`, join(world.articlesDir, locale), { recursive: true })
  await eventually(
    locale,
    async () => (await (await fetch(`${world.url}/api/help/home?locale=${locale}`)).json()).locale === locale,
  )
}

/** What is wider than where it stands, or beside the panel. */
function sticksOut(panel: Element): string[] {
  const { left, right } = panel.getBoundingClientRect()
  return [...panel.querySelectorAll('*')]
    .filter((one) => !one.closest('[hidden]') && !one.closest('.hd-more') && !one.closest('.table'))
    .filter((one) => {
      const box = one.getBoundingClientRect()
      return box.width > 0 && (box.left < left - 1 || box.right > right + 1)
    })
    .map((one) => one.outerHTML.slice(0, 120))
}

test('whoever writes while somebody is there reads how long answers at this hour took', async () => {
  const ines = await agentConnects(world.url, 'Ines')
  const { version } = (await ines.command('hours.read', {})).result.hours
  await ines.command('hours.set', { version, hours: null })
  ines.close()
  const { page, launcher, panel } = await visit(browser, host)
  await launcher.click()
  await panel.getByRole('button', { name: 'Write to us Usually answered within about 10 minutes' }).click()
  await panel.getByText(/^Usually answered within about 10 minutes/).waitFor()
  await page.context().close()
})

test.each([
  ['ahead, shortly before the desk closes', 20],
  ['behind, shortly after it has opened', -20],
])(
  'a guest whose device is twenty minutes %s, is promised what holds by the server’s clock',
  async (_, aheadMin) => {
    const ines = await agentConnects(world.url, 'Ines')
    const hoursAre = async (spans: object[]) => {
      const { version } = (await ines.command('hours.read', {})).result.hours
      const hours = { zone, week: Array(7).fill(spans), holidays: [] }
      expect((await ines.command('hours.set', { version, hours })).problem).toBeUndefined()
    }
    // A zone in which it is about noon: a span ends within its day.
    const east = 12 - new Date().getUTCHours()
    const zone = `Etc/GMT${east > 0 ? '-' : '+'}${Math.abs(east)}`
    const clock = (inMin: number) =>
      new Date(Date.now() + (east * 60 + inMin) * MINUTE_MS).toISOString().slice(11, 16)
    await hoursAre([{ from: clock(-10), to: clock(10) }])
    const context = await browser.newContext()
    await context.addInitScript(clockIsAhead, aheadMin * MINUTE_MS)
    const { page, launcher, panel } = await visit(browser, host, { as: null, context })
    await launcher.click()
    const promised = (promise: RegExp) => panel.getByRole('button', { name: promise }).waitFor()
    await promised(/^Write to us Usually answered within/)
    // The premise: what is closed by the same clock says when somebody is back.
    await hoursAre([{ from: clock(30), to: clock(40) }])
    await promised(/^Write to us We are back (today|tomorrow) at/)
    ines.close()
    await page.context().close()
  },
)

/** @returns how Ines answers it */
async function asksInes(page: Page, subject: string) {
  await writes(page, subject)
  const ines = await agentConnects(world.url, 'Ines')
  const { tickets } = (await ines.command('ticket.list', { filter: {}, sort: 'newest' })).result
  const { id: ticketId } = tickets.find((ticket: DeskTicket) => ticket.subject === subject)
  return {
    answers: (text: string) => ines.command('message.send', { clientId: newClientId(), ticketId, text }),
    async end() {
      ines.close()
      await page.context().close()
    },
  }
}
