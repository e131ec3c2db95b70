// The widget itself, in two tabs of a real browser: both write in turn while an agent does, and in the middle of it the
// process of the tab that has the line is killed; the other takes over, and a new tab comes beside it. What the tabs have
// shown is held to the promise of docs/protocol.md. Partners: storm.ts, the same with independent clients; widget/tabs.ts.

import type { Browser, Page } from 'playwright-core'
import { agentConnects, contactConnects, newClientId, type Person } from '../stage/cast.ts'
import type { Client } from '../stage/client.ts'
import { type Host, sent, visit, writes } from '../stage/widget-host.ts'
import { eventually } from '../stage/world.ts'
import { NOTHING_WRONG, type Verdict } from './storm.ts'

const SUBJECT = 'Two tabs and a storm'
const priya: Person = { sub: 'tabs-priya', email: 'priya@northfield.edu', name: 'Priya' }

/** @returns `drafts`: what a tab that was killed had not stored yet, and what therefore stood in the other as typed */
export async function tabsInAStorm(
  { browser, host, url }: { browser: Browser; host: Host; url: string },
  { rounds, each, random }: { rounds: number; each: number; random: () => number },
): Promise<{ verdict: Verdict; drafts: number }> {
  const context = await browser.newContext()
  const verdict: Verdict = { acknowledged: 0, ...NOTHING_WRONG, troubles: [] }
  let drafts = 0
  let leader = await tab()
  await writes(leader, SUBJECT)
  await sent(leader).waitFor()
  let other = await tab(SUBJECT)
  const omar = await agentConnects(url, 'Omar')
  const student = await contactConnects(url, priya)
  const ticketId = student.welcome.tickets[0].id as string

  for (let round = 1; round <= rounds; round++) {
    const killedAt = 1 + Math.floor(random() * (each - 1))
    const byLeader: string[] = []
    const byOther: string[] = []
    let draft = ''
    for (let n = 1; n <= each; n++) {
      void omar.command('message.send', {
        clientId: newClientId(),
        ticketId,
        text: `Round ${round}, Omar's ${n}`,
      })
      if (n <= killedAt) byLeader.push(await says(leader, `Round ${round}, leader's ${n}`, n < killedAt))
      if (n === killedAt) {
        await crashes(leader)
        draft = await draftIn(other)
      }
      byOther.push(await says(other, `Round ${round}, other's ${n}`, true))
    }
    // What was stored before it goes before it.
    const last = byOther.at(-1) ?? ''
    await eventually(last, async () => (await textsOf(student, ticketId)).includes(last))
    await eventually('Omar’s', async () =>
      (await textsOf(student, ticketId)).includes(`Round ${round}, Omar's ${each}`),
    )
    await hold(byLeader, byOther, draft)
    await leader.close()
    leader = other
    other = await tab(last)
  }
  omar.close()
  student.close()
  await context.close()
  return { verdict, drafts }

  async function hold(byLeader: string[], byOther: string[], draft: string): Promise<void> {
    const texts = await textsOf(student, ticketId)
    const mine = (of: string[]) => texts.filter((text) => of.includes(text))
    for (const of of [byLeader, byOther]) {
      const there = mine(of)
      verdict.acknowledged += new Set(there).size
      verdict.shownTwice += there.length - new Set(there).size
      const missing = of.filter((text) => !there.includes(text))
      drafts += missing.filter((text) => text === draft).length
      verdict.lost += missing.filter((text) => text !== draft).length
      if (there.some((text, at) => text !== of[at])) verdict.outOfOrder++
    }
    // And what stands in the tab that is left, at the end and at any moment before. It holds the newest of a long thread.
    const newest = texts.slice(-byOther.length)
    const shown = await eventually('the newest on the screen', async () => {
      const now = await shownIn(other)
      return newest.every((text) => now.includes(text)) && now
    })
    if (shown.some((text, at) => text !== texts.at(at - shown.length))) verdict.outOfOrder++
    verdict.shownTwice += await other.evaluate(() => (window as unknown as Watched).twice)
    if (await other.getByRole('alert').count()) verdict.troubles.push('refused')
  }

  /** @param text that stands in the thread; none: it is not there yet */
  async function tab(text?: string): Promise<Page> {
    const { page, panel, launcher } = await visit(browser, host, { context, as: priya, before: watches })
    await launcher.click()
    if (text) {
      await panel.getByText(SUBJECT).first().click()
      await panel.getByRole('log').getByText(text, { exact: true }).waitFor()
    }
    return page
  }
}

/** Its process ends, without a word to anybody. */
export async function crashes(page: Page): Promise<void> {
  const over = page.waitForEvent('crash')
  const devtools = await page.context().newCDPSession(page)
  // Nobody is left to answer.
  void devtools.send('Page.crash').catch(() => {})
  await over
}

interface Watched {
  twice: number
}

/** Counts what stands in a thread twice, however shortly. */
function watches(): void {
  const watched = window as unknown as Watched
  watched.twice = 0
  const find = setInterval(() => {
    const log = document.querySelector('helpdock-panel')?.shadowRoot?.querySelector('[role=log]')
    if (!log) return
    clearInterval(find)
    const look = () => {
      const texts = Array.from(log.querySelectorAll('.hd-bubble'), (one) => one.firstChild?.textContent)
      watched.twice += texts.length - new Set(texts).size
    }
    new MutationObserver(look).observe(log, { childList: true, subtree: true, characterData: true })
  }, 20)
}

/** @param isCareful stays until it is on the device; a draft is kept until then */
async function says(page: Page, text: string, isCareful: boolean): Promise<string> {
  await page.getByLabel('Your message').fill(text)
  await page.keyboard.press('Enter')
  if (isCareful) await eventually('that it is stored', async () => (await draftIn(page)) !== text)
  return text
}

/** What the device keeps as typed. */
const draftIn = (page: Page) =>
  page.evaluate((key) => {
    const kept = localStorage.getItem(key)
    return kept ? (Object.values(JSON.parse(kept) as Record<string, string>)[0] ?? '') : ''
  }, `helpdock.drafts:sub:${priya.sub}`)

/** What its thread says, message by message. */
export const shownIn = (page: Page) =>
  page
    .getByRole('log')
    .locator('.hd-bubble')
    .evaluateAll((all) => all.map((one) => one.firstChild?.textContent ?? ''))

/** Of its messages, oldest first. */
export async function textsOf(student: Client, ticketId: string): Promise<string[]> {
  const texts: string[] = []
  for (let after = 0, more = true; more; ) {
    const { result } = await student.command('thread.read', { ticketId, after })
    for (const entry of result.entries) {
      after = entry.sequence
      if (entry.text) texts.push(entry.text)
    }
    more = result.more
  }
  return texts
}
