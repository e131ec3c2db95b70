// The file of an article as an editor changes it in the console: read, and written whole or not at all, only where it is in order
// and nobody has changed it meanwhile. A file saved in the folder goes the same way from there on. Partner: preview/writing-routes.ts.

import { constants } from 'node:fs'
import { access, open, readFile, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Refusal } from '../errors.ts'
import { contentHash } from './content-hash.ts'
import type { ArticleSource, Library } from './library.ts'

/** No file, for one that is to be new. */
export const NEW = ''

export interface ArticleWriting {
  /** @returns its text, and the version by which it is known whether somebody changes it; null where there is no such file */
  read(file: string): Promise<{ text: string; version: string } | null>
  /** Whether this account may write beside it. */
  mayWrite(file: string): Promise<boolean>
  /**
   * @param version the one that was read, NEW for a new article
   * @returns its version now; readers have it
   * @throws Refusal('article.no_place' | 'article.not_in_order' | 'article.changed' | 'article.read_only')
   */
  publish(source: ArticleSource, version: string): Promise<string>
}

export function articleWriting(library: Library): ArticleWriting {
  const { dir } = library
  /** One after the other: between a look and a write nobody else writes. */
  let turn: Promise<unknown> = Promise.resolve()

  async function read(file: string) {
    if (!library.hasPlaceFor(file)) return null
    const text = await readFile(join(dir, file), 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return null
      throw cause
    })
    return text === null ? null : { text, version: contentHash(text) }
  }

  async function publishNow({ file, text }: ArticleSource, version: string): Promise<string> {
    if (!library.hasPlaceFor(file))
      throw new Refusal('article.no_place', { detail: `${file} is no place of an article.` })
    const { problems } = await library.tried({ file, text })
    const [first] = problems
    if (first)
      throw new Refusal('article.not_in_order', { detail: `${first.file}:${first.line}: ${first.reason}` })
    const there = await read(file)
    if (there && version === NEW)
      throw new Refusal('article.no_place', {
        detail: `There is an article ${file} already; choose another name.`,
      })
    if (!there && version !== NEW)
      throw new Refusal('article.no_place', {
        detail: `${file} was moved or removed since you opened it. What you typed stays here.`,
      })
    if (there && there.version !== version)
      throw new Refusal('article.changed', { detail: `${file} was changed since you opened it.` })
    await writeWhole(join(dir, file), text)
    await library.readAgain()
    return (await read(file))?.version ?? NEW
  }

  return {
    read,
    mayWrite: (file) =>
      access(dirname(join(dir, file)), constants.W_OK).then(
        () => true,
        () => false,
      ),
    publish(source, version) {
      const published = turn.then(() => publishNow(source, version))
      turn = published.catch(() => {})
      return published
    },
  }
}

/** Readers of the folder find the old file or the new one, never half of it. */
async function writeWhole(path: string, text: string): Promise<void> {
  const real = await realpath(path).catch(() => path)
  // A name with a dot in front is nobody's article.
  const beside = join(dirname(real), `.${basename(real)}.new`)
  try {
    const file = await open(beside, 'w')
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, real)
  } catch (cause) {
    await rm(beside, { force: true }).catch(() => {})
    const { code, message } = cause as NodeJS.ErrnoException
    if (code && READ_ONLY.includes(code))
      throw new Refusal('article.read_only', {
        detail: `This server may not write into its folder of articles (${code}). Change the file where the folder comes from.`,
      })
    throw new Refusal('store.failed', { detail: `The article could not be written: ${message}` })
  }
}
const READ_ONLY = ['EACCES', 'EPERM', 'EROFS']
