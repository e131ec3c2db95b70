// The school's own log-in as its people meet it: a real OpenID provider on another site, whose pages a browser fills in.

import { once } from 'node:events'
import { vi } from 'vitest'
import { freePort } from '../../stage/world.ts'

const SECRET = 'the secret that the school gave us'
const issuerAt = (port: number) => `http://localhost:${port}`

/** The server asks the school only once somebody wants to log in there. */
export async function schoolToCome(): Promise<{ port: number; environment: Record<string, string> }> {
  const port = await freePort()
  const environment = {
    OIDC_ISSUER: issuerAt(port),
    OIDC_CLIENT_ID: 'helpdock',
    OIDC_CLIENT_SECRET: SECRET,
    OIDC_NAME: 'Northfield',
  }
  return { port, environment }
}

/** @param emails of its people, by the name with which they log in. @returns what closes it */
export async function schoolOpens(
  port: number,
  url: string,
  emails: Record<string, string>,
): Promise<() => void> {
  // It warns of what is right for a test: a store in memory, keys of its own.
  const quiet = [vi.spyOn(console, 'info'), vi.spyOn(console, 'warn')].map((one) =>
    one.mockImplementation(() => {}),
  )
  const { default: Provider } = await import('oidc-provider')
  const back = `${url}/api/console/elsewhere/back`
  const provider = new Provider(issuerAt(port), {
    clients: [{ client_id: 'helpdock', client_secret: SECRET, redirect_uris: [back] }],
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    pkce: { required: () => true },
    cookies: { keys: ['of a test'] },
    findAccount: (_context: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, email: emails[sub], email_verified: true }),
    }),
  })
  const school = provider.listen(port, 'localhost')
  await once(school, 'listening')
  return () => {
    school.closeAllConnections()
    school.close()
    for (const one of quiet) one.mockRestore()
  }
}
