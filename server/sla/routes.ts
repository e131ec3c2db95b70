// What tickets are promised, for admins: caller, rule, answer. Until they set it here, what ticket-types.yaml says holds; from then on
// what stands here, in whole, and they can go back. Partners: protocol/desk/sla-policies.ts, policy.ts, recount.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import {
  SlaChange,
  type SlaPolicies,
  SlaPreview,
  SlaQuestion,
  SlaState,
} from '../../protocol/desk/sla-policies.ts'
import { Version } from '../../protocol/settings/settings.ts'
import { noteAccess } from '../agents/access-log.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import type { Parts } from '../parts.ts'
import type { SettingsInForce } from '../settings/in-force.ts'
import { putSetting, settingOf } from '../settings/kept.ts'
import type { AgentRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { refuseUnknown, type TicketTypes } from '../ticket-types/types.ts'
import { policiesFrom } from './policy.ts'
import { previewOfTimes } from './preview.ts'
import { scheduleRecount } from './recount.ts'

export function slaRoutes(
  parts: {
    read: ReadTables
    commit: Commit
    settings: SettingsInForce
    types: Pick<TicketTypes, 'find'>
    /** As the file says it. */
    slaInFile: SlaPolicies
  } & Pick<Parts, 'now' | 'newId'>,
): FastifyPluginAsyncTypebox {
  const { read, commit, settings, slaInFile } = parts

  async function state(): Promise<SlaState> {
    const { value, ...changed } = await settingOf(read, 'sla', null)
    const hasFile = slaInFile.types.length > 0 || Object.keys(slaInFile.forAll).length > 0
    return { isSetHere: value !== null, hasFile, ...(value ?? slaInFile), ...changed }
  }

  /** @throws Refusal('sla.invalid') */
  function checked({ forAll, types }: SlaPolicies): SlaPolicies {
    refuseUnknown(parts.types, types, 'sla.invalid')
    return { forAll, types }
  }

  async function set(agent: AgentRecord, version: number, value: SlaPolicies | null) {
    await commit(async (tx) => {
      await putSetting(tx, parts, agent, { id: 'sla', version, value })
      // What runs is due at another time, as after a change of the opening hours.
      await scheduleRecount(tx, parts, 'promises')
      await noteAccess(tx, parts, 'sla.changed', { by: agent })
    })
    await settings.changed()
    return state()
  }

  return async (app) => {
    const url = '/api/console/sla'
    const answer = { response: { 200: SlaState } }
    app.get(url, { schema: answer }, state)
    app.put(url, { schema: { body: SlaChange, ...answer } }, async (request) =>
      set(agentOf(request).agent, request.body.version, checked(request.body)),
    )
    app.delete(
      url,
      { schema: { querystring: Type.Object({ version: Version }), ...answer } },
      async (request) => set(agentOf(request).agent, request.query.version, null),
    )
    app.post(
      `${url}/previews`,
      { schema: { body: SlaQuestion, response: { 200: SlaPreview } } },
      async (request) => previewOfTimes(read, policiesFrom(checked(request.body)), parts.now()),
    )
  }
}
