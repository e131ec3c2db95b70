// Packets that are dropped between processes of this machine, as where a cable is out: nobody is told, and what was said comes
// late, if at all. By iptables, where it is installed and may be used; the scenes of the suite do with test/faults/proxy.ts.

import { execFileSync } from 'node:child_process'

const dropped = new Set<() => void>()
process.once('exit', () => {
  for (const again of dropped) again()
})

export function canDropPackets(): boolean {
  try {
    iptables('-L', 'INPUT', '-n')
    return true
  } catch {
    return false
  }
}

/** @returns the way to let them through again */
export function dropPackets(ports: number[]): () => void {
  const rules = ports.flatMap((port) =>
    ['--dport', '--sport'].map((side) => [
      'INPUT',
      '-i',
      'lo',
      '-p',
      'tcp',
      side,
      String(port),
      '-j',
      'DROP',
    ]),
  )
  for (const rule of rules) iptables('-I', ...rule)
  const again = () => {
    if (dropped.delete(again)) for (const rule of rules) iptables('-D', ...rule)
  }
  dropped.add(again)
  return again
}

function iptables(...args: string[]): void {
  execFileSync('iptables', ['-w', ...args], { stdio: 'ignore' })
}
