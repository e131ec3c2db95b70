// The portal's memory: one JSON file, written whole at each change and durable before anybody is answered. Small
// enough for that; lowdb's own file adapter does not fsync.

import { mkdir, open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Adapter, Low } from 'lowdb'
import { CannotStart } from '../errors.ts'
import { firstData } from './cast.ts'
import type { PortalData } from './portal.ts'

export interface PortalState {
  /** As it is now; for reading only. */
  read(): Readonly<PortalData>
  /** Changes one after the other. Resolves when durable; a throw, or a disk that fails, changes nothing. */
  change<T>(work: (data: PortalData) => T): Promise<T>
}

export async function openState(dir: string, now: () => Date): Promise<PortalState> {
  await mkdir(dir, { recursive: true })
  const adapter = durableJson<PortalData>(join(dir, 'demo.json'))
  const known = await adapter.read()
  const db = new Low<PortalData>(adapter, known ?? (await firstData(now())))
  if (!known) await db.write()

  let last: Promise<unknown> = Promise.resolve()
  return {
    read: () => db.data,
    change(work) {
      const change = last.then(async () => {
        const draft = structuredClone(db.data)
        const result = work(draft)
        await adapter.write(draft)
        db.data = draft
        return result
      })
      last = change.catch(() => {})
      return change
    },
  }
}

/** @throws when the file is there and cannot be read: better no portal than an empty one. */
function durableJson<T>(path: string): Adapter<T> {
  return {
    async read() {
      const text = await readFile(path, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ENOENT') return null
        throw cause
      })
      if (text === null) return null
      try {
        return JSON.parse(text)
      } catch (cause) {
        throw new CannotStart(`${path} is damaged (${cause}). Move it away to begin the demo anew.`)
      }
    },
    write: (data) => writeDurably(path, `${JSON.stringify(data, null, 2)}\n`),
  }
}

/** Whole or not at all, and still there after a power cut. */
export async function writeDurably(path: string, text: string): Promise<void> {
  await syncedTo(`${path}.tmp`, 'w', (file) => file.writeFile(text))
  await rename(`${path}.tmp`, path)
  await syncedTo(dirname(path), 'r')
}

async function syncedTo(
  path: string,
  flags: 'r' | 'w',
  work: (file: { writeFile(text: string): Promise<void> }) => Promise<void> = async () => {},
): Promise<void> {
  const file = await open(path, flags)
  try {
    await work(file)
    await file.sync()
  } finally {
    await file.close()
  }
}
