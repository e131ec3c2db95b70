// Does a start ever lose something without a word? A thousand folders with one damaged file each, and the power cut at
// each step of a long life. Writes results/folders.md; a part of `npm run bench -- faults`, and the short forms are
// test/faults/store-recovery.test.ts and store-power.test.ts.

import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DAMAGES, liveIn, type Outcome, startDamaged } from '../test/faults/damages.ts'
import { record, startAfter } from '../test/faults/power-cuts.ts'
import { oneOf, randomFrom } from '../test/stage/random.ts'

const SEED = 20_261_125
/** Six kinds: 1,020 folders. */
const DAMAGES_OF_A_KIND = 170
/** With so many commits of each writer in each: some 20,000 states of a disk. */
const LIVES = 32
const COMMITS_A_LIFE = 30

/** What `faults` takes as its whole: with fewer, all here is shorter too. */
const WHOLE = 200

/** @param args a share of 200 */
export async function bench(args: string[] = []): Promise<void> {
  const share = Number(args[0] ?? WHOLE) / WHOLE
  // Memory where there is some: what a machine loses is modelled here, and syncs of a real disk would only take time.
  const room = await mkdtemp(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'helpdock-folders-'))
  try {
    const damages = await damagedFolders(room, Math.ceil(DAMAGES_OF_A_KIND * share), randomFrom(SEED))
    const cuts = await powerCuts(room, Math.ceil(LIVES * share))
    await report(damages, cuts)
    const silent = damages.filter(({ found }) => found.silent > 0)
    if (silent.length > 0)
      throw new Error(`Lost in silence where ${silent.map(({ what }) => what).join(', ')}.`)
    if (cuts.wrong.length > 0) throw new Error(`After a power cut: ${cuts.wrong.slice(0, 5).join('; ')}`)
  } finally {
    await rm(room, { recursive: true, force: true })
  }
}

interface Damages {
  what: string
  rounds: number
  found: Record<Outcome['how'], number>
  /** Messages that are gone once the operator has agreed to go on without a file; of all there were. */
  mostMissing: number
}

/** Starts from copies of a folder, each with one file that is not what was written. */
async function damagedFolders(folder: string, rounds: number, random: () => number): Promise<Damages[]> {
  const lived = await liveIn(folder)
  const room = join(folder, 'room')
  const undamaged = await startDamaged(lived, room, async () => {})
  if (undamaged.how !== 'all there')
    throw new Error(`The undamaged folder: ${undamaged.how} ${undamaged.why}`)
  const damages: Damages[] = []
  for (const [what, damage] of Object.entries(DAMAGES)) {
    const one: Damages = { what, rounds, found: { ...NOTHING_FOUND }, mostMissing: 0 }
    for (let round = 0; round < rounds; round++) {
      let path = ''
      const outcome = await startDamaged(lived, room, async (files, dir) => {
        path = oneOf(files, random)
        await damage(path, lived, dir, random)
      })
      one.found[outcome.how]++
      one.mostMissing = Math.max(one.mostMissing, outcome.missing.length)
      if (outcome.how === 'silent')
        console.log(`${what}: ${path}: ${outcome.missing.length} missing. ${outcome.why}`)
    }
    damages.push(one)
    console.log(`${what}: ${JSON.stringify(one)}`)
  }
  return damages
}

const NOTHING_FOUND = { 'all there': 0, mended: 0, 'less, and said so': 0, refused: 0, silent: 0 }

interface Cuts {
  moments: number
  steps: number
  commits: number
  wrong: string[]
}

/** The power goes at every step of a long life. */
async function powerCuts(folder: string, lives: number): Promise<Cuts> {
  const recording = await record(join(folder, 'recorded'), lives, COMMITS_A_LIFE)
  const { moments, steps, acknowledged } = recording
  const wrong: string[] = []
  for (const [which, moment] of moments.entries()) {
    const amiss = await startAfter(moment, recording, join(folder, 'after'))
    if (amiss) wrong.push(`state ${which}, after ${moment.acknowledged} commits: ${amiss}`)
  }
  console.log(`power cuts: ${moments.length} states, ${wrong.length} wrong ${wrong.slice(0, 5).join('; ')}`)
  return { moments: moments.length, steps, commits: acknowledged.length, wrong }
}

async function report(damages: Damages[], cuts: Cuts): Promise<void> {
  const table = `# Damaged folders and power cuts

\`npm run bench -- folders\`, also the last part of \`npm run bench -- faults\`. ${cpus().length} × ${cpus()[0]?.model ?? 'cpu'}, Node ${process.version}.

Starts from copies of a folder with six lives, each with one file damaged, chosen among all files. “Mended”: all there, and the log says
what was made anew. “Refused”: the file is named, with what was in it and the ways out; once that is agreed to, the rest is served, and at most so
many of the messages are gone. “In silence” must be 0.

| damage | rounds | all there | mended | refused | most gone after agreeing | less, and said so | less, in silence |
| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
${damages.map(({ what, rounds, found, mostMissing }) => `| ${what} | ${rounds} | ${found['all there']} | ${found.mended} | ${found.refused} | ${mostMissing} | ${found['less, and said so']} | ${found.silent} |`).join('\n')}

The power goes at each of ${cuts.steps.toLocaleString('en')} writes, syncs, renames and removals of ${cuts.commits.toLocaleString('en')} commits, checkpoints, stops and starts, with names that
came late, early, early in one folder alone, or with half of their bytes: ${cuts.moments.toLocaleString('en')} different disks, a start from each. Something acknowledged lost, out of order or half there, or a start that
fails: **${cuts.wrong.length}**.
`
  console.log(table)
  await writeFile('bench/results/folders.md', table)
}
