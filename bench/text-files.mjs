// Style sheets as text, as build.mjs has them: for a bench that runs the server's own modules.

import { readFile } from 'node:fs/promises'

export async function load(url, context, next) {
  if (!url.endsWith('.css')) return next(url, context)
  const source = `export default ${JSON.stringify(await readFile(new URL(url), 'utf8'))}`
  return { format: 'module', shortCircuit: true, source }
}
