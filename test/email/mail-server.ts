// A real mail server, on a port of this machine, that keeps what it takes.

import { createServer, type Socket } from 'node:net'

/** A mail server that takes everything, but answers the given commands as told, or with silence. */
export async function mailServer(
  answers: Partial<Record<'EHLO' | 'MAIL' | 'RCPT' | 'DATA', string | null>> = {},
) {
  const taken: { sender: string; recipients: string[]; data: string }[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    let sender = ''
    let recipients: string[] = []
    let data: string | null = null
    const say = (line: string) => socket.write(`${line}\r\n`)
    const hear = (line: string) => {
      if (data !== null) {
        if (line !== '.') {
          // RFC 5321, 4.5.2: a dot that begins a line was doubled on its way.
          data += `${line.replace(/^\./, '')}\n`
          return
        }
        taken.push({ sender, recipients, data })
        recipients = []
        data = null
        return say('250 taken')
      }
      const command = line.slice(0, 4).toUpperCase()
      if (command === 'QUIT') return socket.end('221 bye\r\n')
      const told = command in answers ? answers[command as keyof typeof answers] : undefined
      if (told !== undefined) return told === null ? undefined : say(told)
      if (command === 'EHLO') return say('250-mail.example\r\n250-8BITMIME\r\n250 SMTPUTF8')
      if (command === 'MAIL') sender = /<(.*?)>/.exec(line)?.[1] ?? ''
      if (command === 'RCPT') recipients.push(/<(.*)>/.exec(line)?.[1] ?? '')
      if (command === 'DATA') {
        data = ''
        return say('354 go on')
      }
      say('250 fine')
    }
    let rest = ''
    socket.setEncoding('utf8').on('data', (chunk) => {
      const lines = (rest + chunk).split('\r\n')
      rest = lines.pop() ?? ''
      lines.forEach(hear)
    })
    socket.on('error', () => {})
    say('220 mail.example')
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const close = () => {
    for (const socket of sockets) socket.destroy()
    return new Promise((done) => server.close(done))
  }
  return { url: `smtp://127.0.0.1:${port}`, taken, close }
}

/** What a mail program makes of a mail: its headers, and both faces where it has two. */
export function partsOf(data: string) {
  const { headers, body } = headersOf(data)
  const boundary = /boundary="([^"]+)"/.exec(headers.get('content-type') ?? '')?.[1]
  const parts = boundary ? body.split(`--${boundary}`).slice(1, -1).map(headersOf) : [{ headers, body }]
  const face = (type: string) => {
    const part = parts.find(({ headers }) => headers.get('content-type')?.startsWith(type))
    return part ? decoded(part) : ''
  }
  return { headers, text: face('text/plain'), html: face('text/html') }
}

/** Header names in small letters. Encoded words are read as UTF-8, the only charset that we write. */
function headersOf(data: string) {
  const [head = '', ...rest] = data.trimStart().split('\n\n')
  const lines = head.replace(/\n[ \t]+/g, ' ').split('\n')
  const headers = new Map(
    lines.map((line) => {
      const at = line.indexOf(':')
      return [line.slice(0, at).toLowerCase(), words(line.slice(at + 1).trim())] as const
    }),
  )
  return { headers, body: rest.join('\n\n') }
}

const words = (value: string) =>
  value
    .replace(/\?= =\?/g, '?==?')
    .replace(/=\?utf-8\?([qb])\?(.*?)\?=/gi, (_, how: string, text: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(text, 'base64').toString()
        : unquoted(text.replaceAll('_', ' ')),
    )

function decoded({ headers, body }: ReturnType<typeof headersOf>): string {
  const how = headers.get('content-transfer-encoding')
  if (how === 'base64') return Buffer.from(body, 'base64').toString()
  return how === 'quoted-printable' ? unquoted(body.replace(/=\n/g, '')) : body
}

const unquoted = (text: string) =>
  Buffer.from(
    text.replace(/=([\dA-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
    'latin1',
  ).toString()
