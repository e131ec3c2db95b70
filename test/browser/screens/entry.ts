// The steps before the desk: an invitation, a second factor, a log-in in two steps, an invitation that is used up.

import { codeAt } from '../../../server/agents/totp.ts'
import { atConsole } from '../people.ts'
import type { Walk } from './walk.ts'

const PASSWORD = 'a long phrase of Noor'

export async function entryScreens(walk: Walk): Promise<void> {
  const { world, take, part } = walk
  const email = `noor.${walk.name}@wardway.example`

  await part('entry', async () => {
    const admin = await walk.newPage()
    await (await atConsole(admin, world.url)).logIn('Ines')
    await admin.goto(`${world.url}/console/settings/agents`)
    await admin.getByRole('button', { name: 'Invite somebody' }).click()
    await admin.getByLabel('Name').fill('Noor Haddad')
    await admin.getByLabel('E-mail address').fill(email)
    await admin.getByRole('button', { name: 'Send the invitation' }).click()
    await admin.getByText('An invitation is on its way').waitFor()
    await take(admin, 'entry-invited')
    const link = /http\S+/.exec((await world.mailTo(email)).text)?.[0] ?? ''

    const page = await walk.newPage()
    await page.goto(link)
    await page.getByRole('heading', { name: 'Welcome, Noor Haddad' }).waitFor()
    await take(page, 'entry-welcome')
    await page.getByLabel('Choose a password').fill('short')
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.locator('.hd-field-error').waitFor()
    await take(page, 'entry-welcome-wrong')
    await page.getByLabel('Choose a password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page
      .getByRole('button', { name: /preferences and log-out/ })
      .filter({ visible: true })
      .waitFor()

    await page.goto(`${world.url}/console/settings/log-in`)
    await page.getByRole('button', { name: 'Set up' }).click()
    await page.getByLabel('Current password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Continue' }).click()
    const secret = (await page.locator('.access-key').textContent())?.replaceAll(' ', '') ?? ''
    await page.getByLabel('Code in the app').fill(codeAt(secret, new Date()))
    await page.getByRole('button', { name: 'Confirm' }).click()
    await page.getByRole('heading', { name: 'Keep these recovery codes' }).waitFor()
    await take(page, 'entry-codes')
    await page.getByRole('button', { name: 'I have kept them' }).click()
    await page.getByText('10 recovery codes are left.').waitFor()
    await take(page, 'entry-factor-on')

    await page.evaluate(() => fetch('/api/console/sessions/current', { method: 'DELETE' }))
    await page.goto(`${world.url}/console`)
    await page.getByLabel('E-mail address').fill(email)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByRole('heading', { name: 'One more step' }).waitFor()
    await take(page, 'entry-code')
    await page.getByLabel('Code').fill('000000')
    await page.getByText('That is not the current code.').waitFor()
    await take(page, 'entry-code-wrong')

    const late = await walk.newPage()
    await late.goto(link)
    await late.getByRole('alert').waitFor()
    await take(late, 'entry-used')
    await late.goto(`${world.url}/console`)
    await late.getByLabel('E-mail address').fill(email)
    await late.getByLabel('Password', { exact: true }).fill('not this one')
    await late.getByRole('button', { name: 'Log in' }).click()
    await late.getByRole('alert').first().waitFor()
    await take(late, 'entry-not-this-one')
  })
}
