// The main job as a person does it, in a real Chromium, against the real server: points 1 to 7 of "the main job". Each of
// the five trips (search, to an agent, to the student, an edit, a merge) goes at least once where sockets are refused.

import type { Browser, BrowserContext } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../browser/chromium.ts'
import { keptOn } from '../browser/kept-files.ts'
import { atConsole, atDemo, type Widget, widgetOn } from '../browser/people.ts'
import { agentConnects, agentCookie, codeIn, identityToken, post } from '../stage/cast.ts'
import { eventually, type Mail, makeWorld, type World } from '../stage/world.ts'

let world: World
let browser: Browser
beforeAll(async () => {
  ;[world, browser] = await Promise.all([makeWorld({ MERGE_COOLING_OFF_MINUTES: '0.03' }), launchChromium()])
})
afterAll(async () => {
  await browser?.close()
  await world?.end()
})

const DESKTOP = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
/** Both sizes that people hold in their hands, each by one of the two ways to the server. */
const WAYS = [
  { name: 'desktop', viewport: DESKTOP, hasSockets: true },
  { name: 'phone, where sockets are refused', viewport: PHONE, hasSockets: false },
]

test.each(WAYS)(
  'Maya finds the answer, it does not help, a person does ($name)',
  async ({ name, viewport, hasSockets }) => {
    await hasFace('Omar')
    const [student, desk] = await Promise.all([context(viewport, 'Asia/Tokyo'), context(DESKTOP)])
    const line = hasSockets ? undefined : await withoutSockets(student)
    const demo = await atDemo(await student.newPage(), world.url)
    await demo.logIn('maya.lindqvist@northfield.edu')
    const widget = await demo.openWidget()

    // The right section of the right article, before the word is finished, in spite of the typo.
    await widget.type('alredy exi')
    await widget.firstResult(/user already exists/i)
    await widget.type('sts')
    await widget.openFirstResult()
    expect(await widget.articleTitle()).toMatch(/user already exists/i)
    // What the article holds may still be on its way: below a skeleton all of it is in sight.
    const seesTheWayAtTheQuestion = async () => {
      await widget.readsToTheQuestion()
      return widget.isInSight(/^Write to us/)
    }
    await expect.poll(seesTheWayAtTheQuestion).toBe(false)
    await widget.answerFeedback('No')
    await expect.poll(() => widget.isInSight(/^Write to us/)).toBe(true)

    await widget.writeToAPerson()
    expect(await widget.handedOver()).toMatch(/user already exists/i)
    // Each thing goes along only while its switch is on.
    await widget.sharesNot('Page')
    const question = `It still says already exists (${name})`
    await widget.send(question)
    await widget.sees(question)
    await widget.sees(/^Sent/)

    // What a console has is delivered; what stands before an agent's eyes is seen.
    const console = await atConsole(await desk.newPage(), world.url)
    await console.logIn('Omar')
    await widget.sees(/^Delivered/)
    await console.open(question)
    await widget.sees(/^Seen/)
    await console.sees('Verified')
    await console.sees('maya.lindqvist@northfield.edu')
    await console.sees(/user already exists/i)
    await console.sees('Their clock')
    expect(await console.aboutTheContact()).toMatch(/With Chrome \d+ on Linux/)
    expect(await console.aboutTheContact()).not.toContain('Was on the page')

    // Each reads that the other writes.
    await widget.writes('It is my ')
    await console.sees('Maya Lindqvist is writing')
    await widget.writes('')
    await console.startReply('Hello Maya, ')
    await widget.sees('Omar Haddad is typing')
    await console.finishReply('try “Forgot password?”')
    await widget.sees('try “Forgot password?”')
    // Who answered has a name and a face.
    await widget.sees('Omar Haddad')
    await expect.poll(() => widget.faces()).toContain(128)

    // Who taps the badge came for the answer. "New" stands above it until she has answered.
    await widget.close()
    await console.finishReply('Does it work?')
    await demo.seesBadge('1')
    await demo.openWidget()
    await widget.sees('Does it work?')
    await widget.sees(/^New$/)
    await widget.send('It does!')
    await widget.doesNotSee(/^New$/)
    await console.sees('It does!')

    // Solved: how it was, and the conversation to keep.
    await widget.presses('This is solved')
    await widget.presses('Good')
    await widget.sees(/noted/)
    await console.sees(/Maya Lindqvist rated this: Good/)
    await widget.answers('What was good?', `A person at last (${name})`)
    await widget.presses('Send')
    await console.sees(`A person at last (${name})`)
    expect(await widget.downloads('Download')).toMatch(/^ticket-\d+\.txt$/)
    await widget.presses('Mail to m•••@northfield.edu')
    await widget.sees('It is on its way to m•••@northfield.edu.')
    const isTranscript = (mail: Mail) => mail.subject.startsWith('Transcript') && mail.text.includes(question)
    const transcript = await world.mailTo('maya.lindqvist@northfield.edu', isTranscript)
    expect(transcript.text).toContain('try “Forgot password?”')

    // Whoever writes opens it again.
    await widget.writes('And now it does not.')
    await widget.pressSend()
    await widget.sees('Opened again')
    await console.sees('And now it does not.')
    await widget.presses('This is solved')
    await widget.presses('Open a new ticket')
    await widget.sees(/^We will also write to m•••@northfield\.edu/)
    // Where replies are not mailed any more, nobody is promised one, and the agent reads it too.
    await mailsReplies(false)
    await widget.doesNotSee(/^We will also write to/)
    await console.sees('Replies are not mailed: read in the chat alone')
    await mailsReplies(true)
    await widget.sees(/^We will also write to m•••@northfield\.edu/)
    await expect.poll(() => widget.handedOver()).toMatch(/Ticket \d+ It still says already exists/)
    expect(await widget.handedOver()).toMatch(/Chrome \d+ on Linux/)
    line?.wasNeeded()
    await Promise.all([student.close(), desk.close()])
  },
)

test('a screenshot goes with a first message, a dropped file outlives a reload, an agent sends one back', async () => {
  const [student, desk] = await Promise.all([context(PHONE), context(DESKTOP)])
  const page = await student.newPage()
  const demo = await atDemo(page, world.url)
  await demo.logIn('maya.lindqvist@northfield.edu')
  let widget = await demo.openWidget()
  await widget.writeToAPerson()
  const color = { r: 30, g: 90, b: 160 }
  const shot = await sharp({ create: { width: 640, height: 400, channels: 3, background: color } })
    .png()
    .toBuffer()
  await widget.attaches(
    { name: 'shot.png', mimeType: 'image/png', buffer: shot },
    { name: 'page.png', mimeType: 'image/png', buffer: Buffer.from('<svg onload="alert(1)"/>') },
  )
  await widget.sees(/^We take images/)
  await widget.removes('page.png')
  // The focus goes on to what is left.
  await page.locator('button:focus[title="Remove shot.png"]').waitFor()
  await widget.writes('This is what I see')
  await widget.pressSend()
  await widget.allSent()
  expect(await widget.image('shot.png')).toBe(640)

  // The page is left while the line is gone: what was chosen goes on.
  await page.route('**/api/attachments*', (route) => route.abort())
  const log = { name: 'log.txt', text: 'It says alredy exists. '.repeat(20_000) }
  await widget.drops(log)
  await widget.sees('log.txt')
  await expect.poll(() => keptOn(page)).toContain('log.txt')
  await page.reload()
  widget = widgetOn(page)
  await widget.sees('log.txt')
  // Then the line dies in the middle of it, and the upload goes on from there.
  const pieces: string[] = []
  let isDead = false
  await page.route('**/api/attachments/**', (route) => {
    const from = new URL(route.request().url()).searchParams.get('from')
    if (from) pieces.push(from)
    isDead ||= pieces.length === 2
    return isDead ? route.abort() : route.continue()
  })
  await page.unroute('**/api/attachments*')
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await widget.sees(/^Uploading, [1-9]/)
  await expect.poll(() => isDead).toBe(true)
  page.on('request', (request) => {
    if (request.method() === 'PUT') pieces.push(new URL(request.url()).searchParams.get('from') ?? '')
  })
  await page.unroute('**/api/attachments/**')
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await widget.sees('460 kB')
  expect(pieces[0]).toBe('0')
  expect(pieces[2]).toBe(pieces[1])
  expect(new Set(pieces).size, 'nothing else went twice').toBe(pieces.length - 1)
  await widget.pastes({ name: 'image.png', mimeType: 'image/png', buffer: shot })
  await widget.sees('image.png')
  await expect.poll(() => widget.canSend()).toBe(true)
  await widget.pressSend()
  await widget.allSent()
  expect(await widget.image('image.png')).toBe(640)

  const console = await atConsole(await desk.newPage(), world.url)
  await console.logIn('Omar')
  await console.open('This is what I see')
  await console.seesImage('shot.png')
  const pdf = Buffer.from('%PDF-1.4\n%%EOF\n')
  await console.attaches({ name: 'steps.pdf', mimeType: 'application/pdf', buffer: pdf })
  await console.sees(/^\d+ kB/)
  await console.finishReply('These are the steps')
  await widget.sees('steps.pdf')
  expect(await widget.downloads('steps.pdf')).toBe('steps.pdf')

  // Files without a text can be taken back like a message.
  await widget.deletesTheLast()
  await widget.sees('This message was deleted')
  await widget.doesNotSee(/^log\.txt$/)
  await Promise.all([student.close(), desk.close()])
})

test('Maya logs in to her other account instead of the mailed code, without leaving hers', async () => {
  const student = await context(DESKTOP)
  const page = await student.newPage()
  const demo = await atDemo(page, world.url)
  await demo.logIn('maya.lindqvist@northfield.edu')
  const widget = await demo.openWidget()
  await widget.startMerge('leo.okafor@mail.example')
  // She thinks better of it, then mistypes.
  await widget.presses('Log in to the other account')
  await demo.logsInToOther('leo-on-the-wart')
  await demo.sees('Email address and password do not belong together.')
  await demo.presses('Cancel')
  await widget.presses('Log in to the other account')
  await demo.logsInToOther('leo-on-the-ward')
  await widget.sees('A person looks at both accounts')
  await widget.presses('Stop this merge')
  await widget.presses('No, let it go on')
  await widget.presses('Stop this merge')
  await widget.presses('Yes, stop it')
  await widget.sees('Both accounts are as they were.')
  await page.reload()
  await demo.sees('Logged in as maya.lindqvist@northfield.edu')
  await student.close()
})

test('Leo merges his two accounts where sockets are refused, and the rotation is on his dashboard', async () => {
  const [student, desk] = await Promise.all([context(PHONE), context(DESKTOP)])
  const line = await withoutSockets(student)
  const page = await student.newPage()
  const demo = await atDemo(page, world.url)
  await demo.logIn('leo.okafor@mail.example')
  await demo.doesNotSee("St. Brigid's")
  const begun = Date.now()
  // The page stood open for long: the widget gets a newer token for the merge by itself.
  const leo = { sub: 'ww-10684', email: 'leo.okafor@mail.example', name: 'Leo Okafor' }
  const old = await identityToken(leo, { iat: Math.floor(begun / 1000) - 1_200 })
  await page.route('**/demo/identity-token', (route) => route.fulfill({ body: old }), { times: 1 })
  const tokens = page.waitForResponse(
    async (answer) => /identity-token/.test(answer.url()) && (await answer.text()) !== old,
  )
  const widget = await demo.openWidget()
  // A first try with a slip in the address stands in nobody's way.
  await widget.startMerge('l.okafro@northfield.edu')
  await tokens
  await widget.presses('Back')
  // What is missing is in his other account: the host thinks so, and his own answer says which.
  await widget.opensForm('My rotation is missing')
  await widget.sees(/l•••@northfield\.edu may hold it/)
  // Once for who hears it.
  expect(await widget.panel.locator('[role=status] [role=status]').count()).toBe(0)
  await widget.answers(/^Which address did your coordinator use/, 'l.okafor@northfield.edu')
  await widget.chooses('Maybe')
  await widget.presses('Continue')
  await widget.presses('Merge the two accounts')
  const { text } = await world.mailTo('l.okafor@northfield.edu')
  await widget.typeCode(codeIn(text))
  await widget.sees('A person looks at both accounts')

  const console = await atConsole(await desk.newPage(), world.url)
  await console.logIn('Ines')
  await console.open(/l\.okafor@northfield\.edu/)
  // What he typed before it was a merge.
  await console.sees('Do you have a second account?')
  await console.sees('Maybe')
  await console.approveMerge()
  await widget.sees('You have one account now')
  for (const address of ['leo.okafor@mail.example', 'l.okafor@northfield.edu'])
    await world.mailTo(address, ({ subject }) => subject === 'Done: your two accounts are one')
  // From the form to the receipt, an agent's part and the demo's short wait included.
  expect(Date.now() - begun).toBeLessThan(120_000)
  // Watched to its end, it leaves no news behind.
  await widget.close()
  await page.getByRole('button', { name: 'Open help', exact: true }).waitFor()
  await page.reload()
  await demo.sees("St. Brigid's")
  line.wasNeeded()
  await Promise.all([student.close(), desk.close()])
})

test('on the log-in page a guest searches, reads, and writes from a proved address, with a screenshot', async () => {
  const student = await context(PHONE)
  const page = await student.newPage()
  const demo = await atDemo(page, world.url)
  await demo.goto('/demo/login')
  const widget = await demo.openWidget()
  // A merge is for who is logged in: a guest is shown how.
  await widget.presses(/^Merge two accounts/)
  await widget.sees('Log in first')
  await widget.presses('Back')
  await widget.type('alredy exists')
  await widget.firstResult(/user already exists/i)
  const background = { r: 30, g: 90, b: 160 }
  const buffer = await sharp({ create: { width: 320, height: 200, channels: 3, background } })
    .png()
    .toBuffer()
  await widget.writeAsGuest({
    name: 'Nadia',
    email: 'nadia@mail.example',
    text: 'I cannot get in at all',
    file: { name: 'shot.png', mimeType: 'image/png', buffer },
  })
  // Nothing is with anybody yet, and it says so.
  await widget.sees('What you wrote is sent as soon as you type it here.')
  const { text } = await world.mailTo('nadia@mail.example')
  // The server takes the code and its answer is lost: the code stands there, and goes once more.
  await page.route(
    '**/api/address-proofs/*',
    async (route) => {
      await route.fetch()
      await route.abort()
    },
    { times: 1 },
  )
  await widget.pasteCode(codeIn(text))
  await widget.sees('Our server did not answer.')
  await widget.presses('Confirm')
  await widget.sees('I cannot get in at all')
  await widget.sees(/We will also write to n•••@mail\.example/)
  expect(await widget.image('shot.png')).toBe(320)

  // A link of the host's leads to its next page, and on a phone the panel does not cover that.
  await demo.goto('/demo/login')
  await page.getByRole('button', { name: 'Open help' }).waitFor()
  expect(await widget.panel.isVisible()).toBe(false)
  await demo.openWidget()
  await widget.sees('I cannot get in at all')

  const desk = await context(DESKTOP)
  const console = await atConsole(await desk.newPage(), world.url)
  await console.logIn('Omar')
  await console.open('I cannot get in at all')
  await console.sees('Guest')
  await Promise.all([student.close(), desk.close()])
})

test('a guest fills in a form and proves the address; an agent reads the answers and puts one right', async () => {
  const [student, desk] = await Promise.all([context(PHONE), context(DESKTOP)])
  const demo = await atDemo(await student.newPage(), world.url)
  await demo.goto('/demo/login')
  const widget = await demo.openWidget()
  await widget.opensForm('I got no invitation')
  await widget.answers('Your name', 'Nadia')
  await widget.answers('Your e-mail address', 'nadia.formal@mail.example')
  await widget.presses('Continue')
  await widget.sees('This is needed.')
  await widget.answers(/^Which address should it/, 'nadia@eastmoor.edu')
  await widget.answers(/^Which school or site/, 'Eastmoor')
  // Somebody has asked for codes in her place, until there were enough: the newest is good.
  const email = 'nadia.formal@mail.example'
  let newest: Mail | undefined
  for (const nth of [1, 2, 3]) {
    await post(world.url, '/api/address-proofs', { email, name: 'A stranger' })
    newest = await eventually(`mail ${nth}`, async () => {
      const mails = (await world.mails()).filter(({ to }) => to === email)
      return mails.length === nth && mails.at(-1)
    })
  }
  await widget.presses('Continue')
  await widget.sees(`Codes were mailed to ${email} several times lately`)
  await widget.typeCode(codeIn(newest?.text ?? ''))
  await widget.allSent()
  await widget.sees('Eastmoor')

  const console = await atConsole(await desk.newPage(), world.url)
  await console.logIn('Omar')
  await console.open('I got no invitation: nadia@eastmoor.edu')
  await console.corrects('Which school or site invited you?', 'Eastmoor School of Medicine')
  await console.sees('Omar Haddad changed the form: Which school or site invited you?')
  await widget.sees('Eastmoor School of Medicine')
  await widget.sees(/^Omar Haddad changed your answers/)
  await Promise.all([student.close(), desk.close()])
})

test('what is written while the server is dead is sent when it is back, once, by both ways', async () => {
  const students = await Promise.all(
    WAYS.map(async ({ name, viewport, hasSockets }) => {
      const student = await context(viewport)
      const line = hasSockets ? undefined : await withoutSockets(student)
      const demo = await atDemo(await student.newPage(), world.url)
      await demo.logIn('maya.lindqvist@northfield.edu')
      const widget: Widget = await demo.openWidget()
      await widget.writeToAPerson()
      await widget.send(`Before the crash (${name})`)
      await widget.sees(/^Sent|Seen|Delivered/)
      return { student, widget, line, during: `During the crash (${name})` }
    }),
  )
  await world.kill()
  for (const { widget, during } of students) {
    await widget.send(during)
    await widget.sees(during)
  }
  await world.start()
  for (const { student, widget, line, during } of students) {
    await widget.allSent()
    expect(await widget.count(during)).toBe(1)
    line?.wasNeeded()
    await student.close()
  }
})

test('live edit: a saved article, opening hours, and a greeting are in an open widget a moment later, by both ways', async () => {
  const { readFile, writeFile } = await import('node:fs/promises')
  const students = await Promise.all(
    WAYS.map(async ({ viewport, hasSockets }) => {
      const student = await context(viewport)
      const line = hasSockets ? undefined : await withoutSockets(student)
      const demo = await atDemo(await student.newPage(), world.url)
      await demo.logIn('maya.lindqvist@northfield.edu')
      const widget = await demo.openWidget()
      await widget.type('parking permit')
      return { student, widget, line }
    }),
  )
  // Somebody who is not signed in has no socket, and hears of an edit all the same.
  const nobody = await context(PHONE)
  const page = await nobody.newPage()
  let sockets = 0
  page.on('websocket', () => sockets++)
  const isListening = Promise.all(
    ['index', 'news'].map((what) =>
      page.waitForResponse((answer) => answer.url().includes(`/api/help/${what}`)),
    ),
  )
  const signedOut = await (await atDemo(page, world.url)).openWidget()
  await signedOut.type('parking permit')
  await isListening
  const file = `${world.articlesDir}/en/profile/cost-free.md`
  const before = await readFile(file, 'utf8')
  await writeFile(file, `${before}\n## Does a parking permit cost anything?\n\nThe parking permit is free.\n`)
  for (const widget of [signedOut, ...students.map(({ widget }) => widget)])
    await widget.firstResult(/parking permit/i)
  expect(sockets).toBe(0)
  await nobody.close()
  // Opening hours, too: nobody is there in the next days.
  const ines = await agentConnects(world.url, 'Ines')
  const { hours } = (await ines.command('hours.read', {})).result
  const later = (new Date().getUTCDay() + 2) % 7
  const week = Array.from({ length: 7 }, (_, day) => (day === later ? [{ from: '09:00', to: '17:00' }] : []))
  await ines.command('hours.set', { version: hours.version, hours: { zone: 'UTC', week, holidays: [] } })
  for (const { widget } of students) await widget.sees(/^We are back on \w+day at/)
  await ines.command('hours.set', { version: hours.version + 1, hours: null })
  for (const { widget } of students) await widget.doesNotSee(/^We are back/)
  ines.close()
  // And what an admin has it say first.
  const headers = { cookie: await agentCookie(world.url, 'Ines'), 'content-type': 'application/json' }
  const greets = async (version: number, greeting: string | null) => {
    const body = JSON.stringify({ version, name: null, accent: null, greeting })
    const answer = await fetch(`${world.url}/api/console/brand`, { method: 'PUT', headers, body })
    expect(answer.status).toBe(200)
  }
  await greets(0, 'What can the ward desk do?')
  for (const { widget } of students) await widget.sees('What can the ward desk do?')
  await greets(1, null)
  for (const { widget } of students) await widget.sees(/^Hi Maya/)
  // A broken file does not take the good one away.
  await writeFile(file, '---\ntitle: [broken\n---\n')
  const answer = await fetch(`${world.url}/api/help/articles/cost-free`)
  expect(answer.status).toBe(200)
  await writeFile(file, before)
  for (const { student, line } of students) {
    line?.wasNeeded()
    await student.close()
  }
})

/** What an agent chooses in the console. */
async function hasFace(name: 'Omar'): Promise<void> {
  const headers = {
    cookie: await agentCookie(world.url, name),
    'content-type': 'application/octet-stream',
  }
  const create = { width: 200, height: 200, channels: 3, background: '#0b6b5d' } as const
  const body = new Uint8Array(await sharp({ create }).png().toBuffer())
  const answer = await fetch(`${world.url}/api/console/me/picture`, { method: 'PUT', headers, body })
  expect(answer.status).toBe(200)
}

async function mailsReplies(isMailed: boolean): Promise<void> {
  const headers = { cookie: await agentCookie(world.url, 'Ines'), 'content-type': 'application/json' }
  const path = `${world.url}/api/console/mail`
  const { version } = (await (await fetch(path, { headers })).json()) as { version: number }
  const body = JSON.stringify({ version, name: null, replyTo: null, off: isMailed ? [] : ['replies'] })
  expect((await fetch(path, { method: 'PUT', headers, body })).status).toBe(200)
}

function context(viewport: { width: number; height: number }, timezoneId?: string): Promise<BrowserContext> {
  return browser.newContext({ viewport, reducedMotion: 'reduce', ...(timezoneId && { timezoneId }) })
}

/** As a school's proxy does it, for all that this student opens. */
async function withoutSockets(student: BrowserContext) {
  let refused = 0
  let polls = 0
  await student.routeWebSocket(/\/api\/chat$/, (socket) => {
    refused++
    void socket.close({ code: 1011 })
  })
  student.on('response', (answer) => {
    if (answer.url().includes('/api/chat/poll')) polls++
  })
  return {
    /** The premise of a scene: sockets were tried, and news came by the other way. */
    wasNeeded() {
      expect(refused).toBeGreaterThan(0)
      expect(polls).toBeGreaterThan(0)
    },
  }
}
