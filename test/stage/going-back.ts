// A world that is put back to an earlier state, as by an operator who has lost the present one.

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { makeLog } from '../../server/log.ts'
import { backUp, restore } from '../../server/store/moving/backup.ts'
import type { World } from './world.ts'

/** @returns the way back to what is there now: the server stops for it, and starts again */
export async function keepsABackup(world: World): Promise<() => Promise<void>> {
  const log = makeLog('error')
  const backup = join(world.dataDir, '..', 'backup')
  await rm(backup, { recursive: true, force: true })
  await backUp(world.dataDir, backup, log)
  return async () => {
    await world.stop()
    await rm(world.dataDir, { recursive: true })
    await restore(backup, world.dataDir, log)
    await world.start()
  }
}
