// The words of choosing who gets a ticket.

import { COUNTED_MOST } from '../../protocol/limits.ts'

const numbers = new Intl.NumberFormat()

export const assignDialog = {
  open: (count: number) =>
    count > COUNTED_MOST ? `${numbers.format(COUNTED_MOST)}+ open` : `${numbers.format(count)} open`,
} as const
