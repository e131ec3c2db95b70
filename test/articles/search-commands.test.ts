// helpdock search and helpdock eval search, as somebody types them.

import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openLowdbStore } from '../../server/store/lowdb/store.ts'
import { article, COLLECTION, silent } from '../stage/articles-folder.ts'

let dir: string
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'helpdock-eval-'))
})
afterAll(() => rm(dir, { recursive: true, force: true }))

function helpdock(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/server/cli.js', ...args], {
    encoding: 'utf8',
    env: {
      PATH: process.env.PATH,
      ARTICLES_DIR: 'articles',
      DATA_DIR: join(dir, 'data'),
      IDENTITY_SECRET: 'x'.repeat(32),
    },
  })
  return { status, stdout, stderr }
}

test('search --explain says which words were found where, and what came of it', () => {
  const { status, stdout } = helpdock('search', '--explain', '--limit', '2', 'forgot my passwrod')
  expect(status).toBe(0)
  expect(stdout).toContain('meant: forgot my password')
  expect(stdout).toMatch(/1\. reset-password/)
  expect(stdout).toMatch(/ = words [\d.]+ × √ of words found [\d.]+ × share of the query [\d.]+/)
  expect(stdout).toMatch(/password for “passwrod”, weight 0\.\d+, in .*title/)
})

test('search and its evaluation in a locale without articles say which there are', async () => {
  const file = join(dir, 'none.jsonl')
  await writeFile(file, '{"query": "password", "gold": []}')
  for (const words of [
    ['search', 'password'],
    ['eval', 'search', '--queries', file],
  ]) {
    const { status, stdout, stderr } = helpdock(...words, '--locale', 'zz')
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr).toBe('There are no articles in the locale “zz”: articles has en.\n')
  }
  expect(helpdock('search', 'password', '--locale', 'en').stdout).toContain('reset-password')
})

test('search --meaning finds what shares no word with the question, and says what the meaning added', () => {
  expect(helpdock('search', 'physician illness').stdout).toBe('Nothing was found.\n')
  const { status, stdout } = helpdock('search', '--meaning', '--explain', 'physician illness')
  expect(status).toBe(0)
  expect(stdout).toMatch(/not sure.*\n\n1\. \S+/)
  expect(stdout).toMatch(/ = by its words 0\.00 \+ by its meaning 0\.\d+, likeness 0\.\d+/)
})

test('eval search measures, names what is not first, and the line that is no question; articles questions says what readers typed', async () => {
  const file = join(dir, 'queries.jsonl')
  const lines = [
    { query: 'alredy exists', gold: ['user-already-exists'] },
    { query: 'merge two accounts', gold: ['cost-free'] },
    { query: 'visa for germany', gold: [] },
  ]
  await writeFile(file, lines.map((line) => JSON.stringify(line)).join('\n'))
  const { status, stdout } = helpdock('eval', 'search', '--queries', file)
  expect(status).toBe(0)
  expect(stdout).toMatch(/success@1 +0\.500/)
  expect(stdout).toMatch(/“not sure” separates \(AUC\) +1\.000/)
  expect(stdout).toMatch(/merge two accounts {2}\(first: two-accounts-merge\)/)

  // Of other articles, and down to the section.
  const articles = join(dir, 'articles')
  await mkdir(join(articles, 'en/basics'), { recursive: true })
  await writeFile(join(articles, 'en/basics/collection.yaml'), COLLECTION)
  const text = 'Far away.\n\n## Where is the tuba?\n\nUp.\n\n## Where is the horn?\n\nDown.'
  await writeFile(join(articles, 'en/basics/brass.md'), article(text))
  const sections = [
    { query: 'the tuba', gold: ['brass#where-is-the-tuba'] },
    { query: 'the horn', gold: ['brass#where-is-the-tuba'] },
  ]
  await writeFile(file, sections.map((line) => JSON.stringify(line)).join('\n'))
  const other = helpdock('eval', 'search', '--queries', file, '--articles', articles)
  expect(other.stdout).toMatch(/success@1 +0\.500/)
  expect(other.stdout).toMatch(/the horn {2}\(first: brass#where-is-the-horn\)/)

  // What readers typed before they opened it, more than once, and its editors have not yet.
  const store = await openLowdbStore({ dir: join(dir, 'data'), log: silent as never })
  const phrasings = [
    { query: 'big brass thing', times: 3, at: '' },
    { query: 'typed once', times: 1, at: '' },
  ]
  await store.commit((tx) => tx.searchFinds.put({ slug: 'brass', locale: 'en', phrasings, days: {} }))
  await store.close()
  const questions = helpdock('articles', 'questions', '--dir', articles)
  expect([questions.status, questions.stderr]).toEqual([0, ''])
  expect(questions.stdout).toMatch(/^en\/basics\/brass\.md: .+\n +3 × big brass thing\n$/)

  await writeFile(file, '{"query": "fine", "gold": []}\n{"question": "not so"}\n')
  const bad = helpdock('eval', 'search', '--queries', file)
  expect(bad.status).toBe(1)
  expect(bad.stderr).toContain(`${file}:2: not a question of the form`)
  expect(bad.stderr).not.toContain('    at ')
})
