// An IMAP server that lies where a scene says so, and is honest beside that. It knows what the mailbox's reader asks and no more. The one
// that never lies is imap-server.ts.

import { createServer, type Socket } from 'node:net'

/** Answers instead of the honest one: what is written, or undefined where it wrote, or kept silent, itself. */
type Lie = (ask: { tag: string; rest: string; socket: Socket; honest: () => string }) => string | undefined

export interface Lies {
  greets?: (socket: Socket) => void
  /** By command: `SELECT`, `UID SEARCH` … */
  answers?: Record<string, Lie>
  capabilities?: string
}

/** @param mails as they lie there, from UID 1 on */
export async function lyingImap(mails: string[], { greets, answers = {}, capabilities = '' }: Lies = {}) {
  const seen = new Set<number>()
  const asked: string[] = []
  const open = new Set<Socket>()
  let connections = 0
  const uids = () => mails.map((_, index) => index + 1)
  const named = (set = '') =>
    set.split(',').flatMap((one) => {
      const [first, last = first] = one.split(':').map(Number)
      return uids().filter((uid) => uid >= (first ?? 0) && uid <= (last ?? 0))
    })

  const honest: Record<string, (rest: string) => string> = {
    CAPABILITY: () => `* CAPABILITY IMAP4rev1 ${capabilities}\r\n`,
    SELECT: () =>
      `* ${mails.length} EXISTS\r\n* OK [UIDVALIDITY 7] \r\n* OK [UIDNEXT ${mails.length + 1}] \r\n`,
    LOGOUT: () => '* BYE\r\n',
    'UID SEARCH': () =>
      `* SEARCH ${uids()
        .filter((uid) => !seen.has(uid))
        .join(' ')}\r\n`,
    'UID FETCH': (rest) =>
      named(rest.split(' ')[0])
        .map((uid) => fetched(uid, rest.includes('BODY')))
        .join(''),
    'UID STORE': (rest) => {
      for (const uid of named(rest.split(' ')[0])) seen.add(uid)
      return ''
    },
  }
  const fetched = (uid: number, isWhole: boolean) => {
    const raw = mails[uid - 1] ?? ''
    const whole = isWhole ? ` BODY[] {${Buffer.byteLength(raw)}}\r\n${raw}` : ''
    return `* ${uid} FETCH (UID ${uid} RFC822.SIZE ${Buffer.byteLength(raw)}${whole})\r\n`
  }

  function take(socket: Socket, line: string): void {
    const [tag = '', first = '', ...others] = line.split(' ')
    const isUid = first.toUpperCase() === 'UID'
    const command = (isUid ? `UID ${others.shift()}` : first).toUpperCase()
    const rest = others.join(' ')
    asked.push(`${command} ${rest}`.trim())
    const said = () => `${honest[command]?.(rest) ?? ''}${tag} OK done\r\n`
    const lie = answers[command]
    const answer = lie ? lie({ tag, rest, socket, honest: said }) : said()
    if (answer !== undefined) socket.write(answer)
    if (command === 'LOGOUT') socket.end()
  }

  const server = createServer((socket) => {
    connections++
    open.add(socket)
    socket.on('error', () => {}).once('close', () => open.delete(socket))
    let begun = ''
    socket.on('data', (bytes) => {
      const lines = (begun + bytes.toString('latin1')).split('\r\n')
      begun = lines.pop() ?? ''
      for (const line of lines) take(socket, line)
    })
    if (greets) greets(socket)
    else socket.write('* OK ready\r\n')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as { port: number }

  return {
    url: `imap://desk:secret@127.0.0.1:${port}/INBOX`,
    asked,
    seen,
    connections: () => connections,
    async end() {
      for (const socket of open) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

/** Without end, as fast as it is taken. */
export function floods(socket: Socket, bytes: Buffer): undefined {
  const pour = () => {
    while (!socket.destroyed && socket.write(bytes));
  }
  socket.on('drain', pour)
  pour()
}
