// One process for each data folder. A lock is a numbered file; to take over from a dead process is to create the
// next number, which only one can do. Highest number holds: a number, once passed, is never the highest again.

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { link, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { CannotStart } from '../../errors.ts'
import { makeFolder } from '../../folder.ts'
import type { Log } from '../../log.ts'
import { isMissing } from './files.ts'

/** How often the holder shows that it lives, for those on other machines who cannot look at its process. */
const SIGN_OF_LIFE_MS = 5_000
/** On another machine, a holder silent for this long is taken for dead: three signs missed, and clocks that differ. */
const SILENT_MS = 20_000

interface Holder {
  pid: number
  host: string
  /** Tells a process from a later one with the same pid; null where the system does not say. */
  started: string | null
  since: string
  /** The holder has let go in good order. */
  released: boolean
}

export interface Lock {
  /** Throws when another process has taken over, which happens to one that was silent too long. */
  check(): void
  release(): Promise<void>
}

/** @throws CannotStart when another process holds the folder */
export async function takeLock(dir: string, log: Log): Promise<Lock> {
  const folder = join(dir, 'lock')
  await makeFolder(folder, 0o700)
  const me: Holder = {
    pid: process.pid,
    host: hostname(),
    started: startOf(process.pid),
    since: new Date().toISOString(),
    released: false,
  }
  for (;;) {
    const highest = (await numbersIn(folder)).at(-1) ?? 0
    const holder = highest > 0 ? await readHolder(join(folder, String(highest))) : null
    if (holder && !holder.released) {
      if (await lives(holder, join(folder, String(highest)))) throw new CannotStart(refusal(dir, holder))
      log.warn(
        { dir, pid: holder.pid, host: holder.host, since: holder.since },
        'the process that held this data folder is gone without a goodbye; taking over',
      )
    }
    const number = highest + 1
    if (!(await createWhole(folder, number, me))) continue
    const numbers = await numbersIn(folder)
    if (numbers.at(-1) !== number) {
      await rm(join(folder, String(number)), { force: true })
      continue
    }
    for (const old of numbers.slice(0, -1)) await rm(join(folder, String(old)), { force: true })
    return hold(dir, join(folder, String(number)), me)
  }
}

function hold(dir: string, path: string, me: Holder): Lock {
  const sign = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => undefined)
  }, SIGN_OF_LIFE_MS)
  sign.unref()
  return {
    check() {
      if (existsSync(path)) return
      throw new Error(
        `another process has taken over the data folder ${dir}; this one must not write any more`,
      )
    },
    async release() {
      clearInterval(sign)
      // The file stays: numbers must not begin anew while somebody still looks at an old one.
      await writeFile(path, printed({ ...me, released: true }), { flag: 'r+' }).catch(() => undefined)
    },
  }
}

/** With its content from the first moment: a link appears whole or not at all. @returns whether it was ours */
async function createWhole(folder: string, number: number, holder: Holder): Promise<boolean> {
  const draft = join(folder, `draft-${holder.pid}-${randomBytes(6).toString('hex')}`)
  await writeFile(draft, printed(holder), { mode: 0o600 })
  try {
    await link(draft, join(folder, String(number)))
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    await rm(draft, { force: true })
  }
}

/** Of one length, because a release writes over it in place. */
function printed(holder: Holder): string {
  return `${JSON.stringify(holder).padEnd(400)}\n`
}

/** null where it was let go or replaced meanwhile, or says nothing that can be read. */
async function readHolder(path: string): Promise<Holder | null> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if (isMissing(error) || error instanceof SyntaxError) return null
    throw error
  }
}

async function lives(holder: Holder, path: string): Promise<boolean> {
  if (holder.host !== hostname()) {
    try {
      return Date.now() - (await stat(path)).mtimeMs < SILENT_MS
    } catch (error) {
      if (isMissing(error)) return false
      throw error
    }
  }
  if (!isRunning(holder.pid)) return false
  const started = startOf(holder.pid)
  // Where the system does not say, the pid alone must do.
  return holder.started === null || started === null || started === holder.started
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: it runs, as somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Linux: the boot, and the ticks since then at which the process began. */
function startOf(pid: number): string | null {
  try {
    const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name in brackets and may hold spaces; state is the 3rd, start the 22nd.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    // Dead, though nobody has asked how it ended yet.
    if (state === 'Z' || state === 'X') return 'ended'
    return `${boot} ${fields[18]}`
  } catch {
    return null
  }
}

async function numbersIn(folder: string): Promise<number[]> {
  const names = await readdir(folder)
  return names
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .sort((one, other) => one - other)
}

function refusal(dir: string, holder: Holder): string {
  const where = holder.host === hostname() ? '' : ` on ${holder.host}`
  const again =
    holder.host === hostname()
      ? 'Stop it first, or give this one a DATA_DIR of its own.'
      : `Stop it first; if that machine is gone, try again in ${SILENT_MS / 1000} seconds.`
  // Reading takes the folder, too: a journal that is written meanwhile would be read half.
  const beside = 'What only reads can read a copy meanwhile: `helpdock backup FOLDER`, then DATA_DIR=FOLDER.'
  return `The data folder ${dir} is in use by process ${holder.pid}${where} since ${holder.since}. ${again} ${beside}`
}
