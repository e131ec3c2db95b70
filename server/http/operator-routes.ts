// What operators and their machines ask: does this copy live, may people be sent to it, and what can be asked over HTTP.

import type { FastifyInstance } from 'fastify'
import type { Library } from '../articles/library.ts'
import type { Bus } from '../bus/bus.ts'
import type { Store } from '../store/store.ts'

interface OperatorParts {
  store: Pick<Store, 'read'>
  bus: Pick<Bus, 'state'>
  library: Pick<Library, 'problems'>
}

export function operatorRoutes({ store, bus: line, library }: OperatorParts) {
  return async (app: FastifyInstance): Promise<void> => {
    app.get('/healthz', { schema: { hide: true } }, async () => ({ status: 'ok' }))
    let look: Promise<unknown> | undefined
    app.get('/readyz', { schema: { hide: true } }, async () => {
      // A database that is away: whoever balances sends people elsewhere. However many ask, it is asked once at a time.
      look ??= store.read.openingHours.find().finally(() => {
        look = undefined
      })
      await look
      const { kind, isConnected, isWhole, copies } = line.state()
      // Without Redis a copy still serves: nobody is to be sent away from it.
      const bus =
        kind === 'in_process' ? kind : !isConnected ? 'away' : isWhole ? 'connected' : 'a_copy_is_missing'
      return { status: 'ready', articleProblems: library.problems().length, bus, copies }
    })
    let description: string | undefined
    app.get('/openapi.json', { schema: { hide: true } }, (_request, reply) => {
      description ??= JSON.stringify(app.swagger())
      return reply.type('application/json; charset=utf-8').send(description)
    })
  }
}
