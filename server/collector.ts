// How this process lets go of what it no longer needs: set once, before anything is made. Figures: docs/decisions/0022.

import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'

/** One of them runs the server, the other syncs and sends for it. */
const FEW_PROCESSORS = 2

/**
 * The old objects are collected when there are so many more of them, in percent. The engine's own measure grows with how fast things are
 * made: a flood left four times what the process held, for as long as nothing else came.
 */
const MORE_OLD_PERCENT = 100

/**
 * What a message leaves behind is collected some ten times a second; helpers share that work by default. Where the system has
 * few processors they wait for each other more than they help. And nothing is taken for long-lived because it was so in a flood:
 * what is made among the old is collected minutes later, and keeps alive what hangs on it.
 */
export function tuneCollector(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
  setFlagsFromString(`--heap-growing-percent=${MORE_OLD_PERCENT}`)
  if (availableParallelism() <= FEW_PROCESSORS) setFlagsFromString('--no-parallel-scavenge')
}
