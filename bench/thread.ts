// Does a long thread scroll smoothly? Frames and long tasks while somebody scrolls through a ticket of 10,000 messages, in the
// widget and in the console, as multiples of a bare list of as many rows that a page without any program scrolls. On a processor
// slowed four times, which is a phone of some years ago.

import { mkdir, writeFile } from 'node:fs/promises'
import type { Browser, Locator, Page } from 'playwright-core'
import { cast } from '../server/demo/cast.ts'
import { launchChromium } from '../test/browser/chromium.ts'
import { atConsole, atDemo } from '../test/browser/people.ts'
import { textOf, writeLongTicket } from '../test/long-ticket.ts'
import { makeWorld } from '../test/world.ts'

const MESSAGES = 10_000
const SLOWER = 4
/** Steps of 400 px, one a frame: some 24,000 px, through what is held and what has to be read. */
const STEPS = 60
const TALKER = 'maya.lindqvist@northfield.edu'

interface Measures {
  rows: number
  /** Milliseconds. */
  p50: number
  p99: number
  longest: number
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
    const bare = lists['bare list, 150 rows'] as Measures
    const row = ([name, { rows, p50, p99, longest }]: [string, Measures]) =>
      `| ${name} | ${rows} | ${p50.toFixed(1)} | ${p99.toFixed(1)} | ${(p99 / bare.p99).toFixed(1)} | ${Math.round(longest)} |`
    const table = [
      '| scrolled | rows in the page | frame p50, ms | p99, ms | p99, of the bare 150 | longest task, ms |',
      '| --- | --- | --- | --- | --- | --- |',
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

const ABOUT = `A ticket of ${MESSAGES.toLocaleString('en')} messages, scrolled up by ${STEPS} steps of 400 px, one a frame, at
${SLOWER}× slower processor, headless. A bare list has no program behind it: rows of text, written once. Rows: the most that stood in the page at once.
A longest task of 0 is one below 50 ms.`

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
  await session.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
  return log.evaluate(measure, STEPS)
}

/** Runs in the page. */
async function measure(log: Element, steps: number): Promise<Measures> {
  const box = log.closest('.body') ?? log
  const [frames, tasks] = [[] as number[], [] as number[]]
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tasks.push(duration)
  }).observe({ entryTypes: ['longtask'] })
  box.scrollTop = box.scrollHeight
  let rows = 0
  let before = await new Promise<number>(requestAnimationFrame)
  for (let step = 0; step < steps; step++) {
    // A list that is shorter than the way is scrolled up once more.
    if (box.scrollTop === 0) box.scrollTop = box.scrollHeight
    box.scrollTop -= 400
    const now = await new Promise<number>(requestAnimationFrame)
    frames.push(now - before)
    before = now
    rows = Math.max(rows, log.querySelectorAll('[data-item]').length)
  }
  // Long tasks are told a moment after they are over.
  await new Promise((go) => setTimeout(go, 200))
  frames.sort((a, b) => a - b)
  // No function of a name in here: what runs bench files wraps each in a helper that the page does not have.
  const [p50 = 0, p99 = 0] = [0.5, 0.99].map((part) => frames[Math.floor(frames.length * part)])
  return { rows, p50, p99, longest: Math.max(0, ...tasks) }
}
