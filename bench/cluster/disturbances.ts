// What happens to three copies, and to what they stand on, in the middle of what people write. Partner: ../cluster.ts.

import type { Cluster, CopyProcess, Program } from '../../test/cluster/cluster.ts'
import type { PostgresServer } from '../../test/stage/postgres-server.ts'
import type { RedisServer } from '../../test/stage/redis-server.ts'
import { canDropPackets, dropPackets } from './packets.ts'

/** Of a pause: longer than a beat's absence is borne, and than an answer is waited for. */
const PAUSE_MS = 3_000
/** Longer than what is asked waits for PostgreSQL (PATIENCE_MS of its store): then it is refused, and copies open no socket. */
const LONG_OUTAGE_MS = 12_000
/** Each way: so slow that a beat still comes round in time … */
const SLOW_MS = 300
/** … and so slow that none does: then Redis counts as away. */
const TOO_SLOW_MS = 1_500

interface Scene {
  cluster: Cluster
  redis: RedisServer
  postgres: PostgresServer
  any(): CopyProcess
  /** Some of the round's messages are acknowledged. */
  midway(): Promise<void>
}

/** @returns what mends it, where it lasts until everybody is current in spite of it */
export type Disturb = (scene: Scene) => Promise<(() => void) | undefined>

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** Something begins midway, and ends after a while. */
const forAWhile =
  (
    begin: (scene: Scene, copy: CopyProcess) => void,
    end: (scene: Scene, copy: CopyProcess) => void,
  ): Disturb =>
  async (scene) => {
    const copy = scene.any()
    await scene.midway()
    begin(scene, copy)
    await pause(PAUSE_MS)
    end(scene, copy)
    return undefined
  }

const slowRedis = (ms: number) =>
  forAWhile(
    ({ cluster }) => cluster.copies.map((copy) => copy.slow('redis', ms)),
    ({ cluster }) => cluster.copies.map((copy) => copy.reach()),
  )

const reach = (_scene: Scene, copy: CopyProcess) => copy.reach()

export const DISTURBANCES: Record<string, Disturb> = {
  'nothing happens': async () => {},
  'a copy is killed with -9': async ({ any, midway }) => {
    const copy = any()
    await midway()
    await copy.kill()
    await copy.start()
  },
  'a copy stands still for 3 s': forAWhile(
    (_scene, copy) => copy.pause(),
    (_scene, copy) => copy.goOn(),
  ),
  'all copies are started anew, one after the other': (scene) => oneAfterTheOther(scene),
  'a copy loses Redis for 3 s': forAWhile((_scene, copy) => copy.cutOff('redis'), reach),
  'a copy hears nothing of Redis for 3 s, and is not told': forAWhile(
    (_scene, copy) => copy.part('redis'),
    reach,
  ),
  'Redis is slow for 3 s: 0.6 s there and back': slowRedis(SLOW_MS),
  'Redis is slow for 3 s: 3 s there and back': slowRedis(TOO_SLOW_MS),
  'Redis is killed with -9, and comes back empty': async ({ redis, midway }) => {
    await midway()
    await redis.kill()
    await redis.start()
  },
  'Redis stands still for 3 s': forAWhile(
    ({ redis }) => redis.pause(),
    ({ redis }) => redis.goOn(),
  ),
  'a copy loses PostgreSQL for 3 s': forAWhile((_scene, copy) => copy.cutOff('database'), reach),
  'a copy loses PostgreSQL, and has it back only when everybody is current': async ({ any, midway }) => {
    const copy = any()
    await midway()
    copy.cutOff('database')
    return () => copy.reach()
  },
  'a copy hears nothing of PostgreSQL for 3 s, and is not told': forAWhile(
    (_scene, copy) => copy.part('database'),
    reach,
  ),
  'PostgreSQL is killed with -9': async ({ postgres, midway }) => {
    await midway()
    await postgres.kill()
    await postgres.start()
  },
  [`PostgreSQL is killed with -9, and away for ${LONG_OUTAGE_MS / 1_000} s`]: async ({
    postgres,
    midway,
  }) => {
    await midway()
    await postgres.kill()
    await pause(LONG_OUTAGE_MS)
    await postgres.start()
  },
  'PostgreSQL stands still for 3 s': forAWhile(
    ({ postgres }) => postgres.pause(),
    ({ postgres }) => postgres.resume(),
  ),
  ...(canDropPackets() && {
    'a copy is parted from all others for 3 s: its packets are dropped (iptables)': async (scene) => {
      const copy = scene.any()
      await scene.midway()
      const letThrough = dropPackets(copy.ports)
      await pause(PAUSE_MS)
      letThrough()
    },
  }),
}

/** Of a cluster that runs `older`, in this order: each row begins with what the one before it left. */
export const versionsSideBySide = (older: Program, newer: Program): Record<string, Disturb> => ({
  'three of the older version': async () => {},
  'one after the other becomes the newer version, and goes back': async (scene) => {
    await oneAfterTheOther(scene, newer)
    await oneAfterTheOther(scene, older)
  },
  'one newer beside two older, a newer one is killed with -9': async (scene) => {
    const [first] = scene.cluster.copies
    await scene.midway()
    await first?.stop()
    await first?.start(newer)
    await scene.midway()
    await first?.kill()
    await first?.start()
  },
  'one older beside two newer, an older one is killed with -9': async (scene) => {
    const [, second, third] = scene.cluster.copies
    await second?.stop()
    await second?.start(newer)
    await scene.midway()
    await third?.kill()
    await third?.start(older)
  },
  'three of the newer version': (scene) => oneAfterTheOther(scene, newer),
})

async function oneAfterTheOther({ cluster, midway }: Scene, program?: Program): Promise<undefined> {
  await midway()
  for (const copy of cluster.copies) {
    await copy.stop()
    await copy.start(program)
  }
  return undefined
}
