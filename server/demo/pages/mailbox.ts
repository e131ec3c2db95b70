// Every mail that was sent, by Helpdock and by Wardway, because a demo has no mail server. New mails slide in by
// themselves: scripts.ts asks for /demo/mailbox/mails.

import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import { type Html, html } from '../html.ts'
import { type Mail, readMails } from '../mailbox.ts'
import { type PortalParts, show } from './page.ts'
import { momentInWords } from './words.ts'

/** As many as somebody scrolls through. */
const SHOWN_MAILS = 100

export function mailboxRoutes(parts: PortalParts): FastifyPluginAsync {
  return async (app) => {
    app.get('/mailbox', async (request, reply) => {
      const mails = await readMails(parts.mailsDir)
      const to = wantedAddress(request)
      const addresses = [...new Set([...(to ? [to] : []), ...mails.map((mail) => mail.to)])].sort()
      return show(parts, request, reply, {
        title: 'Mailbox',
        body: html`<div class="head"><h1>Mailbox</h1><p class="muted">Every mail that was sent, whoever it was for. New ones come by themselves. <a href="/demo/merges">How Wardway answers merges</a></p></div>
<form class="filters" method="get" action="/demo/mailbox" data-filter>
<label>Mails to <select name="to"><option value="">Everybody</option>${addresses.map((address) => html`<option${address === to ? html` selected` : ''}>${address}</option>`)}</select></label>
<button class="button quiet">Show</button>
</form>
<div id="mails" class="mails" data-from="/demo/mailbox/mails?to=${encodeURIComponent(to)}" aria-live="polite">
${listed(mails, to)}
</div>`,
      })
    })

    app.get('/mailbox/mails', async (request, reply) => {
      reply.header('cache-control', 'no-store').type('text/html; charset=utf-8')
      return String(listed(await readMails(parts.mailsDir), wantedAddress(request)))
    })
  }
}

const wantedAddress = (request: FastifyRequest) =>
  new URLSearchParams(request.url.split('?')[1]).get('to')?.trim() ?? ''

function listed(all: Mail[], to: string): Html {
  const mails = all.filter((mail) => !to || mail.to === to).slice(0, SHOWN_MAILS)
  if (mails.length === 0) {
    return html`<p class="card quiet-card" data-nothing>${to ? `No mail to ${to} yet.` : 'No mail yet. Codes, links and receipts show up here.'}</p>`
  }
  return html`${mails.map((mail, index) => letter(mail, index === 0))}`
}

function letter({ id, at, from, to, subject, text }: Mail, open: boolean): Html {
  return html`<details class="card mail" id="${id}"${open ? html` open` : ''}>
<summary><span class="subject">${subject}</span><time class="muted" datetime="${at}">${momentInWords(at)}</time><span class="muted to">To ${to}</span></summary>
<div class="letter"><p class="muted">From ${from}</p>
${blocks(text)}</div>
</details>`
}

/** What stands alone in a mail: a code to type. */
const CODE = /^\s*([0-9A-HJKMNP-TV-Z]{8})\s*$/

function blocks(text: string): Html[] {
  return text
    .trim()
    .split(/\n{2,}/)
    .map((block) => {
      const [, code] = CODE.exec(block) ?? []
      if (code) {
        return html`<p class="code"><code>${code}</code><button class="button quiet small" type="button" data-copy="${code}">Copy code</button></p>`
      }
      return html`<p class="${/^ {4}/.test(block) ? 'inset' : ''}">${withLinks(block.replace(/^ {4}/gm, ''))}</p>`
    })
}

function withLinks(text: string): (Html | string)[] {
  return text
    .split(/(https?:\/\/\S*[^\s.,;:!?)\]’”'"])/)
    .map((part, index) => (index % 2 === 1 ? html`<a href="${part}">${part}</a>` : part))
}
