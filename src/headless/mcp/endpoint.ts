import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createMcpHandler } from '@modelcontextprotocol/server'
import { createRouterClient } from '@orpc/server'
import type { Studio } from '../../core/create-studio.ts'
import type { CallContext, Caller } from '../../core/operations.ts'
import { sendError } from '../answers.ts'
import { maxBodyBytes, readCallBody } from '../call-body.ts'
import type { CallWords } from '../rpc-link.ts'
import { createMcpServer } from './server.ts'
import type { AgentStudio } from './studio.ts'

/**
 * MCP's Streamable HTTP, for one request: nothing is kept between requests, so a key that is revoked is out at once. `?readonly` offers only what
 * changes nothing. The Host and Origin of the request have been looked at.
 */
export async function answerMcp(
  request: IncomingMessage,
  response: ServerResponse,
  { studio, caller, workspaceId }: { studio: Studio; caller: Caller | null; workspaceId: string | null },
): Promise<void> {
  if (!caller || (caller.kind !== 'key' && caller.kind !== 'script')) {
    response.setHeader('www-authenticate', 'Bearer')
    return sendError(response, 401, 'unauthenticated', 'Send a key as a bearer token')
  }
  const workspace = caller.key?.workspaceId ?? workspaceId ?? soleWorkspace(studio)
  if (workspace === null) {
    const message = 'There are several workspaces. Name one in the Broadside-Workspace header, or use a key of it'
    return sendError(response, 400, 'invalid_request', message)
  }
  const body = await readCallBody(request)
  if (body === 'broken_off') return
  if (body === 'too_large')
    return sendError(response, 413, 'payload_too_large', 'That is too large for one call', { maxBytes: maxBodyBytes })
  const readOnly = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.has('readonly')
  const handler = createMcpHandler(() => createMcpServer(agentStudio(studio, caller, workspace, readOnly)), {
    maxRequestBodySize: maxBodyBytes,
    onerror: (error) => studio.log.warn('MCP', { error: error.message }),
  })
  await send(await handler.fetch(asWebRequest(request, response, body)), response)
}

function agentStudio(studio: Studio, caller: Caller, workspaceId: string, readOnly: boolean): AgentStudio {
  return {
    client: createRouterClient(studio.router, {
      context: ({ idempotencyKey }: CallWords): CallContext => ({
        caller,
        workspaceId,
        idempotencyKey: idempotencyKey ?? null,
      }),
    }),
    version: studio.version,
    workspaceId,
    scopes: caller.scopes,
    asksFirst: caller.key?.asksFirst ?? false,
    readOnly,
  }
}

function soleWorkspace(studio: Studio): string | null {
  const [first, ...others] = studio.workspaces.list()
  return first && others.length === 0 ? first.id : null
}

/** Who hangs up gives up: the signal stops what was asked. */
function asWebRequest(request: IncomingMessage, response: ServerResponse, body: Buffer): Request {
  const gone = new AbortController()
  response.once('close', () => gone.abort())
  const headers = Object.entries(request.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  )
  const method = request.method ?? 'GET'
  return new Request(new URL(request.url ?? '/', 'http://127.0.0.1'), {
    method,
    headers,
    signal: gone.signal,
    ...(method !== 'GET' && method !== 'HEAD' && { body: new Uint8Array(body) }),
  })
}

async function send(answer: Response, response: ServerResponse): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  if (!answer.body) return void response.end()
  await pipeline(Readable.fromWeb(answer.body as never), response).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_STREAM_PREMATURE_CLOSE') throw error
  })
}
