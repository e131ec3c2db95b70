// A page that falls asleep, as phones do it to those that nobody sees: nothing in it runs, all that it holds stays held, and when it
// wakes it is later. Its context needs `clockIsAhead` (wrong-clock.ts).

import type { Page } from 'playwright-core'

/** @returns what wakes it: its clock has gone on by so long then */
export async function fallsAsleep(page: Page, ms: number): Promise<() => Promise<void>> {
  const devtools = await page.context().newCDPSession(page)
  await page.evaluate((ms) => {
    ;(window as { aheadMs?: number }).aheadMs = ms
  }, ms)
  await devtools.send('Debugger.enable')
  // At its next step.
  const isAsleep = new Promise((resolve) => devtools.once('Debugger.paused', resolve))
  await devtools.send('Debugger.pause')
  const wakes = page.evaluate(() => {})
  await isAsleep
  return async () => {
    await devtools.send('Debugger.resume')
    await devtools.send('Debugger.disable')
    await wakes
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  }
}
