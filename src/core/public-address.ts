import { lookup as systemLookup, type LookupAddress } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/*
 * Which addresses belong to the public Internet. What a post links to is fetched for its card, and a link must not make this machine ask
 * its own services or its network's. Source: IANA special-purpose address registries (RFC 6890 and its updates).
 */
const special = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(network, prefix, 'ipv4')
}
// Only 2000::/3 is given out; within it, documentation, Teredo and 6to4 (which can carry a private IPv4 address) are not places to ask.
special.addSubnet('2001:db8::', 32, 'ipv6')
special.addSubnet('2001::', 32, 'ipv6')
special.addSubnet('2002::', 16, 'ipv6')
const given = new BlockList()
given.addSubnet('2000::', 3, 'ipv6')

export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4')
    case 6:
      return given.check(address, 'ipv6') && !special.check(address, 'ipv6')
    default:
      return false
  }
}

/** Decides which addresses may be asked. Only a test decides otherwise: it has no address of the public Internet. */
export type IsPublic = (address: string) => boolean

/** Whether a URL's host is an address of its own and not a public one. Names are judged when they are looked up. */
export function isPrivateLiteral(url: URL, isPublic: IsPublic = isPublicAddress): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) !== 0 && !isPublic(host)
}

/**
 * A look-up that fails for names with any address that is not public, at the very connection that would use it: a name that answers differently
 * the second time gains nothing by it.
 */
export function createPublicLookup(isPublic: IsPublic = isPublicAddress, lookup = systemLookup): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses: LookupAddress[] = found ?? []
      const first = addresses[0]
      if (error) return callback(error, [])
      if (!first || addresses.some(({ address }) => !isPublic(address))) {
        return callback(Object.assign(new Error(`${hostname} is not a public address`), { code: notPublic }), [])
      }
      if (options.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}

export const notPublic = 'EADDRNOTPUBLIC'
