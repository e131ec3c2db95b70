// Somebody who listens to all channels of a Redis and counts what is said in them: no copy of the server could.

import { Redis } from 'ioredis'

export interface Heard {
  /** What kind of channel: `desk`, `contact` … */
  channel: string
  name: string
  times: number
  bytes: number
}

export async function listenToAll(url: string): Promise<{ end(): Heard[] }> {
  const redis = new Redis(url)
  const heard = new Map<string, Heard>()
  redis.on('pmessage', (_pattern, name: string, text: string) => {
    // helpdock:STORE:TOPIC, and of a topic what stands before its id.
    const channel = name.split(':')[2] ?? ''
    if (channel === 'copies') return
    const events = JSON.parse(text.slice(text.indexOf(' ') + 1)) as { name: string }[]
    for (const event of events) {
      const key = `${channel} ${event.name}`
      const before = heard.get(key) ?? { channel, name: event.name, times: 0, bytes: 0 }
      const bytes = before.bytes + Buffer.byteLength(JSON.stringify(event))
      heard.set(key, { ...before, times: before.times + 1, bytes })
    }
  })
  await redis.psubscribe('helpdock:*')
  return {
    end() {
      redis.disconnect()
      return [...heard.values()].sort((a, b) => a.channel.localeCompare(b.channel) || b.bytes - a.bytes)
    },
  }
}
