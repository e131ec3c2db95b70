// Which message is to begin a ticket of its own: the one that was meant where it was said, or the newest. Partner:
// screens/relate/split-dialog.tsx.

import { signal } from '@preact/signals'
import { arrangeIn } from './arranging.ts'

/** Its number in the thread; null: the newest of the contact's. */
export const splitFrom = signal<number | null>(null)

export function splitAt(ticketId: string, sequence: number | null): void {
  splitFrom.value = sequence
  arrangeIn('split', [ticketId])
}
