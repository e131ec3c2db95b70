// Builds everything into dist/: the programs for browsers (public/, hashed names) and the server.
// `--watch` rebuilds on each change and restarts the demo: that is `npm run dev`.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import * as esbuild from 'esbuild'

const watching = process.argv.includes('--watch')
const { version } = JSON.parse(await readFile('package.json', 'utf8'))

const browser = {
  bundle: true,
  minify: true,
  target: ['chrome123', 'firefox121', 'safari17.5'],
  // Calls of h are shorter than those of the automatic runtime, which type checks and tests use.
  jsx: 'transform',
  tsconfigRaw: { compilerOptions: { jsx: 'react', jsxFactory: 'h', jsxFragmentFactory: 'Fragment' } },
  loader: { '.css': 'text' },
  plugins: [minifiedCss(), shortJsx()],
  // Browsers only ask an index: a reader of it is a quarter of the library that builds it.
  alias: { minisearch: './protocol/index-reader.ts' },
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
  define: { HELPDOCK_VERSION: JSON.stringify(version) },
}

async function buildAll() {
  // Old hashed files stay: a page that was opened before the build still asks for them.
  await mkdir('dist/public', { recursive: true })

  // Programs with hashed names first: the loader must know the panel's.
  const hashed = await esbuild.build({
    ...browser,
    entryPoints: {
      panel: 'widget/panel.tsx',
      console: 'console/main.tsx',
      'help-center': 'server/articles/pages/enhance.ts',
    },
    format: 'esm',
    entryNames: '[name]-[hash]',
    outdir: 'dist/public/assets',
  })
  const assets = {}
  for (const [file, output] of Object.entries(hashed.metafile.outputs)) {
    if (output.entryPoint) assets[basename(file).replace(/-[A-Z0-9]{8}\.js$/, '')] = basename(file)
  }
  const loader = await esbuild.build({
    ...browser,
    entryPoints: { widget: 'widget/loader.ts' },
    format: 'iife',
    outdir: 'dist/public',
    define: { ...browser.define, HELPDOCK_PANEL: JSON.stringify(`/assets/${assets.panel}`) },
  })
  await esbuild.build({
    entryPoints: ['server/cli.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    packages: 'external',
    loader: { '.css': 'text' },
    outdir: 'dist/server',
    sourcemap: true,
    logLevel: 'warning',
    banner: { js: '#!/usr/bin/env node' },
    define: { HELPDOCK_VERSION: JSON.stringify(version) },
  })
  await writeFile('dist/assets.json', `${JSON.stringify(assets, null, 2)}\n`)
  await writeFile(
    'dist/metafile.json',
    JSON.stringify({ ...hashed.metafile, loader: loader.metafile.outputs }, null, 2),
  )
}

/** Style sheets as minified text: the widget adopts them in its shadow root, so no host's CSP refuses them. */
function minifiedCss() {
  return {
    name: 'minified-css',
    setup(build) {
      build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        const { code } = await esbuild.transform(await readFile(path, 'utf8'), {
          loader: 'css',
          minify: true,
        })
        return { contents: code, loader: 'text', watchFiles: [path] }
      })
    },
  }
}

/** What `jsx: 'transform'` calls, imported where it is called: injected everywhere, it would be in the loader too. */
function shortJsx() {
  return {
    name: 'short-jsx',
    setup(build) {
      build.onLoad({ filter: /\.tsx$/ }, async ({ path }) => ({
        contents: `import { Fragment, h } from 'preact'; ${await readFile(path, 'utf8')}`,
        loader: 'tsx',
        watchFiles: [path],
      }))
    },
  }
}

await buildAll()
if (watching) await watchAndRun()

async function watchAndRun() {
  const { watch } = await import('chokidar')
  const folders = ['protocol', 'ui', 'widget', 'console', 'server'].filter((folder) => existsSync(folder))
  const serve = () =>
    spawn(process.execPath, ['--enable-source-maps', 'dist/server/cli.js', 'serve', '--demo'], {
      stdio: 'inherit',
    })
  let server = serve()
  let pending
  watch(folders, { ignoreInitial: true }).on('all', () => {
    clearTimeout(pending)
    pending = setTimeout(async () => {
      try {
        await buildAll()
      } catch {
        return // esbuild has said what and where; the last good server keeps running
      }
      server.once('exit', () => {
        server = serve()
      })
      server.kill('SIGTERM')
    }, 100)
  })
}
