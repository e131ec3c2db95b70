// SECURITY F13: markdown that wants to run. Each wall holds alone; shown in a real browser, where nothing runs.

import { build } from 'esbuild'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { htmlOf } from '../../server/articles/render.ts'
import { readMarkdown } from '../../server/articles/text.ts'
import { launchChromium } from '../browser/chromium.ts'

const RUN = 'window.ran=1'
const HOSTILE = [
  `<script>${RUN}</script>`,
  `<img src=x onerror="${RUN}">`,
  `<svg onload="${RUN}">`,
  `<svg><script>${RUN}</script></svg>`,
  `<iframe srcdoc="<script>parent.${RUN}</script>"></iframe>`,
  `<details open ontoggle="${RUN}">x</details>`,
  `<input autofocus onfocus="${RUN}">`,
  `<style>@import 'javascript:${RUN}'</style>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${RUN}>`,
  `<noscript><p title="</noscript><img src=x onerror=${RUN}>">`,
  `<a href="javascript:${RUN}">click</a>`,
  `[click](javascript:${RUN})`,
  `[click](JaVaScRiPt:${RUN})`,
  `[click](java\tscript:${RUN})`,
  `[click](\u0001javascript:${RUN})`,
  `[click](javascript&colon;${RUN})`,
  `[click](javascript&#58;${RUN})`,
  `[click](&#x6A;avascript:${RUN})`,
  `[click](data:text/html,<script>${RUN}</script>)`,
  `[click](vbscript:${RUN})`,
  `[click](//evil.example/x)`,
  `![x](javascript:${RUN})`,
  `![x" onerror="${RUN}](https://x.example/y.png)`,
  `![x](https://x.example/y.png" onerror="${RUN})`,
  `![x](https://x.example/y.png 'a" onerror="${RUN}')`,
  `[a](https://x.example 'b" onmouseover="${RUN}')`,
  `<https://x.example/"onmouseover="${RUN}>`,
  `# <img src=x onerror=${RUN}>`,
  `## x" onmouseover="${RUN}`,
  `| a |\n| - |\n| <img src=x onerror=${RUN}> |`,
  `> [!NOTE]\n> <img src=x onerror=${RUN}>`,
  `> [!NOTE] <script>${RUN}</script>`,
  '```"><img src=x onerror=window.ran=1>\ncode\n```',
  `<form action="javascript:${RUN}"><button>go</button></form>`,
  `<base href="javascript:${RUN}//">`,
  `<meta http-equiv="refresh" content="0;url=javascript:${RUN}">`,
  `<object data="javascript:${RUN}"></object>`,
  `<x onclick="${RUN}">x</x>`,
  `x[^"onmouseover="${RUN}]\n\n[^"onmouseover="${RUN}]: <img src=x onerror=${RUN}>`,
  `x[^a]\n\n[^a]: [click](javascript:${RUN})\n\n  <svg onload="${RUN}">`,
  `:::if a="><img/src=x/onerror=${RUN}>\n<script>${RUN}</script>\n:::`,
  `:::if a=b' onmouseover='${RUN}\n[click](javascript:${RUN})\n:::else\n<img src=x onerror=${RUN}>\n:::`,
  `![x" onload="${RUN}](https://youtu.be/abcdefghijk "y" onload="${RUN}")`,
  `![x](https://www.youtube.com/embed/abcdefghijk?x="onload="${RUN})`,
  `![x](https://www.youtube.com.evil.example/embed/abcdefghijk)`,
  `<figure class="video" data-video="javascript:${RUN}"><a href="javascript:${RUN}">x</a></figure>`,
  `<figure class="video" data-video="https://evil.example/frame">x</figure>`,
  `![x](red.png "y"><img src=x onerror=${RUN}>")`,
  `[x](file.pdf "y" onmouseover="${RUN}")`,
  `<a id="fn.1" href="#" onclick="${RUN}">x</a><li id="body">x</li>`,
  `- [x] <input type=image src=x onerror=${RUN}>`,
  `<!-- --><img src=x onerror=${RUN}><!-- -->`,
  `<!-- ><img src=x onerror=${RUN}> -->`,
  `<table tabindex=0 onfocus="${RUN}"><tr><td>x`,
]

let browser: Browser
beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

const outputs = (walls: { renderer: boolean; sanitizer: boolean }) =>
  HOSTILE.map((markdown) => htmlOf(readMarkdown(markdown), ({ href }) => ({ url: href }), { walls }))

test.each([
  ['both walls', { renderer: true, sanitizer: true }],
  ['the renderer alone', { renderer: true, sanitizer: false }],
  ['the allow-list alone', { renderer: false, sanitizer: true }],
])('%s: nothing runs, nothing could', async (_name, walls) => {
  expect(await ranOf(outputs(walls))).toEqual([])
})

test('the premise: without walls some of these do run', async () => {
  expect((await ranOf(outputs({ renderer: false, sanitizer: false }))).length).toBeGreaterThan(5)
})

test('of a block for some readers one branch stays on the device, or all where nobody can know', async () => {
  const block = ':::if discipline=PA\nfor PA\n:::else if year=1\nfirst year\n:::else\nothers\n:::\n'
  const html = htmlOf(readMarkdown(`${block}\n:::if year=9\nnobody\n:::\n`), () => null)
  const { outputFiles } = await build({
    stdin: {
      contents: `export { showBranches } from './ui/branches.ts'; export { branchFor } from './protocol/conditions.ts'`,
      resolveDir: '.',
    },
    bundle: true,
    format: 'iife',
    globalName: 'kit',
    write: false,
  })
  const page = await browser.newPage()
  await page.setContent(`<main>${html}</main>`)
  await page.addScriptTag({ content: outputFiles[0]?.text ?? '' })
  const shown = async (attributes: object) => {
    await page.evaluate(
      `kit.showBranches(document.body, (of) => kit.branchFor(of, ${JSON.stringify(attributes)}))`,
    )
    const text: string = await page.evaluate('document.querySelector("main").innerText')
    return text.split(/\n+/).filter(Boolean)
  }
  expect(await shown({ discipline: 'pa', year: 2 })).toEqual(['for PA'])
  expect(await shown({ discipline: 'NP', year: 1 })).toEqual(['first year'])
  expect(await shown({ discipline: 'NP', year: 2 })).toEqual(['others'])
  // The year is not known: neither can be left out of the first block, nor of the second.
  const all = ['If discipline is PA', 'for PA', 'If year is 1', 'first year', 'Otherwise', 'others']
  expect(await shown({ discipline: 'NP' })).toEqual([...all, 'If year is 9', 'nobody'])
  await page.close()
})

/** The outputs that ran a script, keep a live handler, or link to one. */
async function ranOf(htmls: string[]): Promise<string[]> {
  const page = await browser.newPage()
  await page.route('**/*', (route) => route.abort())
  const bad = await page.evaluate(async (htmls) => {
    const bad: string[] = []
    for (const html of htmls) {
      const place = document.createElement('div')
      document.body.append(place)
      place.innerHTML = html
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)))
      const elements = [...place.querySelectorAll('*')]
      const live = elements.some(
        (element) =>
          [...element.attributes].some(({ name }) => name.startsWith('on') || name === 'srcdoc') ||
          !/^(https:\/\/(www\.youtube-nocookie\.com\/embed|player\.vimeo\.com\/video)\/|$)/.test(
            element.getAttribute('data-video') ?? '',
          ) ||
          ['SCRIPT', 'IFRAME', 'OBJECT', 'BASE', 'META', 'STYLE', 'FORM'].includes(element.tagName) ||
          /^(javascript|data|vbscript):/i.test(
            (element instanceof HTMLAnchorElement && element.protocol) ||
              (element instanceof HTMLImageElement && element.src) ||
              '',
          ),
      )
      const ran = 'ran' in window
      if (ran) Reflect.deleteProperty(window, 'ran')
      if (ran || live) bad.push(html)
      place.remove()
    }
    return bad
  }, htmls)
  await page.close()
  return bad
}
