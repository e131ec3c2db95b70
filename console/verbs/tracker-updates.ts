// One text to all tickets of a tracker. The server has it from the first press and sends it by itself; until its time, and between
// its steps, it can be stopped from any console. Partner: screens/relate/{update-dialog,standing}.tsx.

import { signal } from '@preact/signals'
import { written } from '../../protocol/written.ts'
import { dialog } from '../keyboard/dialogs.ts'
import { ask } from '../line/line.ts'
import { preferences } from '../preferences.ts'
import { route } from '../route.ts'
import { forgetWithAgent, keepTicket } from '../state.ts'
import { relating as words } from '../strings/relating.ts'
import { strings } from '../strings.ts'
import { tell } from '../toasts.ts'
import { UNDO_SEND_MS } from '../writing/outgoing.ts'
import { attempt } from './actions.ts'
import { arrangeIn } from './arranging.ts'

export interface UpdateText {
  /** Its name for the server: a second press is the same update. */
  clientId: string
  text: string
  solves: boolean
  own: boolean
}

/** What was begun for a tracker and not sent, as long as its writer is at the desk. */
const begun = signal<ReadonlyMap<string, UpdateText>>(new Map())
forgetWithAgent(() => {
  begun.value = new Map()
})

export const updateOf = (ticketId: string): UpdateText =>
  begun.value.get(ticketId) ?? { clientId: crypto.randomUUID(), text: '', solves: false, own: true }

export function write(ticketId: string, update: UpdateText | null): void {
  const next = new Map(begun.peek())
  if (update) next.set(ticketId, update)
  else next.delete(ticketId)
  begun.value = next
}

/** @throws Refused, which stands in the dialog. */
export async function sendUpdate(ticketId: string, { text, ...rest }: UpdateText): Promise<void> {
  const holdMs = preferences.peek().undoSend ? UNDO_SEND_MS : 0
  keepTicket((await ask('tracker.update', { ticketId, text: written(text), ...rest, holdMs })).ticket)
  write(ticketId, null)
}

export async function sendUpdateNow(ticketId: string, updateId: string): Promise<void> {
  await attempt(words.notSent, async () => {
    keepTicket((await ask('tracker.send_now', { ticketId, updateId })).ticket)
  })
}

/** What nobody has goes back to where it was written. */
export async function stopUpdate(
  ticketId: string,
  updateId: string,
  { solves }: { solves: boolean },
): Promise<void> {
  await attempt(words.notStopped, async () => {
    const from = route.peek()
    const { ticket, text } = await ask('tracker.stop', { ticketId, updateId })
    keepTicket(ticket)
    if (text === null) return tell(words.stopped)
    write(ticketId, { ...updateOf(ticketId), text, solves })
    const opens = () => arrangeIn('update', [ticketId])
    // Who has gone on meanwhile, or writes, is not interrupted.
    const isBusy =
      route.peek() !== from || dialog.peek() || document.activeElement?.matches('input, textarea')
    tell(words.takenBack, isBusy ? { label: strings.news.look, run: opens } : undefined)
    if (!isBusy) opens()
  })
}
