// How long solved tickets are kept, for admins: caller, rule, answer. Partner: protocol/settings/retention.ts.

import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import {
  type Retention,
  RetentionChange,
  RetentionPreview,
  RetentionQuestion,
  RetentionState,
} from '../../protocol/settings/retention.ts'
import { noteAccess } from '../agents/access-log.ts'
import type { Commit } from '../events.ts'
import { agentOf } from '../gate.ts'
import type { Parts } from '../parts.ts'
import { putSetting, settingOf } from '../settings/kept.ts'
import type { ReadTables } from '../store/store.ts'
import { refuseUnknown, type TicketTypes } from '../ticket-types/types.ts'
import { runsOf, scheduleRemovals } from './nights.ts'
import { KEEP_ALL } from './policy.ts'
import { previewOf } from './preview.ts'

export function retentionRoutes(
  parts: { read: ReadTables; commit: Commit; types: TicketTypes } & Pick<Parts, 'now' | 'newId'>,
): FastifyPluginAsyncTypebox {
  const { read, commit, now } = parts

  async function state(): Promise<RetentionState> {
    const { value, ...changed } = await settingOf(read, 'retention', KEEP_ALL)
    return { ...value, ...changed, ...(await runsOf(read)) }
  }

  /** @throws Refusal('retention.invalid') */
  function checked({ days, types }: Retention): Retention {
    refuseUnknown(parts.types, types, 'retention.invalid')
    return { days, types }
  }

  return async (app) => {
    const answer = { response: { 200: RetentionState } }
    app.get('/api/console/retention', { schema: answer }, state)
    app.put('/api/console/retention', { schema: { body: RetentionChange, ...answer } }, async (request) => {
      const { version } = request.body
      const value = checked(request.body)
      const { agent } = agentOf(request)
      await commit(async (tx) => {
        await putSetting(tx, parts, agent, { id: 'retention', version, value })
        await scheduleRemovals(tx, now())
        const detail = value.days === null ? null : String(value.days)
        await noteAccess(tx, parts, 'retention.changed', { by: agent, detail })
      })
      return state()
    })
    app.post(
      '/api/console/retention/previews',
      { schema: { body: RetentionQuestion, response: { 200: RetentionPreview } } },
      async (request) => previewOf(read, checked(request.body), now()),
    )
  }
}
