// The help center in a real Chromium against the real server: search while one types, feedback in place, the way to
// a person, the same without JavaScript, and no barrier for anybody. Partner: help-center.test.ts.

import { spawnSync } from 'node:child_process'
import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { LETTER_LOCALES, lettersIn } from '../../server/email/language.ts'
import { objections } from '../browser/axe.ts'
import { launchChromium } from '../browser/chromium.ts'
import { endsComposition } from '../browser/composed.ts'
import { heldRequests } from '../browser/held.ts'
import { listensTo } from '../browser/said.ts'
import { crashImage } from '../faults/folders.ts'
import { article } from '../stage/articles-folder.ts'
import { openRules } from '../stage/rules.ts'
import { eventually, makeWorld, ON_POSTGRES, type World } from '../stage/world.ts'
import { serveFolder } from './static-server.ts'

/** What a reader's eye finds again at the next line's beginning. */
const MEASURE_MAX_CHARS = 70
const NARROWEST = { width: 320, height: 640 }
const A4 = { width: 794, height: 1123 }
const DESKTOP = { width: 1280, height: 800 }
const ARTICLE = '/help/signing-in/user-already-exists'
const PAGES = {
  home: '/help',
  article: '/help/signing-in/two-accounts-merge',
  table: '/help/people/who-answers-what',
  results: '/help/search?q=alredy+exists',
  nothing: '/help/search?q=qqqqzzzz',
  missing: '/help/signing-in/reset-pasword',
  collection: '/help/rotations',
  arabic: '/help/ar/signing-in/reset-password',
  'half Arabic': '/help/ar',
  thanks: `${ARTICLE}?answered=no`,
}

let world: World
let browser: Browser
let complaints: string[] = []
beforeAll(async () => {
  ;[world, browser] = await Promise.all([makeWorld(), launchChromium()])
  await cp('test/stage/locales', world.articlesDir, { recursive: true })
  await eventually('the Arabic articles', async () => (await fetch(`${world.url}/help/ar/signing-in`)).ok)
})
afterAll(async () => {
  await browser?.close()
  await world?.end()
})
afterEach(async () => {
  await Promise.all(browser.contexts().map((context) => context.close()))
  expect(complaints).toEqual([])
})

/** A window in which every complaint of the browser fails the scene, refusals of the page's policy among them. */
async function openPage(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  complaints = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (line) => {
    const expected = /404|429|ERR_INTERNET_DISCONNECTED/.test(line.text())
    if (line.type() === 'error' && !expected) complaints.push(line.text())
  })
  await page.goto(world.url + path)
  return page
}
const field = (page: Page) => page.getByRole('combobox', { name: 'Search the help center' })
const found = (page: Page) => page.getByRole('listbox', { name: 'Articles found' }).getByRole('option')

test('axe finds nothing, in both themes, on any kind of page, and in what stands under the field', async () => {
  const page = await openPage(PAGES.home)
  for (const name of ['home', 'collection', 'arabic', 'thanks', 'results', 'missing', 'article'] as const) {
    await page.goto(world.url + PAGES[name])
    await page.locator('[data-ask]').first().waitFor()
    expect([name, ...(await objections(page))]).toEqual([name])
  }
  for (const typed of ['merge', 'school volcano dinosaur bicycle', 'qqqqzzzz']) {
    await field(page).fill(typed)
    if (typed !== 'qqqqzzzz') await found(page).first().waitFor()
    else await page.getByText(`Nothing found for “${typed}”`).waitFor()
    await page.keyboard.press('ArrowDown')
    expect([typed, ...(await objections(page, { within: '.search' }))]).toEqual([typed])
  }
})

test('typo: Maya types a few letters, one of them missing, and opens the answer from the keyboard', async () => {
  const page = await openPage('/help')
  await page.keyboard.press('/')
  await page.keyboard.type('alredy exi')
  await found(page)
    .first()
    .filter({ hasText: /user already exists/i })
    .waitFor()
  expect(await field(page).getAttribute('aria-expanded')).toBe('true')

  await page.keyboard.press('ArrowUp') // around the end: the last one
  await page.keyboard.press('ArrowDown') // the field
  expect(await field(page).getAttribute('aria-activedescendant')).toBeNull()
  await page.keyboard.press('ArrowDown')
  const active = await field(page).getAttribute('aria-activedescendant')
  expect(await page.locator(`#${active}`).getAttribute('aria-selected')).toBe('true')

  await page.keyboard.press('Escape')
  expect(await found(page).count()).toBe(0)
  expect(await field(page).inputValue()).toBe('alredy exi')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await endsComposition(field(page))
  expect(await field(page).getAttribute('aria-expanded'), 'an input method’s Enter chooses nothing').toBe(
    'true',
  )
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: /user already exists/i }).waitFor()
  expect(new URL(page.url()).pathname).toBe(ARTICLE)
})

test('no key is sent anywhere: the index is loaded once, when the field is first focused', async () => {
  const page = await openPage(ARTICLE)
  await page.waitForLoadState('networkidle')
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).pathname))
  await field(page).focus()
  await field(page).pressSequentially('mail did not arrive')
  await found(page).first().waitFor()
  await expect
    .poll(() => asked.map((path) => path.replace(/-[A-Z0-9]{8}\.js$/, '')).toSorted())
    .toEqual(['/api/help/home', '/api/help/index', '/api/help/news', '/assets/help-center-search'])

  await page.keyboard.press('Enter') // nothing chosen: all results
  await page.getByRole('heading', { level: 1, name: 'Results for “mail did not arrive”' }).waitFor()

  // What it all travels as, and for how long a browser keeps what is named by its content.
  const script = await page.locator('script[type=module]').getAttribute('src')
  for (const [address, kept] of [
    [ARTICLE, 'no-cache'],
    [script, 'public, max-age=31536000, immutable'],
  ]) {
    const { headers } = await fetch(`${world.url}${address}`, { headers: { 'accept-encoding': 'br' } })
    expect([address, headers.get('content-encoding'), headers.get('cache-control')]).toEqual([
      address,
      'br',
      kept,
    ])
  }
})

test('live edit, unsure: a saved article is found in an open page; a person stands under every list, above an unsure one, and no result moves', async () => {
  const page = await openPage('/help')
  const box = page.locator('.found')
  const person = box.getByRole('button', { name: 'Ask a person' })
  const places: number[] = []
  const place = async () => {
    places.push((await found(page).first().boundingBox())?.y ?? 0)
  }
  await field(page).fill('user already exists')
  await box.getByText(/^\d+ articles found$/).waitFor()
  await place()
  expect((await person.boundingBox())?.y).toBeGreaterThan(places[0] ?? 0)
  // Nobody has said yet that this word is whole.
  await page.clock.install()
  await page.clock.pauseAt(Date.now() + 60_000)
  await field(page).fill('alredy exists')
  await found(page)
    .first()
    .filter({ hasText: /already exists/ })
    .waitFor()
  await place()
  expect(await box.getByText('Results for').count()).toBe(0)
  await page.clock.resume()
  await box.getByText('Results for “already exists”').waitFor()
  await place()

  // It stands open, and nobody types, while an editor saves.
  await field(page).fill('zeppelin')
  await box.getByText('Nothing found for “zeppelin”').waitFor()
  const file = join(world.articlesDir, 'en/people/airship.md')
  await writeFile(file, article('By zeppelin.', { title: 'How to arrive' }))
  await found(page).first().filter({ hasText: 'How to arrive' }).waitFor()
  await rm(file)
  // Heard of, before a place is measured: what is drawn anew has none for a moment.
  await box.getByText('Nothing found for “zeppelin”').waitFor()

  await field(page).fill('school volcano dinosaur bicycle')
  await box.getByText('We are not sure this answers it.').waitFor()
  await place()
  expect(new Set(places).size).toBe(1)
  expect((await person.boundingBox())?.y).toBeLessThan(places[0] ?? 0)
  await person.click()
  await page.getByRole('dialog', { name: 'Help' }).getByLabel('Your message').waitFor()
})

test('where the server weighs meaning it is asked once typing rests, and adds nothing under who is choosing', async () => {
  const page = await openPage('/help')
  const asked: string[] = []
  await page.route('**/api/help/home*', async (route) => {
    const home = await (await route.fetch()).json()
    expect(home, 'the premise: this server does not').not.toHaveProperty('meaning')
    await route.fulfill({ json: { ...home, meaning: true } })
  })
  await page.route('**/api/help/search?*', async (route) => {
    const url = new URL(route.request().url())
    asked.push(url.searchParams.get('q') ?? '')
    url.searchParams.set('q', 'who pays for the placement')
    await route.continue({ url: url.href })
  })
  const answers = await heldRequests('**/api/help/search?*').on(page)
  await field(page).fill('drug test')
  await found(page).first().waitFor()
  await answers.isHeld()
  const before = await found(page).count()
  answers.letGo()
  await found(page).nth(before).waitFor()
  expect(asked).toEqual(['drug test'])

  // Who is choosing already chooses from what stands there.
  answers.hold()
  const delayed = page.waitForResponse('**/api/help/search?*')
  await field(page).fill('test drug')
  await found(page).nth(before).waitFor({ state: 'detached' })
  await page.keyboard.press('ArrowDown')
  answers.letGo()
  await (await delayed).finished()
  expect(await found(page).count()).toBe(before)
  expect(await found(page).first().getAttribute('aria-selected')).toBe('true')
})

test('words that find nothing offer a person, and the editors hear of them once the reader leaves', async () => {
  const page = await openPage('/help')
  await page.clock.install()
  await page.reload()
  await field(page).fill('merge')
  await found(page).first().waitFor()
  // Faster than the typing rests, on any machine.
  await field(page).evaluate((field: HTMLInputElement) => {
    for (field.value of ['jjjj permit', 'jjjjwwww'])
      field.dispatchEvent(new InputEvent('input', { bubbles: true }))
  })
  await page.getByText('Nothing found for “jjjjwwww”').waitFor()
  await page.clock.fastForward('00:02') // the typing has rested
  const before = await gapsTaken()
  await page.goto(`${world.url}${ARTICLE}`)
  // What a page sends while it goes away, no browser tool sees; the server does.
  await eventually('the gaps at the server', async () => (await gapsTaken()) > before)
  expect((await keptGaps()).filter((query) => query.startsWith('jjjj'))).toEqual(['jjjjwwww'])
})

test('without a connection the field says that Enter searches', async () => {
  const page = await openPage('/help')
  await page.context().setOffline(true)
  await field(page).fill('merge')
  await page.getByText('Press Enter to search').first().waitFor()
})

test('Leo answers “Partly”, changes his mind and says what was missing, without a reload', async () => {
  const page = await openPage(ARTICLE)
  await page.evaluate(() => Object.assign(window, { sameDocument: true }))
  const place = await page.locator('#hd-feedback').elementHandle()
  await page.getByRole('button', { name: 'Partly' }).click()
  await page.getByText('Thank you for telling us.').waitFor()
  // Who hears the page is told by the focus, which comes to these words, in a place that was there before.
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent))
    .toBe('Thank you for telling us.')
  expect(await place?.evaluate((one) => one.contains(document.activeElement))).toBe(true)
  await page.getByRole('link', { name: 'Change my answer' }).click()
  await page.getByRole('button', { name: 'No', exact: true }).click()
  await page.getByLabel('What was missing?').fill('What if the mail never comes?')
  const voted = page.waitForResponse((response) => response.request().method() === 'POST')
  await page.getByRole('button', { name: 'Send' }).click()
  expect((await voted).status()).toBe(303)
  await page.getByText('Thank you. The editors have it.').waitFor()
  expect(await page.evaluate(() => 'sameDocument' in window)).toBe(true)
  // What was missing is told; a person may still have it.
  await page.getByRole('region', { name: 'Thank you' }).getByRole('link', { name: 'Ask a person' }).click()
  await page.getByRole('dialog', { name: 'Help' }).getByLabel('Your message').waitFor()
})

test('a vote that did not arrive says so and can be given again', async () => {
  const page = await openPage(ARTICLE)
  await page.context().setOffline(true)
  await page.getByRole('button', { name: 'Yes' }).click()
  await page.getByRole('alert').filter({ hasText: 'Not sent.' }).waitFor()
  await page.context().setOffline(false)
  await page.getByRole('button', { name: 'Yes' }).click()
  await page.getByText('Good to know. Thank you.').waitFor()
})

test('“Ask a person” opens the widget where one writes', async () => {
  const page = await openPage(ARTICLE)
  await page.getByRole('button', { name: 'Ask a person' }).click()
  await page
    .getByRole('dialog')
    .getByRole('textbox', { name: /message/i })
    .waitFor()
  // "/" belongs to whoever is writing.
  await page
    .getByRole('dialog')
    .getByRole('textbox', { name: /message/i })
    .pressSequentially('and/or')
  expect(
    await page
      .getByRole('dialog')
      .getByRole('textbox', { name: /message/i })
      .inputValue(),
  ).toBe('and/or')
})

test('on a phone everything at the end of a page can be scrolled clear of the chat icon', async () => {
  const page = await openPage('/help', { viewport: { width: 390, height: 844 } })
  for (const path of [PAGES.home, ARTICLE, PAGES.results, '/demo/login', '/demo/sign-up', '/demo/mailbox']) {
    await page.goto(world.url + path)
    expect(await underTheIcon(page), path).toEqual([])
  }
  await page.goto(world.url + PAGES.home)
  const icon = await page.locator('helpdock-launcher').boundingBox()
  await field(page).fill('account')
  const person = page.locator('.found').getByRole('button', { name: 'Ask a person' })
  await person.waitFor()
  const { y = 0, height = 0 } = (await person.boundingBox()) ?? {}
  expect(y + height).toBeLessThan(icon?.y ?? 0)
  // The premise: as high as the list would be, the icon would lie over it.
  await page.locator('.found-list').evaluate((list) => list.style.removeProperty('max-height'))
  expect(((await person.boundingBox())?.y ?? 0) + height).toBeGreaterThan(icon?.y ?? 0)
  await page.keyboard.press('Escape')

  // The premise: without the room that is left there, something is under it.
  await page.locator('main').evaluate((main) => main.style.setProperty('padding-bottom', '0'))
  expect(await underTheIcon(page)).not.toEqual([])
})

test('who zooms in to 200 % and goes by keys sees all of what they are on, none of it under the chat icon', async () => {
  const page = await openPage(ARTICLE, { viewport: { width: 640, height: 360 } })
  await page.locator('helpdock-launcher').waitFor()
  const hidden = async () => {
    const under: string[] = []
    for (let on = ''; on !== 'HELPDOCK-LAUNCHER'; ) {
      await page.keyboard.press('Tab')
      const [name = '', text = '', isUnder] = await page.evaluate(() => {
        const icon = document.querySelector('helpdock-launcher')?.getBoundingClientRect() ?? new DOMRect()
        const one = document.activeElement ?? document.body
        const { right, bottom, top } = one.getBoundingClientRect()
        const isUnder = right > icon.left && bottom > icon.top && top < icon.bottom
        return [one.tagName, one.textContent?.trim(), isUnder] as const
      })
      on = name
      if (isUnder && name !== 'HELPDOCK-LAUNCHER') under.push(text)
    }
    return under
  }
  expect(await hidden()).toEqual([])
  // The premise: without the room that is kept, something is.
  await page.locator('html').evaluate((html) => html.style.setProperty('scroll-padding-bottom', '0'))
  await page.evaluate(() => scrollTo(0, 0))
  await page.locator('.skip').focus()
  expect(await hidden()).not.toEqual([])
})

/** Words and controls that the chat icon covers where the page ends. */
async function underTheIcon(page: Page): Promise<string[]> {
  await page.locator('helpdock-launcher').waitFor()
  return page.evaluate(() => {
    const icon = document.querySelector('helpdock-launcher')?.getBoundingClientRect() ?? new DOMRect()
    const isUnder = ({ right, bottom, width }: DOMRect) => width > 1 && right > icon.left && bottom > icon.top
    scrollTo(0, document.documentElement.scrollHeight)
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const words: string[] = []
    while (texts.nextNode()) {
      const range = document.createRange()
      range.selectNodeContents(texts.currentNode)
      const text = texts.currentNode.textContent?.trim()
      if (text && [...range.getClientRects()].some(isUnder)) words.push(text)
    }
    const controls = [...document.querySelectorAll('a, button, input, select, textarea')]
    const pressed = controls.filter((one) => isUnder(one.getBoundingClientRect()))
    return [...words, ...pressed.map((one) => one.outerHTML)]
  })
}

test('“Stop this merge” calls a link invalid only where it is', async () => {
  const page = await openPage(`/merges/stop#${'x'.repeat(43)}`)
  const answers = [{ status: 429, code: 'request.too_many' }, null]
  await page.route('**/api/merges/stop', async (route) => {
    const problem = answers.shift()
    if (problem) await route.fulfill({ status: problem.status, json: problem })
    else await route.continue()
  })
  const stop = page.getByRole('button', { name: 'Stop the merge' })
  await stop.click()
  await page.getByText('Try again in a minute.').waitFor()
  await stop.click()
  await page.getByText('This link is not valid.').waitFor()
})

test.each(LETTER_LOCALES)('“Stop this merge” is said in the language of the mail: %s', async (locale) => {
  const page = await openPage(`/merges/stop?lang=${locale}#${'x'.repeat(43)}`, {
    viewport: { width: 390, height: 844 },
    locale: 'ja-JP',
  })
  const { stopPage: t, mergeApproved } = lettersIn(() => 'en')({ locale }).words
  const written = await page.evaluate(() => [document.documentElement.lang, document.documentElement.dir])
  expect(written).toEqual([locale, locale === 'ar' ? 'rtl' : 'ltr'])
  await page.getByRole('heading', { name: t.ask }).waitFor()
  const isWell = async () => {
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
    // axe does not look at the colours of Arabic words; they are the others' colours.
    if (locale !== 'ar') expect(await objections(page)).toEqual([])
  }
  await page.getByRole('button', { name: mergeApproved.stop }).click()
  await page.getByText(t.notValid).waitFor()
  await isWell()
  await page.route('**/api/merges/stop', (route) =>
    route.fulfill({ json: { fromEmail: 'maya@northfield.edu', intoEmail: 'maya$&@mail.example' } }),
  )
  await page.getByRole('button', { name: mergeApproved.stop }).click()
  await page.getByRole('heading', { name: t.stopped }).and(page.locator(':focus')).waitFor()
  const said = (await page.locator('#text').textContent())?.replace(/[\u2068\u2069]/g, '')
  const addresses: Record<string, string> = { from: 'maya@northfield.edu', into: 'maya$&@mail.example' }
  expect(said).toBe(t.stay.replace(/\{(\w+)\}/g, (_, side) => addresses[side] ?? ''))
  await isWell()
})

test('from a mail of before, “Stop this merge” is said in what the browser would rather read', async () => {
  const langIn = async (locale: string) => {
    const headers = { 'accept-language': locale }
    const text = await (await fetch(`${world.url}/merges/stop`, { headers })).text()
    return /<html lang="(\w+)"/.exec(text)?.[1]
  }
  expect(await langIn('de-CH,de;q=0.9,en;q=0.8')).toBe('de')
  expect(await langIn('ja, en;q=0.5, pt-BR;q=0.7')).toBe('pt')
  expect(await langIn('ar;q=0, ja')).toBe('en')
  expect(await langIn('')).toBe('en')
})

test('without JavaScript one searches, reads, votes, and is told how to reach a person', async () => {
  const page = await openPage('/help', { javaScriptEnabled: false, viewport: { width: 390, height: 844 } })
  await page.getByRole('searchbox', { name: 'Search the help center' }).fill('alredy exists')
  await page.keyboard.press('Enter')
  await page
    .getByRole('link', { name: /user already exists/i })
    .first()
    .click()
  await page.getByRole('button', { name: 'No', exact: true }).click()
  await page.getByLabel('What was missing?').fill('A picture')
  await page.getByRole('button', { name: 'Send' }).click()
  await page.getByText('Thank you. The editors have it.').waitFor()
  expect(await page.getByRole('button', { name: 'Ask a person' }).count()).toBe(0)
  await page.getByText('Log in and choose the chat icon').waitFor()
})

test('no page is wider than the narrowest screen, and no line of text longer than the eye follows', async () => {
  const page = await openPage('/help', { viewport: NARROWEST })
  const ofOneWord = `/help/search?q=${'immunization'.repeat(9)}`
  for (const [name, path] of Object.entries({ ...PAGES, ofOneWord })) {
    await page.goto(world.url + path)
    expect(await page.evaluate(() => document.documentElement.scrollWidth), name).toBe(NARROWEST.width)
  }
  await page.setViewportSize(DESKTOP)
  await page.goto(world.url + PAGES.article)
  const lengths = await page.evaluate(lineLengths)
  expect(Math.max(...lengths)).toBeLessThanOrEqual(MEASURE_MAX_CHARS)
  // The premise: there are whole lines.
  expect(Math.max(...lengths)).toBeGreaterThan(MEASURE_MAX_CHARS / 2)
})

test('the contents stand beside the article from 1,100 px on, say where one reads, and a section’s address can be copied', async () => {
  const page = await openPage('/help/signing-in/two-accounts-merge', {
    viewport: { width: 1099, height: 800 },
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  const contents = page.getByRole('navigation', { name: 'On this page' })
  expect(await contents.isVisible()).toBe(false)
  await page.setViewportSize({ width: 1100, height: 800 })
  expect(await contents.isVisible()).toBe(true)
  await contents.getByRole('link', { name: 'Which of my two accounts should I keep?' }).click()
  await contents.locator('[aria-current]').filter({ hasText: 'Which of my two accounts' }).waitFor()
  expect((await contents.boundingBox())?.y).toBeGreaterThanOrEqual(0)
  // Who goes by keys comes to them before the text, which stands below and beside them.
  await page.locator('main').focus()
  await page.keyboard.press('Tab')
  expect(await contents.locator(':focus').textContent()).toBe(
    await contents.getByRole('link').first().textContent(),
  )

  // Of its own words alone: the link stands beside it.
  const heading = page.getByRole('heading', { name: 'Which of my two accounts should I keep?', exact: true })
  const both = heading.locator('..')
  const said = await listensTo(both)
  await both.getByRole('link', { name: 'Link to this section' }).press('Enter')
  await said.hears('Address copied')
  const copied = await page.evaluate(() => navigator.clipboard.readText())
  expect(copied).toBe(`${page.url().split('#')[0]}#${await heading.getAttribute('id')}`)

  // On paper: the text and where it came from, nothing to press.
  await page.emulateMedia({ media: 'print' })
  expect(await page.locator('.from').textContent()).toBe(`${world.url}/help/signing-in/two-accounts-merge`)
  const pressable = page.locator('button, input, summary, .contents, .related, helpdock-launcher')
  expect(await pressable.count()).toBeGreaterThan(3)
  expect(await pressable.filter({ visible: true }).count()).toBe(0)

  // Nor to scroll: what is too wide for a window is whole there.
  await page.emulateMedia({ media: 'screen' })
  await page.setViewportSize(A4)
  await page.goto(world.url + PAGES.table)
  await page
    .locator('.table td')
    .first()
    .evaluate((cell) => {
      cell.textContent = 'TR2026'.repeat(30)
    })
  const hidden = () => page.locator('.table').evaluate((box) => box.scrollWidth - box.clientWidth)
  expect(await hidden(), 'the premise').toBeGreaterThan(0)
  await page.emulateMedia({ media: 'print' })
  expect(await hidden()).toBe(0)
})

test('written from the right, everything stands on its side, and nothing on anything else', async () => {
  const page = await openPage(PAGES.arabic)
  for (const { width } of [DESKTOP, NARROWEST]) {
    await page.setViewportSize({ width, height: 800 })
    const wrong = await page.evaluate(() => {
      const box = (selector: string) => document.querySelector(selector)?.getBoundingClientRect()
      /** The first begins further to the right. */
      const pairs: [string, string][] = [
        ['.bar .name', '.bar .languages'],
        ['.search > .icon', '.search > kbd'],
        ['.breadcrumb li:first-child', '.breadcrumb li:last-child'],
        ['.sheet', '.contents'],
        ['.rows .row-text', '.rows .icon'],
        ['.neighbour.next span', '.neighbour.next .icon'],
        ['.person-sign', '.person-text'],
      ]
      const mirrored = pairs.filter(([first, second]) => {
        const [one, other] = [box(first), box(second)]
        if (!one || !other) return true
        return (
          other.width > 0 && other.right > one.left + 1 && other.bottom > one.top && other.top < one.bottom
        )
      })
      const blocks = [...document.querySelectorAll('.article-head > *, .updated, .text > *, .feedback > *')]
      const overlapping = blocks.filter((block, place) => {
        const next = blocks[place + 1]
        return next && block.getBoundingClientRect().bottom > next.getBoundingClientRect().top + 1
      })
      const step = getComputedStyle(document.querySelector('.text ol > li') ?? document.body)
      const arrow = getComputedStyle(document.querySelector('.neighbour.next .icon') ?? document.body).scale
      return {
        mirrored,
        overlapping: overlapping.map(({ textContent }) => textContent),
        arrow,
        steps: [step.paddingLeft, step.paddingRight],
      }
    })
    expect(wrong, String(width)).toEqual({
      mirrored: [],
      overlapping: [],
      arrow: '-1 1',
      steps: ['0px', '40px'],
    })
  }
  await page.getByRole('combobox', { name: 'البحث في مركز المساعدة' }).fill('كلمة المرور')
  const first = page.getByRole('listbox').getByRole('option').first()
  await first.filter({ hasText: 'إعادة تعيين كلمة المرور' }).waitFor()

  await page.setViewportSize(DESKTOP)
  await page.goto(world.url + PAGES['half Arabic'])
  const toTheRight = await page.locator('.collection-text[dir=ltr]').evaluateAll((lines) =>
    lines.map((line) => {
      const words = document.createRange()
      words.selectNodeContents(line)
      return line.getBoundingClientRect().right - words.getBoundingClientRect().right
    }),
  )
  expect(toTheRight.length, 'the premise: some are not translated').toBeGreaterThan(0)
  expect(Math.max(...toTheRight)).toBeLessThan(1)
})

test('exported as files it is whole on a bare host: every link leads somewhere, and the device searches', async () => {
  const dir = join(world.dataDir, '..', 'exported')
  const first = exportTo(dir)
  expect(first).toMatchObject({ status: 0, stderr: '' })
  expect(first.stdout).toMatch(/^Wrote \d+ files, [\d,]+ KB, to .*: 22 articles in ar, en, es\./)
  const again = exportTo(dir)
  expect([again.status, again.stdout]).toEqual([1, ''])
  expect(again.stderr).toContain('is not empty: name another folder, or add --force')

  const host = await serveFolder(dir, '/some/where/')
  const { dead, pages, forms } = await walk(host.url)
  expect(dead).toEqual([])
  // Each page of each language: 22 articles, 5 collections, home, search.
  expect(pages).toBe(3 * (22 + 5 + 2))
  expect(forms).toEqual(new Set(['get']))

  const page = await openPage('/help') // for its complaints
  await page.goto(host.url)
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await field(page).fill('alredy exi')
  await found(page)
    .first()
    .filter({ hasText: /user already exists/i })
    .waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: 'Results for “alredy exi”' }).waitFor()
  await page.locator('.results a').first().click()
  await page.getByRole('heading', { level: 1, name: /user already exists/i }).waitFor()
  expect(page.url()).toBe(`${host.url}signing-in/user-already-exists/`)
  // With its script: all that it asks for is asked while its host is there.
  await page.waitForLoadState()
  expect(await page.locator('.feedback').count()).toBe(0)
  expect(asked.filter((url) => !url.startsWith(host.url))).toEqual([])
  await host.close()

  // Taken out of the help center, it is taken out of the export.
  await rm(join(world.articlesDir, 'es'), { recursive: true })
  expect(exportTo(dir, '--force', '--base', '/docs').stdout).toMatch(/in ar, en\.\nTook out \d+ files/)
  const rooted = await serveFolder(dir, '/docs/')
  expect((await fetch(`${rooted.url}es/`)).status).toBe(404)
  expect((await walk(rooted.url)).dead).toEqual([])
  const missing = await fetch(`${rooted.url}no/such/page`)
  expect(await missing.text()).toContain('href="/docs/assets/style-')
  await rooted.close()
})

test('a video asks nothing of anybody before it is pressed, and then plays in its place', async () => {
  const file = join(world.articlesDir, 'en/people/film.md')
  const film = 'https://www.youtube.com/watch?v=abcdefghijk'
  const front = '---\ntitle: A film\ndescription: It moves.\norder: 900\nupdated: 2026-11-24\n---\n\n'
  await writeFile(file, `${front}![How a merge works](${film})\n`)
  await eventually('the film', async () => (await fetch(`${world.url}/help/people/film`)).ok)
  const page = await openPage('/help')
  const elsewhere: string[] = []
  await page.route(/^https:/, (route) => {
    elsewhere.push(route.request().url())
    return route.fulfill({ body: 'A player.', contentType: 'text/plain' })
  })
  await page.goto(`${world.url}/help/people/film`, { waitUntil: 'networkidle' })
  expect(elsewhere).toEqual([])
  await page.getByRole('link', { name: 'How a merge works' }).click()
  await page.frameLocator('iframe[title="How a merge works"]').getByText('A player.').waitFor()
  expect(elsewhere).toEqual(['https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1'])
  await rm(file)
})

function exportTo(dir: string, ...more: string[]) {
  return spawnSync(process.execPath, ['dist/server/cli.js', 'export', '--static', dir, ...more], {
    env: { PATH: process.env.PATH, ARTICLES_DIR: world.articlesDir, PUBLIC_URL: 'https://help.example' },
    encoding: 'utf8',
  })
}

/** Follows every address of every page, from the home on. */
async function walk(home: string): Promise<{ dead: string[]; pages: number; forms: Set<string> }> {
  const texts = new Map<string, string>()
  const dead: string[] = []
  const forms = new Set<string>()
  const links: [from: string, to: URL][] = []
  const waiting = [home]
  for (let url = waiting.pop(); url !== undefined; url = waiting.pop()) {
    if (texts.has(url)) continue
    const answer = await fetch(url)
    const isPage = answer.headers.get('content-type')?.startsWith('text/html')
    const text = await answer.text()
    texts.set(url, isPage ? text : '')
    if (answer.status !== 200) dead.push(url)
    if (!isPage) continue
    for (const [, method = 'get'] of text.matchAll(/<form(?: [^>]*?method="(\w+)")?/g)) forms.add(method)
    for (const [, address = ''] of text.matchAll(/ (?:href|src|action|data-\w+)="([^"]*[/#.][^"]*)"/g)) {
      const to = new URL(address, url)
      if (to.origin !== new URL(home).origin) continue
      links.push([url, to])
      waiting.push(to.href.replace(to.hash, ''))
    }
  }
  for (const [from, to] of links) {
    const anchor = decodeURIComponent(to.hash.slice(1))
    const text = texts.get(to.href.replace(to.hash, ''))
    if (anchor && !text?.includes(`id="${anchor}"`)) dead.push(`${to.href} on ${from}`)
  }
  return { dead, pages: [...texts.values()].filter(Boolean).length, forms }
}

test('Ines logs in to see a draft as a PA student would; a saved file shows up by itself', async () => {
  const file = join(world.articlesDir, 'en', 'people', 'scrubs.md')
  const draft = (text: string) =>
    `---\ntitle: Scrubs\ndescription: What to wear.\norder: 99\nupdated: 2026-11-24\ndraft: true\n---\n\n${text}\n\n:::if discipline=PA\nBlue ones.\n:::else\nWhite ones.\n:::\n`
  await writeFile(file, draft('Wear scrubs.'))
  const page = await openPage('/help')
  complaints = []
  page.removeAllListeners('console') // It says that 401 is one.
  await page.goto(`${world.url}/console/preview/scrubs?as.discipline=Nursing`)
  await page.getByRole('link', { name: 'Log in' }).click()
  await page.getByLabel('E-mail address').fill('ines@wardway.example')
  await page.getByLabel('Password', { exact: true }).fill('ines-decides')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByRole('heading', { level: 1, name: 'Scrubs' }).waitFor()
  expect((await page.locator('.text').textContent())?.trim()).toBe('Wear scrubs.\nWhite ones.')

  await page.getByLabel('discipline').selectOption('PA')
  await page.getByText('Blue ones.').waitFor()
  expect((await page.locator('.text').textContent())?.trim()).toBe('Wear scrubs.\nBlue ones.')
  expect(await page.getByRole('complementary', { name: 'Preview' }).textContent()).toContain('Draft')
  expect(await objections(page)).toEqual([])

  await writeFile(file, draft('Wear clogs, too.'))
  await page.getByText('Wear clogs, too.').waitFor()
  expect(await page.getByText('Blue ones.').isVisible()).toBe(true)
  await page.getByRole('link', { name: 'All articles' }).click()
  await page.getByRole('link', { name: /Scrubs.*draft/ }).waitFor()
  expect(await objections(page)).toEqual([])
  await page.setViewportSize(NARROWEST)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(NARROWEST.width)
})

test('Ines writes an article in the console: a reload loses nothing, a reader has it when it is published', async () => {
  const file = join(world.articlesDir, 'en', 'people', 'clogs.md')
  const head = '---\ntitle: Clogs\ndescription: What to wear.\norder: 98\nupdated: 2026-11-24\n---\n\n'
  await writeFile(file, `${head}Wear clogs.\n`)
  const reader = await openPage('/help')
  await eventually(
    'the article',
    async () => (await reader.goto(`${world.url}/help/people/clogs`))?.status() === 200,
  )
  const page = await openPage('/help')
  page.removeAllListeners('console')
  await page.context().request.post(`${world.url}/api/console/sessions`, {
    data: { email: 'ines@wardway.example', password: 'ines-decides' },
  })
  await page.goto(`${world.url}/console/preview/clogs`)
  await page.getByRole('link', { name: 'Edit' }).click()
  const text = page.getByLabel('The file')
  await page.getByText('Nothing was changed.').waitFor()
  expect(await objections(page)).toEqual([])

  await text.fill(`${head}Wear [shoes](nowhere.md).\n`)
  await page.getByRole('button', { name: 'Line 8' }).click()
  expect(
    await text.evaluate((one: HTMLTextAreaElement) => one.value.slice(one.selectionStart, one.selectionEnd)),
  ).toBe('Wear [shoes](nowhere.md).')
  page.once('dialog', (dialog) => dialog.accept())
  await page.reload()
  await page.getByText('What you had typed here is back.').waitFor()
  expect(await text.inputValue()).toContain('nowhere.md')
  await page.setViewportSize(NARROWEST)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(NARROWEST.width)

  await text.fill(`${head}Wear white shoes.\n`)
  await page.getByRole('article').getByText('Wear white shoes.').waitFor()
  // Somebody saves the file meanwhile: neither is lost.
  await writeFile(file, `${head}Wear boots.\n`)
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('Somebody has changed this file since you opened it.').waitFor()
  expect(await readFile(file, 'utf8')).toContain('boots')
  await page.getByRole('button', { name: 'Publish mine over it' }).click()
  await page.getByText('Published: readers have it.').waitFor()
  await reader.goto(`${world.url}/help/people/clogs`)
  await reader.getByText('Wear white shoes.').waitFor()
})

test('from a log-in nobody is led to another site, nor to another part of this one', async () => {
  const page = await openPage('/help')
  await page.context().request.post(`${world.url}/api/console/sessions`, {
    data: { email: 'ines@wardway.example', password: 'ines-decides' },
  })
  for (const next of ['https://evil.example/console/preview', '//evil.example/console/preview', '/demo']) {
    await page.goto(`${world.url}/console?next=${encodeURIComponent(next)}`)
    await page.waitForURL(`${world.url}/console/open`)
  }
})

/** How often the server has taken in words that found nothing. */
async function gapsTaken(): Promise<number> {
  const metrics = await (await fetch(`${world.url}/metrics`)).text()
  return Number(
    /_count\{method="POST",route="\/api\/help\/gaps",status="204"\} (\d+)$/m.exec(metrics)?.[1] ?? 0,
  )
}

/** What the editors will read. A store has one owner at a time: this looks at what a crash would leave. */
async function keptGaps(): Promise<string[]> {
  const { dataDir } = world
  const rules = await openRules(
    ON_POSTGRES ? dataDir : await crashImage(dataDir, join(dataDir, '..', 'looked-at')),
  )
  const gaps = await rules.store.read.searchGaps.list(10)
  await rules.close()
  return gaps.map(({ query }) => query)
}

/** In the page: how many characters each line of each paragraph has. */
function lineLengths(): number[] {
  return [...document.querySelectorAll('.text > p')].flatMap((paragraph) => {
    const lines = new Map<number, number>()
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT)
    const range = document.createRange()
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      for (let at = 0; at < (node.textContent ?? '').length; at++) {
        range.setStart(node, at)
        range.setEnd(node, at + 1)
        const bottom = Math.round(range.getBoundingClientRect().bottom)
        lines.set(bottom, (lines.get(bottom) ?? 0) + 1)
      }
    }
    return [...lines.values()]
  })
}
