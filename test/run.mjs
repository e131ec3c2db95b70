// `npm test`: builds once, checks types and style, runs every test. Says in one line what is missing.
// `npm test -- NAME` runs the files whose path contains NAME.

import { spawnSync } from 'node:child_process'

const names = process.argv.slice(2)
const steps = [
  ['build', ['node', 'build.mjs']],
  ...(names.length > 0
    ? []
    : [
        ['types', ['npx', 'tsc', '--noEmit']],
        ['style', ['npx', 'biome', 'check', '--error-on-warnings', '.']],
      ]),
  ['tests', ['npx', 'vitest', 'run', ...names]],
]
for (const [name, [program, ...args]] of steps) {
  const { status } = spawnSync(program, args, { stdio: 'inherit' })
  if (status !== 0) {
    process.stderr.write(`\nnpm test stopped at: ${name}\n`)
    process.exit(status ?? 1)
  }
}
