// How files look in a thread: images in place, with their size from the first moment, everything else as a row. Words
// and addresses are handed in; the look is attachments.css.

import { useEffect, useState } from 'preact/hooks'
import type { Attachment } from '../protocol/entities.ts'
import { FileIcon } from './icons.tsx'
import { saveFile } from './save-file.ts'

/** Wide enough to see what a screenshot is about, low enough to see what was written about it. */
const WIDTH_PX = 260
const HEIGHT_PX = 320
const ROW_PX = 52

/** The room that a file takes, so that nothing moves when it comes. */
export function boxOf({ width, height }: Pick<Attachment, 'width' | 'height'>) {
  if (!width || !height) return { width: `${WIDTH_PX}px`, maxWidth: '100%', height: `${ROW_PX}px` }
  const wide = Math.min(width, WIDTH_PX, (HEIGHT_PX * width) / height)
  return { width: `${Math.round(wide)}px`, maxWidth: '100%', aspectRatio: `${width} / ${height}` }
}

/** "240 kB", "3.1 MB": in thousands, as the reader's other programs count. Nothing is smaller than 1 kB to them. */
export function sizeInWords(bytes: number, locale?: string): string {
  const isLarge = bytes >= 1_000_000
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: isLarge ? 'megabyte' : 'kilobyte',
    maximumFractionDigits: isLarge ? 1 : 0,
  }).format(isLarge ? bytes / 1_000_000 : Math.max(1, bytes / 1_000))
}

interface FileWords {
  open: (name: string) => string
  notLoaded: string
}

export function FileView(props: {
  file: Attachment
  /** A fresh address, for its readers. */
  addressOf: (id: string) => Promise<string>
  words: FileWords
  locale?: string
}) {
  const { file, addressOf, words } = props
  const [failed, setFailed] = useState(false)
  const open = () =>
    download(file, addressOf).then(
      () => setFailed(false),
      () => setFailed(true),
    )
  const isImage = file.width !== undefined
  return (
    <button
      type="button"
      class={isImage ? 'hd-picture' : 'hd-file'}
      style={boxOf(file)}
      aria-label={words.open(file.name)}
      title={file.name}
      onClick={open}
    >
      {isImage ? (
        <Picture {...props} />
      ) : (
        <>
          <FileIcon />
          <span class="hd-file-words">
            <strong dir="auto">{file.name}</strong>
            <span>{failed ? words.notLoaded : sizeInWords(file.size, props.locale)}</span>
          </span>
        </>
      )}
    </button>
  )
}

function Picture({ file, addressOf, words }: Parameters<typeof FileView>[0]) {
  const [src, setSrc] = useState<string>()
  const [tries, again] = useState(0)
  useEffect(() => {
    let isHere = true
    addressOf(file.id).then(
      (address) => isHere && setSrc(address),
      () => isHere && again(TRIES),
    )
    return () => {
      isHere = false
    }
  }, [file.id, tries === 1])
  if (tries >= TRIES) return <span class="hd-file-gone">{words.notLoaded}</span>
  // An address ends after minutes, and with the server's process: once more with a fresh one.
  return src ? (
    <img src={src} alt={file.name} width={file.width} height={file.height} onError={() => again(tries + 1)} />
  ) : null
}

const TRIES = 2

async function download(file: Attachment, addressOf: (id: string) => Promise<string>): Promise<void> {
  const answer = await fetch(await addressOf(file.id))
  if (!answer.ok) throw new Error(`${file.id}: ${answer.status}`)
  saveFile(await answer.blob(), file.name)
}
