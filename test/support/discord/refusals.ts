import { Refusal, type Refused, type Reply } from '../sim/refused.ts'

/*
 * Discord's refusals: `{message, code, errors}` (reference.mdx, "Error Messages"; topics/opcodes-and-status-codes.mdx). Nothing else tells
 * them apart.
 */

const words: Readonly<Record<number, readonly [status: number, message: string]>> = {
  10003: [404, 'Unknown Channel'],
  10008: [404, 'Unknown Message'],
  10015: [404, 'Unknown Webhook'],
  10087: [400, 'Unknown Tag'],
  40005: [413, 'Request entity too large'],
  40067: [400, 'A tag is required to create a forum post in this channel'],
  50006: [400, 'Cannot send an empty message'],
  50027: [401, 'Invalid Webhook Token'],
  50109: [400, 'The request body contains invalid JSON.'],
  160005: [400, 'Thread is locked'],
  200000: [400, 'Message was blocked by automatic moderation'],
  200001: [400, 'Title was blocked by automatic moderation'],
  220001: [400, 'Webhooks posted to forum channels must have a thread_name or thread_id'],
  220002: [400, 'Webhooks posted to forum channels cannot have both a thread_name and thread_id'],
  220003: [400, 'Webhooks can only create threads in forum channels'],
  520003: [400, 'Cannot edit a poll message'],
}

/** A refusal with the code it is known by. */
export function refusal(code: number): Refusal {
  const [status, message] = words[code] ?? [400, 'Bad Request']
  return new Refusal({ status, json: { message, code } })
}

/** A field that is wrong: `path` as `poll.answers.0`. */
export function invalid(path: string, code: string, message: string): Refusal {
  const error: unknown = { _errors: [{ code, message }] }
  const errors = path.split('.').reduceRight<unknown>((inner, name) => ({ [name]: inner }), error)
  return new Refusal({ status: 400, json: { message: 'Invalid Form Body', code: 50_035, errors } })
}

export const tooLong = (path: string, max: number) =>
  invalid(path, 'BASE_TYPE_MAX_LENGTH', `Must be ${max} or fewer in length.`)

/** What the base refuses, in Discord's words. */
export function worded({ status, code, message, details }: Refused, now: number): Reply {
  if (status === 429) {
    const seconds = Math.max(0.001, ((details.resetsAt ?? now) - now) / 1_000)
    const headers = { 'retry-after': String(Math.ceil(seconds)), 'x-ratelimit-scope': 'user' }
    return { status, headers, json: { message: 'You are being rate limited.', retry_after: seconds, global: false } }
  }
  if (code === 'too_large') return refusal(40_005).reply
  if (code === 'bad_json') return refusal(50_109).reply
  if (code === 'bad_input') return invalid(details.field ?? '_', 'BASE_TYPE_BAD', message).reply
  if (code === 'no_route') return { status: 404, json: { message: '404: Not Found', code: 0 } }
  return { status, json: { message: 'Internal Server Error', code: 0 } }
}
