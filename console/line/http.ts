// A call of the console over HTTP: for what is about the cookie, or too large for the line. Partner: socket.ts, whose Refused it shares.

import type { Problem, RefusalCode } from '../../protocol/errors.ts'
import { PIECE_WITHIN_MS } from '../../protocol/pieces.ts'
import { Refused, undone } from './socket.ts'

/**
 * @param body goes as JSON; a Blob as it is
 * @param ends takes it back; with it, no answer is waited for longer than for a piece of a file
 * @throws Refused with the server's code, or with `line.lost` where there was no answer
 */
export async function call<T = void>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: object,
  ends?: AbortSignal,
): Promise<T> {
  const isBytes = body instanceof Blob
  const headers = { 'content-type': `application/${isBytes ? 'octet-stream' : 'json'}` }
  const isUndone = method === 'GET' || !navigator.onLine
  const lost = () => {
    throw isUndone ? undone() : new Refused('line.lost')
  }
  const response = await fetch(path, {
    method,
    ...(body && { headers, body: isBytes ? body : JSON.stringify(body) }),
    // Browsers that cannot join two signals wait as long as the system does.
    ...(ends && { signal: AbortSignal.any?.([ends, AbortSignal.timeout(PIECE_WITHIN_MS)]) ?? ends }),
  }).catch(lost)
  if (response.status === 204) return undefined as T
  // The line may break in the middle of an answer, too.
  if (response.ok) return response.json().catch(lost)
  const {
    code,
    detail = '',
    retryAfterMs,
    triesLeft,
  }: Partial<Problem> = await response.json().catch(() => ({}))
  throw Object.assign(new Refused((code ?? 'server.bug') as RefusalCode, detail, retryAfterMs), { triesLeft })
}
