// The files of an index, ready to send: each compressed once, whoever asks for it. Quickly between a save and those who wait for
// it; as small as it gets when somebody asks later, since that keeps a processor busy for a second and more, and who asks at
// once needs it to read what was saved. Partners: shelf.ts, routes.ts.

import { promisify } from 'node:util'
import { brotliCompress, brotliCompressSync, constants, gzip } from 'node:zlib'
import { contentHash } from './content-hash.ts'

export interface IndexFiles {
  /** Of all of them. */
  hash: string
  /** The one to begin with, and those that follow. */
  files: IndexFile[]
}

interface IndexFile {
  plain: Buffer
  /** The smallest there is so far. */
  brotli(): Buffer
  gzip(): Promise<Buffer>
}

const QUALITY = 5
/** A tenth smaller. */
const LATER_QUALITY = 10
/** Who waits for a save asks within a second or two. */
const LATER_MS = 3_000

export async function indexFiles(built: Uint8Array[]): Promise<IndexFiles> {
  const plain = built.map((bytes) => Buffer.from(bytes))
  const files = await Promise.all(plain.map(async (bytes) => fileOf(bytes, await brotliOf(bytes, QUALITY))))
  return { hash: contentHash(Buffer.concat(plain)), files }
}

/** For a help center without articles. */
export function emptyIndexFiles(built: Uint8Array): IndexFiles {
  const plain = Buffer.from(built)
  return { hash: 'empty', files: [fileOf(plain, brotliCompressSync(plain))] }
}

function fileOf(plain: Buffer, quick: Buffer): IndexFile {
  const madeAt = performance.now()
  let smallest = quick
  let isBegun = false
  let zipped: Promise<Buffer> | undefined
  return {
    plain,
    brotli() {
      if (!isBegun && performance.now() - madeAt > LATER_MS) {
        isBegun = true
        brotliOf(plain, LATER_QUALITY).then(
          (smaller) => {
            smallest = smaller
          },
          // Without memory for it the quick one goes on serving.
          () => {},
        )
      }
      return smallest
    },
    // Few ask for it: browsers take the other one wherever the line is safe.
    gzip: () => (zipped ??= promisify(gzip)(plain)),
  }
}

const brotliOf = (plain: Buffer, quality: number): Promise<Buffer> =>
  promisify(brotliCompress)(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } })
