// Where a request came from, as far as a person needs it to see that two requests came from the same place: the
// network, never the whole address.

import { isIPv4, isIPv6 } from 'node:net'

/** @param address as the transport gives it: IPv4, IPv6, or IPv4 inside IPv6 */
export function networkOf(address: string): string {
  const inner = address.replace(/^::ffff:/i, '')
  if (isIPv4(inner)) return `${inner.split('.').slice(0, 3).join('.')}.•`
  if (!isIPv6(address)) return 'unknown'
  if (address === '::1') return address
  // The first 48 bits are a site's; what follows is a room and a device.
  const [before = ''] = address.split('::')
  const groups = before.split(':').filter(Boolean).slice(0, 3)
  return `${groups.join(':')}:•`
}
