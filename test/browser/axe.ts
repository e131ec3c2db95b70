// axe on a screen, for both themes in one look: its rules once, then the colours again in the other theme, which is
// the same screen in other colours. Fails where axe, or the second theme, was not really there. Partner: faint.ts.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults, ElementContext, RunOptions } from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { faintWords } from './faint.ts'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Look {
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
  const faint = await page.evaluate(faintWords, { within, other } as const)
  expect(faint.differs, 'the other theme has other colours').toBe(true)
  const objects = all.some((line) => line.startsWith('color-contrast'))
  // Where the two see one theme alike they do so in the other, which is the same screen.
  const inOther =
    objects === faint.now.length > 0
      ? faint.other.length > 0
        ? [`color-contrast: ${faint.other.join(' ')}`]
        : []
      : await looksInTheme(page, within, other)
  return [...all, ...inOther.map((line) => `${other}: ${line}`)]
}

async function looksInTheme(page: Page, within: string, theme: 'light' | 'dark'): Promise<string[]> {
  await page.emulateMedia({ colorScheme: theme })
  const colours = await look(page, within, { runOnly: { type: 'rule', values: ['color-contrast'] } })
  await page.emulateMedia({ colorScheme: theme === 'dark' ? 'light' : 'dark' })
  return colours
}

async function look(page: Page, within: string, options: RunOptions): Promise<string[]> {
  await allRests(page)
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  const { passes, violations } = await page.evaluate(
    ({ within, options }) => {
      const { axe } = window as unknown as {
        axe: { run(where: ElementContext, how: RunOptions): Promise<AxeResults> }
      }
      // Our pages have no frames, and their style sheets and films need not be fetched again. What passed is wanted by name
      // only, which halves the time.
      return axe.run(within, { iframes: false, preload: false, resultTypes: ['violations'], ...options })
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
