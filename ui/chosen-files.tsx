// Files beside what is being written: an image as it is, the name, how far it is, what is wrong, and the ways to try again
// and to take it away. Words are handed in; the look is chosen-files.css.

import { useEffect, useRef, useState } from 'preact/hooks'
import type { Attachment } from '../protocol/entities.ts'
import { sizeInWords } from './attachments.tsx'
import { Button, IconButton } from './controls.tsx'
import { CloseIcon, FileIcon } from './icons.tsx'

interface ChosenFile {
  key: string
  name: string
  size: number
  received?: number
  attachment?: Attachment
  failed?: string
}

export type Picture = Blob | (() => Promise<string>)

/** Trying again would not help: another file, or the same once more. */
const isFinal = (code: string) => /^lost|empty|too_large|kind|damaged/.test(code)

export function ChosenFiles<F extends ChosenFile>(props: {
  files: F[]
  locale?: string
  label: string
  /** Said of all of them. */
  wrong?: string | false | undefined
  words: {
    remove: (name: string) => string
    again: string
    uploading: (percent: number) => string
    /** What is wrong and what to do. */
    why: (code: string) => string
  }
  /** Of an image: its bytes, or where they are. */
  pictureOf?: (file: F) => Picture | undefined
  onAgain: (file: F) => void
  onRemove: (file: F) => void
}) {
  const { words } = props
  return (
    <>
      <ul class="hd-chosen" aria-label={props.label}>
        {props.files.map((file) => (
          <li key={file.key}>
            <Thumb picture={props.pictureOf?.(file)} id={file.key} />
            <span class="hd-file-words">
              <strong dir="auto">{file.attachment?.name ?? file.name}</strong>
              <span class={file.failed && 'hd-wrong'} {...(file.failed && { role: 'alert' as const })}>
                {stateOf(file)}
              </span>
            </span>
            {file.failed && !isFinal(file.failed) && (
              <Button size="s" look="quiet" onClick={() => props.onAgain(file)}>
                {words.again}
              </Button>
            )}
            <IconButton
              label={words.remove(file.name)}
              onClick={({ currentTarget }) => {
                leave(currentTarget)
                props.onRemove(file)
              }}
            >
              <CloseIcon size={16} />
            </IconButton>
            {!file.attachment && !file.failed && (
              <progress max={file.size} value={file.received ?? 0} aria-label={file.name} />
            )}
          </li>
        ))}
      </ul>
      {props.wrong && (
        <p class="hd-field-error" role="alert">
          {props.wrong}
        </p>
      )}
    </>
  )

  function stateOf({ failed, attachment, received = 0, size }: F): string {
    if (failed) return words.why(failed)
    return attachment
      ? sizeInWords(attachment.size, props.locale)
      : words.uploading(Math.floor((100 * received) / size))
  }
}

/** The room of a thumbnail: chosen-files.css. */
const THUMB_PX = { wide: 56, high: 48 }

/**
 * What is on the device is painted, for the policy of a host's page may refuse an image of a `blob:`.
 * @param id whose picture it is: another one is read anew
 */
function Thumb({ picture, id }: { picture: Picture | undefined; id: string }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [isPainted, paintedIt] = useState(false)
  const [src, setSrc] = useState<string>()
  useEffect(() => {
    let isHere = true
    const show = async () => {
      if (!(picture instanceof Blob)) {
        const url = await picture?.()
        if (isHere) setSrc(url)
        return
      }
      const image = await createImageBitmap(picture)
      if (canvas.current) paintedIt(paint(canvas.current, image))
      image.close()
    }
    show().catch(() => {})
    return () => {
      isHere = false
    }
    // Once its bytes are let go it stays as it was painted.
  }, [id, !picture])
  if (!picture) return <FileIcon />
  return (
    <span class="hd-thumb">
      <canvas ref={canvas} hidden={!isPainted} />
      {!isPainted && (src ? <img src={src} alt="" onError={() => setSrc(undefined)} /> : <FileIcon />)}
    </span>
  )
}

/** In the pixels of the screen; never larger than it is. */
function paint(canvas: HTMLCanvasElement, image: ImageBitmap): boolean {
  const dense = devicePixelRatio
  const scale = Math.min(1, (THUMB_PX.wide * dense) / image.width, (THUMB_PX.high * dense) / image.height)
  canvas.width = Math.max(1, image.width * scale)
  canvas.height = Math.max(1, image.height * scale)
  canvas.style.width = `${canvas.width / dense}px`
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return true
}

/** Its button goes with the file: the focus goes on to the next one, or to what is being written. */
function leave(button: HTMLElement): void {
  const row = button.closest('li')
  const other = row?.nextElementSibling ?? row?.previousElementSibling
  const next = other?.querySelector('button:last-of-type') ?? row?.closest('form')?.querySelector('textarea')
  if (next instanceof HTMLElement) next.focus()
}
