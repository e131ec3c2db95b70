// A process of its own that opens the store in the folder it is told, says so, and waits to be killed.

import { openLowdbStore } from '../../server/store/lowdb/store.ts'

const silent = { info() {}, warn() {}, error() {} }

async function main(): Promise<void> {
  await openLowdbStore({ dir: process.argv[2] ?? '', log: silent })
  process.stdout.write('open\n')
  setInterval(() => {}, 60_000)
}

main().catch((error: Error) => {
  process.stdout.write(`${error.message}\n`)
  process.exitCode = 1
})
