import { Refused } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { googleError } from './errors.ts'
import type { Channel, World } from './state.ts'

const scope = (name: string) => `https://www.googleapis.com/auth/${name}`
export const scopes = {
  manage: scope('youtube'),
  forceSsl: scope('youtube.force-ssl'),
  upload: scope('youtube.upload'),
  readonly: scope('youtube.readonly'),
} as const

/** The channel of who asks, if the sign-in has one of the scopes. */
export function channelOf({ sim, auth }: World, ask: Ask, ...anyOf: string[]): Channel {
  const { account, token } = auth.caller(ask)
  if (!anyOf.some((scope) => token.scopes.includes(scope)))
    throw new Refused(403, 'missing_scope', 'The access token lacks a scope', { field: anyOf[0] ?? '' })
  const channel = sim.state.channels.find(({ owner }) => owner === account)
  if (!channel) throw googleError(401, 'youtubeSignupRequired', 'Unauthorized')
  return channel
}
