// How files come to a reply or a note, and how they look in the conversation. They come by button, by dropping them anywhere on
// the ticket, and from the clipboard. Partners: chosen.tsx, uploads.ts; ui/attachments.tsx.

import { useEffect } from 'preact/hooks'
import type { Attachment } from '../../../protocol/entities.ts'
import { FileView } from '../../../ui/attachments.tsx'
import { IconButton } from '../../../ui/controls.tsx'
import { AttachIcon } from '../../../ui/icons.tsx'
import { strings } from '../../strings.ts'
import { chooseFiles } from '../../writing/choose-files.ts'
import type { Mode } from '../../writing/drafts.ts'
import { choose, fileAddress } from '../../writing/uploads.ts'

const words = strings.attach

interface Place {
  ticketId: string
  mode: Mode
}

export function AttachButton({ ticketId, mode }: Place) {
  const pick = () => chooseFiles((files) => choose(ticketId, mode, files), '', true)
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
