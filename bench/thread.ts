// Does a long thread scroll smoothly? What each step costs the page's main thread, and the frames, while somebody scrolls through a
// ticket of 10,000 messages, in the widget and in the console, beside a bare list of as many rows that a page without any program
// scrolls. Frames are those of a processor slowed four times, a phone of some years ago. Partner: console/page.ts (`workedMs`).

import { mkdir, writeFile } from 'node:fs/promises'
import { cpus, loadavg } from 'node:os'
import type { Browser, Locator, Page } from 'playwright-core'
import { cast } from '../server/demo/cast.ts'
import { launchChromium } from '../test/browser/chromium.ts'
import { atConsole, atDemo } from '../test/browser/people.ts'
import { textOf, writeLongTicket } from '../test/stage/long-ticket.ts'
import { makeWorld } from '../test/stage/world.ts'
import { workedMs } from './console/page.ts'
import { middle } from './parts/quantiles.ts'

const MESSAGES = 10_000
const SLOWER = 4
/** Steps of 400 px, one a frame: some 24,000 px, through what is held and what has to be read. */
const STEPS = 60
const TALKER = 'maya.lindqvist@northfield.edu'

interface Measures {
  rows: number
  /** Of each step, milliseconds: processor time of the main thread, and how long its frame took. */
  worked: number[]
  frames: number[]
}

export async function bench(): Promise<void> {
  let ticketId = ''
  const member = cast.find(({ email }) => email === TALKER)
  if (!member) throw new Error(`${TALKER} is not of the demo's cast.`)
  const world = await makeWorld({}, async (dataDir) => {
    const person = { sub: member.externalId, email: TALKER, name: member.name }
    ticketId = (await writeLongTicket(dataDir, person, MESSAGES)).ticketId
  })
  const browser = await launchChromium()
  try {
    const lists = {
      [`bare list, ${MESSAGES.toLocaleString('en')} rows`]: await bareList(browser, MESSAGES),
      'bare list, 150 rows': await bareList(browser, 150),
      widget: await inTheWidget(browser, world.url),
      console: await inTheConsole(browser, world.url, ticketId),
    }
    const row = ([name, { rows, worked, frames }]: [string, Measures]) =>
      `| ${name} | ${rows} | ${[middle(worked), Math.max(...worked), middle(frames), Math.max(...frames)].map((ms) => ms.toFixed(1)).join(' | ')} |`
    const table = [
      `| scrolled | rows in the page | main thread a step, ms of processor time: middle | most | frame at ${SLOWER}× slower, ms elapsed: middle | longest |`,
      '| :--- | ---: | ---: | ---: | ---: | ---: |',
      ...Object.entries(lists).map(row),
    ].join('\n')
    console.log(table)
    await mkdir('bench/results', { recursive: true })
    await writeFile(
      'bench/results/thread.md',
      `# Long threads\n\n\`npm run bench -- thread\`, after \`npm run build\`. ${ABOUT}\n\n${table}\n`,
    )
  } finally {
    await browser.close()
    await world.end()
  }
}

const ABOUT = `A ticket of ${MESSAGES.toLocaleString('en')} messages, scrolled up by ${STEPS} steps of 400 px, one a frame, headless. A bare list has no
program behind it: rows of text, written once. Rows: the most that stood in the page at once. The steps that cost most are those at which older messages come.
${cpus().length} × ${cpus()[0]?.model.trim()}; load at the beginning ${loadavg()[0]?.toFixed(0)}: elapsed counts only where that is below one.`

async function inTheWidget(browser: Browser, url: string): Promise<Measures> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  const demo = await atDemo(page, url)
  await demo.logIn(TALKER)
  const { panel } = await demo.openWidget()
  await panel
    .getByRole('button', { name: /^Message 1\./ })
    .first()
    .click()
  return scrolled(page, panel.getByRole('log'))
}

async function inTheConsole(browser: Browser, url: string, ticketId: string): Promise<Measures> {
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage()
  const console = await atConsole(page, url)
  await console.logIn('Ines')
  await page.goto(`${url}/console/open/${ticketId}`)
  return scrolled(page, page.getByRole('log'))
}

async function bareList(browser: Browser, count: number): Promise<Measures> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage()
  const rows = Array.from(
    { length: count },
    (_, at) => `<p data-item="${at + 1}">${textOf(MESSAGES - count + at + 1)}</p>`,
  )
  await page.setContent(
    `<style>p { max-width: 320px; margin: 2px; padding: 8px 12px; border-radius: 16px; background: #eee; font: 15px/24px sans-serif }</style>
     <div role="log" style="width: 400px; height: 600px; overflow: auto">${rows.join('')}</div>`,
  )
  return scrolled(page, page.getByRole('log'))
}

async function scrolled(page: Page, log: Locator): Promise<Measures> {
  await log.getByText(`Message ${MESSAGES}.`).waitFor()
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const measures: Measures = { rows: 0, worked: [], frames: [] }
  // Slowing it works the processor itself: what was worked is counted without.
  for (const rate of [1, SLOWER]) {
    await session.send('Emulation.setCPUThrottlingRate', { rate })
    await log.evaluate((list) => (list.closest('.body') ?? list).scrollTo(0, list.scrollHeight))
    for (let at = 0; at < STEPS; at++) {
      const before = await workedMs(session)
      const { rows, ms } = await log.evaluate(step)
      if (rate === 1) measures.worked.push((await workedMs(session)) - before)
      else measures.frames.push(ms)
      measures.rows = Math.max(measures.rows, rows)
    }
  }
  return measures
}

/** Runs in the page. */
async function step(log: Element): Promise<{ rows: number; ms: number }> {
  const box = log.closest('.body') ?? log
  const before = await new Promise<number>(requestAnimationFrame)
  // A list that is shorter than the way is scrolled up once more.
  if (box.scrollTop === 0) box.scrollTop = box.scrollHeight
  box.scrollTop -= 400
  const ms = (await new Promise<number>(requestAnimationFrame)) - before
  // What follows from it is drawn in the next.
  await new Promise<number>(requestAnimationFrame)
  return { rows: log.querySelectorAll('[data-item]').length, ms }
}
