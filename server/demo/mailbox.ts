// The demo's post office: a folder with one JSON file a mail. Helpdock writes its mails there when it has no mail
// server; Wardway writes its own beside them.

import { randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeDurably } from './state.ts'

export interface Mail {
  id: string
  at: string
  from: string
  to: string
  subject: string
  text: string
}

const FROM = 'Wardway <no-reply@wardway.example>'

/** Newest first. A file that is no mail is left out. */
export async function readMails(dir: string): Promise<Mail[]> {
  const names = await readdir(dir).catch(() => [])
  const mails = await Promise.all(
    names.filter((name) => name.endsWith('.json')).map((name) => readMail(join(dir, name))),
  )
  return mails
    .filter((mail) => mail !== undefined)
    .sort((a, b) => b.at.localeCompare(a.at) || b.id.localeCompare(a.id))
}

export async function sendMail(
  dir: string,
  mail: Pick<Mail, 'to' | 'subject' | 'text'>,
  now: Date,
): Promise<void> {
  const id = `wardway_${now.getTime()}_${randomBytes(6).toString('hex')}`
  await mkdir(dir, { recursive: true })
  const whole: Mail = { id, at: now.toISOString(), from: FROM, ...mail }
  await writeDurably(join(dir, `${id}.json`), `${JSON.stringify(whole, null, 2)}\n`)
}

async function readMail(path: string): Promise<Mail | undefined> {
  try {
    const mail: unknown = JSON.parse(await readFile(path, 'utf8'))
    return isMail(mail) ? mail : undefined
  } catch {
    return undefined
  }
}

function isMail(value: unknown): value is Mail {
  if (typeof value !== 'object' || value === null) return false
  const fields = new Map(Object.entries(value))
  return ['id', 'at', 'from', 'to', 'subject', 'text'].every((name) => typeof fields.get(name) === 'string')
}
