import type { RouteMeta } from '../../contract/route.ts'
import { workspaceHeader } from '../../contract/index.ts'
import type { Answer, ApiDocument, Operation, Parameter } from './document.ts'
import { ids } from './example.ts'

const workspace: Parameter = {
  name: workspaceHeader,
  in: 'header',
  required: false,
  schema: { type: 'string', pattern: '^ws_' },
  description: 'Id of the workspace this is about. A key knows its own',
  example: ids('ws_'),
}

const idempotencyKey: Parameter = {
  name: 'idempotency-key',
  in: 'header',
  required: false,
  schema: { type: 'string', pattern: '^[!-~]{1,255}$' },
  description: 'The same key and body again is answered with what was made the first time',
  example: 'order-1042',
}

const lastEventId: Parameter = {
  name: 'last-event-id',
  in: 'header',
  required: false,
  schema: { type: 'string' },
  description: 'Id of the last event that was read: what came after it is sent first',
  example: 'boot_01J9ZK3Q5V8W2X4Y6Z7A8B9C0D-41',
}

export const headers: ApiDocument['components']['headers'] = {
  BroadsideVersion: { description: 'Version of the studio', schema: { type: 'string' }, example: '0.1.0' },
  RateLimitLimit: {
    description: 'Calls a key may make in a minute. Sent to keys',
    schema: { type: 'integer' },
    example: 600,
  },
  RateLimitRemaining: {
    description: 'Calls that are left of them. Sent to keys',
    schema: { type: 'integer' },
    example: 599,
  },
  RateLimitReset: {
    description: 'Seconds until there are more. Sent to keys',
    schema: { type: 'integer' },
    example: 1,
  },
  RetryAfter: { description: 'Seconds to wait', schema: { type: 'integer' }, example: 12 },
  IdempotentReplayed: {
    description: '`true` where this is the answer of an earlier call with the same Idempotency-Key',
    schema: { type: 'string', enum: ['true'] },
    example: 'true',
  },
}

const always = {
  'Broadside-Version': { $ref: '#/components/headers/BroadsideVersion' },
  'X-RateLimit-Limit': { $ref: '#/components/headers/RateLimitLimit' },
  'X-RateLimit-Remaining': { $ref: '#/components/headers/RateLimitRemaining' },
  'X-RateLimit-Reset': { $ref: '#/components/headers/RateLimitReset' },
}

/** Whether the same call sent twice is made once, where an `Idempotency-Key` comes with it. */
export function repeats(method: string, { invalidates }: RouteMeta): boolean {
  return method === 'POST' && invalidates.length > 0
}

/** The headers an operation takes and answers with. */
export function addHeaders(operation: Operation, method: string, meta: RouteMeta): void {
  const made = repeats(method, meta)
  const more = [
    ...(meta.workspace ? [workspace] : []),
    ...(made ? [idempotencyKey] : []),
    ...(operation.operationId === 'events.stream' ? [lastEventId] : []),
  ]
  if (more.length > 0) operation.parameters = [...(operation.parameters ?? []), ...more]
  for (const [status, answer] of Object.entries(operation.responses)) {
    if (!('description' in answer)) continue
    const success = status < '300'
    answer.headers = {
      ...always,
      ...(success && made && { 'Idempotent-Replayed': { $ref: '#/components/headers/IdempotentReplayed' } }),
    }
  }
}

/** What every answer of an error carries. */
export function addErrorHeaders(answers: Readonly<Record<string, Answer>>): void {
  for (const [name, answer] of Object.entries(answers))
    answer.headers = {
      ...always,
      ...(name.endsWith('429') && { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } }),
    }
}
