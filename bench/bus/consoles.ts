// Consoles that only read: they count frames and look into none, so that many of them cost this process little.

import WebSocket from 'ws'
import { agentCookie } from '../../test/stage/cast.ts'

export interface Console {
  /** Since it was opened, the welcome left out. */
  frames(): number
  close(): void
}

/** Below what counts as silence. */
const BEAT_MS = 10_000

/** @param count half of them of each of the demo's agents */
export async function openConsoles(url: string, count: number): Promise<Console[]> {
  const cookies = [await agentCookie(url, 'Omar'), await agentCookie(url, 'Ines')]
  return Promise.all(Array.from({ length: count }, (_, n) => openConsole(url, cookies[n % 2] ?? '')))
}

async function openConsole(url: string, cookie: string): Promise<Console> {
  const socket = new WebSocket(`${url.replace(/^http/, 'ws')}/api/console`, { headers: { cookie } })
  let frames = -1
  let welcomed = () => {}
  const isWelcome = new Promise<void>((resolve) => (welcomed = resolve))
  socket.on('message', () => {
    frames++
    welcomed()
  })
  socket.on('open', () => socket.send('{"kind":"hello","protocol":1}'))
  socket.on('error', () => {})
  await isWelcome
  const beats = setInterval(() => socket.send('{"kind":"beat"}'), BEAT_MS)
  return {
    frames: () => frames,
    close() {
      clearInterval(beats)
      socket.terminate()
    },
  }
}
