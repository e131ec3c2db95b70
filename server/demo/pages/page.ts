// The frame of every page: top bar, left menu, and the three lines that embed Helpdock.

import type { FastifyReply, FastifyRequest } from 'fastify'
import { type Html, html } from '../html.ts'
import type { Account } from '../portal.ts'
import { loggedIn } from '../requests.ts'
import type { PortalState } from '../state.ts'
import { initials } from './words.ts'

/** What the pages are made from. */
export interface PortalParts {
  state: PortalState
  /** Where the demo's mails lie. */
  mailsDir: string
  /** For links in mails. */
  publicUrl: string
  now: () => Date
}

interface Page {
  title: string
  body: Html
  status?: number
  /** `bare`: no left menu; for people who are not logged in. */
  frame?: 'portal' | 'bare'
}

/** Only our own scripts and styles: what a careful host would say, and Helpdock must live with. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ')

export function show(
  parts: PortalParts,
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
): FastifyReply {
  const account = loggedIn(request, parts.state.read(), parts.now())
  return reply
    .code(page.status ?? 200)
    .headers({
      'content-security-policy': POLICY,
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    })
    .type('text/html; charset=utf-8')
    .send(String(framed(page, account, request.url.split('?')[0] ?? '')))
}

/** The one who is logged in, or a redirect to the log-in page. */
export function accountOr401(
  parts: PortalParts,
  request: FastifyRequest,
  reply: FastifyReply,
): Account | undefined {
  const account = loggedIn(request, parts.state.read(), parts.now())
  if (!account) reply.redirect('/demo/login', 303)
  return account
}

export const alert = (kind: 'error' | 'done' | 'note', body: Html) =>
  html`<div class="alert ${kind}" role="${kind === 'error' ? 'alert' : 'status'}">${body}</div>`

function framed({ title, body, frame = 'portal' }: Page, account: Account | undefined, path: string): Html {
  const hasMenu = frame === 'portal' && account !== undefined
  return html`<!doctype html>
<html lang="en"${account ? html` data-logged-in` : ''}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${title} · Wardway</title>
<link rel="icon" href="/demo/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/demo/style.css">
<script src="/widget.js" defer></script>
<script src="/demo/embed.js" defer></script>
<script src="/demo/portal.js" defer></script>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="bar">
<a class="brand" href="/demo">${LOGO}<span>Wardway</span></a>
${account ? menuOf(account) : html`<nav class="out" aria-label="Account"><a href="/demo/login">Log in</a><a class="button light" href="/demo/sign-up">Sign up</a></nav>`}
</header>
<div class="${hasMenu ? 'columns' : 'single'}">
${hasMenu ? html`<nav class="menu" aria-label="Main">${MENU.map(([href, text, icon]) => entry(href, text, icon, path))}</nav>` : ''}
<main id="main" tabindex="-1">
${body}
</main>
</div>
<footer>Wardway is a pretend portal, made to try Helpdock on. Nobody here is real. <a href="/demo/mailbox">The mailbox</a> shows every mail that was sent.</footer>
</body>
</html>
`
}

function menuOf({ name, email }: Account): Html {
  return html`<details class="account">
<summary aria-label="Account"><span class="avatar" aria-hidden="true">${initials(name)}</span><span class="who">${name}</span></summary>
<div class="sheet">
<p><strong>${name}</strong><br><span class="muted">${email}</span></p>
<a href="/demo/profile">Profile</a>
<a href="/demo/profile/edit">Edit my profile</a>
<form method="post" action="/demo/logout" data-log-out><button class="plain">Log out</button></form>
</div>
</details>`
}

const icon = (path: string) =>
  html`<svg viewBox="0 0 20 20" width="20" height="20" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${path}"/></svg>`

const MENU: [href: string, text: string, icon: Html][] = [
  ['/demo', 'Dashboard', icon('M3 9.5 10 4l7 5.5M5 8.5V16h10V8.5')],
  ['/demo/search', 'Search', icon('M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11ZM13 13l4 4')],
  [
    '/demo/profile',
    'Profile',
    icon('M10 10a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4ZM3.8 17c.6-3.2 3.1-4.6 6.2-4.6s5.6 1.4 6.2 4.6'),
  ],
  ['/demo/mailbox', 'Mailbox', icon('M3 5.5h14v9.5H3zM3.5 6l6.500 5 6.500-5')],
]

function entry(href: string, text: string, drawing: Html, path: string): Html {
  const here = href === '/demo' ? path === href || path.startsWith('/demo/rotations') : path.startsWith(href)
  return html`<a href="${href}"${here ? html` aria-current="page"` : ''}>${drawing}${text}</a>`
}

const LOGO = html`<svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true"><rect width="32" height="32" rx="9" fill="#f6d9e8"/><path d="M7 10l4.500 12L16 12l4.500 10L25 10" fill="none" stroke="#6a2350" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/></svg>`
