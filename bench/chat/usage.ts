// What a process uses, as Linux tells it: the memory that is resident, and the processor time of all its threads.

import { readFile } from 'node:fs/promises'

/** A tick of /proc, in milliseconds. */
const TICK_MS = 10

export async function usageOf(pid: number): Promise<{ residentKib: number; cpuMs: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8')
  const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).split(') ')[1]?.split(' ') ?? []
  return {
    residentKib: Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]),
    // In the kernel and out of it.
    cpuMs: TICK_MS * (Number(fields[11]) + Number(fields[12])),
  }
}
