import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'

/** How long a client that has its answer may go on sending a body that nobody reads. */
const lingerMs = 30_000

/**
 * Sends a whole answer. It may come before the body it answers, from a client that is still writing: closing then would reset the
 * connection, and an answer on its way would be lost. So the client is told to close, and what it still sends is thrown away until
 * it ends, goes, or has had its time.
 */
export function sendText(
  response: ServerResponse,
  status: number,
  headers: OutgoingHttpHeaders,
  text: string,
  linger = lingerMs,
): void {
  const request = response.req
  const early = stillComes(request)
  const length = { 'content-length': Buffer.byteLength(text) }
  response.writeHead(status, { ...headers, ...length, ...(early && { connection: 'close' }) })
  if (!early) return void response.end(text)
  response.write(text) // which is all of it: the client sees the answer end here, before the connection does
  const end = () => {
    clearTimeout(timer)
    response.end()
  }
  const timer = setTimeout(end, linger)
  request.once('end', end).once('close', end)
  request.resume()
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const headers = {
    'content-type': 'application/json',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  }
  sendText(response, status, headers, JSON.stringify(body))
}

export function sendError(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  details?: unknown,
): void {
  sendJson(response, status, { code, message, ...(details !== undefined && { details }) })
}

/** A request without a body is not yet `complete` either while its head is being looked at. */
function stillComes({ complete, headers, destroyed }: IncomingMessage): boolean {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
  return hasBody && !complete && !destroyed
}
