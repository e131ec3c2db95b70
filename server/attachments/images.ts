// Images are made anew from their pixels: position, camera, thumbnails, comments and whatever else somebody hid in the
// file are not in the new one, and what cannot be read as an image is refused. sharp is loaded with the first image:
// most servers' days begin without one. docs/decisions says why it and not our own code.

import { writeFile } from 'node:fs/promises'
import { IMAGE_MAX_PIXELS } from '../../protocol/limits.ts'
import { Refusal } from '../errors.ts'
import { isImage, type Kind, kindOf } from './kinds.ts'

/** A phone's photo takes one second; what takes longer was made to. */
const SECONDS = 20
/** Of JPEG and WebP: a screenshot's letters stay sharp. */
const QUALITY = 88

/**
 * Of each one after the other, as each may take a few hundred megabytes while it is unpacked. No photo waits for pictures that move:
 * some of a kilobyte take all of their seconds.
 */
const before: Record<'still' | 'moving', Promise<unknown>> = {
  still: Promise.resolve(),
  moving: Promise.resolve(),
}

function inTurn<T>(queue: 'still' | 'moving', work: () => Promise<T>): Promise<T> {
  const made = before[queue].then(work)
  before[queue] = made.catch(() => {})
  return made
}

const mayMove = (kind: Kind) => kind === 'image/gif' || kind === 'image/webp'

/** @throws Refusal('attachment.damaged') */
export function madeAnew(from: string, to: string, kind: Kind) {
  return inTurn(mayMove(kind) ? 'moving' : 'still', () => makeAnew(from, to, kind))
}

/** In pixels: beside a message it is drawn at 24, in headers at 40, on screens of up to three pixels each. */
const SQUARE_PX = 128

/** Stands in a bar at 28 high, and no wider than a name. */
const LOGO_PX = { width: 480, height: 84 }

/**
 * The middle of an image, small.
 * @throws Refusal('attachment.kind' | 'attachment.damaged')
 */
export const squareOf = (bytes: Buffer): Promise<Buffer> =>
  smaller(bytes, { width: SQUARE_PX, height: SQUARE_PX, fit: 'cover' })

/**
 * All of an image, as large as it is drawn at most.
 * @throws Refusal('attachment.kind' | 'attachment.damaged')
 */
export const logoOf = (bytes: Buffer): Promise<Buffer> =>
  smaller(bytes, { ...LOGO_PX, fit: 'inside', withoutEnlargement: true })

async function smaller(
  bytes: Buffer,
  to: { width: number; height: number; fit: 'cover' | 'inside'; withoutEnlargement?: true },
): Promise<Buffer> {
  const read = async (from: number, length: number) => bytes.subarray(from, from + length)
  const kind = await kindOf({ size: bytes.length, read })
  if (!kind || !isImage(kind)) throw new Refusal('attachment.kind')
  return inTurn('still', async () => {
    const { default: sharp } = await import('sharp')
    try {
      return await sharp(bytes, { limitInputPixels: IMAGE_MAX_PIXELS, failOn: 'error' })
        .autoOrient()
        .resize(to)
        .webp({ quality: QUALITY })
        .timeout({ seconds: SECONDS })
        .toBuffer()
    } catch (cause) {
      throw Object.assign(new Refusal('attachment.damaged'), { cause })
    }
  })
}

async function makeAnew(from: string, to: string, kind: Kind) {
  const { data, info } = await encodedAnew(from, kind)
  // Apart from the image itself: a full disk is no fault of it.
  await writeFile(to, data)
  return { width: info.width, height: info.pageHeight ?? info.height, size: data.length }
}

async function encodedAnew(from: string, kind: Kind) {
  const { default: sharp } = await import('sharp')
  sharp.cache(false)
  sharp.concurrency(1)
  const isMoving = mayMove(kind)
  try {
    const image = sharp(from, { animated: isMoving, limitInputPixels: IMAGE_MAX_PIXELS, failOn: 'error' })
    // Turned as the camera was held: the note that says how is not in the new file.
    const upright = isMoving ? image : image.autoOrient()
    const encoded = {
      'image/jpeg': () => upright.jpeg({ quality: QUALITY }),
      'image/png': () => upright.png(),
      'image/gif': () => upright.gif(),
      'image/webp': () => upright.webp({ quality: QUALITY }),
    }[kind as 'image/png']()
    return await encoded.timeout({ seconds: SECONDS }).toBuffer({ resolveWithObject: true })
  } catch (cause) {
    throw Object.assign(new Refusal('attachment.damaged'), { cause })
  }
}
