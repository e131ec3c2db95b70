// Types of tickets, for admins: caller, rule, answer. Until they set them here, those of ticket-types.yaml hold; from then on what stands
// here, in whole, and they can go back. What is promised is set apart (server/sla/routes.ts). Partners: faults.ts, types.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import Type from 'typebox'
import { Version } from '../../protocol/settings/settings.ts'
import {
  DEFAULT_LOCALE,
  type KeptTypes,
  type TypeEntry,
  TypesChange,
  TypesState,
} from '../../protocol/settings/type-entries.ts'
import { MERGE_TYPE } from '../../protocol/type-names.ts'
import { noteAccess } from '../agents/access-log.ts'
import { Refusal } from '../errors.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import type { Parts } from '../parts.ts'
import type { SettingsInForce } from '../settings/in-force.ts'
import { putSetting, settingOf } from '../settings/kept.ts'
import type { AgentRecord } from '../store/records.ts'
import type { ReadTables } from '../store/store.ts'
import { faultsOfTypes } from './faults.ts'

/** All types with all their questions in some languages: more than other bodies. */
const TYPES_MAX_BYTES = 512 * 1024

export function deskTypeRoutes(
  parts: {
    read: ReadTables
    commit: Commit
    settings: SettingsInForce
    /** As the file says it. */
    typesInFile: KeptTypes
  } & Pick<Parts, 'now' | 'newId'>,
): FastifyPluginAsyncTypebox {
  const { read, commit, settings, typesInFile } = parts

  async function state() {
    const { value, ...changed } = await settingOf(read, 'ticketTypes', null)
    const { locale = DEFAULT_LOCALE, types } = value ?? typesInFile
    return { isSetHere: value !== null, locale, types: types.map(withoutPromise), ...changed }
  }

  async function set(agent: AgentRecord, version: number, value: KeptTypes | null) {
    await commit(async (tx) => {
      const before = (await settingOf(tx, 'ticketTypes', null)).value ?? typesInFile
      // First whether it is still what they read: a list from before lacks what somebody else added, and nothing is wrong with it.
      await putSetting(tx, parts, agent, { id: 'ticketTypes', version, value })
      if (value) checked(value, before)
      await noteAccess(tx, parts, 'ticket_types.changed', { by: agent })
    })
    await settings.changed()
    return state()
  }

  return async (app) => {
    const url = '/api/console/ticket-types'
    const answer = { response: { 200: TypesState } }
    app.get(url, { schema: answer }, state)
    app.put(
      url,
      { bodyLimit: TYPES_MAX_BYTES, schema: { body: TypesChange, ...answer } },
      async (request) => {
        const { version, locale, types } = request.body
        const value = { ...(locale && { locale }), types: (types as TypeEntry[]).map(withoutPromise) }
        return set(agentOf(request).agent, version, value)
      },
    )
    app.delete(
      url,
      { schema: { querystring: Type.Object({ version: Version }), ...answer } },
      async (request) => set(agentOf(request).agent, request.query.version, null),
    )
  }
}

/** @throws Refusal('ticket_types.invalid') with the place of the first thing that is wrong */
function checked(value: KeptTypes, before: KeptTypes): void {
  const [found] = faultsOfTypes(value)
  if (found) {
    const field = found.path.map((part) => `/${part}`).join('')
    throw new Refusal('ticket_types.invalid', { field, detail: found.reason })
  }
  // Tickets may have it: what is not wanted any more is archived, and the merge of accounts stays.
  const gone = before.types.find(({ name }) => !value.types.some((one) => one.name === name))
  if (!gone) return
  const detail =
    gone.name === MERGE_TYPE
      ? 'Merges of accounts have rules of their own; their type stays.'
      : `“${gone.name}” is gone from the list. Archive it instead: its tickets keep their name.`
  throw new Refusal('ticket_types.invalid', { field: '/types', detail })
}

function withoutPromise({ sla: _apart, ...type }: TypeEntry) {
  return type
}
