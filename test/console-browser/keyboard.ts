// The keyboard alone: no key is lost on a slow line, and the focus always stands somewhere that is seen.

import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { consoleOf, mayaOpens, noorOpens, WIDE } from './desk.ts'

export function keyboardScenes(): void {
  test('what is typed before a dialog has come from the server is in its field, in order, and no letter is a command', async () => {
    const answers = { where: 'On the dashboard', since: 'today' }
    const form = await mayaOpens('Typed ahead, too.', { type: 'problem', answers })
    const ticket = await noorOpens('Typed ahead.')
    const files = heldFiles('dialogs', 'opening', 'inserter', 'emoji', 'correction')
    const page = await consoleOf('Omar', { viewport: WIDE }, files.on)
    const row = page.locator('.row[data-ticket]').filter({ hasText: 'Typed ahead.' })
    const shown = page.locator('dialog[open]')
    const comesAnew = async () => {
      files.hold()
      await page.reload()
      await row.focus()
      expect(await shown.count(), 'the premise').toBe(0)
    }

    await row.focus()
    await page.keyboard.type('cno')
    expect(await shown.count(), 'the premise').toBe(0)
    files.bring('dialogs')
    await shown.getByText('New ticket').waitFor()
    await page.keyboard.type('orr')
    await page.keyboard.press('Backspace')
    await page.keyboard.type(' a')
    files.bring('opening')
    await page.locator('dialog input:focus').waitFor()
    await page.keyboard.type('ziz')
    const field = shown.getByRole('combobox', { name: 'For whom' })
    await expect.poll(() => field.inputValue()).toBe('noor aziz')
    await shown.getByRole('option', { name: /Noor Aziz/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.locator('#opening-type:focus').waitFor()
    await page.keyboard.press('Escape')
    await shown.waitFor({ state: 'detached' })
    await row.and(page.locator(':focus')).waitFor()

    // Over the composer, whose text it is not; and a choice, which opens another.
    await comesAnew()
    await page.keyboard.press('r')
    await page.locator('#composer:focus').waitFor()
    await page.keyboard.type('Half')
    await page.keyboard.press('Control+k')
    await page.keyboard.type('snoo')
    await page.keyboard.press('Enter')
    expect(await shown.count(), 'the premise').toBe(0)
    files.bring('dialogs')
    await page
      .getByRole('dialog', { name: `Snooze #${ticket.number}` })
      .locator('button:focus')
      .waitFor()
    expect(await page.locator('#composer').inputValue()).toBe('Half')

    // Escape gives it up, with what was typed; then letters are commands again.
    await comesAnew()
    await page.keyboard.type('tvisa')
    await page.keyboard.press('Escape')
    await page.keyboard.press('x')
    await page.getByRole('checkbox', { name: `Select #${ticket.number}`, checked: true }).waitFor()
    files.bring('dialogs')
    expect(await shown.count()).toBe(0)
    await page.keyboard.press('x')
    await page.keyboard.type('tvisa')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    await page.getByText(`#${ticket.number} tagged visa.`).waitFor()

    // What stands in the composer.
    await page.keyboard.press('n')
    await page.locator('#composer:focus').waitFor()
    await page.keyboard.type(';;Fine ')
    expect(await page.locator('.inserter').count(), 'the premise').toBe(0)
    files.bring('inserter')
    await expect.poll(() => page.locator('#composer').inputValue()).toBe(';Fine ')
    await page.getByRole('button', { name: 'Emoji' }).press('Enter')
    await page.keyboard.type('tada')
    await page.keyboard.press('Enter')
    expect(await page.locator('.hd-emoji').count(), 'the premise').toBe(0)
    files.bring('emoji')
    await expect.poll(() => page.locator('#composer:focus').inputValue()).toBe(';Fine 🎉')
    await page.getByRole('link', { name: /Typed ahead, too/ }).press('Enter')
    await page.getByRole('heading', { name: form.subject }).waitFor()
    await page.getByRole('button', { name: 'Correct', exact: true }).press('Enter')
    await shown.waitFor()
    await page.keyboard.press('End')
    await page.keyboard.type(', and not in the app')
    files.bring('correction')
    const where = shown.getByLabel('Where did it happen?').and(page.locator(':focus'))
    await expect.poll(() => where.inputValue()).toBe('On the dashboard, and not in the app')
  })
}

/** Programs of the console that are held back until they are asked for. */
function heldFiles(...names: string[]) {
  let isHeld = true
  let waiting: { name: string; go: () => void }[] = []
  return {
    on: async (page: Page) => {
      for (const name of names)
        await page.route(new RegExp(`/console-${name}-`), async (route) => {
          if (isHeld) await new Promise<void>((go) => waiting.push({ name, go }))
          await route.continue()
        })
    },
    hold() {
      isHeld = true
      waiting = []
    },
    bring(which: string) {
      for (const { name, go } of waiting) if (name === which) go()
      waiting = waiting.filter(({ name }) => name !== which)
    },
  }
}
