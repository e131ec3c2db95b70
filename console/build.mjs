// How the console is cut into the program and what is fetched on demand. Called by build.mjs.

import { basename } from 'node:path'

/**
 * The bundler makes a file of each set of programs that share something, and the page would ask for a dozen small ones at first.
 * As if each part on demand needed the whole program, whatever the program has is in one file; what only parts share stays apart.
 */
export function wholeAtOnce(onDemand) {
  const parts = [...onDemand.matchAll(/import\('\.\/([^']+)'\)/g)].map(([, file]) => `console/${file}`)
  return {
    name: 'whole-at-once',
    setup(build) {
      build.onResolve({ filter: /./ }, async ({ path, kind, ...rest }) => {
        if (kind !== 'dynamic-import' || rest.pluginData === 'asked') return
        const found = await build.resolve(path, { ...rest, kind, pluginData: 'asked' })
        // Without the folder of this machine, so that every build gives the same names.
        const file = found.path.slice(process.cwd().length + 1)
        return parts.includes(file) ? { path: file, namespace: 'with-the-whole' } : found
      })
      build.onLoad({ filter: /./, namespace: 'with-the-whole' }, ({ path }) => ({
        contents: `import './console/main.tsx'; export * from './${path}'`,
        resolveDir: process.cwd(),
      }))
    },
  }
}

/** The console's entry, and what it cannot begin without: the page asks for all of them at once (server/agents/pages.ts). */
export function consoleNames({ metafile }) {
  const [entry, { imports }] = Object.entries(metafile.outputs).find(
    ([, { entryPoint }]) => entryPoint === 'console/main.tsx',
  )
  const atOnce = imports.filter(({ kind }) => kind === 'import-statement')
  return {
    console: basename(entry),
    ...Object.fromEntries(atOnce.map(({ path }, index) => [`console/${index}`, basename(path)])),
  }
}
