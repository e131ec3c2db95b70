// `npm test`: builds once, runs every test, and meanwhile checks types and style. Says in one line what is wrong.
// `npm test -- NAME` runs the files whose path contains NAME, and no checks.

import { spawn } from 'node:child_process'
import { setPriority } from 'node:os'

const names = process.argv.slice(2)
const bin = (file) => [process.execPath, `node_modules/${file}`]

const wrong = []
await step('build', [process.execPath, 'build.mjs'])
if (wrong.length === 0) {
  const checks = [
    ['types', [...bin('typescript/bin/tsc'), '--noEmit']],
    ['style', [...bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings', '.']],
  ]
  await Promise.all([
    step('tests', [...bin('vitest/vitest.mjs'), 'run', ...names]),
    ...(names.length > 0 ? [] : checks.map(([name, command]) => step(name, command, { behind: true }))),
  ])
}
if (wrong.length > 0) {
  process.stderr.write(`\nnpm test failed at: ${wrong.map(({ name }) => name).join(', ')}\n`)
  process.exitCode = wrong[0].status
}

/** @param behind takes what time the others leave over; what it says comes in one piece, if it is not well */
function step(name, [program, ...args], { behind = false } = {}) {
  const child = spawn(program, args, {
    stdio: ['inherit', ...(behind ? ['pipe', 'pipe'] : ['inherit', 'inherit'])],
  })
  let said = ''
  if (behind) {
    setPriority(child.pid, 19)
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (said += data))
  }
  return new Promise((resolve) => {
    child.once('close', (status) => {
      if (status !== 0) {
        if (behind) process.stderr.write(`\n${name}:\n${said}\n`)
        wrong.push({ name, status: status ?? 1 })
      }
      resolve()
    })
  })
}
