// The console: its list, its threads, and what opens over them. Partner: desk.ts, which made the tickets.

import type { Page } from 'playwright-core'
import { agentConnects } from '../../stage/cast.ts'
import { atConsole } from '../people.ts'
import type { Desk } from './desk.ts'
import type { Walk } from './walk.ts'

export async function consoleScreens(walk: Walk, desk: Desk): Promise<void> {
  const { world, take, part } = walk
  const page = await walk.newPage()
  const console = await atConsole(page, world.url)
  const goes = (path: string) => page.goto(`${world.url}/console/${path}`)
  const opens = async (path: string) => {
    await goes(path)
    await page.getByRole('log').waitFor()
    await page.locator('#composer').waitFor()
    await page.locator('.contact-body section, .contact').first().waitFor({ state: 'attached' })
    await page.waitForLoadState('networkidle')
  }
  const palette = () => page.getByRole('combobox', { name: /^Command palette/ })
  const rowsThere = () => page.locator('[data-ticket]').first().waitFor()

  await part('log-in', async () => {
    await page.getByLabel('E-mail address').waitFor()
    await take(page, 'console-login')
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByText('Type your password.').waitFor()
    await take(page, 'console-login-wrong')
  })
  await console.logIn('Ines')

  await part('list', async () => {
    await goes('unsolved')
    await rowsThere()
    await take(page, 'console-list')
    if (walk.isPhone) {
      await page.getByRole('button', { name: /^View: / }).click()
      await page.getByRole('dialog', { name: 'Views' }).waitFor()
      await take(page, 'console-views')
      await page.keyboard.press('Escape')
    }
    await page.keyboard.press('j')
    await take(page, 'console-list-focus')
    for (const view of ['snoozed', 'solved', 'mentions', 'merge-reviews']) {
      await goes(view)
      await page.locator('[data-ticket], .hd-blank').first().waitFor()
      await take(page, `console-list-${view}`)
    }
    await setsPreferences(page, { density: 'compact' })
    await goes('unsolved')
    await rowsThere()
    await take(page, 'console-list-compact')
    await setsPreferences(page, { density: 'comfortable', hidden: ['snippet'] })
    await goes('unsolved')
    await rowsThere()
    await take(page, 'console-list-columns')
    await setsPreferences(page, { hidden: ['number'] })
  })

  await part('thread', async () => {
    const omar = await agentConnects(world.url, 'Omar')
    await omar.command('presence.tell', { ticketId: desk.busy, doing: 'writing' })
    await opens(`unsolved/${desk.busy}`)
    await omar.command('presence.tell', { ticketId: desk.busy, doing: 'writing' })
    await page.getByText('only agents see this').first().waitFor()
    await take(page, 'console-thread')
    await page.getByRole('button', { name: /^Assigned to/ }).click()
    await page
      .getByRole('dialog')
      .getByText(/\d open$/)
      .first()
      .waitFor()
    await take(page, 'console-assign')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Note', exact: true }).click()
    await page.keyboard.type('Ask @')
    await page.getByRole('option').first().waitFor()
    await take(page, 'console-note-mention')
    await page.keyboard.press('Escape')
    await page.locator('#composer').fill('')
    await page.getByRole('button', { name: 'Reply', exact: true }).click()
    await page.keyboard.type(
      'A reply of some length, so that one sees how a box grows.\n\nWith three\nor\nfour\nlines.',
    )
    await page.setInputFiles('input[type=file]', []).catch(() => {})
    await take(page, 'console-composer')
    await page.locator('#composer').fill('')
    await page.locator('#composer').press(';')
    await page.getByRole('option').first().waitFor()
    await take(page, 'console-macros')
    await page.keyboard.type('school dec')
    await page.getByRole('option', { name: /Your school decides/, selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByLabel('What do they want to have changed?').waitFor()
    await take(page, 'console-macro-asks')
    await page.keyboard.press('Escape')
    omar.close()
    if (walk.isPhone) {
      await goes(`unsolved/${desk.busy}/contact`)
      await page.getByText('Logged in at the host').first().waitFor()
      await take(page, 'console-contact')
      await page.locator('.contact-body').evaluate((body) => body.scrollTo(0, body.scrollHeight))
      await take(page, 'console-contact-end')
    }
  })

  await part('macro at work, undo send', async () => {
    await opens(`unsolved/${desk.twins[0]}`)
    await page.locator('#composer').press(';')
    await page.getByRole('option').first().waitFor()
    await page.keyboard.type('done, and')
    await page.getByRole('option', { name: /Done, and solve/, selected: true }).waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Without: Solve' }).waitFor()
    await take(page, 'console-macro-inserted')
    await page.getByRole('button', { name: 'Without: Solve' }).click()
    await page.locator('#composer').fill('')
  })

  await part('tracker', async () => {
    await opens(`unsolved/${desk.tracker}`)
    await page.getByText('2 tickets attached').first().waitFor()
    await take(page, 'console-tracker')
    await page.keyboard.press('u')
    await page.getByRole('dialog').getByRole('textbox').waitFor()
    await take(page, 'console-update')
    await page.keyboard.press('Escape')
  })

  await part('dialogs', async () => {
    await opens(`unsolved/${desk.twins[1]}`)
    const dialogs = {
      h: 'snooze',
      t: 'tags',
      p: 'priority',
      l: 'link',
      m: 'merge',
      s: 'split',
      b: 'cause',
      c: 'open',
    }
    for (const [key, name] of [...Object.entries(dialogs), ['?', 'keys']] as const) {
      await page.locator('#thread-title').focus()
      await page.keyboard.press(key)
      await page.getByRole('dialog').waitFor()
      await page.waitForLoadState('networkidle')
      await take(page, `console-${name}`)
      if (name === 'tags') {
        await page.keyboard.type('new one')
        await page.getByRole('option', { name: /New tag/ }).waitFor()
        await page.keyboard.press('Enter')
        await take(page, 'console-tags-chosen')
      }
      if (name === 'merge') {
        await page.getByRole('dialog').getByRole('option').first().click()
        await page.getByRole('button', { name: 'The other way round' }).waitFor()
        await take(page, 'console-merge-sure')
      }
      if (name === 'open') {
        await page.keyboard.type('noor')
        await page.getByRole('dialog').getByRole('option').first().waitFor()
        await take(page, 'console-open-whom')
        await page.keyboard.press('Enter')
        await page.getByLabel('What it is about').selectOption('My rotation is missing')
        await page.getByRole('dialog').getByRole('button', { name: 'Open ticket' }).click()
        await page.getByText('Write the first message').waitFor()
        await take(page, 'console-open-wrong')
      }
      while ((await page.getByRole('dialog').count()) > 0) await page.keyboard.press('Escape')
    }
  })

  await part('account merge', async () => {
    await goes('merge-reviews')
    await console.open(/Merge l\.okafor@northfield\.edu/)
    await take(page, 'console-merge-ticket')
    await console.lookAtBothAccounts()
    await take(page, 'console-merge-review')
    await page.locator('.review').evaluate((review) => review.scrollTo(0, review.scrollHeight))
    await take(page, 'console-merge-review-end')
    await page.getByRole('button', { name: /^Approve …/ }).click()
    await page.getByRole('dialog').waitFor()
    await take(page, 'console-merge-approve')
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: /^Reject …/ }).click()
    await page.getByRole('dialog').waitFor()
    await take(page, 'console-merge-reject')
    await page.keyboard.press('Escape')
  })

  await part('rated', async () => {
    await goes('solved')
    await console.open(/Can I move my psychiatry rotation/)
    await console.sees(/rated this/)
    await take(page, 'console-rated')
  })

  await part('contact’s own page', async () => {
    await goes('open?q=hohenlohe')
    await page.locator('[data-ticket]').first().waitFor()
    await take(page, 'console-search-name')
    await opens(`unsolved/${desk.busy}${walk.isPhone ? '/contact' : ''}`.replace('/contact', ''))
    if (walk.isPhone) await goes(`unsolved/${desk.busy}/contact`)
    await page.getByRole('complementary', { name: 'Contact' }).locator('.who-page').click()
    await page.getByRole('heading', { name: /^Tickets \(/ }).waitFor()
    await take(page, 'console-contact-page')
    await page.getByRole('button', { name: /^Erase this contact/ }).click()
    await page.getByRole('dialog').waitFor()
    await take(page, 'console-erase')
    await page.keyboard.press('Escape')
  })

  await part('search and palette', async () => {
    await goes('search?q=rotation%20state%3Aopen')
    await page.locator('[data-ticket]').first().waitFor()
    await take(page, 'console-search')
    await goes('open?q=nothing%20like%20this%20anywhere')
    await page.getByText('Nothing was found').waitFor()
    await take(page, 'console-search-nothing')
    await page.getByRole('searchbox').fill('')
    await page.getByRole('searchbox').focus()
    await page
      .getByRole('button', { name: /filter/i })
      .first()
      .click()
    await take(page, 'console-search-filters')
    await goes('unsolved')
    await rowsThere()
    await page.locator('body').press('ControlOrMeta+k')
    await palette().waitFor()
    await take(page, 'console-palette-empty')
    await palette().fill('rot')
    await page.locator('.palette [role=option] mark').first().waitFor()
    await page.waitForLoadState('networkidle')
    await take(page, 'console-palette')
    await page.keyboard.press('Escape')
  })

  await part('many', async () => {
    await goes('unsolved')
    await rowsThere()
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await page.keyboard.press('j')
    await page.keyboard.press('x')
    await take(page, 'console-many')
    await page.keyboard.press('p')
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('l')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Undo' }).waitFor()
    await take(page, 'console-toast')
    await page.getByRole('button', { name: 'Undo' }).click()
  })

  await part('menus and view dialog', async () => {
    await goes('unsolved')
    await rowsThere()
    await page
      .getByRole('button', { name: /preferences and log-out/ })
      .filter({ visible: true })
      .click()
    await page.getByRole('menu').waitFor()
    await take(page, 'console-account-menu')
    await page.keyboard.press('Escape')
    await page.locator('.sort .menu-button').click()
    await page.getByRole('menu').waitFor()
    await take(page, 'console-sort-menu')
    await page.keyboard.press('Escape')
    await page.locator('body').press('ControlOrMeta+k')
    await palette().fill('new view')
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').getByLabel('Name').waitFor()
    await take(page, 'console-view')
    await page.keyboard.press('Escape')
  })

  await part('without a line', async () => {
    await opens(`unsolved/${desk.busy}`)
    await page.context().setOffline(true)
    await page.evaluate(() => dispatchEvent(new Event('offline')))
    await page.getByText('Offline').filter({ visible: true }).first().waitFor()
    await page.locator('#composer').fill('Written without a line')
    await page.locator('#composer').press('Control+Enter')
    await page.getByText('Waiting for the connection').waitFor()
    await take(page, 'console-offline')
    await page
      .getByRole('button', { name: /remove|discard|take back/i })
      .first()
      .click()
      .catch(() => {})
    await page.context().setOffline(false)
  })
}

/** As somebody who chose them before. */
const setsPreferences = (page: Page, change: object) =>
  page.evaluate((change) => {
    const ofDevice = 'helpdock.console.preferences'
    const own = Object.keys(localStorage).filter((name) => name.startsWith(`${ofDevice}.`))
    for (const name of [ofDevice, ...own])
      localStorage.setItem(
        name,
        JSON.stringify({ ...JSON.parse(localStorage.getItem(name) ?? '{}'), ...change }),
      )
  }, change)
