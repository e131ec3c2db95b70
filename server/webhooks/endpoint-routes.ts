// Endpoints over HTTP, for admins: caller, rule, answer. A secret stands in the answer that made it and in no other. Partners:
// endpoints.ts, the rules; protocol/settings/endpoints.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import {
  EndpointChange,
  EndpointSwitchedOn,
  EndpointsState,
  EndpointTest,
  EndpointWithSecret,
  NewEndpoint,
} from '../../protocol/settings/endpoints.ts'
import { Version } from '../../protocol/settings/settings.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import type { SettingsInForce } from '../settings/in-force.ts'
import type { EndpointRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import {
  addEndpoint,
  changeEndpoint,
  destinationOf,
  type EndpointParts,
  endpointsIn,
  getEndpoint,
  removeEndpoint,
  renewSecret,
  switchOn,
} from './endpoints.ts'
import { testEndpoint } from './testing.ts'

const Place = Type.Object({ id: Type.String({ maxLength: 100 }) })
const Of = Type.Object({ version: Version }, { additionalProperties: false })

export function endpointRoutes(
  parts: EndpointParts & {
    read: ReadTables
    commit: Commit
    settings: SettingsInForce
    /** WEBHOOK_URL */
    fixed: string | null
  },
): FastifyPluginAsyncTypebox {
  const { read, commit, settings } = parts

  async function state(): Promise<EndpointsState> {
    const { value, ...changed } = await endpointsIn(read)
    return { fixed: parts.fixed, endpoints: value.map((one) => shown(one, parts.now())), ...changed }
  }
  const test = (endpoint: EndpointRecord) =>
    testEndpoint({ ...parts, endpointId: endpoint.id, to: destinationOf(endpoint, parts) })
  const withSecret = async ({ id, secret }: EndpointRecord) => ({ ...(await state()), id, secret })

  return async (app) => {
    const answer = { response: { 200: EndpointsState } }
    const once = { response: { 200: EndpointWithSecret } }
    const url = '/api/console/endpoints'
    app.get(url, { schema: answer }, state)
    app.post(url, { schema: { body: NewEndpoint, ...once } }, async (request) => {
      const added = await commit((tx) => addEndpoint(tx, parts, agentOf(request).agent, request.body))
      await settings.changed()
      return withSecret(added)
    })
    app.put(`${url}/:id`, { schema: { params: Place, body: EndpointChange, ...answer } }, async (request) => {
      const { agent } = agentOf(request)
      await commit((tx) => changeEndpoint(tx, parts, agent, request.params.id, request.body))
      await settings.changed()
      return state()
    })
    app.delete(`${url}/:id`, { schema: { params: Place, querystring: Of, ...answer } }, async (request) => {
      const { agent } = agentOf(request)
      await commit((tx) => removeEndpoint(tx, parts, agent, request.params.id, request.query.version))
      await settings.changed()
      return state()
    })
    app.post(`${url}/:id/secrets`, { schema: { params: Place, body: Of, ...once } }, async (request) => {
      const { agent } = agentOf(request)
      const renewed = await commit((tx) =>
        renewSecret(tx, parts, agent, request.params.id, request.body.version),
      )
      await settings.changed()
      return withSecret(renewed)
    })
    app.post(
      `${url}/:id/tests`,
      { schema: { params: Place, response: { 200: EndpointTest } } },
      async (request) => {
        const { endpoint } = await getEndpoint(read, request.params.id)
        return test(endpoint)
      },
    )
    // On first: whether it takes the test or not, the days are counted anew.
    app.post(
      `${url}/:id/returns`,
      { schema: { params: Place, body: Of, response: { 200: EndpointSwitchedOn } } },
      async (request) => {
        const { agent } = agentOf(request)
        const on = await commit((tx) => switchOn(tx, parts, agent, request.params.id, request.body.version))
        await settings.changed()
        return { test: await test(on), ...(await state()) }
      },
    )
  }
}

function shown({ secret: _secret, oldSecret, ...endpoint }: EndpointRecord, now: Date) {
  const isOver = !oldSecret || oldSecret.until <= now.toISOString()
  return { ...endpoint, ...(!isOver && { oldSecretUntil: oldSecret.until }) }
}
