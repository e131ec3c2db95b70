// `helpdock export --static DIR`: writes the help center as files, whole or not at all into a folder with other
// things in it. What an earlier export left and this one does not write is taken out again: it is not published.

import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { ConfigError } from '../config.ts'
import { makeFolder } from '../folder.ts'
import type { Log } from '../log.ts'
import { openLibrary } from './library.ts'
import { exportedFiles, type Files } from './pages/export.ts'

/** Names of the files that an export wrote. */
const LIST = '.helpdock-export'
const KB = 1024

export interface ExportOptions {
  static: string
  base?: string
  widget?: string
  force?: boolean
}

/** @returns what to tell the operator. @throws ConfigError */
export async function exportStatic(
  options: ExportOptions,
  parts: { articlesDir: string; publicUrl: string; publicDir: string; log: Log },
): Promise<string> {
  const dir = options.static
  const base = baseOf(options.base)
  const widget = options.widget && widgetOf(options.widget)
  const there = await readdir(dir).catch(() => [])
  if (there.length > 0 && !options.force) {
    throw new ConfigError(
      `${dir} is not empty: name another folder, or add --force to write over what is in it.`,
    )
  }
  const assets: Record<string, string> = JSON.parse(
    await readFile(join(parts.publicDir, '..', 'assets.json'), 'utf8'),
  )
  const library = await openLibrary({ dir: parts.articlesDir, log: parts.log, watch: false })
  try {
    const origin = new URL(parts.publicUrl).origin
    const files = await exportedFiles({
      library,
      place: { origin, base },
      assets,
      assetsDir: join(parts.publicDir, 'assets'),
      widget: widget || undefined,
    })
    const removed = await write(dir, files).catch((cause: NodeJS.ErrnoException) => {
      throw cause.code ? new ConfigError(notWritten(dir, cause)) : cause
    })
    const locales = library.locales()
    const articles = new Set(
      locales.flatMap((locale) =>
        library.collections(locale).flatMap((one) => one.articles.map(({ slug }) => slug)),
      ),
    )
    return [
      `Wrote ${files.size} files, ${Math.round(sizeOf(files) / KB).toLocaleString('en')} KB, to ${dir}: ${articles.size} articles in ${locales.join(', ')}.`,
      ...(removed > 0 ? [`Took out ${removed} files of an earlier export.`] : []),
      `Links are ${base === null ? 'relative; 404.html alone expects the folder at the root of its host, use --base otherwise' : `under ${base}`}.`,
      `Canonical addresses, feeds and sitemap.xml begin with ${origin}${base ?? '/'} (PUBLIC_URL and --base).`,
      '',
    ].join('\n')
  } finally {
    await library.close()
  }
}

/** @returns how many files of an earlier export it took out */
async function write(dir: string, files: Files): Promise<number> {
  const before = await readFile(join(dir, LIST), 'utf8').catch(() => '')
  const gone = before.split('\n').filter((name) => name && !files.has(name) && isInside(name))
  await Promise.all(gone.map((name) => rm(join(dir, name), { force: true })))
  for (const [name, content] of files) {
    await makeFolder(dirname(join(dir, name)))
    await writeFile(join(dir, name), content)
  }
  await writeFile(join(dir, LIST), `${[...files.keys()].toSorted().join('\n')}\n`)
  return gone.length
}

const notWritten = (dir: string, { message }: Error) =>
  `The help center cannot be written to ${dir}: ${message}. Name a folder that this account can make and write to, on a disk with room.`

/** The list lies in a folder that others may write to. */
const isInside = (name: string) => !name.startsWith('/') && !name.split(/[\\/]/).includes('..')

const sizeOf = (files: Files) =>
  [...files.values()].reduce((sum, content) => sum + Buffer.byteLength(content), 0)

function baseOf(given: string | undefined): string | null {
  if (given === undefined) return null
  if (!/^\/[\w.~/-]*$/.test(given) || given.startsWith('//')) {
    throw new ConfigError(`--base must be a path such as /help; it is “${given}”.`)
  }
  return given.endsWith('/') ? given : `${given}/`
}

function widgetOf(given: string): string {
  if (!URL.canParse(given) || !/^https?:$/.test(new URL(given).protocol)) {
    throw new ConfigError(`--widget must be the address of a running Helpdock; it is “${given}”.`)
  }
  return `${new URL(given).origin}/widget.js`
}
