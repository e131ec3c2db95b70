// A student at the widget, in up to three tabs, and an agent at the console write to each other in a real browser, and what can go wrong
// does, at random: lines that are cut, held or half-open, devices that are offline, tabs that are closed, reloaded or crash, a server that
// dies. At the end all of them show what is stored, and that is what was said. Partners: tabs.ts, two tabs in a set order; storm.ts.

import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { agentCookie, contactConnects, type Person } from '../stage/cast.ts'
import { type Host, sent, visit, writes } from '../stage/widget-host.ts'
import { eventually, type World } from '../stage/world.ts'
import { type Fault, type FaultProxy, faultProxy } from './proxy.ts'
import { NOTHING_WRONG, type Verdict } from './storm.ts'
import { crashes, shownIn, textsOf } from './tabs.ts'

const SUBJECT = 'A walk at random'
const TABS_MAX = 3
/** A person looks that long at what does not come, and then does something else. */
const TRIES_MS = 5_000
/** How long a line is held, a device offline, a server away. */
const AWAY_MAX_MS = 3_000
const BETWEEN_MAX_MS = 400

type Ways = Record<string, () => Promise<unknown>>

interface Tab {
  page: Page
  said: string[]
}

interface Walk {
  verdict: Verdict
  /** What happened, in order, and what was said and stored, for whoever looks for the reason of a fault. */
  steps: string[]
}

/** @param host whose pages load the widget over the bad line that this makes */
export async function randomWalk(
  { browser, host, world }: { browser: Browser; host: Host; world: World },
  { steps, random, name }: { steps: number; random: () => number; name: string },
): Promise<Walk> {
  const verdict: Verdict = { acknowledged: 0, ...NOTHING_WRONG, troubles: [] }
  const walked: string[] = []
  const priya: Person = { sub: `walk-${name}`, email: `${name}@northfield.edu`, name: 'Priya' }
  const [line, deskLine] = [await faultProxy(world.url), await faultProxy(world.url)]
  host.world = { ...world, url: line.url }
  const device = await browser.newContext()
  const tabs: Tab[] = [await firstTab()]
  const closed: Tab[] = []
  const ticketId = await theTicket()
  const desk = await theDesk()
  const answers: string[] = []
  let count = 0

  const any = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T
  const aWhile = () => rest(random() * AWAY_MAX_MS)
  const box = (page: Page) => page.getByLabel('Your message')
  const openPages = () => tabs.map((tab) => tab.page)
  const replyBox = () => desk.getByRole('textbox', { name: /^Reply to/ })

  const talk: Ways = {
    says: () => says(any(tabs)),
    'says three things': async () => {
      const tab = any(tabs)
      for (let n = 0; n < 3; n++) await says(tab)
    },
    answers: answer,
  }
  const trouble: Ways = {
    'reloads a tab': () => reloads(any(tabs).page),
    'reloads the desk': async () => {
      await desk.reload()
      await replyBox().waitFor()
    },
    'opens a tab': async () => {
      if (tabs.length < TABS_MAX) tabs.push(await opensTab())
    },
    'closes a tab': async () => (await leaves())?.page.close(),
    'a tab crashes': async () => {
      const tab = await leaves()
      if (tab) await crashes(tab.page).then(() => tab.page.close())
    },
    'lines are cut': async () => line.cutAll(),
    'the desk’s line is cut': async () => deskLine.cutAll(),
    'lines are held': () => held(line),
    'the desk’s line is held': () => held(deskLine),
    'the device is offline': () => offline(device),
    'the desk is offline': () => offline(desk.context()),
    'lines turn bad': async () => line.faults(badLines()),
    'lines are good again': async () => line.faults(() => ({ kind: 'none' })),
    'the server is killed': async () => {
      await world.kill()
      await aWhile()
      await world.start()
    },
    'the server is restarted': async () => {
      await world.stop()
      await world.start()
    },
  }

  for (let step = 0; step < steps; step++) {
    const [what, goes] = any(Object.entries(step % 2 ? trouble : talk))
    const failed = await goes().then(
      () => '',
      (cause: Error) => ` — ${cause.message.split('\n')[0]}`,
    )
    walked.push(`${what} (${tabs.length})${failed}`)
    await rest(random() * BETWEEN_MAX_MS)
  }
  await heals()
  await hold()
  await Promise.all([device.close(), desk.context().close()])
  await Promise.all([line.close(), deskLine.close()])
  return { verdict, steps: walked }

  async function says(tab: Tab): Promise<void> {
    const text = `Priya’s ${++count}`
    await tab.page.bringToFront()
    await box(tab.page).fill(text, { timeout: TRIES_MS })
    await tab.page.keyboard.press('Enter')
    // From here on it is on the device.
    await leavesBox(box(tab.page), text)
    tab.said.push(text)
  }

  /**
   * What was stopped, because she wrote meanwhile, goes as it is before anything else is written. It may come back at any moment: who
   * types goes on behind it and overwrites nothing.
   */
  async function answer(): Promise<void> {
    await sendsStopped()
    if (await replyBox().inputValue({ timeout: TRIES_MS })) return
    const text = `Omar’s ${++count}`
    await desk.bringToFront()
    await replyBox().press('Control+End', { timeout: TRIES_MS })
    await desk.keyboard.insertText(text)
    const isThere = partsOf([await replyBox().inputValue({ timeout: TRIES_MS })]).includes(text)
    if (!isThere) throw new Error(`${text} was typed beside the box.`)
    answers.push(text)
    await desk.keyboard.press('Control+Enter')
  }

  async function sendsStopped(): Promise<void> {
    const asItIs = desk.getByRole('button', { name: 'Send it as it is' })
    if (await asItIs.isVisible()) await asItIs.click({ timeout: TRIES_MS })
    else if (await replyBox().inputValue({ timeout: TRIES_MS })) await replyBox().press('Control+Enter')
  }

  async function leaves(): Promise<Tab | undefined> {
    if (tabs.length < 2) return undefined
    const [tab] = tabs.splice(Math.floor(random() * tabs.length), 1)
    if (tab) closed.push(tab)
    return tab
  }

  async function held(of: FaultProxy): Promise<void> {
    of.hold()
    await aWhile()
    of.letGo()
  }

  async function offline(context: BrowserContext): Promise<void> {
    await context.setOffline(true)
    await aWhile()
    await context.setOffline(false)
  }

  function badLines(): () => Fault {
    const afterBytes = () => Math.floor(random() * 6_000)
    const faults: (() => Fault)[] = [
      () => ({ kind: 'cut', afterBytes: afterBytes() }),
      () => ({ kind: 'delay', ms: random() * 1_000 }),
      () => ({ kind: 'stop', direction: any(['up', 'down'] as const), afterBytes: afterBytes() }),
      () => ({ kind: 'twice', afterBytes: afterBytes() }),
    ]
    const bad = any(faults)
    return () => (random() < 0.5 ? { kind: 'none' } : bad())
  }

  async function firstTab(): Promise<Tab> {
    const { page, launcher } = await visit(browser, host, { context: device, as: priya })
    await launcher.click()
    await writes(page, SUBJECT)
    await sent(page).waitFor()
    return { page, said: [] }
  }

  async function opensTab(): Promise<Tab> {
    const { page } = await visit(browser, host, { context: device, as: priya })
    await opensThread(page)
    return { page, said: [] }
  }

  async function reloads(page: Page): Promise<void> {
    await page.reload()
    await opensThread(page)
  }

  /** On a bad line a press may have to be made again. */
  async function opensThread(page: Page): Promise<void> {
    const panel = page.locator('helpdock-panel').getByRole('dialog')
    const launcher = page.locator('helpdock-launcher').getByRole('button')
    await eventually('the thread', async () => {
      if (await box(page).isVisible()) return true
      const next = (await panel.isVisible()) ? panel.getByText(SUBJECT).first() : launcher
      await next.click({ timeout: TRIES_MS }).catch(() => {})
      return false
    })
  }

  async function theTicket(): Promise<string> {
    const student = await contactConnects(world.url, priya)
    student.close()
    return student.welcome.tickets[0].id
  }

  async function theDesk(): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const [cookie = '', ...value] = (await agentCookie(world.url, 'Omar')).split('=')
    await context.addCookies([{ name: cookie, value: value.join('='), url: deskLine.url }])
    const page = await context.newPage()
    await page.goto(`${deskLine.url}/console/open/${ticketId}`)
    await page.getByRole('textbox', { name: /^Reply to/ }).waitFor()
    return page
  }

  async function heals(): Promise<void> {
    for (const one of [line, deskLine]) {
      one.faults(() => ({ kind: 'none' }))
      one.cutAll()
    }
  }

  async function hold(): Promise<void> {
    const said = [...tabs, ...closed].map((tab) => tab.said).concat([answers])
    const student = await contactConnects(world.url, priya)
    const reads = () => textsOf(student, ticketId)
    const stored = await eventually('all that was said', async () => {
      await sendsStopped().catch(() => {})
      // Nobody may ask as often as a scene looks.
      await rest(BETWEEN_MAX_MS)
      const texts = await reads()
      return said.flat().every((text) => partsOf(texts).includes(text)) && texts
    }).catch(reads)
    student.close()
    const parts = partsOf(stored)
    walked.push(...said.map((of) => `said: ${of.join(', ')}`), `stored: ${parts.join(', ')}`)
    const missing = said.flat().filter((text) => !parts.includes(text))
    const waiting = missing.length ? partsOf(await Promise.all([...openPages(), desk].map(keptIn))) : []
    const unsent = missing.filter((text) => waiting.includes(text))
    verdict.lost += missing.length - unsent.length
    if (unsent.length) verdict.troubles.push(`not sent, but still there: ${unsent.join(', ')}`)
    for (const of of said) {
      const places = of.map((text) => parts.indexOf(text))
      const there = places.filter((place) => place >= 0)
      verdict.acknowledged += there.length
      if (there.some((place, at) => place < (there[at - 1] ?? 0))) verdict.outOfOrder++
      verdict.shownTwice += of.filter((text) => parts.indexOf(text) !== parts.lastIndexOf(text)).length
    }
    for (const page of [...openPages(), desk]) {
      await page.bringToFront()
      const isAsStored = async () => {
        const shown = await shownIn(page)
        return shown.length > 0 && shown.every((text, at) => text === stored.at(at - shown.length))
      }
      const isAmiss = await eventually('what is stored', isAsStored).then(
        () => false,
        () => true,
      )
      if (isAmiss) verdict.statesAmiss++
    }
  }
}

/** What was stopped is sent together with what was written behind it. */
const partsOf = (texts: string[]) => texts.flatMap((text) => text.match(/(Priya|Omar)’s \d+/g) ?? [])

const rest = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

const leavesBox = (box: Locator, text: string) =>
  eventually('that it left its box', async () => (await box.inputValue()) !== text)

/** In its boxes, its thread and its device's storage: what was not sent and is not lost. */
const keptIn = async (page: Page) => {
  const boxes = await page.getByRole('textbox').all()
  const texts = await Promise.all(boxes.map((box) => box.inputValue()))
  const storages = await page.evaluate(() => JSON.stringify([localStorage, sessionStorage]))
  return [...texts, ...(await shownIn(page)), storages].join('\n')
}
