// A WebSocket that costs next to nothing, for a load must be cheaper than what it loads: whole text frames in, masked
// text frames out, and no more of RFC 6455 than that. Every frame is heard, also where many arrive together.

import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'

export interface Line {
  say(text: string): void
  /** Reads no more until it is told to go on. */
  pause(): void
  resume(): void
  /** Without a close frame, and without a port that waits for a minute. */
  cut(): void
  /** The close code, 1006 where there was none. */
  closed: Promise<number>
  /** Bytes that came, after the handshake. */
  bytes(): number
}

/** Time for a server that is busy with ten thousand of them. */
const HANDSHAKE_WITHIN_MS = 20_000
const TEXT = 1
const CLOSE = 8
const MASK = Buffer.from([0x5b, 0x1f, 0xa3, 0x6e])

/** @param hear gets the bytes of each text frame, good until it returns, also of those that came with the handshake */
export async function openLine(
  { port, path, headers = {} }: { port: number; path: string; headers?: Record<string, string> },
  hear: (frame: Buffer, line: Line) => void,
): Promise<Line> {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true })
  let rest: Buffer = await handshake(socket, path, headers)
  let code = 1006
  let bytes = rest.length
  const closed = new Promise<number>((resolve) => socket.once('close', () => resolve(code)))
  const take = (chunk: Buffer) => {
    bytes += chunk.length
    rest = framesOf(rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk, (opcode, payload) => {
      if (opcode === TEXT) hear(payload, line)
      if (opcode === CLOSE) {
        code = payload.length >= 2 ? payload.readUInt16BE(0) : 1005
        socket.end(masked(CLOSE, payload))
      }
    })
  }
  const line: Line = {
    say: (text) => void socket.write(masked(TEXT, Buffer.from(text))),
    pause: () => void socket.pause(),
    resume: () => void socket.resume(),
    cut: () => void socket.resetAndDestroy(),
    closed,
    bytes: () => bytes,
  }
  socket.on('data', take)
  socket.on('error', () => {}) // `closed` tells
  if (rest.length > 0) take(Buffer.alloc(0))
  return line
}

function handshake(socket: Socket, path: string, headers: Record<string, string>): Promise<Buffer> {
  const lines = [
    `GET ${path} HTTP/1.1`,
    'Host: 127.0.0.1',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  return new Promise((resolve, reject) => {
    let head: Buffer = Buffer.alloc(0)
    const end = (settle: () => void) => {
      clearTimeout(late)
      socket.off('data', read).off('error', failed).off('close', gone)
      settle()
    }
    const failed = (cause: Error) => end(() => reject(cause))
    const gone = () => failed(new Error('the server hung up before it had answered'))
    const late = setTimeout(() => {
      socket.destroy()
      failed(new Error(`no answer to a handshake within ${HANDSHAKE_WITHIN_MS / 1000} s`))
    }, HANDSHAKE_WITHIN_MS)
    const read = (chunk: Buffer) => {
      head = Buffer.concat([head, chunk])
      const endsAt = head.indexOf('\r\n\r\n')
      if (endsAt < 0) return
      const status = head.toString('latin1', 9, 12)
      if (status !== '101') return failed(new Error(`not 101 but ${head.toString('latin1', 9, 300)}`))
      end(() => resolve(head.subarray(endsAt + 4)))
    }
    socket.on('data', read).on('error', failed).on('close', gone)
  })
}

/** @returns what is not yet a whole frame */
function framesOf(bytes: Buffer, take: (opcode: number, payload: Buffer) => void): Buffer {
  let at = 0
  while (bytes.length - at >= 2) {
    const opcode = (bytes[at] ?? 0) & 0x0f
    const short = (bytes[at + 1] ?? 0) & 0x7f
    const header = short === 127 ? 10 : short === 126 ? 4 : 2
    if (bytes.length - at < header) break
    const length =
      short === 127
        ? Number(bytes.readBigUInt64BE(at + 2))
        : short === 126
          ? bytes.readUInt16BE(at + 2)
          : short
    if (bytes.length - at < header + length) break
    take(opcode, bytes.subarray(at + header, at + header + length))
    at += header + length
  }
  // A copy, or a chunk of many frames would be kept for the sake of a piece.
  return at === bytes.length ? Buffer.alloc(0) : Buffer.from(bytes.subarray(at))
}

function masked(opcode: number, payload: Buffer): Buffer {
  const header = payload.length < 126 ? 2 : 4
  const frame = Buffer.allocUnsafe(header + 4 + payload.length)
  frame[0] = 0x80 | opcode
  if (header === 2) frame[1] = 0x80 | payload.length
  else {
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(payload.length, 2)
  }
  MASK.copy(frame, header)
  for (let n = 0; n < payload.length; n++) frame[header + 4 + n] = (payload[n] ?? 0) ^ (MASK[n & 3] ?? 0)
  return frame
}
