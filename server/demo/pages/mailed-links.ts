// Links that were mailed: a password to set, an address to confirm. They work once, for an hour; only their hash is
// kept. Looking at one changes nothing, because mail scanners look too.

import { createHash, randomBytes } from 'node:crypto'
import { html } from '../html.ts'
import { sendMail } from '../mailbox.ts'
import { type Account, findAccount, type MailedLink, type PortalData } from '../portal.ts'
import type { PortalParts } from './page.ts'

const LINK_TTL_MS = 60 * 60_000

/** A newer link of the same purpose ends the older one. */
export function linkMailer(parts: PortalParts) {
  const { state, now } = parts
  return mailLink

  async function mailLink(account: Account, purpose: MailedLink['purpose']): Promise<void> {
    const token = randomBytes(32).toString('base64url')
    await state.change((data) => {
      data.links = data.links.filter(
        (link) =>
          link.expiresAt > now().toISOString() &&
          !(link.accountId === account.externalId && link.purpose === purpose),
      )
      data.links.push({
        tokenHash: hashOfToken(token),
        purpose,
        accountId: account.externalId,
        expiresAt: new Date(now().getTime() + LINK_TTL_MS).toISOString(),
      })
    })
    await sendMail(parts.mailsDir, { to: account.email, ...mailOf(account, purpose, token) }, now())
  }

  function mailOf({ name, passwordHash }: Account, purpose: MailedLink['purpose'], token: string) {
    const hello = `Hello ${name},\n\n`
    const end = '\n\nThe link works once, within the next hour. If you did not ask for it, do nothing.\n'
    if (purpose === 'confirm-address') {
      const url = `${parts.publicUrl}/demo/confirm?token=${token}`
      return {
        subject: 'Confirm your email address',
        text: `${hello}Welcome to Wardway. Please confirm that this address is yours:\n\n    ${url}${end}`,
      }
    }
    const url = `${parts.publicUrl}/demo/set-password?token=${token}`
    const first = passwordHash ? 'Set a new password' : 'Set your first password'
    return {
      subject: `${first} for Wardway`,
      text: `${hello}${first} for Wardway here:\n\n    ${url}${end}`,
    }
  }
}

export const tokenOf = (url: string) => new URLSearchParams(url.split('?')[1]).get('token') ?? ''
const hashOfToken = (token: string) => createHash('sha256').update(token).digest('hex')

export function accountOf(
  data: PortalData,
  token: string,
  purpose: MailedLink['purpose'],
  now: Date,
): Account | undefined {
  const link = data.links.find(
    (link) =>
      link.tokenHash === hashOfToken(token) && link.purpose === purpose && link.expiresAt > now.toISOString(),
  )
  const account = link && findAccount(data, link.accountId)
  return account?.mergedInto ? undefined : account
}

export function takeLink(
  data: PortalData,
  token: string,
  purpose: MailedLink['purpose'],
  now: Date,
): Account | undefined {
  const account = accountOf(data, token, purpose, now)
  data.links = data.links.filter((link) => link.tokenHash !== hashOfToken(token))
  return account
}

/** Where to ask for a new one is `next`. */
export function endedPage(next: string) {
  return {
    title: 'This link has ended',
    frame: 'bare' as const,
    status: 410,
    body: html`<section class="card door">
<h1>This link has ended</h1>
<p>It was used before, a newer one was mailed, or its hour is over.</p>
<p><a class="button" href="${next}">${next === '/demo' ? 'To the dashboard' : 'Ask for a new one'}</a></p>
</section>`,
  }
}
