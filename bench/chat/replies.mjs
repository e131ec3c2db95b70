// A server that answers like Helpdock and does nothing else, as a process of its own: what compression costs, and nothing beside.
// node bench/chat/replies.mjs OPTIONS FRAMES, both JSON: ws's perMessageDeflate, and { welcome, answers }. Says its port.

import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const perMessageDeflate = JSON.parse(process.argv[2])
const { welcome, answers } = JSON.parse(process.argv[3])

const server = createServer()
new WebSocketServer({ server, perMessageDeflate }).on('connection', (socket) => {
  socket.on('error', () => {})
  socket.on('message', () => {
    for (const frame of answers) socket.send(frame)
  })
  socket.send(welcome)
})
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
