// A folder of the first form: one JSON file for each ticket, contact and so on, threads inside. It is read once, into
// memory as if all of it had just been written; the first checkpoint writes the new form and then removes the old files.

import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { CannotStart } from '../../errors.ts'
import { isResident, type ResidentName } from './collections.ts'
import { Damaged, parseDocument } from './document-format.ts'
import { UNFINISHED } from './durable-file.ts'
import { isMissing } from './files.ts'
import type { Memory } from './memory.ts'
import { clientIdWriteOf, writeOf } from './writes.ts'

/** @throws CannotStart where one is damaged: the program that wrote it can often mend it */
export function readVersion1(folder: string, memory: Memory): void {
  for (const path of version1Files(folder)) {
    if (path.endsWith(UNFINISHED)) continue
    try {
      load(path, memory)
    } catch (error) {
      if (!(error instanceof Damaged)) throw error
      throw new CannotStart(
        `${path}: ${error.message}. Start once more the Helpdock that wrote this folder, which mends it or says how; or restore it from a backup. Nothing was changed.`,
      )
    }
  }
}

/** Documents of the first form lay one folder deeper than those of today. */
export function version1Files(folder: string): string[] {
  const paths: string[] = []
  for (const kind of namesIn(folder))
    for (const shard of namesIn(join(folder, kind)))
      for (const name of namesIn(join(folder, kind, shard))) paths.push(join(folder, kind, shard, name))
  return paths
}

function load(path: string, memory: Memory): void {
  if (!path.endsWith('.json')) return
  const { name: home, records } = parseDocument(readFileSync(path))
  for (const [name, texts] of Object.entries(records)) {
    if (name === 'entries' || name === 'notes') {
      for (const [index, text] of texts.entries())
        memory.replay({ collection: name, key: '', text, home, filed: [], position: index + 1 })
    } else if (name === 'clientIds') {
      for (const text of texts) memory.replay(clientIdWriteOf(JSON.parse(text), text))
    } else if (isResident(name)) {
      for (const text of texts) memory.replay(writeOf<ResidentName>(name, JSON.parse(text), text))
    } else throw new Damaged(`it has records of an unknown kind, "${name}"`)
  }
}

function namesIn(folder: string): string[] {
  try {
    return statSync(folder).isDirectory() ? readdirSync(folder) : []
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}
