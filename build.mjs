// Builds everything into dist/: the programs for browsers (public/, hashed names) and the server.
// `--watch` rebuilds on each change and restarts the demo: that is `npm run dev`.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import * as esbuild from 'esbuild'
import { minify } from 'terser'
import { consoleNames, wholeAtOnce } from './console/build.mjs'
import { askingMiniSearch } from './protocol/search/build.mjs'
import { minifiedCss } from './ui/build.mjs'
import { namesOf, widgetInLanguages } from './widget/build.mjs'

const watching = process.argv.includes('--watch')
/** Until there is nothing left to gain. */
const PASSES = 3
const { version, engines } = JSON.parse(await readFile('package.json', 'utf8'))

/**
 * Chromium compiles all of such a file while it arrives, beside the page's own work, instead of each function when it is first
 * called: an index of 1,000 articles answers a fifth sooner (decision 10), the first ticket of the console a quarter (decision 42).
 * Others read a comment.
 */
const ALL_AT_ONCE = '//# allFunctionsCalledOnLoad'

const browser = {
  bundle: true,
  minify: true,
  target: ['chrome123', 'firefox121', 'safari17.5'],
  // Calls of h are shorter than those of the automatic runtime, which type checks and tests use.
  jsx: 'transform',
  tsconfigRaw: { compilerOptions: { jsx: 'react', jsxFactory: 'h', jsxFragmentFactory: 'Fragment' } },
  loader: { '.css': 'text' },
  plugins: [minifiedCss(), shortJsx(), askingMiniSearch()],
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
  define: { HELPDOCK_VERSION: JSON.stringify(version), 'window.__PREACT_SIGNALS_DEVTOOLS__': 'false' },
}

async function buildAll() {
  // Old hashed files stay: a page that was opened before the build still asks for them.
  await mkdir('dist/public', { recursive: true })

  // From the inside out: each program must know the hashed names of what it fetches.
  const toAssets = { ...browser, format: 'esm', entryNames: '[name]-[hash]', outdir: 'dist/public/assets' }
  const widget = await widgetInLanguages(toAssets)
  // Cut at each `import()`: what few agents come to is fetched by those who do (console/on-demand.tsx).
  const desk = await esbuild.build({
    ...toAssets,
    entryPoints: { console: 'console/main.tsx' },
    splitting: true,
    chunkNames: 'console-[name]-[hash]',
    banner: { js: ALL_AT_ONCE },
    plugins: [wholeAtOnce(await readFile('console/on-demand.tsx', 'utf8')), ...browser.plugins],
  })
  const pages = await esbuild.build({
    ...toAssets,
    entryPoints: {
      'help-center': 'server/articles/pages/enhance.ts',
      preview: 'server/articles/preview/enhance/preview.ts',
      writing: 'server/articles/preview/enhance/writing.ts',
    },
  })
  const deviceSearch = await esbuild.build({
    ...toAssets,
    // Fetched when a reader of the help center wants to search; its address is in the page.
    entryPoints: { 'help-center-search': 'server/articles/pages/enhance/device-search.ts' },
    banner: { js: ALL_AT_ONCE },
  })
  const assets = { ...consoleNames(desk), ...namesOf(pages), ...namesOf(deviceSearch) }
  const loader = await esbuild.build({
    ...browser,
    entryPoints: { widget: 'widget/loader.ts' },
    format: 'iife',
    outdir: 'dist/public',
    define: {
      ...browser.define,
      HELPDOCK_PANEL: JSON.stringify(`/assets/${widget.files.en.panel.replace('en.js', '')}`),
      HELPDOCK_SEARCH: JSON.stringify(`/assets/${widget.files.en.search}`),
    },
  })
  // With everything it needs in one file: looking for some 1,300 files was half of each start. But the programs by which mail comes in,
  // which are as much again, are in files of their own, two of them threads: most servers never read one.
  const mailPrograms = ['mail-programs', 'reading-thread', 'mailbox-thread']
  const ofServer = {
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    // Has native parts beside it, and is loaded with the first image.
    external: ['sharp', './mail-programs.js'],
    loader: { '.css': 'text' },
    outdir: 'dist/server',
    sourcemap: true,
    logLevel: 'warning',
    sourcesContent: false,
    // Packages of the older module system ask for Node's own modules with `require`.
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire as requireFrom } from 'node:module'\nconst require = requireFrom(import.meta.url)",
    },
    define: {
      HELPDOCK_VERSION: JSON.stringify(version),
      HELPDOCK_NODE: JSON.stringify(engines.node.replace('>=', '')),
    },
  }
  await Promise.all([
    esbuild.build({
      ...ofServer,
      entryPoints: { cli: 'server/begin.ts' },
      plugins: [besideIt('./cli.ts', './program.js')],
    }),
    esbuild.build({
      ...ofServer,
      entryPoints: { program: 'server/cli.ts' },
      plugins: [minifiedCss(), besideIt('./mail-programs.ts', './mail-programs.js')],
    }),
    esbuild.build({
      ...ofServer,
      entryPoints: mailPrograms.map((name) => `server/email/inbound/${name}.ts`),
    }),
  ])
  for (const name of ['cli', 'program', ...mailPrograms]) await inAscii(`dist/server/${name}.js`)
  // `npx helpdock` runs it by its first line.
  await chmod('dist/server/cli.js', 0o755)
  await copyFile('server/articles/meaning/vectors.en.bin', 'dist/server/vectors.en.bin')
  if (!watching) {
    // What students pay for; agents and readers of the help center load theirs once a release.
    const ofStudents = new Set(Object.values(widget.files).flatMap(Object.values))
    const inFull = Object.values(widget.files.en)
    await Promise.all([
      squeeze('dist/public/widget.js', PASSES),
      // Each language once more in full would double the build for some 0.2 %.
      ...[...ofStudents].map((file) =>
        squeeze(`dist/public/assets/${file}`, inFull.includes(file) ? PASSES : 1),
      ),
    ])
  }
  await writeFile('dist/assets.json', `${JSON.stringify(assets, null, 2)}\n`)
  await writeFile('dist/widget.json', `${JSON.stringify(widget.files, null, 2)}\n`)
  const outputs = Object.assign(
    {},
    ...[...widget.built, desk, pages, deviceSearch, loader].map(({ metafile }) => metafile.outputs),
  )
  await writeFile('dist/metafile.json', `${JSON.stringify({ outputs }, null, 2)}\n`)
}

/** What is asked for by this name is a file that was built by itself. */
function besideIt(asked, path) {
  return {
    name: 'beside-it',
    setup: (build) =>
      build.onResolve({ filter: /mail-programs|cli/ }, (found) =>
        found.path === asked ? { path, external: true } : undefined,
      ),
  }
}

/**
 * The bundler leaves other letters in regular expressions, tagged templates and comments; one of them, and the engine
 * keeps the whole program in two bytes a letter: 8 MB more of memory.
 */
async function inAscii(file) {
  const text = await readFile(file, 'utf8')
  const escaped = (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  await writeFile(file, text.replace(/[\u0080-\uffff]/g, escaped))
}

/** A second, slower pass: what esbuild has made is some 4 % smaller after it, gzip, for each student and visit. */
async function squeeze(file, passes) {
  const map = await readFile(`${file}.map`, 'utf8')
  const made = await minify(await readFile(file, 'utf8'), {
    module: file.includes('/assets/'),
    ecma: 2020,
    // Nothing that students load is a function to be called with `new` and without a name.
    compress: { passes, unsafe_arrows: true },
    // MiniSearch's own fields have long names.
    mangle: { properties: { regex: /^_(doc|field|avgF|stored|opt|index)/ } },
    format: { preamble: /\/search-\w+\.js$/.test(file) ? ALL_AT_ONCE : '' },
    sourceMap: { content: map, url: `${basename(file)}.map` },
  })
  await writeFile(file, made.code)
  await writeFile(`${file}.map`, made.map)
}

/** Only the console has the whole of @preact/signals. */
const makerOf = ({ initialOptions }) =>
  'console' in initialOptions.entryPoints ? 'preact' : `${process.cwd()}/widget/live.ts`

/** What `jsx: 'transform'` calls, imported where it is called: injected everywhere, it would be in the loader too. */
function shortJsx() {
  return {
    name: 'short-jsx',
    setup(build) {
      build.onLoad({ filter: /\.tsx$/ }, async ({ path }) => ({
        contents: `import { Fragment } from 'preact'; import { h } from ${JSON.stringify(makerOf(build))}; ${await readFile(path, 'utf8')}`,
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
