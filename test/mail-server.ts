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
          data += `${line}\n`
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
