import { OpenAPIGenerator, type JSONSchema } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { RPCHandler } from '@orpc/server/node'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { ORPCError } from '@orpc/server'
import { ResponseHeadersPlugin } from '@orpc/server/plugins'
import { contract, workspaceHeader } from '../contract/index.ts'
import type { RouteMeta } from '../contract/route.ts'
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

/** The OpenAPI 3.1 document of everything under /v1. */
export async function describeApi(version: string): Promise<object> {
  const generator = new OpenAPIGenerator({ schemaConverters: [new ZodToJsonSchemaConverter()] })
  return generator.generate(contract, {
    info: {
      title: 'Broadside',
      version,
      description:
        'Everything the Broadside window can do, for programs on the same machine. Send a key of the workspace as a bearer token; Settings → Automations makes one. The token of `broadside token` works for every workspace, which is then named in the `Broadside-Workspace` header. A POST that makes something takes an `Idempotency-Key`.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/v1' }],
    components: { securitySchemes: { key: { type: 'http', scheme: 'bearer' } } },
    security: [{ key: [] }],
    customErrorResponseBodySchema: (errors) => ({
      oneOf: errors.map(([code, message, , data]) => errorSchema(code, message, data)),
    }),
  })
}

function errorSchema(code: string, message: string, data: unknown): JSONSchema {
  const details: Record<string, JSONSchema> =
    data !== undefined && Object.keys(data as object).length > 0 ? { details: data as JSONSchema } : {}
  return {
    type: 'object',
    required: ['code', 'message'],
    properties: { code: { const: code }, message: { type: 'string', description: message }, ...details },
  }
}

/** Routes that need a workspace say so in the document. */
export function addWorkspaceHeader(document: object): object {
  const parameter = {
    name: workspaceHeader,
    in: 'header',
    required: false,
    schema: { type: 'string', pattern: '^ws_' },
    description: 'Id of the workspace this is about. A key knows its own',
  }
  const paths = (document as { paths?: Record<string, Record<string, { parameters?: unknown[] }>> }).paths ?? {}
  for (const area of Object.values(contract)) {
    for (const procedure of Object.values(area)) {
      const { route, meta } = procedure['~orpc']
      const operation = paths[route.path ?? '']?.[(route.method ?? '').toLowerCase()]
      if (operation && (meta as RouteMeta).workspace)
        operation.parameters = [...(operation.parameters ?? []), parameter]
    }
  }
  return document
}
