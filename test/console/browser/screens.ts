import { describe, expect, test } from 'vitest'
import { SETTINGS } from '../../../console/settings.ts'
import { untidy } from '../../browser/untidy.ts'
import { agentConnects, contactConnects, newClientId } from '../../stage/cast.ts'
import {
  browser,
  consoleOf,
  mayaOpens,
  NARROWEST_DESK,
  NOOR,
  objectsToNothing,
  PHONE,
  WIDE,
  world,
} from './desk.ts'

export function screenScenes(): void {
  describe('axe finds nothing to object to, in both themes', () => {
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
      await omar.command('note.write', {
        clientId: newClientId(),
        ticketId: ticket.id,
        text: 'It is for axe.',
      })
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
      // Half corrected and put away, it stands there again; given up it is as it was.
      const where = page.getByRole('dialog').getByLabel('Where did it happen?')
      const correcting = page.getByRole('button', { name: 'Correct', exact: true })
      await where.fill('On the calendar')
      await page.keyboard.press('Escape')
      await where.waitFor({ state: 'detached' })
      await correcting.click()
      expect(await where.inputValue()).toBe('On the calendar')
      await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
      await where.waitFor({ state: 'detached' })
      await correcting.click()
      expect(await where.inputValue()).toBe('On the dashboard')
      await page.keyboard.press('Escape')
      await page.getByRole('button', { name: 'Note', exact: true }).click()
      await page.getByRole('button', { name: /^Assigned to/ }).click()
      await page.getByRole('dialog').waitFor()
      await objectsToNothing(page, 'dialog')
      await page.keyboard.press('t')
      await page.locator('dialog button:focus', { hasText: 'Team Accounts' }).waitFor()
      await page.keyboard.press('Escape')
      await page.keyboard.press('Tab')
      await page.getByRole('button', { name: /preferences and log-out/ }).click()
      await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click()
      await page.getByRole('dialog').waitFor()
      await objectsToNothing(page, 'dialog')
      await page.keyboard.press('Escape')
      await page
        .getByRole('searchbox', { name: 'Search all tickets' })
        .fill('axe state:waiting priority:none')
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
  })

  test('on a phone every page of the settings and the reports has room, words that end and targets that a finger hits', async () => {
    const page = await consoleOf('Ines', { viewport: PHONE })
    const pages = SETTINGS.map(({ page }) => `settings/${page}`)
    const stumbles: string[] = []
    for (const path of ['settings', ...pages, 'reports', 'reports?about=help']) {
      await page.goto(`${world.url}/console/${path}`)
      await page.getByRole('heading').filter({ visible: true }).first().waitFor()
      await expect.poll(() => page.locator('.hd-skeleton').filter({ visible: true }).count()).toBe(0)
      for (const line of await page.evaluate(untidy, 'body')) stumbles.push(`${path}: ${line}`)
    }
    expect(stumbles).toEqual([])
    // It would have been seen.
    await page.evaluate(() => {
      document.querySelector<HTMLElement>('h1')?.style.setProperty('flex', '0 0 500px')
    })
    expect(await page.evaluate(untidy, 'body')).toContainEqual(expect.stringMatching(/^sideways/))

    // At a desk each page has its name whole in the list, bold where one is.
    await page.setViewportSize(NARROWEST_DESK)
    for (const name of pages) {
      await page.goto(`${world.url}/console/${name}`)
      const current = page.locator('.settings-list [aria-current] span')
      expect(await current.evaluate((one) => one.scrollWidth - one.clientWidth), name).toBe(0)
    }
  })
}
