// Files beside the articles: images, and what readers take home. Each is served under an address made of its content,
// kept for ever, and only what an article refers to is served at all. An address cannot be guessed, so a file of
// an article for some readers is for those who could read it.

import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { imageSize } from 'image-size'
import type { Destination } from './render.ts'

/** Read in one piece, for its content's name and at each request. */
const FILE_MAX_BYTES = 20 * 1024 * 1024
/** 128 bits: it must not be guessed. */
const HASH_CHARS = 32
export const FILES = '/help/files'

/** Extension → how it is sent, and what readers call it. Nothing that a browser would run as a page. */
const TYPES: Record<string, { kind: 'image' | 'download'; mime: string; type: string }> = {
  ...images({ png: 'image/png', jpg: 'image/jpeg', jpeg: 'image/jpeg', gif: 'image/gif' }),
  ...images({ webp: 'image/webp', avif: 'image/avif', svg: 'image/svg+xml' }),
  ...downloads({ pdf: 'application/pdf', txt: 'text/plain; charset=utf-8', csv: 'text/csv; charset=utf-8' }),
  ...downloads({ ics: 'text/calendar; charset=utf-8', zip: 'application/zip' }),
  ...downloads({
    docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  }),
  ...downloads({
    odt: 'application/vnd.oasis.opendocument.text',
    ods: 'application/vnd.oasis.opendocument.spreadsheet',
    odp: 'application/vnd.oasis.opendocument.presentation',
  }),
}

export interface Attached extends NonNullable<Destination['file']> {
  /** Relative to the articles' folder. */
  file: string
  hash: string
  mime: string
  url: string
  /** Changes with the file on the disk. */
  stamp: string
}

/** Relative to the articles' folder; undefined for what leads out of it or is no such file. */
export function attachedPath(fromFile: string, href: string): string | undefined {
  const [path = ''] = href.split(/[?#]/)
  const extension = posix.extname(path)
  if (!extension || extension === '.md') return undefined
  const file = posix.join(posix.dirname(fromFile), decoded(path))
  return file.startsWith('../') || posix.isAbsolute(file) ? undefined : file
}

/** @throws Error that says in an editor's words what is wrong */
export async function readAttached(dir: string, file: string, before?: Attached): Promise<Attached> {
  const known = TYPES[posix.extname(file).slice(1).toLowerCase()]
  if (!known)
    throw new Error(`${file} is of a type that is not served; these are: ${Object.keys(TYPES).join(', ')}.`)
  const path = join(dir, file)
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) throw new Error(`There is no file ${file}.`)
  const stamp = `${found.mtimeMs}-${found.size}-${found.ino}`
  if (before?.stamp === stamp) return before
  if (found.size > FILE_MAX_BYTES) {
    const mb = (bytes: number) => Math.ceil((bytes / 1024 / 1024) * 10) / 10
    throw new Error(`${file} has ${mb(found.size)} MB; ${mb(FILE_MAX_BYTES)} MB are the most.`)
  }
  const content = await readFile(path)
  const hash = hashOf(content)
  const url = `${FILES}/${hash}/${encodeURIComponent(posix.basename(file))}`
  return { ...known, file, hash, url, stamp, bytes: content.length, ...sizeOf(file, known.kind, content) }
}

/** undefined when it has changed since: under this name nothing else may ever be sent. */
export async function contentOf(dir: string, { file, hash }: Attached): Promise<Buffer | undefined> {
  const content = await readFile(join(dir, file)).catch(() => undefined)
  return content && hashOf(content) === hash ? content : undefined
}

function sizeOf(file: string, kind: string, content: Buffer): { width?: number; height?: number } {
  if (kind !== 'image') return {}
  try {
    const { width, height, orientation = 1 } = imageSize(content)
    // A camera that was held upright says so instead of turning the picture.
    return orientation >= 5 ? { width: height, height: width } : { width, height }
  } catch {
    throw new Error(`${file} is not an image that can be read.`)
  }
}

function hashOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex').slice(0, HASH_CHARS)
}

function images(mimes: Record<string, string>) {
  return typed('image', mimes)
}
function downloads(mimes: Record<string, string>) {
  return typed('download', mimes)
}
function typed<Kind extends 'image' | 'download'>(kind: Kind, mimes: Record<string, string>) {
  return Object.fromEntries(
    Object.entries(mimes).map(([extension, mime]) => [
      extension,
      { kind, mime, type: extension.toUpperCase() },
    ]),
  )
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
