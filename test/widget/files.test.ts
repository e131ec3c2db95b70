// Files that go with a message, in the widget: seen before they are sent, and what was sent before they were whole goes
// once they are. Partners: uploads.test.ts (an upload by itself), trips/in-the-browser.test.ts (there and back).

import type { Browser, WebSocketRoute } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Message } from '../../protocol/entities.ts'
import { ATTACHMENT_PIECE_BYTES } from '../../protocol/limits.ts'
import { objections } from '../browser/axe.ts'
import { launchChromium } from '../browser/chromium.ts'
import { heldPieces, heldRequests } from '../browser/held.ts'
import { databases, keptOn } from '../browser/kept-files.ts'
import { agentConnects, contactConnects, type Person } from '../stage/cast.ts'
import type { Client } from '../stage/client.ts'
import { type Host, makeHost, sent, type Visit, visit, writes } from '../stage/widget-host.ts'
import { makeWorld, type World } from '../stage/world.ts'

const COLOR = { r: 30, g: 90, b: 160 }

let world: World
let browser: Browser
let host: Host
let omar: Client
let shot: Buffer
beforeAll(async () => {
  host = await makeHost()
  ;[world, browser] = await Promise.all([makeWorld({ ALLOWED_ORIGINS: host.origin }), launchChromium()])
  host.world = world
  omar = await agentConnects(world.url, 'Omar')
  shot = await sharp({ create: { width: 640, height: 400, channels: 3, background: COLOR } })
    .png()
    .toBuffer()
})
afterAll(async () => {
  omar?.close()
  await browser?.close()
  await world?.end()
  host?.close()
})

const log = () => ({
  name: 'log.txt',
  mimeType: 'text/plain',
  buffer: Buffer.alloc(2 * ATTACHMENT_PIECE_BYTES, 'It says alredy exists. '),
})

test('what is sent before its files are whole goes once they are, though its thread was left meanwhile', async () => {
  const { page, panel, box, files, chooses } = await opens(student('early'), { strict: 'by address' })
  await writes(page, 'My rotation is missing')
  await sent(panel).waitFor()
  const held = await heldPieces().on(page)
  await chooses({ name: 'shot.png', mimeType: 'image/png', buffer: shot }, log())
  // Seen from the device, also where the host's policy takes no image of it.
  const corner = () =>
    files
      .getByRole('listitem')
      .filter({ hasText: 'shot.png' })
      .locator('canvas')
      .evaluate((canvas: HTMLCanvasElement) => {
        const [r, g, b] = canvas.getContext('2d')?.getImageData(0, 0, 1, 1).data ?? []
        return { r, g, b, width: canvas.getBoundingClientRect().width }
      })
  await expect.poll(corner).toEqual({ ...COLOR, width: 56 })
  await held.isHeld()
  await box.fill('This is what I see')
  await box.press('Enter')
  const says = panel.getByRole('status').getByText('Will be sent once all of it is uploaded.')
  await says.waitFor()
  expect(await objections(page, { within: 'helpdock-panel' })).toEqual([])
  // Changed meanwhile, it is not sent by itself; sent again it is.
  await box.press('!')
  await says.waitFor({ state: 'detached' })
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  await says.waitFor()
  expect(await box.evaluate((field) => field.matches(':focus'))).toBe(true)

  await panel.getByRole('button', { name: 'Back', exact: true }).click()
  held.letGo()
  const message = await arrives('This is what I see!')
  expect(message.attachments).toMatchObject([{ name: 'shot.png', width: 640 }, { name: 'log.txt' }])
  await panel.getByText('My rotation is missing').first().click()
  await panel.getByRole('log').getByText('This is what I see!').waitFor()
  expect(await box.inputValue()).toBe('')
  expect(await files.count()).toBe(0)
  expect(await page.evaluate(() => (window as unknown as { violations: string[] }).violations)).toEqual([])
  await page.context().close()
})

test('a first message without a line, and a file after it: both are there once it is back, in their order', async () => {
  const person = student('offline')
  const { context, cuts } = await withLine()
  const { page, panel, box, files, chooses } = await opens(person, { context })
  await cuts(true)
  await writes(page, 'Written on the ward')
  await chooses(log())
  await box.fill('And this is the log')
  await box.press('Enter')
  await panel.getByText('Will be sent once all of it is uploaded.').waitFor()
  expect(await panel.getByRole('log').getByText('And this is the log').count()).toBe(0)
  // Its ticket gets its name while the file is under way.
  const held = await heldPieces().on(page)
  await panel.getByText('Not sent yet').waitFor()
  await cuts(false)
  await arrives('Written on the ward')
  await held.isHeld()
  await sent(panel).waitFor()
  await panel.getByText('Will be sent once all of it is uploaded.').waitFor()
  held.letGo()
  expect((await arrives('And this is the log')).attachments).toMatchObject([{ name: 'log.txt' }])
  await files.waitFor({ state: 'detached' })
  const again = await contactConnects(world.url, person)
  expect(again.welcome.tickets).toHaveLength(1)
  again.close()
  await page.context().close()
})

test('files that are chosen while a ticket gets its name, and what is sent before the bundle that waits for them is there, go with that ticket', async () => {
  const { context, cuts } = await withLine()
  const { page, panel, box, files, chooses } = await opens(student('names'), { context })
  await cuts(true)
  await writes(page, 'Written on the ward')
  const chooser = page.waitForEvent('filechooser')
  await panel.getByRole('button', { name: 'Attach files' }).click()
  const shownByDevice = await chooser
  await panel.getByText('Not sent yet').waitFor()
  await cuts(false)
  await sent(panel).waitFor()
  await shownByDevice.setFiles([{ name: 'shot.png', mimeType: 'image/png', buffer: shot }])
  await files.getByText('shot.png').waitFor()
  await box.fill('This is what I see')
  await box.press('Enter')
  expect((await arrives('This is what I see')).attachments).toMatchObject([{ name: 'shot.png' }])

  await panel.getByRole('button', { name: 'Back', exact: true }).click()
  await cuts(true)
  await writes(page, 'Written in the lift')
  await chooses(log())
  await expect.poll(() => keptOn(page)).toContain('log.txt')
  const bundle = await heldRequests(/\/assets\/attach-/).on(page)
  await page.reload()
  await panel.getByRole('log').getByText('Written in the lift').waitFor()
  await bundle.isHeld()
  await box.fill('The log from the lift')
  await box.press('Enter')
  await cuts(false)
  await sent(panel).waitFor()
  bundle.letGo()
  const { ticketId } = await arrives('Written in the lift')
  expect(await arrives('The log from the lift')).toMatchObject({
    ticketId,
    attachments: [{ name: 'log.txt' }],
  })
  await page.context().close()
})

test('what is typed after Send, while the bundle that waits for files is still to come, is not sent with it', async () => {
  const { page, panel, box, files, chooses } = await opens(student('types'))
  await writes(page, 'Written at the desk')
  await sent(panel).waitFor()
  const held = await heldPieces().on(page)
  await chooses(log())
  await expect.poll(() => keptOn(page)).toEqual(['log.txt'])
  const bundle = await heldRequests(/\/assets\/attach-/).on(page)
  await page.reload()
  await panel.getByRole('log').getByText('Written at the desk').waitFor()
  await bundle.isHeld()
  await box.fill('The log of the desk')
  await box.press('Enter')
  await box.pressSequentially(' and half a')
  bundle.letGo()
  await panel.getByRole('status').getByText('Not sent yet. Press Send again.').waitFor()
  held.letGo()
  await files.getByText('524 kB').waitFor()
  await box.pressSequentially(' word')
  await box.press('Enter')
  const message = await arrives('The log of the desk and half a word')
  expect(message.attachments).toMatchObject([{ name: 'log.txt' }])
  await page.context().close()
})

test('a device whose databases never answer holds up no message and no file', async () => {
  const { page, panel, box, files, chooses } = await opens(student('mute'), {
    before: () => {
      for (const name of ['oncomplete', 'onabort'])
        Object.defineProperty(IDBTransaction.prototype, name, { set() {} })
    },
  })
  await writes(page, 'Nothing answers here')
  await sent(panel).waitFor()
  const held = await heldPieces().on(page)
  await chooses(log())
  await held.isHeld()
  // Until it is known that nothing was stored, the tab remembers nothing newer.
  await expect.poll(() => page.evaluate(() => JSON.stringify(sessionStorage))).toContain('log.txt')
  await page.reload()
  await files.getByRole('alert').getByText('Choose it again.').waitFor()
  held.letGo()
  await chooses(log())
  await box.fill('Here it is')
  await box.press('Enter')
  expect((await arrives('Here it is')).attachments).toMatchObject([{ name: 'log.txt' }])
  await page.context().close()
})

test('a first message goes by itself, too; one with a file that cannot be sent leads to that file', async () => {
  const { page, panel, box, files, chooses } = await opens(student('first'))
  await panel.getByRole('button', { name: 'Write to us' }).first().click()
  const held = await heldPieces().on(page)
  await chooses(log(), { name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) })
  await held.isHeld()
  await box.fill('The log of my log-in')
  const send = panel.getByRole('button', { name: 'Send', exact: true })
  await send.click()
  const remove = files.getByRole('button', { name: 'Remove nothing.txt' })
  await remove.and(panel.locator(':focus')).waitFor()
  await remove.press('Enter')
  await send.click()
  await panel.getByText('Will be sent once all of it is uploaded.').waitFor()
  held.letGo()
  expect((await arrives('The log of my log-in')).attachments).toMatchObject([{ name: 'log.txt' }])
  await panel.getByRole('log').getByText('The log of my log-in').waitFor()
  await page.context().close()
})

test('a page that is loaded anew under an upload goes on with its file, says that the message was not sent, and keeps nothing', async () => {
  const { page, panel, box, files, chooses } = await opens(student('crash'))
  await writes(page, 'Half of it')
  await sent(panel).waitFor()
  const held = await heldPieces().on(page)
  await chooses(log())
  await held.isHeld()
  await box.fill('This is the log')
  await box.press('Enter')
  await panel.getByText('Will be sent once all of it is uploaded.').waitFor()
  await expect.poll(() => keptOn(page)).toEqual(['log.txt'])
  await page.reload()
  await files.getByText(/^Uploading, [1-9]/).waitFor()
  await panel.getByRole('status').getByText('Not sent yet. Press Send again.').waitFor()
  expect(await box.inputValue()).toBe('This is the log')
  const pieces: (string | null)[] = []
  page.on('request', (request) => {
    if (request.method() === 'PUT') pieces.push(new URL(request.url()).searchParams.get('from'))
  })
  held.letGo()
  await files.getByText('524 kB').waitFor()
  expect(pieces, 'what the server had is not sent again').not.toContain('0')
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  expect((await arrives('This is the log')).attachments).toMatchObject([{ name: 'log.txt' }])
  await expect.poll(() => keptOn(page)).toEqual([])
  await page.context().close()
})

test('a device without room for a file takes it all the same, and asks for it again after a reload', async () => {
  const { page, panel, box, files, chooses } = await opens(student('full'), {
    before: () => {
      const { put } = IDBObjectStore.prototype
      IDBObjectStore.prototype.put = function (...given) {
        const request = put.apply(this, given)
        request.addEventListener('success', () => this.transaction.abort())
        return request
      }
    },
  })
  await writes(page, 'No room at all')
  await sent(panel).waitFor()
  const held = await heldPieces().on(page)
  await chooses(log())
  await held.isHeld()
  await page.reload()
  await files.getByRole('alert').getByText('Choose it again.').waitFor()
  held.letGo()
  await chooses(log())
  await box.fill('Here it is')
  await box.press('Enter')
  expect((await arrives('Here it is')).attachments).toMatchObject([{ name: 'log.txt' }])
  expect(await keptOn(page)).toEqual([])
  await page.context().close()
})

test('files of a guest are never on the device, and after a log-out nobody’s are', async () => {
  const guest = await opens(null)
  await guest.panel.getByRole('button', { name: 'Write to us' }).first().click()
  await guest.chooses(log())
  await guest.files.getByText('Goes with your message once your address is proved').waitFor()
  expect(await guest.page.evaluate(databases)).not.toContain('helpdock.files')
  await guest.page.context().close()

  const { page, panel, chooses } = await opens(student('leaves'))
  await panel.getByRole('button', { name: 'Write to us' }).first().click()
  await heldPieces().on(page)
  await chooses(log())
  await expect.poll(() => keptOn(page)).toEqual(['log.txt'])
  await page.evaluate(() => (window as unknown as { Helpdock: (verb: string) => void }).Helpdock('shutdown'))
  await expect.poll(() => page.evaluate(databases)).not.toContain('helpdock.files')
  await page.context().close()
})

test('a file that was refused for now goes when told to; an image has its room before it is there', async () => {
  const { page, panel, box, files, chooses } = await opens(student('room'))
  await writes(page, 'Where do I click?')
  await sent(panel).waitFor()
  const isFull = { type: '', title: '', status: 429, code: 'attachment.day_full', retryAfterMs: 3_600_000 }
  await page.route('**/api/attachments', (route) => route.fulfill({ status: 429, json: isFull }), {
    times: 1,
  })
  await chooses({ name: 'shot.png', mimeType: 'image/png', buffer: shot })
  await files.getByRole('alert').getByText('Too many files for one day.').waitFor()
  await files.getByRole('button', { name: 'Try again' }).click()
  await files.getByRole('alert').waitFor({ state: 'detached' })
  await box.fill('Here?')
  await box.press('Enter')
  expect((await arrives('Here?')).attachments).toMatchObject([{ name: 'shot.png', width: 640, height: 400 }])

  // First what draws it is late, then its address, then the bytes.
  const gates = await Promise.all(
    [/\/assets\/attach-/, /\/api\/attachments\/[^/]+\/address/, /\/api\/attachments\/[^/]+\/file\?/].map(
      (of) => heldRequests(of).on(page),
    ),
  )
  await page.reload()
  const log = panel.getByRole('log')
  // All of the thread: what is not acknowledged on a slow line stands there before the rest does.
  await log.getByText('Where do I click?').waitFor()
  await log.getByText('Here?').waitFor()
  const image = log.locator('img[alt="shot.png"]')
  // Of what she wrote: what is promised below it may come at any moment.
  const height = async () => (await log.locator('.hd-group').last().boundingBox())?.height
  const before = await height()
  expect(before).toBeGreaterThan((260 * 400) / 640)
  for (const gate of gates) {
    await gate.isHeld()
    expect(await image.evaluateAll((all) => all.filter((one) => (one as HTMLImageElement).complete))).toEqual(
      [],
    )
    expect(await height()).toBe(before)
    gate.letGo()
  }
  // In its room, with an edge of a pixel around it.
  expect(
    await image.evaluate((one: HTMLImageElement) =>
      one.decode().then(() => [one.naturalWidth, one.width, Math.round(one.height)]),
    ),
  ).toEqual([640, 258, 161])
  expect(await height()).toBe(before)
  await page.context().close()
})

/** A profile whose line to the server is cut, and is back, when the scene says so. */
async function withLine() {
  const context = await browser.newContext()
  let isCut = false
  const lines: WebSocketRoute[] = []
  await context.route(/\/api\/(chat|attachments)/, (route) => (isCut ? route.abort() : route.fallback()))
  await context.routeWebSocket(/\/api\/chat$/, (socket) => {
    if (isCut) return socket.close({ code: 1011 })
    lines.push(socket)
    socket.connectToServer()
  })
  const cuts = async (cut: boolean) => {
    isCut = cut
    for (const line of lines.splice(0)) await line.close({ code: 1011 })
    for (const page of context.pages())
      await page.evaluate((name) => dispatchEvent(new Event(name)), cut ? 'offline' : 'online')
  }
  return { context, cuts }
}

const student = (name: string): Person => ({ sub: `files-${name}`, email: `${name}@northfield.edu`, name })

async function opens(person: Person | null, how: Visit = {}) {
  const { page, launcher, panel } = await visit(browser, host, { ...how, as: person })
  await launcher.click()
  await panel.getByText('All topics').waitFor()
  const chooses = async (...given: { name: string; mimeType: string; buffer: Buffer }[]) => {
    const chooser = page.waitForEvent('filechooser')
    await panel.getByRole('button', { name: 'Attach files' }).click()
    await (await chooser).setFiles(given)
  }
  return {
    ...{ page, panel, chooses },
    box: panel.getByRole('textbox', { name: 'Your message' }),
    files: panel.getByRole('list', { name: 'Files of your message' }),
  }
}

async function arrives(text: string) {
  const { message } = await omar.event('message.created', (body) => (body.message as Message).text === text)
  return message as Message
}
