// Requests to the Helpdock server. An expected "no" is a Refused with the problem document; anything that did not
// come to an answer is Unreachable and worth another try. What was read before is read again from the browser's cache
// while the server is out of reach.

import type { Problem } from '../protocol/errors.ts'
import { gone } from './state.ts'

export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.title)
    this.problem = problem
  }
}

export class Unreachable extends Error {}

/** A request that takes longer is taken for lost, for a line may be half open. More than a poll waits. */
const WITHIN_MS = 30_000
/** Nothing has come for so long: a person is told, and what the loader has begun is asked for anew. */
export const LATE_MS = 10_000

let base = ''

export function useServer(origin: string) {
  base = origin
}

export const addressOf = (path: string) => new URL(path, base || location.href).href

/** Of an agent, where they have one. */
export const pictureOf = (person: { picture?: string } | object) =>
  'picture' in person && person.picture ? addressOf(person.picture) : undefined

/** JSON in, JSON out. `early` is the same request, begun by the loader. */
export async function ask<T>(
  path: string,
  {
    method,
    body,
    session,
    early,
    signal,
    ...rest
  }: { body?: unknown; session?: string; early?: Promise<Response> | undefined } & Omit<
    RequestInit,
    'body'
  > = {},
): Promise<T> {
  const headers: Record<string, string> = {}
  if (body) headers['content-type'] = 'application/json'
  if (session) headers.authorization = `Bearer ${session}`
  const read = async (coming: Promise<Response>): Promise<[Response, unknown]> => {
    const answer = await coming
    return [answer, answer.status === 204 ? undefined : await answer.json()]
  }
  // Never without asking: a network's log-in page may have been kept in the place of what was asked for.
  const request = (cache: RequestCache = 'no-cache') =>
    read(
      fetch(addressOf(path), {
        method: method ?? (body ? 'POST' : 'GET'),
        headers,
        body: body ? JSON.stringify(body) : null,
        cache,
        ...rest,
        // Browsers that cannot join two signals wait as long as the system does.
        signal: AbortSignal.any?.([AbortSignal.timeout(WITHIN_MS)].concat(signal ?? [])) ?? signal,
      }),
    )
  const late = () => new Promise<never>((_, reject) => setTimeout(reject, LATE_MS))
  const fresh = () => (body ? request() : request().catch(() => request('force-cache')))
  const before = gone
  let answer: Response
  let content: unknown
  try {
    ;[answer, content] = await (early ? Promise.race([read(early), late()]).catch(fresh) : fresh())
  } catch (cause) {
    throw new Unreachable(path, { cause })
  }
  // Whoever asked may have left meanwhile: what they may read is nobody's now.
  if (answer.ok && before === gone) return content as T
  const problem = content as Problem | null | undefined
  // A proxy that takes the session out of what passes says nothing about who is here.
  if (problem?.code && !(session && problem.code === 'session.missing')) throw new Refused(problem)
  throw new Unreachable(`${path}: ${answer.status}`)
}
