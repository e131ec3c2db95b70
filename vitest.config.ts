import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** How long beside each other, from dist/test-report.json; files that are not here take less. What begins last should be short. */
const LONG: Record<string, number> = {
  'console/browser': 180,
  'trips/in-the-browser': 96,
  'articles/help-center-browser': 90,
  'widget/line': 86,
  'widget/manners': 66,
  'widget/files': 60,
  'store/views-of-many': 50,
  'email/inbound-lies': 40,
  'faults/storm': 36,
  'cluster/copies-fail': 30,
  'widget/sdk': 20,
  'console/forty': 20,
  'demo/browser': 17,
  'account-merge/any-order': 16,
  'chat/sockets': 16,
  'faults/store-kill': 14,
  'faults/store-recovery': 14,
  'account-merge/table': 10,
  'trips/account-merge': 9,
  'demo/demo': 8,
  'widget/webkit': 8,
  'articles/library': 8,
  'bus/copies': 8,
  'http/limits': 7,
  'trips/student-and-agent': 7,
  'articles/editing': 7,
  'articles/search-commands': 7,
  'operating/tracing': 6,
  'articles/hostile': 6,
  'bad-input': 6,
  'store/store': 6,
  'faults/postgres-away': 5,
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const seconds = ({ moduleId }: TestSpecification) =>
      LONG[/test\/(.+)\.test\.tsx?$/.exec(moduleId)?.[1] ?? ''] ?? 0
    return files.toSorted((a, b) => seconds(b) - seconds(a))
  }
}

const ALL = (await readdir('test', { recursive: true }))
  .filter((file) => /\.test\.tsx?$/.test(file))
  .map((file) => `test/${file}`)
const WITH_STATE = ALL.filter((file) => /from '(\.\.\/)+(widget|console)\//.test(readFileSync(file, 'utf8')))

/** A setup of both projects is done once, but waited for by both; without it these begin at once. */
const SETUP_OF_STATE = process.env.TEST_STORE ? ['test/setup.ts'] : []

export default defineConfig({
  define: { HELPDOCK_VERSION: JSON.stringify('test'), HELPDOCK_PANEL: JSON.stringify('/assets/panel.') },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  plugins: [styleSheetsAsText()],
  test: {
    // No scene takes a tenth of it where nothing else runs: only what hangs on a crowded machine ends by it.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000, interval: 30 } },
    pool: 'threads',
    // On two cores: a scene waits now and then, for a line that is tried again or a process that starts.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', ['json', { outputFile: 'dist/test-report.json' }]],
    projects: [
      // The browsers' programs keep their state in modules: each of these files begins with fresh ones.
      { extends: true, test: { name: 'state', include: WITH_STATE, globalSetup: SETUP_OF_STATE } },
      // The server keeps none there: its modules are loaded once a worker, not once a file.
      {
        extends: true,
        test: {
          name: 'scenes',
          include: ALL,
          exclude: WITH_STATE,
          isolate: false,
          globalSetup: ['test/setup.ts'],
        },
      },
    ],
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
