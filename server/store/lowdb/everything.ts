// All that is kept, home by home, for whoever moves it elsewhere. Nothing may be written meanwhile.

import type { CollectionName } from './collections.ts'
import type { Memory } from './memory.ts'
import type { ThreadFiles } from './thread-files.ts'
import { LOST } from './view.ts'

export interface HomeRecords {
  /** Its name: they come in the order of these. */
  home: string
  records: { collection: CollectionName; text: string }[]
  /** Places in its thread whose records were lost with a file. */
  lost: number
}

/** @param after the home that was the last one before; '' for all */
export async function* everything(
  memory: Memory,
  threads: ThreadFiles,
  after: string,
): AsyncGenerator<HomeRecords> {
  const names = [...memory.homes.keys()].filter((name) => name > after).sort()
  for (const name of names) {
    const home = memory.homes.get(name)
    if (!home) continue
    const records: HomeRecords['records'] = home.rows.map(({ collection, text }) => ({ collection, text }))
    let lost = 0
    for (const collection of ['entries', 'notes'] as const) {
      const added = home.added[collection]
      // Before anything is awaited: a checkpoint may move them meanwhile, behind what is read.
      const waiting = added?.texts() ?? []
      const saved = added ? await threads.read(home, collection, 0, added.saved) : []
      for (const text of [...saved, ...waiting]) {
        if (text === LOST) lost++
        else records.push({ collection, text })
      }
    }
    const waiting = home.added.clientIds?.texts() ?? []
    for await (const text of threads.clientIds(home)) records.push({ collection: 'clientIds', text })
    for (const text of waiting) records.push({ collection: 'clientIds', text })
    yield { home: name, records, lost }
  }
}
