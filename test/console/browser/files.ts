// What goes into a reply beside letters: emoji at the caret, pasted pictures, dropped files; how far they are, and what is done about
// those that do not arrive.

import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page, Route } from 'playwright-core'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { ATTACHMENT_PIECE_BYTES } from '../../../protocol/limits.ts'
import { heldPieces } from '../../browser/held.ts'
import { consoleOf, isOf, mayaOpens, mayasWidget, noorOpens, objectsToNothing, WIDE, world } from './desk.ts'

const MAY_PASTE = { viewport: WIDE, permissions: ['clipboard-read', 'clipboard-write'] }

export function fileScenes(): void {
  test('an emoji stands where the caret stood, and what is typed goes on behind it; a list that does not come says so', async () => {
    const ticket = await mayaOpens('Is the lab open?')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /Is the lab open/ }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    const emoji = page.getByRole('button', { name: 'Emoji' })
    const list = /\/console-emoji-.+\.js$/
    await page.route(list, (route) => route.abort())
    await box.fill('It is, until six.')
    for (let letter = 0; letter < ' until six.'.length; letter++) await page.keyboard.press('ArrowLeft')
    await emoji.click()
    await page.getByText('The list could not be fetched').waitFor()
    await page.unroute(list)
    await emoji.click()
    await page.getByRole('searchbox', { name: 'Find by name' }).and(page.locator(':focus')).waitFor()
    expect(await page.getByText('The list could not be fetched').count()).toBe(0)
    await page.keyboard.type('thumb')
    await page.keyboard.press('Enter')
    await page.locator('#composer:focus').waitFor()
    await page.keyboard.type(' really')
    await expect.poll(() => box.inputValue()).toBe('It is,👍 really until six.')
    await page.keyboard.press('Control+Enter')
    await mayasWidget.event('message.created', ({ message }) => isOf(message, ticket.id, 'agent'))
  })

  test('a screenshot is pasted, a file is dropped: seen before they are sent, sent once they are whole', async () => {
    const ticket = await mayaOpens('What does it look like?')
    const page = await consoleOf('Omar', MAY_PASTE)
    await page.getByRole('link', { name: /What does it look like/ }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    const files = page.getByRole('list', { name: 'Files that go along' })
    await box.fill('Like this')
    const color = { r: 30, g: 90, b: 160 }
    const shot = await sharp({ create: { width: 640, height: 400, channels: 3, background: color } })
      .png()
      .toBuffer()
    await page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
      const type = 'image/png'
      await navigator.clipboard.write([new ClipboardItem({ [type]: new Blob([bytes], { type }) })])
    }, shot.toString('base64'))
    await box.press('Control+v')
    const pasted = files.getByRole('listitem').filter({ hasText: 'image.png' })
    // Painted from the device, no larger than its room.
    const corner = () =>
      pasted.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
        const [r, g, b] = canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? []
        return { r, g, b, width: canvas.getBoundingClientRect().width }
      })
    await expect.poll(corner).toEqual({ ...color, width: 56 })
    await pasted.getByText(/^\d+ kB$/).waitFor()

    // Beside the place where it is taken nothing takes it, and the browser does not open it in place of the console.
    const log = { name: 'log.txt', path: join(world.dataDir, 'log.txt') }
    await writeFile(log.path, 'It says alredy exists. '.repeat(20_000))
    const isKept = page.evaluate(
      () =>
        new Promise((resolve) => {
          addEventListener('dragover', (event) => resolve(event.defaultPrevented), { once: true })
        }),
    )
    await drops(page, '.list', log.path)
    expect(await isKept).toBe(true)
    const held = await heldPieces().on(page)
    await drops(page, '.conversation', log.path)
    const dropped = files.getByRole('listitem').filter({ hasText: log.name })
    await held.isHeld()
    await dropped.getByText(/^Uploading, [1-9]\d? %/).waitFor()
    expect(await files.getByRole('listitem').count()).toBe(2)
    expect(await dropped.locator('img, canvas').count()).toBe(0)
    await objectsToNothing(page, '.composer')

    // Sent before it is whole, it goes when it is.
    await box.press('Control+Enter')
    await page.getByText('Goes as soon as all of it is here.').waitFor()
    held.letGo()
    const { message } = await mayasWidget.event('message.created', ({ message }) =>
      isOf(message, ticket.id, 'agent'),
    )
    const shown = { text: 'Like this', attachments: [{ name: 'image.png', width: 640 }, { name: log.name }] }
    expect(message).toMatchObject(shown)
    await files.waitFor({ state: 'detached' })
  })

  test('a file that is taken away stops, one that is refused goes again, and a ticket that is left with one on its way says so', async () => {
    const ticket = await mayaOpens('Can you send me the form?')
    await noorOpens('Another one meanwhile.')
    const page = await consoleOf('Omar')
    await page.getByRole('link', { name: /send me the form/ }).click()
    const box = page.getByRole('textbox', { name: /^Reply to/ })
    const files = page.getByRole('list', { name: 'Files that go along' })
    const chooses = async (name: string, bytes: Buffer, mimeType = 'text/plain') => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('button', { name: 'Attach files' }).click()
      await (await chooser).setFiles([{ name, mimeType, buffer: bytes }])
    }
    const large = Buffer.alloc(2 * ATTACHMENT_PIECE_BYTES, 'A form. ')
    const held = await heldPieces().on(page)
    await chooses('form.txt', large)
    await held.isHeld()
    const [stopped, forgotten] = [
      page.waitForEvent('requestfailed', (request) => request.method() === 'PUT'),
      page.waitForRequest((request) => request.method() === 'DELETE'),
    ]
    await files.getByRole('button', { name: 'Remove form.txt' }).click()
    expect((await stopped).failure()?.errorText).toBe('net::ERR_ABORTED')
    await forgotten
    await files.waitFor({ state: 'detached' })
    await page.locator('#composer:focus').waitFor()
    held.letGo()

    await chooses('nothing.txt', Buffer.alloc(0))
    await files.getByRole('alert').getByText('There is nothing in this file.').waitFor()
    expect(await files.getByRole('button', { name: 'Try again' }).count()).toBe(0)
    await files.getByRole('button', { name: 'Remove nothing.txt' }).click()

    const refuses = (route: Route) =>
      route.fulfill({ status: 409, json: { code: 'attachment.too_many', title: 'Not now' } })
    await page.route('**/api/attachments', refuses)
    const shot = { width: 32, height: 20, channels: 3 as const, background: 'teal' }
    await chooses('small.png', await sharp({ create: shot }).png().toBuffer(), 'image/png')
    await files.getByRole('alert').getByText('This file could not be taken. Try again.').waitFor()
    await objectsToNothing(page, '.composer')
    await page.unroute('**/api/attachments', refuses)
    await files.getByRole('button', { name: 'Try again' }).click()
    await files.getByText(/^\d+ kB$/).waitFor()
    // After a reload it is the server that has it.
    await page.reload()
    await page.getByRole('link', { name: /send me the form/ }).click()
    const width = () => files.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth)
    await expect.poll(width).toBe(32)
    expect(await files.locator('img').getAttribute('src')).toMatch(/^\/api\/attachments\//)

    held.hold()
    await chooses('form.txt', large)
    await held.isHeld()
    await box.fill('Here it is.')
    await box.press('Control+Enter')
    await page.getByText('Goes as soon as all of it is here.').waitFor()
    await page.getByRole('link', { name: /Another one meanwhile/ }).click()
    await page.getByText(`#${ticket.number} was left before all of it was here`).waitFor()
    await page.getByRole('button', { name: 'Look', exact: true }).click()
    held.letGo()
    await files.getByText('524 kB').waitFor()
    await expect.poll(() => box.inputValue()).toBe('Here it is.')
    await box.press('Control+Enter')
    await mayasWidget.event('message.created', ({ message }) =>
      isOf(message, ticket.id, 'agent', 'Here it is.'),
    )
  })

  test('a file on a line that goes dead without a word is given up after a while, and goes on from where it was', async () => {
    const ticket = await mayaOpens('Where is the timetable?')
    const page = await consoleOf('Omar', { viewport: WIDE }, (page) => page.addInitScript(waitsForAWord))
    await page.getByRole('link', { name: /is the timetable/ }).click()
    const files = page.getByRole('list', { name: 'Files that go along' })
    const put: string[] = []
    await page.route('**/api/attachments/*?from=*', async (route) => {
      put.push(new URL(route.request().url()).searchParams.get('from') ?? '')
      // The second is swallowed, and nobody is told.
      if (put.length !== 2) await route.continue()
    })
    const chooser = page.waitForEvent('filechooser')
    await page.getByRole('button', { name: 'Attach files' }).click()
    const buffer = Buffer.alloc(ATTACHMENT_PIECE_BYTES, 'Monday, ward 3. ')
    await (await chooser).setFiles([{ name: 'timetable.txt', mimeType: 'text/plain', buffer }])
    await expect.poll(() => put.length).toBe(2)
    await page.evaluate('timeIsUp()')
    await files.getByText('262 kB').waitFor()
    expect(put.slice(0, 3), 'what had arrived goes once').toEqual(['0', put[1], put[1]])
    await page.getByRole('textbox', { name: /^Reply to/ }).press('Control+Enter')
    const { message } = await mayasWidget.event('message.created', ({ message }) =>
      isOf(message, ticket.id, 'agent'),
    )
    expect(message).toMatchObject({ attachments: [{ name: 'timetable.txt', size: buffer.length }] })
  })

  test('Omar chooses a picture of his own and takes it away; what is no image, and what does not come, changes nothing and says so', async () => {
    const page = await consoleOf('Omar')
    const account = page.getByRole('button', { name: /preferences and log-out/ })
    const picture = account.locator('img')
    await account.click()
    const chooses = async (name: string, buffer: Buffer) => {
      const chooser = page.waitForEvent('filechooser')
      await page.getByRole('menuitem', { name: 'Your picture …' }).click()
      await (await chooser).setFiles([{ name, mimeType: 'image/png', buffer }])
    }
    const create = { width: 900, height: 600, channels: 3, background: '#0b6b5d' } as const
    const image = await sharp({ create }).png().toBuffer()
    const maker = /\/console-own-picture-.+\.js$/
    await page.route(maker, (route) => route.abort())
    await chooses('omar.png', image)
    await page.getByText('The picture was not changed.').waitFor()
    await page.unroute(maker)
    await account.click()
    await chooses('notes.png', Buffer.from('Ward 3, Monday.'))
    await page.getByText('This file cannot be read as an image.').waitFor()
    expect(await picture.count()).toBe(0)
    await account.click()
    await chooses('omar.png', image)
    await picture.waitFor()
    await account.click()
    await page.getByRole('menuitem', { name: 'Remove your picture' }).click()
    await picture.waitFor({ state: 'detached' })
  })
}

/** In the page: what is given up after a time is given up when the scene says so. */
function waitsForAWord(): void {
  let all: AbortController[] = []
  AbortSignal.timeout = () => {
    const one = new AbortController()
    all.push(one)
    return one.signal
  }
  Object.assign(globalThis, {
    timeIsUp() {
      for (const one of all) one.abort()
      all = []
    },
  })
}

/** From the device's own folder, as the system brings it. */
async function drops(page: Page, place: string, path: string): Promise<void> {
  const { x, y, width, height } = (await page.locator(place).first().boundingBox()) ?? expect.fail(place)
  const at = { x: x + width / 2, y: y + height / 2 }
  const data = { items: [], files: [path], dragOperationsMask: 1 }
  const session = await page.context().newCDPSession(page)
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  await session.detach()
}
