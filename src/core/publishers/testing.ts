import type { ConnectedIdentity, Identities } from './publisher.ts'

/** The account a sign-in reached, where it must be one alone. */
export function onlyOne(found: Identities | undefined): ConnectedIdentity {
  const [first, ...more] = found === undefined ? [] : Array.isArray(found) ? found : [found]
  if (first === undefined || more.length > 0)
    throw new Error(`The sign-in reached ${more.length + (first ? 1 : 0)} accounts`)
  return first as ConnectedIdentity
}
