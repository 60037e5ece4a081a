import { createHmac } from 'node:crypto'
import type { Caller, Auth } from '../sim/oauth.ts'
import type { Param, Params } from '../sim/params.ts'
import { Refusal, type Refused, type Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'

/*
 * Graph as its documentation describes it (graph-api/guides/error-handling, …/secure-requests, …/field-expansion): errors, proofs and fields.
 */

export interface GraphErrorMore {
  readonly subcode?: number
  readonly status?: number
  readonly transient?: boolean
  readonly data?: unknown
  readonly userMessage?: string
  readonly headers?: Readonly<Record<string, string>>
}

/** An error in Graph's shape. Most come with status 400, whatever they are about. */
export function graphReply(code: number, message: string, more: GraphErrorMore = {}): Reply {
  return {
    status: more.status ?? 400,
    json: {
      error: {
        message,
        type: code === 190 || code === 102 ? 'OAuthException' : 'GraphMethodException',
        code,
        ...(more.subcode !== undefined && { error_subcode: more.subcode }),
        ...(more.transient && { is_transient: true }),
        ...(more.data !== undefined && { error_data: more.data }),
        ...(more.userMessage !== undefined && {
          error_user_title: 'That did not work',
          error_user_msg: more.userMessage,
        }),
        fbtrace_id: 'AbCdEfGhIjKlMnOp',
      },
    },
    ...(more.headers && { headers: more.headers }),
  }
}

export const graphRefusal = (code: number, message: string, more?: GraphErrorMore) =>
  new Refusal(graphReply(code, message, more))

export const noSuchObject = (id: string) =>
  graphRefusal(
    100,
    `Unsupported request. Object with ID '${id}' does not exist, cannot be loaded due to missing permissions, or does not support this operation.`,
    { subcode: 33 },
  )

/** What the base refuses, in Graph's words. `useCode`: the limit of one use, 80001 for Pages, 80002 for Instagram. */
export function wordedBy(useCode: number, now: () => number): (why: Refused) => Reply {
  return ({ status, code, message, details }) => {
    switch (code) {
      case 'bad_input':
      case 'bad_json':
        return graphReply(100, `(#100) ${message}`)
      case 'too_large':
        return graphReply(1, 'Please reduce the amount of data you are asking for, then retry your request', {
          status: 413,
        })
      case 'no_route':
        return graphReply(2500, 'Unknown path components')
      case 'invalid_token': {
        const subcode = { missing: undefined, unknown: undefined, expired: 463, revoked: 458 }[
          details.token ?? 'unknown'
        ]
        return graphReply(190, 'Error validating access token: the session is not valid.', {
          ...(subcode !== undefined && { subcode }),
        })
      }
      case 'missing_scope':
        return graphReply(200, `(#200) The app lacks the permission ${details.field}`, { status: 403 })
      case 'rate_limited': {
        const minutes = Math.ceil(((details.resetsAt ?? now()) - now()) / 60_000)
        const usage = {
          1: [{ type: 'pages', call_count: 100, total_cputime: 9, estimated_time_to_regain_access: minutes }],
        }
        return graphReply(useCode, `(#${useCode}) There have been too many calls`, {
          headers: { 'x-business-use-case-usage': JSON.stringify(usage) },
        })
      }
      case 'busy':
        return graphReply(2, 'An unexpected error has occurred. Please retry your request later.', {
          status,
          transient: true,
        })
    }
  }
}

/** The token of a request: in the header, as Bearer or OAuth, else as a parameter. */
export function tokenOf({ headers, query, body }: Ask): string | null {
  const header = /^(?:Bearer|OAuth) (.+)$/.exec(headers.authorization ?? '')?.[1]
  const parameter = query['access_token'] ?? body['access_token']
  return header ?? (typeof parameter === 'string' ? parameter : null)
}

/** Who asks, with the proof of the app checked where one is sent, or demanded. */
export function callerOf(
  ask: Ask,
  auth: Auth,
  secretOf: (clientId: string) => string,
  demandsProof: boolean,
  ...scopes: string[]
): Caller {
  const caller = auth.caller(ask, ...scopes)
  const proof = ask.query['appsecret_proof'] ?? ask.body['appsecret_proof']
  if (proof === undefined && demandsProof)
    throw graphRefusal(100, 'API calls from the server require an appsecret_proof argument')
  const expected = createHmac('sha256', secretOf(caller.token.clientId)).update(caller.token.access).digest('hex')
  if (proof !== undefined && proof !== expected)
    throw graphRefusal(100, 'Invalid appsecret_proof provided in the API argument')
  return caller
}

/** What may be in any request besides its own fields. */
export const always = ['access_token', 'appsecret_proof', 'fields', 'locale'] as const

/** Own fields of a request, in its query and its body alike: Graph tells no difference. */
export function given({ query, body }: Ask): Params {
  const all: Params = { ...query }
  for (const [name, value] of Object.entries(body)) {
    if (name in query) throw graphRefusal(100, `(#100) ${name} came twice`)
    all[name] = value
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => !always.some((known) => known === name)))
}

/** A parameter that is JSON. */
export function jsonOf(params: Params, name: string): Param | undefined {
  const value = params[name]
  if (value === undefined) return undefined
  if (typeof value !== 'string') return value
  try {
    return JSON.parse(value) as Param
  } catch {
    throw graphRefusal(100, `(#100) Param ${name} must be JSON`)
  }
}

/** Names at the top of `fields`, of `a,b{c,d},e`. */
export function fieldsOf({ query }: Ask): string[] {
  const { fields } = query
  if (typeof fields !== 'string') return ['id']
  const names: string[] = []
  let [depth, name] = [0, '']
  for (const char of `${fields},`) {
    if (char === '{') depth++
    else if (char === '}') depth--
    else if (char === ',' && depth === 0) {
      names.push(name.trim())
      name = ''
    } else if (depth === 0) name += char
  }
  if (depth !== 0) throw graphRefusal(2500, 'Syntax error in fields')
  return names.filter((one) => one !== '')
}

/** An object as far as it was asked for. A field that it does not have is refused, as Graph does; one without a value is left out. */
export function shown(ask: Ask, object: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const names = [...new Set(['id', ...fieldsOf(ask)])]
  const unknown = names.find((name) => name !== 'id' && !(name in object))
  if (unknown !== undefined) throw graphRefusal(100, `(#100) Tried accessing nonexisting field (${unknown})`)
  return Object.fromEntries(
    names.flatMap((name) => (object[name] === undefined || object[name] === null ? [] : [[name, object[name]]])),
  )
}

/** A page of a list, newest first, with cursors. */
export function listed<T>(ask: Ask, all: readonly T[], show: (one: T) => Record<string, unknown>): Reply {
  const limit = Math.min(Number(ask.query['limit'] ?? 25), 100)
  const from =
    ask.query['after'] === undefined ? 0 : Number(Buffer.from(String(ask.query['after']), 'base64').toString())
  if (!Number.isSafeInteger(from) || !(limit > 0)) throw graphRefusal(100, '(#100) Invalid cursors values')
  const page = all.slice(from, from + limit)
  const after = Buffer.from(String(from + limit)).toString('base64')
  const more = from + limit < all.length
  return {
    status: 200,
    json: {
      data: page.map(show),
      ...(page.length > 0 && {
        paging: {
          cursors: { before: 'MA', after },
          ...(more && { next: `https://graph.facebook.com/next?after=${after}` }),
        },
      }),
    },
  }
}

/** Every path of Graph begins with a version that is still there. */
export function checkVersion({ path }: Ask): void {
  const version = /^\/(?:ig-api-upload\/|video-upload\/)?v(\d+)\.0\//.exec(path)?.[1]
  if (version !== undefined && (Number(version) < 22 || Number(version) > 26))
    throw graphRefusal(2635, `(#2635) You are calling a version that is not there: v${version}.0`)
}
