// Data folders of which one file is not what was written: what a start makes of each. Nothing may be missing without a
// word. The short form is in store-recovery.test.ts, the long one in bench/faults.ts.

import { cp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { CannotStart } from '../../server/errors.ts'
import { LOST_MARK } from '../../server/store/lowdb/journal-reader.ts'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import type { Store } from '../../server/store/store.ts'
import { crashImage, filesBelow, readableLog } from './folders.ts'
import { clientId, maya, message, note, ticket, work } from './records.ts'

/** Three documents. */
const TICKETS = 150
/** Between two there is a checkpoint. */
const LIVES = 6

interface Lived {
  /** The folder as a crash would leave it, and as it was one life before. */
  dir: string
  older: string
  /** Everything that was acknowledged. */
  texts: Set<string>
  /** What was said in tickets that were removed. */
  gone: Set<string>
}

/**
 * Some tickets over several lives, so that there are documents of many ages, threads in several pieces, journal that is
 * kept only for repairs and journal that no checkpoint has yet.
 */
export async function liveIn(folder: string): Promise<Lived> {
  const live = join(folder, 'live')
  const [dir, older] = [join(folder, 'image'), join(folder, 'older')]
  const texts = new Set<string>()
  const gone = new Set<string>()
  // Kept: what the last lives wrote, not what the first did.
  const limits = { keptBytes: 24 * 1024 }
  for (let life = 0; life < LIVES; life++) {
    const store = await openLowdbStore({ dir: live, log: readableLog(), limits, notedEveryMs: 1 })
    for (let number = 0; number < TICKETS; number++) {
      // The older a ticket the earlier it is quiet: its document is then of an early checkpoint.
      if (life > 0 && (number < 20 * life || number % LIVES !== life)) continue
      const text = `life ${life} of ticket ${number}`
      await says(store, `tkt_${number}`, number + 1, text)
      texts.add(text)
    }
    // The oldest of them go, one each life: their words lie in every kind of file by then.
    await says(store, `tkt_gone_${life}`, TICKETS + life + 1, goneIn(life))
    if (life > 0) {
      await store.commit((tx) => tx.tickets.remove(`tkt_gone_${life - 1}`))
      gone.add(goneIn(life - 1))
    }
    if (life === LIVES - 2) await crashImage(live, older)
    if (life < LIVES - 1) await store.close()
    else {
      await noted(live, store)
      await crashImage(live, dir)
      await store.close()
    }
  }
  return { dir, older, texts, gone }
}

const goneIn = (life: number) => `life ${life} of what went`

async function says(store: Store, id: string, number: number, text: string): Promise<void> {
  await store.commit(async (tx) => {
    const now = (await tx.tickets.find(id)) ?? ticket(id, { number })
    const sequence = now.newestSequence + 1
    await tx.entries.append(message(id, sequence, text))
    await tx.notes.append({ ...note(id, now.newestNote + 1), text: `note: ${text}` })
    await tx.clientIds.put(clientId(maya.id, text, { ticketId: id, sequence }))
    await tx.tickets.put({ ...now, newestSequence: sequence, newestNote: now.newestNote + 1 })
    await tx.dueWork.put(work(`mail-${id}-${sequence}`, now.updatedAt))
    await tx.dueWork.remove(`mail-${id}-${sequence - 1}`)
  })
}

/** The note of how far the journal has come is behind the commits, by a moment. */
async function noted(dir: string, store: Store): Promise<void> {
  const path = join(dir, 'journal', 'acknowledged.json')
  const before = await readFile(path, 'utf8').catch(() => '')
  await store.commit((tx) => tx.tickets.nextNumber())
  while ((await readFile(path, 'utf8').catch(() => '')) === before)
    await new Promise((resolve) => setTimeout(resolve, 2))
}

type Damage = (file: string, lived: Lived, dir: string, random: () => number) => Promise<void>

/** Each does nothing to some files: an empty one cannot be cut, a new one has no older copy. */
export const DAMAGES: Record<string, Damage> = {
  'a file is cut at a random byte': async (file, _lived, _dir, random) =>
    truncate(file, Math.floor(random() * (await stat(file)).size)),
  'one bit of a file is changed': async (file, _lived, _dir, random) => {
    const bytes = await readFile(file)
    const at = Math.floor(random() * bytes.length)
    bytes[at] = (bytes[at] ?? 0) ^ (1 << Math.floor(random() * 8))
    await writeFile(file, bytes)
  },
  'a file is empty': (file) => truncate(file, 0),
  'a file is missing': (file) => rm(file),
  'a file is an older copy of itself': async (file, { older }, dir) => {
    const copy = await olderCopy(relative(dir, file), older)
    if (copy) await writeFile(file, copy)
  },
  'two files are swapped': async (file, _lived, dir, random) => {
    const others = (await filesBelow(dir)).filter((other) => other !== file).sort()
    const other = others[Math.floor(random() * others.length)] ?? file
    const [one, two] = [await readFile(file), await readFile(other)]
    await writeFile(file, two)
    await writeFile(other, one)
  },
}

/** The same file a life before; of a document, which has a new name each time, its content then. */
async function olderCopy(name: string, older: string): Promise<Buffer | null> {
  const same = name.replace(/-\d+\.json$/, '-')
  const found = (await filesBelow(older)).find((path) => relative(older, path).startsWith(same))
  return found ? readFile(found) : null
}

export interface Outcome {
  how: 'all there' | 'mended' | 'refused' | 'less, and said so' | 'silent'
  /** What the start said. */
  why: string
  /** Where it was refused: what is missing once the operator has agreed to go on without. */
  missing: string[]
}

/** @param room a folder to try it in */
export async function startDamaged(
  lived: Lived,
  room: string,
  damage: (files: string[], dir: string) => Promise<void>,
): Promise<Outcome> {
  await rm(room, { recursive: true, force: true })
  await cp(lived.dir, room, { recursive: true })
  await damage((await filesBelow(room)).sort(), room)
  const first = await startForGood(room, lived.texts)
  if (first.refusal === null) {
    const back = [...lived.gone].find((text) => first.found.has(text))
    if (back) return { how: 'silent', why: `“${back}” was removed and is back`, missing: first.missing }
    const how = first.missing.length > 0 ? 'less, and said so' : 'mended'
    if (first.said.length > 0) return { how, why: first.said, missing: first.missing }
    return { how: first.missing.length > 0 ? 'silent' : 'all there', why: '', missing: first.missing }
  }
  const named = namedIn(first.refusal, room)
  if (named.length === 0) return { how: 'silent', why: `it names no file: ${first.refusal}`, missing: [] }
  const agreed = await goOnWithout(first.refusal, room, lived.texts)
  return { how: 'refused', why: first.refusal, missing: agreed }
}

/** The operator agrees, as often as the start asks. */
async function goOnWithout(refusal: string, room: string, texts: Set<string>): Promise<string[]> {
  let said = refusal
  for (let asked = 0; asked < 5; asked++) {
    // Where both manifests are gone only a backup helps.
    if (said.includes('and its copy are')) return []
    if (!said.includes(LOST_MARK)) break
    for (const path of namedIn(said, room)) await writeFile(`${path}${LOST_MARK}`, '')
    const next = await startForGood(room, texts)
    if (next.refusal === null) return next.missing
    said = next.refusal
  }
  throw new Error(`It does not start, whatever is agreed to: ${said}`)
}

function namedIn(refusal: string, room: string): string[] {
  const paths = refusal.split(/[\s,;:()]+/).filter((word) => word.startsWith(room))
  return [...new Set(paths.map((path) => path.replace(LOST_MARK, '')))]
}

/** What was mended or agreed to must not come up again. */
async function startForGood(dir: string, texts: Set<string>) {
  const first = await start(dir, texts)
  if (first.refusal !== null || first.said === '') return first
  const again = await start(dir, texts)
  const isSame = again.refusal === null && again.said === '' && again.missing.length === first.missing.length
  if (!isSame) throw new Error(`${first.said} The next start says: ${again.refusal ?? again.said}`)
  return first
}

async function start(dir: string, texts: Set<string>) {
  const log = readableLog()
  try {
    const store = await openLowdbStore({ dir, log })
    const found = await textsIn(store)
    await store.close()
    const missing = [...texts].filter((text) => !found.has(text))
    return { refusal: null, said: log.complaints().join(' '), missing, found }
  } catch (error) {
    if (!(error instanceof CannotStart)) throw error
    return { refusal: error.message, said: '', missing: [], found: new Set<string>() }
  }
}

/** Texts that are there in every way in which they are looked for. */
async function textsIn({ read }: Store): Promise<Set<string>> {
  const found = new Set<string>()
  const { tickets } = await read.tickets.list({ view: 'unsolved', agentId: '', limit: 1_000 })
  for (const { id, newestSequence } of tickets) {
    const notes = new Set((await read.notes.after(id, 0, 1_000)).map(({ text }) => text))
    for (const entry of await read.entries.after(id, 0, 1_000)) {
      if (entry.kind !== 'message' || !notes.has(`note: ${entry.text}`)) continue
      const named = await read.clientIds.find(maya.id, entry.text)
      if (named?.sequence === entry.sequence && entry.sequence <= newestSequence) found.add(entry.text)
    }
  }
  return found
}
