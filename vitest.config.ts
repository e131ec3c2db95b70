import { readFile } from 'node:fs/promises'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  define: { HELPDOCK_VERSION: JSON.stringify('test'), HELPDOCK_PANEL: JSON.stringify('/assets/panel.js') },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [styleSheetsAsText()],
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    globalSetup: ['test/setup.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Two cores: one test with a browser and a server fills one.
    maxWorkers: 2,
    reporters: ['default', ['json', { outputFile: 'dist/test-report.json' }]],
  },
})

/** As build.mjs does for the real thing. */
function styleSheetsAsText() {
  const mark = '\0text:'
  return {
    name: 'style-sheets-as-text',
    enforce: 'pre' as const,
    async resolveId(
      this: { resolve(source: string, importer?: string, o?: object): Promise<{ id: string } | null> },
      source: string,
      importer?: string,
    ) {
      if (!source.endsWith('.css')) return null
      const found = await this.resolve(source, importer, { skipSelf: true })
      return found && `${mark}${found.id}.js`
    },
    async load(id: string) {
      if (!id.startsWith(mark)) return null
      return `export default ${JSON.stringify(await readFile(id.slice(mark.length, -3), 'utf8'))}`
    },
  }
}
