// Some copies of the server on one database and one Redis, in this process: for what one copy must know of another. In
// processes of their own and behind a balancer they are in cluster/.

import { join } from 'node:path'
import { openRedisBus } from '../../server/bus/redis.ts'
import { catchUp } from '../../server/chat/catch-up.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import { readableLog } from '../faults/folders.ts'
import { openApp } from '../stage/app.ts'
import { newDatabase } from '../stage/postgres.ts'

export type Copy = Awaited<ReturnType<typeof openCopies>>['copies'][number]

/**
 * @param redisUrls one for each copy: they may reach the same Redis by lines of their own
 * @param webhook a host that all of them ask
 */
export async function openCopies(
  dir: string,
  articles: string,
  redisUrls: string[],
  webhook: { url: string; secret: string } | null = null,
) {
  const database = await newDatabase()
  const prefix = `helpdock-test:${process.pid}:${Date.now()}`
  const copies = await Promise.all(
    redisUrls.map(async (url, index) => {
      const log = readableLog()
      const store = await openPostgresStore({ url: database.url, log })
      const { touched } = store
      if (!touched) throw new Error('the premise: others write into this store')
      const bus = await openRedisBus({ url, prefix, copy: `cpy_${index}`, log })
      const app = await openApp(join(dir, `copy-${index}`), articles, undefined, undefined, {
        bus,
        webhook,
        wrap: (unused) => ({
          ...store,
          async close() {
            await Promise.all([unused.close(), store.close()])
          },
        }),
      })
      // Tokens are signed by the clock on the wall.
      app.rules.passes(Date.now() - app.rules.now().getTime())
      const catching = catchUp({
        store,
        touched,
        bus,
        now: app.rules.now,
        hours: app.rules.hours,
        checkCallers: app.hub.checkCallers,
        readSettings: app.settings.readAnew,
        log,
      })
      catching.start()
      return { ...app, bus, log, caughtUp: catching.found, url: await app.listen(), catching }
    }),
  )
  return {
    copies,
    async close() {
      await Promise.all(
        copies.map(async ({ catching, close }) => {
          await catching.stop()
          await close()
        }),
      )
      await database.drop()
    },
  }
}
