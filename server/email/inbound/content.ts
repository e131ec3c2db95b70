// What a mail says, as the text and the files of a message. Partner: receive.ts, which decides whose message it is.

import { ATTACHMENTS_OF_MESSAGE, MESSAGE_MAX_CHARS } from '../../../protocol/limits.ts'
import type { Uploader } from '../../attachments/attachments.ts'
import { cleanName } from '../../attachments/names.ts'
import type { uploads } from '../../attachments/uploads.ts'
import { Refusal } from '../../errors.ts'
import { keptText, subjectFrom } from '../../tickets/text.ts'
import type { InboundLetter } from './letter.ts'

/** Of a mail: to look into each image of a thousand would keep all other mails waiting. */
const FILES_TRIED = 20
/** Characters kept free for the names of files that are not taken. */
const ROOM_FOR_NAMES = 1_000

export type Uploads = Pick<ReturnType<typeof uploads>, 'begin' | 'takePiece'>

/** What is too long for a message is there whole, as a file; what is not taken is named. */
export async function contentOf(
  letter: InboundLetter,
  text: string,
  uploader: Uploader,
  uploads: Uploads,
): Promise<{ text: string; attachments?: string[] }> {
  const isLong = text.length > MESSAGE_MAX_CHARS - ROOM_FOR_NAMES
  const whole = { name: 'mail.txt', bytes: letter.whole ?? Buffer.from(text) }
  const files = isLong ? [whole, ...letter.files] : letter.files
  const ids: string[] = []
  const refused: string[] = []
  for (const file of files) {
    const isTried = ids.length < ATTACHMENTS_OF_MESSAGE && ids.length + refused.length < FILES_TRIED
    const id = isTried ? await taken(file, uploader, uploads) : null
    if (id) ids.push(id)
    else refused.push(`[${cleanName(file.name)}: not taken]`)
  }
  const shown = isLong ? `${text.slice(0, MESSAGE_MAX_CHARS - ROOM_FOR_NAMES).toWellFormed()}…` : text
  const said = [shown, ...refused].filter(Boolean).join('\n').slice(0, MESSAGE_MAX_CHARS)
  return {
    text: keptText(said) || (ids.length > 0 ? '' : subjectFrom(letter.subject) || '…'),
    ...(ids.length > 0 && { attachments: ids }),
  }
}

async function taken(
  { name, bytes }: { name: string; bytes: Buffer },
  uploader: Uploader,
  uploads: Uploads,
): Promise<string | null> {
  try {
    const { record } = await uploads.begin(uploader, { name, size: bytes.length })
    return (await uploads.takePiece(uploader, record.id, 0, bytes)).record.id
  } catch (cause) {
    if (cause instanceof Refusal && cause.code.startsWith('attachment.')) return null
    throw cause
  }
}
