// A desk that mails come in at, and a real mailbox beside it: for each file about mails that come in.

import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { lookIntoMailbox, MAILBOX_LOOK } from '../../server/email/inbound/imap-mailbox.ts'
import { dataFolders, readableLog } from '../faults/folders.ts'
import { openRules, type Rules } from '../stage/rules.ts'
import { type ImapServer, imapServer } from './imap-server.ts'

export const US = 'help@northfield.edu'

/** New for each test. */
export function mailDesk() {
  const newFolder = dataFolders()
  const desk = {
    rules: undefined as unknown as Rules,
    /** Of one copy of the server, which remembers. */
    looks(url: string, more: Partial<Parameters<typeof lookIntoMailbox>[0]> = {}) {
      const { rules } = desk
      const log = readableLog()
      const look = lookIntoMailbox({
        ...{ url, door: rules.door, commit: rules.store.commit, now: rules.now, log, onTrouble: () => {} },
        ...more,
      })
      return (lastError: string | null = null) =>
        look({
          ...{ id: MAILBOX_LOOK, kind: MAILBOX_LOOK, subjectId: '', dueAt: rules.now().toISOString() },
          ...{ attempts: 0, leaseUntil: null, lastError },
        })
    },
    /** Of all tickets. */
    async subjects() {
      const view = { view: 'unsolved' as const, agentId: '', limit: 50 }
      const { tickets } = await desk.rules.store.read.tickets.list(view)
      return tickets.map(({ subject }) => subject).sort()
    },
  }
  beforeEach(async () => {
    desk.rules = await openRules(await newFolder(), undefined, { writtenAt: US })
  })
  afterEach(() => desk.rules?.close())
  return desk
}

/** One for all tests of a file. */
export function realMailbox(): ImapServer {
  const mailbox = {} as ImapServer
  beforeAll(async () => {
    Object.assign(mailbox, await imapServer())
  })
  afterAll(() => mailbox.end?.())
  return mailbox
}
