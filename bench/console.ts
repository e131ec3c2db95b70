// Is the console as quick as a mail client on a desk with 10,000 open tickets? What the page's main thread does until the
// list or a ticket stands there, frames while the list is scrolled, and whether the list is right after 50 things a second
// happened. Beside a bare page that draws the same rows without any program. `npm run bench -- console [tickets]`, after
// `npm run build`. Writes results/console.md. Partners: console/*.ts.

import { writeFile } from 'node:fs/promises'
import { loadavg, tmpdir } from 'node:os'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { launchChromium } from '../test/browser/chromium.ts'
import { atConsole } from '../test/browser/people.ts'
import { makeWorld } from '../test/stage/world.ts'
import { fillDesk } from './console/fill.ts'
import { type ListedTicket, type News, newsAt } from './console/news.ts'
import { type Frames, scrolled, settled, whileDrawing, workedMs, workOf } from './console/page.ts'
import { type Lively, report } from './console/report.ts'

const TICKETS = 10_000
/** Each is done so often; the middle and the worst count. */
const LISTS = 7
const OPENED = 25
/** Two rows a frame, as fast as people scroll: some 1,200 rows go by. */
const SCROLL = { px: 128, frames: 600 }
const NEWS_MS = 10_000
const PER_SECOND = 50
/** What was acknowledged last is drawn by then. */
const DRAWN_WITHIN_MS = 10_000
const VIEWPORT = { width: 1440, height: 900 }
const ROWS = '.rows'
const ROW = '.rows li'
const ROW_PX = 64

interface Tab {
  page: Page
  session: CDPSession
}

export async function bench(args: string[] = []): Promise<void> {
  const tickets = Number(args[0] ?? TICKETS)
  const load = loadavg()[0] ?? 0
  const world = await makeWorld({}, (dataDir) => fillDesk(dataDir, tickets), { root: tmpdir() })
  const browser = await launchChromium()
  let news: News | undefined
  try {
    const desk = await tabOf(browser)
    const bare = await tabOf(browser)
    await (await atConsole(desk.page, world.url)).logIn('Ines')
    const lists = await listOpens(desk, world.url)
    const opened = await ticketsOpen(desk)
    const bareWorks = await bareOpens(desk.page, bare)
    const glance = await scrolledList(desk.page, bare.page, world.url)
    news = await newsAt(world.url)
    const lively: Lively[] = []
    for (const [what, isScrolled] of [
      ['the first page is loaded', false],
      ['scrolled down and up meanwhile', true],
    ] as const) {
      await desk.page.goto(`${world.url}/console/unsolved`)
      await desk.page.locator(ROW).first().waitFor()
      lively.push({ what, ...(await withNews(desk, news, isScrolled)) })
    }
    const table = report({
      tickets,
      load,
      works: [
        { what: 'the list of a view opens', console: lists, bare: bareWorks.list },
        { what: 'a ticket opens', console: opened, bare: bareWorks.ticket },
      ],
      scrolls: glance,
      perSecond: PER_SECOND,
      lively,
      chromium: browser.version(),
    })
    console.log(table)
    if (tickets === TICKETS) await writeFile('bench/results/console.md', table)
  } finally {
    news?.end()
    await browser.close()
    await world.end()
  }
}

async function tabOf(browser: Browser): Promise<Tab> {
  const page = await (await browser.newContext({ viewport: VIEWPORT })).newPage()
  // What runs bench files wraps each function that has a name in a helper, which pages do not have.
  await page.addInitScript('globalThis.__name = (named) => named')
  const session = await page.context().newCDPSession(page)
  // Of its own processor time: the machine does other things, too.
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return { page, session }
}

/** From an empty view to the first page of one with thousands, which is asked for then. */
async function listOpens({ page, session }: Tab, url: string): Promise<number[]> {
  const works: number[] = []
  for (let time = 0; time < LISTS; time++) {
    await page.goto(`${url}/console/solved`)
    await page.getByText('Live').first().waitFor()
    // What asks the page for a function brings a program of its own, once a page: not the console's work.
    await page.waitForFunction(() => true)
    const link = page.getByRole('navigation').getByRole('link', { name: /^Waiting on contact/ })
    await link.focus()
    works.push(
      await workOf(page, session, async () => {
        await page.keyboard.press('Enter')
        await page.waitForFunction((row) => document.querySelector(row), ROW)
      }),
    )
  }
  return works
}

/** One after the other, none of which was read before. */
async function ticketsOpen({ page, session }: Tab): Promise<number[]> {
  const works: number[] = []
  for (let time = 0; time < OPENED; time++) {
    await page.keyboard.press('j')
    const ticketId = await page.evaluate(() => (document.activeElement as HTMLElement).dataset.ticket)
    works.push(
      await workOf(page, session, async () => {
        await page.keyboard.press('Enter')
        // Not by its role: to look for one costs the page more than to draw it.
        await page.waitForFunction(
          (id) =>
            location.pathname.endsWith(id) &&
            document.querySelector('[role=log]')?.textContent.includes('Thank you, that helped!'),
          ticketId ?? '',
        )
      }),
    )
    // Back to its row, as the keyboard of somebody who only looks.
    await page.evaluate(
      (id) => document.querySelector<HTMLElement>(`.row[data-ticket="${id}"]`)?.focus(),
      ticketId,
    )
  }
  return works
}

/** The same rows and the same ticket, put in as they stand there now. */
async function bareOpens(desk: Page, { page, session }: Tab): Promise<{ list: number[]; ticket: number[] }> {
  const parts = await partsOf(desk)
  const works: { list: number[]; ticket: number[] } = { list: [], ticket: [] }
  await page.setContent(bareDesk(parts))
  await page.evaluate((all) => Object.assign(globalThis, { parts: all }), parts)
  for (let time = 0; time < OPENED; time++) {
    for (const [what, selector] of [
      ['list', '.list'],
      ['ticket', '.work'],
    ] as const) {
      await page.evaluate((one) => document.querySelector(one)?.replaceChildren(), selector)
      works[what].push(
        await workOf(page, session, () =>
          page.evaluate((one) => {
            const place = document.querySelector(one)
            const { parts } = globalThis as unknown as { parts: Record<string, string> }
            if (place) place.innerHTML = parts[one] ?? ''
          }, selector),
        ),
      )
    }
  }
  return works
}

interface Parts {
  styles: string
  '.list': string
  '.work': string
}

const partsOf = (page: Page): Promise<Parts> =>
  page.evaluate(() => ({
    styles: Array.from(document.styleSheets, (sheet) =>
      Array.from(sheet.cssRules, ({ cssText }) => cssText).join('\n'),
    ).join('\n'),
    '.list': document.querySelector('.list')?.innerHTML ?? '',
    '.work': document.querySelector('.work')?.innerHTML ?? '',
  }))

const bareDesk = ({ styles }: Parts, list = '') =>
  `<style>${styles}</style><div class="desk" data-pane="list"><nav class="views"></nav>
   <main class="panes"><section class="list list-comfortable">${list}</section><div class="work"></div></main></div>`

/** All rows of the bare list are there from the beginning, as many as are gone through. */
async function scrolledList(desk: Page, bare: Page, url: string): Promise<{ console: Frames; bare: Frames }> {
  await desk.goto(`${url}/console/unsolved`)
  await desk.locator(ROW).first().waitFor()
  await settled(desk)
  const row = await desk.evaluate((one) => document.querySelector(one)?.outerHTML ?? '', ROW)
  const inConsole = await scrolled(desk, ROWS, SCROLL)
  const count = Math.ceil((SCROLL.px * SCROLL.frames + VIEWPORT.height) / ROW_PX)
  const rows = Array.from({ length: count }, (_, at) => row.replace(/top: ?\d+px/, `top:${at * ROW_PX}px`))
  const list = `<div class="rows"><ul style="height:${count * ROW_PX}px">${rows.join('')}</ul></div>`
  await bare.setContent(bareDesk(await partsOf(desk), list))
  await settled(bare)
  return { console: inConsole, bare: await scrolled(bare, ROWS, SCROLL) }
}

async function withNews(
  { page, session }: Tab,
  news: News,
  isScrolled: boolean,
): Promise<Omit<Lively, 'what'>> {
  // The oldest: their rows come up from far below.
  const ids = Array.from({ length: 200 }, (_, n) => `tkt_bench_${String(n).padStart(6, '0')}`)
  if (isScrolled) await scrolled(page, ROWS, SCROLL)
  await settled(page)
  const worked = await workedMs(session)
  const beganAt = performance.now()
  let happened = { commands: 0, events: 0 }
  const frames = await whileDrawing(page, async () => {
    const all = news.happen(NEWS_MS, PER_SECOND, ids)
    if (isScrolled) {
      // Up and down, as long as it lasts.
      const pages = Math.floor(NEWS_MS / 2_000)
      for (let turn = 0; turn < pages; turn++)
        await scrolled(page, ROWS, { px: turn % 2 === 0 ? -SCROLL.px : SCROLL.px, frames: 60 })
    }
    happened = await all
  })
  const busy = ((await workedMs(session)) - worked) / (performance.now() - beganAt)
  if (isScrolled) await page.evaluate((rows) => document.querySelector(rows)?.scrollTo(0, 0), ROWS)
  return { ...frames, ...happened, busy, ...(await compared(page, news)) }
}

/** What is drawn beside what the server says: at once where the reader is, then all the way down the list. */
async function compared(
  page: Page,
  news: News,
): Promise<{ compared: number; wrong: number; drawnMs: number }> {
  const beganAt = performance.now()
  for (;;) {
    const wrong = await wrongIn(news, await drawnRows(page))
    const drawnMs = performance.now() - beganAt
    if (wrong > 0 && drawnMs < DRAWN_WITHIN_MS) continue
    const all = await walked(page)
    return { compared: all.length, wrong: await wrongIn(news, all), drawnMs }
  }
}

async function wrongIn(news: News, drawn: DrawnRow[]): Promise<number> {
  const listed = await news.list('unsolved', Math.max(...drawn.map(({ place }) => place)))
  return drawn.filter((row) => !isDrawn(listed[row.place - 1], row)).length
}

/** All rows that are loaded, a screen at a time. */
async function walked(page: Page): Promise<DrawnRow[]> {
  const found = new Map<number, DrawnRow>()
  const end = await page.evaluate((rows) => document.querySelector(rows)?.scrollHeight ?? 0, ROWS)
  for (let top = 0; top < end; top += VIEWPORT.height / 2) {
    await page.evaluate(([rows, to]) => document.querySelector(rows)?.scrollTo(0, to), [ROWS, top] as const)
    await settled(page)
    for (const row of await drawnRows(page)) found.set(row.place, row)
  }
  return [...found.values()]
}

interface DrawnRow {
  id: string
  /** Of the whole list: 1 is the first. */
  place: number
  name: string
  subject: string
  snippet: string
}

const drawnRows = (page: Page): Promise<DrawnRow[]> =>
  page.evaluate(
    (rows) =>
      Array.from(document.querySelectorAll<HTMLElement>(rows), (row) => ({
        id: row.querySelector<HTMLElement>('.row')?.dataset.ticket ?? '',
        place: Number(row.ariaPosInSet),
        name: row.querySelector('.row-name')?.textContent ?? '',
        subject: row.querySelector('.row-subject')?.textContent ?? '',
        snippet: row.querySelector('.row-snippet')?.textContent ?? '',
      })),
    ROW,
  )

/** An activity is told in the console's own words; a first message, which is the subject, is not said again. */
function isDrawn(ticket: ListedTicket | undefined, row: DrawnRow): boolean {
  if (!ticket || ticket.id !== row.id || ticket.contact.name !== row.name) return false
  if (ticket.subject !== row.subject) return false
  const { author, snippet } = ticket.lastEntry
  return author === 'system' || snippet === ticket.subject || row.snippet.endsWith(snippet)
}
