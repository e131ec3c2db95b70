// A folder of articles for one scene, made from what is given: path → text.

import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Library } from '../../server/articles/library.ts'

export type Files = Record<string, string | Buffer>

export interface Folder {
  dir: string
  put(files: Files): Promise<void>
  remove(): Promise<void>
}

export async function articlesFolder(files: Files): Promise<Folder> {
  const dir = await mkdtemp(join(tmpdir(), 'helpdock-folder-'))
  const put = async (files: Files) => {
    for (const [file, content] of Object.entries(files)) {
      await mkdir(join(dir, dirname(file)), { recursive: true })
      await writeFile(join(dir, file), content)
    }
  }
  await put(files)
  return { dir, put, remove: () => rm(dir, { recursive: true, force: true }) }
}

/** An article of one's own words under a head that is in order. */
export function article(body: string, front: Record<string, unknown> = {}): string {
  const head = { title: 'A title', description: 'A sentence.', order: 10, updated: '2026-11-24', ...front }
  // JSON is YAML.
  const lines = Object.entries(head).map(([field, value]) => `${field}: ${JSON.stringify(value)}`)
  return `---\n${lines.join('\n')}\n---\n\n${body}\n`
}

/** The line of a text in an article made by `article` with no more than its usual head. */
export const BODY_LINE = 8

export const COLLECTION = 'title: Basics\ndescription: What everybody needs.\norder: 10\n'

/** The next version. */
export const changed = (of: Library) => new Promise<string>((resolve) => of.onChange(resolve))

/** A red point: 2 × 1 pixels. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC',
  'base64',
)

export const silent = { info() {}, warn() {}, error() {} }
