// How style sheets come into the programs. Called by build.mjs.

import { readdir, readFile } from 'node:fs/promises'
import * as esbuild from 'esbuild'

/** Style sheets as minified text: the widget adopts them in its shadow root, so no host's CSP refuses them. */
export function minifiedCss() {
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
  const sheets = [...(await sheetsIn('ui')), ...(await sheetsIn('widget/look'))]
  const users = (await Promise.all(sheets.map((file) => readFile(file, 'utf8')))).join('') + tokens
  return tokens
    .replace(/^ {2}(--hd-[\w-]+):[^;]+;$/gm, (line, name) => (users.includes(`var(${name})`) ? line : ''))
    .replace(/([:,]) /g, '$1')
}
