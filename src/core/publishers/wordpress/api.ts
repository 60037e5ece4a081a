import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure } from '../../http.ts'
import type { HttpAnswer, HttpRequest } from '../../http.ts'
import type { PublishContext } from '../publisher.ts'
import { failure, StepFailed } from '../publisher.ts'
import { notWordPress, refusal, unreachable } from './outcome.ts'

/** What is sealed of a site: an application password, or a token of WordPress.com. */
export type WordPressSecrets = OwnSiteSecrets | DotComSecrets

/** Whose application password it is, and where the site's REST API begins. */
export interface OwnSiteSecrets {
  readonly user: string
  readonly password: string
  /** Relative to the site: `wp-json/`, or `?rest_route=/` where the site has no pretty addresses. */
  readonly root: string
}

/** A site on WordPress.com, or one that Jetpack joins to it: reached through WordPress.com's own host, by the site's number. */
export interface DotComSecrets {
  readonly accessToken: string
  /** e.g. `https://public-api.wordpress.com`. */
  readonly api: string
  readonly site: string
}

/** What a request to a site needs; a delivery's context is one. */
export type SiteContext = Pick<PublishContext, 'account' | 'secrets' | 'http' | 'clock' | 'signal'>

export function secretsOf({ secrets }: Pick<PublishContext, 'secrets'>): WordPressSecrets {
  const { user, password, root, accessToken, api, site } = secrets
  if (typeof accessToken === 'string' && typeof api === 'string' && typeof site === 'string')
    return { accessToken, api, site }
  if (typeof user === 'string' && typeof password === 'string' && typeof root === 'string')
    return { user, password, root }
  throw new StepFailed({ is: 'rejected', failure: failure('reconnect', said('sign_in_incomplete')) })
}

/** Basic authentication with an application password (WP-API docs using-the-rest-api/authentication.md), or WordPress.com's token. */
export function authorization(secrets: Pick<OwnSiteSecrets, 'user' | 'password'> | DotComSecrets): string {
  return 'accessToken' in secrets
    ? `Bearer ${secrets.accessToken}`
    : `Basic ${Buffer.from(`${secrets.user}:${secrets.password}`, 'utf8').toString('base64')}`
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

/** Where a route such as `wp/v2/posts` lies on WordPress.com: `wp/v2/sites/<number>/posts`. Source: developer.wordpress.com, REST API. */
export function dotComUrl({ api, site }: Pick<DotComSecrets, 'api' | 'site'>, route: string, query: Query = {}): URL {
  const url = new URL(`${api}/${route.replace(/^wp\/v2\//, `wp/v2/sites/${encodeURIComponent(site)}/`)}`)
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
  const url =
    'accessToken' in secrets
      ? dotComUrl(secrets, route, query)
      : routeUrl(context.account.server, secrets.root, route, query)
  return context.http.request(url, {
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
