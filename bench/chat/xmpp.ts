// People on an XMPP server, two and two, who write to each other: a message is there when the other one has it. As much of
// XMPP as that takes, over TCP. Partner: load.ts.

import { connect, type Socket } from 'node:net'
import { newClientId } from '../../test/stage/cast.ts'
import { type Crowd, TEXT } from './speakers.ts'

export const xmppPassword = 'the-password-of-a-load'
export const xmppName = (who: number) => `load${who}`

/** @param url of the server: xmpp://127.0.0.1:5222; its host is called localhost */
export function xmppCrowd(url: string): Crowd {
  const { hostname, port } = new URL(url)
  /** What was said and has not arrived, by its id. */
  const waiting = new Map<string, () => void>()
  return {
    async open(who, { isThere, lost }) {
      const stream = await logIn({ hostname, port: Number(port), who }, (id) => {
        waiting.get(id)?.()
        waiting.delete(id)
      })
      stream.once('close', () => lost(0))
      const to = `${xmppName(who ^ 1)}@localhost`
      return {
        say() {
          const id = newClientId()
          waiting.set(id, isThere)
          stream.write(`<message type='chat' to='${to}' id='${id}'><body>${TEXT}</body></message>`)
        },
        cut() {
          stream.removeAllListeners('close')
          stream.destroy()
        },
      }
    },
    tellAll: async () => {
      throw new Error('An XMPP server has nothing that goes to everybody.')
    },
    end() {},
  }
}

async function logIn(
  { hostname, port, who }: { hostname: string; port: number; who: number },
  arrived: (id: string) => void,
): Promise<Socket> {
  const socket = connect({ host: hostname, port, noDelay: true })
  let text = ''
  let heard = () => {}
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk
    heard()
  })
  const until = (what: RegExp) =>
    new Promise<void>((resolve, reject) => {
      heard = () => {
        if (/<(failure|stream:error)/.test(text)) return reject(new Error(`The server refused: ${text}`))
        if (!what.test(text)) return
        text = ''
        resolve()
      }
      socket.once('error', reject)
      heard()
    })
  const begin = () =>
    socket.write(
      "<stream:stream to='localhost' version='1.0' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>",
    )
  begin()
  await until(/<\/stream:features>/)
  const login = Buffer.from(`\0${xmppName(who)}\0${xmppPassword}`).toString('base64')
  socket.write(`<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>${login}</auth>`)
  await until(/<success/)
  begin()
  await until(/<\/stream:features>/)
  socket.write(
    "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><resource>load</resource></bind></iq>",
  )
  await until(/<\/iq>/)
  socket.write('<presence/>')
  await until(/<presence[^>]*>/)

  const message = /<message [^>]*\bid=['"]([^'"]+)['"][^>]*>/g
  heard = () => {
    const whole = text.lastIndexOf('>') + 1
    for (const [, id] of text.slice(0, whole).matchAll(message)) if (id) arrived(id)
    text = text.slice(whole)
  }
  heard()
  return socket
}
