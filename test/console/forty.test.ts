// Forty tickets before lunch, from the keyboard: one agent, one queue, no mouse. After every press the focus stands on something that is
// seen, all that was pressed is done at the server, and what each kind of work costs is counted.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../browser/chromium.ts'
import { repliesAtOnce } from '../browser/people.ts'
import { agentConnects, agentCookie } from '../stage/cast.ts'
import type { Client } from '../stage/client.ts'
import { writeQueue } from '../stage/many-tickets.ts'
import { makeWorld, type World } from '../stage/world.ts'

const NOOR = { sub: 'student-noor', email: 'noor@northfield.edu', name: 'Noor Aziz' }
const QUEUE = 45

let world: World
let browser: Browser
let ines: Client

beforeAll(async () => {
  world = await makeWorld({}, (dataDir) => writeQueue(dataDir, NOOR, QUEUE))
  browser = await launchChromium()
  ines = await agentConnects(world.url, 'Ines')
})
afterAll(async () => {
  ines?.close()
  await browser?.close()
  await world?.end()
})

test('an agent works through forty tickets by keys alone: no press is lost, and the focus never is', async () => {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  const [name = '', value = ''] = (await agentCookie(world.url, 'Omar')).split('=')
  await page.context().addCookies([{ name, value, url: world.url }])
  await repliesAtOnce(page)
  await page.goto(`${world.url}/console`)
  await page.getByRole('link', { name: /Queue 45/ }).waitFor()
  const keys = keyboardOf(page)
  const told = (text: RegExp) => page.locator('.toast').getByText(text).waitFor()
  const title = page.locator('#thread-title')
  const isClosed = () => page.locator('dialog[open]').waitFor({ state: 'detached' })
  let last = 0
  /** The number of the one that is open, which is another than before. */
  const next = async () => {
    await title.filter({ hasNotText: new RegExp(`Queue ${last}:`) }).waitFor()
    last = Number((await title.textContent())?.match(/\d+/)?.[0])
    return last
  }
  /** Those of this work, from the one that is open. @returns their numbers in the queue */
  const each = async (count: number, work: () => Promise<void>) => {
    const done: number[] = []
    for (let n = 0; n < count; n++) {
      done.push(await next())
      await work()
    }
    return done
  }

  await keys.press('?', 'Escape', 'Enter')
  const replied = await each(16, async () => {
    await keys.press('r')
    await keys.type('Yes.')
    await keys.press('Control+Shift+Enter')
  })
  const replies = keys.spent()
  const fromMacros = await each(6, async () => {
    await keys.press(';')
    await keys.type('done')
    await keys.press('Enter', 'Control+Shift+Enter')
  })
  const macros = keys.spent()
  const tagged = await each(4, async () => {
    await keys.press('t')
    await keys.type('visa')
    await keys.press('Control+Enter', 'p', 'u', 'Enter')
    await isClosed()
    await keys.press('e')
  })
  const tags = keys.spent()
  const snoozed = await each(4, () => keys.press('h', 'Enter'))
  const snoozes = keys.spent()
  const noted = await each(5, async () => {
    await keys.press('n')
    await keys.type('Called.')
    await keys.press('Control+Enter', 'Escape', 'A', 'i', 'Enter', 'j')
  })
  const notes = keys.spent()
  // Before any of them is merged with another: all are one contact's.
  await expect.poll(() => stateOf(snoozed)).toEqual(snoozed.map(() => ({ state: 'snoozed' })))
  const merged = await each(2, async () => {
    await keys.press('m', 'Enter', 'Enter')
    await isClosed()
  })
  const merges = keys.spent()

  // Solved by mistake, and taken back; two at once.
  await keys.press('e')
  await told(/is solved/)
  await keys.press('z')
  await told(/is open again/)
  await keys.press('Escape', 'x', 'j', 'x', 'e')
  await told(/^2 tickets are solved/)
  // Found by what was noted, and back to the list.
  await keys.press('/')
  await keys.type('called')
  await keys.press('Enter')
  await page.locator('.rows-found .row:focus').waitFor()
  await keys.press('j', 'Enter', 'r', 'Escape', 'Escape', '/', 'Escape')
  await page.locator('.rows:not(.rows-found)').waitFor()
  // From place to place.
  for (const words of ['go to mine', 'go to reports', 'settings: macros', 'go to snoozed']) {
    await keys.press('Control+k')
    await keys.type(words)
    await keys.press('Enter')
  }
  await page.locator('.row:focus', { hasText: /Queue/ }).waitFor()
  await keys.press('Enter', 'Control+k')
  await keys.type('reply')
  await keys.press('Enter')
  await page.locator('#composer:focus').waitFor()

  expect(keys.lost(), 'presses with the focus nowhere, or on what is not seen').toEqual([])
  expect(new Set([...replied, ...fromMacros, ...tagged, ...snoozed, ...noted]).size, 'no two are one').toBe(
    35,
  )
  const solved = { state: 'solved' }
  await expect.poll(() => stateOf(replied)).toEqual(replied.map(() => solved))
  await expect.poll(() => stateOf(fromMacros)).toEqual(fromMacros.map(() => solved))
  await expect
    .poll(() => stateOf(tagged))
    .toEqual(tagged.map(() => ({ ...solved, priority: 'urgent', tags: 'visa' })))
  expect(said('message.created')).toEqual({ 'Yes.': 16, macro: 6 })
  expect(said('note.created')['Called.']).toBe(5)
  expect(merged).toHaveLength(2)
  // Of each, without what was written. A press more is a press too many.
  expect({ replies, macros, tags, snoozes, notes, merges }).toEqual({
    ...{ replies: 16 * 2 + 3, macros: 6 * 3, tags: 4 * 6, snoozes: 4 * 2, notes: 5 * 7, merges: 2 * 3 },
  })
})

interface Desk {
  subject: string
  state: string
  priority: string
  tags: string[]
}

/** As Ines hears of them. */
function stateOf(queue: readonly number[]) {
  const newest = new Map<string, Desk>()
  for (const { name, body } of ines.frames)
    if (name === 'ticket.changed') {
      const { ticket } = body as { ticket: Desk }
      newest.set(ticket.subject, ticket)
    }
  return queue.map((n) => {
    const { state, priority, tags } = newest.get(`Queue ${n}: where do I find this?`) ?? {}
    return {
      state,
      ...(priority !== 'normal' && { priority }),
      ...(tags?.length && { tags: tags.join() }),
    }
  })
}

/** How often each was said by Omar. */
function said(event: string): Record<string, number> {
  const times: Record<string, number> = {}
  for (const { name, body } of ines.frames) {
    if (name !== event) continue
    const { text, author } = Object.values(body as object)[0] as { text: string; author: { name: string } }
    if (!author.name.startsWith('Omar') || !text) continue
    const what = text.includes('That is done') ? 'macro' : text
    times[what] = (times[what] ?? 0) + 1
  }
  return times
}

/** Of one who never touches the mouse. */
function keyboardOf(page: Page) {
  const lost: string[] = []
  let pressed = 0
  /** Once what the press began has been drawn. */
  const look = async (key: string) => {
    const where = await page.evaluate(
      () =>
        new Promise<string | null>((resolve) => {
          const tell = () => {
            const active = document.activeElement as HTMLElement
            const box = active.getBoundingClientRect()
            const isInSight =
              box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth
            const isSeen = active !== document.body && active.checkVisibility() && isInSight
            resolve(isSeen ? null : active.outerHTML.slice(0, 80))
          }
          requestAnimationFrame(() => setTimeout(tell))
        }),
    )
    if (where !== null) lost.push(`after ${pressed} presses, “${key}”: ${where}`)
  }
  return {
    lost: () => lost,
    /** Since it was last asked. */
    spent() {
      const before = pressed
      pressed = 0
      return before
    },
    async press(...keys: string[]) {
      for (const key of keys) {
        pressed++
        await page.keyboard.press(key)
        await look(key)
      }
    },
    async type(text: string) {
      await page.keyboard.type(text)
      await look(text)
    },
  }
}
