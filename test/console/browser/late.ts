// What is answered late: the agent has gone on by then, and nothing closes, moves or is overwritten where they are.

import type { Locator, Page, Request } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { type Held, heldFrames, heldRequests } from '../../browser/held.ts'
import { newClientId } from '../../stage/cast.ts'
import { consoleOf, noorOpens, noorsWidget, WIDE, world } from './desk.ts'

/** As a search names a contact. */
const NOBODY = {
  id: 'ctc_nell',
  identity: 'verified',
  externalId: null,
  email: 'nell@x.example',
  locale: 'en',
}

export function lateScenes(): void {
  describe('an answer that comes late', () => {
    test('a dialog that was put away before its answer closes no other one, leads nowhere, and says what was refused', async () => {
      const [into, third] = [await noorOpens('Late: my locker.'), await noorOpens('Late: read this one.')]
      const [one, other] = [await noorOpens('Late: the locker key.'), await noorOpens('Late: a second key.')]
      const merging = heldFrames('down', 'ticket.merge')
      const page = await consoleOf('Omar', { viewport: WIDE }, merging.on)
      const row = (text: string) => page.locator('.row', { hasText: text })
      const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
      const mergesAndLeaves = async ({ subject }: { subject: string }) => {
        await row(subject).click()
        await page.getByRole('log').getByText(subject).waitFor()
        merging.hold()
        await page.keyboard.press('m')
        await page.getByRole('option', { name: /Late: my locker/ }).click()
        await page.getByRole('button', { name: `Merge into #${into.number}` }).click()
        await merging.isHeld()
        await page.keyboard.press('Escape')
        await row(third.subject).click()
        await page.getByRole('log').getByText('Late: read this one').waitFor()
        await page.keyboard.press('?')
        await keys.waitFor()
      }
      await mergesAndLeaves(one)
      merging.letGo()
      await page.getByText(`#${one.number} goes on in #${into.number}.`).waitFor()
      await keys.waitFor()
      expect(page.url()).toContain(third.id)
      await page.keyboard.press('Escape')
      await mergesAndLeaves(other)
      merging.letGo('ticket.changed_meanwhile')
      await page.getByText('The tickets were not merged.').waitFor()
      await keys.waitFor()
      expect(page.url()).toContain(third.id)
    })

    test('what is found late moves nobody from what they stand at, in the palette and for whom a ticket is', async () => {
      await noorOpens('Late: found in the end.')
      const searching = heldFrames('down', 'ticket.search')
      const page = await consoleOf('Omar', { viewport: WIDE }, searching.on)
      searching.hold()
      await page.keyboard.press('Control+k')
      await page.keyboard.type('found in the end')
      await searching.isHeld()
      const searches = page.getByRole('option', { name: /Search/ })
      // Once round, however many there are by now.
      do await page.keyboard.press('ArrowDown')
      while ((await searches.getAttribute('aria-selected')) !== 'true')
      searching.letGo()
      await page.getByRole('option', { name: /Late: found in the end/ }).waitFor()
      await page.keyboard.press('Enter')
      await page.waitForURL(/\?q=found/)

      await page.goto(`${world.url}/console/open`)
      await page.getByText('Live', { exact: true }).first().waitFor({ state: 'attached' })
      const contacts = await heldRequests(/\/api\/console\/contacts\?/).on(page)
      await page.keyboard.press('c')
      const dialog = page.getByRole('dialog', { name: 'New ticket' })
      await dialog.getByRole('combobox', { name: 'For whom' }).and(page.locator(':focus')).waitFor()
      await page.keyboard.type('northfield')
      await contacts.isHeld()
      await page.keyboard.press('ArrowDown')
      const stood = await dialog.getByRole('option', { selected: true }).getByRole('strong').textContent()
      contacts.letGo({ contacts: [{ ...NOBODY, name: 'Northfield Nell' }] })
      await dialog.getByRole('option', { name: /Northfield Nell/ }).waitFor()
      await page.keyboard.press('Enter')
      await dialog.getByRole('button', { name: 'Another contact' }).waitFor()
      expect(await dialog.locator('.opening-for strong').textContent()).toBe(stood)
    })

    test('a section whose address comes late is put in once, what was typed behind it; not where its list was closed', async () => {
      await noorOpens('Late: which address?')
      const articles = heldRequests(/\/api\/help\/articles\//)
      const page = await consoleOf('Omar', { viewport: WIDE }, articles.on)
      await page.locator('.row', { hasText: 'Late: which address?' }).click()
      const box = page.getByRole('textbox', { name: /^Reply to/ })
      const chooses = async () => {
        await page.getByRole('log').getByText('Late: which address?').waitFor()
        await box.click()
        articles.hold()
        await page.keyboard.type(';different email address')
        const section = page.getByRole('option', { name: /^Should I sign up with a different email/ })
        await section.click()
        await articles.isHeld()
        await section.click()
      }
      await chooses()
      await page.keyboard.type('.')
      articles.letGo()
      await expect.poll(() => box.inputValue()).toMatch(/^\S[\s\S]*http\S+#should-i-sign-up\S+ ?\.$/)
      expect((await box.inputValue()).match(/http/g)).toHaveLength(1)

      await box.fill('')
      await chooses()
      await page.keyboard.press('Escape')
      await page.locator('.inserter').waitFor({ state: 'detached' })
      await page.getByRole('button', { name: 'Note', exact: true }).click()
      const note = page.getByRole('textbox', { name: /^Note/ })
      await note.fill('Between')
      const told = page.waitForResponse(/\/api\/help\/articles\//)
      articles.letGo()
      await (await told).finished()
      await note.press('End')
      await page.keyboard.type(' us')
      await expect.poll(() => note.inputValue()).toBe('Between us')
    })

    test('what is typed while a page of the settings is being saved stays, and is not saved yet', async () => {
      const saving = heldRequests(
        /\/api\/console\/(mail|ticket-types)$/,
        (request) => request.method() === 'PUT',
      )
      const page = await consoleOf('Ines', { viewport: WIDE }, saving.on)
      await page.goto(`${world.url}/console/settings/mail`)
      const name = page.getByRole('textbox', { name: 'Name' })
      const saves = () => page.getByRole('button', { name: 'Save', exact: true }).click()
      await name.fill('Late')
      await saves()
      await saving.isHeld()
      await name.fill('Later')
      saving.letGo()
      await page.getByText('How letters go out is saved.').waitFor()
      expect(await name.inputValue()).toBe('Later')
      // What is said stands above what saves, not over it.
      const [said, save] = await Promise.all(
        [page.locator('.toast'), page.getByRole('button', { name: 'Save', exact: true })].map((one) =>
          one.boundingBox(),
        ),
      )
      expect((said?.y ?? 0) + (said?.height ?? 0)).toBeLessThan(save?.y ?? 0)
      await name.fill('')
      await saves()
      await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' })

      // What another press asked for closes nothing that was opened since.
      await page.goto(`${world.url}/console/settings/types`)
      saving.hold()
      await page.getByRole('button', { name: 'Merge two accounts: what can be done' }).click()
      await page.getByRole('menuitem', { name: 'Move up' }).click()
      await saving.isHeld()
      await page.getByRole('button', { name: 'Add a type' }).click()
      const called = page.getByRole('textbox', { name: 'Name, as people choose it' })
      await called.fill('A late one')
      saving.letGo()
      await page.getByText('The types are saved.').waitFor()
      expect(await called.inputValue()).toBe('A late one')
      // Put away: the next word reads alike.
      await page.locator('.toast').getByRole('button', { name: 'Close' }).click()

      // Nor is it a conflict with what is written now, which goes on as what was kept.
      await typedOn(page, saving, called, 'Later still', 'The types are saved.')
      const names = () =>
        page.evaluate(async () => {
          const { types } = await (await fetch('/api/console/ticket-types')).json()
          return types.map(({ name }: { name: string }) => name)
        })
      expect((await names()).at(-1), 'its name is of its first words, and it stands there once').toBe(
        'a_late_one',
      )

      // Two presses are two steps, the second no conflict with the first.
      const later = page.getByRole('button', { name: 'Later still: what can be done' })
      saving.hold()
      for (const _ of ['once', 'twice']) {
        await later.click()
        await page.getByRole('menuitem', { name: 'Move up' }).click()
      }
      await saving.isHeld()
      saving.letGo()
      await expect.poll(async () => (await names()).at(-3)).toBe('a_late_one')

      await page.getByRole('button', { name: 'Back to the file …' }).click()
      await page.getByRole('button', { name: 'Go back', exact: true }).click()
      await page.getByText('The file’s types hold again.').waitFor()
    })

    test('what is typed while a team, an endpoint or a macro is being saved keeps its form open until it is saved, too', async () => {
      const saving = heldFrames('down', 'team.save', 'macro.save')
      const page = await consoleOf('Ines', { viewport: WIDE }, saving.on)
      await page.goto(`${world.url}/console/settings/teams`)
      await page.getByRole('button', { name: 'Change Support' }).click()
      const minutes = page.getByLabel('Minutes of silence')
      await minutes.fill('20')
      await typedOn(page, saving, minutes, '25', 'Support is saved.')
      await page.getByRole('button', { name: 'Change Support' }).click()
      expect(await minutes.inputValue()).toBe('25')
      await minutes.fill('')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await minutes.waitFor({ state: 'detached' })

      await page.goto(`${world.url}/console/settings/deliveries`)
      await page.getByRole('button', { name: 'Add an endpoint' }).click()
      const address = page.getByRole('textbox', { name: 'Address' })
      await address.fill('https://late.school.edu/hooks')
      const isNew = (request: Request) => request.method() === 'POST'
      const adding = await heldRequests(/\/api\/console\/endpoints$/, isNew).on(page)
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await adding.isHeld()
      await address.fill('https://later.school.edu/hooks')
      adding.letGo()
      await page.getByRole('dialog').getByRole('button', { name: 'I have kept it' }).click()
      expect(await address.inputValue()).toBe('https://later.school.edu/hooks')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await address.waitFor({ state: 'detached' })
      await page.getByText('https://later.school.edu/hooks').first().waitFor()
      expect(await page.getByText('https://late.school.edu/hooks').count()).toBe(0)

      await page.goto(`${world.url}/console/settings/macros`)
      await page.getByRole('button', { name: 'New macro' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Late')
      const words = page.getByLabel('Text', { exact: true })
      await words.fill('Late.')
      saving.hold()
      await page.getByRole('button', { name: 'Create macro' }).click()
      await saving.isHeld()
      await words.fill('Later.')
      saving.letGo()
      await page.getByText('“Late” is saved.').waitFor()
      expect(await words.inputValue()).toBe('Later.')
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await page.getByRole('button', { name: 'Save', exact: true, disabled: true }).waitFor()
      await page.getByRole('button', { name: 'Delete' }).click()
      await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
      await page.getByText('“Late” is deleted.').waitFor()
    })

    test('what is said while a thread is being read stands in it as soon as it is read', async () => {
      const ticket = await noorOpens('Late: read while I write.')
      const reading = heldFrames('down', 'thread.read')
      const page = await consoleOf('Omar', { viewport: WIDE }, (page) => reading.on(page, ['heartbeat']))
      reading.hold()
      await page.locator('.row', { hasText: 'Late: read while' }).click()
      await reading.isHeld()
      const said = { clientId: newClientId(), ticketId: ticket.id, text: 'And one more thing.' }
      await noorsWidget.command('message.send', said)
      await page.locator('.row', { hasText: 'And one more thing.' }).waitFor()
      reading.letGo()
      // A heartbeat would find it in the end: on this line there is none.
      await page.getByRole('log').getByText('And one more thing.').waitFor()
    })
  })
}

/** Types on while what stands in the field is being saved: it stays, and its form goes once that is saved, too. */
async function typedOn(page: Page, saving: Held, field: Locator, text: string, said: string): Promise<void> {
  const save = page.getByRole('button', { name: 'Save', exact: true })
  saving.hold()
  await save.click()
  await saving.isHeld()
  await field.fill(text)
  saving.letGo()
  await page.getByText(said).waitFor()
  expect(await field.inputValue()).toBe(text)
  await save.click()
  await field.waitFor({ state: 'detached' })
}
