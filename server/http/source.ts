// Who asks, where only the address tells it: what is counted, so that nobody has more than their share. Whoever has one address of
// IPv6 has 2^64 of them, which are one here. Partners: request-counts.ts, chat/limits.ts; contacts/network.ts, for people to read.

import { isIPv4, isIPv6 } from 'node:net'

/** What a provider gives to one customer, at least. */
const GROUPS_OF_NETWORK = 4
const GROUPS = 8

/** @param address as the transport gives it: IPv4, IPv6, or IPv4 inside IPv6 */
export function sourceOf(address: string): string {
  const inner = address.replace(/^::ffff:/i, '')
  if (isIPv4(inner)) return inner
  if (!isIPv6(address)) return address
  const [before = [], behind = []] = address.split('::').map((part) => part.split(':').filter(Boolean))
  const left = Array<string>(Math.max(0, GROUPS - before.length - behind.length)).fill('0')
  const network = [...before, ...left, ...behind].slice(0, GROUPS_OF_NETWORK)
  return `${network.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`
}

/** For limits of routes. */
export const bySource = ({ ip }: { ip: string }) => sourceOf(ip)
