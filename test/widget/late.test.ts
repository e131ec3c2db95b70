// The widget on a slow line: what it fetches when it first needs it comes late, or only when it is asked for again.

import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../browser/chromium.ts'
import { type Held, heldRequests } from '../browser/held.ts'
import { agentConnects, contactConnects, maya, newClientId } from '../stage/cast.ts'
import type { Json } from '../stage/client.ts'
import { type Host, makeHost, visit } from '../stage/widget-host.ts'
import { makeWorld, type World } from '../stage/world.ts'

let world: World
let browser: Browser
let host: Host
let ticketId: string
beforeAll(async () => {
  host = await makeHost()
  ;[world, browser] = await Promise.all([makeWorld({ ALLOWED_ORIGINS: host.origin }), launchChromium()])
  host.world = world
  await writesMuch()
})
afterAll(async () => {
  await browser?.close()
  await world?.end()
  host?.close()
})

test('who reads above stays there while the quotes of a thread come, and then what was answered in its form', async () => {
  const { page, log, parts } = await inTheThread('message', 'form')
  await parts.areAsked
  const before = await readsAt(log, 21)
  parts.come('message')
  await page.getByRole('button', { name: 'Go to the newest message' }).waitFor()
  await twoFrames(page)
  expect(await log.locator('.hd-quote').count(), 'the premise').toBeGreaterThan(5)
  expect(await standsAt(log, 21)).toBeCloseTo(before, 0)
  parts.come('form')
  await page.getByText('Hospital or site').waitFor()
  await twoFrames(page)
  expect(await standsAt(log, 21)).toBeCloseTo(before, 0)
  await page.context().close()
})

test('who goes up in the very moment in which what keeps their place comes stays there', async () => {
  const { page, log, parts } = await inTheThread('message')
  await parts.areAsked
  // The browser has moved the thread, and is yet to tell of it.
  await log.evaluate((log) => {
    const holdsBack = (event: Event) => event.isTrusted && event.stopImmediatePropagation()
    log.getRootNode().addEventListener('scroll', holdsBack, true)
  })
  const before = await readsAt(log, 21)
  expect(await toEnd(log), 'the premise').toBeGreaterThan(100)
  parts.come('message')
  await log.getByRole('button', { name: 'More' }).first().waitFor()
  await twoFrames(page)
  expect(await standsAt(log, 21)).toBeCloseTo(before, 0)
  await page.context().close()
})

test('a thread opens at its end, and stays there while what belongs to it comes', async () => {
  const { page, log, parts } = await inTheThread('message', 'form')
  await parts.areAsked
  parts.come('message')
  await log.getByRole('button', { name: 'More' }).first().waitFor()
  await twoFrames(page)
  expect(await toEnd(log)).toBeLessThan(2)
  parts.come('form')
  await page.getByText('Hospital or site').waitFor()
  await twoFrames(page)
  expect(await toEnd(log)).toBeLessThan(2)
  await page.context().close()
})

test('messages that are drawn anew as their bundle comes are not read aloud, and leave the focus in the thread', async () => {
  const { page, panel, log, parts } = await inTheThread('message')
  await parts.areAsked
  await log.getByRole('link').last().focus()
  const drawnAnew = await log.evaluateHandle((log) => {
    const drawn: (string | null)[] = []
    new MutationObserver(() => drawn.push(log.getAttribute('aria-live'))).observe(log, {
      childList: true,
      subtree: true,
    })
    return drawn
  })
  parts.come('message')
  await log.getByRole('button', { name: 'More' }).first().waitFor()
  await page.locator('[role=log]:focus').waitFor()
  const drawn = await drawnAnew.jsonValue()
  expect(drawn.length, 'the premise').toBeGreaterThan(0)
  expect(drawn.filter((live) => live !== 'off')).toEqual([])
  // Nor beside it: she has seen all of it.
  expect(await panel.locator('[role=status][aria-atomic=false]').textContent()).toBe('')
  await page.context().close()
})

test('what is pressed in the header of a thread does not move as the bell comes', async () => {
  const { page, panel, parts } = await inTheThread('alerts')
  await parts.areAsked
  const solve = panel.getByRole('button', { name: 'This is solved' })
  const before = await solve.boundingBox()
  parts.come('alerts')
  await panel.getByRole('button', { name: 'How you are told of answers' }).waitFor()
  expect(await solve.boundingBox()).toEqual(before)
  await page.context().close()
})

test('what could not be fetched comes with the line, where somebody stands already', async () => {
  const { page, panel, log, parts } = await inTheThread('message', 'attach')
  await parts.areAsked
  parts.fail()
  await twoFrames(page)
  await page.context().setOffline(true)
  await panel.getByText('No connection').waitFor()
  expect(await panel.getByRole('button', { name: 'Attach files' }).count(), 'the premise').toBe(0)
  parts.come('message', 'attach')
  await page.context().setOffline(false)
  await panel.getByRole('button', { name: 'Attach files' }).waitFor()
  await log.getByRole('button', { name: 'More' }).first().waitFor()
  await page.context().close()
})

test('what comes below who reads above is seen once they go there, whether or not what keeps their place has come', async () => {
  const { page, log, parts } = await inTheThread('message')
  await parts.areAsked
  const omar = await agentConnects(world.url, 'Omar')
  const says = async (text: string) => {
    const { result } = await omar.command('message.send', { clientId: newClientId(), ticketId, text })
    await log.getByText(text).waitFor()
    await twoFrames(page)
    return result.message.sequence as number
  }
  const isSeen = (of: number) => (body: Json) => body.by === 'contact' && body.sequence === of
  const goesToTheEnd = async (below: number, newest: number) => {
    const early = omar.frames.filter(
      ({ name, body }) => name === 'thread.seen' && isSeen(below)(body as Json),
    )
    expect(early).toEqual([])
    await log.evaluate((log) => log.closest('.body')?.scrollTo(0, 1e6))
    await omar.event('thread.seen', isSeen(newest))
  }
  await readsAt(log, 21)
  const first = await says('An answer')
  expect(await toEnd(log), 'the premise').toBeGreaterThan(100)
  await goesToTheEnd(first, await says('And one thing more'))

  await readsAt(log, 21)
  const second = await says('Another answer')
  parts.come('message')
  await log.getByRole('button', { name: 'More' }).first().waitFor()
  await twoFrames(page)
  expect(await toEnd(log), 'the premise').toBeGreaterThan(100)
  await goesToTheEnd(second, await says('And its end'))
  omar.close()
  await page.context().close()
})

/** A thread of Maya's: quotes and links stand in it, and above it what she answered in a form. */
async function writesMuch(): Promise<void> {
  const student = await contactConnects(world.url, maya)
  const { ticket } = (
    await student.command('ticket.open', {
      clientId: newClientId(),
      type: 'missing_rotation',
      text: 'Where is it?',
      answers: { second_account: 'none', site: 'Northfield General' },
    })
  ).result
  ticketId = ticket.id
  for (let line = 1; line <= 40; line++)
    await student.command('message.send', {
      clientId: newClientId(),
      ticketId: ticket.id,
      text: `Line ${line}. ${line % 5 ? 'And some words more, that fill it to its end.' : 'https://example.org/here'}`,
      ...(line > 3 && line % 3 === 0 && { quotes: line - 1 }),
    })
  student.close()
}

/** Before these bundles have come. */
async function inTheThread(...names: string[]) {
  const context = await browser.newContext()
  const bundles = new Map<string, Held>()
  for (const name of names)
    bundles.set(name, await heldRequests(new RegExp(`/assets/${name}-[^/]+\\.js`)).on(context))
  const shown = await visit(browser, host, { context })
  await shown.launcher.click()
  await shown.panel
    .getByRole('button', { name: /My rotation is missing/ })
    .first()
    .click()
  const log = shown.panel.getByRole('log')
  await log.getByText('Line 40.').waitFor()
  const parts = {
    areAsked: Promise.all([...bundles.values()].map(({ isHeld }) => isHeld())),
    come: (...names: string[]) => {
      for (const name of names) bundles.get(name)?.letGo()
    },
    /** Those that have not come, until they do. */
    fail: () => {
      for (const { letGo } of bundles.values()) letGo('failed')
    },
  }
  return { ...shown, log, parts }
}

const standsAt = (log: Locator, item: number) =>
  log.locator(`[data-item="${item}"]`).evaluate((row) => row.getBoundingClientRect().top)

/** With this message at the upper edge. @returns where it stands */
async function readsAt(log: Locator, item: number): Promise<number> {
  await log.locator(`[data-item="${item}"]`).evaluate((row) => row.scrollIntoView({ block: 'start' }))
  await twoFrames(log.page())
  return standsAt(log, item)
}

const toEnd = (log: Locator) =>
  log.evaluate((log) => {
    const box = log.closest('.body') as Element
    return box.scrollHeight - box.scrollTop - box.clientHeight
  })

/** What follows from a change of heights is done. */
const twoFrames = (page: Page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null)))),
  )
