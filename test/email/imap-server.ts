// A real IMAP server, Dovecot, with one mailbox in a folder of its own. It is installed from Debian where that may be.

import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { freePort } from '../stage/world.ts'

const PROGRAM = '/usr/sbin/dovecot'
const NOBODY = 65_534

export type ImapServer = Awaited<ReturnType<typeof imapServer>>

export async function imapServer() {
  demandDovecot()
  const dir = await mkdtemp(join(tmpdir(), 'helpdock-imap-'))
  const maildir = join(dir, 'mail')
  const me = userInfo()
  const group = execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim()
  // Dovecot does nothing as root: there it has its own names, and the mailbox is nobody's.
  const isRoot = me.uid === 0
  const [inside, outside] = isRoot ? ['dovecot', 'dovenull'] : [me.username, me.username]
  const [uid, gid] = isRoot ? [NOBODY, NOBODY] : [me.uid, me.gid]
  const port = await freePort()
  for (const one of ['new', 'cur', 'tmp']) await mkdir(join(maildir, one), { recursive: true })
  for (const one of ['', 'mail', 'mail/new', 'mail/cur', 'mail/tmp']) await chmod(join(dir, one), 0o777)
  const config = join(dir, 'dovecot.conf')
  const noCage = ['imap-login', 'stats'].map((name) => `service ${name} {\n  chroot =\n}`)
  // Else a wrong password has all that follow wait, longer each time.
  const noPenalty = 'service anvil {\n  chroot =\n  unix_listener anvil-auth-penalty {\n    mode = 0\n  }\n}'
  await writeFile(
    config,
    [
      `base_dir = ${dir}/run`,
      `state_dir = ${dir}/state`,
      `log_path = ${dir}/log`,
      'protocols = imap',
      'listen = 127.0.0.1',
      'ssl = no',
      'disable_plaintext_auth = no',
      'auth_failure_delay = 0',
      `default_internal_user = ${inside}`,
      `default_internal_group = ${isRoot ? 'dovecot' : group}`,
      `default_login_user = ${outside}`,
      `first_valid_uid = 0`,
      `mail_location = maildir:${maildir}`,
      'passdb {\n  driver = static\n  args = password=secret\n}',
      `userdb {\n  driver = static\n  args = uid=${uid} gid=${gid} home=${dir}\n}`,
      ...noCage,
      noPenalty,
      `service imap-login {\n  inet_listener imap {\n    port = ${port}\n  }\n  inet_listener imaps {\n    port = 0\n  }\n}`,
      '',
    ].join('\n'),
  )
  let server: ChildProcess | undefined

  async function start(): Promise<void> {
    server = spawn(PROGRAM, ['-F', '-c', config], { stdio: 'ignore' })
    const ended = once(server, 'exit').then(([code]) => {
      throw new Error(`Dovecot ended with ${code}.`)
    })
    ended.catch(() => {})
    await Promise.race([answers(port), ended])
  }
  async function stop(): Promise<void> {
    if (!server || server.exitCode !== null) return
    const exit = once(server, 'exit')
    server.kill('SIGTERM')
    await exit
  }
  await start()
  let count = 0

  return {
    /** @param password another one is refused */
    url: (password = 'secret') => `imap://desk:${password}@127.0.0.1:${port}/INBOX`,
    /** As if a mail server had put it there. */
    deliver: async (raw: string | Buffer) => {
      const name = `${Date.now()}.${++count}.test`
      await writeFile(join(maildir, 'tmp', name), raw, { mode: 0o644 })
      await rename(join(maildir, 'tmp', name), join(maildir, 'new', name))
      return name
    },
    /** Names of mails with their flags: `S` seen, `F` flagged. */
    flags: async () =>
      (await Promise.all(['new', 'cur'].map((one) => readdir(join(maildir, one)))))
        .flat()
        .map((name) => /:2,(\w*)$/.exec(name)?.[1] ?? ''),
    start,
    stop,
    async end() {
      await stop()
      await rm(dir, { recursive: true, force: true })
    },
  }
}

async function answers(port: number): Promise<void> {
  for (;;) {
    const socket = connect(port, '127.0.0.1')
    const isGreeted = await new Promise<boolean>((resolve) => {
      socket.once('data', () => resolve(true))
      socket.on('error', () => {}).once('close', () => resolve(false))
    })
    socket.destroy()
    if (isGreeted) return
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

function demandDovecot(): void {
  if (existsSync(PROGRAM)) return
  const quietly = { stdio: 'ignore' as const }
  try {
    if (userInfo().uid === 0) {
      execFileSync('apt-get', ['update', '-qq'], quietly)
      execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'dovecot-imapd'], quietly)
    }
  } catch {
    // Said below.
  }
  if (!existsSync(PROGRAM))
    throw new Error('The tests need Dovecot: run `sudo apt-get install dovecot-imapd`.')
}
