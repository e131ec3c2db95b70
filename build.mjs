// Builds everything into dist/: the programs for browsers (public/, hashed names) and the server.
// `--watch` rebuilds on each change and restarts the demo: that is `npm run dev`.

import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import * as esbuild from 'esbuild'
import { minify } from 'terser'

const watching = process.argv.includes('--watch')
/** Until there is nothing left to gain. */
const PASSES = 3
/** Of the widget's own words. */
const languages = (await readdir('widget/strings')).filter((name) => !name.includes('.'))
const { version } = JSON.parse(await readFile('package.json', 'utf8'))

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
      preview: 'server/articles/pages/enhance/preview.ts',
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
    define: { HELPDOCK_VERSION: JSON.stringify(version) },
  }
  await Promise.all([
    esbuild.build({
      ...ofServer,
      entryPoints: ['server/cli.ts'],
      plugins: [minifiedCss(), besideIt('./mail-programs.ts', './mail-programs.js')],
    }),
    esbuild.build({
      ...ofServer,
      entryPoints: mailPrograms.map((name) => `server/email/inbound/${name}.ts`),
    }),
  ])
  for (const name of ['cli', ...mailPrograms]) await inAscii(`dist/server/${name}.js`)
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

/**
 * Words stand in the programs, so there is one of each for each language: nobody loads the words of two, or waits for any. The panels
 * have one name but for their language, by what is in all of them, and a language's parts one but for what they are: loader and panel,
 * which everybody loads, have room for one. What searches has a name of its own: it is the largest, and seldom changes.
 */
async function widgetInLanguages(toAssets) {
  const parts = {
    merge: 'widget/screens/merge.tsx',
    'merge-card': 'widget/screens/merge-card.tsx',
    form: 'widget/screens/form.tsx',
    code: 'widget/screens/guest-code.tsx',
    beside: 'widget/screens/beside.tsx',
    'rich-text': 'widget/screens/rich-text.tsx',
    message: 'widget/screens/conversation.tsx',
    after: 'widget/screens/after.tsx',
    attach: 'widget/screens/attach.tsx',
    tabs: 'widget/tabs.ts',
    emoji: 'widget/screens/emoji.tsx',
    alerts: 'widget/screens/alerts.tsx',
    edits: 'widget/edits.ts',
    language: 'widget/language.ts',
  }
  const search = await esbuild.build({ ...toAssets, entryPoints: { search: 'widget/engine.ts' } })
  const inEach = (options) =>
    Promise.all(languages.map((language, at) => esbuild.build({ ...toAssets, ...options(language, at) })))
  const onDemand = (nameAt, write) =>
    inEach((language, at) => ({
      ...{ entryPoints: parts, entryNames: nameAt(at), write },
      plugins: [wordsIn(language), sharedWithPanel(language), ...browser.plugins],
    }))
  const hashes = (await onDemand(() => '[name]', false)).map((built) => hashOf([built]))
  const ofParts = await onDemand((at) => `[name]-${hashes[at]}`, true)
  const names = ofParts.map((built) => ({ ...namesOf(search), ...namesOf(built) }))
  const panels = (nameIn, write) =>
    inEach((language, at) => ({
      ...{ entryPoints: { panel: 'widget/panel.tsx' }, entryNames: nameIn(language), write },
      plugins: [wordsIn(language), ...browser.plugins],
      define: {
        ...browser.define,
        HELPDOCK_SEARCH: JSON.stringify(names[at].search),
        HELPDOCK_PARTS: JSON.stringify(`-${hashes[at]}.js`),
      },
    }))
  const hash = hashOf(await panels(() => '[name]', false))
  const named = await panels((language) => `[name]-${hash}.${language}`, true)
  const files = languages.map((language, at) => [
    language,
    { panel: `panel-${hash}.${language}.js`, ...names[at] },
  ])
  return { files: Object.fromEntries(files), built: [search, ...ofParts, ...named] }
}

/** By all that is in them. */
function hashOf(built) {
  const contents = built.flatMap(({ outputFiles }) => outputFiles.map(({ hash }) => hash))
  return createHash('sha256').update(contents.join()).digest('hex').slice(0, 8).toUpperCase()
}

/** The words of another language in the place of the English ones, which its files are typed after (widget/strings/words.ts). */
function wordsIn(language) {
  return {
    name: 'words-in',
    setup(build) {
      build.onResolve({ filter: /\/strings\/en\/[^/]+\.ts$/ }, ({ path, resolveDir }) => ({
        path: resolve(resolveDir, path.replace('/en/', `/${language}/`)),
      }))
    },
  }
}

/** Entry → its file with the hash in its name. */
function namesOf({ metafile }) {
  const files = Object.keys(metafile.outputs).filter((file) => metafile.outputs[file].entryPoint)
  return Object.fromEntries(
    files.map((file) => [basename(file).replace(/-[A-Z0-9]{8}\.js$/, ''), basename(file)]),
  )
}

/**
 * The bundler makes a file of each set of programs that share something, and the page would ask for a dozen small ones at first.
 * As if each part on demand needed the whole program, whatever the program has is in one file; what only parts share stays apart.
 */
function wholeAtOnce(onDemand) {
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
function consoleNames({ metafile }) {
  const [entry, { imports }] = Object.entries(metafile.outputs).find(
    ([, { entryPoint }]) => entryPoint === 'console/main.tsx',
  )
  const atOnce = imports.filter(({ kind }) => kind === 'import-statement')
  return {
    console: basename(entry),
    ...Object.fromEntries(atOnce.map(({ path }, index) => [`console/${index}`, basename(path)])),
  }
}

/** In bundles on demand: what may be there only once comes from the panel's kit (widget/on-demand.tsx), of the panel that has their words. */
function sharedWithPanel(language) {
  return {
    name: 'shared-with-panel',
    setup(build) {
      const shared =
        /^preact(\/hooks)?$|\/(commands|navigation|search|sheet|state|frame|live|chosen|http|session|help|on-demand|signals|parts)\.tsx?$/
      build.onResolve({ filter: shared }, () => ({ path: 'kit', namespace: 'kit' }))
      build.onLoad({ filter: /./, namespace: 'kit' }, async () => {
        const source = await readFile('widget/on-demand.tsx', 'utf8')
        const names = [...source.matchAll(/^ {2}\.\.\.\{ (.+) \},$/gm)].flatMap(([, list]) =>
          list.split(', '),
        )
        return { contents: `export const { ${names} } = globalThis[Symbol.for('helpdock.${language}')]` }
      })
    },
  }
}

/** What is asked for by this name is a file that was built by itself. */
function besideIt(asked, path) {
  return {
    name: 'beside-it',
    setup: (build) =>
      build.onResolve({ filter: /mail-programs/ }, (found) =>
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

/** Style sheets as minified text: the widget adopts them in its shadow root, so no host's CSP refuses them. */
function minifiedCss() {
  return {
    name: 'minified-css',
    setup(build) {
      build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
        let css = await readFile(path, 'utf8')
        if (path.endsWith('tokens.css') && build.initialOptions.entryPoints.panel) css = await usedTokens(css)
        const { code } = await esbuild.transform(css, { loader: 'css', minify: true })
        return { contents: code, loader: 'text', watchFiles: [path] }
      })
    },
  }
}

/** The tokens without those that no style sheet of the widget names, and without spaces, which the minifier leaves in their values. */
async function usedTokens(tokens) {
  const sheetsIn = async (folder) =>
    (await readdir(folder))
      .filter((file) => /^(?!tokens).*\.css$/.test(file))
      .map((file) => `${folder}/${file}`)
  const sheets = [...(await sheetsIn('ui')), ...(await sheetsIn('widget'))]
  const users = (await Promise.all(sheets.map((file) => readFile(file, 'utf8')))).join('') + tokens
  return tokens
    .replace(/^ {2}(--hd-[\w-]+):[^;]+;$/gm, (line, name) => (users.includes(`var(${name})`) ? line : ''))
    .replace(/([:,]) /g, '$1')
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

/**
 * MiniSearch is one class, which no bundler shakes. Browsers load an index and ask it: the methods that change one
 * are left out. A method that is not there any more fails the build, so that an upgrade is looked at.
 */
function askingMiniSearch() {
  const unused = `
    add addAll addAllAsync addTerm addDocumentId addFieldLength saveStoredFields remove removeAll removeTerm
    removeFieldLength discard discardAll replace warnDocumentChanged maybeAutoVacuum vacuum conditionalVacuum
    vacuumConditionsMet getStoredFields autoSuggest toJSON executeWildcardQuery clear delete update forEach values
    fuzzyGet keys fetch has set atPrefix entries`
  const prefixed = [
    ...[
      'get isVacuuming',
      'get dirtCount',
      'get dirtFactor',
      'get termCount',
      'get size',
      'async performVacuuming',
    ],
    ...[
      'static fromObject',
      'static from',
      'static getDefault',
      'static loadJSON',
      'static loadJS',
      'static instantiateMiniSearch',
      'get documentCount',
    ],
    ...['static async loadJSONAsync', 'static async loadJSAsync'],
  ]
  const left = (field) => [`this._${field};`, '']
  const elsewhere = [
    ['new SearchableMap()', 'null'],
    ['if (query.prefix)', 'if (false)'],
    ['if (query.fuzzy)', 'if (false)'],
    ['if (prefixMatches)', 'if (false)'],
    ['if (fuzzyMatches)', 'if (false)'],
    ['(options.autoVacuum == null || options.autoVacuum === true) ? defaultAutoVacuumOptions : ', ''],
    ['{ ...defaultAutoSuggestOptions, ...(options.autoSuggestOptions || {}) }', '0'],
    ['this.removeTerm(fieldId, docId, derivedTerm);', ''],
    ['Object.assign(result, this._storedFields.get(docId));', ''],
    ['query === MiniSearch.wildcard && searchOptionsWithDefaults.boostDocument == null', 'false'],
    ['if (query === MiniSearch.wildcard)', 'if (false)'],
    ["if (typeof query !== 'string')", 'if (false)'],
    ["MiniSearch.wildcard = Symbol('*');", ''],
    ...['idToShortId = new Map()', 'fieldLength = new Map()', 'nextId = 0', 'dirtCount = 0'].map(left),
    ...['currentVacuum = null', 'enqueuedVacuum = null'].map(left),
    ...['enqueuedVacuumConditions = defaultVacuumConditions', 'documentIds = new Map()'].map(left),
  ]
  const methods = [...unused.trim().split(/\s+/), ...prefixed]
  return {
    name: 'asking-minisearch',
    setup(build) {
      build.onLoad({ filter: /minisearch\/dist\/es\/index\.js$/ }, async ({ path }) => {
        let contents = await readFile(path, 'utf8')
        for (const method of methods) {
          const begins = new RegExp(`^    ${method}\\(`, 'm')
          if (!begins.test(contents))
            throw new Error(`MiniSearch has no method “${method}” any more; look at build.mjs.`)
          // Its map of terms has some of the same names.
          for (let start = contents.search(begins); start >= 0; start = contents.search(begins)) {
            const end = contents.indexOf('\n    }\n', start)
            contents = contents.slice(0, start) + contents.slice(end + '\n    }\n'.length)
          }
        }
        // The terms are ours (protocol/search/sections.ts), and so are slips and beginnings.
        for (const [what, without] of elsewhere) {
          if (!contents.includes(what))
            throw new Error(`MiniSearch has no “${what}” any more; look at build.mjs.`)
          contents = contents.replaceAll(what, without)
        }
        return { contents, loader: 'js' }
      })
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
