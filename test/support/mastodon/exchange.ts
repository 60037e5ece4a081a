import { Refusal } from '../sim/refused.ts'
import type { Refused, Reply } from '../sim/refused.ts'

/** Mastodon's refusals: `error`, and for OAuth a description (app/controllers/concerns/api/error_handling.rb). */
export const refusal = (status: number, error: string, description?: string) =>
  new Refusal({ status, json: description === undefined ? { error } : { error, error_description: description } })
export const invalid = (message: string) => refusal(422, `Validation failed: ${message}`)
export const notFound = () => refusal(404, 'Record not found')

/** Rails drops what it does not know and answers 422 to most of what is wrong; here the unknown is refused as well. */
export function worded({ status, code, message, details }: Refused): Reply {
  switch (code) {
    case 'bad_input':
      return { status: 422, json: { error: message } }
    case 'bad_json':
      return { status: 400, json: { error: message } }
    case 'no_route':
      return { status, json: { error: 'Not Found' } }
    case 'invalid_token':
      return {
        status,
        json: { error: details.token === 'revoked' ? 'The access token was revoked' : 'The access token is invalid' },
      }
    case 'missing_scope':
      return { status, json: { error: 'This action is outside the authorized scopes' } }
    case 'too_large':
      return { status, html: '<html><body><h1>413 Request Entity Too Large</h1></body></html>' }
    case 'rate_limited':
      return { status, json: { error: 'Too many requests' }, headers: tooManyHeaders(details.resetsAt ?? 0) }
    case 'busy':
      return {
        status,
        json: { error: 'There was a temporary problem serving your request, please try again' },
      }
  }
}

const tooManyHeaders = (resetsAt: number) => ({
  'x-ratelimit-limit': '300',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-reset': new Date(resetsAt).toISOString(),
})
