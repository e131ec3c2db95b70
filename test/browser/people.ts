// What people do in the browser, said in their words; how it is done with roles and names, as a screen reader
// would find them. Scenes read like the trips; only this file knows the screens.

import type { Locator, Page } from 'playwright-core'
import { demoAgents } from '../../server/demo/agents.ts'
import { demoLogins } from '../../server/demo/cast.ts'

export type Widget = ReturnType<typeof widgetOn>

interface FilePayload {
  name: string
  mimeType: string
  buffer: Buffer
}

export async function atDemo(page: Page, url: string) {
  await page.goto(`${url}/demo/login`)
  return {
    page,
    goto: (path: string) => page.goto(url + path),
    async logIn(email: string) {
      const login = demoLogins.find((login) => login.email === email)
      await page.getByLabel('Email address').fill(email)
      await page.getByLabel('Password').fill(login?.password ?? '')
      await page.getByRole('button', { name: 'Log in', exact: true }).click()
      await page.waitForURL(/\/demo\/?$/)
    },
    sees: (text: string) => page.getByText(text).first().waitFor(),
    presses: (name: string) => page.getByRole('button', { name, exact: true }).click(),
    /** In the portal's own dialog. */
    async logsInToOther(password: string) {
      await page.getByLabel('Password').fill(password)
      await page.getByRole('button', { name: 'Log in to it' }).click()
    },
    async doesNotSee(text: string) {
      await page
        .getByRole('heading', { name: /rotations/i })
        .first()
        .waitFor()
      if (await page.getByText(text).count()) throw new Error(`“${text}” is on the page.`)
    },
    seesBadge: (count: string) =>
      page.locator('helpdock-launcher').getByText(count, { exact: true }).waitFor(),
    async openWidget() {
      await page.getByRole('button', { name: 'Help' }).click()
      const widget = widgetOn(page)
      await widget.panel.waitFor()
      return widget
    },
  }
}

export function widgetOn(page: Page) {
  const panel = page.getByRole('dialog')
  const button = (name: string | RegExp) =>
    panel.getByRole('button', { name, exact: typeof name === 'string' }).first()
  const results = () => panel.getByRole('listbox').getByRole('option')
  const messages = () => panel.getByRole('log')
  const composer = () => panel.getByRole('textbox', { name: /message/i })
  return {
    panel,
    async type(text: string) {
      await panel.getByRole('combobox').pressSequentially(text)
    },
    clearSearch: () => panel.getByRole('combobox').fill(''),
    firstResult: (text: RegExp) => results().first().filter({ hasText: text }).waitFor(),
    async openFirstResult() {
      await page.keyboard.press('Enter')
      await panel.getByText('Did this answer your question?').waitFor()
    },
    articleTitle: async () => (await panel.getByRole('heading').first().textContent()) ?? '',
    /** Has just read as far as the question: its answers stand at the edge, and what follows does not show. */
    readsToTheQuestion: () => button('No').evaluate((answer) => answer.scrollIntoView({ block: 'end' })),
    /** Wholly, in what scrolls. */
    isInSight: (name: string | RegExp) =>
      button(name).evaluate((one) => {
        const [mine, box] = [one, one.closest('.body') ?? one].map((part) => part.getBoundingClientRect())
        return !!mine && !!box && mine.top >= box.top && mine.bottom <= box.bottom
      }),
    close: () => button('Close help').click(),
    async answerFeedback(answer: 'Yes' | 'Partly' | 'No') {
      await button(answer).click()
    },
    async writeToAPerson() {
      await button(/^(Ask a person|Write to us)/).click()
      await composer().waitFor()
    },
    /** What will go along with the message. */
    handedOver: async () => (await panel.getByRole('group').first().textContent()) ?? '',
    sharesNot: (thing: string) => panel.getByRole('switch', { name: new RegExp(`^${thing}`) }).click(),
    writes: (text: string) => composer().fill(text),
    async send(text: string) {
      await composer().fill(text)
      await button('Send').click()
    },
    async attaches(...files: FilePayload[]) {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Attach files').click()])
      await chooser.setFiles(files)
    },
    /** From a folder, anywhere on the thread. */
    async drops({ name, text }: { name: string; text: string }) {
      await button('Attach files').waitFor()
      const dataTransfer = await page.evaluateHandle(
        ([name, text]) => {
          const data = new DataTransfer()
          data.items.add(new File([text], name, { type: 'text/plain' }))
          return data
        },
        [name, text] as const,
      )
      for (const type of ['dragover', 'drop']) await messages().dispatchEvent(type, { dataTransfer })
    },
    /** As a program for screenshots puts it on the clipboard. */
    async pastes({ name, mimeType, buffer }: FilePayload) {
      await composer().evaluate(
        (field, [name, type, base64]) => {
          const clipboardData = new DataTransfer()
          const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
          clipboardData.items.add(new File([bytes], name, { type }))
          const told = { bubbles: true, composed: true, cancelable: true, clipboardData }
          field.dispatchEvent(new ClipboardEvent('paste', told))
        },
        [name, mimeType, buffer.toString('base64')] as const,
      )
    },
    /** Of one's own. */
    async deletesTheLast() {
      const mine = messages().locator('.hd-own').last()
      await mine.getByRole('button', { name: 'More' }).last().press('Enter')
      for (const _sure of [false, true])
        await messages().getByRole('button', { name: 'Delete' }).press('Enter')
    },
    removes: (name: string) => button(`Remove ${name}`).click(),
    canSend: () => button('Send').isEnabled(),
    pressSend: () => button('Send').click(),
    presses: (name: string | RegExp) => button(name).click(),
    /** Once it is there: its own width. */
    async image(name: string) {
      const image = panel.locator(`img[alt="${name}"]`)
      await image.waitFor()
      return image.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))
    },
    async downloads(name: string) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        button(name === 'Download' ? name : `Download ${name}`).click(),
      ])
      return download.suggestedFilename()
    },
    sees: (text: string | RegExp) => panel.getByText(text).first().waitFor(),
    /** Of who answered, in the thread: how wide each is that has come. They say nothing that the name beside them does not. */
    faces: () =>
      messages()
        .locator('.hd-avatar img')
        .evaluateAll((all) => (all as HTMLImageElement[]).map((one) => one.naturalWidth)),
    doesNotSee: (text: RegExp) => gone(panel.getByText(text)),
    /** How often a message stands in the thread. */
    count: (text: string) => messages().getByText(text, { exact: true }).count(),
    async allSent() {
      await messages()
        .getByText(/^(Sent|Delivered|Seen)/)
        .last()
        .waitFor()
      await gone(messages().getByText(/On this device|^Sending|Not sent/))
    },
    async startMerge(address: string) {
      await button(/^Merge two accounts/).click()
      await button('Continue').click()
      await panel.getByRole('textbox').fill(address)
      await button('Mail the code').click()
      await panel.getByText('Check your mail').waitFor()
    },
    /** From what is offered under a plain message. */
    async opensForm(label: string) {
      await button(/^(Ask a person|Write to us)/).click()
      await button(label).click()
    },
    answers: (label: string | RegExp, text: string) => panel.getByLabel(label).fill(text),
    chooses: (option: string) => panel.getByText(option, { exact: true }).click(),
    /** A whole code is sent by itself. */
    typeCode: (code: string) => panel.getByRole('textbox', { name: /code/i }).fill(code),
    /** Where the cursor stands, as mail programs give it: with a space, a dash, in small letters. */
    async pasteCode(code: string) {
      // The cursor is there by itself, a moment after the field.
      await panel.locator('[autocomplete=one-time-code]:focus').waitFor()
      await page.keyboard.insertText(` ${code.slice(0, 4)} - ${code.slice(4)} `.toLowerCase())
    },
    async writeAsGuest(guest: { name: string; email: string; text: string; file?: FilePayload }) {
      const { name, email, text, file } = guest
      await button(/^(Ask a person|Write to us)/).click()
      await composer().waitFor()
      // The cursor stands where something is missing, at first and after a press that was too early.
      await panel.locator('[autocomplete=name]:focus').waitFor()
      await page.keyboard.type(name)
      await button('Continue').click()
      await panel.locator('[autocomplete=email]:focus').waitFor()
      await page.keyboard.type(email)
      await composer().fill(text)
      if (file) await this.attaches(file)
      await button('Continue').click()
      await panel.getByText('Check your mail').waitFor()
    },
  }
}

/** For scenes that are about something else: a reply goes out at once. */
export const repliesAtOnce = (page: Page) =>
  page.addInitScript(() => {
    const name = 'helpdock.console.preferences'
    localStorage.setItem(
      name,
      JSON.stringify({ ...JSON.parse(localStorage.getItem(name) ?? '{}'), undoSend: false }),
    )
  })

export async function atConsole(page: Page, url: string) {
  await repliesAtOnce(page)
  await page.goto(`${url}/console`)
  const button = (name: string | RegExp) =>
    page.getByRole('button', { name, exact: typeof name === 'string' }).first()
  return {
    page,
    async logIn(name: 'Omar' | 'Ines') {
      const agent = demoAgents.find((agent) => agent.name.startsWith(name))
      await page.getByLabel('E-mail address').fill(agent?.email ?? '')
      await page.getByLabel('Password', { exact: true }).fill(agent?.password ?? '')
      await button('Log in').click()
      await page.getByLabel('Password', { exact: true }).waitFor({ state: 'detached' })
    },
    async open(text: string | RegExp) {
      await page.getByText(text).first().click()
      await page.getByRole('log').waitFor()
    },
    sees: (text: string | RegExp) => page.getByText(text).first().waitFor(),
    aboutTheContact: async () =>
      (await page.getByRole('complementary', { name: 'Contact' }).textContent()) ?? '',
    async startReply(text: string) {
      await page.getByRole('textbox', { name: /^Reply to/ }).pressSequentially(text)
    },
    async finishReply(text: string) {
      await page.getByRole('textbox', { name: /^Reply to/ }).pressSequentially(text)
      await button(/^Send to/).click()
    },
    async attaches(...files: FilePayload[]) {
      const [chooser] = await Promise.all([page.waitForEvent('filechooser'), button('Attach files').click()])
      await chooser.setFiles(files)
    },
    seesImage: (name: string) => page.locator(`img[alt="${name}"]`).waitFor(),
    async note(text: string) {
      await button('Note').click()
      await page.getByRole('textbox', { name: 'Note for agents' }).fill(text)
      await button('Save note for agents').click()
      await button('Reply').click()
    },
    /** An answer of the form. */
    async corrects(label: string, text: string) {
      await button('Correct').click()
      await page.getByRole('dialog').getByLabel(label).fill(text)
      await button('Save').click()
      await page.getByRole('dialog').waitFor({ state: 'detached' })
    },
    async lookAtBothAccounts() {
      await button('Look at both accounts').click()
      await button(/^Approve.*…/).waitFor()
    },
    /** Two clicks, the second in a dialog that names both addresses. */
    async approveMerge() {
      await button('Look at both accounts').click()
      await button(/^Approve …/).click()
      await button(/^Approve: end/).click()
    },
  }
}

async function gone(what: Locator): Promise<void> {
  await what.first().waitFor({ state: 'detached' })
}
