import { Refusal, type Refused, type Reply } from '../sim/refused.ts'

/*
 * Reddit's two ways to refuse: a status with `{message, error}`, and, where the request reached the form behind it, 200 with `json.errors`.
 * Source: redditwarp, docs on "Submission"; recorded answers in praw-dev/praw, tests/integration/cassettes.
 */

const words: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  503: 'Service Unavailable',
}

export const status = (code: number, more: object = {}, headers: Readonly<Record<string, string>> = {}) =>
  new Refusal({ status: code, json: { message: words[code] ?? 'Error', error: code, ...more }, headers })

/** 200, and yet nothing was made. */
export const formError = (code: string, message: string, field: string | null, more: object = {}) =>
  new Refusal({ status: 200, json: { json: { errors: [[code, message, field]], ...more } } })

export function worded({ status: code, code: why, message, details }: Refused, now: number): Reply {
  const challenge = (error: string) => ({ 'www-authenticate': `Bearer realm="reddit", error="${error}"` })
  if (why === 'invalid_token')
    return { status: 401, json: { message: 'Unauthorized', error: 401 }, headers: challenge('invalid_token') }
  if (why === 'missing_scope')
    return { status: 403, json: { message: 'Forbidden', error: 403 }, headers: challenge('insufficient_scope') }
  if (details.resetsAt !== undefined)
    return {
      status: 429,
      json: { message: 'Too Many Requests', error: 429 },
      headers: {
        'x-ratelimit-used': '1000',
        'x-ratelimit-remaining': '0',
        'x-ratelimit-reset': String(Math.ceil((details.resetsAt - now) / 1_000)),
      },
    }
  return { status: code, json: { message: words[code] ?? message, error: code, explanation: message } }
}
