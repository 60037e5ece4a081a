import { IncomingMessage } from 'node:http'

/** The largest body of a call; files are streamed by their own door. */
export const maxBodyBytes = 32_000_000

/**
 * A call's body, once it has come whole. Counted as it comes: not every body says beforehand how large it is. What is too large is
 * left half read, for whoever answers.
 */
export async function readCallBody(request: IncomingMessage): Promise<Buffer | 'too_large' | 'broken_off'> {
  if (Number(request.headers['content-length'] ?? 0) > maxBodyBytes) return 'too_large'
  const chunks: Buffer[] = []
  let bytes = 0
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length
      if (bytes > maxBodyBytes) return 'too_large'
      chunks.push(chunk)
    }
  } catch (error) {
    if (request.destroyed) return 'broken_off'
    throw error
  }
  return Buffer.concat(chunks, bytes)
}

/** The same request with the body it had, to be read once more. */
export function withBody(request: IncomingMessage, body: Buffer): IncomingMessage {
  const again = new IncomingMessage(request.socket)
  const { method, url, headers } = request
  Object.assign(again, { method, url, headers, complete: true })
  again.push(body)
  again.push(null)
  return again
}
