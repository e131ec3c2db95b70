// `npm run screenshots`: the README's pictures, made by driving the real thing. Build first.
// `npm run screenshots -- all DIR` also makes every screen at 390, 1280 and 1440 px in both themes, to be looked at; the name of a
// walk (`widget`, `console` …) in place of `all` only its screens, and `-- console DIR 390-dark` only those. Partners: screens/.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { codeIn } from '../stage/cast.ts'
import { makeWorld, type World } from '../stage/world.ts'
import { launchChromium } from './chromium.ts'
import { atConsole, atDemo } from './people.ts'
import { consoleScreens } from './screens/console.ts'
import { conversationScreens, longConversation } from './screens/conversation.ts'
import { type Desk, deskToLookAt } from './screens/desk.ts'
import { entryScreens } from './screens/entry.ts'
import { helpCenterScreens } from './screens/help-center.ts'
import { settingsScreens } from './screens/settings.ts'
import type { Walk } from './screens/walk.ts'
import { guestScreens, widgetScreens } from './screens/widget.ts'
import { untidy } from './untidy.ts'

/** In the order in which they are gone through. */
const WALKS: Record<string, (walk: Walk, desk: Desk) => Promise<void>> = {
  conversation: (walk) => conversationScreens(walk, longTicket),
  widget: widgetScreens,
  guest: guestScreens,
  help: helpCenterScreens,
  console: consoleScreens,
  settings: settingsScreens,
  entry: entryScreens,
}
/** A phone, a laptop, a larger one, and the widest desk that is promised something: by its width, how high it is. */
const HEIGHTS: Record<string, number> = { 390: 844, 1280: 800, 1440: 900, 2560: 1440 }
/** 2560 px only by name: what is new there is little. */
const LOOKS = ['1440-light', '1440-dark', '1280-light', '1280-dark', '390-light', '390-dark']
/** What does not come is not waited for as long as in a test: a walk has many screens. */
const PATIENCE_MS = 15_000

const [mode, folder = 'docs/pictures', only] = process.argv.slice(2)
let longTicket = ''
const failures: string[] = []
/** What is untidy, and on which screens. */
const stumbles = new Map<string, string[]>()
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
for (const [line, screens] of stumbles)
  process.stdout.write(
    `${line} (${screens.slice(0, 3).join(', ')}${screens.length > 3 ? ` and ${screens.length - 3} more` : ''})\n`,
  )
if (failures.length > 0) {
  process.stderr.write(`Not seen:\n${failures.join('\n')}\n`)
  process.exitCode = 1
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

/** Files are named screen-width-theme. */
async function everyScreen(browser: Browser, world: World, folder: string): Promise<void> {
  await askForAMerge(await pageOf(browser, { viewport: { width: 1280, height: 800 } }))
  const desk = await deskToLookAt(world.url)
  for (const name of only ? [only] : LOOKS) {
    const [width = '', colorScheme] = name.split('-') as [string, 'light' | 'dark']
    const viewport = { width: Number(width), height: HEIGHTS[width] ?? 800 }
    const walk: Walk = {
      ...{ world, name, isPhone: width === '390' },
      newPage: () => pageOf(browser, { viewport, colorScheme }),
      async take(page, screen) {
        await shoot(page, join(folder, `${screen}-${name}.png`))
        for (const line of await page.evaluate(untidy, 'body'))
          stumbles.set(line, [...(stumbles.get(line) ?? []), screen])
      },
      async part(what, walks) {
        await walks().catch((error: Error) => {
          failures.push(`${name}, ${what}: ${error.message.split('\n').slice(0, 3).join(' ')}`)
        })
      },
    }
    for (const [what, goes] of Object.entries(WALKS))
      if (mode === 'all' || mode === what) await walk.part(what, () => goes(walk, desk))
    for (const context of browser.contexts()) await context.close()
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
}

async function pageOf(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  if (mode) context.setDefaultTimeout(PATIENCE_MS)
  return context.newPage()
}

async function shoot(page: Page, path: string): Promise<void> {
  await page.evaluate(() => document.fonts.ready)
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' })
  process.stdout.write(`${path}\n`)
}
