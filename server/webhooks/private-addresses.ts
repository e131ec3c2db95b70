// Addresses that are nobody else's business: our own machine and network, and what cloud machines tell about
// themselves. Whoever types an endpoint must not reach them through us.

import { BlockList, isIPv4 } from 'node:net'

const notPublic = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8], // this host
  ['10.0.0.0', 8],
  ['100.64.0.0', 10], // carriers' own
  ['127.0.0.0', 8],
  ['169.254.0.0', 16], // link-local; cloud metadata
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24], // documentation, as are 198.51.100 and 203.0.113
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4],
] as const) {
  notPublic.addSubnet(network, bits, 'ipv4')
}
// The parts of 2000::/3 that lead to other networks, or nowhere.
for (const [network, bits] of [
  ['2001::', 23], // protocols of their own, Teredo among them
  ['2001:db8::', 32],
  ['2002::', 16], // 6to4 carries an IPv4 address inside
  ['3fff::', 20],
] as const) {
  notPublic.addSubnet(network, bits, 'ipv6')
}
/** The only IPv6 addresses that are given out to the public; mapped and translated IPv4 lies outside. */
const publicIpv6 = new BlockList()
publicIpv6.addSubnet('2000::', 3, 'ipv6')

/** @param address an IP address as DNS gives it */
export function isPrivateAddress(address: string): boolean {
  if (isIPv4(address)) return notPublic.check(address, 'ipv4')
  return !publicIpv6.check(address, 'ipv6') || notPublic.check(address, 'ipv6')
}
