// `npm run bench -- NAME`: each file of this folder answers one question and exports `bench(args)`.
// Without a name: the questions.

import { readdir } from 'node:fs/promises'

const names = (await readdir(new URL('.', import.meta.url)))
  .filter((file) => file.endsWith('.ts') && file !== 'run.ts')
  .map((file) => file.replace('.ts', ''))
const [name, ...args] = process.argv.slice(2)
if (!name || !names.includes(name)) {
  console.log(`npm run bench -- NAME, where NAME is one of: ${names.join(', ')}`)
  process.exit(name ? 1 : 0)
}
const { bench } = (await import(`./${name}.ts`)) as { bench: (args: string[]) => Promise<void> }
try {
  await bench(args)
} catch (cause) {
  console.error(cause instanceof Error ? cause.message : cause)
  process.exit(1)
}
