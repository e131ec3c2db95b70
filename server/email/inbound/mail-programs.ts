// The packages by which mail is taken and fetched, as they are used here. Built into a file of its own (build.mjs), so it knows nothing of
// ours; whoever uses it waits for it: `await import('./mail-programs.ts')`. Partner: letter-programs.ts, by which it is read and checked.

import { ImapFlow, type ImapFlowOptions } from 'imapflow'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export const smtpServer = (options: SMTPServerOptions): SMTPServer => new SMTPServer(options)

export const imapClient = (options: ImapFlowOptions): ImapFlow => new ImapFlow({ ...options, logger: false })
