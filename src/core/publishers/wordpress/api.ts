import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure } from '../../http.ts'
import type { HttpAnswer, HttpRequest } from '../../http.ts'
import type { PublishContext } from '../publisher.ts'
import { failure, StepFailed } from '../publisher.ts'
import { notWordPress, refusal, unreachable } from './outcome.ts'

/** What is sealed of a site: whose application password it is, and where the site's REST API begins. */
export interface WordPressSecrets {
  readonly user: string
  readonly password: string
  /** Relative to the site: `wp-json/`, or `?rest_route=/` where the site has no pretty addresses. */
  readonly root: string
}

/** What a request to a site needs; a delivery's context is one. */
export type SiteContext = Pick<PublishContext, 'account' | 'secrets' | 'http' | 'clock' | 'signal'>

export function secretsOf({ secrets }: Pick<PublishContext, 'secrets'>): WordPressSecrets {
  const { user, password, root } = secrets
  if (typeof user !== 'string' || typeof password !== 'string' || typeof root !== 'string') {
    throw new StepFailed({ is: 'rejected', failure: failure('reconnect', said('sign_in_incomplete')) })
  }
  return { user, password, root }
}

/** Basic authentication with an application password (WP-API docs using-the-rest-api/authentication.md). */
export function authorization({ user, password }: Pick<WordPressSecrets, 'user' | 'password'>): string {
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`
}

export type Query = Readonly<Record<string, string>>

/** The address of a route such as `wp/v2/posts`. Sites without pretty addresses take the route as a parameter. */
export function routeUrl(server: string, root: string, route: string, query: Query = {}): URL {
  const url = new URL(root, `${server}/`)
  const plain = url.searchParams.get('rest_route')
  if (plain === null) url.pathname = `${url.pathname.replace(/\/?$/, '/')}${route}`
  else url.searchParams.set('rest_route', `${plain.replace(/\/?$/, '/')}${route}`)
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url
}

type Call = Omit<HttpRequest, 'headers' | 'signal'> & {
  readonly headers?: Record<string, string>
  readonly json?: unknown
  readonly query?: Query
}

/** One request as the user, answered with whatever status. Throws HttpFailure. */
export function call(
  context: SiteContext,
  route: string,
  { json, headers, query, ...request }: Call = {},
): Promise<HttpAnswer> {
  const secrets = secretsOf(context)
  return context.http.request(routeUrl(context.account.server, secrets.root, route, query), {
    ...request,
    signal: context.signal,
    headers: {
      accept: 'application/json',
      authorization: authorization(secrets),
      ...(json !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
  })
}

/** A request that may be repeated: throws StepFailed where there is no answer or one that is not in `accepted`. */
export async function ask(
  context: SiteContext,
  route: string,
  request: Call = {},
  accepted: readonly number[] = [200],
): Promise<HttpAnswer> {
  const answer = await call(context, route, request).catch((error: unknown): never => {
    // Stopped by us: nothing to say about the site.
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(unreachable(error, context))
  })
  if (!accepted.includes(answer.status)) throw new StepFailed(refusal(answer, 'content', context))
  return answer
}

/** A list the API answered with. Throws StepFailed where it is none: then it is not the API that answered. */
export function listOf(answer: HttpAnswer, context: SiteContext): Readonly<Record<string, unknown>>[] {
  const json = answer.json()
  if (Array.isArray(json))
    return json.filter((item): item is Record<string, unknown> => typeof item === 'object' && item !== null)
  throw new StepFailed(notWordPress(`${answer.status} without a list`, context))
}

export function objectOf(answer: HttpAnswer): Readonly<Record<string, unknown>> {
  const json = answer.json()
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, unknown>) : {}
}
