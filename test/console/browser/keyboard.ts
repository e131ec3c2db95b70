// The keyboard alone: no key is lost on a slow line, and the focus always stands somewhere that is seen.

import { expect, test } from 'vitest'
import { heldFrames, heldRequests } from '../../browser/held.ts'
import { agentConnects, newClientId } from '../../stage/cast.ts'
import { consoleOf, isOf, mayaOpens, NARROWEST_DESK, noorOpens, noorsWidget, WIDE, world } from './desk.ts'

export function keyboardScenes(): void {
  test('what is typed before a dialog has come from the server is in its field, in order, and no letter is a command', async () => {
    const answers = { where: 'On the dashboard', since: 'today' }
    const form = await mayaOpens('Typed ahead, too.', { type: 'problem', answers })
    const ticket = await noorOpens('Typed ahead.')
    const part = (name: string) => heldRequests(new RegExp(`/console-${name}-`))
    const [dialogs, opening, inserter] = [part('dialogs'), part('opening'), part('inserter')]
    const [emoji, correction] = [part('emoji'), part('correction')]
    const parts = [dialogs, opening, inserter, emoji, correction]
    const page = await consoleOf('Omar', { viewport: WIDE }, (page) =>
      Promise.all(parts.map(({ on }) => on(page))),
    )
    const row = page.locator('.row[data-ticket]').filter({ hasText: 'Typed ahead.' })
    const shown = page.locator('dialog[open]')
    const comesAnew = async () => {
      for (const { hold } of parts) hold()
      await page.reload()
      await row.focus()
      expect(await shown.count(), 'the premise').toBe(0)
    }

    await row.focus()
    await page.keyboard.type('cno')
    expect(await shown.count(), 'the premise').toBe(0)
    dialogs.letGo()
    await shown.getByText('New ticket').waitFor()
    await page.keyboard.type('orr')
    await page.keyboard.press('Backspace')
    await page.keyboard.type(' a')
    opening.letGo()
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
    dialogs.letGo()
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
    dialogs.letGo()
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
    inserter.letGo()
    await expect.poll(() => page.locator('#composer').inputValue()).toBe(';Fine ')
    await page.getByRole('button', { name: 'Emoji' }).press('Enter')
    await page.keyboard.type('tada')
    await page.keyboard.press('Enter')
    expect(await page.locator('.hd-emoji').count(), 'the premise').toBe(0)
    emoji.letGo()
    await expect.poll(() => page.locator('#composer:focus').inputValue()).toBe(';Fine 🎉')
    await page.getByRole('link', { name: /Typed ahead, too/ }).press('Enter')
    await page.getByRole('heading', { name: form.subject }).waitFor()
    await page.getByRole('button', { name: 'Correct', exact: true }).press('Enter')
    await shown.waitFor()
    await page.keyboard.press('End')
    await page.keyboard.type(', and not in the app')
    correction.letGo()
    const where = shown.getByLabel('Where did it happen?').and(page.locator(':focus'))
    await expect.poll(() => where.inputValue()).toBe('On the dashboard, and not in the app')
  })

  test('wherever the keyboard leads the focus stands there and is seen, and the next key means what was opened', async () => {
    const [other, ticket] = [await noorOpens('Led to: this.'), await noorOpens('Led from: that.')]
    const line = heldFrames('down')
    const page = await consoleOf('Omar', { viewport: NARROWEST_DESK }, line.on)
    const row = (subject: string) => page.locator('.row[data-ticket]').filter({ hasText: subject })
    const palette = async (words: string, option: string | RegExp) => {
      await page.keyboard.press('Control+k')
      await page.keyboard.type(words)
      const wanted = page.getByRole('option', { name: option }).first()
      await wanted.waitFor()
      while ((await wanted.getAttribute('aria-selected')) !== 'true') await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Enter')
    }
    const stands = async (at: string) => {
      const ring = await page
        .locator(`${at}:focus`)
        .evaluate((place) => Number.parseInt(getComputedStyle(place).outlineWidth, 10))
      expect(ring, `the ring around ${at}`).toBeGreaterThan(1)
    }
    await row('Led from').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: ticket.subject }).waitFor()
    await palette(`#${other.number}`, /Led to/)
    await page.getByRole('heading', { name: other.subject }).waitFor()
    await stands('#thread-title')
    // It goes on from there: not the row that had the focus before.
    await page.keyboard.press('x')
    await page.getByRole('checkbox', { name: `Select #${other.number}`, checked: true }).waitFor()
    await page.keyboard.press('Escape')

    await palette('reports', 'Go to Reports')
    await stands('.reports h1')
    await palette('settings: preferences', 'Settings: Preferences')
    await stands('.settings-head h1')
    await palette('noor aziz', /^Noor Aziz/)
    await stands('.reports h1')
    await palette('go to solved', 'Go to Solved')
    await page.locator('.row:focus').waitFor()
    await palette('go to merge', 'Go to Merge reviews')
    await page.locator('.row:focus, #list-title:focus').waitFor()
    await palette('go to open', 'Go to Open')
    await page.locator('.row:focus').waitFor()

    // From where there is no list; and Enter before the answer means the first of it.
    await palette('reports', 'Go to Reports')
    await page.keyboard.press('/')
    await page.locator('#ticket-search:focus').waitFor()
    line.hold()
    await page.keyboard.type(`#${other.number}`)
    await page.keyboard.press('Enter')
    expect(await page.locator('.rows-found').count(), 'the premise').toBe(0)
    line.letGo()
    await row('Led to').and(page.locator(':focus')).waitFor()
    await stands('.row')

    // Where the contact has no room beside the thread, the same key leads to it and back.
    await page.setViewportSize({ width: 1024, height: 768 })
    await page.keyboard.press('Enter')
    const contact = page.getByRole('complementary', { name: 'Contact' })
    for (const isSeen of [true, false]) {
      await page.keyboard.press('i')
      await contact.waitFor({ state: isSeen ? 'visible' : 'hidden' })
    }
  })

  test('read one after the other by one key each, in the order in which they stood, whatever is done to them', async () => {
    const tickets = [
      await noorOpens('In turn: 3.'),
      await noorOpens('In turn: 2.'),
      await noorOpens('In turn: 1.'),
    ]
    const page = await consoleOf('Omar')
    const title = (n: number) => page.locator('#thread-title:focus', { hasText: `In turn: ${n}.` }).waitFor()
    await page.locator('.row[data-ticket]').filter({ hasText: 'In turn: 1.' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('n')
    await page.locator('#composer:focus').waitFor()
    await page.keyboard.press('Escape')
    await title(1)
    await page.keyboard.press('j')
    await title(2)
    const [, second] = tickets
    const text = 'I have found it.'
    await noorsWidget.command('message.send', { clientId: newClientId(), ticketId: second?.id, text })
    // It goes up over the one before, which is not the next for that.
    const order = async () =>
      (await page.locator('.row[data-ticket]').allTextContents()).flatMap(
        (words) => /In turn: (\d)/.exec(words)?.[1] ?? [],
      )
    await expect.poll(order).toEqual(['2', '1', '3'])
    await page.keyboard.press('j')
    await title(3)
    await page.keyboard.press('k')
    await page.keyboard.press('h')
    await page.getByRole('dialog').locator('button:focus').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press(';')
    await page.keyboard.type('done')
    await page.locator('.inserter input:focus').waitFor()
    await page.getByRole('option', { name: /Done, and solve/, selected: true }).waitFor()
    await page.keyboard.press('Escape')
    await page.locator('#composer:focus').waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('A')
    await page.keyboard.press('i')
    await page.getByRole('dialog').locator('button:focus', { hasText: 'Ines' }).waitFor()
    await page.keyboard.press('Escape')
  })

  test('the next one is who stood behind it, though a colleague has taken it away, and those beside it, too', async () => {
    const tickets = []
    for (const n of [4, 3, 2, 1]) tickets.push(await mayaOpens(`In a row: ${n}.`))
    const [, third, second, first] = tickets
    const page = await consoleOf('Omar')
    const row = (n: number) => page.locator('.row[data-ticket]').filter({ hasText: `In a row: ${n}.` })
    await row(2).click()
    await page.locator('#thread-title', { hasText: 'In a row: 2.' }).focus()
    const ines = await agentConnects(world.url, 'Ines')
    for (const ticket of [first, third, second]) await ines.command('ticket.solve', { ticketId: ticket?.id })
    ines.close()
    for (const n of [1, 3, 2]) await row(n).waitFor({ state: 'detached' })
    await page.keyboard.press('j')
    await page.locator('#thread-title:focus', { hasText: 'In a row: 4.' }).waitFor()
  })

  test('what is put right in one ticket is not saved in the one to which Back leads', async () => {
    const form = { type: 'problem', answers: { where: 'On the dashboard', since: 'today' } }
    const one = await mayaOpens('Back: the one.', form)
    await mayaOpens('Back: the other.', form)
    const page = await consoleOf('Omar')
    await page.locator('.row', { hasText: one.subject }).click()
    await page.getByRole('heading', { name: one.subject }).waitFor()
    await page.locator('.row', { hasText: 'Back: the other.' }).click()
    await page.getByRole('heading', { name: 'Back: the other.' }).waitFor()
    await page.getByRole('button', { name: 'Correct' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox').first().fill('Elsewhere')
    await page.goBack()
    await page.getByRole('heading', { name: one.subject }).waitFor()
    await dialog.waitFor({ state: 'detached' })
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
    await page.keyboard.press('Escape')
  })

  test('a change that is half typed outlives a reload and the tab, and is gone once it is saved', async () => {
    const { id } = await noorOpens('Half typed: which form?')
    const page = await consoleOf('Omar')
    await page.locator('.row[data-ticket]').filter({ hasText: 'Half typed: which form?' }).click()
    const reply = page.getByRole('textbox', { name: /^Reply to/ })
    await reply.fill('The bleu one.')
    await page.keyboard.press('Control+Enter')
    await noorsWidget.event('message.created', ({ message }) => isOf(message, id, 'agent'))
    // Hers has one, too.
    const his = page.getByRole('log').getByRole('button', { name: 'More' }).nth(1)
    await his.waitFor({ state: 'attached' })
    // The arrows go from one of these to the next: ears know by it which message it is.
    expect(await his.getAttribute('aria-description')).toBe('Omar Haddad: The bleu one.')
    await reply.press('ArrowUp')
    // Typed at once, whether or not the field is there.
    await page.keyboard.press('End')
    await page.keyboard.type(' It is und')
    const field = page.getByRole('log').getByRole('textbox')
    await expect.poll(() => field.inputValue()).toBe('The bleu one. It is und')
    await page.reload()
    await expect.poll(() => field.inputValue()).toBe('The bleu one. It is und')
    expect(await field.and(page.locator(':focus')).count(), 'nobody asked for the field').toBe(0)

    const next = await page.context().newPage()
    const address = page.url()
    await page.close()
    await next.goto(address)
    const its = next.getByRole('log').getByRole('textbox')
    await expect.poll(() => its.inputValue()).toBe('The bleu one. It is und')
    await its.fill('The blue one.')
    await its.press('Enter')
    await next.getByRole('log').getByText('The blue one. edited').waitFor()
    const kept = () => next.evaluate(() => Object.keys(localStorage).filter((name) => name.includes('edit.')))
    await expect.poll(kept).toEqual([])
    await next.context().close()
  })

  test('the last step of a merge stands at what it does; a change to nothing is no change', async () => {
    const [one, other] = [await noorOpens('Sure: that.'), await noorOpens('Sure: this.')]
    const page = await consoleOf('Omar')
    await page.locator('.row[data-ticket]').filter({ hasText: 'Sure: this.' }).focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('r')
    await page.keyboard.type('It is this one.')
    await page.keyboard.press('Control+Enter')
    await noorsWidget.event('message.created', ({ message }) => isOf(message, other.id, 'agent'))
    // The student may have it before this page hears that it is sent.
    await page.getByRole('log').getByText('Sent', { exact: true }).waitFor()
    await page.keyboard.press('ArrowUp')
    const save = page.getByRole('button', { name: 'Save', exact: true })
    await save.waitFor()
    expect(await save.isEnabled(), 'the premise').toBe(true)
    await page.keyboard.press('Control+a')
    await page.keyboard.insertText('\u200b\u2060')
    await expect.poll(() => save.isDisabled()).toBe(true)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await page.keyboard.press('m')
    await page.keyboard.type(String(one.number))
    await page.getByRole('option', { name: /Sure: that/ }).waitFor()
    await page.keyboard.press('Enter')
    const last = page.getByRole('button', { name: `Merge into #${one.number}` })
    await last.and(page.locator(':focus')).waitFor()
    // A key that is held down comes again and again.
    await page.keyboard.down('Enter')
    await page.keyboard.up('Enter')
    await page.getByText(`#${other.number} goes on in #${one.number}.`).waitFor()
    await page.locator('#thread-title:focus').waitFor()
  })
}
