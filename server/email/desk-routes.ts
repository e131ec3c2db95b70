// How mail goes out, for admins: what the operator has set, without its secret; what they set beside it; each letter as it is written;
// and a letter to oneself with what the mail server said to it. Partners: protocol/settings/mail-settings.ts, settings/mail.ts, samples.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply } from 'fastify'
import Type from 'typebox'
import { OneOf } from '../../protocol/entities.ts'
import type { Letter } from '../../protocol/letters.ts'
import { LOCALE_MAX_CHARS } from '../../protocol/limits.ts'
import {
  LetterName,
  MailChange,
  MailState,
  MailTest,
  WrittenLetters,
} from '../../protocol/settings/mail-settings.ts'
import { noteAccess } from '../agents/access-log.ts'
import type { Config } from '../config.ts'
import { parseAddress } from '../contacts/address.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import type { Parts } from '../parts.ts'
import type { SettingsInForce } from '../settings/in-force.ts'
import { putSetting, settingOf } from '../settings/kept.ts'
import { AS_OPERATOR, checkedMail, replyDomainOf, senderOf } from '../settings/mail.ts'
import type { MailRecord, SettingValues } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { testMail } from './desk-texts.ts'
import { lookNow, looksSoFar, troubleWithMailbox } from './inbound/imap-mailbox.ts'
import { hasRoomForMark } from './inbound/marks.ts'
import { placeOf } from './inbound/place.ts'
import { type LanguageFor, LETTER_LOCALES } from './language.ts'
import { drawnMail, type Mailer } from './mailer.ts'
import { ended } from './outgoing.ts'
import { type Sample, samplesOf } from './samples.ts'

export function mailRoutes(
  parts: {
    config: Config
    mailer: Mailer
    read: ReadTables
    commit: Commit
    settings: SettingsInForce
    languageFor: LanguageFor
  } & Pick<Parts, 'now' | 'newId'>,
): FastifyPluginAsyncTypebox {
  const { config, mailer, read, commit, settings, languageFor, now, newId } = parts
  const { mailFrom: from, smtpUrl, unseenMailAfterMs } = config

  async function state(): Promise<MailState> {
    const { value, ...changed } = await settingOf(read, 'mail', AS_OPERATOR)
    return {
      inbound: await inboundState(value.replyTo),
      ...{ from, server: smtpUrl ? serverAt(smtpUrl) : null, replyAfterMinutes: unseenMailAfterMs / 60_000 },
      ...{ ...value, replyDomain: replyDomainOf(from), ...changed },
    }
  }

  async function inboundState(replyTo: string | null): Promise<MailState['inbound']> {
    const { port, mailboxUrl } = config.inbound
    if (port === null && !mailboxUrl) return null
    const address = replyTo ?? from.address
    return {
      ...{ address, isMarked: hasRoomForMark(address), port },
      mailbox: mailboxUrl ? { ...placeOf(mailboxUrl), trouble: await troubleWithMailbox(read) } : null,
    }
  }

  /** Whichever copy looks: what it found stands with the work. */
  async function lookAgain(): Promise<void> {
    const before = await commit((tx) => lookNow(tx, now()))
    for (let tries = 0; tries < LOOK_WITHIN_MS / LOOKED_EVERY_MS; tries++) {
      if ((await looksSoFar(read)) !== before) return
      await new Promise((resolve) => setTimeout(resolve, LOOKED_EVERY_MS))
    }
  }

  const lettersIn = (locale: string | null) => {
    const language = languageFor({ locale })
    return { language, samples: samplesOf(config, settings.mail().replyTo, now(), language) }
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
    app.get(
      '/api/console/mail/letters',
      { schema: { querystring: InLocale, response: { 200: WrittenLetters } } },
      async ({ query }) => {
        const { language, samples } = lettersIn(query.locale ?? null)
        return { locales: LETTER_LOCALES, locale: language.locale, letters: shown(samples) }
      },
    )
    app.get(
      '/api/console/mail/letters/:letter/:version',
      {
        schema: {
          params: Type.Object({ letter: LetterName, version: Type.Integer({ minimum: 0 }) }),
          querystring: Shown,
        },
      },
      async ({ params, query }, reply) => {
        const { samples } = lettersIn(query.locale ?? null)
        const letter = samples[params.letter][params.version]
        const from = senderOf(config.mailFrom, settings.mail())
        const head = { sender: () => from, brand: settings.brand }
        const html = letter && drawnMail(letter, head, query.ground)
        if (!html) throw new Refusal('not_found')
        return asPage(reply, html)
      },
    )
    app.post('/api/console/mail/looks', { schema: answer }, async () => {
      if (config.inbound.mailboxUrl) await lookAgain()
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
      const attempts = [{ at: now().toISOString(), outcome: said.outcome }]
      await commit((tx) => tx.mails.put(ended({ ...mail, attempts }, said)))
      return { to, ...said }
    })
  }
}

/** A mailbox that says nothing for longer is looked at again in its time. */
const LOOK_WITHIN_MS = 15_000
const LOOKED_EVERY_MS = 200

const InLocale = Type.Object({ locale: Type.Optional(Type.String({ maxLength: LOCALE_MAX_CHARS })) })

const Shown = Type.Object({ ...InLocale.properties, ground: Type.Optional(OneOf('light', 'dark')) })

const shown = (samples: Record<Letter, Sample[]>): WrittenLetters['letters'] =>
  (Object.keys(samples) as Letter[]).map((letter) => ({
    letter,
    versions: samples[letter].map(({ to, replyTo = null, locale, subject, text }) => ({
      ...{ to, replyTo, locale, subject, text },
    })),
  }))

/** In a frame of the settings, where no script runs: what is in a letter gets as little there as in a mail program. */
const asPage = (reply: FastifyReply, html: string) =>
  reply
    .type('text/html; charset=utf-8')
    .header(
      'content-security-policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox allow-same-origin",
    )
    .send(html)

/** Neither name nor password. */
export function serverAt(url: string): NonNullable<MailState['server']> {
  const { hostname, port, protocol, username } = new URL(url)
  return { host: hostname, port: port || null, isSecure: protocol === 'smtps:', logsIn: username !== '' }
}

/** For the log: what it is now, as whoever looks after a stolen log-in wants to read it. */
const inWords = ({ name, replyTo, off }: SettingValues['mail']): string =>
  [name && `“${name}”`, replyTo, ...off.map((letter) => `no ${letter}`)].filter(Boolean).join(', ') ||
  'as MAIL_FROM has it'
