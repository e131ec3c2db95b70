// Figures for agents and admins: caller (server/gate.ts), rule, answer. Partner: console/screens/reports/.

import { setImmediate as rest } from 'node:timers/promises'
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { DeflectionAnswer, ReportAnswer, ReportQuery, ReportSpan } from '../../protocol/desk/reports.ts'
import type { Help } from '../articles/help.ts'
import type { ReadTables } from '../store/store.ts'
import { deflectionOf } from './deflection.ts'
import { reportOf } from './report.ts'

export function reportRoutes({
  read,
  library,
  now,
}: {
  read: ReadTables
  library: Help
  now: () => Date
}): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/api/console/reports',
      { schema: { querystring: ReportQuery, response: { 200: ReportAnswer } } },
      async ({ query }) => reportOf({ read, rest }, query),
    )
    app.get(
      '/api/console/reports/deflection',
      { schema: { querystring: ReportSpan, response: { 200: DeflectionAnswer } } },
      async ({ query }) => deflectionOf({ read, rest, help: library, now }, query),
    )
  }
}
