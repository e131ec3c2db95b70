// axe on a screen, for both themes in one look: its rules once, then the colours again in the other theme, which is
// the same screen in other colours. Fails where axe, or the second theme, was not really there.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, ElementContext, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

export interface Look {
  /** A selector: only what is inside is looked at. */
  within?: string
  /** Tags of rules; all rules otherwise. */
  tags?: string[]
  /** The other theme of this screen was looked at in another scene. */
  inOneTheme?: boolean
}

/** What axe objects to, a line for each rule; nothing, if all is well. */
export async function objections(
  page: Page,
  { within = 'body', tags, inOneTheme }: Look = {},
): Promise<string[]> {
  const all = await look(page, within, tags ? { runOnly: tags } : {})
  if (inOneTheme) return all
  const other = (await isDark(page)) ? 'light' : 'dark'
  const colour = await textColour(page, within)
  await page.emulateMedia({ colorScheme: other })
  expect(await textColour(page, within), 'the other theme has other colours').not.toBe(colour)
  const colours = await look(page, within, { runOnly: { type: 'rule', values: ['color-contrast'] } })
  await page.emulateMedia({ colorScheme: other === 'dark' ? 'light' : 'dark' })
  return [...all, ...colours.map((line) => `${other}: ${line}`)]
}

async function look(page: Page, within: string, options: RunOptions): Promise<string[]> {
  await allRests(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  const { passes, violations } = await page.evaluate(
    ({ within, options }) => {
      const { axe } = window as unknown as {
        axe: { run(where: ElementContext, how: RunOptions): Promise<AxeResults> }
      }
      // Our pages have no frames. What passed is wanted by name only, which halves the time.
      return axe.run(within, { iframes: false, resultTypes: ['violations'], ...options })
    },
    { within, options },
  )
  expect(
    [...passes, ...violations].map(({ id }) => id),
    'axe has looked at colours',
  ).toContain('color-contrast')
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

/** Until nothing moves any more: only then are colours and places what they will be. */
export async function allRests(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const shadows = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])
    const moving = [document, ...shadows].flatMap((root) => root.getAnimations())
    const ending = moving.filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.all(ending.map(({ finished }) => finished.catch(() => {})))
  })
}

const isDark = (page: Page) => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches)

const textColour = (page: Page, within: string) =>
  page.evaluate((selector) => {
    const element = document.querySelector(selector)
    const inside = element?.shadowRoot?.lastElementChild ?? element
    return inside && getComputedStyle(inside).color
  }, within)
