// A host for scenes that are about what travels: it checks signatures, does each merge once, counts, and has bad days.
// It shares nothing with the demo host.

import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import type { MergePreview } from '../../protocol/account-merge.ts'
import type { AgentRecord } from '../../server/store/records.ts'
import type { Rules } from '../stage/rules.ts'
import type { Scene } from './merges.ts'

const SECRET = `whsec_${Buffer.from('a-secret-of-the-host-of-these-scenes').toString('base64')}`

/** `loses`: does it, and the answer never arrives. `accepts`: does it, and says so later. */
export const MOODS = ['completes', 'refuses', 'accepts', 'down', 'loses', 'babbles'] as const
export type Mood = (typeof MOODS)[number]

export type MergeHost = Awaited<ReturnType<typeof mergeHost>>

export async function mergeHost() {
  const previews = new Map<string, MergePreview>()
  const done = new Map<string, { at: Date; deliveries: Set<string>; undone?: true }>()
  const heard: { id: string; type: string; mergeId: string }[] = []
  let mood: Mood = 'completes'
  let now = () => new Date()

  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      const headers = Object.fromEntries(
        ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
          name,
          String(request.headers[name]),
        ]),
      )
      // The clock of a scene is not that of the wall: its own signature for that time must be the same.
      const at = new Date(Number(headers['webhook-timestamp']) * 1000)
      const id = headers['webhook-id'] ?? ''
      if (new Webhook(SECRET).sign(id, at, body) !== headers['webhook-signature'])
        return end(response, 401, {})
      const { type, data } = JSON.parse(body)
      heard.push({ id, type, mergeId: data.mergeId })
      if (mood === 'down') return end(response, 503, {})
      if (type === 'account.look_up') return end(response, 200, { address: 'a•••@school.edu' })
      if (type === 'account_merge.preview') {
        const nobody: MergePreview = { into: null, from: null, moves: [], warnings: [] }
        return end(response, 200, previews.get(data.mergeId) ?? nobody)
      }
      if (mood === 'babbles') return end(response, 200, { hello: 'world' })
      if (mood === 'refuses')
        return end(response, 200, { mergeId: data.mergeId, status: 'failed', reason: 'no' })
      const known = done.get(data.mergeId)
      if (type === 'account_merge.undo') {
        if (known) known.undone = true
        const status = known ? 'undone' : 'undo_refused'
        return mood === 'loses'
          ? void response.destroy()
          : end(response, 200, { mergeId: data.mergeId, status })
      }
      if (known) known.deliveries.add(id)
      else done.set(data.mergeId, { at: now(), deliveries: new Set([id]) })
      if (mood === 'loses') return void response.destroy()
      const status = mood === 'accepts' ? 'accepted' : 'completed'
      end(response, 200, { mergeId: data.mergeId, status, ...(status === 'completed' && { undoable: true }) })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')

  return {
    webhook: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, secret: SECRET },
    /** Merge id → when it was done, and by which deliveries it was asked for. */
    done,
    heard,
    describes: (mergeId: string, preview: MergePreview) => previews.set(mergeId, preview),
    is(next: Mood) {
      mood = next
    },
    livesAt(clock: () => Date) {
      now = clock
    },
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** As the console does it: asked of the host, then noted. */
export async function looksThroughHost(rules: Rules, scene: Scene, agent: AgentRecord) {
  const { preview, hash } = await rules.askPreview(await scene.kept())
  return rules.commit((tx) => rules.merges.notePreview(tx, agent, scene.id(), preview, hash))
}

export async function approvesThroughHost(rules: Rules, scene: Scene, agent: AgentRecord) {
  const merge = await scene.kept()
  const { preview, hash } = await rules.askPreview(merge)
  const shown = { hash: merge.previewHash ?? '', current: preview, currentHash: hash, choices: {} }
  return rules.commit((tx) => rules.merges.approve(tx, agent, scene.id(), shown))
}

function end(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
