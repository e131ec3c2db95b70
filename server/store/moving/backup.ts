// A backup of the embedded store, taken while the server runs, and the way back. A backup that no server could start from
// is none: each is opened once before it is called one. Partner: ../lowdb/copy.ts, which copies.

import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { CannotStart } from '../../errors.ts'
import { beginHistoryAnew } from '../../kept-secret.ts'
import type { Log } from '../../log.ts'
import { type Copied, copyFolder } from '../lowdb/copy.ts'
import { openLowdbStore } from '../lowdb/store.ts'

/** @throws CannotStart with what was found and what to do */
export async function backUp(dataDir: string, to: string, log: Log): Promise<Copied> {
  const copied = await copyFolder(dataDir, to)
  await look(to, log)
  return copied
}

/** Into a folder that is empty or not there: what is lost must not be lost again by a slip. @throws CannotStart */
export async function restore(backup: string, dataDir: string, log: Log): Promise<Copied> {
  if (!existsSync(join(backup, 'meta.json')))
    throw new CannotStart(
      `There is no backup in ${resolve(backup)}: it has no meta.json. Name the folder that \`helpdock backup\` was given; nothing was changed.`,
    )
  const copied = await copyFolder(backup, dataDir).catch((cause) => {
    if (cause instanceof CannotStart && cause.message.startsWith(`${dataDir} is not empty`))
      throw new CannotStart(
        `${dataDir} is not empty. Stop the server and move that folder away first; nothing was changed.`,
      )
    throw cause
  })
  await look(dataDir, log).catch((cause) => {
    if (!(cause instanceof CannotStart)) throw cause
    throw new CannotStart(
      `The backup in ${resolve(backup)} is damaged, and ${dataDir} has what was copied of it: move that away before you restore another one. What was found there: ${cause.message}`,
    )
  })
  return copied
}

/** As a server does at its start, and lets go at once. What is told from this copy is another history, by whichever way it is put back. */
async function look(dir: string, log: Log): Promise<void> {
  const store = await openLowdbStore({ dir, log })
  await beginHistoryAnew(store).finally(() => store.close())
}
