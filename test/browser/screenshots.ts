// `npm run screenshots`: the README's pictures, made by driving the real thing. Build first.
// `npm run screenshots -- all DIR` also makes every screen at 1280 and 390 px in both themes, to be looked at;
// `conversation` in place of `all` only those of a conversation.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { codeIn } from '../cast.ts'
import { makeWorld, type World } from '../world.ts'
import { launchChromium } from './chromium.ts'
import { conversationScreens, longConversation } from './conversation-screens.ts'
import { atConsole, atDemo } from './people.ts'

/** Of the console, with a view of their own. */
const PAGES = {
  reports: 'reports',
  'settings/preferences': 'preferences',
  'settings/log-in': 'log-in',
  'settings/macros': 'macros',
  'settings/rules': 'rules',
  'settings/agents': 'agents',
  'settings/hours': 'hours',
  'settings/brand': 'brand',
  'settings/origins': 'origins',
  'settings/retention': 'retention',
  'settings/deliveries': 'deliveries',
}

const [mode, folder = 'docs/pictures'] = process.argv.slice(2)
let longTicket = ''
const world = await makeWorld({ MERGE_COOLING_OFF_MINUTES: '60' }, async (dataDir) => {
  // Not in the README's pictures.
  if (mode) longTicket = await longConversation(dataDir)
})
const browser = await launchChromium()
try {
  await mkdir(folder, { recursive: true })
  if (mode) await everyScreen(browser, world, folder)
  else await pictures(browser, world, folder)
} finally {
  await browser.close()
  await world.end()
}

async function pictures(browser: Browser, world: World, folder: string): Promise<void> {
  const size = { width: 1280, height: 800 }
  const student = await pageOf(browser, { viewport: size, deviceScaleFactor: 2 })
  const demo = await atDemo(student, world.url)
  await demo.logIn('maya.lindqvist@northfield.edu')
  const widget = await demo.openWidget()
  await widget.type('alredy exi')
  await widget.firstResult(/user already exists/i)
  await shoot(student, join(folder, 'widget.png'))

  await widget.openFirstResult()
  await widget.answerFeedback('No')
  await widget.writeToAPerson()
  await widget.send(
    'I tried “Forgot password?” with my school address, but no mail arrives. My rotation starts on Monday.',
  )
  await widget.sees(/^Sent/)
  const agent = await pageOf(browser, { viewport: { width: 1440, height: 900 }, deviceScaleFactor: 2 })
  const console = await atConsole(agent, world.url)
  await console.logIn('Ines')
  await console.open(/no mail arrives/)
  await console.note(
    'The school’s mail server returned our last invitation. Their address is on the bounce list.',
  )
  await console.sees('only agents see this')
  await console.startReply('Hello Maya, I have sent the mail again')
  await shoot(agent, join(folder, 'console.png'))

  const reader = await pageOf(browser, { viewport: size, deviceScaleFactor: 2 })
  await reader.goto(`${world.url}/help/signing-in/two-accounts-merge`)
  await shoot(reader, join(folder, 'help-center.png'))
}

/** A walk through every screen; files are named screen-width-theme. */
async function everyScreen(browser: Browser, world: World, folder: string): Promise<void> {
  if (mode === 'all') await askForAMerge(await pageOf(browser, { viewport: { width: 1280, height: 800 } }))
  for (const width of [1280, 390]) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const look = { viewport: { width, height: width === 390 ? 844 : 800 }, colorScheme }
      const take = (page: Page, screen: string) =>
        shoot(page, join(folder, `${screen}-${width}-${colorScheme}.png`))
      await conversationScreens(world.url, longTicket, () => pageOf(browser, look), take)
      if (mode !== 'all') continue
      await widgetScreens(await pageOf(browser, look), take)
      await guestScreens(await pageOf(browser, look), take)
      await helpCenterScreens(await pageOf(browser, look), take)
      await consoleScreens(await pageOf(browser, look), take)
    }
  }

  async function askForAMerge(page: Page): Promise<void> {
    const address = 'l.okafor@northfield.edu'
    const demo = await atDemo(page, world.url)
    await demo.logIn('leo.okafor@mail.example')
    const widget = await demo.openWidget()
    await widget.startMerge(address)
    await widget.typeCode(codeIn((await world.mailTo(address)).text))
    await widget.sees('A person looks at both accounts')
  }

  async function widgetScreens(page: Page, take: Take): Promise<void> {
    const demo = await atDemo(page, world.url)
    await demo.logIn('leo.okafor@mail.example')
    await take(page, 'demo-dashboard')
    const widget = await demo.openWidget()
    await widget.sees('Suggested for this page')
    await take(page, 'widget-home')
    await widget.type('alredy exi')
    await widget.firstResult(/user already exists/i)
    await take(page, 'widget-results')
    await widget.clearSearch()
    await widget.type('zzzzqq')
    await take(page, 'widget-nothing-found')
    await widget.clearSearch()
    await widget.type('alredy volcano bicycle dinosaur')
    await widget.sees('We are not sure this answers it')
    await take(page, 'widget-unsure')
    await widget.clearSearch()
    await widget.type('two accounts')
    await widget.openFirstResult()
    await take(page, 'widget-article')
    await widget.answerFeedback('No')
    await take(page, 'widget-feedback')
    await widget.writeToAPerson()
    await take(page, 'widget-write')
    await widget.writes('It says that the user already exists')
    await widget.sees('This may answer it')
    await take(page, 'widget-answers-while-writing')
    await widget.presses('A document was rejected')
    await widget.sees('Which document?')
    await take(page, 'widget-form')
    await widget.presses('Back')
    await widget.presses('My rotation is missing')
    await widget.answers(/^Which address did/, 'another@northfield.edu')
    await widget.chooses('Maybe')
    await take(page, 'widget-form-first')
    await widget.presses('Continue')
    await take(page, 'widget-form-merge')
    await widget.presses('It is something else')
    await widget.answers('Hospital or site', `St. Brigid’s, ${page.viewportSize()?.width}`)
    await widget.pressSend()
    await widget.allSent()
    await take(page, 'widget-form-thread')
    await widget.presses('Back')
    await widget.writeToAPerson()
    await widget.send('My rotation is on my school account. Can you help?')
    await widget.sees(/^Sent/)
    await widget.sees(/We will also write to/)
    await take(page, 'widget-thread')
  }

  async function guestScreens(page: Page, take: Take): Promise<void> {
    const demo = await atDemo(page, world.url)
    await take(page, 'demo-login')
    const widget = await demo.openWidget()
    const email = `nadia-${page.viewportSize()?.width}-${Date.now()}@mail.example`
    await widget.writeAsGuest({ name: 'Nadia', email, text: 'I cannot get in' })
    await take(page, 'widget-guest-code')
    await widget.typeCode(codeIn((await world.mailTo(email)).text))
    await widget.sees('I cannot get in')
    await widget.sees(/We will also write to/)
    await take(page, 'widget-guest-thread')
    await widget.presses('This is solved')
    await widget.sees('How did we do?')
    await take(page, 'widget-solved')
    await widget.presses('Very good')
    await widget.sees(/noted/)
    await take(page, 'widget-rated')
    await widget.presses('Open a new ticket')
    await widget.handedOver()
    await take(page, 'widget-new-ticket')
  }

  async function helpCenterScreens(page: Page, take: Take): Promise<void> {
    for (const [screen, path] of [
      ['help-home', '/help'],
      ['help-collection', '/help/rotations'],
      ['help-article', '/help/people/who-answers-what'],
      ['help-search', '/help/search?q=two+acounts'],
      ['help-404', '/help/signing-in/no-such-article'],
      ['demo-mailbox', '/demo/mailbox'],
      ['merge-stop', '/merges/stop'],
    ] as const) {
      await page.goto(world.url + path)
      await take(page, screen)
    }
  }

  async function consoleScreens(page: Page, take: Take): Promise<void> {
    const console = await atConsole(page, world.url)
    await page.getByLabel('E-mail address').waitFor()
    await take(page, 'console-login')
    await console.logIn('Ines')
    await take(page, 'console-list')
    await console.open(/My rotation is on my school account/)
    await take(page, 'console-thread')
    await page.goto(`${world.url}/console`)
    await console.open(/My rotation is missing: St\. Brigid/)
    await take(page, 'console-answers')
    await page.goto(`${world.url}/console`)
    await console.open(/Merge l\.okafor@northfield\.edu/)
    await console.lookAtBothAccounts()
    await take(page, 'console-merge-review')
    await page.goto(`${world.url}/console/solved`)
    await console.open(/Can I move my psychiatry rotation/)
    await console.sees(/rated this/)
    await take(page, 'console-rated')
    await page.goto(`${world.url}/console/search?q=rotation%20state%3Aopen`)
    await page.getByRole('option').or(page.locator('[data-ticket]')).first().waitFor()
    await take(page, 'console-search')
    await page.goto(`${world.url}/console/unsolved`)
    await page.locator('[data-ticket]').first().waitFor()
    await page.locator('body').press('ControlOrMeta+k')
    await page.getByRole('combobox').fill('rot')
    await page.getByRole('option').nth(3).waitFor()
    await take(page, 'console-palette')
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    for (const [key, name] of Object.entries({ h: 'snooze', t: 'tags', p: 'priority', '?': 'keys' })) {
      await page.keyboard.press(key)
      await page.getByRole('dialog').waitFor()
      await take(page, `console-${name}`)
      await page.keyboard.press('Escape')
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    }
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await take(page, 'console-many')
    for (const [address, name] of Object.entries(PAGES)) {
      await page.goto(`${world.url}/console/${address}`)
      await page.getByRole('heading', { level: 2 }).first().waitFor()
      await page.waitForLoadState('networkidle')
      await take(page, `console-${name}`)
    }
  }
}

type Take = (page: Page, screen: string) => Promise<void>

async function pageOf(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  return (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage()
}

async function shoot(page: Page, path: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  process.stdout.write(`${path}\n`)
}
