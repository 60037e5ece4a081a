import type { Auth, AuthState } from '../sim/oauth.ts'
import type { Params } from '../sim/params.ts'
import type { Windows } from '../sim/rate.ts'
import { Refusal } from '../sim/refused.ts'
import type { Ask, Sim } from '../sim/server.ts'

export interface Person {
  /** What `urn:li:person:` is followed by; another one for each app, as at LinkedIn. */
  readonly id: string
  readonly account: string
  readonly first: string
  readonly last: string
}

export interface Organization {
  readonly id: string
  readonly name: string
  readonly vanity: string
  /** Who may do what, by account. */
  roles: Record<string, string>
}

export interface Upload {
  readonly id: string
  readonly urn: string
  readonly kind: 'image' | 'document' | 'video'
  readonly owner: string
  /** Of a film: how many bytes were announced, and with which token it is ended. */
  readonly total: number
  readonly token: string
  readonly endsAt: number
  parts: { index: number; etag: string; bytes: number; path: string }[]
  sha256: string | null
  bytes: number
  hasThumbnail: boolean
  status: 'WAITING_UPLOAD' | 'PROCESSING' | 'AVAILABLE' | 'PROCESSING_FAILED'
  looksLeft: number
}

export interface Post {
  readonly id: string
  readonly author: string
  /** Little text as it was sent. */
  commentary: string
  readonly content: Params | null
  readonly visibility: string
  readonly reshareDisabled: boolean
  readonly targets: readonly Params[]
  readonly at: number
  deleted: boolean
}

export interface Comment {
  readonly id: string
  readonly urn: string
  readonly on: string
  readonly actor: string
  text: string
  readonly at: number
  deleted: boolean
}

export interface Options {
  /** Months of the API that still live. */
  versions: readonly string[]
  /** Looks at a film until it is processed, and whether it fails. */
  processing: { looks: number; fails: boolean }
  /** Whether this app may ask how films stand. */
  showsVideos: boolean
  /** Where this app may comment: on the versioned resource, on the older one, or nowhere. */
  comments: 'rest' | 'v2' | 'nowhere'
  /** LinkedIn gives refresh tokens to apps of its partners. */
  partner: boolean
}

export interface State {
  auth: AuthState
  people: Person[]
  organizations: Organization[]
  uploads: Upload[]
  posts: Post[]
  comments: Comment[]
  windows: Windows
  options: Options
}

export interface World {
  readonly sim: Sim<State>
  readonly auth: Auth
}

/** LinkedIn's errors: status, code and message. Source: shared/api-guide/concepts/error-handling. */
export const refused = (status: number, code: string, message: string) =>
  new Refusal({ status, json: { status, code, message, serviceErrorCode: status === 403 ? 100 : 0 } })

/** Errors about a field of the content. Source: posts-api; the shape of a repeat as seen in public issues. */
export const inputError = (code: string, description: string, message = description) =>
  new Refusal({
    status: 422,
    json: {
      errorDetailType: 'com.linkedin.common.error.BadRequest',
      message,
      errorDetails: { inputErrors: [{ description, input: {}, code }] },
      status: 422,
    },
  })

export const personUrn = ({ id }: Person) => `urn:li:person:${id}`
export const organizationUrn = ({ id }: Organization) => `urn:li:organization:${id}`

export function personOf({ sim }: World, account: string): Person {
  const person = sim.state.people.find((one) => one.account === account)
  if (!person) throw refused(403, 'ACCESS_DENIED', 'Member is restricted')
  return person
}

/** Who asks, and that they may act as `author` with a scope for that kind. */
export function actingAs(world: World, ask: Ask, author: string, need: 'w' | 'r'): string {
  const { account } = world.auth.caller(ask)
  if (author === personUrn(personOf(world, account))) {
    world.auth.caller(ask, `${need}_member_social`)
    return account
  }
  const organization = world.sim.state.organizations.find((one) => organizationUrn(one) === author)
  const role = organization?.roles[account]
  if (
    role === undefined ||
    !['ADMINISTRATOR', 'CONTENT_ADMINISTRATOR', 'DIRECT_SPONSORED_CONTENT_POSTER'].includes(role)
  )
    throw refused(403, 'ACCESS_DENIED', 'Organization permissions must be used when using organization as author')
  world.auth.caller(ask, `${need}_organization_social`)
  return account
}
