import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createMcpHandler } from '@modelcontextprotocol/server'
import { createRouterClient } from '@orpc/server'
import type { WorkspaceId } from '../../contract/vocabulary.ts'
import type { Studio } from '../../core/create-studio.ts'
import type { CallContext, Caller } from '../../core/operations.ts'
import { sendError } from '../answers.ts'
import { maxBodyBytes, readCallBody } from '../call-body.ts'
import type { CallWords } from '../rpc-link.ts'
import { createInFlight, sessionHeader } from './in-flight.ts'
import { createMcpServer } from './server.ts'
import type { AgentStudio } from './studio.ts'

/**
 * MCP's Streamable HTTP. Each request is answered by itself, so a key that is revoked is out at once. `?readonly` offers only what changes nothing.
 * The Host and Origin of a request have been looked at.
 */
export function createMcpEndpoint(studio: Studio) {
  const inFlight = createInFlight()

  return async (
    request: IncomingMessage,
    response: ServerResponse,
    { caller, workspaceId }: Pick<CallContext, 'caller' | 'workspaceId'>,
  ): Promise<void> => {
    if (!caller || (caller.kind !== 'key' && caller.kind !== 'script')) {
      response.setHeader('www-authenticate', 'Bearer')
      return sendError(response, 401, 'unauthenticated', 'Send a key as a bearer token')
    }
    const workspace = caller.key?.workspaceId ?? workspaceId ?? soleWorkspace(studio)
    if (workspace === null) {
      const message = 'Name a workspace in the Broadside-Workspace header, or use a key of one'
      return sendError(response, 400, 'invalid_request', message)
    }
    const body = await readCallBody(request)
    if (body === 'broken_off') return
    if (body === 'too_large')
      return sendError(response, 413, 'payload_too_large', 'That is too large for one call', { maxBytes: maxBodyBytes })

    const message = messageIn(body)
    const who = caller.key?.id ?? 'host'
    if (inFlight.cancel(who, request, message)) return void response.writeHead(202).end()
    const session = inFlight.sessionFor(message)
    if (session !== null) response.setHeader(sessionHeader, session)
    const readOnly = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.has('readonly')
    const handler = createMcpHandler(() => createMcpServer(agentStudio(studio, caller, workspace, readOnly)), {
      maxRequestBodySize: maxBodyBytes,
      onerror: (error) => studio.log.warn('MCP', { error: error.message }),
    })
    const gone = new AbortController()
    response.once('close', () => gone.abort()) // who hangs up gives up
    await inFlight.during(who, request, message, gone, async () =>
      send(await handler.fetch(asWebRequest(request, body, gone.signal)), response),
    )
  }
}

/** What a body says; null where it is no JSON, which the SDK answers. */
function messageIn(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return null
  }
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
    workspaceId: async () => workspaceId as WorkspaceId,
    scopes: caller.scopes,
    asksFirst: caller.key?.asksFirst ?? false,
    readOnly,
  }
}

function soleWorkspace(studio: Studio): string | null {
  const [first, ...others] = studio.workspaces.list()
  return first && others.length === 0 ? first.id : null
}

function asWebRequest(request: IncomingMessage, body: Buffer, signal: AbortSignal): Request {
  const headers = Object.entries(request.headersDistinct).flatMap(([name, values = []]) =>
    values.map((value): [string, string] => [name, value]),
  )
  const method = request.method ?? 'GET'
  return new Request(new URL(request.url ?? '/', 'http://127.0.0.1'), {
    method,
    headers,
    signal,
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
