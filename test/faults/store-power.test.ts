// The power goes at many steps of a short life of the store, of which checkpoints, stops and starts are part: whatever was
// acknowledged by then is there. Each step of a long one: npm run bench -- faults.

import { join } from 'node:path'
import { expect, it } from 'vitest'
import { dataFolders } from './folders.ts'
import { record, startAfter } from './power-cuts.ts'

const newFolder = dataFolders()
/** Of some thousand states and a half; which ones is another matter each time, since writers and disk take turns by chance. */
const STARTS = 120

it('loses nothing that was acknowledged, whenever the power goes', { timeout: 120_000 }, async () => {
  const folder = await newFolder()
  const recording = await record(join(folder, 'live'), 3, 4)
  const { moments, acknowledged } = recording
  expect(moments.length, 'the power went at many different moments').toBeGreaterThan(2 * STARTS)
  expect(acknowledged.length).toBe(36 + 2 * 9)
  for (let start = 0; start < STARTS; start++) {
    const which = Math.floor((start * moments.length) / STARTS)
    const moment = moments[which]
    const wrong = moment && (await startAfter(moment, recording, join(folder, 'room')))
    expect(wrong, `after ${moment?.acknowledged} commits, state ${which}`).toBeNull()
  }
})
