import * as z from 'zod'
import { route } from './route.ts'
import { Spoken } from './sentences/index.ts'
import { AssetId, Instant, UploadId } from './vocabulary.ts'

/** Why a file is not taken into the library. */
export const REFUSED = {
  file_refused: {
    status: 422,
    message: 'That file cannot be used',
    data: Spoken.omit({ message: true }).extend({
      reason: z.enum([
        'empty',
        'unreadable',
        'unsupported',
        'too_large',
        'too_many_pixels',
        'not_a_file',
        'disk_full',
        'not_found',
        'address_private',
        'address_failed',
      ]),
      name: z.string(),
    }),
  },
} as const

/** The largest part of an upload, and the one to send: few calls, and little lost where a line breaks. */
export const partLimits = { maxBytes: 100_000_000, goodBytes: 16_000_000, most: 10_000 } as const

const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'is not a SHA-256 in lower-case hex')

/** A file that comes in parts. What has come survives a restart; what rests for a week is forgotten. */
export const Upload = z.object({
  id: UploadId,
  name: z.string(),
  /** Of the whole file. */
  bytes: z.number().int(),
  sha256: z.string().nullable(),
  /** What has come, by number. */
  parts: z.array(z.object({ number: z.number().int(), bytes: z.number().int(), sha256: z.string() })),
  received: z.number().int().describe('Bytes of all parts that have come'),
  /** How large a part is best, and may be. */
  partBytes: z.object({ good: z.number().int(), max: z.number().int() }),
  /** What it became; null until it is completed. */
  assetId: AssetId.nullable(),
  expiresAt: Instant,
})
export type Upload = z.infer<typeof Upload>

const write = { scope: 'media:write', invalidates: ['assets'] } as const
const byId = z.object({ id: UploadId })

/** Large files in parts: in any order, each as often as it takes. */
export function uploadRoutes<Asset extends z.ZodType>(asset: Asset) {
  return {
    beginUpload: route({
      ...write,
      method: 'POST',
      path: '/assets/uploads',
      summary: 'Begin an upload in parts',
      status: 201,
    })
      .errors(REFUSED)
      .input(
        z.object({
          name: z.string().trim().min(1).max(255),
          alt: z.string().max(10_000).default(''),
          bytes: z.number().int().min(1).describe('Of the whole file'),
          sha256: Sha256.optional().describe('Of the whole file, to be held to'),
        }),
      )
      .output(Upload),
    getUpload: route({
      ...write,
      method: 'GET',
      path: '/assets/uploads/{id}',
      summary: 'What has come of an upload',
    })
      .input(byId)
      .output(Upload),
    /** The body is the part's bytes, as `application/octet-stream`. The same number again takes the place of what came before. */
    putPart: route({
      ...write,
      method: 'PUT',
      path: '/assets/uploads/{id}/parts/{number}',
      summary: 'Send one part of an upload',
    })
      .route({ inputStructure: 'detailed' })
      .errors(REFUSED)
      .input(
        z.object({
          params: z.object({ id: UploadId, number: z.coerce.number().int().min(1).max(partLimits.most) }),
          query: z.object({ sha256: Sha256.optional().describe('Of the part, to be held to') }).default({}),
          body: z.file(),
        }),
      )
      .output(Upload),
    /** Puts the parts together, from 1 on, and takes the file into the library. Repeated, it answers the same file. */
    completeUpload: route({
      ...write,
      method: 'POST',
      path: '/assets/uploads/{id}/complete',
      summary: 'Make a file of the parts',
      status: 201,
    })
      .errors(REFUSED)
      .input(byId)
      .output(asset),
    abortUpload: route({
      ...write,
      method: 'POST',
      path: '/assets/uploads/{id}/abort',
      summary: 'Forget an upload and its parts',
    })
      .input(byId)
      .output(z.object({ id: UploadId })),
  }
}
