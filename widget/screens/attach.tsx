// Files in the widget: those that stand beside what is being written, and those of a thread. A bundle of its own.
// Partners: chosen.ts (in the panel), uploads.ts; ui/attachments.tsx, ui/chosen-files.tsx.

import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { Attachment } from '../../protocol/entities.ts'
import { ATTACHMENTS_OF_MESSAGE } from '../../protocol/limits.ts'
import looks from '../../ui/attachments.css'
import { FileView } from '../../ui/attachments.tsx'
import chosen from '../../ui/chosen-files.css'
import { ChosenFiles, type Picture } from '../../ui/chosen-files.tsx'
import { Button, IconButton } from '../../ui/controls.tsx'
import { AttachIcon } from '../../ui/icons.tsx'
import { files, pick, useTaking } from '../files/choosing.ts'
import { chosenFor } from '../files/chosen.ts'
import { goesBySelf } from '../files/early.ts'
import { fileAddress, takeAway, tryAgain, upload } from '../files/uploads.ts'
import { locale } from '../help.ts'
import panel from '../look/attach.css'
import { adopt } from '../sheet.ts'
import { type Chosen, state } from '../state.ts'
import * as t from '../strings/en/attach.ts'
import { refusals } from './frame.tsx'

export { goEarly } from '../files/early.ts'

adopt(looks + chosen + panel)
refusals['attachment.missing'] = t.missing

const why = (code: string) => t.reasons[code] ?? t.otherReason

/**
 * @param props.of the name of the draft that they go with
 * @param props.children what stands there until this has come
 */
export function Attach({ of, isForm }: { of: string; isForm?: boolean; children?: ComponentChildren }) {
  const list = chosenFor(of)
  const here = useRef<HTMLSpanElement>(null)
  const name = useRef(of)
  name.current = of
  const onPick = () => pick(() => name.current)
  useTaking(here, of)
  useEffect(() => {
    // A guest's wait here until the address is proved; those that a reload has lost are said to be at once.
    for (const one of list) {
      const { key, attachment, failed } = one
      // The page was come back to as it was left: a page in between, which had not its bytes, took it for lost.
      if (failed === 'lost' && files.has(key)) return tryAgain(one)
      if (!attachment && !failed && (state.signedIn.value || !files.has(key))) void upload(key)
    }
  })
  const said = (
    <p class="goes" role="status">
      {goesBySelf(of) ? t.goes : list.some(({ wasSent }) => wasSent) && t.notSent}
    </p>
  )
  return (
    <>
      {list.length > 0 && (
        <ChosenFiles
          files={list}
          locale={locale()}
          label={t.chosen}
          wrong={list.length > ATTACHMENTS_OF_MESSAGE && t.tooMany(ATTACHMENTS_OF_MESSAGE)}
          words={{
            ...{ ...t.words, why },
            ...(state.connection.value === 'offline' && { uploading: t.waitsForLine }),
            ...(!state.signedIn.value && { uploading: () => t.waits }),
          }}
          pictureOf={pictureOf}
          onAgain={tryAgain}
          onRemove={takeAway}
        />
      )}
      <span ref={here} hidden />
      {isForm ? (
        <div class="attach">
          <Button look="quiet" size="s" icon={<AttachIcon size={16} />} onClick={onPick}>
            {t.attach}
          </Button>
          {said}
        </div>
      ) : (
        <>
          {said}
          <IconButton label={t.attach} onClick={onPick}>
            <AttachIcon />
          </IconButton>
        </>
      )}
    </>
  )
}

/** From the device as long as its bytes are here, then from the server. */
function pictureOf({ key, attachment }: Chosen): Picture | undefined {
  const file = files.get(key)
  if (file) return file.type.startsWith('image/') ? file : undefined
  return attachment?.width ? () => fileAddress(attachment.id) : undefined
}

export function Files({ files }: { files: Attachment[] }) {
  return (
    <>
      {files.map((file) => (
        <FileView key={file.id} file={file} addressOf={fileAddress} words={t.fileWords} locale={locale()} />
      ))}
    </>
  )
}
