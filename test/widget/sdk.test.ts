// The package for pages that are built with a bundler: packed, installed in an empty project, checked by its types, bundled,
// and used by an app in React and in Preact on a page as strict as pages are.

import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchChromium } from '../browser/chromium.ts'
import { agentConnects, contactConnects, identityToken, newClientId, type Person } from '../stage/cast.ts'
import { makeWorld, type World } from '../stage/world.ts'

const run = promisify(execFile)

const FRAMEWORKS = {
  react: {},
  preact: {
    'react/jsx-runtime': 'preact/jsx-runtime',
    'react-dom/client': 'preact/compat/client',
    react: 'preact/compat',
  },
}
type Framework = keyof typeof FRAMEWORKS

let project: string
let packed: { filename: string; files: { path: string }[] }
let world: World
let browser: Browser
let host: { origin: string; server: Server }

beforeAll(async () => {
  host = await serveApps()
  ;[world, browser] = await Promise.all([
    makeWorld({ ALLOWED_ORIGINS: host.origin }),
    launchChromium(),
    installPacked(),
  ])
})
afterAll(async () => {
  await browser?.close()
  await world?.end()
  host?.server.close()
  if (project) await rm(project, { recursive: true, force: true })
})

test('the package carries its own files and asks for nothing', async () => {
  expect(packed.files.map(({ path }) => path).toSorted()).toEqual([
    ...['LICENSE', 'README.md', 'options.d.ts', 'package.json'],
    ...['sdk/index.d.ts', 'sdk/index.js', 'sdk/react.d.ts', 'sdk/react.js'],
  ])
  const manifest = JSON.parse(await readFile(inPackage('package.json'), 'utf8'))
  const { version } = JSON.parse(await readFile('package.json', 'utf8'))
  expect(manifest).toMatchObject({
    version,
    sideEffects: false,
    peerDependenciesMeta: { react: { optional: true } },
  })
  expect(Object.keys(manifest)).not.toContain('dependencies')
  // React's own mark of what runs in browsers; it counts in the first line only.
  expect(await readFile(inPackage('sdk/react.js'), 'utf8')).toMatch(/^'use client'/)
})

test('its types say what can be said', async () => {
  const compiler = resolve('node_modules/typescript/bin/tsc')
  // Node's way to find modules is the strictest; what it finds, bundlers find.
  const strict = ['--noEmit', '--strict', '--module', 'nodenext', '--types', '', '--jsx', 'react-jsx']
  // Stricter than strict, and as templates of today have it.
  strict.push('--exactOptionalPropertyTypes')
  const said = run(process.execPath, [compiler, ...strict, 'calls.ts', 'app.tsx'], { cwd: project })
  await said.catch(({ stdout }) => expect.fail(stdout))
})

test('on a server it is imported, called and drawn, and nothing happens', async () => {
  await writeFile(
    join(project, 'server.js'),
    `import { helpdock, load, on } from '@helpdock/widget'
    import { Helpdock, useHelpdock } from '@helpdock/widget/react'
    import { createElement as h } from 'react'
    import { renderToString } from 'react-dom/server'
    helpdock('boot', {})
    on('unread', () => {})()
    await load({ base: 'https://help.example.com' })
    const Badge = () => h('b', null, useHelpdock().unread)
    const page = h('p', null, h(Helpdock, { base: 'https://help.example.com' }), h(Badge))
    console.log(renderToString(page), typeof window, Object.keys(globalThis).filter((name) => /helpdock/i.test(name)).length)`,
  )
  const { stdout, stderr } = await run(process.execPath, ['server.js'], { cwd: project })
  expect([stdout.trim(), stderr]).toEqual(['<p><b>0</b></p> undefined 0', ''])
})

test.each(['react', 'preact'] as const)(
  '%s: it comes with the component, follows its props, and leaves with the person',
  async (framework) => {
    const first = student(framework, 'first')
    const student1 = await contactConnects(world.url, first)
    const opened = { clientId: newClientId(), type: 'question', text: 'Where is my badge?' }
    const { ticket } = (await student1.command('ticket.open', opened)).result
    student1.close()
    const { page, launcher, panel, press } = await visit(framework)
    const sessions: string[] = []
    page.on('request', (request) => {
      if (request.url().includes('/api/session')) sessions.push(request.postData() ?? '')
    })
    const warnings: string[] = []
    page.on('console', (said) => {
      if (said.type() === 'warning') warnings.push(said.text())
    })
    await launcher.waitFor()
    expect(await page.evaluate(() => window.host.mounts), 'the premise').toBe(framework === 'react' ? 2 : 1)

    // Its own button; what is typed is a draft of this tab.
    await press('Ask, 0 new')
    await panel.getByRole('button', { name: 'Where is my badge?' }).waitFor()
    expect(await page.getByRole('button', { name: 'Ask,' }).getAttribute('aria-pressed')).toBe('true')
    await panel.getByRole('button', { name: 'Write to us' }).first().click()
    await panel.getByLabel('Your message').fill('Half a sentence')
    expect(sessions).toHaveLength(1)
    const asked = () => page.evaluate(() => window.host.asked)
    const before = await asked()

    // A render is no change; another route is one, and takes the widget over.
    for (const times of [0, 1, 2]) await press(`Rendered ${times} times`)
    const suggested = page.waitForRequest((request) => /home\?.*page=%2Fprofile/.test(request.url()))
    await press('My profile')
    await suggested
    await wouldHaveLeft(page)
    expect(await panel.getByLabel('Your message').inputValue()).toBe('Half a sentence')
    expect([await asked(), sessions.length], 'asked who is here').toEqual([before, 1])

    // StrictMode's first mount took nothing away: the tab goes on where it was.
    await page.reload()
    await panel.getByLabel('Your message').waitFor()
    expect(await panel.getByLabel('Your message').inputValue()).toBe('Half a sentence')
    await page.evaluate(() => window.sdk.helpdock('hide'))
    await panel.waitFor({ state: 'hidden' })

    // The handler of the last render hears.
    await press('Rendered 0 times')
    await page.getByRole('button', { name: 'Rendered 1 times' }).waitFor()
    const omar = await agentConnects(world.url, 'Omar')
    await omar.command('message.send', { clientId: newClientId(), ticketId: ticket.id, text: 'At the desk.' })
    omar.close()
    await page.getByRole('button', { name: 'Ask, 1 new' }).waitFor()
    expect(await page.evaluate(() => window.host.heard.at(-1))).toBe('1 at render 1')

    await press('Log out')
    await page.getByRole('button', { name: 'Ask, 0 new' }).waitFor()
    expect(await page.evaluate(() => sessionStorage.length + localStorage.length)).toBe(0)
    await launcher.waitFor()
    await press('Log in')
    await press('Ask, 0 new')
    await panel.getByText('All topics').waitFor()
    await expect.poll(() => sessions.map(subOf).at(-1)).toBe(student(framework, 'second').sub)
    expect(await panel.getByText('Where is my badge?').count()).toBe(0)

    // Another route, StrictMode and log-outs are no second one; this is.
    expect(warnings, 'the premise').toEqual([])
    await press('One more')
    await expect.poll(() => warnings.join()).toMatch(/^Two <Helpdock> are on this page/)

    await press('Leave')
    await launcher.waitFor({ state: 'detached' })
    await panel.waitFor({ state: 'detached' })
    expect(await page.evaluate(() => window.violations)).toEqual([])
    await page.context().close()
  },
)

test('it says why the widget did not come, and can be asked again', async () => {
  const { page, press, launcher } = await visit('react', async (page) => {
    await page.route('**/widget.js', (route) => route.abort(), { times: 1 })
    await page.route('**/widget.js', (route) => route.fulfill({ body: '<!doctype html>' }), { times: 1 })
  })
  const script = `${world.url}/widget.js`
  const status = page.getByRole('status')
  await status.getByText(`could not be loaded from ${script}: what is there is not the widget`).waitFor()
  await press('Try again')
  await status.getByText(`could not be loaded from ${script}: there is no answer`).waitFor()
  expect(await launcher.count()).toBe(0)
  await press('Try again')
  await launcher.waitFor()

  // Once is enough, whoever asks.
  const tags = await page.evaluate(async (base) => {
    await Promise.all([window.sdk.load({ base }), window.sdk.load({ base: `${base}/` })])
    return document.querySelectorAll('script[src$="/widget.js"]').length
  }, world.url)
  expect(tags).toBe(1)
  await page.context().close()
})

test('without its nonce the page refuses it, and that is said', async () => {
  const { page, launcher } = await visit('preact', (page) =>
    page.addInitScript(() => {
      window.withoutNonce = true
    }),
  )
  await page.getByRole('status').getByText('content security policy').waitFor()
  expect(await launcher.count()).toBe(0)
  await page.context().close()
})

test('a handler ends by itself and no other does', async () => {
  const { page, launcher, panel } = await visit('react')
  await launcher.waitFor()
  await page.evaluate(() => {
    const hear = () => window.host.heard.push('closed')
    const end = window.sdk.on('close', hear)
    window.sdk.on('close', hear)
    end()
    end()
    window.sdk.helpdock('show')
  })
  await panel.getByText('All topics').waitFor()
  await page.evaluate(() => window.sdk.helpdock('hide'))
  await panel.waitFor({ state: 'hidden' })
  expect(await page.evaluate(() => window.host.heard.filter((word) => word === 'closed'))).toHaveLength(1)
  await page.context().close()
})

declare global {
  interface Window {
    sdk: typeof import('../../widget/sdk/index.ts')
    host: { mounts: number; asked: number; heard: string[] }
    violations: string[]
    withoutNonce: boolean
  }
}

const inPackage = (file: string) => join(project, 'node_modules/@helpdock/widget', file)

const student = (framework: Framework, which: 'first' | 'second'): Person => ({
  sub: `${which}-in-${framework}`,
  email: `${which}@${framework}.example`,
  name: `The ${which} in ${framework}`,
})

const subOf = (body: string) =>
  JSON.parse(Buffer.from(JSON.parse(body).identityToken.split('.')[1], 'base64url').toString()).sub

/** What comes once a <Helpdock> has gone and none has taken its place would have come by now (PLACE_TAKEN_MS). */
const wouldHaveLeft = (page: Page) => page.evaluate(() => new Promise((done) => setTimeout(done, 600)))

async function installPacked() {
  project = await mkdtemp(join(tmpdir(), 'helpdock-sdk-'))
  await run(process.execPath, ['widget/sdk/build.mjs'])
  const { stdout } = await run('npm', ['pack', './dist/sdk', '--json', '--pack-destination', project])
  ;[packed] = JSON.parse(stdout)
  await cp('test/widget/sdk-host', project, { recursive: true })
  await writeFile(join(project, 'package.json'), '{ "private": true, "type": "module" }')
  const quiet = ['--offline', '--no-audit', '--no-fund']
  await run('npm', ['install', ...quiet, `./${packed.filename}`], { cwd: project })
  // What a host has beside it.
  await mkdir(join(project, 'node_modules/@types'))
  for (const name of ['react', 'react-dom', '@types/react', '@types/react-dom', 'preact'])
    await symlink(resolve('node_modules', name), join(project, 'node_modules', name))
}

/** Each framework has a page, which allows scripts by a nonce only. */
async function serveApps() {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://host')
    const framework = pathname.slice(1).replace(/\.js$/, '') as Framework
    if (pathname.endsWith('.js')) {
      response.setHeader('content-type', 'text/javascript')
      response.end(await bundled(framework))
      return
    }
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.setHeader(
      'content-security-policy',
      [
        "default-src 'none'",
        "script-src 'nonce-host'",
        `connect-src ${world.url} ${world.url.replace('http', 'ws')}`,
        "require-trusted-types-for 'script'",
        'trusted-types helpdock helpdock-load',
      ].join('; '),
    )
    const people = Object.fromEntries(
      await Promise.all(
        (['first', 'second'] as const).map(async (which) => {
          const person = student(framework, which)
          return [which, { sub: person.sub, token: await identityToken(person) }]
        }),
      ),
    )
    response.end(`<!doctype html><html lang="en"><title>An app</title><div id="app"></div>
<script nonce="host">
  window.violations = []
  addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.blockedURI))
  window.host = {
    server: '${world.url}', nonce: window.withoutNonce ? undefined : 'host', people: ${JSON.stringify(people)},
    mounts: 0, asked: 0, heard: []
  }
</script>
<script nonce="host" type="module" src="/${framework}.js"></script></html>`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}

async function bundled(framework: Framework): Promise<Uint8Array> {
  const made = await build({
    absWorkingDir: project,
    entryPoints: ['app.tsx'],
    bundle: true,
    format: 'esm',
    jsx: 'automatic',
    alias: FRAMEWORKS[framework],
    // StrictMode mounts twice in development only.
    define: { 'process.env.NODE_ENV': '"development"' },
    write: false,
    logLevel: 'error',
  })
  return made.outputFiles[0]?.contents ?? expect.fail('nothing was bundled')
}

async function visit(framework: Framework, prepare?: (page: Page) => Promise<unknown>) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await prepare?.(page)
  await page.goto(`${host.origin}/${framework}`)
  return {
    page,
    launcher: page.locator('helpdock-launcher').getByRole('button'),
    panel: page.getByRole('dialog', { name: 'Help' }),
    press: (name: string) => page.getByRole('button', { name, exact: true }).click(),
  }
}
