import { OpenAPIHandler } from '@orpc/openapi/node'
import { RPCHandler } from '@orpc/server/node'
import type { ORPCError } from '@orpc/server'
import { ResponseHeadersPlugin } from '@orpc/server/plugins'
import type { CallContext } from '../core/operations.ts'
import type { StudioRouter } from '../core/router.ts'

/** The contract as REST under /v1, for scripts. Errors are `{code, message, details?}`. */
export function createRest(router: StudioRouter) {
  return new OpenAPIHandler<CallContext>(router, {
    customErrorResponseBodyEncoder: errorBody,
    plugins: [new ResponseHeadersPlugin<CallContext>()],
  })
}

/** The contract as RPC, for the page. */
export function createRpc(router: StudioRouter) {
  return new RPCHandler<CallContext>(router, { plugins: [new ResponseHeadersPlugin<CallContext>()] })
}

function errorBody(error: ORPCError<string, unknown>) {
  const { data } = error
  const details = data !== null && typeof data === 'object' && Object.keys(data).length > 0 ? { details: data } : {}
  return { code: codeOf(error), message: error.message, ...details }
}

/** oRPC's own codes, raised before a handler of ours is reached, in the contract's words. */
function codeOf({ code }: ORPCError<string, unknown>): string {
  if (code === 'BAD_REQUEST') return 'invalid_request'
  if (code === 'NOT_FOUND') return 'not_found'
  if (code === 'INTERNAL_SERVER_ERROR') return 'internal'
  return code
}
