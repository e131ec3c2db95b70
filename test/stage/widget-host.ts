// A host's page of another origin than the server's, as strict or as poor as a test wants it, and Maya on it.

import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { identityToken, maya, type Person } from './cast.ts'
import type { World } from './world.ts'

export interface Host {
  origin: string
  /** Where the server is, once it runs. */
  world?: World
  close(): void
}

type Strictness = 'by address' | 'by nonce'

/** The policy of a host that allows the widget and nothing else. */
const policyFor = (server: string, strictness: string) =>
  [
    "default-src 'none'",
    strictness === 'by nonce'
      ? "script-src 'nonce-host' 'strict-dynamic'"
      : `script-src ${server} 'nonce-host'`,
    `connect-src ${server} ${server.replace('http', 'ws')}`,
    `img-src ${server}`,
    "require-trusted-types-for 'script'",
    'trusted-types helpdock',
  ].join('; ')

export async function makeHost(): Promise<Host> {
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', host.origin)
    const helpdock = host.world?.url ?? ''
    response.setHeader('content-type', 'text/html; charset=utf-8')
    const strict = url.searchParams.get('strict')
    if (strict) response.setHeader('content-security-policy', policyFor(helpdock, strict))
    response.end(`<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>A host</title>
<main><h1>A host's page</h1><input aria-label="The host's field" autofocus><button>Ask for help</button></main>
<script nonce="host">
  const asked = new URLSearchParams(location.search)
  window.violations = []
  addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.blockedURI))
  window.Helpdock = function () { (Helpdock.q = Helpdock.q || []).push(arguments) }
  document.querySelector('button').onclick = () => Helpdock('show')
  Helpdock('boot', { identityToken: asked.get('token') ?? undefined, page: '/demo/login', ...JSON.parse(asked.get('options') ?? '{}') })
</script>
<script src="${helpdock}/widget.js" ${strict === 'by nonce' ? 'nonce="host"' : ''} async></script></html>`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = address && typeof address === 'object' ? address.port : 0
  const host: Host = { origin: `http://127.0.0.1:${port}`, close: () => server.close() }
  return host
}

export interface Visit extends BrowserContextOptions {
  as?: Person | null
  strict?: Strictness
  options?: object
  /** Runs before any script of the page. */
  before?: () => void
  /** A profile that was prepared. */
  context?: BrowserContext
}

/** A fresh browser profile on the host's page. */
export async function visit(browser: Browser, host: Host, visit: Visit = {}) {
  const { as = maya, strict, options, before, context: prepared, ...rest } = visit
  const context = prepared ?? (await browser.newContext(rest))
  const page = await context.newPage()
  if (before) await page.addInitScript(before)
  await page.goto(await addressFor(host, { as, strict, options }))
  // Called as the language has it.
  const launcher = page.locator('helpdock-launcher').getByRole('button')
  await launcher.waitFor()
  return {
    page,
    launcher,
    panel: page.locator('helpdock-panel').getByRole('dialog'),
    search: page.getByRole('combobox'),
  }
}

export async function addressFor(
  host: Host,
  {
    as,
    strict,
    options,
  }: { as: Person | null; strict?: Strictness | undefined; options?: object | undefined },
): Promise<string> {
  const query = new URLSearchParams()
  if (as) query.set('token', await identityToken(as))
  if (strict) query.set('strict', strict)
  if (options) query.set('options', JSON.stringify(options))
  return `${host.origin}/?${query}`
}

/** Beside the newest message of one's own. What ears are told of it stands elsewhere. */
export const sent = (within: Page | Locator) => within.getByRole('log').getByText(/^(Sent|Delivered|Seen)/)

/** Opens the panel, writes, and waits until the server has it. */
export async function writes(page: Page, text: string): Promise<void> {
  await page.getByRole('button', { name: 'Write to us' }).first().click()
  await page.getByLabel('Your message').fill(text)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('log').getByText(text).waitFor()
}
