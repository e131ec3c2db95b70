// The demo host in a real browser, with a stand-in for /widget.js that only notes its calls: what a host page does
// to embed Helpdock, under a strict policy; and a mailbox and a dashboard that fill by themselves.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { demoLogins } from '../../server/demo/cast.ts'
import { demoHost } from '../../server/demo/demo.ts'
import { fileMailer } from '../../server/email/file-mailer.ts'
import { ENGLISH } from '../../server/email/language.ts'
import { guestCodeMail } from '../../server/email/texts.ts'
import { PLAIN } from '../../server/settings/brand.ts'
import { objections } from '../browser/axe.ts'
import { launchChromium } from '../browser/chromium.ts'
import { listensTo } from '../browser/said.ts'

const WIDGET = `
  const calls = (window.calls = [...(window.Helpdock?.q ?? [])])
  window.Helpdock = (...call) => void calls.push(call)
`

let browser: Browser
let dir: string
let app: FastifyInstance
let url: string
let hasWidget: boolean
let context: BrowserContext
let page: Page
let complaints: string[]

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-demo-'))
  hasWidget = true
  app = fastify({ forceCloseConnections: true })
  app.get('/widget.js', (_request, reply) =>
    hasWidget ? reply.type('text/javascript').send(WIDGET) : reply.code(404).send(),
  )
  app.register(
    demoHost({
      dataDir: dir,
      mailsDir: join(dir, 'mailbox'),
      publicUrl: 'http://portal.example',
      identitySecret: 'the-secret-that-the-portal-and-helpdock-share',
      webhookSecret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      hostApiKey: 'the-key-of-the-host',
      now: () => new Date(),
    }),
  )
  url = await app.listen({ host: '127.0.0.1', port: 0 })
  context = await browser.newContext({ permissions: ['clipboard-read', 'clipboard-write'] })
  page = await context.newPage()
  complaints = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (line) => line.type() === 'error' && complaints.push(line.text()))
})
afterEach(async () => {
  await context.close()
  await app.close()
  await rm(dir, { recursive: true, force: true })
})

it('boots the widget signed out, then with the student’s token, and shuts it down at log-out', async () => {
  await page.goto(`${url}/demo/login`)
  expect(await page.evaluate('calls')).toEqual([['boot']])

  await logIn()
  expect(await page.evaluate('calls.map(([verb, options]) => [verb, typeof options.identityToken])')).toEqual(
    [['boot', 'function']],
  )
  expect(await page.evaluate('calls[0][1].identityToken()')).toMatch(/^ey[\w-]+\.[\w-]+\.[\w-]+$/)

  await page.evaluate(
    "addEventListener('pagehide', () => localStorage.setItem('calls', JSON.stringify(calls.map(([verb]) => verb))))",
  )
  await page.getByRole('banner').getByText('Maya Lindqvist').first().click()
  await page.getByRole('button', { name: 'Log out' }).click()
  await page.getByText('You are logged out.').waitFor()
  expect(await page.evaluate("localStorage.getItem('calls')")).toBe('["boot","shutdown"]')
  expect(complaints).toEqual([])
})

it('works when Helpdock is not there', async () => {
  hasWidget = false
  await page.goto(`${url}/demo/login`)
  await logIn()
  await page.getByRole('heading', { name: 'Pediatrics' }).waitFor()
  expect(complaints.filter((complaint) => !complaint.includes('404'))).toEqual([])
})

it('a mail comes into the open mailbox by itself, and leaves what is there as it is', async () => {
  const mailer = fileMailer({
    dir: join(dir, 'mailbox'),
    sender: () => ({ name: 'Wardway support', address: 'help@wardway.example' }),
    brand: () => PLAIN,
  })
  const send = (id: string, code: string) =>
    mailer.send({
      id,
      to: 'nadia@mail.example',
      ...guestCodeMail(ENGLISH, { code }),
      state: 'queued',
      attempts: [],
      createdAt: new Date().toISOString(),
    })
  await page.goto(`${url}/demo/mailbox`)
  await page.getByText('No mail yet.').waitFor()
  await send('mal_1', '7K3MQ9TX')
  await page.getByText('7K3MQ9TX').waitFor()
  expect(await page.getByText('No mail yet.').count()).toBe(0)

  await page.locator('#mal_1 summary').click()
  const first = await page.locator('#mal_1').elementHandle()
  await send('mal_2', '2B4D6F8H')
  await page.getByText('2B4D6F8H').waitFor()
  expect(await page.locator('.mail').evaluateAll((mails) => mails.map(({ id }) => id))).toEqual([
    'mal_2',
    'mal_1',
  ])
  expect(await first?.evaluate((mail) => mail.isConnected && !mail.hasAttribute('open'))).toBe(true)

  const copy = page.getByRole('button', { name: 'Copy code' }).first()
  const said = await listensTo(page.locator('#mails'))
  await copy.click()
  await said.hears('Copied')
  expect(await page.evaluate('navigator.clipboard.readText()')).toBe('2B4D6F8H')
  expect(complaints).toEqual([])
})

it('a rotation that comes meanwhile is on the open dashboard without a reload', async () => {
  await page.goto(`${url}/demo/login`)
  await logIn()
  const elsewhere = await context.newPage()
  await elsewhere.goto(`${url}/demo/search?q=critical`)
  expect(await page.getByText('Critical Care').count()).toBe(0)
  await elsewhere.getByRole('button', { name: /Critical Care/ }).click()
  await elsewhere.waitForURL(/\/demo\/rotations\//)
  await page.bringToFront()
  await page.getByRole('heading', { name: 'Critical Care' }).waitFor()
  expect(await page.getByRole('heading', { name: 'Pediatrics' }).count()).toBe(1)
  expect(complaints).toEqual([])
})

it('has nothing that axe objects to, in both themes, and fits 320 px', async () => {
  const look = async () => {
    for (const width of [320, 1280]) {
      await page.setViewportSize({ width, height: 800 })
      const { scrollWidth, innerWidth } = await page.evaluate(() => ({
        scrollWidth: document.documentElement.scrollWidth,
        innerWidth: window.innerWidth,
      }))
      expect([page.url(), scrollWidth]).toEqual([page.url(), innerWidth])
    }
    expect([page.url(), ...(await objections(page))]).toEqual([page.url()])
  }
  // The premise: faint words are objected to, in each theme.
  await page.goto(`${url}/demo/forgot`)
  await page
    .locator('.muted')
    .first()
    .evaluate((text) => text.style.setProperty('color', 'light-dark(#ccc, #444)'))
  expect((await objections(page)).map((line) => line.replace(/: <.*/, ''))).toEqual([
    'color-contrast',
    'dark: color-contrast',
  ])

  for (const path of ['/login', '/sign-up', '/forgot', '/mailbox']) {
    await page.goto(`${url}/demo${path}`)
    await look()
  }
  await page.goto(`${url}/demo/login`)
  await logIn()
  for (const path of [
    '',
    '/rotations/pediatrics-lakeshore',
    '/search',
    '/profile',
    '/profile/edit',
    '/none',
  ]) {
    await page.goto(`${url}/demo${path}`)
    await look()
  }
})

async function logIn() {
  const [maya] = demoLogins
  await page.getByLabel('Email address').fill(maya?.email ?? '')
  await page.getByLabel('Password').fill(maya?.password ?? '')
  await page.getByRole('button', { name: 'Log in', exact: true }).click()
  await page.waitForURL(/\/demo\/?$/)
}
