// Asking for a merge, from its own screens and from a form that turns into one. In the bundles of both.

import type { ContactCommandAnswer, ContactCommandBody } from '../protocol/socket.ts'
import { act } from './commands.ts'
import { Refused } from './http.ts'
import './proof-refusals.ts'
import { renewsToken, theHost } from './session.ts'

/** The host's word must be minutes old: a host that gives tokens by a function is asked for another one. */
export async function startMerge(
  body: ContactCommandBody<'merge.start'>,
): Promise<ContactCommandAnswer<'merge.start'>> {
  try {
    return await act('merge.start', body)
  } catch (cause) {
    if (!(cause instanceof Refused) || !renewsToken(cause.problem.code)) throw cause
    const identityToken = await theHost()?.token()
    return act('merge.start', { ...body, ...(identityToken && { identityToken }) })
  }
}
