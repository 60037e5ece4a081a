import { said } from '../../../contract/sentences/index.ts'
import { HttpFailure, type HttpAnswer } from '../../http.ts'
import { notReached } from '../answers.ts'
import { multipart } from '../multipart.ts'
import { failure, StepFailed, type PublishContext } from '../publisher.ts'
import type { MethodCall } from './render.ts'

export const platform = 'Telegram'
export const publicOrigin = 'https://api.telegram.org'

/** What is sealed of a chat. */
export interface TelegramSecrets {
  readonly token: string
  /** Telegram gives a group a new id when it grows into a supergroup. */
  readonly chatId: string
}

/** A bot's token: its number and a secret. It stands in the address of every request, so nothing else may be in it. */
export const tokenShape = /^\d{5,20}:[A-Za-z0-9_-]{30,100}$/

export function secretsOf({ secrets, account }: Pick<PublishContext, 'secrets' | 'account'>): TelegramSecrets {
  const { token, chatId } = secrets
  if (typeof token !== 'string' || !tokenShape.test(token))
    throw new StepFailed({ is: 'rejected', failure: failure('reconnect', said('sign_in_incomplete')) })
  return { token, chatId: typeof chatId === 'string' ? chatId : account.externalId }
}

/** The bot's own number, which it is a member by. */
export const botId = ({ token }: Pick<TelegramSecrets, 'token'>) => Number(token.split(':')[0])

interface Sending {
  readonly fresh?: boolean
  readonly timeoutMs?: number
}

/** Large files over a slow line. */
const filesTimeoutMs = 20 * 60_000

/** One call of a method, answered with whatever status. The token is in the address and nowhere else. Throws HttpFailure. */
export async function call(
  origin: string,
  token: string,
  { method, params, files = [] }: MethodCall,
  { http, signal }: Pick<PublishContext, 'http' | 'signal'>,
  sending: Sending = {},
): Promise<HttpAnswer> {
  const address = `${origin}/bot${token}/${method}`
  const accept = { accept: 'application/json' }
  if (files.length === 0) {
    const headers = { ...accept, 'content-type': 'application/json' }
    return http.request(address, { method: 'POST', signal, headers, body: JSON.stringify(params), ...sending })
  }
  // In a form, what is no text goes as JSON (Bot API, "Making requests").
  const fields = Object.fromEntries(
    Object.entries(params).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
  const form = await multipart(fields, ...files)
  return http.request(address, {
    method: 'POST',
    signal,
    body: form.body,
    headers: { ...accept, ...form.headers },
    timeoutMs: filesTimeoutMs,
    ...sending,
  })
}

/** As `call`, for what may be repeated: throws StepFailed where there is no answer. */
export async function ask(origin: string, method: MethodCall, context: PublishContext): Promise<HttpAnswer> {
  try {
    return await call(origin, secretsOf(context).token, method, context)
  } catch (error) {
    if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
    throw new StepFailed(notReached(platform, error))
  }
}

/** What a call that went well gave; undefined where it did not. */
export function resultOf(answer: HttpAnswer): unknown {
  const json = answer.json()
  if (typeof json !== 'object' || json === null) return undefined
  const { ok, result } = json as Record<string, unknown>
  return ok === true ? result : undefined
}

/** A value as an object; empty where it is none. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}
}
