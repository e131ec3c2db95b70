// Reading in a long thread, as a hand on the wheel does, watching that nothing else moves what is read. Runs in the page.

import type { Locator } from 'playwright-core'

interface Way {
  mostRows: number
  /** Rows that were in sight and moved by something else than the reader. */
  jumps: string[]
}

/** The numbers of the rows that stand in the page. */
export const rowsIn = (log: Locator): Promise<number[]> =>
  log.locator('[data-item]').evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('data-item'))))

/** Up, some rows a frame, until this message is in sight. The log scrolls itself, or stands in what does. */
export async function readsUp(log: Element, upTo: number): Promise<Way> {
  const box = log.closest('.body') ?? log
  const way: Way = { mostRows: 0, jumps: [] }
  for (let steps = 0; steps < 400; steps++) {
    const edge = box.getBoundingClientRect().top + 10
    const rows = [...log.querySelectorAll('[data-item]')]
    const row = rows.find((one) => one.getBoundingClientRect().top > edge)
    if (!row || Number(row.getAttribute('data-item')) <= upTo) return way
    const [at, scrolled] = [row.getBoundingClientRect().top, box.scrollTop]
    box.scrollTop -= 1_000
    const moved = scrolled - box.scrollTop
    // What follows from it is drawn in this frame or the next one.
    for (let frames = 0; frames < 2; frames++)
      await new Promise((go) => requestAnimationFrame(() => setTimeout(go)))
    way.mostRows = Math.max(way.mostRows, log.querySelectorAll('[data-item]').length)
    // Drawn anew where an earlier page has made it part of a longer group: it must stand where it stood all the same.
    const item = row.getAttribute('data-item')
    const now = log.querySelector(`[data-item="${item}"]`)
    const off = now ? now.getBoundingClientRect().top - at - moved : Number.NaN
    if (!(Math.abs(off) <= 1)) way.jumps.push(`${item} by ${off}`)
  }
  throw new Error(`Scrolling up never came to message ${upTo}.`)
}

/** Up, until such a thing stands in the page. Runs in the page. */
export async function readsUpTo(log: Element, what: string): Promise<void> {
  for (let steps = 0; steps < 400 && !log.querySelector(what); steps++) {
    log.scrollTop = 0
    for (let frames = 0; frames < 2; frames++)
      await new Promise((go) => requestAnimationFrame(() => setTimeout(go)))
  }
  log.scrollTop = 0
}

/** The number and the time of the first message under each day line. Runs in the page. */
export function firstsOfDays(log: Element): { item: number; time: string }[] {
  return [...log.querySelectorAll('.hd-line-day')].map((line) => {
    const group = line.nextElementSibling
    const item = Number(group?.querySelector('[data-item]')?.getAttribute('data-item'))
    return { item, time: group?.querySelector('.hd-group-head')?.textContent ?? '' }
  })
}
