// The demo host: Wardway, a pretend rotations portal that embeds Helpdock as any host would. It takes nothing from
// Helpdock but the contract in protocol/, and from the server nothing but its folder.

import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { html } from './html.ts'
import { identityTokenFor } from './identity.ts'
import { dashboardRoutes } from './pages/dashboard.ts'
import { forgotRoutes } from './pages/forgot.ts'
import { logInRoutes } from './pages/log-in.ts'
import { mailboxRoutes } from './pages/mailbox.ts'
import { marketplaceRoutes } from './pages/marketplace.ts'
import { moodRoutes } from './pages/moods.ts'
import { otherAccountRoutes } from './pages/other-account.ts'
import { type PortalParts, show } from './pages/page.ts'
import { profileRoutes } from './pages/profile.ts'
import { rotationRoutes } from './pages/rotation.ts'
import { signUpRoutes } from './pages/sign-up.ts'
import { isOwnForm, loggedIn, takeForms } from './requests.ts'
import { EMBED, ICON, OTHER_ACCOUNT, PORTAL } from './scripts.ts'
import { openState } from './state.ts'
import { STYLE } from './style.ts'
import { webhookRoutes } from './webhooks.ts'

interface DemoHostParts {
  /** Its memory is `demo.json` in this folder. */
  dataDir: string
  /** The folder in which Helpdock leaves its mails. */
  mailsDir: string
  publicUrl: string
  /** Shared with Helpdock, as every host does: IDENTITY_SECRET and WEBHOOK_SECRET. */
  identitySecret: string
  webhookSecret: string
  /** HOST_API_KEY: for what it says by itself. */
  hostApiKey: string
  now: () => Date
}

export function demoHost({
  dataDir,
  identitySecret,
  webhookSecret,
  hostApiKey,
  ...rest
}: DemoHostParts): FastifyPluginAsync {
  return async (app) => {
    const parts: PortalParts = { ...rest, state: await openState(dataDir, rest.now) }
    await app.register(
      async (portal) => {
        takeForms(portal)
        // A portal is no part of Helpdock's own interface.
        portal.addHook('onRoute', (route) => {
          route.schema = { ...route.schema, hide: true }
        })
        await portal.register(webhookRoutes({ ...parts, webhookSecret, hostApiKey }))
        await portal.register(async (pages) => {
          ownErrors(pages, parts)
          for (const routes of PAGES) await pages.register(routes(parts))
          files(pages)
          pages.get('/identity-token', async (request, reply) => {
            const account = loggedIn(request, parts.state.read(), parts.now())
            reply.header('cache-control', 'no-store').type('text/plain')
            if (!account) return reply.code(401).send('')
            return identityTokenFor(account, identitySecret, parts.now())
          })
          await pages.register(otherAccountRoutes({ ...parts, identitySecret }))
        })
      },
      { prefix: '/demo' },
    )
  }
}

const PAGES = [
  dashboardRoutes,
  logInRoutes,
  signUpRoutes,
  forgotRoutes,
  rotationRoutes,
  profileRoutes,
  marketplaceRoutes,
  mailboxRoutes,
  moodRoutes,
]

function ownErrors(app: FastifyInstance, parts: PortalParts): void {
  app.addHook('preHandler', async (request, reply) => {
    if (request.method !== 'POST' || isOwnForm(request)) return
    const body = html`<section class="card door"><h1>This form came from elsewhere</h1><p>Wardway takes forms from its own pages only. Open the page again and repeat it there.</p></section>`
    return show(parts, request, reply, { title: 'Not taken', status: 403, frame: 'bare', body })
  })
  app.setNotFoundHandler((request, reply) =>
    show(parts, request, reply, {
      title: 'Nothing here',
      status: 404,
      body: html`<section class="card door"><h1>There is nothing here</h1><p>The page does not exist, or it is not yours.</p><p><a class="button" href="/demo">To the dashboard</a></p></section>`,
    }),
  )
}

/** Small and changed with each version, so: asked for again every time, and mostly not sent. */
function files(app: FastifyInstance): void {
  const served: [path: string, type: string, text: string][] = [
    ['/style.css', 'text/css', STYLE],
    ['/embed.js', 'text/javascript', EMBED],
    ['/portal.js', 'text/javascript', PORTAL],
    ['/other-account.js', 'text/javascript', OTHER_ACCOUNT],
    ['/icon.svg', 'image/svg+xml', ICON],
  ]
  for (const [path, type, text] of served) {
    app.get(path, (_request, reply) =>
      reply.headers({ 'cache-control': 'no-cache' }).type(`${type}; charset=utf-8`).send(text),
    )
  }
}
