// The files that go with a reply or a note, before they do: a bundle of its own, for most replies have none. Partners:
// attach.tsx, uploads.ts; ui/chosen-files.tsx.

import { ATTACHMENTS_OF_MESSAGE } from '../../../protocol/limits.ts'
import look from '../../../ui/chosen-files.css'
import { ChosenFiles, type Picture } from '../../../ui/chosen-files.tsx'
import { chosenFiles as words } from '../../strings/chosen-files.ts'
import { adopt } from '../../styles.ts'
import type { Mode } from '../../writing/drafts.ts'
import {
  type Chosen as ChosenFile,
  chosenFor,
  fileAddress,
  fileOf,
  takeAway,
  tryAgain,
} from '../../writing/uploads.ts'

adopt(look)

export function Chosen({ ticketId, mode }: { ticketId: string; mode: Mode }) {
  const files = chosenFor(ticketId, mode)
  return (
    <ChosenFiles
      files={[...files]}
      label={words.label}
      wrong={files.length > ATTACHMENTS_OF_MESSAGE && words.tooMany(ATTACHMENTS_OF_MESSAGE)}
      words={words.of}
      pictureOf={pictureOf}
      onAgain={(file) => tryAgain(ticketId, mode, file)}
      onRemove={(file) => takeAway(ticketId, mode, file)}
    />
  )
}

/** From the device as long as it is there; after a reload, or where a reply was taken back, from the server. */
function pictureOf({ key, attachment }: ChosenFile): Picture | undefined {
  const file = fileOf(key)
  if (file) return file.type.startsWith('image/') ? file : undefined
  return attachment?.width ? () => fileAddress(attachment.id) : undefined
}
