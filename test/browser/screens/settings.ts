// The settings and the reports, and what opens over them: empty, filled in, wrong.

import type { Page } from 'playwright-core'
import { SETTINGS } from '../../../console/settings.ts'
import { atConsole } from '../people.ts'
import type { Walk } from './walk.ts'

/** Each page that there is, and their list. */
const PAGES = ['', ...SETTINGS.map(({ page }) => page)]

export async function settingsScreens(walk: Walk): Promise<void> {
  const { world, take, part } = walk
  const page = await walk.newPage()
  const console = await atConsole(page, world.url)
  await console.logIn('Ines')
  const goes = async (path: string) => {
    await page.goto(`${world.url}/console/${path}`)
    await page.getByRole('heading').filter({ visible: true }).first().waitFor()
    await page.waitForLoadState('networkidle')
  }
  const presses = (name: string | RegExp) =>
    page
      .getByRole('button', { name, exact: typeof name === 'string' })
      .first()
      .click()
  const inDialog = async (screen: string) => {
    await page.getByRole('dialog').waitFor()
    await take(page, screen)
  }

  for (const name of PAGES)
    await part(`settings/${name}`, async () => {
      await goes(`settings/${name}`)
      await take(page, `settings-${name || 'list'}`)
      await goesDown(page, async () => take(page, `settings-${name || 'list'}-end`))
    })

  await part('what is wrong', async () => {
    await goes('settings/hours')
    await page.getByLabel('Wednesday: to').first().fill('07:00')
    await presses('Add a day')
    await presses('Save')
    await page.getByText('It ends before it begins.').waitFor()
    await take(page, 'settings-hours-wrong')
    const elsewhere = page.getByRole('link', { name: 'Macros', exact: true })
    const up = page.getByRole('button', { name: 'All settings' })
    await elsewhere.or(up).filter({ visible: true }).first().click()
    await inDialog('settings-leave')
    await presses('Keep editing')
    await goes('settings/origins')
    await page.getByRole('textbox', { name: 'Add a site' }).fill('app.school.edu')
    await page.keyboard.press('Enter')
    await page.getByText('Write it with https:// in front.').waitFor()
    await take(page, 'settings-origins-wrong')
    await goes('settings/brand')
    await page.getByRole('textbox', { name: 'Accent' }).fill('#ffb300')
    await page.getByText('hard to see on a light page').waitFor()
    await take(page, 'settings-brand-faint')
    await goes('settings/mail')
    await page.getByRole('textbox', { name: 'Name' }).fill('help@school.example')
    await page.getByRole('textbox', { name: 'Answers go to' }).fill('desk@elsewhere.example')
    await presses('Save')
    await page.getByText('A name, not an address').waitFor()
    await take(page, 'settings-mail-wrong')
    await page.getByText('Your two accounts will become one').first().click()
    await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
    const letter = page.frameLocator('.letter-drawn').getByRole('link', { name: 'Stop the merge' })
    await letter.scrollIntoViewIfNeeded()
    await take(page, 'settings-mail-letter')
    await page.getByRole('combobox', { name: 'Language' }).selectOption('ar')
    await page
      .frameLocator('.letter-drawn')
      .getByRole('link', { name: 'إيقاف الدمج' })
      .scrollIntoViewIfNeeded()
    await take(page, 'settings-mail-letter-arabic')
    await goes('settings/retention')
    await page.getByRole('combobox', { name: 'Keep solved tickets' }).selectOption('365')
    await page
      .getByText(/^No ticket is old enough|would go/)
      .first()
      .waitFor()
    await take(page, 'settings-retention-chosen')
    await goes('settings/teams')
    await presses('Change Support')
    await take(page, 'settings-team')
  })

  await part('webhooks', async () => {
    const at = new Date().toISOString()
    const since = new Date(Date.now() - 5 * 24 * 60 * 60_000).toISOString()
    const known = {
      events: ['ticket.opened', 'ticket.solved'],
      isPaused: false,
      createdBy: 'Ines',
      createdAt: since,
    }
    const endpoints = [
      {
        ...known,
        id: 'a',
        url: 'https://hooks.school.example/helpdock',
        off: { at, since, outcome: 'refused', status: 503 },
      },
      { ...known, id: 'b', url: 'https://roster.school.example/hooks', failing: { since: at, lastAt: at } },
    ]
    await page.route('**/api/console/endpoints', (route) =>
      route.fulfill({ json: { fixed: null, endpoints, version: 1, changedBy: null, changedAt: null } }),
    )
    await goes('settings/deliveries')
    await page.getByRole('button', { name: /^Switch on/ }).waitFor()
    await take(page, 'settings-deliveries-off')
    await page.unrouteAll()
  })

  await part('macros and rules', async () => {
    await goes('settings/macros')
    await presses('New macro')
    await page.getByLabel('Name', { exact: true }).fill('Parking')
    await page.getByLabel('Text', { exact: true }).fill('Hi {{contact.frist_name|there}}')
    await presses('Create macro')
    await page.getByText('is nothing that is known of a ticket').waitFor()
    await take(page, 'settings-macro-wrong')
    await goes('settings/macros')
    await presses(/^Your school decides this/)
    await page.getByRole('region', { name: 'Preview' }).waitFor()
    await take(page, 'settings-macro')
    await goes('settings/rules')
    await presses('New rule')
    await page.getByLabel('Name', { exact: true }).fill(`Lost badges, ${walk.name}`)
    await page.getByRole('textbox', { name: 'Tag', exact: true }).fill('badge')
    await take(page, 'settings-rule-new')
    await presses('Create rule')
    await page.getByRole('button', { name: /^Try/ }).click()
    await page
      .getByText(/last month|last 30 days/i)
      .first()
      .waitFor()
    await page.waitForLoadState('networkidle')
    await take(page, 'settings-rule-tried')
    await presses('Delete')
    await inDialog('settings-rule-delete')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
  })

  await part('log-ins', async () => {
    await goes('settings/agents')
    await presses('Invite somebody')
    await page.getByLabel('Name').fill('Noor Haddad')
    await presses('Send the invitation')
    await page.getByText('This is not an address').waitFor()
    await take(page, 'settings-invite')
    await page.keyboard.press('Escape')
    await presses(/^Omar Haddad: what can be done/)
    await page.getByRole('menu').waitFor()
    await take(page, 'settings-agent-menu')
    await page.getByRole('menuitem', { name: /^Change roles/ }).click()
    await inDialog('settings-roles')
    await page.keyboard.press('Escape')
    await presses(/^Omar Haddad: what can be done/)
    await page.getByRole('menuitem', { name: /^Sessions/ }).click()
    await inDialog('settings-sessions')
    await page.keyboard.press('Escape')
    await goes('settings/log-in')
    await presses('Change password')
    await take(page, 'settings-password')
    await presses('Cancel')
    await presses('Set up')
    await inDialog('settings-factor-sure')
    await page.getByLabel('Current password').fill('ines-decides')
    await presses('Continue')
    await page.getByRole('img', { name: 'QR code for the app' }).waitFor()
    await take(page, 'settings-factor')
    await page.keyboard.press('Escape')
  })

  await part('reports', async () => {
    await goes('reports')
    await page.getByRole('slider', { name: 'Opened and solved, by day' }).waitFor()
    await take(page, 'reports')
    await page.getByRole('slider', { name: 'Opened and solved, by day' }).focus()
    await page.keyboard.press('End')
    await take(page, 'reports-pointed')
    await goesDown(page, async () => take(page, 'reports-end'))
    await page.getByRole('button', { name: 'Show as table' }).first().click()
    await page.getByRole('columnheader', { name: 'Day' }).waitFor()
    await take(page, 'reports-table')
    await page.getByRole('link', { name: 'Help center' }).click()
    await page.getByRole('heading', { name: 'Questions without an answer' }).waitFor()
    await take(page, 'reports-help')
    await goesDown(page, async () => take(page, 'reports-help-end'))
    await page.route('**/api/console/reports/**', (route) => route.abort())
    await page.getByRole('combobox', { name: 'Time' }).selectOption({ label: 'Last 7 days' })
    await page.getByText('The figures could not be counted').waitFor()
    await take(page, 'reports-failed')
    await page.unrouteAll()
  })

  await part('what could not be fetched', async () => {
    await page.route(/\/console-pages-.+\.js$/, (route) => route.abort())
    await page.goto(`${world.url}/console/settings/preferences`)
    await page.getByText('This page could not be fetched').waitFor()
    await take(page, 'settings-not-fetched')
    await page.unrouteAll()
  })
}

/** The end of a page that is longer than the screen. */
async function goesDown(page: Page, look: () => Promise<void>): Promise<void> {
  const wentDown = await page.evaluate(() => {
    const scrolls = [...document.querySelectorAll('main *, main')].filter(
      (one) => one.scrollHeight > one.clientHeight + 8 && /auto|scroll/.test(getComputedStyle(one).overflowY),
    )
    for (const one of scrolls) one.scrollTo(0, one.scrollHeight)
    return scrolls.length > 0
  })
  if (wentDown) await look()
}
