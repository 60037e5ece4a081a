import type { AccountLimits } from '../../../contract/platforms/types.ts'
import type { Instant } from '../../clock.ts'
import type { ConnectedIdentity } from '../publisher.ts'
import type { InstagramSecrets } from './api.ts'

/** A professional account as either login tells it. */
export interface Profile {
  readonly id: string
  readonly username: string
  readonly name: string | null
  readonly picture: string | null
}

export function toIdentity(
  { id, username, name, picture }: Profile,
  secrets: InstagramSecrets,
  limits: AccountLimits,
  expiresAt: Instant | null,
): ConnectedIdentity {
  return {
    kind: 'profile',
    externalId: id,
    name: name ?? username,
    displayHandle: `@${username}`,
    url: `https://www.instagram.com/${username}/`,
    avatar: picture,
    server: '',
    limits,
    expiresAt,
    secrets: { ...secrets },
  }
}
