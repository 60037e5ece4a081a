import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A request as the server saw it. */
export interface SeenRequest {
  readonly path: string
  readonly headers: IncomingMessage['headers']
  readonly body: Record<string, unknown>
}

/** What the server answers a chat completion with: text in pieces, an error, or pieces after which it says no more and waits, or ends too early. */
export type ChatAnswer =
  | { readonly pieces: readonly string[]; readonly refusal?: boolean; readonly cut?: boolean; readonly usage?: boolean }
  | { readonly hangsAfter: readonly string[] }
  | { readonly endsAfter: readonly string[] }
  | { readonly status: number; readonly error: object; readonly headers?: Record<string, string> }

export interface ChatServer {
  /** With `/v1`. */
  readonly url: string
  readonly seen: SeenRequest[]
  /** Resolves when a client has closed a request that hung. */
  readonly hungUp: Promise<void>
  close(): Promise<void>
}

/**
 * A server that knows chat completions and a list of models, as small local servers do: no responses API, and schemas only where `takesSchemas`.
 * It streams, and says on the wire what `answer` says.
 */
export async function startChatServer(
  answer: (request: SeenRequest, count: number) => ChatAnswer,
  {
    takesSchemas = false,
    models = ['small-local'],
    responses,
  }: {
    takesSchemas?: boolean
    models?: string[]
    /** Answers the responses API with these events; without it, there is none. */
    responses?: readonly ({ readonly type: string } & object)[]
  } = {},
): Promise<ChatServer> {
  const seen: SeenRequest[] = []
  let tellHungUp = () => {}
  const hungUp = new Promise<void>((resolve) => (tellHungUp = resolve))
  let count = 0

  const server = createServer((request, response) => {
    request.on('error', () => {})
    response.on('error', () => {})
    void handle(request, response)
  })

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? ''
    if (path === '/v1/models')
      return json(response, 200, { object: 'list', data: models.map((id) => ({ id, object: 'model' })) })
    if (path === '/v1/responses' && responses) {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      for (const event of responses) response.write(`event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
      return void response.end()
    }
    if (path !== '/v1/chat/completions') return json(response, 404, { error: { message: `No ${path} here` } })
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = JSON.parse(Buffer.concat(chunks).toString()) as SeenRequest['body']
    const one = { path, headers: request.headers, body }
    seen.push(one)
    if (!takesSchemas && 'response_format' in body)
      return json(response, 400, { error: { message: 'Unknown field', param: 'response_format' } })
    const said = answer(one, count++)
    if ('status' in said) return json(response, said.status, { error: said.error }, said.headers)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    const send = (delta: object, finish: string | null = null) =>
      response.write(`data: ${JSON.stringify({ choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`)
    if ('hangsAfter' in said) {
      response.on('close', tellHungUp)
      for (const content of said.hangsAfter) send({ content })
      return
    }
    if ('endsAfter' in said) {
      for (const content of said.endsAfter) send({ content })
      return void response.end()
    }
    for (const content of said.pieces) send(said.refusal ? { refusal: content } : { content })
    send({}, said.cut ? 'length' : 'stop')
    if (said.usage !== false)
      response.write(
        `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 20, completion_tokens: 10 } })}\n\n`,
      )
    response.end('data: [DONE]\n\n')
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    seen,
    hungUp,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function json(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(JSON.stringify(body))
}
