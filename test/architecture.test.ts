// Who may import whom (docs/architecture.md), kept for every file. A new arrow is a decision, not an accident.

import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { basename, dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'

const PROGRAMS = ['protocol', 'ui', 'widget', 'console', 'server']

/** Folder → the folders it may import from, besides itself. */
const MAY_IMPORT: Record<string, string[]> = {
  protocol: [],
  ui: ['protocol'],
  widget: ['protocol', 'ui'],
  console: ['protocol', 'ui'],
  server: ['protocol', 'ui'],
}

/** Where the rules are. Of these folders only routes, and what the console's log-in serves, speak HTTP. */
const RULES =
  /^server\/(account-merge|agents|attachments|automation|contacts|email|macros|reports|retention|settings|sla|teams|ticket-types|tickets|webhooks)\//
const SPEAKS_HTTP = /routes?\.ts$|^server\/agents\/(pages|pictures)\.ts$/

const files = (await Promise.all(PROGRAMS.map((folder) => readdir(folder, { recursive: true })))).flatMap(
  (names, index) =>
    names.filter((name) => /\.tsx?$/.test(name)).map((name) => join(PROGRAMS[index] ?? '', name)),
)
const imports = new Map(files.map((file) => [file, importsOf(file)]))

test('there are programs to look at', () => {
  for (const program of PROGRAMS)
    expect(
      files.some((file) => file.startsWith(`${program}/`)),
      program,
    ).toBe(true)
})

test('imports follow the arrows', () => {
  const wrong = files.flatMap((file) => {
    const from = file.split('/')[0] ?? ''
    return ours(file)
      .map((target) => target.split('/')[0] ?? '')
      .filter((to) => to !== from && !MAY_IMPORT[from]?.includes(to))
      .map((to) => `${file} imports from ${to}/`)
  })
  expect(wrong).toEqual([])
})

test('no program of a contact knows what is the desk’s alone, and the server takes looks and keys alone from the kit', () => {
  const taken = (from: RegExp, of: RegExp) =>
    files.filter((file) => from.test(file)).flatMap((file) => ours(file).filter((target) => of.test(target)))
  const deskOnly = /^protocol\/(desk|settings)\//
  expect(taken(/^(widget|server\/articles\/pages\/enhance)\//, deskOnly)).toEqual([])
  // The premise: consoles take it.
  expect(taken(/^console\//, deskOnly).length).toBeGreaterThan(100)
  expect(new Set(taken(/^server\//, /^ui\//))).toEqual(
    new Set(['ui/keys.ts', 'ui/markdown.tsx', 'ui/tokens.css']),
  )
})

test('the kit takes nothing but types and numbers from the protocol', () => {
  const wrong = files
    .filter((file) => file.startsWith('ui/'))
    .filter((file) =>
      /^import (?!type)[^\n]*from '\.\.\/protocol\/(?!limits)/m.test(readFileSync(file, 'utf8')),
    )
  expect(wrong).toEqual([])
})

test('what hosts install takes nothing but types from the widget, and only its component knows React', () => {
  const sdk = files.filter((file) => file.startsWith('widget/sdk/'))
  const taken = sdk.flatMap((file) => (imports.get(file) ?? []).map((one) => ({ file, ...one })))
  const programs = taken.filter(({ target, types }) => !types && target !== './index.ts')
  expect(programs).toEqual([{ file: 'widget/sdk/react.ts', target: 'react', types: false, late: false }])
  // What it hands out stands alone.
  expect(taken.filter(({ target }) => target.startsWith('..')).map(({ target }) => target)).toContain(
    '../options.ts',
  )
  expect(imports.get('widget/options.ts')).toEqual([])
})

test('the rules know no Fastify, SQL, sockets, environment or clock', () => {
  const rules = files.filter((file) => RULES.test(file) && !SPEAKS_HTTP.test(file))
  const known = [
    /from '(@?fastify|ws|pg|ioredis|lowdb)/,
    /process\.env/,
    /new Date\(\)/,
    /Date\.now\(\)/,
    /Math\.random/,
  ]
  const wrong = rules.flatMap((file) => {
    const text = readFileSync(file, 'utf8')
    return known
      .filter((forbidden) => forbidden.test(text))
      .map((forbidden) => `${file} has ${forbidden.source}`)
  })
  expect(wrong).toEqual([])
  // The premise: this is where they are.
  expect(rules).toContain('server/tickets/tickets.ts')
  expect(rules.length).toBeGreaterThan(100)
})

test('stores are named in main only, and by the command that moves from one to the other', () => {
  const namers = files.filter(
    (file) =>
      !file.startsWith('server/store/') &&
      ours(file).some((target) => /^server\/store\/(lowdb|postgres)\//.test(target)),
  )
  expect(namers).toEqual(['server/main.ts'])
})

test('both stores have a noun in the file of the same name', () => {
  const tables = (store: string) =>
    files.filter((file) => file.startsWith(`server/store/${store}/tables/`)).map((file) => basename(file))
  expect(tables('lowdb').length).toBeGreaterThan(8)
  expect(tables('postgres')).toEqual(expect.arrayContaining(tables('lowdb')))
})

test('how mail goes out is known to main only', () => {
  const makers = files.filter((file) =>
    /import .*\b(smtpMailer|fileMailer)\b/.test(readFileSync(file, 'utf8')),
  )
  expect(makers).toEqual(['server/main.ts'])
})

test('Redis is known to its bus only, and which bus it is to main only', () => {
  const importing = (target: string) =>
    files.filter((file) => imports.get(file)?.some((one) => one.target.endsWith(target)))
  expect(importing('ioredis')).toEqual(['server/bus/redis-line.ts'])
  expect(importing('/redis.ts')).toEqual(['server/main.ts'])
})

test('only config.ts and the command line read the environment', () => {
  const readers = files.filter((file) => readFileSync(file, 'utf8').includes('process.env'))
  expect(readers).toEqual(['server/cli.ts'])
})

test('the demo host knows Helpdock only through its public interface', () => {
  const wrong = files
    .filter((file) => file.startsWith('server/demo/'))
    .flatMap((file) =>
      ours(file)
        .filter((target) =>
          /^server\/(tickets|account-merge|store|chat|contacts\/contacts|agents)/.test(target),
        )
        .map((target) => `${file} imports ${target}`),
    )
  expect(wrong).toEqual([])
})

test('no import runs in a circle', () => {
  const circles: string[] = []
  const done = new Set<string>()
  const walk = (file: string, path: string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '))
    if (path.includes(file) || done.has(file)) return
    for (const target of runtimeImports(file)) walk(target, [...path, file])
    done.add(file)
  }
  for (const file of files) walk(file, [])
  expect(circles).toEqual([])
})

test('no file only passes on what others export', () => {
  const passers = files.filter((file) => {
    const code = readFileSync(file, 'utf8')
      .replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
      .trim()
    return code !== '' && code.split('\n').every((line) => /^(export .* from |\s*$|[\s\w,}]+$)/.test(line))
  })
  expect(passers).toEqual([])
})

test('every package runs on the oldest Node that is promised', () => {
  const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
  const asNumber = (version: RegExpMatchArray) => Number(version[1]) * 1_000 + Number(version[2] ?? 0)
  const least = (range: string) => Math.min(...[...range.matchAll(/(\d+)(?:\.(\d+))?\S*/g)].map(asNumber))
  const promised = least(json('package.json').engines.node)
  const packages: [string, { engines?: { node?: string } }][] = Object.entries(
    json('package-lock.json').packages,
  )
  const wrong = packages.filter(([, { engines }]) => engines?.node && least(engines.node) > promised)
  expect(wrong.map(([name, { engines }]) => `${name} asks for ${engines?.node}`)).toEqual([])
  // The premise: such ranges are told apart.
  expect([promised, least('>=22'), least('^18.2 || >= 20')]).toEqual([20_019, 22_000, 18_002])
})

/** `late`: only where it is needed, when everything else stands. */
function importsOf(file: string): { target: string; types: boolean; late: boolean }[] {
  const text = readFileSync(file, 'utf8')
  return [
    ...text.matchAll(
      /^(?:import|export)\s+(type\s)?[^'"]*?from\s+'([^']+)'|^import\s+'([^']+)'|await import\('([^']+)'\)/gm,
    ),
  ].map(([, types, from, bare, late]) => ({
    target: from ?? bare ?? late ?? '',
    types: Boolean(types),
    late: Boolean(late),
  }))
}

function ours(file: string): string[] {
  return resolved(file, imports.get(file) ?? [])
}

function runtimeImports(file: string): string[] {
  return resolved(
    file,
    (imports.get(file) ?? []).filter(({ types, late }) => !types && !late),
  ).filter((target) => imports.has(target))
}

function resolved(file: string, found: { target: string }[]): string[] {
  return found
    .filter(({ target }) => target.startsWith('.'))
    .map(({ target }) => normalize(join(dirname(file), target)))
}
