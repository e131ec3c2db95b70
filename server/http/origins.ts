// Which pages may talk to us from a browser: the host pages that the operator named or an admin added, and our own.

import type { FastifyRequest } from 'fastify'
import type { Config } from '../config.ts'

/** @param added in the console; asked each time, for they change */
export function originCheck(
  { publicUrl, allowedOrigins }: Pick<Config, 'publicUrl' | 'allowedOrigins'>,
  added: () => readonly string[] = () => [],
) {
  const own = new URL(publicUrl).origin
  const isNamed = (origin: string) => allowedOrigins.includes(origin) || added().includes(origin)
  const isOwn = (request: FastifyRequest) =>
    request.headers.origin === own ||
    // Reached by another name of the same server, such as localhost.
    (URL.canParse(request.headers.origin ?? '') &&
      new URL(request.headers.origin ?? '').host === request.headers.host)
  return {
    /** Those that nobody at a desk can take away. */
    fixed: [own, ...allowedOrigins],
    allowed: (origin: string) => origin === own || isNamed(origin),
    mayComeFrom(request: FastifyRequest, from: 'host page' | 'own page'): boolean {
      // No Origin header: not a browser, so no page is using somebody's cookie.
      const { origin } = request.headers
      if (origin === undefined) return true
      return isOwn(request) || (from === 'host page' && isNamed(origin))
    },
  }
}
