import { BlockList, isIP } from 'node:net'

const loopback = new BlockList()
loopback.addSubnet('127.0.0.0', 8, 'ipv4')
loopback.addAddress('::1', 'ipv6')

/** Whether an address is of this machine by what it says; a name other than localhost could be anybody's. */
export function isThisMachine(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase()
  const kind = isIP(host)
  if (kind === 0) return host === 'localhost'
  return loopback.check(host, kind === 4 ? 'ipv4' : 'ipv6')
}

/** Whether a webhook may go there: this machine, or a host that a person has allowed, with its port where it has one. */
export function mayGoTo(address: string, allowed: readonly string[]): boolean {
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return false
  return isThisMachine(url) || allowed.some((host) => host.toLowerCase() === url.host.toLowerCase())
}
