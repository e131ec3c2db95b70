// What both ways in share: smtp-door.ts, to which mails are handed, and imap-mailbox.ts, which fetches them.

import type { Receive } from './receive.ts'

/** Five photos of a phone, as mail carries them. */
export const LETTER_MAX_BYTES = 25 * 1024 * 1024

export interface Door {
  receive: Receive
  /** An address at which we are written to, with or without a mark. */
  isOurs(address: string): boolean
}
