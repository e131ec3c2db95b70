// How the panel, its parts on demand and what searches are built: one of each for each language. Called by build.mjs.

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import * as esbuild from 'esbuild'

/** Of the widget's own words. */
const languages = (await readdir('widget/strings')).filter((name) => !name.includes('.'))

/**
 * Words stand in the programs, so there is one of each for each language: nobody loads the words of two, or waits for any. The panels
 * have one name but for their language, by what is in all of them, and a language's parts one but for what they are: loader and panel,
 * which everybody loads, have room for one. What searches has a name of its own: it is the largest, and seldom changes.
 */
export async function widgetInLanguages(toAssets) {
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
      plugins: [wordsIn(language), sharedWithPanel(language), ...toAssets.plugins],
    }))
  const hashes = (await onDemand(() => '[name]', false)).map((built) => hashOf([built]))
  const ofParts = await onDemand((at) => `[name]-${hashes[at]}`, true)
  const names = ofParts.map((built) => ({ ...namesOf(search), ...namesOf(built) }))
  const panels = (nameIn, write) =>
    inEach((language, at) => ({
      ...{ entryPoints: { panel: 'widget/panel.tsx' }, entryNames: nameIn(language), write },
      plugins: [wordsIn(language), ...toAssets.plugins],
      define: {
        ...toAssets.define,
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

/** Entry → its file with the hash in its name. */
export function namesOf({ metafile }) {
  const files = Object.keys(metafile.outputs).filter((file) => metafile.outputs[file].entryPoint)
  return Object.fromEntries(
    files.map((file) => [basename(file).replace(/-[A-Z0-9]{8}\.js$/, ''), basename(file)]),
  )
}
