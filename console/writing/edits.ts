// Changes of own messages that are half typed, on this device until they are saved or given up: a message can be changed for five
// minutes, so no server keeps them. Partners: screens/thread/message-menu.tsx, where they are typed; drafts.ts, what is not sent yet.

import type { Message } from '../../protocol/entities.ts'
import { isRevisable } from '../../ui/messages.tsx'
import { now } from '../clock.ts'
import { keep, keptNames, ofThisTab, recall, shared } from '../device.ts'

interface Edit {
  text: string
  /** Of the message. */
  createdAt: string
}

const PREFIX = 'edit.'
/** The tab has what the device had no room for, which is newer. */
const PLACES = [ofThisTab, shared]

const read = (name: string): Edit | undefined =>
  PLACES.map((place) => recall<Edit | null>(place, name, null)).find((kept) => kept !== null) ?? undefined

/** @param as how it reads now: what got there after all is not begun any more */
export function begunEdit({ id }: Message, as: string): string {
  const { text = '' } = read(PREFIX + id) ?? {}
  return text === as ? '' : text
}

/** @param text '' once there is nothing to keep */
export function keepEdit({ id, createdAt }: Message, text: string): void {
  const edit = text && { text, createdAt }
  const isOnDevice = keep(shared, PREFIX + id, edit || null)
  keep(ofThisTab, PREFIX + id, (!isOnDevice && edit) || null)
}

/** What was left and cannot be saved any more. */
export function dropLateEdits(): void {
  for (const place of PLACES)
    for (const name of keptNames(place, PREFIX)) {
      const edit = recall<Edit | null>(place, name, null)
      if (!edit || !isRevisable(edit, now.peek())) keep(place, name, null)
    }
}

/** The agent logs out: nothing of theirs stays on this machine. */
export function dropEdits(): void {
  for (const place of PLACES) for (const name of keptNames(place, PREFIX)) keep(place, name, null)
}
