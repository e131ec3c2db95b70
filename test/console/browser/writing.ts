// Replies and notes: overtaken, from a macro, taken back, for agents only.

import { expect, test } from 'vitest'
import { objections } from '../../browser/axe.ts'
import { heldRequests } from '../../browser/held.ts'
import { agentConnects, newClientId } from '../../stage/cast.ts'
import { consoleOf, isOf, mayaOpens, mayasWidget, WIDE, world } from './desk.ts'

export function writingScenes(): void {
  test('a reply that was overtaken by a colleague stops, shows what came, and goes only when told to', async () => {
    const ticket = await mayaOpens('Who signs my form?')
    const [page, ines] = await Promise.all([consoleOf('Omar'), agentConnects(world.url, 'Ines')])
    await page.getByRole('link', { name: /Who signs my form/ }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    // They see each other before they answer twice.
    await ines.command('presence.tell', { ticketId: ticket.id, doing: 'writing' })
    await page.getByText('Ines is writing a reply').waitFor()
    await box.fill('Your preceptor does.')
    await ines.event(
      'presence.changed',
      ({ doing, ticketId }) => doing === 'writing' && ticketId === ticket.id,
    )
    await ines.command('message.send', {
      clientId: newClientId(),
      ticketId: ticket.id,
      text: 'The site signs it.',
    })
    await page.getByText('Ines wrote after you began.').waitFor()
    await page.getByRole('button', { name: 'Send to Maya' }).click()
    const stop = page.getByRole('alertdialog')
    await stop.getByText('The site signs it.').waitFor()
    expect(await box.inputValue(), 'nothing has gone out').toBe('Your preceptor does.')

    await stop.getByRole('button', { name: 'Send it as it is' }).click()
    await mayasWidget.event('message.created', ({ message }) =>
      isOf(message, ticket.id, 'agent', 'Your preceptor does.'),
    )
    ines.close()
  })

  test('however much came while a reply was written, the box and both answers to it stay in sight', async () => {
    const ticket = await mayaOpens('Where do I park?')
    const [page, ines] = await Promise.all([consoleOf('Omar'), agentConnects(world.url, 'Ines')])
    await page.getByRole('link', { name: /Where do I park/ }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    await box.fill('Behind the gym.')
    const texts = Array.from({ length: 14 }, (_, at) => `Level ${at + 1}?`)
    for (const text of texts)
      await ines.command('message.send', { clientId: newClientId(), ticketId: ticket.id, text })
    await page.getByRole('log').getByText('Level 14?').waitFor()
    await box.press('Control+Enter')
    const stop = page.getByRole('alertdialog')
    await stop.getByText('Level 14?').waitFor()
    expect(await stop.locator('blockquote').count(), 'all that came').toBe(texts.length)

    for (const [width, height] of [
      [1280, 800],
      [390, 844],
      [844, 390],
    ] as const) {
      await page.setViewportSize({ width, height })
      for (const what of [box, ...(await stop.getByRole('button').all())]) {
        const { y = 0, height: high = 0 } = (await what.boundingBox()) ?? {}
        expect(y, `${width} × ${height}`).toBeGreaterThan(0)
        expect(y + high, `${width} × ${height}`).toBeLessThanOrEqual(height)
      }
    }
    ines.close()
    await page.close()
  })

  test('characters that nobody can see are no reply', async () => {
    const ticket = await mayaOpens('Is the form there?')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /Is the form there/ }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    await box.fill('\u200b \u2060')
    await box.press('Control+Enter')
    expect(await box.inputValue(), 'nothing was sent').toBe('\u200b \u2060')
    await box.fill('\u200bIt is.')
    await box.press('Control+Enter')
    await mayasWidget.event('message.created', ({ message }) =>
      isOf(message, ticket.id, 'agent', '\u200bIt is.'),
    )
  })

  test('a macro is found, asks what it must, is filled in, and does with the reply what stood under it', async () => {
    const ticket = await mayaOpens('Can my dates move?')
    const page = await consoleOf('Omar')
    const list = await heldRequests(/\/console-inserter-/).on(page)
    await page.getByRole('link', { name: /Can my dates move/ }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    await box.click()
    // Its list is still on its way: what is typed is meant for it all the same.
    await page.keyboard.type(';scho dex')
    await page.keyboard.press('Backspace')
    expect(await box.inputValue()).toBe('')
    expect(await page.locator('.inserter').count(), 'the premise').toBe(0)
    list.letGo()
    await page.locator('.inserter input:focus').waitFor()
    await page.keyboard.type('c')
    await page.getByRole('option', { name: /Your school decides this/, selected: true }).waitFor()
    expect(await objections(page, { within: '.inserter' })).toEqual([])
    await page.keyboard.press('Enter')
    const asked = page.getByLabel('What do they want to have changed?').and(page.locator(':focus'))
    await asked.waitFor()
    // Back to the list, with what was typed there, and to the question again.
    await page.keyboard.press('Escape')
    await page.locator('.inserter-field:focus').waitFor()
    await page.keyboard.press('Enter')
    await asked.waitFor()
    await page.keyboard.type('The first day')
    await page.keyboard.press('Enter')
    await page.locator('#composer:focus').waitFor()
    // One after the other; the sign twice is the sign.
    await page.keyboard.type(' ;; ;done')
    await page.getByRole('option', { name: /Done, and solve/, selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Without: Solve' }).waitFor()
    await page.keyboard.press('Control+Enter')
    const told = await mayasWidget.event('message.created', ({ message }) =>
      isOf(message, ticket.id, 'agent'),
    )
    const { text } = told.message as { text: string }
    expect(text).toMatch(/^Hi Maya,\n\nThe first day is decided by Northfield, because/)
    expect(text).toMatch(/Omar ;\s+That is done\./)
    expect(text).not.toContain('{{')
    const { state } = (await mayasWidget.command('thread.read', { ticketId: ticket.id })).result.ticket
    expect(state, 'with the message, in one').toBe('solved')
  })

  test('a section of an article is inserted with its own address, and a time of day is told on the contact’s clock', async () => {
    const handover = { reads: [], searches: [], zone: 'Asia/Tokyo' }
    await mayaOpens('When, and under which address?', { type: 'question', handover })
    const page = await consoleOf('Omar', { viewport: WIDE, timezoneId: 'Europe/Madrid' })
    await page.getByRole('link', { name: /under which address/ }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    await box.click()
    await page.keyboard.type(';different email address')
    const section = page.getByRole('option', { name: /^Should I sign up with a different email address/ })
    await section.click()
    await page.locator('#composer:focus').waitFor()
    await expect
      .poll(() => box.inputValue())
      .toMatch(
        /different email address\?\nhttp\S+\/help\/\S+#should-i-sign-up-with-a-different-email-address$/,
      )
    // Their page is at that section.
    const address = (await box.inputValue()).split('\n').at(-1) ?? ''
    const theirs = await (await page.context().newPage()).goto(address)
    expect(await theirs?.text()).toContain('id="should-i-sign-up-with-a-different-email-address"')
    await page.bringToFront()

    await box.fill('We call you at 9:30.')
    await page.getByText(/^9:30 is .*(5:30 PM|4:30 PM|17:30|16:30) for Maya\.$/).waitFor()
    await box.fill('We call you.')
    await page.getByText(/ for Maya\.$/).waitFor({ state: 'detached' })
  })

  test('a reply can be taken back for ten seconds, goes at once when told to, and is not lost when the page closes', async () => {
    const ticket = await mayaOpens('May I bring a friend?')
    const page = await consoleOf('Omar', { viewport: WIDE }, undefined, true)
    await page.getByRole('link', { name: /bring a friend/ }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    const heard = () =>
      mayasWidget.frames.flatMap(({ name, body }) =>
        name === 'message.created' && isOf((body as { message: object }).message, ticket.id, 'agent')
          ? [(body as { message: { text: string } }).message.text]
          : [],
      )
    await box.fill('No, that is not')
    await page.keyboard.press('Control+Enter')
    await page.getByText(/^Sends in \d+ s$/).waitFor()
    await page.keyboard.press('Control+z')
    await page.getByText(/^Sends in/).waitFor({ state: 'detached' })
    await expect.poll(() => box.inputValue()).toBe('No, that is not')
    // The arrow means what was just said, too.
    await page.keyboard.press('Control+Enter')
    await page.getByText(/^Sends in \d+ s$/).waitFor()
    await page.keyboard.press('ArrowUp')
    await page.getByText(/^Sends in/).waitFor({ state: 'detached' })
    await expect.poll(() => box.inputValue()).toBe('No, that is not')

    await box.fill('You may.')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: 'Send now' }).click()
    await mayasWidget.event('message.created', ({ message }) => isOf(message, ticket.id, 'agent', 'You may.'))

    // Somebody answers while it is held: it stops, as it would have before.
    const ines = await agentConnects(world.url, 'Ines')
    await box.fill('And a second one.')
    await page.keyboard.press('Control+Enter')
    await page.getByText(/^Sends in/).waitFor()
    const another = { clientId: newClientId(), ticketId: ticket.id, text: 'One friend, no more.' }
    await ines.command('message.send', another)
    await page.getByRole('alertdialog').getByText('One friend, no more.').waitFor()
    await expect.poll(() => box.inputValue()).toBe('And a second one.')
    ines.close()

    await box.fill('Tell the site before.')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: 'Send it as it is' }).click()
    await page.getByText(/^Sends in/).waitFor()
    await box.fill('And tell us, too.')
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => page.getByText(/^Sends in/).count()).toBe(2)
    await page.close()
    await mayasWidget.event('message.created', ({ message }) =>
      isOf(message, ticket.id, 'agent', 'And tell us, too.'),
    )
    expect(heard(), 'nothing that was taken back, or overtaken').toEqual([
      ...['You may.', 'One friend, no more.', 'Tell the site before.', 'And tell us, too.'],
    ])
  })

  test('z takes back what came last, a reply or a deed, wherever the keyboard stands', async () => {
    const ticket = await mayaOpens('Which shoes do I wear?')
    const page = await consoleOf('Omar', { viewport: WIDE }, undefined, true)
    const isHeld = page.getByText(/^Sends in \d+ s$/)
    const box = page.locator('#composer:focus')
    const saysTo = async (text: string) => {
      await page.keyboard.press('r')
      await box.waitFor()
      await page.keyboard.type(text)
      await page.keyboard.press('Control+Enter')
      await isHeld.waitFor()
    }
    await page.getByRole('link', { name: /Which shoes/ }).focus()
    await saysTo('Closed ones.')
    await page.keyboard.press('Escape')
    await page.locator('#thread-title:focus').waitFor()
    await page.keyboard.press('z')
    await box.waitFor()
    expect(await box.inputValue()).toBe('Closed ones.')
    expect(await isHeld.count()).toBe(0)

    // The deed is the later one; then the reply, though its ticket was left.
    await page.keyboard.press('Control+Enter')
    await isHeld.waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('a')
    await page.getByText(`#${ticket.number} is assigned to you.`).waitFor()
    await page.keyboard.press('z')
    await page.getByText(`#${ticket.number} is as before.`).waitFor()
    await isHeld.waitFor()
    await page.keyboard.press('j')
    await isHeld.waitFor({ state: 'detached' })
    await page.keyboard.press('z')
    await page.getByRole('heading', { name: ticket.subject }).waitFor()
    await box.waitFor()
    expect(await box.inputValue()).toBe('Closed ones.')
    await box.fill('')
    await page.close()
  })

  test('a reply goes before its ticket is put aside or solved, and does not bring it back', async () => {
    const aside = await mayaOpens('When is the contract here?')
    const done = await mayaOpens('Is the fee paid?')
    const [page, omar] = await Promise.all([
      consoleOf('Omar', { viewport: WIDE }, undefined, true),
      agentConnects(world.url, 'Omar'),
    ])
    const stateOf = async ({ id: ticketId }: { id: string }) =>
      (await omar.command('thread.read', { ticketId })).result.ticket.state
    const row = (text: string) => page.locator('.row[data-ticket]').filter({ hasText: text })
    const says = async (text: string) => {
      await page.keyboard.press('r')
      await page.locator('#composer:focus').waitFor()
      await page.keyboard.type(text)
      await page.keyboard.press('Control+Enter')
      await page.getByText(/^Sends in/).waitFor()
    }
    await row('When is the contract').focus()
    await says('Next week.')
    await page.keyboard.press('Escape')
    await page.keyboard.press('h')
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^Until/ })
      .click()
    await page.getByText(new RegExp(`^#${aside.number} is snoozed`)).waitFor()
    await mayasWidget.event('message.created', ({ message }) =>
      isOf(message, aside.id, 'agent', 'Next week.'),
    )
    expect(await stateOf(aside)).toBe('snoozed')

    await row('Is the fee paid').focus()
    await says('It is.')
    await row('Is the fee paid').focus()
    await page.keyboard.press('x')
    await page.keyboard.press('e')
    await page.getByText(`#${done.number} is solved.`).waitFor()
    await mayasWidget.event('message.created', ({ message }) => isOf(message, done.id, 'agent', 'It is.'))
    expect(await stateOf(done)).toBe('solved')
    omar.close()
    await page.close()
  })

  test('a reply that comes back while Omar types the next does not take the keys from under his hands', async () => {
    const ticket = await mayaOpens('Where do I park?')
    const [page, ines] = await Promise.all([
      consoleOf('Omar', { viewport: WIDE }, undefined, true),
      agentConnects(world.url, 'Ines'),
    ])
    await page.getByRole('link', { name: /Where do I park/ }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    const cameBack = page.getByText(`Somebody wrote in #${ticket.number} before your reply was sent.`)
    const interrupts = (text: string) =>
      ines.command('message.send', { clientId: newClientId(), ticketId: ticket.id, text })

    await box.fill('Behind the gym.')
    await page.keyboard.press('Control+Enter')
    await page.getByText(/^Sends in/).waitFor()
    await page.keyboard.type('Bring your permit')
    await interrupts('Not on Mondays.')
    await cameBack.waitFor()
    await page.keyboard.type(', please')
    await expect.poll(() => box.inputValue()).toBe('Behind the gym.\n\nBring your permit, please')

    // It stops him when he sends, and a letter that he meant for the box is no command.
    await page.keyboard.press('Control+Enter')
    const stop = page.getByRole('alertdialog')
    await stop.getByRole('button', { name: 'Keep writing' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.type('ent')
    await stop.getByRole('button', { name: 'Send it as it is' }).click()
    await page.getByText(/^Sends in/).waitFor()

    // A note is for agents: what is typed goes on into it, and never into what Maya reads.
    await page.getByRole('button', { name: 'Note', exact: true }).click()
    const note = page.getByRole('textbox', { name: 'Note for agents' })
    await note.pressSequentially('She asked')
    await interrupts('Nor on Fridays.')
    await page.getByText(/^Sends in/).waitFor({ state: 'detached' })
    await cameBack.waitFor()
    await page.keyboard.type(' twice')
    await expect.poll(() => note.inputValue()).toBe('She asked twice')
    await page.getByRole('button', { name: 'Reply', exact: true }).click()
    await expect.poll(() => box.inputValue()).toBe('Behind the gym.\n\nBring your permit, please')
    ines.close()
    await page.close()
  })

  test('a note stands among the messages, says who sees it, and does not reach Maya', async () => {
    const ticket = await mayaOpens('My school has the wrong name.')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /wrong name/ }).click()
    await page.getByRole('button', { name: 'Note', exact: true }).click()
    const note = page.getByRole('textbox', { name: 'Note for agents' })
    await note.pressSequentially('@in')
    await page.getByRole('option', { name: 'Ines Moreau', selected: true }).waitFor()
    expect(await objections(page, { within: '.composer' })).toEqual([])
    await page.keyboard.press('Enter')
    await expect.poll(() => note.inputValue()).toBe('@Ines Moreau ')
    await note.pressSequentially('Third one from this school.')
    await page.getByRole('button', { name: 'Save note for agents' }).click()
    await page.getByRole('log').getByText('only agents see this').waitFor()
    const ines = await consoleOf('Ines')
    await ines.getByRole('link', { name: /^Mentions/ }).click()
    await ines.getByRole('link', { name: /wrong name/ }).waitFor()
    await mayasWidget.command('thread.read', { ticketId: ticket.id })
    expect(JSON.stringify(mayasWidget.frames)).not.toContain('Third one from this school.')
  })

  test('the desk stays where it is when a browser goes to words in it that only ears hear', async () => {
    const { id: ticketId } = await mayaOpens('One line more.\n'.repeat(60))
    const ines = await agentConnects(world.url, 'Ines')
    const change = { kind: 'priority', priority: 'high' }
    await ines.command('tickets.change', {
      changeId: newClientId(),
      tickets: [{ ticketId, upTo: 99 }],
      change,
    })
    ines.close()
    const page = await consoleOf('Omar')
    await page.goto(`${world.url}/console/open/${ticketId}`)
    const unseen = page.getByRole('log').locator('.hd-hidden').last()
    await unseen.waitFor({ state: 'attached' })
    // As Firefox does by itself when the box takes the focus.
    const goesThere = (words: HTMLElement | SVGElement) => {
      const { bottom } = words.getBoundingClientRect()
      words.scrollIntoView()
      return bottom
    }
    expect(await unseen.evaluate(goesThere), 'the premise').toBeGreaterThan(WIDE.height)
    expect((await page.locator('.views').boundingBox())?.y).toBe(0)
  })
}
