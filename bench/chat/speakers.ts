// How a bench's connection speaks with each kind of server: what opens it, how a message is said, and when it is
// there. Helpdock's is there when it is acknowledged, which means durable, and an agent's console has it.

import { appendFile } from 'node:fs/promises'
import { agentCookie, identityToken, newClientId, type Person, post } from '../../test/stage/cast.ts'
import { type Line, openLine } from './line.ts'

/** What people ask at a desk, of usual length. */
export const TEXT =
  'Where do I find the form for my rotation in May? I looked under Onboarding and there is only April.'
/** People behind one address, as a school's proxy shows them: each below what an address may send. */
const PEOPLE_OF_AN_ADDRESS = 25

export interface Speaker {
  /** Says the next message; it is there when `isThere` is called. */
  say(): void
  cut(): void
}
interface Listening {
  isThere(): void
  /** Something came that goes to everybody. */
  told(): void
  /** It closed, though nobody had asked for that. */
  lost(code: number): void
}
export interface Crowd {
  open(who: number, listening: Listening): Promise<Speaker>
  /** What everybody is told comes from here. */
  tellAll(): Promise<void>
  end(): void
}

export async function echoCrowd(url: string, kind: string): Promise<Crowd> {
  const port = Number(new URL(url).port)
  const isSocketIo = kind === 'socket.io'
  const packet = (text: string) => (isSocketIo ? `42${JSON.stringify(['message', text])}` : text)
  // As long as Helpdock's own command.
  const message = packet(commandFrame('message.send', { ticketId: `tkt_${'0'.repeat(26)}`, text: TEXT }))
  const all = packet('all')
  const path = isSocketIo ? '/socket.io/?EIO=4&transport=websocket' : '/'
  let anyone: Line | undefined
  return {
    async open(_who, { isThere, told, lost }) {
      let greeted = () => {}
      const greeting = new Promise<void>((resolve) => (greeted = resolve))
      const line = await openLine({ port, path }, (frame, { say }) => {
        const text = frame.toString('latin1')
        if (text === all) told()
        else if (text === '2') say('3')
        else if (text.startsWith('0{')) say('40')
        else if (text.startsWith('40')) greeted()
        else isThere()
      })
      if (isSocketIo) await greeting
      line.closed.then(lost)
      // The first: those who only warm up come later, and go.
      anyone ??= line
      return { say: () => line.say(message), cut: line.cut }
    },
    tellAll: async () => anyone?.say(all),
    end() {},
  }
}

/** A contact with a session and a ticket. */
export interface Known {
  session: string
  ticketId: string
}

const addressOf = (who: number) => {
  const address = Math.floor(who / PEOPLE_OF_AN_ADDRESS)
  return `10.0.${address >> 8}.${address & 255}`
}
const personOf = (who: number): Person => ({
  sub: `load-${who}`,
  email: `load-${who}@northfield.edu`,
  name: `Student ${who}`,
})

/** Signs in and opens a ticket, as a first message does. */
export async function becomeKnown(url: string, who: number): Promise<Known> {
  const headers = { 'x-forwarded-for': addressOf(who) }
  const token = await identityToken(personOf(who))
  const signedIn = await post(url, '/api/session', { identityToken: token }, headers)
  const session: string = signedIn.body.session
  const opening = commandFrame('ticket.open', { clientId: newClientId(), type: 'question', text: TEXT })
  const opened = await post(url, '/api/chat/send', opening, {
    ...headers,
    authorization: `Bearer ${session}`,
  })
  if (opened.body?.kind !== 'acknowledgement') throw new Error(`no ticket: ${JSON.stringify(opened)}`)
  return { session, ticketId: opened.body.result.ticket.id }
}

/** @param articlePath an article that is changed when everybody is to be told of something */
export async function helpdockCrowd(url: string, known: Known[], articlePath: string): Promise<Crowd> {
  const port = Number(new URL(url).port)
  const waiting = new Map<string, { missing: number; isThere(): void }>()
  // A name that was used before would be answered from what is kept, without a write.
  const run = `load-${Date.now().toString(36)}`
  let said = 0
  const arrived = (clientId: string) => {
    const one = waiting.get(clientId)
    if (!one || --one.missing > 0) return
    waiting.delete(clientId)
    one.isThere()
  }

  const desk = await openLine(
    { port, path: '/api/console', headers: { cookie: await agentCookie(url, 'Omar') } },
    (frame) => {
      if (begins(frame, MESSAGE_CREATED)) arrived(clientIdIn(frame))
      else if (begins(frame, HEARTBEAT)) desk.say(BEAT)
    },
  )
  desk.say('{"kind":"hello","protocol":1}')
  let isEnd = false
  desk.closed.then((code) => {
    if (!isEnd) throw new Error(`The agent's console was closed with ${code}.`)
  })

  return {
    async open(who, { isThere, told, lost }) {
      const { session, ticketId } = known[who] ?? { session: '', ticketId: '' }
      let welcomed = () => {}
      const headers = { 'x-forwarded-for': addressOf(who) }
      const line = await openLine({ port, path: '/api/chat', headers }, (frame) => {
        if (begins(frame, ACKNOWLEDGEMENT)) arrived(clientIdIn(frame))
        else if (begins(frame, HEARTBEAT)) line.say(BEAT)
        else if (begins(frame, WELCOME)) welcomed()
        else if (begins(frame, ARTICLES_CHANGED)) told()
        else if (begins(frame, REFUSAL)) throw new Error(`The server refused: ${frame}`)
      })
      const welcome = new Promise<void>((resolve) => (welcomed = resolve))
      line.say(JSON.stringify({ kind: 'hello', protocol: 1, session, marks: {}, once: true }))
      line.closed.then(lost)
      await welcome
      return {
        say() {
          const clientId = `${run}-${++said}`
          waiting.set(clientId, { missing: 2, isThere })
          line.say(commandFrame('message.send', { clientId, ticketId, text: TEXT }))
        },
        cut: line.cut,
      }
    },
    tellAll: () => appendFile(articlePath, `\n${newClientId()}\n`),
    end() {
      isEnd = true
      desk.cut()
    },
  }
}

const BEAT = '{"kind":"beat"}'
const HEARTBEAT = Buffer.from('{"kind":"heartbeat"')
const WELCOME = Buffer.from('{"kind":"welcome"')
const REFUSAL = Buffer.from('{"kind":"refusal"')
const ACKNOWLEDGEMENT = Buffer.from('{"kind":"acknowledgement"')
const MESSAGE_CREATED = Buffer.from('{"kind":"event","name":"message.created"')
const ARTICLES_CHANGED = Buffer.from('{"kind":"event","name":"articles.changed"')

const begins = (frame: Buffer, head: Buffer) =>
  frame.length >= head.length && frame.compare(head, 0, head.length, 0, head.length) === 0

const CLIENT_ID = Buffer.from('"clientId":"load-')
/** Read from the bytes: to parse each frame would cost the load more than the server. */
function clientIdIn(frame: Buffer): string {
  const from = frame.indexOf(CLIENT_ID) + '"clientId":"'.length
  return frame.toString('latin1', from, frame.indexOf('"', from))
}

function commandFrame(name: string, body: object): string {
  return JSON.stringify({ kind: 'command', id: 'c1', name, body })
}
