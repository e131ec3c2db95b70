// What is measured inside of the page: work of its main thread, and frames. Partner: ../console.ts.

import type { CDPSession, Page } from 'playwright-core'

export interface Frames {
  frames: number
  /** Frames that a screen of sixty a second would have shown, and nobody did. */
  dropped: number
  longestMs: number
  /** The most rows that stood in the page … */
  rows: number
  /** … and the last that was come to. */
  last: number
}

/** Milliseconds of processor time that the page's main thread has worked so far: programs, layout, drawing. */
export async function workedMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  return 1_000 * (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0)
}

/** What it took of the main thread, from the act until nothing follows from it any more. */
export async function workOf(page: Page, session: CDPSession, act: () => Promise<unknown>): Promise<number> {
  await settled(page)
  const before = await workedMs(session)
  await act()
  await settled(page)
  return (await workedMs(session)) - before
}

/** Three frames one after the other in which nothing has changed. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    let quiet = 0
    const watch = new MutationObserver(() => {
      quiet = 0
    })
    watch.observe(document, { subtree: true, childList: true, characterData: true })
    while (quiet++ < 3) await new Promise(requestAnimationFrame)
    watch.disconnect()
  })
}

/** Scrolls by so much a frame; a list that is not long enough yet waits for what comes. */
export function scrolled(page: Page, selector: string, by: { px: number; frames: number }): Promise<Frames> {
  return page.evaluate(
    async ([selector, { px, frames }]) => {
      const list = document.querySelector(selector)
      if (!list) throw new Error(`There is no ${selector}.`)
      const FRAME_MS = 1_000 / 60
      let [dropped, longestMs, rows] = [0, 0, 0]
      const row = list.querySelector('li')?.clientHeight ?? 1
      let before = await new Promise<number>(requestAnimationFrame)
      for (let frame = 0; frame < frames; frame++) {
        list.scrollTop += px
        const now = await new Promise<number>(requestAnimationFrame)
        // Half a frame late is still the same one.
        dropped += Math.max(0, Math.round((now - before) / FRAME_MS) - 1)
        longestMs = Math.max(longestMs, now - before)
        before = now
        if (frame % 30 === 0) rows = Math.max(rows, list.querySelectorAll('li').length)
      }
      const last = Math.round((list.scrollTop + list.clientHeight) / row)
      return { frames, dropped, longestMs, rows, last }
    },
    [selector, by] as const,
  )
}

/** Counts frames while something else happens. */
export async function whileDrawing(page: Page, work: () => Promise<unknown>): Promise<Frames> {
  await page.evaluate(() => {
    const state = { frames: 0, dropped: 0, longestMs: 0, rows: 0, last: 0 }
    const counting = { state, isOver: false }
    Object.assign(globalThis, { counting })
    let before = Number.NaN
    const next = (now: number) => {
      state.frames++
      if (state.frames > 1) state.dropped += Math.max(0, Math.round((now - before) / (1_000 / 60)) - 1)
      if (state.frames > 1) state.longestMs = Math.max(state.longestMs, now - before)
      before = now
      if (!counting.isOver) requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  })
  await work()
  return page.evaluate(() => {
    const { counting } = globalThis as unknown as { counting: { state: Frames; isOver: boolean } }
    counting.isOver = true
    counting.state.rows = document.querySelectorAll('.rows li').length
    return counting.state
  })
}
