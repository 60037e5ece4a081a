import { OpenAPIGenerator, type JSONSchema } from '@orpc/openapi'
import { OpenAPIHandler } from '@orpc/openapi/node'
import { RPCHandler } from '@orpc/server/node'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import type { ORPCError } from '@orpc/server'
import { contract, workspaceHeader } from '../contract/index.ts'
import type { RouteMeta } from '../contract/route.ts'
import type { CallContext, StudioRouter } from '../core/router.ts'

/** The contract as REST under /v1, for scripts. Errors are `{code, message, details?}`. */
export function createRest(router: StudioRouter) {
  return new OpenAPIHandler<CallContext>(router, { customErrorResponseBodyEncoder: errorBody })
}

/** The contract as RPC, for the page. */
export function createRpc(router: StudioRouter) {
  return new RPCHandler<CallContext>(router)
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
        'Everything the Broadside window can do, for programs on the same machine. Send the token of `broadside token` as a bearer token, and the workspace in the `Broadside-Workspace` header.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/v1' }],
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
    security: [{ token: [] }],
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
    required: true,
    schema: { type: 'string', pattern: '^ws_' },
    description: 'Id of the workspace this is about',
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
