// A server that does nothing but echo, as a process of its own: what a connection and a round trip cost at least.
// node bench/chat/echoes.mjs ws|fastify|socket.io; says its port. A frame that begins with ALL goes to everybody.

import { createServer } from 'node:http'
import websocket from '@fastify/websocket'
import fastify from 'fastify'
import { Server } from 'socket.io'
import { WebSocketServer } from 'ws'

const ALL = 'all'
const everybody = new Set()

const serve = (socket) => {
  everybody.add(socket)
  socket.on('close', () => everybody.delete(socket))
  socket.on('error', () => {})
  socket.on('message', (data) => {
    const text = data.toString()
    if (!text.startsWith(ALL)) return socket.send(text)
    for (const one of everybody) one.send(text)
  })
}

const servers = {
  async ws() {
    const server = createServer()
    new WebSocketServer({ server, perMessageDeflate: false }).on('connection', serve)
    return server
  },
  async fastify() {
    const app = fastify()
    await app.register(websocket, { options: { perMessageDeflate: false } })
    app.get('/', { websocket: true }, serve)
    await app.ready()
    return app.server
  },
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
