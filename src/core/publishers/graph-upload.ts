import { HttpFailure } from '../http.ts'
import { notReached, objectOf, troubled } from './answers.ts'
import { fileBody } from './file-body.ts'
import { graphError, graphRefusal, type GraphPlatform } from './graph.ts'
import { StepFailed, type OutgoingMedia, type PublishContext } from './publisher.ts'

/*
 * Meta's upload host takes a film in one piece, and the rest of it where a connection broke (video-api/guides/reels-publishing,
 * instagram-platform/content-publishing/resumable-uploads).
 */

const timeoutMs = 60 * 60_000

/** Sends a film from byte `from` on. `gone`: the host no longer knows the upload. Throws StepFailed. */
export async function sendFilm(
  platform: GraphPlatform,
  context: PublishContext,
  url: string,
  token: string,
  file: OutgoingMedia,
  from: number,
): Promise<'sent' | 'gone'> {
  const rest = await fileBody(file.path, { start: from, end: file.bytes })
  const answer = await context.http
    .request(url, {
      method: 'POST',
      timeoutMs,
      signal: context.signal,
      headers: {
        authorization: `OAuth ${token}`,
        offset: String(from),
        file_size: String(file.bytes),
        'content-type': 'application/octet-stream',
        ...rest.headers,
      },
      body: rest.body,
    })
    .catch((error: unknown): never => {
      if (!(error instanceof HttpFailure) || error.kind === 'aborted') throw error
      throw new StepFailed(notReached(platform.name, error))
    })
  if (answer.status === 200 && !graphError(answer)) return 'sent'
  if (answer.status === 404 || answer.status === 410) return 'gone'
  const { debug_info: debug } = objectOf(answer) as { debug_info?: { retriable?: unknown; type?: unknown } }
  // It stands elsewhere than we thought: the next try asks first.
  if (debug?.retriable === true || debug?.type === 'OffsetInvalidError')
    throw new StepFailed(troubled(platform.name, `${answer.status} ${String(debug.type)}`))
  // Here only a file can be wrong.
  throw new StepFailed(graphRefusal({ ...platform, tellsFiles: false }, answer, context.clock.now(), { file: 0 }))
}

/** How much of a film has arrived, of `uploading_phase`; Infinity where it is whole. The documentation spells the count both ways. */
export function arrivedOf(phase: unknown): number {
  const { status, bytes_transferred: right, bytes_transfered: wrong } = (phase ?? {}) as Record<string, unknown>
  if (status === 'complete') return Infinity
  const count = Number(right ?? wrong)
  return Number.isSafeInteger(count) && count > 0 ? count : 0
}
