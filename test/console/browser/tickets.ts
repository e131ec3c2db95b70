// One ticket from the keyboard: answered, found, put aside, tagged, linked, merged and split off.

import type { Locator } from 'playwright-core'
import { expect, test } from 'vitest'
import { objections } from '../../browser/axe.ts'
import { endsComposition } from '../../browser/composed.ts'
import { heldFrames, heldRequests } from '../../browser/held.ts'
import { agentConnects, contactConnects, newClientId } from '../../stage/cast.ts'
import {
  consoleOf,
  cookies,
  isOf,
  mayaOpens,
  mayasWidget,
  NARROWEST_DESK,
  noorOpens,
  noorsWidget,
  objectsToNothing,
  PHONE,
  TALKER,
  WIDE,
  world,
} from './desk.ts'

const HOUR_MS = 60 * 60_000

export function ticketScenes(): void {
  test('Omar answers and solves without touching the mouse', async () => {
    const ticket = await mayaOpens('Where do I see the deadlines of my onboarding?')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /deadlines of my onboarding/ }).waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: ticket.subject }).waitFor()
    await page.keyboard.press('r')
    await page
      .getByRole('textbox', { name: /^Reply to/ })
      .and(page.locator(':focus'))
      .waitFor()
    await page.keyboard.type('Under Onboarding, in each step.')
    await page.getByRole('button', { name: 'Send to Maya' }).waitFor()
    await page.keyboard.press('Control+Enter')
    const told = await mayasWidget.event('message.created', ({ message }) =>
      isOf(message, ticket.id, 'agent'),
    )
    expect(told).toMatchObject({ message: { text: 'Under Onboarding, in each step.' } })
    await page.keyboard.press('Escape')
    await page.keyboard.press('e')
    await page.getByText(`#${ticket.number} is solved.`).waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
  })

  test('a ticket is read while the pointer rests at it; else its head and its box are there first, and send what was meant to be sent', async () => {
    await mayaOpens('Where do I park?')
    const eats = await noorOpens('Where do I eat?')
    const threads = heldFrames('down', 'thread.read')
    const page = await consoleOf('Omar', { viewport: WIDE }, threads.on)
    const log = page.getByRole('log')
    threads.hold()
    await page.getByRole('link', { name: /Where do I park/ }).hover()
    await threads.isHeld()
    threads.letGo()
    threads.hold()
    await page.getByRole('link', { name: /Where do I park/ }).click()
    await log.getByText('Where do I park?').waitFor()

    await page.getByRole('link', { name: /Where do I eat/ }).click()
    await page.getByRole('heading', { name: 'Where do I eat?' }).waitFor()
    expect(await log.count(), 'the premise: its thread is not here').toBe(0)
    // No letter of it is a command: an e would solve the ticket.
    await page.keyboard.press('r')
    await page.keyboard.type('See the encl')
    await page.keyboard.press('Control+Enter')
    // Written on after all: not sent half.
    await page.keyboard.type('osed')
    threads.letGo()
    await log.getByText('Where do I eat?').waitFor()
    const box = page.locator('#composer:focus')
    expect(await box.inputValue()).toBe('See the enclosed')
    expect(await page.getByText('wrote after you began').count()).toBe(0)
    await page.keyboard.press('Control+Enter')
    await noorsWidget.event('message.created', ({ message }) =>
      isOf(message, eats.id, 'agent', 'See the enclosed'),
    )

    // Sent before the thread came, it goes once when that is here. Its row may come to stand under the pointer.
    threads.hold()
    const sleeps = await mayaOpens('Where do I sleep?')
    await page.getByRole('link', { name: /Where do I sleep/ }).click()
    await page.getByRole('heading', { name: 'Where do I sleep?' }).waitFor()
    expect(await log.count(), 'the premise: its thread is not here').toBe(0)
    await page.keyboard.press('r')
    await page.keyboard.type('At home.')
    await page.keyboard.press('Control+Enter')
    threads.letGo()
    await mayasWidget.event('message.created', ({ message }) => isOf(message, sleeps.id, 'agent', 'At home.'))
    expect(await page.locator('#composer:focus').inputValue()).toBe('')

    // Whoever went on meanwhile is not called back: their next key is a command, and no letter.
    threads.hold()
    await noorOpens('Where do I bathe?')
    await page.getByRole('link', { name: /Where do I bathe/ }).click()
    await page.getByRole('heading', { name: 'Where do I bathe?' }).waitFor()
    expect(await log.count(), 'the premise: its thread is not here').toBe(0)
    await page.keyboard.press('n')
    await page.keyboard.type('Ask the ward.')
    await page.keyboard.press('Control+Enter')
    await page.keyboard.press('Escape')
    threads.letGo()
    await log.getByText('Ask the ward.').waitFor()
    await page.locator('#thread-title:focus').waitFor()
  })

  test('solving goes on to the next ticket at once, whatever is still on its way; who solved elsewhere takes no focus along', async () => {
    const [fourth, third] = [await noorOpens('Going on: fourth.'), await noorOpens('Going on: third.')]
    const [second, first] = [await mayaOpens('Going on: second.'), await mayaOpens('Going on: first.')]
    const line = heldFrames('down')
    const page = await consoleOf('Omar', { viewport: NARROWEST_DESK }, line.on)
    const rows = page.locator('.row[data-ticket]')
    const row = (ticket: { subject: string }) => rows.filter({ hasText: ticket.subject })
    const title = (ticket: { subject: string }) => page.getByRole('heading', { name: ticket.subject })
    await row(fourth).waitFor()
    await row(first).focus()
    await page.keyboard.press('Enter')
    await title(first).waitFor()
    line.hold()
    await page.keyboard.press('e')
    await page.keyboard.press('e')
    await title(third).waitFor()
    await row(third).and(page.locator(':focus')).waitFor()
    expect(await page.locator('.toast').count(), 'the premise: nothing is answered yet').toBe(0)
    line.letGo()
    await page.getByText(`#${second.number} is solved.`).waitFor()
    await row(first).waitFor({ state: 'detached' })
    await row(second).waitFor({ state: 'detached' })
    await row(third).and(page.locator(':focus')).waitFor()
    await page.keyboard.press('z')
    await page.getByText(`#${second.number} is open again.`).waitFor()
    await row(second).waitFor()

    // One that leaves by itself: with the focus nowhere the next key would mean what is open.
    await row(fourth).focus()
    const subjects = await rows.locator('.row-subject').allTextContents()
    const at = subjects.indexOf(fourth.subject)
    const after = subjects[at + 1] ?? subjects[at - 1] ?? ''
    const ines = await agentConnects(world.url, 'Ines')
    await ines.command('ticket.solve', { ticketId: fourth.id, upTo: 9 })
    ines.close()
    await row(fourth).waitFor({ state: 'detached' })
    await rows.and(page.locator(':focus')).filter({ hasText: after }).waitFor()
    await title(third).waitFor()
  })

  test('one press sends, solves and goes on; it is taken back by a key; Escape leads from the box to the ticket, and to its row', async () => {
    const [next, ticket] = [await noorOpens('Goes on to this.'), await noorOpens('Sent and solved.')]
    const page = await consoleOf('Omar', { viewport: NARROWEST_DESK }, undefined, true)
    const box = page.locator('#composer:focus')
    const title = (subject: string) =>
      page.getByRole('heading', { name: subject }).and(page.locator(':focus'))
    await page.getByRole('link', { name: /Goes on to this/ }).waitFor()
    await page.getByRole('link', { name: /Sent and solved/ }).focus()
    await page.keyboard.press('r')
    await page.keyboard.type('It is done.')
    await page.keyboard.press('Control+Shift+Enter')
    await title(next.subject).waitFor()
    await page.getByText(`Sends and solves #${ticket.number}.`).waitFor()
    await page.keyboard.press('z')
    await box.waitFor()
    expect(await box.inputValue()).toBe('It is done.')
    await page.getByRole('list', { name: 'When sent:' }).getByText('Solve', { exact: true }).waitFor()
    await page.keyboard.press('Escape')
    await title(ticket.subject).waitFor()
    await page.keyboard.press('Escape')
    const row = page.locator('.row[data-ticket]').filter({ hasText: 'Sent and solved' })
    await row.and(page.locator(':focus')).waitFor()
    await page.keyboard.press('r')
    await page.keyboard.press('Control+Shift+Enter')
    await title(next.subject).waitFor()
    await row.click()
    await page.getByRole('button', { name: 'Send now' }).click()
    await noorsWidget.event('message.created', ({ message }) =>
      isOf(message, ticket.id, 'agent', 'It is done.'),
    )
    await row.waitFor({ state: 'detached' })
  })

  test('what goes as soon as its thread is here, and solves, says so and can be taken back', async () => {
    const [next, ticket] = [
      await noorOpens('Goes on here, too.'),
      await noorOpens('Sent before it was read.'),
    ]
    const line = heldFrames('down')
    const page = await consoleOf('Omar', { viewport: NARROWEST_DESK }, line.on, true)
    await page.getByRole('link', { name: /Goes on here, too/ }).waitFor()
    line.hold()
    await page.getByRole('link', { name: /Sent before it was read/ }).focus()
    await page.keyboard.press('r')
    await page.keyboard.type('It is done.')
    await page.keyboard.press('Control+Shift+Enter')
    await page.getByText(`Sends and solves #${ticket.number}.`).waitFor({ state: 'detached' })
    line.letGo()
    await page.getByRole('heading', { name: next.subject }).and(page.locator(':focus')).waitFor()
    await page.getByText(`Sends and solves #${ticket.number}.`).waitFor()
    await page.keyboard.press('z')
    await page.locator('#composer:focus').waitFor()
  })

  test('Omar finds a ticket by words that were said in it, and by a note, from the keyboard alone', async () => {
    const ticket = await mayaOpens('Where is my badge?')
    await mayasWidget.command('message.send', {
      clientId: newClientId(),
      ticketId: ticket.id,
      text: 'The porter at the tangerine gate keeps it.',
    })
    const ines = await agentConnects(world.url, 'Ines')
    await ines.command('note.write', {
      clientId: newClientId(),
      ticketId: ticket.id,
      text: 'Called the quartermaster.',
    })
    ines.close()
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /Where is my badge/ }).focus()
    await page.keyboard.press('/')
    const field = page.getByRole('searchbox', { name: 'Search all tickets' })
    await field.and(page.locator(':focus')).waitFor()
    // In any order, one as its beginning, one with a slip.
    await page.keyboard.type('gate tangerinne maya')
    const row = page.getByRole('list', { name: /^Tickets found for/ }).getByRole('link')
    await row.locator('mark', { hasText: 'tangerine' }).waitFor()
    await expect.poll(() => row.count()).toBe(1)
    await expect.poll(() => new URL(page.url()).searchParams.get('q')).toBe('gate tangerinne maya')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Where is my badge?' }).waitFor()
    await page.getByText('1 ticket found').waitFor()
    // From what was found back to the list, where what was opened stays open.
    await row.focus()
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Open', exact: true }).waitFor()
    await page.locator('.row[data-ticket]:focus, #thread-title:focus').waitFor()
    await page.getByRole('heading', { name: 'Where is my badge?' }).waitFor()

    // Pressed before the answer is here, they mean what it finds.
    const line = heldFrames('down')
    const quick = await consoleOf('Omar', undefined, line.on)
    await quick.getByRole('link', { name: /Where is my badge/ }).focus()
    await quick.keyboard.press('/')
    line.hold()
    await quick.keyboard.type('tangerine')
    await quick.keyboard.press('ArrowDown')
    await quick.keyboard.press('Enter')
    await expect.poll(() => new URL(quick.url()).searchParams.get('q')).toBe('tangerine')
    line.letGo()
    await quick.getByRole('heading', { name: 'Where is my badge?' }).waitFor()
    await quick.close()

    await page.keyboard.press('/')
    await page.keyboard.type('quartermaster state:open assignee:nobody')
    await row.locator('mark', { hasText: 'quartermaster' }).waitFor()
    expect(await row.textContent()).toContain('Note')
    // The address is all that it takes to be there again.
    await page.reload()
    await row.locator('mark', { hasText: 'quartermaster' }).waitFor()
    await page.getByRole('button', { name: 'Remove state:open' }).click()
    await expect.poll(() => field.inputValue()).toBe('quartermaster assignee:nobody')
    await page.keyboard.press('Escape')
    await page.getByRole('heading', { name: 'Open', exact: true }).waitFor()
  })

  test('a long address is not cut: whole where a contact was found, and in a row in its middle, with all of it to point at', async () => {
    const email = 'konstantina.vandenbergh-papadopoulou.rotations@students.northfield-university.edu'
    const person = { sub: 'student-konstantina', email, name: 'Konstantina Vandenbergh-Papadopoulou' }
    const widget = await contactConnects(world.url, person)
    await mayaOpens('Is this the right address?', undefined, widget)
    widget.close()
    /** Nothing of it lies outside its box, nor outside the box that shows it. */
    const isWhole = (shown: Locator) =>
      shown.evaluate((element) => {
        // The answer to one letter more put another in its place.
        if (!element.isConnected) return 'gone'
        const [own, around] = [element, element.closest('a, [role=option]') ?? element]
        const box = own.getBoundingClientRect()
        return own.scrollWidth <= own.clientWidth && box.right <= around.getBoundingClientRect().right
      })
    const page = await consoleOf('Omar', { viewport: NARROWEST_DESK })
    await page.keyboard.press('/')
    await page.keyboard.type('papadopoulou')
    const contact = page.locator('.found-contacts').getByText(email)
    await contact.waitFor()
    await expect.poll(() => isWhole(contact)).toBe(true)
    const row = page.getByRole('list', { name: /^Tickets found for/ }).getByRole('link')
    const cut = row.getByTitle(email)
    await cut.waitFor()
    expect(await cut.textContent()).toBe(email)
    const [before, behind] = [cut.locator('span').first(), cut.locator('span').last()]
    await expect.poll(() => isWhole(behind), { message: 'its end is there' }).toBe(true)
    await expect.poll(() => isWhole(before), { message: 'so that something of it is left out' }).toBe(false)
    await objectsToNothing(page)
    for (const size of [NARROWEST_DESK, PHONE]) {
      await page.setViewportSize(size)
      await page.keyboard.press('Control+k')
      await page.keyboard.type('papadopoulou')
      const option = page.getByRole('option', { name: /^Konstantina/ }).getByText(email)
      await option.waitFor()
      await expect.poll(() => isWhole(option), { message: `at ${size.width}` }).toBe(true)
      await page.keyboard.press('Escape')
    }
  })

  test('a name as long as a line stays in its place, and a subject that is read from the right is cut at its end', async () => {
    const name = 'Wolfeschlegelsteinhausenbergerdorffwelchevoralternwaren'
    const person = { sub: 'student-wolfe', email: 'wolfe@northfield.edu', name }
    const widget = await contactConnects(world.url, person)
    const subject = 'أين أجد جدول المناوبات الخاص بي لهذا الشهر في المستشفى؟ رقم 12 (ICU) لا يظهر'
    await mayaOpens(subject, undefined, widget)
    widget.close()
    const page = await consoleOf('Omar', { viewport: NARROWEST_DESK })
    const row = page.getByRole('link', { name: /رقم 12/ })
    await row.waitFor()
    /** Where its first letter is drawn, from the box's right edge, in px; what lies left of the box is cut off. */
    const firstLetter = await row.locator('.row-subject').evaluate((element) => {
      const letter = document.createRange()
      letter.setStart(element.firstChild as Text, 0)
      letter.setEnd(element.firstChild as Text, 1)
      const [box, own] = [element.getBoundingClientRect(), letter.getBoundingClientRect()]
      return { fromRight: box.right - own.right, isCut: element.scrollWidth > element.clientWidth }
    })
    expect(firstLetter.isCut, 'the premise: there is no room for all of it').toBe(true)
    expect(Math.abs(firstLetter.fromRight)).toBeLessThan(2)
    await row.click()
    await page.getByRole('log').waitFor()
    for (const size of [NARROWEST_DESK, PHONE]) {
      await page.setViewportSize(size)
      const outside = await page.locator('.conversation').evaluate((pane) => {
        const edge = pane.getBoundingClientRect().right
        const parts = [...pane.querySelectorAll('.hd-group-head *, .composer *')]
        return parts.filter((part) => part.checkVisibility() && part.getBoundingClientRect().right > edge)
          .length
      })
      expect(outside, `at ${size.width}`).toBe(0)
    }
  })

  test('the palette does what can be done now, finds the rest, and gives the focus back', async () => {
    const ticket = await mayaOpens('A locker for the palette.')
    const page = await consoleOf('Omar')
    const row = page.getByRole('link', { name: /A locker for the palette/ })
    await row.focus()
    await page.keyboard.press('Control+k')
    const field = page.getByRole('combobox', { name: /^Command palette/ })
    await page.getByRole('group', { name: `#${ticket.number} A locker` }).waitFor()
    await page.keyboard.press('Escape')
    await row.and(page.locator(':focus')).waitFor()

    await page.keyboard.press('Control+k')
    await field.and(page.locator(':focus')).waitFor()
    await page.keyboard.type('write not')
    await page.getByRole('option', { name: /Write a note/, selected: true }).waitFor()
    await page.keyboard.press('Enter')
    const composer = page.getByRole('textbox', { name: /note/i })
    await composer.and(page.locator(':focus')).waitFor()

    // While somebody writes, too; an arrow leads from what can be done to what was found.
    await page.keyboard.press('Control+k')
    await page.keyboard.type(`#${ticket.number}`)
    await page.getByRole('option', { name: /A locker for the palette.*Maya/ }).waitFor()
    await page.getByRole('option', { name: /Search all tickets for/ }).click()
    await page.getByText('1 ticket found').waitFor()

    await page.keyboard.press('Control+k')
    await page.keyboard.type('assign acc')
    await page.getByRole('option', { name: 'Assign to Team Accounts', selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByText(`#${ticket.number} is with the team Accounts now.`).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText(`#${ticket.number} is as before.`).waitFor()

    // Pasted from the host's own pages: the contact whose id it is there.
    await page.keyboard.press('Control+k')
    await page.keyboard.type(TALKER.sub)
    await page.getByRole('option', { name: /^Maya Lindqvist/ }).waitFor()
  })

  test('Omar puts a ticket aside from the keyboard, takes it back, and a message brings it back, too', async () => {
    const ticket = await mayaOpens('Put this aside.')
    const page = await consoleOf('Omar')
    const row = page.getByRole('link', { name: /Put this aside/ })
    await row.focus()
    await page.keyboard.press('h')
    const dialog = page.getByRole('dialog', { name: `Snooze #${ticket.number}` })
    await dialog
      .locator('button:focus')
      .getByText(/today|morning|desk opens/)
      .waitFor()
    expect(await objections(page, { within: 'dialog' })).toEqual([])
    await page.keyboard.press('Enter')
    await row.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Undo' }).click()
    await row.focus()
    await page.keyboard.press('h')
    await dialog.getByRole('button', { name: 'Until they write' }).click()
    await row.waitFor({ state: 'detached' })
    const text = 'Still there?'
    await mayasWidget.command('message.send', { clientId: newClientId(), ticketId: ticket.id, text })
    await row.click()
    await page.getByText('Omar Haddad took this back from snooze').waitFor()
  })

  test('on a device whose clock is late, times to come are told by the server’s', async () => {
    const ticket = await mayaOpens('Come back to this in an hour.')
    const lateMs = 3 * HOUR_MS
    const isLate = (lateMs: number) => {
      const now = Date.now
      const Late = class extends Date {
        constructor(...of: [number]) {
          super(...(of.length > 0 ? of : ([now() - lateMs] as [number])))
        }
        static override now = () => now() - lateMs
      }
      Object.assign(globalThis, { Date: Late })
    }
    const page = await consoleOf('Omar', { viewport: WIDE }, (page) => page.addInitScript(isLate, lateMs))
    const row = page.getByRole('link', { name: /Come back to this/ })
    await row.focus()
    await page.keyboard.press('h')
    const dialog = page.getByRole('dialog', { name: `Snooze #${ticket.number}` })
    expect(Date.now() - (await page.evaluate(() => Date.now()))).toBeGreaterThan(lateMs - HOUR_MS)
    const inAnHour = new Date(Date.now() + HOUR_MS - new Date().getTimezoneOffset() * 60_000)
    await dialog.getByLabel('Another time').fill(inAnHour.toISOString().slice(0, 16))
    await page.keyboard.press('Enter')
    await page.getByText(`#${ticket.number} is snoozed until`).waitFor()
  })

  test('a letter on a contact’s own page means no ticket, for none is in sight', async () => {
    const ticket = await mayaOpens('Leave this open.')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /Leave this open/ }).click()
    await page.getByRole('log').waitFor()
    await page.getByRole('complementary').getByRole('link', { name: 'Maya Lindqvist' }).click()
    await page.getByRole('heading', { name: 'What they searched for' }).waitFor()
    await page.keyboard.press('e')
    await page.goBack()
    await page.getByRole('log').waitFor()
    await page.keyboard.press('n')
    await page.keyboard.type('Still open.')
    await page.keyboard.press('Control+Enter')
    // What the letter had done would have been done before.
    const omar = await agentConnects(world.url, 'Omar')
    const thread = async () => (await omar.command('thread.read', { ticketId: ticket.id })).result
    await expect.poll(async () => (await thread()).notes.length).toBe(1)
    expect((await thread()).ticket.state).toBe('open')
    omar.close()
  })

  test('who solves with a reply half written is told that it was not sent, and finds it there', async () => {
    const ticket = await mayaOpens('Half an answer.')
    const page = await consoleOf('Omar')
    const row = page.locator('.row[data-ticket]').filter({ hasText: 'Half an answer.' })
    await row.click()
    await page.getByRole('log').waitFor()
    await page.keyboard.press('r')
    await page.keyboard.type('Half')
    await page.keyboard.press('Escape')
    await page.keyboard.press('e')
    await page
      .getByText(`#${ticket.number} is solved. What you had begun to write in it was not sent.`)
      .waitFor()
    await page.keyboard.press('z')
    await row.click()
    await expect.poll(() => page.locator('#composer').inputValue()).toBe('Half')
    await page.locator('#composer').fill('')
  })

  test('tags, priority and an agent from the keyboard, and taken back', async () => {
    const ticket = await mayaOpens('Tag this one.')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /Tag this one/ }).click()
    await page.getByRole('log').waitFor()
    await page.keyboard.press('t')
    const dialog = page.getByRole('dialog', { name: `Tags of #${ticket.number}` })
    await dialog.getByRole('combobox').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('Onboarding')
    await dialog.getByRole('option', { name: 'New tag “onboarding”' }).waitFor()
    // An input method’s own takes no tag, so that the next one saves nothing.
    await endsComposition(dialog.getByRole('combobox'))
    await page.keyboard.press('Enter')
    await dialog.getByRole('button', { name: 'Take away onboarding' }).waitFor()
    expect(await objections(page, { within: 'dialog' })).toEqual([])
    await page.keyboard.press('Enter')
    await page.getByText(`#${ticket.number} tagged onboarding.`).waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText(`#${ticket.number} is as before.`).waitFor()
    await page.getByRole('button', { name: 'Tags: onboarding. Change' }).waitFor({ state: 'detached' })

    await page.getByRole('heading', { name: 'Tag this one.' }).focus()
    await page.keyboard.press('p')
    await page.getByRole('dialog').locator('button:focus', { hasText: 'Normal' }).waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.getByText('High priority').first().waitFor()

    await page.keyboard.press('a')
    await page.getByText(`#${ticket.number} is assigned to you.`).waitFor()
    await page.getByRole('button', { name: 'Assigned to Omar Haddad. Change' }).waitFor()
    await page.keyboard.press('z')
    await page.getByText(`#${ticket.number} is as before.`).waitFor()
    await page.getByRole('button', { name: 'Not assigned. Assign' }).waitFor()
  })

  test('who chooses an agent sees who is away and how much each has, whether by a key or by the ticket’s button', async () => {
    const ticket = await noorOpens('Whoever has the least.')
    const ines = await agentConnects(world.url, 'Ines')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /Whoever has the least/ }).click()
    const filters = [{ states: ['open'], assignees: [ines.welcome.agent.id] }]
    const hers = (await ines.command('tickets.count', { filters })).result.counts[0]
    const dialog = page.getByRole('dialog', { name: `Assign #${ticket.number}` })
    const choice = (name: RegExp) => dialog.getByRole('button', { name })
    await page.getByRole('button', { name: 'Not assigned. Assign' }).click()
    await choice(/^Nobody/)
      .and(page.locator('[aria-pressed=true]'))
      .waitFor()
    await choice(new RegExp(`^Ines Moreau ?${hers} open$`)).click()
    await page.getByText(`#${ticket.number} is assigned to Ines Moreau.`).waitFor()

    await ines.command('away.set', { isAway: true })
    await page.getByRole('button', { name: 'Assigned to Ines Moreau. Change' }).focus()
    await page.keyboard.press('A')
    await choice(new RegExp(`^Ines Moreau ?Away · ${hers + 1} open$`)).waitFor()
    expect(await objections(page, { within: 'dialog' })).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await ines.command('away.set', { isAway: false })
    ines.close()
  })

  test('what was chosen in a dialog is there again after Escape, marked as not saved, and gone after Cancel', async () => {
    const ticket = await noorOpens('Interrupted.')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /Interrupted/ }).click()
    await page.getByRole('log').getByText('Interrupted.').waitFor()
    const dialog = page.getByRole('dialog')
    const opens = async (key: string) => {
      await page.keyboard.press(key)
      await dialog.waitFor()
    }
    const isClosed = () => dialog.waitFor({ state: 'detached' })
    const cancel = () => dialog.getByRole('button', { name: 'Cancel' }).click()

    await opens('t')
    await page.keyboard.type('half done')
    await page.keyboard.press('Enter')
    await page.keyboard.type('and more')
    await page.keyboard.press('Escape')
    await isClosed()
    await opens('t')
    await dialog
      .getByRole('listitem')
      .filter({ hasText: /half done.*not saved/s })
      .waitFor()
    expect(await dialog.getByRole('combobox').inputValue()).toBe('and more')
    expect(await objections(page, { within: 'dialog' })).toEqual([])
    await cancel()
    await isClosed()
    await opens('t')
    expect(await dialog.getByRole('listitem').count()).toBe(0)
    await page.keyboard.press('Escape')

    const until = '2040-01-02T10:20'
    const own = dialog.getByLabel('Another time')
    await opens('h')
    await own.fill(until)
    await own.press('Escape')
    await isClosed()
    await opens('h')
    expect(await own.inputValue()).toBe(until)
    await page.keyboard.press('Escape')
    await isClosed()

    await opens('s')
    await dialog.getByLabel('Subject').fill('Half a subject')
    await page.keyboard.press('Escape')
    await isClosed()
    await opens('s')
    expect(await dialog.getByLabel('Subject').inputValue()).toBe('Half a subject')
    await cancel()
    await isClosed()
    await opens('s')
    expect(await dialog.getByLabel('Subject').inputValue()).toBe(ticket.subject)
    await page.keyboard.press('Escape')
  })

  test('what was promised is seen before it is missed, sorts first, and is a view that everybody has', async () => {
    // Around the clock, so that it is the same at each hour of the day.
    const sla = async (method: 'GET' | 'PUT' | 'DELETE', query = '', body?: object) => {
      const headers = { cookie: cookies.Ines ?? '', 'content-type': 'application/json' }
      const answer = await fetch(`${world.url}/api/console/sla${query}`, {
        ...{ method, headers },
        ...(body && { body: JSON.stringify(body) }),
      })
      return (await answer.json()) as { version: number }
    }
    const forAll = { hours: 'calendar', first_reply_minutes: 240 }
    const { version } = await sla('PUT', '', { version: (await sla('GET')).version, forAll, types: [] })
    const page = await consoleOf('Omar')
    // Beside the thread the contact's other tickets stand, too.
    const row = (text: string) => page.locator('.row[data-ticket]').filter({ hasText: text })
    await row('Promised: soon')
      .filter({ hasText: /Soon: \d+m/ })
      .waitFor()
    await row('Promised: late')
      .filter({ hasText: /Late: \d+m/ })
      .waitFor()
    await row('Promised: late').click()
    await page
      .locator('.thread-head')
      .getByText(/^Late: \d+m/)
      .waitFor()
    await page.getByText(/First reply is late: it was promised until/).waitFor()
    await page.getByRole('button', { name: /^Order: / }).click()
    await page.getByRole('menuitemradio', { name: 'Due first' }).click()
    const order = async () =>
      (await page.locator('.row[data-ticket]').allTextContents()).flatMap(
        (text) => /Promised: (late|soon)/.exec(text)?.[1] ?? [],
      )
    await expect.poll(order).toEqual(['late', 'soon'])

    await page.getByRole('button', { name: 'New view' }).click()
    const dialog = page.getByRole('dialog', { name: 'New view' })
    await dialog.getByLabel('Name').fill('Overdue')
    const promised = dialog.getByRole('combobox', { name: 'with something promised' })
    const live = async () => Number.parseInt((await dialog.getByRole('status').textContent()) ?? '', 10)
    await promised.selectOption('late')
    await dialog.getByText(/with something promised that is late\./).waitFor()
    // The very long one is late, too.
    await expect.poll(live).toBe(2)
    await promised.selectOption('due within an hour, or late')
    await expect.poll(live).toBe(3)
    await dialog.getByRole('combobox', { name: 'Who sees it' }).selectOption('Every agent')
    await objectsToNothing(page, 'dialog')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await row('Promised: soon').waitFor()

    // Ines has it at once, and what is answered leaves it under her eyes, with its count.
    const ines = await consoleOf('Ines')
    await ines.getByRole('link', { name: 'Overdue 3' }).click()
    await row('Promised: soon').click()
    await page.getByRole('textbox', { name: /^Reply to/ }).fill('Just in time.')
    await page.keyboard.press('Control+Enter')
    await ines.getByRole('link', { name: 'Overdue 2' }).waitFor()
    await ines.getByRole('link', { name: /Promised: soon/ }).waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Edit this view' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await ines.getByRole('link', { name: /^Overdue/ }).waitFor({ state: 'detached' })
    await sla('DELETE', `?version=${version}`)
  })

  test('a ticket that is erased under a dialog about it takes that along, with a word, and the keys mean something again', async () => {
    const gone = { sub: 'student-gone', email: 'gone@northfield.edu', name: 'Gil Gone' }
    const gil = await contactConnects(world.url, gone)
    const body = { clientId: newClientId(), type: 'question', text: 'Erase me: please' }
    const { ticket } = (await gil.command('ticket.open', body)).result
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /Erase me: please/ }).click()
    await page.getByRole('log').waitFor()
    await page.keyboard.press('h')
    await page.getByRole('dialog', { name: `Snooze #${ticket.number}` }).waitFor()
    const ines = await agentConnects(world.url, 'Ines')
    const { contact } = (await ines.command('thread.read', { ticketId: ticket.id })).result
    const address = `${world.url}/api/console/contacts/${contact.id}`
    const erased = await fetch(address, { method: 'DELETE', headers: { cookie: cookies.Ines ?? '' } })
    expect(erased.status, 'the premise').toBe(200)
    await page.getByRole('alert').getByText('The ticket was not changed. It no longer exists.').waitFor()
    expect(await page.getByRole('dialog').count()).toBe(0)
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: /[Kk]ey/ }).waitFor()
    for (const line of [gil, ines]) line.close()
  })

  test('two tickets of one matter: linked from the keyboard, shown at both, and taken back', async () => {
    const [one, other] = [await noorOpens('Linked: my badge.'), await noorOpens('Linked: my locker.')]
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /Linked: my badge/ }).click()
    await page.getByRole('log').waitFor()
    await page.keyboard.press('l')
    const dialog = page.getByRole('dialog', { name: `Link #${one.number} with` })
    await dialog.getByRole('combobox').and(page.locator(':focus')).waitFor()
    const place = async (of: Locator) => (await of.boundingBox()) ?? { x: 0, y: 0, height: 0 }
    const near = dialog.getByRole('option', { name: /Linked: my locker/ })
    const words = await place(near.getByText('Linked: my locker'))
    expect(words.x - (await place(near)).x, 'words stand beside the sign, not behind a gap').toBeLessThan(48)
    await page.keyboard.type('qqqqq')
    const none = dialog.getByRole('status').filter({ hasText: /\S/ })
    await expect.poll(async () => (await none.textContent()) ?? '').toContain('No ')
    const field = await place(dialog.getByRole('combobox'))
    expect((await place(none)).y, 'it stands below the field').toBeGreaterThan(field.y + field.height)
    await page.keyboard.press('Control+a')
    // Enter before the answer: what was typed is meant, not what stands there.
    await page.keyboard.type(String(other.number))
    await page.keyboard.press('Enter')
    await page.getByText(`#${one.number} and #${other.number} are linked.`).waitFor()
    const related = page.getByRole('region', { name: 'Related tickets' })
    await related.getByRole('link', { name: /Linked: my locker/ }).click()
    await related.getByRole('link', { name: /Linked: my badge/ }).waitFor()
    await page.getByText(`Omar Haddad linked this with #${one.number}`).waitFor()
    await related.getByRole('button', { name: `Unlink #${one.number}` }).click()
    await page.getByText('are linked no more.').waitFor()
    await expect.poll(() => related.getByRole('link').count()).toBe(0)

    await related.getByRole('button', { name: 'Link a ticket' }).click()
    await page.getByRole('option', { name: /Linked: my badge/ }).waitFor()
    expect(await objections(page, { within: 'dialog' })).toEqual([])
  })

  test('what stands beside a ticket stays where it is when the part about related tickets arrives last', async () => {
    const ticket = await noorOpens('Steady: my desk')
    const part = heldRequests('**/console-related-*.js')
    const page = await consoleOf('Omar', { viewport: WIDE }, part.on)
    await page.getByRole('link', { name: new RegExp(ticket.subject) }).click()
    const below = page.getByRole('heading', { name: 'Before writing' })
    const place = async () => (await below.boundingBox())?.y
    await below.waitFor()
    const before = await place()
    const related = page.getByRole('region', { name: 'Related tickets' })
    expect(await related.count(), 'the premise').toBe(0)
    await part.isHeld()
    part.letGo()
    await related.waitFor()
    expect(await place()).toBe(before)
  })

  test('nor does it move when the tickets of a tracker are read', async () => {
    const cause = await noorOpens('Steady: all screens are dark')
    const ines = await agentConnects(world.url, 'Ines')
    for (const text of ['Mine is dark', 'Mine, too']) {
      const { id: ticketId } = await mayaOpens(text)
      await ines.command('tickets.attach', { tickets: [{ ticketId, upTo: 99 }], trackerId: cause.id })
      // Of no list that is read before.
      await ines.command('ticket.solve', { ticketId, upTo: 99 })
    }
    ines.close()
    const reading = heldFrames('down', 'tracker.read')
    reading.hold()
    const page = await consoleOf('Omar', { viewport: WIDE }, reading.on)
    await page.getByRole('link', { name: new RegExp(cause.subject) }).click()
    const attached = page.getByRole('region', { name: `Tickets caused by #${cause.number}` })
    await attached.waitFor()
    const place = async () => (await page.getByRole('heading', { name: 'Before writing' }).boundingBox())?.y
    const before = await place()
    expect(await attached.getByRole('link').count(), 'the premise').toBe(0)
    await reading.isHeld()
    reading.letGo()
    await attached.getByRole('link', { name: /Mine, too/ }).waitFor()
    expect(await attached.getByRole('link').count()).toBe(2)
    expect(await place()).toBe(before)
  })

  test('no name of a view is cut beside a count of three digits, chosen or not, on the narrowest desk', async () => {
    const page = await consoleOf('Omar', { viewport: NARROWEST_DESK })
    const views = page.locator('.views .view:has(.view-count)')
    const cut = () =>
      views.evaluateAll((all) =>
        all.flatMap((view) => {
          const [name, count] = view.querySelectorAll('span')
          if (count) count.textContent = '128'
          return name && name.scrollWidth > name.clientWidth ? [name.textContent] : []
        }),
      )
    for (const name of ['Open', 'Waiting on contact']) {
      await views.filter({ hasText: name }).first().click()
      await page.locator('.view[aria-current]').filter({ hasText: name }).waitFor()
      expect(await cut(), name).toEqual([])
    }
    // Where the views have no pane their name stands above the list.
    await page.setViewportSize({ width: 1024, height: 768 })
    const title = page
      .getByRole('button', { name: 'View: Waiting on contact. Change' })
      .locator('span')
      .first()
    await title.waitFor()
    expect(await title.evaluate((name) => name.scrollWidth > name.clientWidth)).toBe(false)
  })

  test('the times of “snooze” are the desk’s before they are asked for; another one says where the desk is closed', async () => {
    const ines = await agentConnects(world.url, 'Ines')
    const before = (await ines.command('hours.read', {})).result.hours
    const week = Array.from({ length: 7 }, () => [{ from: '10:15', to: '10:30' }])
    const hours = { zone: 'UTC', week, holidays: [] }
    await ines.command('hours.set', { version: before.version, hours })
    const ticket = await noorOpens('Aside, until somebody is there.')
    let isTold = false
    const page = await consoleOf('Omar', { viewport: WIDE, timezoneId: 'UTC' }, (page) =>
      page.routeWebSocket(/\/api\/console$/, (socket) => {
        const server = socket.connectToServer()
        server.onMessage((message) => {
          isTold ||= String(message).includes('"10:15"')
          socket.send(message)
        })
      }),
    )
    await expect.poll(() => isTold).toBe(true)
    await page.getByRole('link', { name: /Aside, until/ }).focus()
    await page.keyboard.press('h')
    const dialog = page.getByRole('dialog', { name: `Snooze #${ticket.number}` })
    await dialog.getByText(/10:15/).first().waitFor()
    const own = dialog.getByLabel('Another time')
    const in20Days = new Date(Date.now() + 20 * 24 * 3_600_000).toISOString().slice(0, 10)
    await own.fill(`${in20Days}T10:20`)
    await dialog.getByText(/at 10:20/).waitFor()
    expect(await dialog.getByText('The desk is closed then').count()).toBe(0)
    await own.fill(`${in20Days}T11:00`)
    await dialog.getByText(/The desk is closed then, until .*10:15/).waitFor()
    const { version } = (await ines.command('hours.read', {})).result.hours
    await ines.command('hours.set', { version, hours: before.hours })
    ines.close()
  })

  test('one cause of many: attached by key, updated and taken back, then sent and solved', async () => {
    const [cause, one, other] = [
      await noorOpens('Cause: the map is empty.'),
      await noorOpens('Cause: no map here.'),
      await noorOpens('Cause: nor here.'),
    ]
    const page = await consoleOf('Omar', undefined, undefined, true)
    const row = (text: RegExp) => page.getByRole('link', { name: text })
    await row(/Cause: no map/).focus()
    await page.keyboard.press('x')
    await row(/Cause: nor here/).focus()
    await page.keyboard.press('x')
    await page.keyboard.press('b')
    await page.getByRole('dialog', { name: 'What causes 2 tickets?' }).getByRole('combobox').waitFor()
    await page.keyboard.type(`#${cause.number}`)
    await page.keyboard.press('Enter')
    await page.getByText(`2 tickets are attached to #${cause.number}.`).waitFor()
    await row(/Cause: the map is empty.*Tracker of 2 tickets/).waitFor()
    await row(/Cause: nor here.*Attached to a tracker/).waitFor()
    await row(/Cause: the map is empty/).click()
    const attached = page.getByRole('region', { name: `Tickets caused by #${cause.number}` })
    await attached.getByRole('link', { name: /Cause: nor here/ }).waitFor()
    await page.keyboard.press('u')
    const dialog = page.getByRole('dialog', { name: 'Update 3 tickets' })
    await dialog.getByRole('textbox').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('The map is there again.')
    await dialog.getByRole('switch', { name: /^Solve them all/ }).click()
    expect(await objections(page, { within: 'dialog' })).toEqual([])
    await dialog.getByRole('button', { name: 'Send to 3 tickets' }).click()
    await page.getByText(/^Goes out in \d+ s/).waitFor()
    // Taken back, it is where it was written.
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click()
    await dialog.getByRole('textbox').waitFor()
    await expect.poll(() => dialog.getByRole('textbox').inputValue()).toBe('The map is there again.')
    await dialog.getByRole('textbox').press('Control+Enter')
    await page.getByRole('button', { name: 'Send now' }).click()
    await page.getByText(/Omar Haddad sent an update to 3 tickets\. Solved: 3\./).waitFor()
    for (const { id } of [one, other, cause]) {
      const { message } = await noorsWidget.event('message.created', ({ message }) =>
        isOf(message, id, 'agent'),
      )
      expect(message).toMatchObject({ text: 'The map is there again.' })
    }
  })

  test('two of one contact are merged, the other way round, and a message is split off', async () => {
    const [one, other] = [await noorOpens('Merge: my rotation.'), await noorOpens('Merge: rotation gone.')]
    const ticketId = other.id
    const text = 'And my badge is red.'
    await noorsWidget.command('message.send', { clientId: newClientId(), ticketId, text })
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /Merge: rotation gone/ }).click()
    await page.getByText(text).last().waitFor()
    await page.keyboard.press('m')
    await page.getByRole('option', { name: /Merge: my rotation/ }).click()
    await page.getByRole('button', { name: 'The other way round' }).click()
    await page.getByRole('dialog', { name: `Merge #${one.number} into #${other.number}?` }).waitFor()
    expect(await objections(page, { within: 'dialog' })).toEqual([])
    await page.getByRole('button', { name: `Merge into #${other.number}` }).click()
    await page.getByText(`#${one.number} goes on in #${other.number}.`).waitFor()
    const line = `Omar Haddad merged #${one.number} into this`
    await page.getByRole('link', { name: line }).click()
    await page.getByText(`Merged into #${other.number}`).waitFor()
    expect(await objections(page, { inOneTheme: true })).toEqual([])
    await page.getByRole('button', { name: `Open #${other.number}` }).click()

    await page.getByRole('link', { name: line }).waitFor()
    await page.getByRole('heading', { name: other.subject }).focus()
    await page.keyboard.press('s')
    const dialog = page.getByRole('dialog', { name: `Split off from #${other.number}` })
    await dialog.getByLabel('Subject').fill('A red badge')
    expect(await objections(page, { within: 'dialog' })).toEqual([])
    await dialog.getByRole('combobox').first().press('Control+Enter')
    await page.getByRole('heading', { name: 'A red badge' }).waitFor()
    await page.getByRole('link', { name: `Omar Haddad split this off from #${other.number}` }).click()
    await page.getByRole('link', { name: /^Goes on in #/ }).waitFor()
  })

  test('a message is split off from the list, too: as soon as what was said is there, and a no is said', async () => {
    const ticket = await noorOpens('Split: unread.')
    await noorOpens('Split: refused.')
    const line = heldFrames('down')
    const page = await consoleOf('Omar', undefined, line.on)
    const row = (text: string) => page.getByRole('link', { name: new RegExp(text) })
    await row('Split: unread').waitFor()
    line.hold()
    await row('Split: unread').focus()
    await page.keyboard.press('s')
    expect(await page.getByRole('dialog').count()).toBe(0)
    line.letGo()
    const dialog = page.getByRole('dialog', { name: `Split off from #${ticket.number}` })
    await dialog.getByRole('option', { name: /Split: unread/ }).waitFor({ state: 'attached' })
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Split: unread')

    await page.evaluate(() => {
      const send = WebSocket.prototype.send
      WebSocket.prototype.send = function (data) {
        send.call(this, String(data).replace(/("thread\.read".*"ticketId":")[^"]*/, '$1tkt_none'))
      }
    })
    await row('Split: refused').focus()
    await page.keyboard.press('s')
    const trouble = page.getByRole('dialog', { name: 'The messages could not be read' })
    await trouble.getByRole('button', { name: 'Try again' }).waitFor()
    expect(await objections(page, { within: 'dialog' })).toEqual([])
    await page.keyboard.press('Escape')
    await trouble.waitFor({ state: 'detached' })
  })
}
