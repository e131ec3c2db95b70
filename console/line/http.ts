// A call of the console over HTTP: for what is about the cookie, or too large for the line. Partner: socket.ts, whose Refused it shares.

import type { Problem, RefusalCode } from '../../protocol/errors.ts'
import { PIECE_WITHIN_MS } from '../../protocol/pieces.ts'
import { Refused } from './socket.ts'

/**
 * @param ends takes it back; with it, no answer is waited for longer than for a piece of a file
 * @throws Refused with the server's code, or with `line.lost` where there was no answer
 */
export const call = <T = void>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
  ends?: AbortSignal,
): Promise<T> =>
  ask<T>(path, ends, {
    method,
    ...(body && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })

/** Bytes instead of JSON. @throws as `call` */
export const send = <T = void>(method: 'PUT', path: string, body: Blob, ends?: AbortSignal): Promise<T> =>
  ask<T>(path, ends, { method, headers: { 'content-type': 'application/octet-stream' }, body })

async function ask<T>(path: string, ends: AbortSignal | undefined, request: RequestInit): Promise<T> {
  // Browsers that cannot join two signals wait as long as the system does.
  const signal = ends && (AbortSignal.any?.([ends, AbortSignal.timeout(PIECE_WITHIN_MS)]) ?? ends)
  const response = await fetch(path, { ...request, signal: signal ?? null }).catch(() => {
    throw new Refused('line.lost')
  })
  if (response.status === 204) return undefined as T
  const answer: unknown = await response.json().catch(() => ({}))
  if (response.ok) return answer as T
  const { code, detail, retryAfterMs, triesLeft } = answer as Partial<Problem>
  throw Object.assign(new Refused((code ?? 'server.bug') as RefusalCode, detail, retryAfterMs), { triesLeft })
}
