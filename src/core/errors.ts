import { ORPCError } from '@orpc/contract'
import { spoken, type Said } from '../contract/sentences/index.ts'

/** Errors handlers answer with: each is one of the contract's codes. Thrown anywhere below a handler, they cross as `{code, message, data}`. */
export function notFound(what: string, id: string) {
  return new ORPCError('not_found', {
    status: 404,
    message: `There is no ${what} ${id}`,
    data: { what, id },
    defined: true,
  })
}

/** `reason` is a stable word a program can act on; the sentence is for people. */
export function conflict(reason: string, sentence: Said) {
  const { message, ...carried } = spoken(sentence)
  return new ORPCError('conflict', { status: 409, message, data: { reason, ...carried }, defined: true })
}

/** One field of the input, by its dotted path, and what is wrong with it. */
export interface WrongField {
  readonly path: string
  readonly says: Said
  /** The English words, where they can say more than the sentence. */
  readonly message?: string
}

export function unprocessable(wrong: readonly WrongField[]) {
  const fields = wrong.map(({ path, says, message }) => ({
    path,
    ...spoken(says),
    ...(message !== undefined && { message }),
  }))
  // A document of thousands of rows can have as many problems; its message names the first.
  const first = fields.slice(0, 20).map(({ path, message }) => (path ? `${path}: ${message}` : message))
  const all = [...first, ...(fields.length > 20 ? ['…'] : [])].join('; ')
  return new ORPCError('unprocessable', { status: 422, message: all, data: { fields }, defined: true })
}

export function badCursor() {
  return new ORPCError('bad_cursor', {
    status: 400,
    message: 'The cursor belongs to another query. Start again without it',
    defined: true,
  })
}

export function vaultLocked() {
  return new ORPCError('vault_locked', {
    status: 423,
    message: 'The vault is locked. Unlock it in Settings',
    defined: true,
  })
}

/** `reason` is the workspace's problem code. */
export function workspaceUnavailable(reason: string, sentence: Said) {
  const { message, ...carried } = spoken(sentence)
  return new ORPCError('workspace_unavailable', { status: 503, message, data: { reason, ...carried }, defined: true })
}

export function invalidRequest(message: string) {
  return new ORPCError('invalid_request', { status: 400, message, defined: true })
}

export function scopeMissing(scope: string) {
  return new ORPCError('scope_missing', {
    status: 403,
    message: `This key may not do that: it needs ${scope}`,
    data: { scope },
    defined: true,
  })
}

/** Where the approval stands is told by `GET /approvals/{id}`. */
export function approvalRequired(approval: string) {
  return new ORPCError('approval_required', {
    status: 403,
    message: `Somebody has to allow this in the window first. GET /v1/approvals/${approval} tells when`,
    data: { approval },
    defined: true,
  })
}

export function idempotencyConflict(reason: 'other_call' | 'interrupted') {
  const message =
    reason === 'other_call'
      ? 'This Idempotency-Key belongs to another call. Use a new one'
      : 'The studio was stopped in the middle of this call. Look whether it was made, and use a new Idempotency-Key if it was not'
  return new ORPCError('idempotency_key_conflict', { status: 409, message, data: { reason }, defined: true })
}
