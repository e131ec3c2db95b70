// Files beside a reply or a note, and in the conversation. They come by button, by dropping them anywhere on the ticket,
// and from the clipboard. Partners: uploads.ts; ui/attachments.tsx, ui/chosen-files.tsx.

import { useEffect } from 'preact/hooks'
import type { Attachment } from '../../../protocol/entities.ts'
import { ATTACHMENTS_OF_MESSAGE } from '../../../protocol/limits.ts'
import { FileView } from '../../../ui/attachments.tsx'
import { ChosenFiles } from '../../../ui/chosen-files.tsx'
import { IconButton } from '../../../ui/controls.tsx'
import { AttachIcon } from '../../../ui/icons.tsx'
import type { Mode } from '../../drafts.ts'
import { strings } from '../../strings.ts'
import { choose, chosenFor, fileAddress, takeAway, tryAgain } from '../../uploads.ts'

const words = strings.attach

interface Place {
  ticketId: string
  mode: Mode
}

export function Chosen({ ticketId, mode }: Place) {
  const files = chosenFor(ticketId, mode)
  if (files.length === 0) return null
  return (
    <div class="composer-files">
      <ChosenFiles
        files={[...files]}
        label={words.chosen}
        wrong={files.length > ATTACHMENTS_OF_MESSAGE && words.tooMany(ATTACHMENTS_OF_MESSAGE)}
        words={words.ofChosen}
        onAgain={(file) => tryAgain(ticketId, mode, file)}
        onRemove={(file) => takeAway(ticketId, mode, file)}
      />
    </div>
  )
}

let input: HTMLInputElement

export function AttachButton({ ticketId, mode }: Place) {
  const pick = () => {
    input = document.createElement('input')
    input.type = 'file'
    input.multiple = true
    input.onchange = () => choose(ticketId, mode, input.files ?? [])
    input.click()
  }
  return (
    <IconButton label={words.attach} onClick={pick}>
      <AttachIcon />
    </IconButton>
  )
}

export function Files({ files = [] }: { files: readonly Attachment[] | undefined }) {
  return (
    <>
      {files.map((file) => (
        <FileView key={file.id} file={file} addressOf={fileAddress} words={words.ofFile} />
      ))}
    </>
  )
}

/** On everything that the ticket fills. */
export function useTaking(part: { current: HTMLElement | null }, { ticketId, mode }: Place): void {
  useEffect(() => {
    const around = part.current?.parentElement
    if (!around) return
    const take = (event: DragEvent | ClipboardEvent) => {
      const { type } = event
      const data = 'dataTransfer' in event ? event.dataTransfer : event.clipboardData
      // Some programs copy a picture of a text beside it: the text is meant.
      if (!data?.types.includes('Files') || (type === 'paste' && data.types.includes('text/plain'))) return
      event.preventDefault()
      if (type === 'dragover') around.dataset.drop = words.dropHere(mode)
      else delete around.dataset.drop
      if (type === 'drop' || type === 'paste') choose(ticketId, mode, data.files)
    }
    const names = ['dragover', 'dragleave', 'drop', 'paste'] as const
    for (const name of names) around.addEventListener(name, take)
    return () => {
      for (const name of names) around.removeEventListener(name, take)
    }
  }, [ticketId, mode])
}
