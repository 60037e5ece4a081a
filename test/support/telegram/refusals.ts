import { Refusal, type Refused, type Reply } from '../sim/refused.ts'

/*
 * Telegram's refusals: `{ok, error_code, description, parameters}` with the code as the status (Bot API, "Making requests"). The
 * descriptions are those of the server (tdlib/telegram-bot-api, Client.cpp) and of MTProto (core.telegram.org/api/errors).
 */

const names: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  409: 'Conflict',
  413: 'Request Entity Too Large',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
}

function told(status: number, description: string, parameters?: Readonly<Record<string, number>>): Reply {
  return {
    status,
    json: { ok: false, error_code: status, description, ...(parameters && { parameters }) },
    ...(parameters?.['retry_after'] && { headers: { 'retry-after': String(parameters['retry_after']) } }),
  }
}

export const bad = (what: string, parameters?: Readonly<Record<string, number>>) =>
  new Refusal(told(400, `Bad Request: ${what}`, parameters))
export const forbidden = (what: string) => new Refusal(told(403, `Forbidden: ${what}`))
export const unauthorized = () => new Refusal(told(401, 'Unauthorized'))
export const conflict = (what: string) => new Refusal(told(409, `Conflict: ${what}`))

/** What the base refuses, in Telegram's words. */
export function worded({ status, message, details }: Refused, now: number): Reply {
  if (status === 429) {
    const seconds = Math.max(1, Math.ceil(((details.resetsAt ?? now) - now) / 1_000))
    return told(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })
  }
  return told(status, status === 400 ? `Bad Request: ${message}` : (names[status] ?? 'Internal Server Error'))
}
