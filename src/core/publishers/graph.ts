import { createHmac } from 'node:crypto'
import { said } from '../../contract/sentences/index.ts'
import type { Instant } from '../clock.ts'
import { HttpFailure, type Http, type HttpAnswer, type HttpRequest } from '../http.ts'
import { isUncertain, notReached, objectOf, quotaUsed, rateLimited, retryAfter, troubled } from './answers.ts'
import {
  failure,
  StepFailed,
  type Failure,
  type HealthReport,
  type PublishContext,
  type StepFailure,
} from './publisher.ts'

/*
 * What Meta's Graph platforms (Facebook, Instagram, Threads) have in common: one shape of errors, one way to say "too often", one proof of the
 * app. Sources: developers.facebook.com/docs/graph-api/guides/error-handling, …/overview/rate-limiting, …/guides/secure-requests.
 */

/** Meta keeps a version for two years at least; one that is gone is answered by the oldest there is. Current since 2026-07-29. */
export const graphVersion = 'v26.0'

/** An answer's `error`, without secrets. */
export interface GraphError {
  readonly code: number
  readonly subcode: number | null
  /** Meta says itself that it may pass. */
  readonly transient: boolean
  /** More of some errors: the offset an upload stands at. */
  readonly data: Readonly<Record<string, unknown>>
}

/** What an error is about. */
export type GraphMeaning =
  | 'token' // the sign-in is over
  | 'checkpoint' // it is, until the person has answered Facebook's own questions
  | 'permission' // not granted, or the person lost a role
  | 'app' // the app lacks something
  | 'throttled'
  | 'quota' // of posts, not of requests
  | 'trouble' // of their own; passes
  | 'content'
  | 'file'
  | 'not_fetched' // a file could not be had from its address
  | 'duplicate'
  | 'blocked'
  | 'restricted' // the account itself
  | 'gone'

/** Meanings by `code/subcode`, `/subcode` or `code`, the most exact first. */
export type GraphTable = Readonly<Record<string, GraphMeaning>>

/** Of all Graph platforms. Codes from 80000 on are the limits of one use (80001 Pages, 80002 Instagram). */
const common: GraphTable = {
  '1': 'trouble',
  '2': 'trouble',
  '3': 'app',
  '4': 'throttled',
  '10': 'permission',
  '17': 'throttled',
  '32': 'throttled',
  '33': 'gone',
  '100/33': 'gone',
  '100': 'content',
  '102': 'token',
  '190': 'token',
  '190/459': 'checkpoint',
  '190/464': 'checkpoint',
  '200': 'permission',
  '341': 'throttled',
  '368': 'blocked',
  '459': 'checkpoint',
  '464': 'checkpoint',
  '506': 'duplicate',
  '613': 'throttled',
  '803': 'gone',
}

export function graphError(answer: HttpAnswer): GraphError | null {
  const { error } = objectOf(answer)
  if (typeof error !== 'object' || error === null) return null
  const { code, error_subcode: subcode, is_transient: transient, error_data: data } = error as Record<string, unknown>
  if (typeof code !== 'number') return null
  return {
    code,
    subcode: typeof subcode === 'number' ? subcode : null,
    transient: transient === true,
    data: typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {},
  }
}

/** What a refusing answer is about: by code where it is Graph that answers, else by status. */
export function graphMeaning(answer: HttpAnswer, own: GraphTable = {}): GraphMeaning {
  const error = graphError(answer)
  if (error) {
    const { code, subcode } = error
    const full = `${code}/${subcode}`
    const found = own[full] ?? own[`/${subcode}`] ?? common[full] ?? own[String(code)] ?? common[String(code)]
    if (found) return found
    if (code >= 200 && code <= 299) return 'permission'
    if (code >= 80_000 && code <= 80_099) return 'throttled'
    if (error.transient) return 'trouble'
  }
  const { status } = answer
  if (status === 401) return 'token'
  if (status === 403) return 'permission'
  if (status === 404) return 'gone'
  if (status === 413) return 'file'
  if (status === 429) return 'throttled'
  return isUncertain(status) || status < 400 ? 'trouble' : 'content'
}

/** Whether nobody knows what a commit with this answer came to. */
export function graphDoubt(answer: HttpAnswer, own?: GraphTable): boolean {
  if (answer.status >= 200 && answer.status < 300 && !graphError(answer)) return false
  return isUncertain(answer.status) || graphMeaning(answer, own) === 'trouble'
}

/** What a refusal was about: the text and settings, or the file at a position. */
export type About = 'content' | { readonly file: number }

/** How a platform words refusals. */
export interface GraphPlatform {
  /** Its name, as sentences say it. */
  readonly name: string
  readonly codes: GraphTable
  /** Its codes tell a file that is wrong from words that are; else what is refused with a file is about the file. */
  readonly tellsFiles?: boolean
}

/** A quota of posts rolls over 24 hours and does not say when its next place is free. */
const quotaWaitMs = 3_600_000

/** A refusal as an outcome, where nothing was made. */
export function graphRefusal(
  platform: GraphPlatform,
  answer: HttpAnswer,
  now: Instant,
  about: About = 'content',
): StepFailure {
  const meaning = graphMeaning(answer, platform.codes)
  return graphMeant(platform, meaning, graphWords(answer), { now, until: regainedAt(answer, now), about })
}

/** What a meaning comes to. `until`: when requests are taken again. */
export function graphMeant(
  { name, tellsFiles = false }: GraphPlatform,
  meaning: GraphMeaning,
  words: string,
  { now, until, about }: { readonly now: Instant; readonly until: Instant; readonly about: About },
): StepFailure {
  if (meaning === 'throttled') return rateLimited(name, until, words)
  if (meaning === 'quota') return quotaUsed(name, now + quotaWaitMs, words)
  if (meaning === 'trouble') return troubled(name, words)
  if (meaning === 'not_fetched') {
    const position = about === 'content' ? 1 : about.file + 1
    // Its own servers fetch, some later than others: tried again, and the media host is named.
    return {
      is: 'not_sent',
      failure: failure('media_host', said('file_not_fetched', { platform: name, position }), words),
    }
  }
  const isWords = meaning === 'content' && tellsFiles
  return { is: 'rejected', failure: { ...permanent(name, meaning, isWords ? 'content' : about), words } }
}

type Permanent = Exclude<GraphMeaning, 'throttled' | 'quota' | 'trouble' | 'not_fetched'>

function permanent(platform: string, meaning: Permanent, about: About): Failure {
  switch (meaning) {
    case 'token':
      return failure('reconnect', said('signed_out', { platform }))
    case 'checkpoint':
      return failure('reconnect', said('graph_checkpoint', { platform }))
    case 'permission':
      return failure('not_allowed', said('not_allowed', { platform }))
    case 'app':
      return failure('not_allowed', said('app_not_allowed', { platform }))
    case 'blocked':
      return failure('not_allowed', said('blocked', { platform }))
    case 'restricted':
      return failure('not_allowed', said('graph_restricted', { platform }))
    case 'duplicate':
      return failure('duplicate', said('duplicate', { platform }))
    case 'gone':
      return failure('content', said('reference_gone', { platform }))
    case 'file':
      return about === 'content'
        ? failure('media', said('a_file_refused', { platform }))
        : failure('media', said('file_refused', { platform, position: about.file + 1 }))
    case 'content':
      return about === 'content'
        ? failure('content', said('content_refused', { platform }))
        : failure('media', said('file_refused', { platform, position: about.file + 1 }))
  }
}

/** When requests are taken again: `estimated_time_to_regain_access` (minutes) of the use that is over, else as any platform. */
function regainedAt(answer: HttpAnswer, now: Instant): Instant {
  let minutes = 0
  try {
    const usage: unknown = JSON.parse(answer.headers.get('x-business-use-case-usage') ?? '{}')
    for (const uses of Object.values(usage as Record<string, unknown>))
      for (const use of Array.isArray(uses) ? uses : []) {
        const wait = Number((use as Record<string, unknown> | null)?.['estimated_time_to_regain_access'])
        if (Number.isFinite(wait)) minutes = Math.max(minutes, wait)
      }
  } catch {
    // Not as documented: the common way says how long.
  }
  return minutes > 0 ? now + Math.min(minutes * 60_000, 24 * 3_600_000) : retryAfter(answer, now)
}

/** What an answer says of an account that was asked after. `name`: how people know what could not be reached. */
export function graphHealth(platform: string, answer: HttpAnswer, name: string, own?: GraphTable): HealthReport {
  switch (graphMeaning(answer, own)) {
    case 'token':
      return { state: 'broken', reason: said('signed_out', { platform }) }
    case 'checkpoint':
      return { state: 'broken', reason: said('graph_checkpoint', { platform }) }
    case 'gone':
    case 'permission':
      return { state: 'broken', reason: said('graph_page_not_reached', { name }) }
    default:
      return { state: 'unreachable', reason: said('answered', { platform, words: graphWords(answer) }) }
  }
}

/** The platform's words: its own for people where it has some. Never a token, which some of its messages repeat. */
export function graphWords(answer: HttpAnswer): string {
  const { error } = objectOf(answer)
  if (typeof error !== 'object' || error === null) return String(answer.status)
  const { message, error_user_title: title, error_user_msg: told } = error as Record<string, unknown>
  const { code, subcode } = graphError(answer) ?? {}
  const number = code === undefined ? '' : subcode ? `(${code}/${subcode})` : `(${code})`
  const texts = (typeof told === 'string' && told !== '' ? [title, told] : [message]).filter(
    (one) => typeof one === 'string' && one !== '',
  )
  return [answer.status, number, plain(texts.join(': '))].filter((word) => word !== '').join(' ')
}

/** Without its last stop: it is put into sentences. */
const plain = (text: string) =>
  withoutSecrets(text)
    .slice(0, 300)
    .replace(/[.\s]+$/, '')

/** Tokens, codes and proofs are long runs without a space; so is nothing that a person would miss. */
export function withoutSecrets(text: string): string {
  return text.replace(/[\w|%-]{32,}/g, '…')
}

/** Who a request is made as. */
export interface GraphCaller {
  readonly token: string
  /** Empty where the app is not known; with it every request is proved to come from the app, which its owner can demand. */
  readonly clientSecret: string
}

export type GraphCall = Omit<HttpRequest, 'headers' | 'signal'> & {
  readonly headers?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  /** Sent as a form. */
  readonly form?: Readonly<Record<string, string>>
}

/** One request, answered with whatever status. The token goes in a header, never in an address. Throws HttpFailure. */
export function graphCall(
  { http, signal }: { readonly http: Http; readonly signal: AbortSignal },
  url: string,
  { token, clientSecret }: GraphCaller,
  { query = {}, form, headers, ...request }: GraphCall = {},
): Promise<HttpAnswer> {
  const target = new URL(url)
  for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value)
  if (clientSecret !== '')
    target.searchParams.set('appsecret_proof', createHmac('sha256', clientSecret).update(token).digest('hex'))
  return http.request(target, {
    ...request,
    signal,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...(form && { 'content-type': 'application/x-www-form-urlencoded' }),
      ...headers,
    },
    ...(form && { body: new URLSearchParams(form).toString() }),
  })
}

/** A request that may be repeated: throws StepFailed where there is no answer, or a refusal. */
export async function graphAsk(
  platform: GraphPlatform,
  context: PublishContext,
  send: () => Promise<HttpAnswer>,
  about?: About,
): Promise<HttpAnswer> {
  const answer = await send().catch((error: unknown): never => {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(platform.name, error))
  })
  if (answer.status >= 200 && answer.status < 300 && !graphError(answer)) return answer
  throw new StepFailed(graphRefusal(platform, answer, context.clock.now(), about))
}
