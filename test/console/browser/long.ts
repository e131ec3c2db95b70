// A thread of ten thousand messages, and a list of many tickets.

import type { BrowserContext, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { objections } from '../../browser/axe.ts'
import { heldRequests } from '../../browser/held.ts'
import { firstsOfDays, readsUp, readsUpTo, rowsIn } from '../../browser/long-thread.ts'
import { atDemo } from '../../browser/people.ts'
import { agentConnects, contactConnects, newClientId } from '../../stage/cast.ts'
import { browser, consoleOf, longTicket, mayaOpens, notedTicket, TALKER, WIDE, world } from './desk.ts'

/** What follows from a change of heights is done. */
const twoFrames = (page: Page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(null)))),
  )

/** As the talker sees it, at its end. */
async function talkersThread(context: BrowserContext) {
  const demo = await atDemo(await context.newPage(), world.url)
  await demo.logIn(TALKER.email)
  const { panel } = await demo.openWidget()
  await panel
    .getByRole('button', { name: /^Message 1\./ })
    .first()
    .click()
  const log = panel.getByRole('log')
  await log.getByText('Message 10000.').waitFor()
  return { page: demo.page, panel, log }
}

export function longScenes(): void {
  test('ten thousand messages: some hundred rows, nothing moves while pages come, what is new is counted', async () => {
    const page = await consoleOf('Omar', { viewport: WIDE, timezoneId: 'America/Phoenix' })
    await page.goto(`${world.url}/console/open/${longTicket}`)
    const log = page.getByRole('log')
    await log.getByText('Message 10000.').waitFor()
    expect(await log.getByText('Message 9700.').count(), 'the premise').toBe(0)
    // The last is of nine in London, one every two minutes: midnight is where Omar is.
    const [, midnight] = await log.evaluate(firstsOfDays)
    expect(midnight).toMatchObject({ item: 9_940, time: expect.stringMatching(/12:00.AM$/) })

    // Past what is held at once: the newest have left, the reader has not moved by a pixel.
    const way = await log.evaluate(readsUp, 9_350)
    expect(way.jumps).toEqual([])
    expect(way.mostRows).toBeLessThan(200)
    expect(await rowsIn(log)).not.toContain(10_000)

    const talker = await contactConnects(world.url, TALKER)
    for (const text of ['Are you there?', 'Hello?'])
      await talker.command('message.send', { clientId: newClientId(), ticketId: longTicket, text })
    const jump = page.getByRole('button', { name: '2 new' })
    await jump.click()
    await log.getByText('Hello?').waitFor()
    await jump.waitFor({ state: 'detached' })
    await page.locator('[role=log]:focus').waitFor()
    expect((await rowsIn(log)).length).toBeLessThan(200)
    // A reply grows, letter by letter; the end stays in sight.
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    const isHigh = (await box.boundingBox())?.height ?? 0
    await box.click()
    for (const line of ['One', 'two', 'three', 'four', 'five', 'six']) await page.keyboard.type(`${line}\n`)
    await page.keyboard.type('and the last')
    expect((await box.boundingBox())?.height, 'the premise').toBeGreaterThan(isHigh + 60)
    await twoFrames(page)
    const toEnd = await log.evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight)
    expect(toEnd).toBeLessThan(2)
    // Seen only now: who reads far above has not read what is new.
    expect(await talker.event('thread.seen', ({ by }) => by === 'agent')).toMatchObject({ sequence: 10_002 })
    talker.close()
  })

  test('of hundreds of notes the newest come with the ticket, the others where they stand, at a press', async () => {
    const page = await consoleOf('Omar', { viewport: WIDE })
    await page.goto(`${world.url}/console/open/${notedTicket}`)
    const log = page.getByRole('log')
    await log.getByText('Note 450.').waitFor()
    const first = log.locator('.log-older').first()
    for (const most of [260, 60]) {
      await log.evaluate(readsUpTo, '.log-older')
      const older = first.getByRole('button', { name: /^Show earlier notes/ })
      // The desk may have added a line of its own: those that are not there are numbered from 1 on.
      const count = Number(/\d+/.exec((await older.textContent()) ?? '')?.[0])
      expect(count).toBeGreaterThan(0)
      expect(count).toBeLessThan(most)
      expect(await objections(page, { within: '.conversation', inOneTheme: true })).toEqual([])
      const standing = log.getByText('Message 1.', { exact: true })
      const before = await standing.boundingBox()
      expect(await log.getByText(`Note ${count}.`, { exact: true }).count(), 'the premise').toBe(0)
      await older.press('Enter')
      // A page of two hundred, which is read on from its beginning.
      await log.getByText(`Note ${Math.max(31, count - 199)}.`, { exact: true }).waitFor()
      await twoFrames(page)
      expect((await standing.boundingBox())?.y, 'what is above stays').toBeCloseTo(before?.y ?? 0, 0)
    }
    await log.evaluate(readsUpTo, '[data-item="1"]')
    for (const text of ['Message 1.', 'Note 1.', 'Note 30.'])
      expect(await log.getByText(text, { exact: true }).count(), text).toBe(1)
    expect(await log.locator('.log-older').count()).toBe(0)
  })

  test('who reads up before what keeps their place has come stays there as it comes', async () => {
    const context = await browser.newContext()
    const bundle = await heldRequests(/\/assets\/message-[^/]+\.js/).on(context)
    const { page, panel, log } = await talkersThread(context)
    await bundle.isHeld()
    const standsAt = await log.locator('[data-item="9970"]').evaluate(async (row) => {
      row.scrollIntoView({ block: 'center' })
      await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))
      return row.getBoundingClientRect().top
    })
    bundle.letGo()
    await panel.getByRole('button', { name: 'Go to the newest message' }).waitFor()
    await twoFrames(page)
    const row = await log.locator('[data-item="9970"]').boundingBox()
    expect(row?.y).toBeCloseTo(standsAt, 0)
  })

  test('a quote leads to the first of ten thousand messages and the pill back; arrows and Enter quote', async () => {
    const omar = await agentConnects(world.url, 'Omar')
    const context = await browser.newContext({ timezoneId: 'America/Costa_Rica' })
    const { page, panel, log } = await talkersThread(context)
    // It comes with what keeps their place; who scrolls before that is in the scene above.
    await panel.getByRole('button', { name: 'Emoji' }).waitFor()
    // An hour to the east of Omar's, above, and her own midnight.
    const [, midnight] = await log.evaluate(firstsOfDays)
    expect(midnight).toMatchObject({ item: 9_910, time: expect.stringMatching(/12:00.AM$/) })
    const way = await log.evaluate(readsUp, 9_750)
    expect(way.jumps).toEqual([])
    expect(way.mostRows).toBeLessThan(200)
    await panel.getByRole('button', { name: 'Go to the newest message' }).click()
    await log.getByText('Message 10000.').waitFor()
    const answer = { clientId: newClientId(), ticketId: longTicket, text: 'You began with this.', quotes: 1 }
    const { message } = (await omar.command('message.send', answer)).result

    await log.getByRole('button', { name: /Message 1\./ }).click()
    await log.locator('[data-item="1"]:focus').waitFor()
    const rows = await rowsIn(log)
    expect(rows).not.toContain(10_000)
    expect(rows.length).toBeLessThan(200)
    await omar.command('message.send', { ...answer, clientId: newClientId(), text: 'And then?', quotes: 2 })
    // Who hears has it now, once: of the log itself nothing is said.
    await panel.getByRole('status').getByText('Omar Haddad: And then?').waitFor()
    expect(await log.getAttribute('aria-live')).toBe('off')
    await panel.getByRole('button', { name: '1 new' }).click()
    await log.getByText('And then?').waitFor()
    expect(await panel.getByRole('status').getByText('Omar Haddad: And then?').count()).toBe(1)

    // From the newest one's button two up: the answer, by way of the line that says who has the ticket.
    await log.getByRole('button', { name: 'More' }).last().focus()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await log.getByRole('button', { name: 'Quote' }).and(log.locator(':focus')).waitFor()
    await page.keyboard.press('Enter')
    await panel.getByLabel('Your message').and(panel.locator(':focus')).waitFor()
    await page.keyboard.type('That one')
    await panel.getByText('You began with this.').nth(1).waitFor()
    await page.keyboard.press('Enter')
    await log.getByText('That one').waitFor()
    await omar.command('message.revise', {
      clientId: newClientId(),
      ticketId: longTicket,
      sequence: message.sequence,
      text: null,
    })
    await log.getByText('A deleted message').waitFor()
    await log.getByText('You began with this.').first().waitFor({ state: 'detached' })
    omar.close()
  })

  test('a long list draws what is seen, is gone through by key, and stands still where it is read', async () => {
    const { id } = await mayaOpens('Solved while Omar reads below.')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: 'Solved', exact: true }).click()
    const list = page
      .getByRole('region', { name: /Solved/ })
      .getByRole('list')
      .last()
    const row = (n: number) =>
      list.getByRole('listitem').filter({ hasText: new RegExp(`Solved ${n}(?!\\d)`) })
    await row(70).waitFor()
    expect(await row(1).count()).toBe(0)
    expect(await list.getByRole('listitem').count()).toBeLessThan(40)

    const where = () =>
      page.evaluate(() => {
        const [row, box] = [document.activeElement?.closest('li'), document.querySelector('.rows')]
        const [at, seen] = [row, box].map((one) => one?.getBoundingClientRect())
        return {
          place: Number(row?.ariaPosInSet),
          ticket: row?.querySelector<HTMLElement>('.row')?.dataset.ticket,
          top: at?.top ?? 0,
          isSeen: !!at && !!seen && at.top >= seen.top && at.bottom <= seen.bottom,
        }
      })
    const placeAfter = async (key: string) => {
      await page.keyboard.press(key)
      const { place, isSeen } = await where()
      expect(isSeen).toBe(true)
      return place
    }
    const total = Number(await row(70).getAttribute('aria-setsize'))
    await row(70).getByRole('link').focus()
    expect(await placeAfter('End')).toBe(total)
    expect(await placeAfter('Home')).toBe(1)
    const aPage = (await placeAfter('PageDown')) - 1
    expect(aPage).toBeGreaterThan(5)
    expect(await placeAfter('PageDown')).toBe(1 + 2 * aPage)
    expect(await placeAfter('PageUp')).toBe(1 + aPage)
    expect(await placeAfter('PageDown')).toBe(1 + 2 * aPage)
    expect(await placeAfter('k')).toBe(2 * aPage)
    const before = await where()

    // One comes above what is read: nothing moves, nothing is lost.
    const ines = await agentConnects(world.url, 'Ines')
    await ines.command('ticket.solve', { ticketId: id, upTo: 1 })
    ines.close()
    await list
      .locator(`[aria-setsize="${total + 1}"]`)
      .first()
      .waitFor()
    expect(await where()).toEqual({ ...before, place: before.place + 1 })

    // Away from it by the wheel: the keyboard stays where it was, and so does its row.
    await page.evaluate(() => document.querySelector('.rows')?.scrollTo(0, 0))
    await page.getByText('Solved while Omar reads below.').first().waitFor()
    expect(await where()).toMatchObject({ ticket: before.ticket, isSeen: false })
    expect(await placeAfter('j')).toBe(before.place + 2)
    expect(await objections(page, { within: '.list', inOneTheme: true })).toEqual([])
  })
}
