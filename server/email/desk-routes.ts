// How mail goes out, for admins: what the operator has set, without its secret; what they set beside it; each letter as it is written;
// and a letter to oneself with what the mail server said to it. Partners: protocol/mail-settings.ts, settings/mail.ts, samples.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { MailChange, MailState, MailTest } from '../../protocol/mail-settings.ts'
import { noteAccess } from '../agents/access-log.ts'
import type { Config } from '../config.ts'
import { parseAddress } from '../contacts/address.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import type { Parts } from '../parts.ts'
import type { SettingsInForce } from '../settings/in-force.ts'
import { putSetting, settingOf } from '../settings/kept.ts'
import { AS_OPERATOR, checkedMail, replyDomainOf } from '../settings/mail.ts'
import type { MailRecord, SettingValues } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import type { Mailer } from './mailer.ts'
import { samplesOf } from './samples.ts'
import { testMail } from './texts.ts'

export function mailRoutes(
  parts: {
    config: Config
    mailer: Mailer
    read: ReadTables
    commit: Commit
    settings: SettingsInForce
  } & Pick<Parts, 'now' | 'newId'>,
): FastifyPluginAsyncTypebox {
  const { config, mailer, read, commit, settings, now, newId } = parts
  const { mailFrom: from, smtpUrl, unseenMailAfterMs } = config

  async function state(): Promise<MailState> {
    const { value, ...changed } = await settingOf(read, 'mail', AS_OPERATOR)
    return {
      ...{ from, server: smtpUrl ? serverAt(smtpUrl) : null, replyAfterMinutes: unseenMailAfterMs / 60_000 },
      ...{ ...value, replyDomain: replyDomainOf(from), ...changed },
      letters: samplesOf(config, value.replyTo, now()),
    }
  }

  return async (app) => {
    const answer = { response: { 200: MailState } }
    app.get('/api/console/mail', { schema: answer }, state)
    app.put('/api/console/mail', { schema: { body: MailChange, ...answer } }, async (request) => {
      const { version } = request.body
      const value = checkedMail(request.body, from)
      const { agent } = agentOf(request)
      await commit(async (tx) => {
        await putSetting(tx, parts, agent, { id: 'mail', version, value })
        await noteAccess(tx, parts, 'mail.changed', { by: agent, detail: inWords(value) })
      })
      await settings.changed()
      return state()
    })
    app.post('/api/console/mail/tests', { schema: { response: { 200: MailTest } } }, async (request) => {
      const { agent } = agentOf(request)
      const to = parseAddress(agent.email)
      if (!to) throw new Refusal('request.malformed', { detail: 'Your log-in has no address to write to.' })
      const createdAt = now().toISOString()
      const { replyTo } = settings.mail()
      const mail: MailRecord = {
        ...{ id: newId('mal'), to },
        ...testMail({ name: agent.name, url: `${config.publicUrl}/console`, replyTo }),
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

/** For the log: what it is now, as whoever looks after a stolen log-in wants to read it. */
const inWords = ({ name, replyTo, off }: SettingValues['mail']): string =>
  [name && `“${name}”`, replyTo, ...off.map((letter) => `no ${letter}`)].filter(Boolean).join(', ') ||
  'as MAIL_FROM has it'
