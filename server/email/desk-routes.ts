// How mail goes out, for admins: what the operator has set, without its secret, each letter as it is written, and a letter to oneself
// with what the mail server said to it. Partners: protocol/mail-settings.ts, texts.ts, mailer.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { MailState, MailTest } from '../../protocol/mail-settings.ts'
import type { Config } from '../config.ts'
import { parseAddress } from '../contacts/address.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import type { Parts } from '../parts.ts'
import type { MailRecord } from '../store/records.ts'
import type { Mailer } from './mailer.ts'
import {
  endpointOffMail,
  guestCodeMail,
  invitationMail,
  mergeApprovedMail,
  mergeCodeMail,
  mergeCompletedMail,
  testMail,
  unseenRepliesMail,
} from './texts.ts'

export function mailRoutes(
  parts: { config: Config; mailer: Mailer; commit: Commit } & Pick<Parts, 'now' | 'newId'>,
): FastifyPluginAsyncTypebox {
  const { config, mailer, commit, now, newId } = parts
  const { mailFrom: from, smtpUrl, unseenMailAfterMs } = config
  return async (app) => {
    app.get('/api/console/mail', { schema: { response: { 200: MailState } } }, async () => ({
      from,
      server: smtpUrl ? serverAt(smtpUrl) : null,
      replyAfterMinutes: unseenMailAfterMs / 60_000,
      letters: lettersOf(config, now()),
    }))
    app.post('/api/console/mail/tests', { schema: { response: { 200: MailTest } } }, async (request) => {
      const { agent } = agentOf(request)
      const to = parseAddress(agent.email)
      if (!to) throw new Refusal('request.malformed', { detail: 'Your log-in has no address to write to.' })
      const createdAt = now().toISOString()
      const mail: MailRecord = {
        ...{ id: newId('mal'), to, ...testMail({ name: agent.name, url: `${config.publicUrl}/console` }) },
        ...{ state: 'queued', attempts: [], createdAt },
      }
      const said = await mailer.send(mail)
      // Once and for all: a test that comes two days later tells nobody anything.
      const state = said.outcome === 'sent' ? 'sent' : 'failed'
      const attempts = [{ at: now().toISOString(), outcome: said.outcome }]
      await commit((tx) => tx.mails.put({ ...mail, state, attempts }))
      return { to, ...said }
    })
  }
}

/** Neither name nor password. */
export function serverAt(url: string): NonNullable<MailState['server']> {
  const { hostname, port, protocol, username } = new URL(url)
  return { host: hostname, port: port || null, isSecure: protocol === 'smtps:', logsIn: username !== '' }
}

/** By the very functions that write them, about nobody. */
function lettersOf({ publicUrl, hostUrl }: Config, now: Date): MailState['letters'] {
  const at = now.toISOString()
  const merge = { reader: 'into', intoEmail: 'maya@mail.example', fromEmail: 'maya@school.example' } as const
  const code = 'K7QF-2M9D'
  return [
    {
      letter: 'replies',
      ...unseenRepliesMail({
        ...{ number: 1042, subject: 'My rotation is missing', contactName: 'Maya', url: hostUrl },
        replies: [{ from: 'Omar', text: 'It is there now. Look under “Upcoming”.', at }],
      }),
    },
    { letter: 'guest_code', ...guestCodeMail({ code }) },
    { letter: 'merge_code', ...mergeCodeMail({ code, asker: 'm•••@mail.example' }) },
    {
      letter: 'merge_approved',
      ...mergeApprovedMail({ ...merge, executeAt: at, stopUrl: `${publicUrl}/merges/stop#…` }),
    },
    { letter: 'merge_completed', ...mergeCompletedMail(merge) },
    {
      letter: 'invitation',
      ...invitationMail({ name: 'Noor', by: 'Ines', url: `${publicUrl}/console/invitation#…`, until: at }),
    },
    {
      letter: 'endpoint_off',
      ...endpointOffMail({
        ...{ name: 'Ines', url: 'https://hooks.school.example/helpdock', at, since: at, status: 503 },
        settingsUrl: `${publicUrl}/console/settings/deliveries`,
      }),
    },
  ]
}
