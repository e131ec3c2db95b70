// Files that nothing names any more: of a checkpoint that did not end, of the first form of the folder, and the marks with
// which the operator agreed to a loss. Only names that this store gives; whatever else lies there stays.

import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { documentPath } from './documents.ts'
import { UNFINISHED } from './durable-file.ts'
import { LOST_MARK } from './journal-reader.ts'
import type { Manifest } from './manifest.ts'
import type { Folders } from './recovery.ts'
import { threadPath } from './thread-format.ts'
import { version1Files } from './version-1.ts'

export function leftovers(
  folders: Folders,
  { documents, threads }: Pick<Manifest, 'documents' | 'threads'>,
): string[] {
  const named = new Set(threads.map(({ number }) => threadPath(folders.threads, number)))
  for (const { file, before } of documents)
    for (const one of [file, before]) if (one) named.add(documentPath(folders.documents, one.name))
  const old = version1Files(folders.documents).filter((path) => path.endsWith('.json'))
  return [
    ...old,
    ...Object.values(folders)
      .flatMap(filesIn)
      .filter((path) => isOurs(path) && !named.has(path)),
  ]
}

/** In the folder and in those directly below. */
function filesIn(folder: string): string[] {
  const inside = readdirSync(folder, { withFileTypes: true })
  return inside.flatMap((one) => {
    const path = join(folder, one.name)
    return one.isDirectory() ? readdirSync(path).map((name) => join(path, name)) : [path]
  })
}

function isOurs(path: string): boolean {
  const name = basename(path)
  return (
    /^\d{8}-\d+\.json$/.test(name) ||
    /^\d{8}\.runs$/.test(name) ||
    name.endsWith(UNFINISHED) ||
    name.endsWith(LOST_MARK)
  )
}
