// Each store keeps what every store keeps: the embedded one from memory and from disk, and the one on PostgreSQL.

import { afterAll, beforeAll } from 'vitest'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import { openPostgresStore } from '../../server/store/postgres/store.ts'
import type { Store } from '../../server/store/store.ts'
import { dataFolders, readableLog } from '../faults/folders.ts'
import { emptyDatabase, newDatabase } from '../stage/postgres.ts'
import { storeContract } from './contract.ts'

const newFolder = dataFolders()

storeContract('the embedded store', async () =>
  openLowdbStore({ dir: await newFolder(), log: readableLog() }),
)

storeContract('the embedded store with a checkpoint after each commit', async () =>
  openLowdbStore({ dir: await newFolder(), log: readableLog(), limits: { journalBytes: 0, keptBytes: 0 } }),
)

let database: Awaited<ReturnType<typeof newDatabase>>
let store: Store
beforeAll(async () => {
  database = await newDatabase()
  store = await openPostgresStore({ url: database.url, log: readableLog() })
})
afterAll(async () => {
  await store?.close()
  await database?.drop()
})

// Open all the time, over a database that is emptied behind its back: what it knows of it must never pass for true.
storeContract('the store on PostgreSQL', async () => {
  await emptyDatabase(database.url)
  return { ...store, close: async () => {} }
})
