// A line that can be told to be bad, between clients and a server: bytes pass, or are late, swallowed in one direction,
// cut off at any byte, or said a second time by a proxy that retries. It knows TCP and nothing of what passes.

import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** `afterBytes` counts both directions of one connection. */
export type Fault =
  | { kind: 'none' }
  | { kind: 'cut'; afterBytes: number }
  | { kind: 'delay'; ms: number }
  /** Half-open: what goes this way is swallowed from then on, and nobody is told. */
  | { kind: 'stop'; direction: 'up' | 'down'; afterBytes: number }
  /** Cut; then all that the client had said is said once more over a connection of its own, as a retry that came late. */
  | { kind: 'twice'; afterBytes: number }

export interface FaultProxy {
  url: string
  /** What happens to each connection that is opened from now on. */
  faults(choose: () => Fault): void
  /** Ends every connection, without a word. */
  cutAll(): void
  /** As if the network were parted: nothing comes through and nobody is told, until `letGo`; then all of it does, late. */
  hold(): void
  letGo(): void
  /** How often each fault really came about. */
  came: Record<Fault['kind'], number>
  close(): Promise<void>
}

/** @param server its address, or the path of its socket on this machine */
export async function faultProxy(server: string): Promise<FaultProxy> {
  const upstreamOf = () => {
    if (server.startsWith('/')) return connect(server)
    const { port, hostname } = new URL(server)
    return connect(Number(port), hostname)
  }
  const came: FaultProxy['came'] = { none: 0, cut: 0, delay: 0, stop: 0, twice: 0 }
  const open = new Set<Socket>()
  let choose = (): Fault => ({ kind: 'none' })
  let isHeld = false

  const listener = createServer((client) => pass(client, choose()))
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')

  function dial(): Socket {
    const socket = held(upstreamOf())
    socket.setNoDelay(true)
    return socket
  }

  function held(socket: Socket): Socket {
    open.add(socket)
    if (isHeld) socket.pause()
    socket.on('close', () => open.delete(socket))
    // A broken line is what this is for; 'close' follows and ends the other half.
    socket.on('error', () => {})
    return socket
  }

  function pass(client: Socket, fault: Fault): void {
    const upstream = dial()
    held(client).setNoDelay(true)
    const said: Buffer[] = []
    let bytes = 0
    let hasCome = false

    carry(client, upstream, 'up')
    carry(upstream, client, 'down')

    function carry(from: Socket, to: Socket, direction: 'up' | 'down'): void {
      from.on('data', (data) => {
        const before = bytes
        bytes += data.length
        if (fault.kind === 'none') return void to.write(data)
        if (fault.kind === 'delay') {
          comes()
          return void setTimeout(() => !to.destroyed && to.write(data), fault.ms)
        }
        const left = Math.max(0, fault.afterBytes - before)
        if (fault.kind === 'stop') {
          if (direction !== fault.direction || left >= data.length) return void to.write(data)
          comes()
          return void to.write(data.subarray(0, left))
        }
        if (direction === 'up') said.push(data.subarray(0, left))
        if (left >= data.length) return void to.write(data)
        to.write(data.subarray(0, left))
        comes()
        client.destroy()
        upstream.destroy()
        if (fault.kind === 'twice') dial().write(Buffer.concat(said))
      })
      // Nobody is told of a half-open line, not even that the other side gave up.
      from.on('close', () => (fault.kind === 'stop' && hasCome ? undefined : to.destroy()))
    }

    function comes(): void {
      if (!hasCome) came[fault.kind]++
      hasCome = true
    }
  }

  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    came,
    faults(next) {
      choose = next
    },
    cutAll() {
      for (const socket of open) socket.destroy()
    },
    hold() {
      isHeld = true
      for (const socket of open) socket.pause()
    },
    letGo() {
      isHeld = false
      for (const socket of open) socket.resume()
    },
    async close() {
      for (const socket of open) socket.destroy()
      listener.close()
      await once(listener, 'close')
    },
  }
}

/** Faults of one kind, each drawn anew; some connections are spared, so that people get on at last. */
export function faultsOf(kind: Fault['kind'], random: () => number): () => Fault {
  /** Past a welcome and some dozen messages. */
  const afterBytes = () => 1 + Math.floor(random() * 16_000)
  return () => {
    if (random() < 0.2) return { kind: 'none' }
    switch (kind) {
      case 'none':
        return { kind }
      case 'delay':
        return { kind, ms: 1 + Math.floor(random() * 40) }
      case 'stop':
        return { kind, direction: random() < 0.5 ? 'up' : 'down', afterBytes: afterBytes() }
      default:
        return { kind, afterBytes: afterBytes() }
    }
  }
}
