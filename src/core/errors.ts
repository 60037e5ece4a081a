import { ORPCError } from '@orpc/contract'

/** Errors handlers answer with: each is one of the contract's codes. Thrown anywhere below a handler, they cross as `{code, message, data}`. */
export function notFound(what: string, id: string) {
  return new ORPCError('not_found', {
    status: 404,
    message: `There is no ${what} ${id}`,
    data: { what, id },
    defined: true,
  })
}

/** `reason` is a stable word a program can act on; `message` is for people. */
export function conflict(reason: string, message: string) {
  return new ORPCError('conflict', { status: 409, message, data: { reason }, defined: true })
}

export function unprocessable(fields: readonly { path: string; message: string }[]) {
  const message = fields.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join('; ')
  return new ORPCError('unprocessable', { status: 422, message, data: { fields }, defined: true })
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
export function workspaceUnavailable(reason: string, message: string) {
  return new ORPCError('workspace_unavailable', { status: 503, message, data: { reason }, defined: true })
}

export function invalidRequest(message: string) {
  return new ORPCError('invalid_request', { status: 400, message, defined: true })
}
