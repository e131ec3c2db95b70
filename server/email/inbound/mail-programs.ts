// The package by which mail is taken, as it is used here. Built into a file of its own (build.mjs), so it knows nothing of ours; whoever
// uses it waits for it: `await import('./mail-programs.ts')`. Partners: letter-programs.ts, by which mail is read and checked; mailbox-thread.ts.

import { SMTPServer, type SMTPServerOptions } from 'smtp-server'

export const smtpServer = (options: SMTPServerOptions): SMTPServer => new SMTPServer(options)
