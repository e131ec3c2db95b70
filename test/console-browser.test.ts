// The console in a real browser against a real server: from the keyboard alone, on a phone, on a bad line, with two
// agents at one ticket; and axe on every screen, in both themes.

import { readFile } from 'node:fs/promises'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Draft } from '../protocol/drafts.ts'
import { codeAt } from '../server/agents/totp.ts'
import { cast as demoCast } from '../server/demo/cast.ts'
import { objections } from './browser/axe.ts'
import { launchChromium } from './browser/chromium.ts'
import { firstsOfDays, readsUp, rowsIn } from './browser/long-thread.ts'
import { atDemo, repliesAtOnce } from './browser/people.ts'
import { agentConnects, agentCookie, contactConnects, maya, newClientId } from './cast.ts'
import { type Client, connect } from './client.ts'
import { writeLongTicket } from './long-ticket.ts'
import { writeSolved } from './many-tickets.ts'
import { eventually, type Mail, makeWorld, type World } from './world.ts'

const WIDE = { width: 1440, height: 900 }
/** Of the desks that the console is made for. */
const NARROWEST_DESK = { width: 1280, height: 800 }
const AT_A_DESK = { viewport: WIDE }
const AS_IT_IS = async () => {}
/** A page of the server's origin that runs nothing. */
const NOWHERE = '/healthz'
const PHONE = { width: 390, height: 844 }
const LEO = {
  sub: subAtDemo('leo.okafor@mail.example'),
  email: 'leo.okafor@mail.example',
  name: 'Leo Okafor',
}
/** Whose ticket is a very long one. */
const TALKER = {
  sub: subAtDemo('maya.lindqvist@northfield.edu'),
  email: 'maya.lindqvist@northfield.edu',
  name: 'Maya Lindqvist',
}
const NOOR = { sub: 'student-noor', email: 'noor@northfield.edu', name: 'Noor Aziz' }
const LEO_AT_SCHOOL = 'l.okafor@northfield.edu'
const LEO_OF_SCHOOL = { ...LEO, sub: subAtDemo(LEO_AT_SCHOOL), email: LEO_AT_SCHOOL }

let world: World
let browser: Browser
let mayasWidget: Client
/** Another student: nobody opens so many tickets in so little time. */
let noorsWidget: Client
let longTicket = ''
const cookies: Record<string, string> = {}
/** An agent's page goes from scene to scene, with an empty device: what it has read of our programs it need not read anew. */
const desks = new Map<string, Page>()

beforeAll(async () => {
  // Long enough for the review to be looked at while the approved merge is still waiting.
  world = await makeWorld({ MERGE_COOLING_OFF_MINUTES: '30' }, async (dataDir) => {
    longTicket = (await writeLongTicket(dataDir, TALKER, 10_000)).ticketId
    await writeSolved(dataDir, NOOR, 70)
  })
  browser = await launchChromium()
  mayasWidget = await contactConnects(world.url, maya)
  noorsWidget = await contactConnects(world.url, NOOR)
  for (const name of ['Omar', 'Ines'] as const) cookies[name] = await agentCookie(world.url, name)
})
afterAll(async () => {
  await browser?.close()
  await world?.end()
})
afterEach(async () => {
  const kept = [...desks.values()].filter((page) => !page.isClosed())
  for (const context of browser.contexts())
    if (!kept.some((page) => page.context() === context)) await context.close()
  for (const [name, page] of desks) {
    if (page.isClosed()) desks.delete(name)
    else await leaves(page)
  }
})

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
  const told = await mayasWidget.event('message.created', ({ message }) => isOf(message, ticket.id, 'agent'))
  expect(told).toMatchObject({ message: { text: 'Under Onboarding, in each step.' } })
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await page.getByText(`#${ticket.number} is solved.`).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor()
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
  expect(await row.count()).toBe(1)
  expect(new URL(page.url()).searchParams.get('q')).toBe('gate tangerinne maya')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Where is my badge?' }).waitFor()
  await page.getByText('1 ticket found').waitFor()

  await page.keyboard.press('/')
  await page.keyboard.type('quartermaster state:open assignee:nobody')
  await row.locator('mark', { hasText: 'quartermaster' }).waitFor()
  expect(await row.textContent()).toContain('Note')
  // The address is all that it takes to be there again.
  await page.reload()
  await row.locator('mark', { hasText: 'quartermaster' }).waitFor()
  await page.getByRole('button', { name: 'Remove state:open' }).click()
  expect(await field.inputValue()).toBe('quartermaster assignee:nobody')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: 'Open', exact: true }).waitFor()
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
    .getByText(/today|morning/)
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

test('tags and priority from the keyboard, and taken back', async () => {
  const ticket = await mayaOpens('Tag this one.')
  const page = await consoleOf('Omar')
  await page.getByRole('link', { name: /Tag this one/ }).click()
  await page.getByRole('log').waitFor()
  await page.keyboard.press('t')
  const dialog = page.getByRole('dialog', { name: `Tags of #${ticket.number}` })
  await dialog.getByRole('combobox').and(page.locator(':focus')).waitFor()
  await page.keyboard.type('Onboarding')
  await dialog.getByRole('option', { name: 'New tag “onboarding”' }).waitFor()
  await page.keyboard.press('Enter')
  await dialog.getByRole('button', { name: 'Take away onboarding' }).waitFor()
  expect(await objections(page, { within: 'dialog' })).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByText(`#${ticket.number} tagged onboarding.`).waitFor()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText(`#${ticket.number} is as before.`).waitFor()
  expect(await page.getByRole('button', { name: 'Tags: onboarding. Change' }).count()).toBe(0)

  await page.getByRole('heading', { name: 'Tag this one.' }).focus()
  await page.keyboard.press('p')
  await page.getByRole('dialog').locator('button:focus', { hasText: 'Normal' }).waitFor()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('Enter')
  await page.getByText('High priority').first().waitFor()
})

test('two tickets of one matter: linked from the keyboard, shown at both, and taken back', async () => {
  const [one, other] = [await noorOpens('Linked: my badge.'), await noorOpens('Linked: my locker.')]
  const page = await consoleOf('Omar')
  await page.getByRole('link', { name: /Linked: my badge/ }).click()
  await page.getByRole('log').waitFor()
  await page.keyboard.press('l')
  const dialog = page.getByRole('dialog', { name: `Link #${one.number} with` })
  await dialog.getByRole('combobox').and(page.locator(':focus')).waitFor()
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
  expect(await related.getByRole('link').count()).toBe(0)

  await related.getByRole('button', { name: 'Link a ticket' }).click()
  await page.getByRole('option', { name: /Linked: my badge/ }).waitFor()
  expect(await objections(page, { within: 'dialog' })).toEqual([])
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
  expect(await dialog.getByRole('textbox').inputValue()).toBe('The map is there again.')
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
  await dialog.getByRole('button', { name: 'Open ticket' }).click()
  await page.getByRole('heading', { name: 'A red badge' }).waitFor()
  await page.getByRole('link', { name: `Omar Haddad split this off from #${other.number}` }).click()
  await page.getByRole('link', { name: /^Goes on in #/ }).waitFor()
})

test('many at once: a range, one refusal that says why and stays chosen, and all of it taken back', async () => {
  const opened = []
  for (const text of ['Bulk one.', 'Bulk two.', 'Bulk three.']) opened.push(await mayaOpens(text))
  const page = await consoleOf('Omar')
  const row = (text: string) => page.getByRole('link', { name: new RegExp(text) })
  await row('Bulk three').focus()
  await page.keyboard.press('x')
  await row('Bulk one').click({ modifiers: ['Shift'] })
  await page.getByText('3 selected').waitFor()
  expect(await objections(page)).toEqual([])
  // A message that this console has not heard of: it is neither solved nor lost.
  await page.evaluate(() => {
    const send = WebSocket.prototype.send
    WebSocket.prototype.send = function (data) {
      const frame = JSON.parse(String(data))
      if (frame.name === 'tickets.change') frame.body.tickets.at(-1).upTo = 0
      send.call(this, JSON.stringify(frame))
    }
  })
  await page.keyboard.press('e')
  await page
    .getByText(/^2 tickets are solved\. #\d+ was left as it is: The contact has just written/)
    .waitFor()
  await page.getByText('1 selected').waitFor()
  await row('Bulk one').waitFor()
  expect(await row('Bulk two').count()).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('2 tickets are as before.').waitFor()
  await row('Bulk two').waitFor()
  await row('Bulk three').focus()
  await page.keyboard.press('Escape')
  await page.getByText('1 selected').waitFor({ state: 'detached' })
})

test('a view of one’s own: put together, counted, opened by its address, changed and deleted', async () => {
  const ticket = await mayaOpens('For a view of its own.')
  const omar = await agentConnects(world.url, 'Omar')
  const tag = { kind: 'tags', add: ['view of its own'], remove: [] }
  const tickets = [{ ticketId: ticket.id, upTo: 9 }]
  await omar.command('tickets.change', { changeId: newClientId(), tickets, change: tag })
  omar.close()
  const page = await consoleOf('Omar')
  await page.getByRole('button', { name: 'New view' }).click()
  const dialog = page.getByRole('dialog', { name: 'New view' })
  await dialog.getByLabel('Name').fill('The one')
  await dialog.getByRole('button', { name: 'view of its own' }).click()
  await dialog.getByText('1 ticket now').waitFor()
  expect(await objections(page, { within: 'dialog' })).toEqual([])
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('link', { name: 'The one 1' }).and(page.locator('[aria-current]')).waitFor()
  expect(new URL(page.url()).pathname).toMatch(/^\/console\/view\/viw_/)
  await page.reload()
  await page.getByRole('link', { name: /For a view of its own/ }).waitFor()
  expect(await objections(page)).toEqual([])
  await page.getByRole('button', { name: 'Edit this view' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await page.getByText('“The one” is deleted.').waitFor()
  await page.getByRole('heading', { name: 'Open', exact: true }).waitFor()
})

test('letters are commands only for those who want them', async () => {
  await mayaOpens('One for the keyboard.')
  const page = await consoleOf('Omar')
  await page.getByRole('link', { name: /One for the keyboard/ }).click()
  await page.getByRole('log').waitFor()
  await page.keyboard.press('?')
  await page.getByRole('switch', { name: 'Single-letter shortcuts' }).click()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.keyboard.press('n')
  expect(await page.getByRole('button', { name: 'Note', exact: true }).getAttribute('aria-pressed')).toBe(
    'false',
  )
})

test('a reply that was overtaken by a colleague stops, shows what came, and goes only when told to', async () => {
  const ticket = await mayaOpens('Who signs my form?')
  const [page, ines] = await Promise.all([consoleOf('Omar'), agentConnects(world.url, 'Ines')])
  await page.getByRole('link', { name: /Who signs my form/ }).click()
  const box = page.getByRole('textbox', { name: /^Reply to/ })
  // They see each other before they answer twice.
  await ines.command('presence.tell', { ticketId: ticket.id, doing: 'writing' })
  await page.getByText('Ines is writing a reply').waitFor()
  await box.fill('Your preceptor does.')
  await ines.event('presence.changed', ({ doing, ticketId }) => doing === 'writing' && ticketId === ticket.id)
  await ines.command('message.send', {
    clientId: newClientId(),
    ticketId: ticket.id,
    text: 'The site signs it.',
  })
  await page.getByText('Ines Moreau wrote after you began.').waitFor()
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

test('a macro is found, asks what it must, is filled in, and does with the reply what stood under it', async () => {
  const ticket = await mayaOpens('Can my dates move?')
  const page = await consoleOf('Omar')
  let bring = () => {}
  const isWanted = new Promise<void>((resolve) => {
    bring = resolve
  })
  await page.route(/\/console-inserter-/, async (route) => {
    await isWanted
    await route.continue()
  })
  await page.getByRole('link', { name: /Can my dates move/ }).click()
  const box = page.getByRole('textbox', { name: /^Reply to/ })
  await box.click()
  // Its list is still on its way: what is typed is meant for it all the same.
  await page.keyboard.type(';scho dex')
  await page.keyboard.press('Backspace')
  expect(await box.inputValue()).toBe('')
  expect(await page.locator('.inserter').count(), 'the premise').toBe(0)
  bring()
  await page.locator('.inserter input:focus').waitFor()
  await page.keyboard.type('c')
  await page.getByRole('option', { name: /Your school decides this/, selected: true }).waitFor()
  expect(await objections(page, { within: '.inserter' })).toEqual([])
  await page.keyboard.press('Enter')
  await page.getByLabel('What do they want to have changed?').and(page.locator(':focus')).waitFor()
  await page.keyboard.type('The first day')
  await page.keyboard.press('Enter')
  await page.locator('#composer:focus').waitFor()
  // One after the other; the sign twice is the sign.
  await page.keyboard.type(' ;; ;done')
  await page.getByRole('option', { name: /Done, and solve/, selected: true }).waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Without: Solve' }).waitFor()
  await page.keyboard.press('Control+Enter')
  const told = await mayasWidget.event('message.created', ({ message }) => isOf(message, ticket.id, 'agent'))
  const { text } = told.message as { text: string }
  expect(text).toMatch(/^Hi Maya,\n\nThe first day is decided by Northfield, because/)
  expect(text).toMatch(/Omar ;\s+That is done\./)
  expect(text).not.toContain('{{')
  const { state } = (await mayasWidget.command('thread.read', { ticketId: ticket.id })).result.ticket
  expect(state, 'with the message, in one').toBe('solved')
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
  expect(await box.inputValue()).toBe('No, that is not')

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
  expect(await box.inputValue()).toBe('And a second one.')
  ines.close()

  await box.fill('Tell the site before.')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Send it as it is' }).click()
  await page.getByText(/^Sends in/).waitFor()
  await page.close()
  await mayasWidget.event('message.created', ({ message }) =>
    isOf(message, ticket.id, 'agent', 'Tell the site before.'),
  )
  expect(heard(), 'nothing that was taken back, or overtaken').toEqual([
    ...['You may.', 'One friend, no more.', 'Tell the site before.'],
  ])
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
  expect(await note.inputValue()).toBe('@Ines Moreau ')
  await note.pressSequentially('Third one from this school.')
  await page.getByRole('button', { name: 'Save note for agents' }).click()
  await page.getByRole('log').getByText('only agents see this').waitFor()
  const ines = await consoleOf('Ines')
  await ines.getByRole('link', { name: /^Mentions/ }).click()
  await ines.getByRole('link', { name: /wrong name/ }).waitFor()
  await mayasWidget.command('thread.read', { ticketId: ticket.id })
  expect(JSON.stringify(mayasWidget.frames)).not.toContain('Third one from this school.')
})

test('what is written while the server is dead goes out once when it is back, and the thread is current', async () => {
  const ticket = await mayaOpens('Is anybody there?')
  const page = await consoleOf('Omar')
  await page.getByRole('link', { name: /anybody there/ }).click()
  await page.getByRole('log').waitFor()
  await world.kill()
  await page.getByText('Live', { exact: true }).first().waitFor({ state: 'detached' })
  await page.getByText('New', { exact: true }).waitFor()
  await page.getByRole('textbox', { name: /^Reply to/ }).fill('Yes, we are.')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Waiting for the connection').waitFor()
  await page.getByText('New', { exact: true }).waitFor({ state: 'detached' })
  await page.getByText('Reconnecting').first().waitFor()

  await world.start()
  mayasWidget = await contactConnects(world.url, maya)
  await page.getByText('Waiting for the connection').waitFor({ state: 'detached' })
  await page.getByText('Sent', { exact: true }).waitFor()
  const { entries } = (await mayasWidget.command('thread.read', { ticketId: ticket.id })).result
  expect(entries.filter(({ text }: { text?: string }) => text === 'Yes, we are.')).toHaveLength(1)

  // The device loses its network, and no socket knows it yet.
  await page.context().setOffline(true)
  await page.getByRole('textbox', { name: /^Reply to/ }).fill('Both of us.')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Waiting for the connection').waitFor()
  await page.context().setOffline(false)
  await page.getByText('Waiting for the connection').waitFor({ state: 'detached' })
})

test('where sockets are refused Omar works over HTTP, and by socket as soon as one opens', async () => {
  const ticket = await mayaOpens('Does the hospital block you too?')
  let isBlocked = true
  let sockets = 0
  const page = await consoleOf('Omar', { viewport: WIDE }, (page) =>
    page.routeWebSocket(/\/api\/console$/, (socket) => {
      if (isBlocked) return socket.close({ code: 1011 })
      sockets++
      socket.connectToServer()
    }),
  )
  await page.getByRole('link', { name: /hospital block you/ }).click()
  await page.getByText('Live', { exact: true }).first().waitFor()
  await page.getByRole('textbox', { name: /^Reply to/ }).fill('It did until now.')
  await page.keyboard.press('Control+Enter')
  await mayasWidget.event('message.created', ({ message }) =>
    isOf(message, ticket.id, 'agent', 'It did until now.'),
  )
  const body = { clientId: newClientId(), ticketId: ticket.id, text: 'I read you.' }
  await mayasWidget.command('message.send', body)
  await page.getByRole('log').getByText('I read you.').waitFor()
  expect(sockets, 'the premise').toBe(0)

  isBlocked = false
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await eventually('a socket that stays', async () => sockets > 1)
  await page.getByText('Live', { exact: true }).first().waitFor()
})

test('ten thousand messages: some hundred rows, nothing moves while pages come, what is new is counted', async () => {
  const page = await consoleOf('Omar', { viewport: WIDE, timezoneId: 'America/Phoenix' })
  await page.goto(`${world.url}/console/open/${longTicket}`)
  const log = page.getByRole('log')
  await log.getByText('Message 10000.').waitFor()
  expect(await log.getByText('Message 9700.').count(), 'the premise').toBe(0)
  // The last is of nine in London, one every two minutes: midnight is where Omar is.
  const [, midnight] = await log.evaluate(firstsOfDays)
  expect(midnight).toMatchObject({ item: 9_940, time: expect.stringMatching(/12:00.AM$/) })

  // Past what is held at once: the newest have left, the reader has not moved by a pixel.
  const way = await log.evaluate(readsUp, 9_350)
  expect(way.jumps).toEqual([])
  expect(way.mostRows).toBeLessThan(200)
  expect(await rowsIn(log)).not.toContain(10_000)

  const talker = await contactConnects(world.url, TALKER)
  for (const text of ['Are you there?', 'Hello?'])
    await talker.command('message.send', { clientId: newClientId(), ticketId: longTicket, text })
  const jump = page.getByRole('button', { name: '2 new' })
  await jump.click()
  await log.getByText('Hello?').waitFor()
  await jump.waitFor({ state: 'detached' })
  await page.locator('[role=log]:focus').waitFor()
  expect((await rowsIn(log)).length).toBeLessThan(200)
  // Seen only now: who reads far above has not read what is new.
  expect(await talker.event('thread.seen', ({ by }) => by === 'agent')).toMatchObject({ sequence: 10_002 })
  talker.close()
})

test('a quote leads to the first of ten thousand messages and the pill back; arrows and Enter quote', async () => {
  const omar = await agentConnects(world.url, 'Omar')
  const context = await browser.newContext({ timezoneId: 'America/Costa_Rica' })
  const demo = await atDemo(await context.newPage(), world.url)
  await demo.logIn(TALKER.email)
  const { panel } = await demo.openWidget()
  await panel
    .getByRole('button', { name: /^Message 1\./ })
    .first()
    .click()
  const log = panel.getByRole('log')
  await log.getByText('Message 10000.').waitFor()
  // An hour to the east of Omar's, above, and her own midnight.
  const [, midnight] = await log.evaluate(firstsOfDays)
  expect(midnight).toMatchObject({ item: 9_910, time: expect.stringMatching(/12:00.AM$/) })
  const way = await log.evaluate(readsUp, 9_750)
  expect(way.jumps).toEqual([])
  expect(way.mostRows).toBeLessThan(200)
  await panel.getByRole('button', { name: 'Go to the newest message' }).click()
  await log.getByText('Message 10000.').waitFor()
  const answer = { clientId: newClientId(), ticketId: longTicket, text: 'You began with this.', quotes: 1 }
  const { message } = (await omar.command('message.send', answer)).result

  await log.getByRole('button', { name: /Message 1\./ }).click()
  await log.locator('[data-item="1"]:focus').waitFor()
  const rows = await rowsIn(log)
  expect(rows).not.toContain(10_000)
  expect(rows.length).toBeLessThan(200)
  await omar.command('message.send', { ...answer, clientId: newClientId(), text: 'And then?', quotes: 2 })
  await panel.getByRole('button', { name: '1 new' }).click()
  await log.getByText('And then?').waitFor()

  // From the newest one's button two up: the answer, by way of the line that says who has the ticket.
  await log.getByRole('button', { name: 'More' }).last().focus()
  await demo.page.keyboard.press('ArrowUp')
  await demo.page.keyboard.press('Enter')
  await log.getByRole('button', { name: 'Quote' }).and(log.locator(':focus')).waitFor()
  await demo.page.keyboard.press('Enter')
  await panel.getByLabel('Your message').and(panel.locator(':focus')).waitFor()
  await demo.page.keyboard.type('That one')
  await panel.getByText('You began with this.').nth(1).waitFor()
  await demo.page.keyboard.press('Enter')
  await log.getByText('That one').waitFor()
  await omar.command('message.revise', {
    clientId: newClientId(),
    ticketId: longTicket,
    sequence: message.sequence,
    text: null,
  })
  await log.getByText('A deleted message').waitFor()
  await log.getByText('You began with this.').first().waitFor({ state: 'detached' })
  omar.close()
})

test('a long list draws what is seen, is gone through by key, and stands still where it is read', async () => {
  const { id } = await mayaOpens('Solved while Omar reads below.')
  const page = await consoleOf('Omar')
  await page.getByRole('link', { name: 'Solved', exact: true }).click()
  const list = page
    .getByRole('region', { name: /Solved/ })
    .getByRole('list')
    .last()
  const row = (n: number) => list.getByRole('listitem').filter({ hasText: new RegExp(`Solved ${n}(?!\\d)`) })
  await row(70).waitFor()
  expect(await row(1).count()).toBe(0)
  expect(await list.getByRole('listitem').count()).toBeLessThan(40)

  const where = () =>
    page.evaluate(() => {
      const [row, box] = [document.activeElement?.closest('li'), document.querySelector('.rows')]
      const [at, seen] = [row, box].map((one) => one?.getBoundingClientRect())
      return {
        place: Number(row?.ariaPosInSet),
        ticket: row?.querySelector<HTMLElement>('.row')?.dataset.ticket,
        top: at?.top ?? 0,
        isSeen: !!at && !!seen && at.top >= seen.top && at.bottom <= seen.bottom,
      }
    })
  const placeAfter = async (key: string) => {
    await page.keyboard.press(key)
    const { place, isSeen } = await where()
    expect(isSeen).toBe(true)
    return place
  }
  const total = Number(await row(70).getAttribute('aria-setsize'))
  await row(70).getByRole('link').focus()
  expect(await placeAfter('End')).toBe(total)
  expect(await placeAfter('Home')).toBe(1)
  const aPage = (await placeAfter('PageDown')) - 1
  expect(aPage).toBeGreaterThan(5)
  expect(await placeAfter('PageDown')).toBe(1 + 2 * aPage)
  expect(await placeAfter('PageUp')).toBe(1 + aPage)
  expect(await placeAfter('PageDown')).toBe(1 + 2 * aPage)
  expect(await placeAfter('k')).toBe(2 * aPage)
  const before = await where()

  // One comes above what is read: nothing moves, nothing is lost.
  const ines = await agentConnects(world.url, 'Ines')
  await ines.command('ticket.solve', { ticketId: id, upTo: 1 })
  ines.close()
  await list
    .locator(`[aria-setsize="${total + 1}"]`)
    .first()
    .waitFor()
  expect(await where()).toEqual({ ...before, place: before.place + 1 })

  // Away from it by the wheel: the keyboard stays where it was, and so does its row.
  await page.evaluate(() => document.querySelector('.rows')?.scrollTo(0, 0))
  await page.getByText('Solved while Omar reads below.').first().waitFor()
  expect(await where()).toMatchObject({ ticket: before.ticket, isSeen: false })
  expect(await placeAfter('j')).toBe(before.place + 2)
  expect(await objections(page, { within: '.list', inOneTheme: true })).toEqual([])
})

test('on a phone there is one pane at a time, and the browser’s own back button leads out again', async () => {
  await mayaOpens('Written in the tram.')
  const page = await consoleOf('Omar', { viewport: PHONE })
  const row = page.getByRole('link', { name: /Written in the tram/ })
  await row.click()
  await page.getByRole('log').waitFor()
  expect(await row.isVisible()).toBe(false)
  await page.getByRole('button', { name: 'Show the contact' }).click()
  await page.getByText('Logged in at the host').waitFor()
  expect(await page.getByRole('log').isVisible()).toBe(false)
  await page.goBack()
  await page.getByRole('log').waitFor()
  await page.getByRole('button', { name: 'Back to the list' }).click()
  await row.waitFor()
  // The focus is where it was.
  await row.and(page.locator(':focus')).waitFor()
})

test('a draft is in every window of its agent, outlives the server’s death, and is never written over', async () => {
  const { id } = await mayaOpens('Who opens the lab on Sundays?')
  const boxOn = (on: Page) => on.getByRole('textbox', { name: /^Reply to/ })
  const stands = (text: string, on: Page) =>
    eventually(`“${text}” in the box`, async () => (await boxOn(on).inputValue()) === text)
  const page = await consoleOf('Omar')
  await page.goto(`${world.url}/console/open/${id}`)
  await boxOn(page).fill('The porter')
  const before = await connect(world.url, '/api/console', { cookie: cookies.Omar })
  await eventually('it is kept', async () => (await draftsOf(before, id))[0] === 'The porter')
  await world.kill()
  await world.start()
  mayasWidget = await contactConnects(world.url, maya)

  // Another device, which knows nothing by itself; what it says reaches the server when we let it.
  let hold = false
  const held: (() => void)[] = []
  const other = await consoleOf('Omar', { viewport: WIDE }, (page) =>
    page.routeWebSocket(/\/api\/console$/, (socket) => {
      const server = socket.connectToServer()
      socket.onMessage((frame) => {
        if (hold && String(frame).includes('"draft.save"')) held.push(() => server.send(frame))
        else server.send(frame)
      })
    }),
  )
  await other.goto(`${world.url}/console/open/${id}`)
  await stands('The porter', other)

  hold = true
  await boxOn(other).fill('The porter, from nine on')
  await eventually('a save on its way', async () => held.length > 0)
  await boxOn(page).fill('The porter; ring twice')
  const offered = other.getByRole('region', { name: 'another reply in another window' })
  await offered.getByText('The porter; ring twice').waitFor()
  hold = false
  for (const goOn of held) goOn()
  expect(await boxOn(other).inputValue(), 'what was typed here').toBe('The porter, from nine on')
  await offered.getByRole('button', { name: 'Use that one' }).click()
  await stands('The porter; ring twice', other)
  await other.getByRole('button', { name: 'Undo' }).click()
  await stands('The porter, from nine on', other)
  await stands('The porter, from nine on', page)

  // Sent in one, it is gone from both, and from the server.
  await boxOn(page).press('Control+Enter')
  await stands('', other)
  const after = await connect(world.url, '/api/console', { cookie: cookies.Omar })
  expect(await draftsOf(after, id)).toEqual([])
  for (const client of [before, after]) client.close()
})

test('a log-out leaves nothing behind on the device, and asks before it deletes what the server does not have', async () => {
  await mayaOpens('Please look at this.')
  const context = await browser.newContext({ viewport: WIDE })
  const page = await context.newPage()
  let isFull = true
  await page.routeWebSocket(/\/api\/console$/, (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((frame) => {
      const { id, name } = JSON.parse(String(frame))
      const problem = { type: '', title: '', status: 503, code: 'store.failed' }
      if (isFull && name === 'draft.save') socket.send(JSON.stringify({ kind: 'refusal', id, problem }))
      else server.send(frame)
    })
  })
  await page.goto(`${world.url}/console`)
  await page.getByLabel('E-mail address').fill('omar@wardway.example')
  await page.getByLabel('Password', { exact: true }).fill('wrong, and long enough')
  await page.getByRole('button', { name: 'Log in' }).click()
  await page.getByText('do not belong together').waitFor()
  await page.getByLabel('Password', { exact: true }).fill('omar-answers')
  await page.getByRole('button', { name: 'Log in' }).click()

  await page.getByRole('link', { name: /Please look at this/ }).click()
  const box = page.getByRole('textbox', { name: /^Reply to/ })
  await box.fill('I will, as soon as')
  const logsOut = async () => {
    await page.getByRole('button', { name: /preferences and log-out/ }).click()
    await page.getByRole('menuitem', { name: 'Log out' }).click()
  }
  await logsOut()
  await page.getByText('on this device only').waitFor()
  await page.getByRole('button', { name: 'Cancel' }).click()
  isFull = false
  await logsOut()
  await page.getByRole('heading', { name: 'Log in to answer' }).waitFor()
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(
    'I will',
  )
  expect((await context.cookies()).map(({ name }) => name)).toEqual([])
  const omar = await agentConnects(world.url, 'Omar')
  expect(await draftsOf(omar)).toContain('I will, as soon as')
  omar.close()
})

test('a session that ends elsewhere leads to the log-in, and what was begun is still there', async () => {
  const ticket = await mayaOpens('How long will it take?')
  const page = await consoleOf('Omar')
  await page.getByRole('link', { name: new RegExp(ticket.subject.replace('?', '.')) }).click()
  await page.getByRole('textbox', { name: /^Reply to/ }).fill('Two days, because')
  await page.evaluate(() => fetch('/api/console/sessions/current', { method: 'DELETE' }))
  await page.getByText('Your session has ended').waitFor()
  await page.getByLabel('E-mail address').fill('omar@wardway.example')
  await page.getByLabel('Password', { exact: true }).fill('omar-answers')
  await page.getByRole('button', { name: 'Log in' }).click()
  const box = page.getByRole('textbox', { name: /^Reply to/ })
  await box.waitFor()
  expect(await box.inputValue()).toBe('Two days, because')
  cookies.Omar = await agentCookie(world.url, 'Omar')
})

describe('axe finds nothing to object to, in both themes', () => {
  const objectsToNothing = async (page: Page, within = 'body') =>
    expect(await objections(page, { within })).toEqual([])

  test('log-in', async () => {
    const page = await (await browser.newContext({ viewport: WIDE })).newPage()
    await page.goto(`${world.url}/console`)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByText('Type your password.').waitFor()
    await objectsToNothing(page)
  })

  test('list, thread, contact, menus and keys', async () => {
    const answers = { where: 'On the dashboard', since: 'today' }
    const ticket = await mayaOpens('A ticket to look at.', { type: 'problem', answers })
    const omar = await agentConnects(world.url, 'Omar')
    await omar.command('message.send', { clientId: newClientId(), ticketId: ticket.id, text: 'Looking.' })
    await omar.command('note.write', { clientId: newClientId(), ticketId: ticket.id, text: 'It is for axe.' })
    omar.close()
    const page = await consoleOf('Omar')
    await objectsToNothing(page)
    // What waits on Maya is not open any more.
    await page.getByRole('link', { name: /^Waiting on contact/ }).click()
    await page.getByRole('link', { name: new RegExp(ticket.subject) }).click()
    await page.getByText('It is for axe.').waitFor()
    await page.getByText('On the dashboard').waitFor()
    await objectsToNothing(page)
    await page.getByRole('button', { name: 'Correct', exact: true }).click()
    await page.getByRole('dialog').getByLabel('Where did it happen?').waitFor()
    await objectsToNothing(page, 'dialog')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Note', exact: true }).click()
    await page.getByRole('button', { name: /^Assigned to/ }).click()
    await page.getByRole('menu').waitFor()
    await objectsToNothing(page, '[role=menu]')
    await page.keyboard.press('Escape')
    await page.keyboard.press('Tab')
    await page.getByRole('button', { name: /preferences and log-out/ }).click()
    await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click()
    await page.getByRole('dialog').waitFor()
    await objectsToNothing(page, 'dialog')
    await page.keyboard.press('Escape')
    await page.getByRole('searchbox', { name: 'Search all tickets' }).fill('axe state:waiting priority:none')
    await page.locator('mark', { hasText: 'axe' }).waitFor()
    await objectsToNothing(page)
    await page.keyboard.press('Control+k')
    await page.keyboard.type('axe')
    await page.getByRole('option', { name: /A ticket to look at/ }).waitFor()
    await objectsToNothing(page, 'dialog')
  })

  test('a contact by themselves: from a ticket, and from the search where they have none', async () => {
    const ticket = await mayaOpens('Whose page is this?')
    // They came once, and wrote nothing.
    const nobody = await contactConnects(world.url, { ...NOOR, sub: 'student-tilda', name: 'Tilda Quist' })
    nobody.close()
    const page = await consoleOf('Ines')
    await page.goto(`${world.url}/console/open/${ticket.id}`)
    await page.getByRole('complementary', { name: 'Contact' }).getByRole('link', { name: 'Maya' }).click()
    await page.getByRole('heading', { name: /^Tickets \(/ }).waitFor()
    await page.getByText('The host vouches for it', { exact: false }).first().waitFor()
    await page.getByRole('link', { name: new RegExp(ticket.subject) }).waitFor()
    await objectsToNothing(page)
    await page.goto(`${world.url}/console/open?q=quist`)
    await page.getByRole('link', { name: /^Tilda Quist/ }).click()
    await page.getByText('There is no ticket of theirs.').waitFor()
    await page.getByRole('button', { name: /^Erase this contact/ }).click()
    await objectsToNothing(page, 'dialog')
    await page.getByRole('button', { name: 'Erase', exact: true }).click()
    await page.getByText(/^They are erased/).waitFor()
    await page.goto(`${world.url}/console/open?q=quist`)
    await page.getByText('Nothing was found').waitFor()
    expect(await page.getByRole('link', { name: /^Tilda Quist/ }).count()).toBe(0)
  })

  test('the same on a phone', async () => {
    const ticket = await mayaOpens('A small screen.')
    const page = await consoleOf('Omar', { viewport: PHONE })
    await objectsToNothing(page)
    await page.getByRole('link', { name: new RegExp(ticket.subject) }).click()
    await page.getByRole('log').waitFor()
    await objectsToNothing(page)
    await page.getByRole('button', { name: 'Show the contact' }).click()
    await page.getByText('Logged in at the host').waitFor()
    await objectsToNothing(page)
  })

  test('hours, sites, look: what is wrong stands at its place, and what somebody else saved is not overwritten', async () => {
    const page = await consoleOf('Ines')
    await page.getByRole('button', { name: /preferences and log-out/ }).click()
    await page.getByRole('menuitem', { name: 'Settings' }).click()
    await page.getByRole('link', { name: 'Opening hours' }).click()
    const saves = () => page.getByRole('button', { name: 'Save', exact: true }).click()
    const closes = page.getByLabel('Wednesday: to').first()
    await closes.fill('07:00')
    await page.getByRole('button', { name: 'Add a day' }).click()
    await saves()
    await page.getByText('It ends before it begins.').waitFor()
    await page.getByText('Give the day a name.').waitFor()
    await objectsToNothing(page)
    await page.getByRole('button', { name: 'Remove This day' }).click()
    await closes.fill('12:15')

    const another = await agentConnects(world.url, 'Ines')
    const { hours: before } = (await another.command('hours.read', {})).result
    const sets = { version: before.version, hours: { ...before.hours, zone: 'Asia/Tokyo' } }
    await another.command('hours.set', sets)
    await page.getByText(/Somebody else saved other hours/).waitFor()
    await page.getByRole('button', { name: 'Save mine over theirs' }).click()
    await page.getByText(/hours are saved/).waitFor()
    const { hours: after } = (await another.command('hours.read', {})).result
    expect(after).toMatchObject({ version: before.version + 2, hours: { zone: before.hours.zone } })
    expect(after.hours.week[2][0].to).toBe('12:15')
    another.close()

    // Which sites may carry the widget: what is none is said at the field, what was added can be taken back.
    await page.goto(`${world.url}/console/settings/origins`)
    const site = page.getByRole('textbox', { name: 'Add a site' })
    await site.fill('app.school.edu')
    await page.keyboard.press('Enter')
    await page.getByText('Write it with https:// in front.').waitFor()
    await objectsToNothing(page)
    await site.fill('https://App.school.edu/')
    await page.keyboard.press('Enter')
    const added = page.getByRole('button', { name: 'Take https://app.school.edu away' })
    await added.waitFor()
    await page.getByRole('button', { name: 'Undo' }).click()
    await added.waitFor({ state: 'detached' })

    // What tickets are promised: what it would do is counted before it is saved, and one can go back to the file.
    await page.goto(`${world.url}/console/settings/sla`)
    const firstReply = page.getByRole('textbox', { name: 'All tickets, Every priority: First reply' })
    await firstReply.fill('soon')
    await page.getByText('“soon” is no length of time').waitFor()
    await firstReply.fill('3 h')
    await page
      .getByText(/under way/)
      .last()
      .waitFor()
    await page.getByText('Not saved yet.').waitFor()
    await objectsToNothing(page)
    await page.getByRole('button', { name: /^Save/ }).click()
    await page.getByText('The times are saved').waitFor()
    await page.getByRole('button', { name: 'Back to the file …' }).click()
    await page.getByRole('button', { name: 'Go back', exact: true }).click()
    await page.getByText('Set by the file').waitFor()
    expect(await firstReply.inputValue()).toBe('4 h')

    // A type of tickets: its form is seen while it is made, what is wrong stands at its question, and the file’s types come back.
    await page.goto(`${world.url}/console/settings/types`)
    await page.getByRole('button', { name: 'Add a type' }).click()
    await page.getByRole('textbox', { name: 'Name, as people choose it' }).fill('My badge is lost')
    await page.getByRole('button', { name: 'Add a question' }).click()
    await page.getByRole('textbox', { name: 'Question', exact: true }).fill('Which one?')
    await page.getByRole('combobox', { name: 'Answer' }).selectOption('choice')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Two choices at least.').waitFor()
    await page.getByRole('textbox', { name: 'Choices, one a line' }).fill('White\nBlue\n')
    const seen = page.getByRole('region', { name: 'As a student sees it' })
    await seen.getByRole('radio', { name: 'Blue' }).waitFor()
    await objectsToNothing(page)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('The types are saved.').waitFor()
    const form = (await (await fetch(`${world.url}/api/ticket-types`)).json()).types.at(-1)
    expect(form).toMatchObject({ name: 'my_badge_is_lost', fields: [{ options: [{ value: 'white' }, {}] }] })
    await page.getByRole('button', { name: 'My badge is lost: what can be done' }).click()
    await page.getByRole('menuitem', { name: 'Archive' }).click()
    await page.getByText('is offered no more').waitFor()
    await page.getByRole('button', { name: 'Back to the file …' }).click()
    await page.getByRole('button', { name: 'Go back', exact: true }).click()
    await page.getByText('The file’s types hold again.').waitFor()

    // How long solved tickets are kept: counted before it is saved, and off again.
    await page.goto(`${world.url}/console/settings/retention`)
    const kept = page.getByRole('combobox', { name: 'Keep solved tickets' })
    await kept.selectOption('365')
    await page.getByText('No ticket is old enough yet').waitFor()
    await objectsToNothing(page)
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText(/^Next /).waitFor()
    await kept.selectOption('ever')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Everything is kept').waitFor()

    // How it looks: seen while it is typed, with how its colour reads.
    await page.goto(`${world.url}/console/settings/brand`)
    await page.getByRole('textbox', { name: 'Name of the help center' }).fill('Wardway Help')
    await page.getByRole('textbox', { name: 'Accent' }).fill('#ffb300')
    await page.getByText('hard to see on a light page').waitFor()
    await objectsToNothing(page)
    await page.getByRole('textbox', { name: 'Accent' }).fill('amber')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Write # and six digits, as #0b6b5d.').waitFor()
    await page.getByRole('textbox', { name: 'Accent' }).fill('')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('The look is saved').waitFor()
    expect(await (await fetch(`${world.url}/help`)).text()).toContain('<title>Wardway Help</title>')
  })

  test('settings: what is fetched on demand can be asked for again, and what is not one’s own says whose it is', async () => {
    const page = await consoleOf('Omar')
    const pages = /\/console-pages-.+\.js$/
    await page.route(pages, (route) => route.abort())
    await page.goto(`${world.url}/console/settings`)
    await page.getByText('This page could not be fetched').waitFor()
    await objectsToNothing(page)
    await page.unrouteAll()
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByRole('switch', { name: 'Play a sound' }).waitFor()
    await objectsToNothing(page)
    // A column is there, and is gone, for who wants it so.
    for (const shown of [true, false]) {
      await page.getByRole('switch', { name: 'Number', exact: true }).click()
      await page.goto(`${world.url}/console/solved`)
      await page.getByRole('link', { name: /Solved 70/ }).waitFor()
      expect(await page.getByRole('link', { name: '#100070' }).count()).toBe(shown ? 1 : 0)
      await page.goBack()
      await page.getByRole('switch', { name: 'Play a sound' }).waitFor()
    }
    expect(await page.getByRole('link', { name: 'Opening hours' }).count()).toBe(0)
    // Its address before there were settings.
    await page.goto(`${world.url}/console/hours`)
    await page.getByText('Admins set this up.').waitFor()
    expect(new URL(page.url()).pathname).toBe('/console/settings/hours')
    await page.setViewportSize(PHONE)
    await page.getByRole('button', { name: 'All settings' }).click()
    await page.getByRole('link', { name: 'Preferences' }).waitFor()
    await objectsToNothing(page)
  })

  test('teams: a sentence says what each does, and once it is on a new ticket comes to who is there', async () => {
    const page = await consoleOf('Ines')
    await page.goto(`${world.url}/console/settings/teams`)
    const support = page.getByRole('region', { name: 'Support' })
    await support.getByText('Whoever takes a ticket has it.').waitFor()
    await support.getByRole('button', { name: 'Change Support' }).click()
    await support.getByRole('checkbox', { name: /Omar/ }).check()
    await support.getByRole('switch', { name: 'By turns' }).check()
    await support.getByLabel('Most open tickets').fill('a few')
    await support.getByText('A whole number from 1 to 500').waitFor()
    await support.getByLabel('Most open tickets').fill('500')
    await support.getByLabel('Minutes of silence').fill('30')
    const sentence =
      'A ticket that nobody has goes to Omar, when they are there, at most 500 open at once. Who says nothing for 30 minutes of opening hours while the contact waits loses it to the next.'
    await support.getByText(sentence).waitFor()
    await objectsToNothing(page)
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Support is saved.').waitFor()

    const omars = await consoleOf('Omar')
    await omars.getByText('Live', { exact: true }).first().waitFor()
    const ticket = await mayaOpens('Is it anybody’s turn?')
    await omars.getByText(`It is your turn: #${ticket.number}`).waitFor()
    // Away means away, and a colleague sees it.
    await omars.getByRole('button', { name: /preferences and log-out/ }).click()
    await omars.getByRole('menuitemcheckbox', { name: 'Away' }).click()
    await omars.getByText('You are away').waitFor()
    await support.getByRole('button', { name: 'Change Support' }).click()
    await support.getByText('Away', { exact: true }).waitFor()
    await support.getByRole('switch', { name: 'By turns' }).uncheck()
    await page.getByRole('button', { name: 'Save' }).click()
    await support.getByText('Whoever takes a ticket has it.').waitFor()
    await omars.getByRole('button', { name: /preferences and log-out/ }).click()
    await omars.getByRole('menuitemcheckbox', { name: 'Away' }).click()
    await omars.getByText('You are back').waitFor()
  })

  test('reports: figures with what they mean, narrowed by the address, as chart, table and file', async () => {
    await mayaOpens('Count me.')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: 'Reports' }).click()
    const volume = page.getByRole('slider', { name: 'Opened and solved, by day' })
    await volume.waitFor()
    await page.getByText('Tickets that were opened in this time.').waitFor()
    await objectsToNothing(page)
    await volume.focus()
    await page.keyboard.press('End')
    // Today, read out: there is one at least.
    expect(await volume.getAttribute('aria-valuetext')).toMatch(/: Opened [1-9]\d*, Solved \d+$/)
    await page.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'Question' })
    await page.waitForURL(/[?&]type=question/)
    await page.reload()
    await volume.waitFor()
    expect(await page.getByRole('combobox', { name: 'Type' }).inputValue()).toBe('question')
    await page.getByRole('button', { name: 'Show as table' }).first().click()
    await page.getByRole('columnheader', { name: 'Day' }).waitFor()
    await objectsToNothing(page)
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download CSV' }).click(),
    ])
    expect(file.suggestedFilename()).toMatch(/^helpdock-tickets-\d{4}-\d\d-\d\d-\d{4}-\d\d-\d\d\.csv$/)
    expect(await readFile(await file.path(), 'utf8')).toMatch(
      /^\ufeffgroup,key,name,opened,.*\r\ntotal,,,[1-9]/,
    )
    await page.setViewportSize(PHONE)
    await page.getByRole('link', { name: 'Help center' }).click()
    await page.getByRole('heading', { name: 'Questions without an answer' }).waitFor()
    await objectsToNothing(page)
    await page.route('**/api/console/reports/**', (route) => route.abort())
    await page.getByRole('combobox', { name: 'Time' }).selectOption({ label: 'Last 7 days' })
    await page.getByText('The figures could not be counted').waitFor()
    await page.getByRole('button', { name: 'Back to the tickets' }).click()
    await page.getByRole('link', { name: /Count me/ }).waitFor()
  })

  test('macros: what is wrong stands at its place, a colleague’s change is not overwritten, and agents make their own', async () => {
    const page = await consoleOf('Ines')
    await page.goto(`${world.url}/console/settings/macros`)
    await page.getByRole('button', { name: 'New macro' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Parking')
    const text = page.getByLabel('Text', { exact: true })
    await text.fill('Hi {{contact.frist_name|there}}')
    const saves = (name = 'Save') => page.getByRole('button', { name, exact: true }).click()
    await saves('Create macro')
    await page.getByText('is nothing that is known of a ticket').waitFor()
    await text.fill('Hello ')
    await page.getByLabel('Insert a place').selectOption('First name of the contact')
    expect(await text.inputValue()).toBe('Hello {{contact.first_name|there}}')
    await page.getByRole('region', { name: 'Preview' }).getByText('Maya', { exact: true }).waitFor()
    await page.getByRole('combobox', { name: /^State/ }).selectOption('Solved')
    await saves('Create macro')
    await page.getByText('“Parking” is saved.').waitFor()
    await objectsToNothing(page)

    const another = await agentConnects(world.url, 'Ines')
    const { macros } = (await another.command('macro.list', {})).result
    const { id, version, changedBy, changedAt, ...macro } = macros.find(
      ({ name }: { name: string }) => name === 'Parking',
    )
    expect(macro).toMatchObject({ isOwn: false, actions: [{ do: 'state', to: 'solved' }] })
    await text.fill('Mine')
    await another.command('macro.save', { macroId: id, version, macro: { ...macro, text: 'Theirs' } })
    await page.getByText('Somebody else changed this macro').waitFor()
    await page.getByRole('button', { name: 'Save mine over it' }).click()
    await page.getByText('Somebody else changed this macro').waitFor({ state: 'detached' })
    const after = (await another.command('macro.list', {})).result.macros
    expect(after.find((one: { id: string }) => one.id === id)).toMatchObject({ text: 'Mine', version: 3 })
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('“Parking” is deleted.').waitFor()
    another.close()

    const omars = await consoleOf('Omar')
    await omars.goto(`${world.url}/console/settings/macros`)
    await omars.getByRole('button', { name: /^Done, and solve/ }).click()
    await omars.getByText('admins change it').waitFor()
    await omars.getByRole('button', { name: 'Make my own of it' }).click()
    await omars.getByRole('button', { name: 'Create macro' }).click()
    await omars.getByText('Only mine · 1 action').waitFor()
  })

  test('rules: made as a sentence, tried on last month’s tickets, switched on, seen at work; a change asks for a new dry run', async () => {
    const ticket = await mayaOpens('I have lost my BADGE, what now?')
    const page = await consoleOf('Ines')
    await page.goto(`${world.url}/console/settings/rules`)
    await page.getByRole('button', { name: /^Locked out, at once When a contact writes/ }).waitFor()
    await page.getByRole('button', { name: 'New rule' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Lost badges')
    await page.getByLabel('What happens').selectOption('a contact writes')
    await page.getByLabel('saying any of').fill('lost my badge, id card')
    await page.getByRole('textbox', { name: 'Tag', exact: true }).fill('badge')
    await page.keyboard.press('Tab')
    await page
      .getByText('When a contact writes, where “lost my badge” or “id card” stands: add the tag “badge”.')
      .waitFor()
    await page.getByRole('button', { name: 'Create rule' }).click()
    await page.getByText('“Lost badges” is saved.').waitFor()
    const onOrOff = page.getByRole('switch', { name: 'On' })
    expect(await onOrOff.isDisabled(), 'not before it was tried').toBe(true)
    await page.getByRole('button', { name: 'Try it', exact: true }).click()
    await page.getByText(/^It would have run once, on 1 of \d+ tickets\.$/).waitFor()
    await page
      .getByRole('list', { name: 'Tickets' })
      .getByRole('link', { name: /lost my BADGE/ })
      .waitFor()
    await objectsToNothing(page)
    await onOrOff.click()
    await page.getByText('“Lost badges” is on now.').waitFor()
    const again = { clientId: newClientId(), ticketId: ticket.id, text: 'I have lost my badge again.' }
    await mayasWidget.command('message.send', again)

    const omars = await consoleOf('Omar')
    await omars.goto(`${world.url}/console/open/${ticket.id}`)
    await omars.getByText('Rule “Lost badges” tagged this badge').waitFor()
    await omars.goto(`${world.url}/console/settings/rules`)
    await omars.getByText('This page is not yours to open').waitFor()

    await page.setViewportSize(PHONE)
    await page.getByRole('textbox', { name: 'Tag', exact: true }).fill('lost')
    await page.keyboard.press('Tab')
    await page.getByText('With this change the rule is off').waitFor()
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('Try it first').waitFor()
    expect([await onOrOff.isChecked(), await onOrOff.isDisabled()]).toEqual([false, true])
    await objectsToNothing(page)
    await page.getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByText('“Lost badges” is deleted.').waitFor()
  })

  test('Omar opens tickets for Leo: with a note from the keyboard, and an invitation to a merge, which Leo follows', async () => {
    const leo = await contactConnects(world.url, LEO)
    await leo.command('ticket.open', { clientId: newClientId(), type: 'question', text: 'I called you.' })
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /I called you/ }).waitFor()
    await page.keyboard.press('c')
    const dialog = page.getByRole('dialog', { name: 'New ticket' })
    await dialog.getByRole('combobox', { name: 'For whom' }).and(page.locator(':focus')).waitFor()
    await page.keyboard.type('leo')
    await dialog
      .getByRole('option', { name: /Leo Okafor/ })
      .first()
      .waitFor()
    await page.keyboard.press('Enter')
    await dialog.getByLabel('What it is about').selectOption('My rotation is missing')
    await dialog.getByRole('button', { name: 'Open ticket' }).click()
    await dialog.getByText('Write the first message').waitFor()
    expect(await dialog.getByText('This is needed.').count()).toBe(2)
    await objectsToNothing(page, 'dialog')
    await dialog.getByText('Maybe', { exact: true }).click()
    await dialog.getByLabel('Hospital or site').fill('St. Brigid’s')
    // What was typed for Leo does not become a note, nor the other way round.
    await dialog.getByLabel('Message to Leo').fill('Dear Leo')
    await dialog.getByRole('button', { name: 'Note', exact: true }).click()
    await dialog.getByLabel('Note for agents').fill('He sounded worried on the phone.')
    await page.keyboard.press('Control+Enter')
    await page.getByRole('heading', { name: 'My rotation is missing: St. Brigid’s' }).waitFor()
    await page.getByText('He sounded worried on the phone.').waitFor()
    const { activity } = (await leo.event('activity.created')) as { activity: { code: string } }
    expect(activity).toMatchObject({ code: 'ticket.opened', details: { name: 'Omar Haddad' } })
    expect(JSON.stringify(leo.frames)).not.toContain('worried')

    await page
      .getByRole('complementary', { name: 'Contact' })
      .getByRole('button', { name: 'New ticket' })
      .click()
    await dialog.getByText('leo.okafor@mail.example').waitFor()
    await dialog.getByLabel('What it is about').selectOption('Merge two accounts')
    await dialog.getByText('This invites Leo Okafor to a merge.').waitFor()
    await dialog.getByLabel('Message to Leo').fill('You can merge your accounts here.')
    await dialog.getByRole('button', { name: 'Open ticket' }).click()
    const { message } = (await leo.event('message.created', ({ message }) =>
      (message as { text: string }).text.includes('merge'),
    )) as { message: { ticketId: string } }

    const student = await (await browser.newContext({ viewport: PHONE })).newPage()
    const demo = await atDemo(student, world.url)
    await demo.logIn(LEO.email)
    const widget = await demo.openWidget()
    await widget.panel.getByRole('button', { name: /You can merge your accounts here/ }).click()
    await widget.sees('Omar Haddad opened this for you')
    await widget.sees('You can merge two accounts')
    await widget.presses('Merge two accounts')
    await widget.sees('What will happen')
    // In the scenes below Leo asks by himself, and Omar decides, too.
    await leo.command('ticket.solve', { ticketId: message.ticketId })
    leo.close()
  })

  test('an invitation, a second factor, a log-in in two steps, and a log-in that is closed', async () => {
    const ines = await consoleOf('Ines')
    await ines.goto(`${world.url}/console/settings/agents`)
    await ines.getByText('omar@wardway.example').waitFor()
    await objectsToNothing(ines)
    await ines.getByRole('button', { name: 'Invite somebody' }).click()
    await ines.getByLabel('Name').fill('Noor Haddad')
    await ines.getByRole('button', { name: 'Send the invitation' }).click()
    await ines.getByText('This is not an address').waitFor()
    await objectsToNothing(ines, 'dialog')
    await ines.getByLabel('E-mail address').fill('noor@wardway.example')
    await ines.getByRole('button', { name: 'Send the invitation' }).click()
    await ines.getByText('An invitation is on its way').waitFor()
    const { text } = await world.mailTo('noor@wardway.example')

    const noor = await (await browser.newContext({ viewport: PHONE })).newPage()
    await noor.goto(/http\S+/.exec(text)?.[0] ?? '')
    await noor.getByRole('heading', { name: 'Welcome, Noor Haddad' }).waitFor()
    expect(noor.url(), 'the token is in no history').not.toContain('#')
    await objectsToNothing(noor)
    await noor.getByLabel('Choose a password').fill('a long phrase of Noor')
    await noor.getByRole('button', { name: 'Log in' }).click()
    await noor.getByRole('combobox', { name: 'Views' }).waitFor()

    await noor.goto(`${world.url}/console/settings/log-in`)
    await noor.getByText('Where you are logged in').waitFor()
    await objectsToNothing(noor)
    await noor.getByRole('button', { name: 'Set up' }).click()
    await noor.getByLabel('Current password').fill('a long phrase of Noor')
    await noor.getByRole('button', { name: 'Continue' }).click()
    await noor.getByRole('img', { name: 'QR code for the app' }).waitFor()
    await objectsToNothing(noor, 'dialog')
    const secret = (await noor.locator('.access-key').textContent())?.replaceAll(' ', '') ?? ''
    await noor.getByLabel('Code in the app').fill(codeAt(secret, new Date()))
    await noor.getByRole('button', { name: 'Confirm' }).click()
    await noor.getByRole('heading', { name: 'Keep these recovery codes' }).waitFor()
    await objectsToNothing(noor, 'dialog')
    const [recovery = ''] = await noor.locator('.access-codes code').allTextContents()
    await noor.getByRole('button', { name: 'I have kept them' }).click()
    await noor.getByText('10 recovery codes are left.').waitFor()

    await noor.evaluate(() => fetch('/api/console/sessions/current', { method: 'DELETE' }))
    await noor.goto(`${world.url}/console`)
    await noor.getByLabel('E-mail address').fill('noor@wardway.example')
    await noor.getByLabel('Password', { exact: true }).fill('a long phrase of Noor')
    await noor.getByRole('button', { name: 'Log in' }).click()
    await noor.getByRole('heading', { name: 'One more step' }).waitFor()
    await noor.getByLabel('Code').fill('000000')
    await noor.getByText('That is not the current code.').waitFor()
    await objectsToNothing(noor)
    await noor.getByLabel('Code').fill(recovery)
    await noor.getByRole('button', { name: 'Log in' }).click()
    await noor.getByRole('combobox', { name: 'Views' }).waitFor()

    // An endpoint: what is wrong stands at its field, its secret is shown once, and a test says what became of it.
    await ines.goto(`${world.url}/console/settings/deliveries`)
    await ines.getByRole('button', { name: 'Add an endpoint' }).click()
    const address = ines.getByRole('textbox', { name: 'Address' })
    await address.fill('http://hooks.school.edu')
    await ines.keyboard.press('Enter')
    await ines.getByText('Use https: what goes by http').waitFor()
    await objectsToNothing(ines)
    await address.fill('http://127.0.0.1:9/hook')
    await ines.keyboard.press('Enter')
    const shownOnce = ines.getByRole('dialog', { name: 'The secret of this endpoint' })
    expect(await shownOnce.textContent()).toMatch(/whsec_/)
    await objectsToNothing(ines, 'dialog')
    await shownOnce.getByRole('button', { name: 'I have kept it' }).click()
    await ines.getByRole('button', { name: 'http://127.0.0.1:9/hook: what can be done' }).click()
    await ines.getByRole('menuitem', { name: 'Send a test' }).click()
    await ines.getByText('did not take the test: Not reachable').waitFor()
    await ines.getByText('endpoint.test').waitFor()
    expect(await ines.locator('main').textContent()).not.toMatch(/whsec_/)
    await ines.goto(`${world.url}/console/settings/agents`)
    await ines.getByRole('button', { name: 'Noor Haddad: what can be done' }).click()
    await objectsToNothing(ines, '[role=menu]')
    await ines.getByRole('menuitem', { name: 'Disable log-in …' }).click()
    await ines.getByRole('button', { name: 'Disable', exact: true }).click()
    await ines.getByText('Noor Haddad cannot log in any more.').waitFor()
    await ines.getByText('Ines Moreau disabled the log-in of Noor Haddad').waitFor()
    await noor.getByText('Your session has ended').waitFor()
  })

  test('the merge review, its questions, and what follows', async () => {
    // The other way round: an address is sent three codes in half an hour, and the scenes below need them.
    const ticketId = await leoAsksForAMerge(LEO_OF_SCHOOL, LEO.email)
    const page = await consoleOf('Ines', { viewport: NARROWEST_DESK })
    await page.goto(`${world.url}/console/open/${ticketId}`)
    await page.getByText('waiting for a decision').waitFor()
    await objectsToNothing(page)
    await page.getByRole('button', { name: 'Look at both accounts' }).click()
    const fields = page.getByRole('table', { name: 'Fields of both accounts' })
    await fields.waitFor()
    // Both accounts side by side, with nothing to push aside.
    const cut = await fields.evaluate((table) => {
      const own = table.getBoundingClientRect()
      const pane = table.closest('section')?.getBoundingClientRect() ?? own
      return [own.left < pane.left - 1, own.right > pane.right + 1, document.body.scrollWidth > innerWidth]
    })
    expect(cut).toEqual([false, false, false])
    await objectsToNothing(page)
    await page.getByRole('button', { name: /^Approve …/ }).click()
    const question = page.getByRole('dialog', { name: 'Approve this merge?' })
    await question.getByText('In 30 minutes').waitFor()
    expect(await question.textContent(), 'both addresses are named').toContain(LEO.email)
    expect(await question.textContent()).toContain(LEO_AT_SCHOOL)
    await objectsToNothing(page, 'dialog')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Reject …/ }).click()
    await page.getByRole('button', { name: 'Reject the merge' }).click()
    await page.getByText('Write the reason').waitFor()
    await objectsToNothing(page, 'dialog')
    await page.getByRole('textbox', { name: /which Leo Okafor reads/ }).fill('Ask with the school’s address.')
    await page.getByRole('button', { name: 'Reject the merge' }).click()
    await page.getByRole('heading', { name: 'Rejected' }).waitFor()
    await objectsToNothing(page)
  })

  test('the links in both mails: a look changes nothing, the button stops the merge', async () => {
    const ines = await agentConnects(world.url, 'Ines')
    const page = await (await browser.newContext({ viewport: WIDE })).newPage()
    for (const address of [LEO.email, LEO_AT_SCHOOL]) {
      const ticketId = await leoAsksForAMerge()
      const { merge } = (await ines.command('thread.read', { ticketId })).result
      const { previewHash } = (await ines.command('merge.preview', { mergeId: merge.id })).result
      const links = async () =>
        (await world.mails()).flatMap(({ to, text }) =>
          to === address ? [...text.matchAll(/\S+\/merges\/stop#\S+/g)].map(String) : [],
        )
      const before = await links()
      await ines.command('merge.decide', { mergeId: merge.id, verdict: 'approve', previewHash })
      const link = await eventually('the link', async () =>
        (await links()).find((one) => !before.includes(one)),
      )
      // A new page: the same address with another fragment would be the page that is open.
      await page.goto('about:blank')
      await page.goto(link)
      await page.getByRole('heading', { name: 'Stop the account merge?' }).waitFor()
      if (address === LEO.email) await objectsToNothing(page)
      const stateNow = async () => (await ines.command('thread.read', { ticketId })).result.merge.state
      expect(await stateNow()).toBe('approved')
      await page.getByRole('button', { name: 'Stop the merge' }).click()
      await page.getByRole('heading', { name: 'The merge is stopped' }).waitFor()
      await page.getByText(`${LEO_AT_SCHOOL} and ${LEO.email} stay two accounts`).waitFor()
      expect(await stateNow()).toBe('cancelled')
    }
    ines.close()
  })
})

test('two agents for two schools: whose school stays is chosen, an admin ends the waiting, and it is taken back', async () => {
  const leo = await (await browser.newContext({ viewport: WIDE })).newPage()
  const portal = await atDemo(leo, world.url)
  await portal.logIn(LEO.email)
  await portal.goto('/demo/profile/edit')
  await leo.getByLabel('School').selectOption('Eastmoor School of Medicine')
  await leo.getByRole('button', { name: 'Add role' }).click()
  await leo.waitForURL(/profile/)
  const ticketId = await leoAsksForAMerge()
  const [ines, omar] = await Promise.all([consoleOf('Ines'), consoleOf('Omar')])
  for (const page of [ines, omar]) {
    await page.goto(`${world.url}/console/open/${ticketId}`)
    await page.getByRole('button', { name: 'Look at both accounts' }).click()
    await page.getByText('Two agents must approve this merge').waitFor()
    await page.getByText('belong to different organisations').waitFor()
  }
  await ines.getByRole('radio', { name: /^Northfield University/ }).check()
  await ines.getByRole('button', { name: 'Approve …' }).click()
  await ines.getByRole('button', { name: 'Approve as the first of two' }).click()
  await ines.getByText('Another agent has to approve it, too.').waitFor()

  await omar.getByText('You would be the second.').waitFor()
  await omar.getByRole('button', { name: 'Approve, too …' }).click()
  await omar.getByRole('button', { name: /^Approve: end/ }).click()
  await ines.getByRole('button', { name: 'End the waiting …' }).click()
  await ines.getByRole('textbox', { name: /^Reason/ }).fill('He starts on the ward tomorrow.')
  await ines.getByRole('button', { name: 'Ask the host now' }).click()
  await ines.getByRole('heading', { name: 'Merged' }).waitFor()
  await leo.reload()
  await leo.getByText('Northfield University').first().waitFor()

  await ines.getByRole('button', { name: 'Take it back …' }).click()
  await ines.getByRole('textbox', { name: /^Reason/ }).fill('It was the wrong Leo.')
  await ines.getByRole('button', { name: 'Ask for it' }).click()
  await omar.getByText('It was the wrong Leo.').first().waitFor()
  await omar.getByRole('button', { name: 'Agree' }).click()
  await ines.getByText('is an account of its own again').waitFor()
  await leo.reload()
  await leo.getByText('Eastmoor School of Medicine').first().waitFor()
})

// ---- what people do

async function consoleOf(
  name: 'Omar' | 'Ines',
  options: object = AT_A_DESK,
  prepare: (page: Page) => Promise<unknown> = AS_IT_IS,
  holds = false,
): Promise<Page> {
  const isPlain = options === AT_A_DESK && prepare === AS_IT_IS && !holds
  const old = isPlain ? desks.get(name) : undefined
  // A second window of one agent is one more.
  const page =
    old?.url() === `${world.url}${NOWHERE}` ? old : await (await browser.newContext(options)).newPage()
  const [key = '', value = ''] = cookies[name]?.split('=') ?? []
  await page.context().addCookies([{ name: key, value, url: world.url }])
  if (page !== old) {
    if (isPlain && !old) desks.set(name, page)
    if (!holds) await repliesAtOnce(page)
    await prepare(page)
  }
  await page.goto(`${world.url}/console`)
  await page.getByText('Live', { exact: true }).first().waitFor({ state: 'attached' })
  return page
}

/** Nothing of the scene is left: not its console, nor what it kept, nor what stood in its way. */
async function leaves(page: Page): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' })
  await page.setViewportSize(WIDE)
  await page.goto(`${world.url}${NOWHERE}`)
  await page.evaluate(() => {
    localStorage.clear()
    sessionStorage.clear()
  })
  await page.context().clearCookies()
}

const noorOpens = (text: string) => mayaOpens(text, undefined, noorsWidget)

async function mayaOpens(
  text: string,
  form: object = { type: 'question' },
  widget = mayasWidget,
): Promise<{ id: string; number: number; subject: string }> {
  const body = { clientId: newClientId(), text, ...form }
  for (;;) {
    const { result, problem } = await widget.command('ticket.open', body)
    if (result) return result.ticket
    // So many scenes in so little time: the server says when it takes the next one.
    if (!problem?.retryAfterMs) throw new Error(`Maya could not open a ticket: ${problem?.code}`)
    await new Promise((resolve) => setTimeout(resolve, problem.retryAfterMs))
  }
}

async function leoAsksForAMerge(into = LEO, fromEmail = LEO_AT_SCHOOL): Promise<string> {
  const widget = await contactConnects(world.url, into)
  const asked = await widget.command('merge.start', { clientId: newClientId(), fromEmail })
  const { id } = asked.result.merge
  const isNewCode = ({ subject, text }: Mail) => subject.startsWith('A code') && !seen.has(text)
  const { text } = await world.mailTo(fromEmail, isNewCode)
  seen.add(text)
  const code = /\b[0-9A-HJKMNP-TV-Z]{4}[ -]?[0-9A-HJKMNP-TV-Z]{4}\b/.exec(text)?.[0] ?? ''
  const proved = await widget.command('merge.prove', { mergeId: id, code })
  widget.close()
  return proved.result.ticket.id
}
const seen = new Set<string>()

async function draftsOf(agent: Client, id?: string): Promise<string[]> {
  const { drafts } = (await agent.command('draft.list', {})).result as { drafts: Draft[] }
  return drafts.filter(({ ticketId }) => !id || ticketId === id).map(({ text }) => text)
}

function isOf(message: unknown, ticketId: string, kind: string, text?: string): boolean {
  const { author, ...rest } = message as { ticketId: string; text: string; author: { kind: string } }
  return rest.ticketId === ticketId && author.kind === kind && (text === undefined || rest.text === text)
}

function subAtDemo(email: string): string {
  return demoCast.find((member) => member.email === email)?.externalId ?? ''
}
