// Tickets that agents open for contacts, and agents who come and go.

import { describe, expect, test } from 'vitest'
import { codeAt } from '../../../server/agents/totp.ts'
import { atDemo } from '../../browser/people.ts'
import { agentCookie, contactConnects, newClientId } from '../../stage/cast.ts'
import { browser, consoleOf, cookies, LEO, objectsToNothing, PHONE, schoolPort, world } from './desk.ts'
import { schoolOpens } from './school.ts'

export function peopleScenes(): void {
  describe('axe finds nothing to object to, in both themes', () => {
    test('Omar opens a ticket for Noor, who has none: she only opened the widget', async () => {
      const page = await consoleOf('Omar')
      await page.keyboard.press('c')
      const dialog = page.getByRole('dialog', { name: 'New ticket' })
      await dialog.getByRole('combobox', { name: 'For whom' }).and(page.locator(':focus')).waitFor()
      // For nobody yet.
      await dialog.getByRole('textbox', { name: 'Message', exact: true }).waitFor()
      const name = 'Noor Vandersteen'
      await page.keyboard.type('vandersteen no')
      await dialog.getByText('Not known here.').waitFor()
      const noor = await contactConnects(world.url, { sub: 'noor-v', email: 'noor@school.example', name })
      await page.keyboard.type('o')
      await dialog.getByRole('option', { name }).waitFor()
      await page.keyboard.press('Enter')
      await dialog.getByLabel('Message to Noor').fill('You asked me at the desk.')
      await page.keyboard.press('Control+Enter')
      await noor.event('message.created', ({ message }) =>
        (message as { text: string }).text.includes('at the desk'),
      )
      noor.close()
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

    test('Ines comes by the school’s own log-in, from another site; sessions end one by one, and with the password', async () => {
      const closes = await schoolOpens(schoolPort, world.url, {
        ...{ i_moreau: 'ines@wardway.example', a_stranger: 'stranger@wardway.example' },
      })
      const ines = await consoleOf('Ines')
      const page = await (await browser.newContext({ viewport: PHONE })).newPage()
      // The provider's own pages would fetch their letters from afar.
      await page.route(/googleapis|gstatic/, (route) => route.abort())
      const comesFromSchool = async () => {
        await page.getByRole('link', { name: 'Log in with Northfield' }).click()
        // Whoever is logged in there is sent back at once.
        const [name, desk] = [page.locator('[name=login]'), page.getByRole('button', { name: /^View: / })]
        await name.or(desk).waitFor()
        if (await name.isVisible()) {
          await name.fill('i_moreau')
          await page.locator('[name=password]').fill('hers')
          await page.getByRole('button', { name: /sign-?in/i }).click()
          await page.getByRole('button', { name: 'Continue' }).click()
        }
        await desk.waitFor()
      }
      // To the very place that she wanted, also where she is not let in at first, as somebody whom nobody has invited.
      await page.goto(`${world.url}/console/solved?q=badge`)
      await page.getByRole('link', { name: 'Log in with Northfield' }).waitFor()
      await objectsToNothing(page)
      await page.getByRole('link', { name: 'Log in with Northfield' }).click()
      const atSchool = async (name: string) => {
        await page.locator('[name=login]').fill(name)
        await page.locator('[name=password]').fill('theirs')
        await page.getByRole('button', { name: /sign-?in/i }).click()
        await page.getByRole('button', { name: 'Continue' }).click()
      }
      await atSchool('a_stranger')
      await page.getByText('You are not an agent of this desk yet.').waitFor()
      await objectsToNothing(page)
      await page.reload()
      await page.getByRole('link', { name: 'Log in with Northfield', exact: true }).waitFor()
      expect(await page.getByText('You are not an agent').count(), 'it is said once').toBe(0)
      await page.getByRole('link', { name: 'Log in with Northfield' }).click()
      await page.getByRole('link', { name: 'Another log-in at Northfield' }).click()
      await atSchool('i_moreau')
      await page.getByText('Live', { exact: true }).first().waitFor({ state: 'attached' })
      expect(page.url()).toBe(`${world.url}/console/solved?q=badge`)

      // At her desk she sees where she is logged in, and ends what is not here.
      await ines.goto(`${world.url}/console/settings/log-in`)
      await ines.getByRole('button', { name: /^Log out there: Chrome/ }).click()
      await ines.getByText('That session has ended.').waitFor()
      await page.getByText('Your session has ended').waitFor()
      await comesFromSchool()
      await ines.getByRole('button', { name: 'Change password' }).click()
      const submits = () => ines.getByRole('button', { name: 'Change password' }).click()
      await ines.getByLabel('Current password').fill('not this one')
      await ines.getByLabel('New password').fill('a new phrase of Ines')
      await submits()
      await ines.getByText('This is not your current password.').waitFor()
      await objectsToNothing(ines)
      await ines.getByLabel('Current password').fill('ines-decides')
      await submits()
      await ines.getByText('Your password is changed, and your other sessions have ended.').waitFor()
      await page.getByText('Your session has ended').waitFor()
      await expect.poll(() => ines.getByRole('button', { name: /^Log out there/ }).count()).toBe(0)
      // As the scenes below know it.
      const status = await ines.evaluate(async () => {
        const body = JSON.stringify({ current: 'a new phrase of Ines', next: 'ines-decides' })
        const headers = { 'content-type': 'application/json' }
        return (await fetch('/api/console/me/password', { method: 'PUT', headers, body })).status
      })
      expect(status).toBeLessThan(300)
      closes()
    })

    test('an invitation, a second factor, a log-in in two steps, and a log-in that is closed', async () => {
      const ines = await consoleOf('Ines')
      await ines.goto(`${world.url}/console/settings/agents`)
      await ines.getByText('omar@wardway.example').waitFor()
      await objectsToNothing(ines)
      await ines.getByRole('button', { name: 'Invite somebody' }).click()
      await ines.getByLabel('Name').fill('Noor Haddad')
      // Somebody calls meanwhile.
      await ines.keyboard.press('Escape')
      await ines.getByRole('button', { name: 'Invite somebody' }).click()
      expect(await ines.getByLabel('Name').inputValue()).toBe('Noor Haddad')
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
      const chosen = noor.getByLabel('Choose a password')
      await chosen.fill('too short')
      await noor.getByRole('button', { name: 'Log in' }).click()
      await noor.getByText('At least 10 characters.').waitFor()
      await chosen.and(noor.locator(':focus')).waitFor()
      await chosen.fill('a long phrase of Noor')
      await noor.getByRole('button', { name: 'Log in' }).click()
      await noor.getByRole('button', { name: /^View: / }).waitFor()

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
      const [recovery = '', second = ''] = await noor.locator('.access-codes code').allTextContents()
      await noor.getByRole('button', { name: 'I have kept them' }).click()
      await noor.getByText('10 recovery codes are left.').waitFor()
      await objectsToNothing(noor)

      await noor.evaluate(() => fetch('/api/console/sessions/current', { method: 'DELETE' }))
      await noor.goto(`${world.url}/console`)
      await noor.getByLabel('E-mail address').fill('noor@wardway.example')
      await noor.getByLabel('Password', { exact: true }).fill('a long phrase of Noor')
      await noor.getByRole('button', { name: 'Log in' }).click()
      await noor.getByRole('heading', { name: 'One more step' }).waitFor()
      await noor.getByLabel('Code').and(noor.locator(':focus')).waitFor()
      await noor.keyboard.type('000000')
      await noor.getByText('That is not the current code.').waitFor()
      await objectsToNothing(noor)
      const comes = async (code: string) => {
        await noor.getByLabel('Code').fill(code)
        await noor.getByRole('button', { name: 'Log in' }).click()
      }
      await comes(recovery)
      await noor.getByRole('button', { name: /^View: / }).waitFor()
      await noor.getByText('That recovery code is used up; 9 are left.').waitFor()
      await noor.evaluate(() => fetch('/api/console/sessions/current', { method: 'DELETE' }))
      await noor.goto(`${world.url}/console`)
      await noor.getByLabel('E-mail address').fill('noor@wardway.example')
      await noor.getByLabel('Password', { exact: true }).fill('a long phrase of Noor')
      await noor.getByRole('button', { name: 'Log in' }).click()
      await comes(recovery)
      await noor.getByText('or it was used: each works once.').waitFor()
      await comes(second)
      await noor.getByRole('button', { name: /^View: / }).waitFor()

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
      await ines.getByText('A test of the endpoint').waitFor()
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

    test('who forgot the password chooses another by a link that an admin sends', async () => {
      const ines = await consoleOf('Ines')
      await ines.goto(`${world.url}/console/settings/agents`)
      await ines.getByRole('button', { name: 'Omar Haddad: what can be done' }).click()
      await ines.getByRole('menuitem', { name: 'New password …' }).click()
      await ines.getByText('The link goes to omar@wardway.example').waitFor()
      await objectsToNothing(ines, 'dialog')
      await ines.getByRole('button', { name: 'Send the link' }).click()
      await ines.getByText('Ines Moreau sent a link for a new password to Omar Haddad').waitFor()
      const { text } = await world.mailTo('omar@wardway.example', ({ subject }) =>
        subject.startsWith('A new password'),
      )
      const omar = await (await browser.newContext({ viewport: PHONE })).newPage()
      await omar.goto(/http\S+/.exec(text)?.[0] ?? '')
      await omar.getByRole('heading', { name: 'A new password, Omar Haddad' }).waitFor()
      await objectsToNothing(omar)
      // As the scenes below know it.
      await omar.getByLabel('Choose a password').fill('omar-answers')
      await omar.getByRole('button', { name: 'Log in' }).click()
      await omar.getByRole('button', { name: /^View: / }).waitFor()
      cookies.Omar = await agentCookie(world.url, 'Omar')
    })
  })
}
