// The tables of bench/results/search-speed.md, the aims, and whether this run met them.

import type { Size } from '../corpus.ts'

export interface Measure {
  /** Files that the ranking reads; with more than one, the first can be searched alone. */
  tiers: number
  firstBytes: number
  allBytes: number
  /** For who comes later than a few seconds after a save. */
  laterFirstBytes: number
  laterAllBytes: number
  passageBytes: number
  readyMs: number
  wholeMs: number
  throttledReadyMs: number
  /** At the throttle, over all files. */
  longestTaskMs: number
  /** At the throttle, over the keys of some seconds. */
  longestTypingMs: number
  keystrokes: number
  p50Ms: number
  p99Ms: number
  asked: number
  /** Percent. */
  success: { typo: number; question: number; body: number }
}

export interface Row extends Measure {
  size: Size
  /** Of the engine. */
  file: string
  name: string
}

interface Run {
  machine: string
  counts: Record<string, { articles: number; sections: number }>
  brotliQuality: number
  brotliLaterQuality: number
}

const OURS = 'helpdock'
const QUERIES = 900
/** What stands for the speed of a machine: until MiniSearch as it comes was ready where the aims were set, in ms. */
const YARDSTICK = 'minisearch'
const YARDSTICK_MS: [number, number] = [168, 583]

/** Aims of ours: the first figure at 1,000 articles, the second with all. */
const AIMS: {
  what: string
  of: (row: Row) => number
  most?: [number, number]
  least?: [number, number]
  /** A time of the processor, which another machine needs more or less of. */
  isTime?: true
}[] = [
  { what: 'first file, KB brotli', of: ({ laterFirstBytes }) => laterFirstBytes / 1024, most: [70, 290] },
  {
    what: 'all ranked files, KB brotli',
    of: ({ laterAllBytes }) => laterAllBytes / 1024,
    most: [225, 1.1 * 1024],
  },
  { what: 'ready, ms', of: ({ readyMs }) => readyMs, most: [25, 60], isTime: true },
  {
    what: 'longest task at 4× throttle, loading, ms',
    of: ({ longestTaskMs }) => longestTaskMs,
    most: [50, 50],
  },
  { what: 'the same, typing, ms', of: ({ longestTypingMs }) => longestTypingMs, most: [50, 50] },
  { what: 'as you type, p99 ms', of: ({ p99Ms }) => p99Ms, most: [4, 16], isTime: true },
  { what: 'success@1 with a typo, %', of: ({ success }) => success.typo, least: [88, 82] },
  {
    what: 'success@1 asked as a question, points below that',
    of: ({ success }) => success.typo - success.question,
    most: [1, 1],
  },
  { what: 'success@1 on words of the body, %', of: ({ success }) => success.body, least: [90, 72] },
]

export function report(rows: Row[], { machine, counts, brotliQuality, brotliLaterQuality }: Run): string {
  const sizes = [...new Set(rows.map(({ size }) => size))]
  const tables = sizes.flatMap((size) => {
    const { articles = 0, sections = 0 } = counts[size] ?? {}
    const own = rows.filter((row) => row.size === size)
    return [
      `## ${n(articles)} articles, ${n(sections)} sections`,
      '',
      ...tableOf(own),
      '',
      ...ratiosOf(own),
      '',
    ]
  })
  return [
    '# Search speed',
    '',
    '`npm run bench -- search-speed`: all engines after each other in one run, on the same articles and queries.',
    '',
    `${machine}.`,
    '',
    'The articles are manuals that Debian packages (bench/corpus.ts), one document a section. Index: brotli',
    `quality ${brotliQuality}, first file / all that the ranking reads (an engine with one file: that), and apart from it the`,
    `passages that only show results; the aims look at quality ${brotliLaterQuality}, which our server gives to all who come later than some`,
    'seconds after a save (for the others it takes minutes here, and was not tried). Every index names its results by slug, anchor, title and heading; only ours has',
    'texts to quote. All programs are compiled while they arrive (`allFunctionsCalledOnLoad`), as ours is in the widget. Ready: from bytes in memory to the first answer in a fresh page, from the first file / from all, the',
    'middle of three loads; the longest task is the longest time in which a page at a quarter of the speed could do nothing',
    'else while all of it loaded, again the middle of three, and while keys were typed for six seconds. Ours works in slices, as it',
    'does in the widget, the others in one go. As you type: from a key to its answer, with what lies between the slices; every',
    'beginning of a query from its second letter on, nothing warmed up. success@1: of 300 queries of each kind, made from a known article, those that found this article',
    'first, whichever of its sections: a heading without its stop words and one other word, with a typo; the same, three',
    "of five with a question's opening; four words of a section's text. An engine too slow to answer all of them in 25",
    'seconds was asked as many of each kind as it could, and its keystrokes end after 12.',
    '',
    ...tables,
    ...aimsOf(rows),
    '',
  ].join('\n')
}

function tableOf(rows: Row[]): string[] {
  return [
    '| engine | index KB | ready ms | longest task, 4×, loading / typing ms | as you type, p50 / p99 ms | typo % | question % | body % |',
    '| :--- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows.map((row) => {
      const kb = row.tiers > 1 ? `${k(row.firstBytes)} / ${k(row.allBytes)}` : k(row.allBytes)
      const passages = row.passageBytes > 0 ? ` (passages ${k(row.passageBytes)})` : ''
      const ready = row.tiers > 1 ? `${ms(row.readyMs)} / ${ms(row.wholeMs)}` : ms(row.readyMs)
      const { typo, question, body } = row.success
      const asked = row.asked < QUERIES ? ` (of ${Math.floor(row.asked / 3)})` : ''
      return `| ${[
        row.name,
        kb + passages,
        ready,
        `${ms(row.longestTaskMs)} / ${ms(row.longestTypingMs)}`,
        `${ms(row.p50Ms)} / ${ms(row.p99Ms)}`,
        typo.toFixed(0) + asked,
        question.toFixed(0) + asked,
        body.toFixed(0) + asked,
      ].join(' | ')} |`
    }),
  ]
}

/** How many times ours the others need: machines differ, these differ less. */
function ratiosOf(rows: Row[]): string[] {
  const ours = rows.find(({ file }) => file === OURS)
  const others = rows.filter(({ file }) => file !== OURS)
  if (!ours || others.length === 0) return []
  const of = (row: Row, what: (row: Row) => number) => `× ${(what(row) / what(ours)).toPrecision(2)}`
  return [
    '| times ours | index, all | ready | longest task | as you type, p99 |',
    '| :--- | ---: | ---: | ---: | ---: |',
    ...others.map(
      (row) =>
        `| ${row.name} | ${of(row, ({ allBytes }) => allBytes)} | ${of(row, ({ readyMs }) => readyMs)} | ` +
        `${of(row, ({ longestTaskMs }) => longestTaskMs)} | ${of(row, ({ p99Ms }) => p99Ms)} |`,
    ),
  ]
}

function aimsOf(rows: Row[]): string[] {
  const ours = (size: Size) => rows.find((row) => row.file === OURS && row.size === size)
  const [small, large] = [ours('1000'), ours('all')]
  if (!small || !large) return []
  const yardsticks = (['1000', 'all'] as const).map(
    (size) => rows.find((row) => row.file === YARDSTICK && row.size === size)?.readyMs ?? 0,
  )
  const slower = yardsticks.map((ms, place) => ms / (YARDSTICK_MS[place] ?? 1))
  return [
    '## Aims for Helpdock, and whether this run met them',
    '',
    '| aim, at 1,000 / all articles | aim | measured | met | at the speed of the machine of the aims |',
    '| :--- | ---: | ---: | :--- | ---: |',
    `| (the yardstick: MiniSearch as it comes, ready, ms) | ${YARDSTICK_MS.join(' / ')} | ${yardsticks.map(ms).join(' / ')} | this machine is × ${slower.map((one) => one.toFixed(1)).join(' / ')} slower | |`,
    ...AIMS.map(({ what, of, most, least, isTime }) => {
      const measured = [of(small), of(large)]
      const [sign, aim] = most ? ['≤', most] : ['≥', least ?? [0, 0]]
      const met = measured.map((value, place) =>
        most ? value <= (aim[place] ?? 0) : value >= (aim[place] ?? 0),
      )
      return `| ${what} | ${sign} ${aim.map(ms).join(' / ')} | ${measured.map(ms).join(' / ')} | ${met
        .map((is) => (is ? 'yes' : 'no'))
        .join(
          ' / ',
        )} | ${isTime ? measured.map((value, place) => ms(value / (slower[place] ?? 1))).join(' / ') : ''} |`
    }),
    '',
    'The aims were set on queries that another program drew by the same recipe, where MiniSearch as it comes stood at 83 /',
    '77 % with a typo, and on a quicker machine: the last column divides what was measured here by how much longer MiniSearch as it',
    'comes took here until it was ready. “Met” looks at what was measured. Two points of success@1 either way are chance with 300 questions.',
  ]
}

const n = (count: number) => count.toLocaleString('en')
const k = (bytes: number) => n(Math.round(bytes / 1024))
const ms = (value: number) => (Math.abs(value) < 10 ? value.toFixed(1) : n(Math.round(value)))
