// Without SMTP_URL mails become files, one a mail, which the demo's mailbox page shows. A mail is really handed
// through nodemailer, so that what it would do to an address shows here too.

import { open, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { makeFolder } from '../folder.ts'
import { drawnMail, type Letterhead, type Mailer, message, refuseOtherRecipients } from './mailer.ts'

/** The content of one file, JSON. Its name is the mail's id, so a mail that is sent again is there once. */
interface MailFile {
  id: string
  at: string
  /** Name and address, as mail programs show them. */
  from: string
  to: string
  replyTo?: string
  subject: string
  text: string
  html?: string
}

export function fileMailer({ dir, ...head }: Letterhead & { dir: string }): Mailer {
  const transport = createTransport({ jsonTransport: true, skipEncoding: true })
  transport.use('stream', refuseOtherRecipients)
  return {
    async send(mail) {
      const from = head.sender()
      await transport.sendMail(message(mail, head))
      const html = drawnMail(mail, head)
      const { id, createdAt: at, to, replyTo, subject, text } = mail
      const shown = from.name ? `${from.name} <${from.address}>` : from.address
      try {
        await writeMail(dir, {
          ...{ id, at, from: shown, to, ...(replyTo && { replyTo }) },
          ...{ subject, text, ...(html && { html }) },
        })
        return { outcome: 'sent', detail: '' }
      } catch (cause) {
        return {
          outcome: 'unreachable',
          detail: `The folder of mails: ${cause instanceof Error ? cause.message : cause}`,
        }
      }
    },
    trouble: async () => '',
    async close() {},
  }
}

/** Whole or not at all, and still there after a power cut. */
async function writeMail(dir: string, mail: MailFile): Promise<void> {
  if (!/^[A-Za-z0-9_-]+$/.test(mail.id)) throw new Error(`“${mail.id}” is no id of a mail.`)
  await makeFolder(dir)
  const path = join(dir, `${mail.id}.json`)
  const file = await open(`${path}.tmp`, 'w')
  try {
    await file.writeFile(`${JSON.stringify(mail, null, 2)}\n`)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.tmp`, path)
  const folder = await open(dir)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
