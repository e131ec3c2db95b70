// A server that does nothing but echo, as a process of its own: what a connection and a round trip cost at least.
// node bench/chat/echoes.mjs ws|fastify|synced|socket.io; says its port. A frame that begins with ALL goes to everybody.

import { mkdtemp, open, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import websocket from '@fastify/websocket'
import fastify from 'fastify'
import { Server } from 'socket.io'
import { WebSocketServer } from 'ws'

const ALL = 'all'
const everybody = new Set()

const answer = (socket, text) => socket.send(text)

const serving = (answer) => (socket) => {
  everybody.add(socket)
  socket.on('close', () => everybody.delete(socket))
  socket.on('error', () => {})
  socket.on('message', (data) => {
    const text = data.toString()
    if (!text.startsWith(ALL)) return answer(socket, text)
    for (const one of everybody) one.send(text)
  })
}

/** Answers when it is on the disk: the least that one who keeps what is said has to do. All that wait share a sync. */
async function answeringWhenSynced() {
  const folder = await mkdtemp(join(tmpdir(), 'echo-'))
  process.on('SIGTERM', () => rm(folder, { recursive: true }).then(() => process.exit()))
  const journal = await open(join(folder, 'journal'), 'a')
  let waiting = []
  let isWriting = false

  async function write() {
    isWriting = true
    while (waiting.length > 0) {
      const written = waiting
      waiting = []
      await journal.write(written.map(([, text]) => `${text}\n`).join(''))
      await journal.datasync()
      for (const [socket, text] of written) socket.send(text)
    }
    isWriting = false
  }

  return (socket, text) => {
    waiting.push([socket, text])
    if (!isWriting) write()
  }
}

async function overFastify(answer) {
  const app = fastify()
  await app.register(websocket, { options: { perMessageDeflate: false } })
  app.get('/', { websocket: true }, serving(answer))
  await app.ready()
  return app.server
}

const servers = {
  async ws() {
    const server = createServer()
    new WebSocketServer({ server, perMessageDeflate: false }).on('connection', serving(answer))
    return server
  },
  fastify: () => overFastify(answer),
  synced: async () => overFastify(await answeringWhenSynced()),
  async 'socket.io'() {
    const server = createServer()
    const io = new Server(server, { transports: ['websocket'] })
    io.on('connection', (socket) => {
      socket.on('message', (text) => {
        if (text.startsWith(ALL)) io.emit('message', text)
        else socket.emit('message', text)
      })
    })
    return server
  },
}

const server = await servers[process.argv[2]]()
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
