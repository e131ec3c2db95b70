// The embedded store keeps what every store keeps, from memory and from disk alike.

import { openLowdbStore } from '../server/store/lowdb/store.ts'
import { dataFolders, readableLog } from './faults/folders.ts'
import { storeContract } from './store-contract.ts'

const newFolder = dataFolders()

storeContract('the embedded store', async () =>
  openLowdbStore({ dir: await newFolder(), log: readableLog() }),
)

storeContract('the embedded store with a checkpoint after each commit', async () =>
  openLowdbStore({ dir: await newFolder(), log: readableLog(), limits: { journalBytes: 0, keptBytes: 0 } }),
)
