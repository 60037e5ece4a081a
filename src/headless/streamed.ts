import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { call } from '@orpc/server'
import { said } from '../contract/sentences/index.ts'
import { unprocessable } from '../core/errors.ts'
import type { CallContext } from '../core/operations.ts'
import type { StudioRouter } from '../core/router.ts'

/** Where a body is a part of an upload. It goes to disk as it comes, so it may be larger than other calls’. */
export function isPart(request: IncomingMessage): boolean {
  return request.method === 'PUT' && partPath.test(pathOf(request))
}

const partPath = /^\/v1\/assets\/uploads\/([^/]+)\/parts\/([^/]+)$/

/** Makes the call of the contract with the body as a file that is read as it comes. Throws the contract's errors. */
export function putPart(request: IncomingMessage, router: StudioRouter, context: CallContext) {
  const [, id = '', number = ''] = partPath.exec(pathOf(request)) ?? []
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const sha256 = searchParams.get('sha256')
  const input = {
    params: { id: id as never, number },
    query: sha256 === null ? {} : { sha256 },
    body: new ComingFile(request),
  }
  return call(router.assets.putPart, input, { context, path: ['assets', 'putPart'] })
}

/** A body as a file: it can be read once, and its size is known when it ends. */
class ComingFile extends File {
  readonly #request: IncomingMessage
  constructor(request: IncomingMessage) {
    super([], 'part')
    this.#request = request
  }

  override stream() {
    return Readable.toWeb(Readable.from(chunksOf(this.#request))) as ReturnType<File['stream']>
  }
}

/** Left half read where nobody wants the rest, so that the answer can still be sent. */
async function* chunksOf(request: IncomingMessage): AsyncGenerator<Buffer, void, void> {
  try {
    yield* request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
  } catch {
    throw unprocessable([{ path: 'body', says: said('upload_broken') }])
  }
}

function pathOf(request: IncomingMessage): string {
  return (request.url ?? '/').split('?')[0] ?? '/'
}
