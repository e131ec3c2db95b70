// What is answered late: the agent has gone on by then, and nothing closes, moves or is overwritten where they are.

import type { Locator, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { newClientId } from '../cast.ts'
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
      const merging = heldAnswer('ticket.merge')
      const page = await consoleOf('Omar', { viewport: WIDE }, merging.on)
      const row = (text: string) => page.locator('.row', { hasText: text })
      const keys = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
      const mergesAndLeaves = async ({ subject }: { subject: string }) => {
        await row(subject).click()
        await page.getByRole('log').getByText(subject).waitFor()
        const wasAsked = merging.hold()
        await page.keyboard.press('m')
        await page.getByRole('option', { name: /Late: my locker/ }).click()
        await page.getByRole('button', { name: `Merge into #${into.number}` }).click()
        await wasAsked
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
      const searching = heldAnswer('ticket.search')
      const contacts = heldRequest(/\/api\/console\/contacts\?/)
      const page = await consoleOf('Omar', { viewport: WIDE }, async (page) => {
        await searching.on(page)
        await contacts.on(page)
      })
      const wasAsked = searching.hold()
      await page.keyboard.press('Control+k')
      await page.keyboard.type('found in the end')
      await wasAsked
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
      const asks = contacts.hold()
      await page.keyboard.press('c')
      const dialog = page.getByRole('dialog', { name: 'New ticket' })
      await dialog.getByRole('combobox', { name: 'For whom' }).and(page.locator(':focus')).waitFor()
      await page.keyboard.type('northfield')
      await asks
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
      const articles = heldRequest(/\/api\/help\/articles\//)
      const page = await consoleOf('Omar', { viewport: WIDE }, articles.on)
      await page.locator('.row', { hasText: 'Late: which address?' }).click()
      const box = page.getByRole('textbox', { name: /^Reply to/ })
      const chooses = async () => {
        await page.getByRole('log').getByText('Late: which address?').waitFor()
        await box.click()
        const asks = articles.hold()
        await page.keyboard.type(';different email address')
        const section = page.getByRole('option', { name: /^Should I sign up with a different email/ })
        await section.click()
        await asks
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
      const saving = heldRequest(/\/api\/console\/(mail|ticket-types)$/, 'PUT')
      const page = await consoleOf('Ines', { viewport: WIDE }, saving.on)
      await page.goto(`${world.url}/console/settings/mail`)
      const name = page.getByRole('textbox', { name: 'Name' })
      const saves = () => page.getByRole('button', { name: 'Save', exact: true }).click()
      await name.fill('Late')
      let asks = saving.hold()
      await saves()
      await asks
      await name.fill('Later')
      saving.letGo()
      await page.getByText('How letters go out is saved.').waitFor()
      expect(await name.inputValue()).toBe('Later')
      await name.fill('')
      await saves()
      await page.getByRole('button', { name: 'Save', exact: true }).waitFor({ state: 'detached' })

      // What another press asked for closes nothing that was opened since.
      await page.goto(`${world.url}/console/settings/types`)
      asks = saving.hold()
      await page.getByRole('button', { name: 'Merge two accounts: what can be done' }).click()
      await page.getByRole('menuitem', { name: 'Move up' }).click()
      await asks
      await page.getByRole('button', { name: 'Add a type' }).click()
      const called = page.getByRole('textbox', { name: 'Name, as people choose it' })
      await called.fill('A late one')
      saving.letGo()
      await page.getByText('The types are saved.').waitFor()
      expect(await called.inputValue()).toBe('A late one')

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
      asks = saving.hold()
      for (const _ of ['once', 'twice']) {
        await later.click()
        await page.getByRole('menuitem', { name: 'Move up' }).click()
      }
      await asks
      saving.letGo()
      await expect.poll(async () => (await names()).at(-3)).toBe('a_late_one')

      await page.getByRole('button', { name: 'Back to the file …' }).click()
      await page.getByRole('button', { name: 'Go back', exact: true }).click()
      await page.getByText('The file’s types hold again.').waitFor()
    })

    test('what is typed while a team, an endpoint or a macro is being saved keeps its form open until it is saved, too', async () => {
      const saving = heldAnswer('team.save', 'macro.save')
      const endpoint = heldRequest(/\/api\/console\/endpoints$/, 'POST')
      const page = await consoleOf('Ines', { viewport: WIDE }, async (page) => {
        await endpoint.on(page)
        await saving.on(page)
      })
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
      let asks = endpoint.hold()
      await page.getByRole('button', { name: 'Save', exact: true }).click()
      await asks
      await address.fill('https://later.school.edu/hooks')
      endpoint.letGo()
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
      asks = saving.hold()
      await page.getByRole('button', { name: 'Create macro' }).click()
      await asks
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
      const reading = heldAnswer('thread.read')
      const page = await consoleOf('Omar', { viewport: WIDE }, (page) => reading.on(page, ['heartbeat']))
      const wasAsked = reading.hold()
      await page.locator('.row', { hasText: 'Late: read while' }).click()
      await wasAsked
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
async function typedOn(
  page: Page,
  saving: { hold: () => Promise<void>; letGo: () => void },
  field: Locator,
  text: string,
  said: string,
): Promise<void> {
  const save = page.getByRole('button', { name: 'Save', exact: true })
  const asks = saving.hold()
  await save.click()
  await asks
  await field.fill(text)
  saving.letGo()
  await page.getByText(said).waitFor()
  expect(await field.inputValue()).toBe(text)
  await save.click()
  await field.waitFor({ state: 'detached' })
}

/** What the server answers to these commands can be held back for a while; the rest of the line is as it is. */
function heldAnswer(...names: string[]) {
  const asked = new Set<string>()
  let held: ((refusal?: string) => void)[] | null = null
  let tells = () => {}
  return {
    /** @param without frames of these kinds */
    on: (page: Page, without: string[] = []) =>
      page.routeWebSocket(/\/api\/console$/, (socket) => {
        const server = socket.connectToServer()
        socket.onMessage((message) => {
          const frame = JSON.parse(String(message))
          if (held && names.includes(frame.name)) asked.add(frame.id)
          server.send(message)
        })
        server.onMessage((message) => {
          const { id, kind } = JSON.parse(String(message))
          if (without.includes(kind)) return
          // One that was asked meanwhile may be answered only after the others were let go.
          if (!asked.delete(id) || !held) return socket.send(message)
          held.push((code) => {
            const problem = { type: '', title: '', status: 409, code }
            socket.send(code ? JSON.stringify({ kind: 'refusal', id, problem }) : message)
          })
          tells()
        })
      }),
    /** @returns when the answer is there, and held */
    hold() {
      held = []
      return new Promise<void>((resolve) => {
        tells = resolve
      })
    },
    /** @param refusal in its place */
    letGo(refusal?: string) {
      for (const pass of held ?? []) pass(refusal)
      held = null
    },
  }
}

/** The same, of what is asked over HTTP. */
function heldRequest(address: RegExp, method = 'GET') {
  let held: ((body?: object) => void)[] | null = null
  let tells = () => {}
  return {
    on: (page: Page) =>
      page.route(address, async (route) => {
        if (!held || route.request().method() !== method) return route.continue()
        const instead = new Promise<object | undefined>((resolve) => held?.push(resolve))
        tells()
        const json = await instead
        await (json ? route.fulfill({ json }) : route.continue())
      }),
    /** @returns when it was asked, and is held */
    hold() {
      held = []
      return new Promise<void>((resolve) => {
        tells = resolve
      })
    },
    /** @param body of the answer in its place */
    letGo(body?: object) {
      for (const pass of held ?? []) pass(body)
      held = null
    },
  }
}
