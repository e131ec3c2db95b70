// The pages of the settings and the reports: what is wrong stands at its place, and nobody is overwritten.

import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { readFrontMatter } from '../../../server/articles/yaml.ts'
import { agentConnects, newClientId, post } from '../../stage/cast.ts'
import {
  browser,
  consoleOf,
  cookies,
  goesOffline,
  mayaOpens,
  mayasWidget,
  objectsToNothing,
  PHONE,
  WIDE,
  world,
} from './desk.ts'

export function settingsScenes(): void {
  describe('axe finds nothing to object to, in both themes', () => {
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
      await page.getByText('Somebody else changed this while you were editing.').waitFor()
      await page.getByRole('button', { name: 'Save mine over theirs' }).click()
      await page.getByText(/hours are saved/).waitFor()
      const { hours: after } = (await another.command('hours.read', {})).result
      expect(after).toMatchObject({ version: before.version + 2, hours: { zone: before.hours.zone } })
      expect(after.hours.week[2][0].to).toBe('12:15')
      // All of them are taken away by what saves, not by the press before it; and what can be added stands where the fields begin.
      await page.getByText(/hours are saved/).waitFor({ state: 'detached' })
      const lefts = await page.evaluate(() =>
        [...document.querySelectorAll('.hours-days .spans')].flatMap((spans) => {
          const [add] = [...spans.children].filter((one) => one.matches('button'))
          const text = add?.querySelector('span')?.getBoundingClientRect()
          const isBelow = add && add.getBoundingClientRect().top > spans.getBoundingClientRect().top + 20
          return isBelow && text ? [text.left - spans.getBoundingClientRect().left] : []
        }),
      )
      expect(lefts.length, 'the premise').toBeGreaterThan(0)
      for (const left of lefts) expect(Math.abs(left)).toBeLessThan(2)
      await page.getByRole('button', { name: 'Set no hours' }).click()
      await page.getByText('No opening hours are set').waitFor()
      await page.getByRole('button', { name: 'Discard' }).click()
      await page.getByLabel('Wednesday: to').first().waitFor()
      expect((await another.command('hours.read', {})).result.hours.version).toBe(after.version)
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
      await page.getByText('All tickets are kept').waitFor()

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

    test('promised times, types of tickets, mail: what a change would do is seen before it is saved, and the way back is there', async () => {
      const page = await consoleOf('Ines')
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
      await expect.poll(() => firstReply.inputValue()).toBe('4 h')

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
      const seen = page.getByRole('region', { name: 'As a contact sees it' })
      await seen.getByRole('radio', { name: 'Blue' }).waitFor()
      // What it names is found while it is typed, in an order, and a student sees the articles.
      await page.getByRole('combobox', { name: 'Add an article' }).fill('rotation visible')
      await page.getByRole('listbox').getByRole('option').first().waitFor()
      await objectsToNothing(page)
      await page.keyboard.press('Enter')
      await seen.getByRole('listitem').first().waitFor()
      const macro = page.getByRole('combobox', { name: 'Add a macro' })
      for (const words of ['screen', 'which rot']) {
        await macro.fill(words)
        await page.getByRole('listbox').getByRole('option').first().waitFor()
        await page.keyboard.press('Enter')
      }
      await page.getByRole('button', { name: 'Move up: Ask which rotation' }).click()
      await page.getByRole('combobox', { name: 'Add a language' }).selectOption('de')
      await page.getByRole('textbox', { name: 'Name, as people choose it' }).fill('Mein Ausweis ist weg')
      await objectsToNothing(page)
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('The types are saved.').waitFor()
      const form = (await (await fetch(`${world.url}/api/ticket-types?locale=de`)).json()).types.at(-1)
      expect(form).toMatchObject({
        ...{ name: 'my_badge_is_lost', label: 'Mein Ausweis ist weg', articles: { length: 1 } },
        fields: [{ options: [{ value: 'white' }, {}] }],
      })
      const kept = await page.evaluate(async () => (await fetch('/api/console/ticket-types')).json())
      expect(kept.types.at(-1).macros).toEqual(['Ask which rotation', 'Ask for a screenshot'])
      await page.getByRole('button', { name: 'My badge is lost: what can be done' }).click()
      await page.getByRole('menuitem', { name: 'Archive' }).click()
      await page.getByText('is offered no more').waitFor()
      await page.getByRole('button', { name: 'Back to the file …' }).click()
      await page.getByRole('button', { name: 'Go back', exact: true }).click()
      await page.getByText('The file’s types hold again.').waitFor()

      // How mail goes out, and what became of a letter to oneself.
      await page.goto(`${world.url}/console/settings/mail`)
      await page.getByRole('button', { name: 'Send me a test letter' }).click()
      await page.getByText('was written into the folder').waitFor()
      const name = page.getByRole('textbox', { name: 'Name' })
      await name.fill('help@evil.example')
      await page.getByRole('textbox', { name: 'Answers go to' }).fill('ward@elsewhere.example')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('A name, not an address').waitFor()
      await page.getByText(/^Write an address that ends in @/).waitFor()
      // As it reads, on a dark page: both letters of an approved merge among them.
      const approved = page.getByText('Your two accounts will become one')
      await approved.first().click()
      const letter = page.frameLocator('.letter-drawn').first()
      await letter.getByRole('link', { name: 'Stop the merge' }).waitFor()
      await page.getByRole('radio', { name: 'Dark' }).check({ force: true })
      await objectsToNothing(page)
      // In another language, and as plain text.
      await page.getByRole('combobox', { name: 'Language' }).selectOption('es')
      await letter.getByRole('link', { name: 'Detener la unión' }).waitFor()
      await page.getByRole('radio', { name: 'As plain text' }).check({ force: true })
      await page.getByText('puedes detenerlo con este enlace').first().waitFor()
      await page.setViewportSize(PHONE)
      await objectsToNothing(page)
      await page.setViewportSize(WIDE)
      await name.fill('Ward desk')
      await page.getByText('Ward desk <').filter({ visible: true }).waitFor()
      await page.getByRole('textbox', { name: 'Answers go to' }).fill('')
      await page.getByRole('switch', { name: 'Mail replies that a contact has not seen' }).uncheck()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('How letters go out is saved.').waitFor()
      await page.getByText('switched off below').waitFor()
      const ticket = await mayaOpens('Do you write to me?')
      await page.goto(`${world.url}/console/open/${ticket.id}/contact`)
      await page.getByText('Replies are not mailed').waitFor()
      await objectsToNothing(page)
      await page.goto(`${world.url}/console/settings/mail`)
      await name.fill('')
      await page.getByRole('switch', { name: 'Mail replies that a contact has not seen' }).check()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('How letters go out is saved.').waitFor()
    })

    test('whoever was quicker is overwritten by nobody unasked, and nothing that was typed is lost', async () => {
      const page = await consoleOf('Ines')
      /** As another admin would, in the moment before the press. */
      const setsBefore = (path: string, change: object) =>
        page.evaluate(
          async ([path, change]) => {
            const known = await (await fetch(`/api/console/${path}`)).json()
            const body = JSON.stringify({ ...change, version: known.version })
            const headers = { 'content-type': 'application/json' }
            const answer = await fetch(`/api/console/${path}`, { method: 'PUT', headers, body })
            if (!answer.ok) throw new Error(await answer.text())
          },
          [path, change] as const,
        )
      const known = (path: string) =>
        page.evaluate(async (path) => (await fetch(`/api/console/${path}`)).json(), path)
      const asks = page.getByText('Nothing of yours is lost yet.')
      const saves = async () => {
        await page.getByRole('button', { name: /^Save/ }).click()
        await asks.waitFor()
      }
      const theirs = () => page.getByRole('button', { name: 'Show theirs and drop mine' }).click()
      const mine = () => page.getByRole('button', { name: 'Save mine over theirs' }).click()

      await page.goto(`${world.url}/console/settings/mail`)
      const sender = page.getByRole('textbox', { name: 'Name' })
      await sender.fill('Mine')
      await setsBefore('mail', { name: 'Theirs', replyTo: null, off: [] })
      await saves()
      expect(await sender.inputValue()).toBe('Mine')
      await objectsToNothing(page)
      // Who would leave now is asked.
      await page.getByRole('link', { name: 'Look', exact: true }).click()
      await page.getByRole('button', { name: 'Keep editing' }).click()
      await theirs()
      await asks.waitFor({ state: 'detached' })
      expect(await sender.inputValue()).toBe('Theirs')
      await sender.fill('Mine again')
      await setsBefore('mail', { name: null, replyTo: null, off: [] })
      await saves()
      await mine()
      await page.getByText('How letters go out is saved.').waitFor()
      expect(await known('mail')).toMatchObject({ name: 'Mine again' })
      await setsBefore('mail', { name: null, replyTo: null, off: [] })

      await page.goto(`${world.url}/console/settings/brand`)
      const greeting = page.getByRole('textbox', { name: 'Greeting' })
      await greeting.fill('Good morning')
      await setsBefore('brand', { name: 'Theirs', greeting: '', accent: null })
      await saves()
      expect(await greeting.inputValue()).toBe('Good morning')
      await theirs()
      await expect.poll(() => greeting.inputValue()).toBe('')
      await setsBefore('brand', { name: '', greeting: '', accent: null })

      await page.goto(`${world.url}/console/settings/retention`)
      const kept = page.getByRole('combobox', { name: 'Keep solved tickets' })
      await kept.selectOption('365')
      await page.getByText('No ticket is old enough yet').waitFor()
      await setsBefore('retention', { days: 730, types: [] })
      await saves()
      expect(await kept.inputValue()).toBe('365')
      await mine()
      await asks.waitFor({ state: 'detached' })
      expect(await known('retention')).toMatchObject({ days: 365 })
      await setsBefore('retention', { days: null, types: [] })

      await page.goto(`${world.url}/console/settings/sla`)
      const firstReply = page.getByRole('textbox', { name: 'All tickets, Every priority: First reply' })
      await firstReply.fill('3 h')
      const { forAll, types: own } = await known('sla')
      await setsBefore('sla', { forAll, types: own })
      await saves()
      expect(await firstReply.inputValue()).toBe('3 h')
      await mine()
      await page.getByText('The times are saved').waitFor()
      await page.getByRole('button', { name: 'Back to the file …' }).click()
      await page.getByRole('button', { name: 'Go back', exact: true }).click()
      await page.getByText('Set by the file').waitFor()

      // Of the types one is written, and the others are as they are now.
      await page.goto(`${world.url}/console/settings/types`)
      await page.getByRole('button', { name: 'Add a type' }).click()
      const label = page.getByRole('textbox', { name: 'Name, as people choose it' })
      await label.fill('My badge is lost')
      const { locale, types } = await known('ticket-types')
      const theirType = { name: 'theirs', icon: 'chat', label: 'Theirs' }
      await setsBefore('ticket-types', { locale, types: [...types, theirType] })
      await saves()
      expect(await label.inputValue()).toBe('My badge is lost')
      await objectsToNothing(page)
      await mine()
      await page.getByText('The types are saved.').waitFor()
      expect((await known('ticket-types')).types.slice(-2)).toMatchObject([
        { name: 'theirs' },
        { name: 'my_badge_is_lost' },
      ])
      await page.getByRole('button', { name: 'Back to the file …' }).click()
      await page.getByRole('button', { name: 'Go back', exact: true }).click()
      await page.getByText('The file’s types hold again.').waitFor()

      await page.goto(`${world.url}/console/settings/deliveries`)
      await page.getByRole('button', { name: 'Add an endpoint' }).click()
      const address = page.getByRole('textbox', { name: 'Address' })
      await address.fill('https://mine.school.edu/hooks')
      await page.getByRole('checkbox').first().check()
      await page.evaluate(async () => {
        const { version } = (await (await fetch('/api/console/endpoints')).json()) as { version: number }
        const body = JSON.stringify({
          version,
          url: 'https://theirs.school.edu/hooks',
          events: ['ticket.opened'],
        })
        const headers = { 'content-type': 'application/json' }
        const answer = await fetch('/api/console/endpoints', { method: 'POST', headers, body })
        if (!answer.ok) throw new Error(await answer.text())
      })
      await saves()
      expect(await address.inputValue()).toBe('https://mine.school.edu/hooks')
      await mine()
      await page.getByText('https://theirs.school.edu/hooks').first().waitFor()
      await page.getByText('https://mine.school.edu/hooks').first().waitFor()
    })

    test('a page with changes asks before it is left, whichever way; one without does not', async () => {
      const page = await consoleOf('Ines')
      const question = page.getByRole('dialog', { name: 'Leave without saving?' })
      const answers = (name: string) => question.getByRole('button', { name, exact: true }).click()
      const isAt = (path: string) => page.waitForURL(`${world.url}/console/${path}`)
      const link = (name: string) => page.getByRole('link', { name, exact: true })
      const closes = page.getByLabel('Thursday: to').first()
      const stands = async (text: string) => {
        await question.waitFor({ state: 'detached' })
        expect([new URL(page.url()).pathname, await closes.inputValue()]).toEqual([
          '/console/settings/hours',
          text,
        ])
      }
      await page.goto(`${world.url}/console/settings/retention`)
      await page.getByRole('combobox', { name: 'Keep solved tickets' }).waitFor()
      // Nothing changed: nothing is asked, neither forth nor back.
      await link('Opening hours').click()
      await isAt('settings/hours')
      const before = await closes.inputValue()
      await link('Look').click()
      await isAt('settings/brand')
      await page.goBack()
      await isAt('settings/hours')
      await closes.fill('11:45')

      // By the list of settings: the answer that loses nothing has the focus, and letters are no commands meanwhile.
      await link('Look').click()
      await question.getByRole('button', { name: 'Keep editing' }).and(page.locator(':focus')).waitFor()
      await objectsToNothing(page)
      await page.keyboard.press('?')
      expect(await page.getByRole('dialog').count()).toBe(1)
      await page.keyboard.press('Enter')
      await stands('11:45')
      await link('Look').and(page.locator(':focus')).waitFor()
      // By the keyboard: the field has the focus again.
      await closes.focus()
      await page.keyboard.press('Control+k')
      await page.keyboard.type('go to reports')
      await page
        .getByRole('option', { name: /Reports/ })
        .first()
        .waitFor()
      await page.keyboard.press('Enter')
      await question.waitFor()
      await page.keyboard.press('Escape')
      await stands('11:45')
      await closes.and(page.locator(':focus')).waitFor()
      // By the browser's own buttons: what lies behind and ahead in the history is where it was.
      for (const turn of [() => page.goBack(), () => page.goForward(), () => page.goBack()]) {
        await turn()
        await question.waitFor()
        await isAt('settings/hours')
        await answers('Keep editing')
        await stands('11:45')
      }
      // By a reload: the browser's own question.
      const asked = page.waitForEvent('dialog')
      const reloading = page.evaluate(() => location.reload())
      const dialog = await asked
      expect(dialog.type()).toBe('beforeunload')
      await dialog.dismiss()
      await reloading
      await stands('11:45')

      await page.goForward()
      await question.waitFor()
      await answers('Discard changes')
      await isAt('settings/brand')
      await page.goBack()
      await isAt('settings/hours')
      await stands(before)
      await page.goBack()
      await isAt('settings/retention')

      // What is saved is no change any more.
      await page.goForward()
      await isAt('settings/hours')
      await closes.fill('11:45')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText(/hours are saved/).waitFor()
      await link('Macros').click()
      await isAt('settings/macros')

      // Of two in a list: the one that is left.
      await page.getByRole('button', { name: 'New macro' }).click()
      const done = page.getByRole('button', { name: /^Done, and solve/ })
      await done.click()
      const name = page.getByLabel('Name', { exact: true })
      await name.fill('Not to be')
      await page.getByRole('button', { name: 'New macro' }).click()
      await answers('Discard changes')
      await question.waitFor({ state: 'detached' })
      await expect.poll(() => name.inputValue()).toBe('')
      await link('Teams').click()
      await page.getByRole('button', { name: 'Change Support' }).click()
      await page.getByLabel('Minutes of silence').fill('20')
      await link('Look').click()
      await answers('Discard changes')
      await page.getByRole('textbox', { name: 'Name of the help center' }).fill('Elsewhere')
      await page.getByRole('button', { name: /preferences and log-out/ }).click()
      await page.getByRole('menuitem', { name: 'Log out' }).click()
      await answers('Keep editing')
      await link('Retention').click()
      await answers('Discard changes')
      await isAt('settings/retention')
    })

    test.each([
      ['sla', 'All tickets, Every priority: First reply', '7 h'],
      ['mail', 'Name', 'Another desk'],
      ['types', 'Name, as people choose it', 'Lost and found', 'Add a type'],
      ['deliveries', 'Address', 'https://hooks.school.edu', 'Add an endpoint'],
      ['retention', 'Keep solved tickets', '365'],
      ['rules', 'Name', 'Lost and found', 'New rule'],
    ])('%s asks before it is left with changes, and not without', async (path, name, text, begins = '') => {
      const page = await consoleOf('Ines')
      const question = page.getByRole('dialog', { name: 'Leave without saving?' })
      const look = page.getByRole('link', { name: 'Look', exact: true })
      const field = page.getByRole(path === 'retention' ? 'combobox' : 'textbox', { name, exact: true })
      const changes = async () => {
        if (begins) await page.getByRole('button', { name: begins }).click()
        if (path === 'retention') await field.selectOption(text)
        else await field.fill(text)
      }
      await page.goto(`${world.url}/console/settings/${path}`)
      await (begins ? page.getByRole('button', { name: begins }) : field).waitFor()
      await look.click()
      await page.waitForURL('**/settings/brand')
      await page.goBack()
      await page.waitForURL(`**/settings/${path}`)
      await changes()
      await look.click()
      await question.getByRole('button', { name: 'Keep editing' }).click()
      await question.waitFor({ state: 'detached' })
      expect([new URL(page.url()).pathname, await field.inputValue()]).toEqual([
        `/console/settings/${path}`,
        text,
      ])
      await look.click()
      await question.getByRole('button', { name: 'Discard changes' }).click()
      await page.waitForURL('**/settings/brand')
      await page.goBack()
      await page.waitForURL(`**/settings/${path}`)
      if (begins) await page.getByRole('button', { name: begins }).waitFor()
      else await expect.poll(() => field.inputValue()).not.toBe(text)
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
      await expect.poll(() => volume.getAttribute('aria-valuetext')).toMatch(/: Opened [1-9]\d*, Solved \d+$/)
      await page.getByRole('combobox', { name: 'Type' }).selectOption({ label: 'Question' })
      await page.waitForURL(/[?&]type=question/)
      await page.reload()
      await volume.waitFor()
      await expect.poll(() => page.getByRole('combobox', { name: 'Type' }).inputValue()).toBe('question')
      // Days that are too many are said to be, and what was counted before stays.
      await page.getByRole('combobox', { name: 'Time' }).selectOption({ label: 'Other days' })
      const from = await page.getByLabel('From').inputValue()
      await page.getByLabel('From').fill('2019-01-01')
      await page.getByText('A report covers a year and a day at most.').waitFor()
      await volume.waitFor()
      await page.getByLabel('From').fill(from)
      await page.getByText('A report covers a year and a day at most.').waitFor({ state: 'detached' })
      // Each name begins where its column does, of 31 columns as of 30.
      const to = await page.getByLabel('To', { exact: true }).inputValue()
      const first = new Date(Date.parse(to) - 30 * 24 * 60 * 60_000).toISOString().slice(0, 10)
      await page.getByLabel('From').fill(first)
      await expect.poll(() => volume.getAttribute('aria-valuemax')).toBe('31')
      const astray = await page.evaluate(() => {
        const chart = document.querySelector('.chart')
        const plot = chart?.querySelector('.chart-plot')?.getBoundingClientRect() ?? new DOMRect()
        return [...(chart?.querySelectorAll('.chart-x > span') ?? [])].map((name, n) => {
          const column = ((name.getBoundingClientRect().left - plot.left) / plot.width) * 31
          return Math.abs(column - n * 6)
        })
      })
      expect(astray.length, 'the premise').toBeGreaterThan(3)
      expect(Math.max(...astray), 'columns beside its own').toBeLessThan(0.2)
      await page.getByLabel('From').fill(from)
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
      // From a figure to the tickets of which it tells, and back.
      await page.getByRole('region', { name: 'By type' }).getByRole('link', { name: 'Question' }).click()
      await page.getByRole('link', { name: /Count me/ }).waitFor()
      await page.goBack()
      await volume.waitFor()
      // On paper stands all of it, in the light, with the days in full; not what is pressed.
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
      const paper = await page.evaluate(() => ({
        seen: document.documentElement.scrollHeight,
        ends: document.querySelector('.report-body > :last-child')?.getBoundingClientRect().bottom ?? 0,
        ground: getComputedStyle(document.body).colorScheme,
      }))
      expect(paper.ends, 'the premise').toBeGreaterThan(WIDE.height)
      expect(paper.seen).toBeGreaterThanOrEqual(Math.floor(paper.ends))
      expect(paper.ground).toBe('light')
      expect(await page.getByRole('button', { name: 'Download CSV' }).isVisible()).toBe(false)
      expect(await page.locator('.report-on-paper').textContent()).toMatch(/\d{4} – .*\d{4}/)
      await page.emulateMedia({ media: null, colorScheme: null })
      await page.setViewportSize(PHONE)
      // More columns than a phone shows: the edge behind which they are fades, and no more once they were pushed into sight.
      const byAgent = page.getByRole('region', { name: 'By agent' })
      const fades = (edge: 'before' | 'after') => byAgent.locator('..').getAttribute(`data-${edge}`)
      await expect.poll(() => Promise.all([fades('before'), fades('after')])).toEqual(['false', 'true'])
      await byAgent.evaluate((table) => table.scrollBy(1_000, 0))
      await expect.poll(() => Promise.all([fades('before'), fades('after')])).toEqual(['true', 'false'])
      await page.getByRole('link', { name: 'Help center' }).click()
      await page.getByRole('heading', { name: 'Questions without an answer' }).waitFor()
      await objectsToNothing(page)
      await page.route('**/api/console/reports/**', (route) => route.abort())
      await page.getByRole('combobox', { name: 'Time' }).selectOption({ label: 'Last 7 days' })
      await page.getByText('The figures could not be counted').waitFor()
      await page.getByRole('button', { name: 'Back to the tickets' }).click()
      await page.getByRole('link', { name: /Count me/ }).waitFor()
    })

    test('reports: who only writes articles reads what nobody found, and of tickets nothing but numbers', async () => {
      const inesPage = await consoleOf('Ines')
      const sets = (roles: string[]) =>
        inesPage.evaluate(async (roles) => {
          const path = '/api/console/agents'
          const { agents } = await (await fetch(path)).json()
          const { id } = agents.find(({ name }: { name: string }) => name.startsWith('Omar'))
          const headers = { 'content-type': 'application/json' }
          return (await fetch(`${path}/${id}`, { method: 'PUT', headers, body: JSON.stringify({ roles }) }))
            .status
        }, roles)
      expect(await sets(['editor'])).toBe(200)
      const asked = 'quoi “qqq” "zèbre": #1'
      expect(await post(world.url, '/api/help/gaps', { locale: 'en', queries: [asked] })).toMatchObject({
        ...{ status: 204 },
      })
      try {
        const page = await (await browser.newContext({ viewport: WIDE })).newPage()
        const [key = '', value = ''] = cookies.Omar?.split('=') ?? []
        await page.context().addCookies([{ name: key, value, url: world.url }])
        await page.goto(`${world.url}/console`)
        await page.getByRole('link', { name: 'Reports' }).click()
        await page.getByRole('heading', { name: 'Questions without an answer' }).waitFor()
        expect(await page.getByRole('navigation', { name: 'What the report is about' }).count()).toBe(0)
        // What nobody answers is where an article begins: a draft with the question in it.
        const begin = page.getByRole('link', { name: `Begin an article: ${asked}` })
        const [article] = await Promise.all([page.waitForEvent('popup'), begin.click()])
        await article.getByRole('heading', { name: 'New article' }).waitFor()
        expect(await article.getByLabel('Name in the address').inputValue()).toBe('quoi-qqq-zebre-1')
        const text = await article.getByLabel('The file').inputValue()
        const { front } = readFrontMatter(text.replace('description: ', 'description: Still to be written.'))
        expect(front).toMatchObject({ title: asked.replace('q', 'Q'), questions: [asked], draft: true })
        await objectsToNothing(page)
        // An address of a colleague's, about tickets, shows them the same.
        await page.goto(`${world.url}/console/reports?about=tickets`)
        await page.getByRole('heading', { name: 'Questions without an answer' }).waitFor()
        await page.setViewportSize(PHONE)
        await page.getByRole('button', { name: 'All settings' }).click()
        await page.getByRole('link', { name: 'Reports' }).waitFor()
        await page.context().close()
      } finally {
        await sets(['agent', 'editor'])
      }
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
      await expect.poll(() => text.inputValue()).toBe('Hello {{contact.first_name|there}}')
      await page.getByRole('region', { name: 'Preview' }).getByText('Maya', { exact: true }).waitFor()
      await page.getByRole('combobox', { name: /^State/ }).selectOption('Solved')
      await page.getByRole('combobox', { name: /^Assign to/ }).selectOption('Team Rotations')
      await saves('Create macro')
      await page.getByText('“Parking” is saved.').waitFor()
      await objectsToNothing(page)

      const another = await agentConnects(world.url, 'Ines')
      const { macros } = (await another.command('macro.list', {})).result
      const { id, version, changedBy, changedAt, ...macro } = macros.find(
        ({ name }: { name: string }) => name === 'Parking',
      )
      const does = [
        { do: 'state', to: 'solved' },
        { do: 'team', to: 'Rotations' },
      ]
      expect(macro).toMatchObject({ isOwn: false, actions: does })
      await text.fill('Mine')
      await another.command('macro.save', { macroId: id, version, macro: { ...macro, text: 'Theirs' } })
      await page.getByText('Somebody else changed this while').waitFor()
      await page.getByRole('button', { name: 'Save mine over theirs' }).click()
      await page.getByText('Somebody else changed this while').waitFor({ state: 'detached' })
      // The notice goes with the press, before it is saved.
      const isNow = async () =>
        (await another.command('macro.list', {})).result.macros.find((one: { id: string }) => one.id === id)
      await expect.poll(isNow).toMatchObject({ text: 'Mine', version: 3 })
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

    test('a macro, a rule and a team that are being changed outlive a loss of the line, and what is read anew is theirs', async () => {
      const page = await consoleOf('Ines')
      const goes = async (to: string) => {
        await page.goto(`${world.url}/console/settings/${to}`)
        await page.getByText('Live', { exact: true }).first().waitFor()
      }
      const losesTheLine = async () => {
        await goesOffline(page)
        await page.getByText('Offline', { exact: true }).first().waitFor()
        await page.context().setOffline(false)
        await page.getByText('Live', { exact: true }).first().waitFor()
      }
      const name = page.getByLabel('Name', { exact: true })
      await goes('macros')
      await page.getByRole('button', { name: /^Ask for a screenshot/ }).click()
      await name.fill('Ask for a photo')
      await losesTheLine()
      await page.getByRole('button', { name: /^Ask for a screenshot/ }).waitFor()
      expect(await name.inputValue()).toBe('Ask for a photo')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('“Ask for a photo” is saved.').waitFor()
      await name.fill('Ask for a screenshot')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByText('“Ask for a screenshot” is saved.').waitFor()

      await goes('rules')
      await page.getByRole('button', { name: 'New rule' }).click()
      await name.fill('Half a rule')
      await losesTheLine()
      await page.getByRole('button', { name: /^Locked out, at once/ }).waitFor()
      expect(await name.inputValue()).toBe('Half a rule')
      await page.getByRole('button', { name: 'Discard' }).click()

      await goes('teams')
      await page.getByRole('button', { name: 'Change Accounts' }).click()
      const limit = page.getByRole('textbox').first()
      await limit.fill('17')
      await losesTheLine()
      expect(await limit.inputValue()).toBe('17')
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
      // Nothing is sent that cannot be kept: what is missing stands at its field, which has the focus.
      await page.getByRole('button', { name: 'Create rule' }).click()
      await page.getByText('Write the tag that it adds.').waitFor()
      const tag = page.getByRole('textbox', { name: 'Tag', exact: true })
      await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true')
      expect(await tag.evaluate((field) => field === document.activeElement)).toBe(true)
      await objectsToNothing(page)
      await tag.fill('badge')
      await page.keyboard.press('Tab')
      await page
        .getByText('When a contact writes, where “lost my badge” or “id card” stands: add the tag “badge”.')
        .waitFor()
      await page.getByRole('button', { name: 'Create rule' }).click()
      await page.getByText('“Lost badges” is saved.').waitFor()
      const onOrOff = page.getByRole('switch', { name: 'On' })
      // Not before it was tried.
      await expect.poll(() => onOrOff.isDisabled()).toBe(true)
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
      const isOn = () => Promise.all([onOrOff.isChecked(), onOrOff.isDisabled()])
      await expect.poll(isOn).toEqual([false, true])
      await objectsToNothing(page)
      await page.getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await page.getByText('“Lost badges” is deleted.').waitFor()
    })
  })
}
