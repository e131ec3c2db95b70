// What admins set for the whole desk: caller, rule, answer. Partners: protocol/settings/settings.ts, kept.ts, in-force.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import type { FastifyReply, FastifyRequest } from 'fastify'
import Type from 'typebox'
import { LOGO_MAX_BYTES } from '../../protocol/limits.ts'
import {
  BrandChange,
  BrandState,
  OriginsChange,
  OriginsState,
  Version,
} from '../../protocol/settings/settings.ts'
import { logoOf } from '../attachments/images.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import { bytesOf, takesBytes } from '../http/bytes.ts'
import type { Parts } from '../parts.ts'
import type { ReadTables } from '../store/store.ts'
import { brandState, checkedBrand, NO_BRAND, styleOf } from './brand.ts'
import type { SettingsInForce } from './in-force.ts'
import { putSetting, settingOf } from './kept.ts'
import { checkedOrigins } from './origins.ts'

const FOR_EVER = 'public, max-age=31536000, immutable'
const Named = Type.Object({ v: Type.Optional(Type.String({ maxLength: 64 })) })
const OfVersion = Type.Object({ version: Version })

export function settingsRoutes(
  parts: {
    read: ReadTables
    commit: Commit
    settings: SettingsInForce
    /** Those that the environment names, and our own. */
    fixedOrigins: readonly string[]
  } & Pick<Parts, 'now'>,
): FastifyPluginAsyncTypebox {
  const { read, commit, settings } = parts

  async function origins() {
    const { value: added, ...changed } = await settingOf(read, 'origins', [])
    return { fixed: [...parts.fixedOrigins], added, ...changed }
  }

  const brand = async () => brandState(await settingOf(read, 'brand', NO_BRAND))

  async function changeLogo(request: FastifyRequest, version: number, bytes: Buffer | null) {
    const logo = bytes && (await logoOf(bytes)).toString('base64')
    await commit(async (tx) => {
      const { value } = await settingOf(tx, 'brand', NO_BRAND)
      const { agent } = agentOf(request)
      await putSetting(tx, parts, agent, { id: 'brand', version, value: { ...value, logo } })
    })
    await settings.changed()
    return brand()
  }

  return async (app) => {
    const answer = { response: { 200: OriginsState } }
    app.get('/api/console/origins', { schema: answer }, origins)
    app.put('/api/console/origins', { schema: { body: OriginsChange, ...answer } }, async (request) => {
      const { version } = request.body
      const value = checkedOrigins(request.body.added)
      await commit((tx) => putSetting(tx, parts, agentOf(request).agent, { id: 'origins', version, value }))
      await settings.changed()
      return origins()
    })

    const look = { response: { 200: BrandState } }
    app.get('/api/console/brand', { schema: look }, brand)
    app.put('/api/console/brand', { schema: { body: BrandChange, ...look } }, async (request) => {
      const { version } = request.body
      await commit(async (tx) => {
        const { value } = await settingOf(tx, 'brand', NO_BRAND)
        const next = checkedBrand(request.body, value.logo)
        await putSetting(tx, parts, agentOf(request).agent, { id: 'brand', version, value: next })
      })
      await settings.changed()
      return brand()
    })
    app.delete('/api/console/brand/logo', { schema: { querystring: OfVersion, ...look } }, async (request) =>
      changeLogo(request, request.query.version, null),
    )
    await app.register(async (plain) => {
      takesBytes(plain, LOGO_MAX_BYTES)
      plain.put<{ Querystring: { version: number } }>(
        '/api/console/brand/logo',
        { bodyLimit: LOGO_MAX_BYTES, schema: { querystring: OfVersion, ...look } },
        async (request) => changeLogo(request, request.query.version, bytesOf(request, 'A logo')),
      )
    })

    // What everybody sees of it.
    app.get('/brand/logo', { schema: { hide: true, querystring: Named } }, async (_request, reply) => {
      const { value } = await settingOf(read, 'brand', NO_BRAND)
      if (!value.logo) throw new Refusal('not_found')
      return named(reply)
        .type('image/webp')
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('x-content-type-options', 'nosniff')
        .send(Buffer.from(value.logo, 'base64'))
    })
    app.get('/help/brand.css', { schema: { hide: true, querystring: Named } }, async (_request, reply) => {
      const { accent } = settings.brand()
      if (!accent) throw new Refusal('not_found')
      return named(reply).type('text/css; charset=utf-8').send(styleOf(accent))
    })
  }
}

/** Their addresses have their content's name: another one is another address. */
const named = (reply: FastifyReply) => reply.header('cache-control', FOR_EVER)
