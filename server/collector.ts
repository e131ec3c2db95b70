// How this process lets go of what it no longer needs: set once, before anything is made. Figures: docs/decisions/0022.

import { availableParallelism } from 'node:os'
import { setFlagsFromString } from 'node:v8'

/** One of them runs the server, the other syncs and sends for it. */
const FEW_PROCESSORS = 2

/**
 * What a message leaves behind is collected some ten times a second; helpers share that work by default. Where the system has
 * few processors they wait for each other more than they help. And nothing is taken for long-lived because it was so in a flood:
 * what is made among the old is collected minutes later, and keeps alive what hangs on it.
 */
export function collectYoung(): void {
  setFlagsFromString('--no-allocation-site-pretenuring')
  if (availableParallelism() <= FEW_PROCESSORS) setFlagsFromString('--no-parallel-scavenge')
}
