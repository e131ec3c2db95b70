// kill -9 of a process that writes, twelve times over one folder: all that was acknowledged is there, once, in
// order, whole, whether the kill fell into a commit, a checkpoint or a start.

import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Child, type Program, program } from './child.ts'
import { dataFolders } from './folders.ts'
import type { Found } from './store-writer.ts'

const ROUNDS = 12
const newFolder = dataFolders()

let writer: Program
beforeAll(async () => {
  writer = await program('test/faults/store-writer.ts')
})
afterAll(() => writer.remove())

interface Round {
  found: Found | null
  /** Writer → how many of its commits were acknowledged. */
  kept: Map<number, number>
  complaints: string[]
}

/** Kills it after so many acknowledgements; 0 kills it while it starts. */
async function run(child: Child, acknowledgements: number): Promise<Round> {
  const round: Round = { found: null, kept: new Map(), complaints: [] }
  let left = acknowledgements
  for await (const line of child.lines) {
    const facts = JSON.parse(line.slice(line.indexOf(' ') + 1))
    if (line.startsWith('found')) round.found = facts
    if (line.startsWith('log')) round.complaints.push(facts.sentence)
    if (line.startsWith('kept')) {
      round.kept.set(facts.writer, facts.n + 1)
      left--
    }
    if (left === 0) child.process.kill('SIGKILL')
  }
  await child.kill()
  return round
}

it('loses nothing that was acknowledged and keeps nothing twice', { timeout: 120_000 }, async () => {
  const dir = await newFolder()
  const keptByRound: Map<number, number>[] = []
  let acknowledged = 0
  for (let round = 0; round <= ROUNDS; round++) {
    const kills = round % 5 === 4 ? 0 : 1 + Math.floor(Math.random() * 250)
    const { found, kept, complaints } = await run(
      writer.start(dir, String(round)),
      round === ROUNDS ? 1 : kills,
    )
    expect(complaints).toEqual([])
    if (kills > 0 || round === ROUNDS) expect(found, `round ${round}: it started`).not.toBeNull()
    if (found) check(found, keptByRound)
    keptByRound.push(kept)
    for (const count of kept.values()) acknowledged += count
  }
  expect(acknowledged, 'it wrote under load').toBeGreaterThan(500)
})

function check({ threads, wrong }: Found, keptByRound: Map<number, number>[]): void {
  expect(wrong).toEqual([])
  const shared = new Set(threads.tkt_shared)
  expect(shared.size, 'nothing twice').toBe(threads.tkt_shared?.length)
  for (const [id, texts] of Object.entries(threads)) {
    if (id === 'tkt_shared') continue
    const writer = Number(id.replace('tkt_', ''))
    let next = 0
    for (const [round, kept] of keptByRound.entries()) {
      const ofRound: string[] = []
      while (texts[next]?.startsWith(`${round}/`)) ofRound.push(texts[next++] ?? '')
      const acknowledged = kept.get(writer) ?? 0
      const expected = Array.from({ length: ofRound.length }, (_, n) => `${round}/${writer}/${n}`)
      expect(ofRound, `${id}, round ${round}: in order, none twice`).toEqual(expected)
      // The one that was on its way when the kill came may have been kept or not.
      expect(ofRound.length).toBeGreaterThanOrEqual(acknowledged)
      expect(ofRound.length).toBeLessThanOrEqual(acknowledged + 1)
      for (const [n, text] of ofRound.entries()) expect(shared.has(text)).toBe(n % 3 === 0)
    }
    expect(next, `${id}: nothing that nobody wrote`).toBe(texts.length)
  }
}
