import * as z from 'zod'
import { Job } from './jobs.ts'
import { pageInput, pageOf, route } from './route.ts'
import { REFUSED, uploadRoutes } from './uploads.ts'
import { AccountId, AssetId, Instant, PostId } from './vocabulary.ts'

export const Asset = z.object({
  id: AssetId,
  name: z.string(),
  kind: z.enum(['image', 'video', 'audio', 'other']),
  /** Media type, read from the content, never from the name. */
  type: z.string(),
  bytes: z.number().int(),
  width: z.number().int().nullable(),
  height: z.number().int().nullable(),
  durationMs: z.number().int().nullable(),
  /** Of a film, as its stream says: `avc`, `hevc`, `vp9` … Null where there is none or it cannot be read. */
  videoCodec: z.string().nullable(),
  audioCodec: z.string().nullable(),
  /** Frames a second, on average. */
  fps: z.number().nullable(),
  /** Bits per second, all streams. */
  bitrate: z.number().int().nullable(),
  /** Of a document. Null where there are none or they cannot be counted: a PDF may be locked. */
  pages: z.number().int().nullable(),
  animated: z.boolean(),
  alt: z.string(),
  labels: z.array(z.string()),
  sha256: z.string(),
  usedBy: z.number().int().describe('Posts that use it'),
  derivedFrom: AssetId.nullable().describe('The file it was converted from'),
  /** Paths below the host's media root: the file, a 64-px and a 480-px preview (null where none can be made). */
  paths: z.object({ file: z.string(), small: z.string().nullable(), large: z.string().nullable() }),
  createdAt: Instant,
  /** Erased this many days after it came, once no post and nothing that waits needs it; null: kept. */
  retentionDays: z.number().int().nullable(),
  deletedAt: Instant.nullable(),
})
export type Asset = z.infer<typeof Asset>

const positive = z.number().positive()
const Limits = z.object({
  types: z.array(z.string().max(100)).min(1).max(20).describe('Media types that are taken'),
  maxBytes: positive,
  minWidth: positive.optional(),
  minHeight: positive.optional(),
  maxSide: positive.optional().describe('Longest side in pixels'),
  ratio: z.object({ min: positive, max: positive }).optional().describe('Width by height'),
})
/** What a picture is held to; a platform's own rules have this shape. */
const ImageLimits = Limits.extend({ maxPixels: positive.optional() })
/** What a film is held to; a platform's own rules have this shape. */
const VideoLimits = Limits.extend({
  maxWidth: positive.optional(),
  minSeconds: positive.optional(),
  maxSeconds: positive.optional(),
  fps: z.object({ min: positive, max: positive }).optional(),
  codecs: z.array(z.string().max(40)).max(20).optional().describe('`avc`, `hevc`, `vp8`, `vp9`, `av1`'),
  audioCodecs: z.array(z.string().max(40)).max(20).optional().describe('`aac`, `opus`, `mp3` …'),
  maxBitrate: positive.optional().describe('Bits per second, all streams'),
})

const AllowedFolders = z.object({ folders: z.array(z.string()) })

const byId = z.object({ id: AssetId })
const write = { scope: 'media:write', invalidates: ['assets'] } as const
const name = z.string().trim().min(1).max(255)
const alt = z.string().max(10_000)
/** What may be said of a file as it is uploaded. */
export const UploadWords = z.object({ name: name.optional(), alt: alt.optional() })

export const assets = {
  list: route({ method: 'GET', path: '/assets', summary: 'The media library, newest first', scope: 'posts:read' })
    .input(
      z.object({
        ...pageInput,
        q: z.string().max(200).optional(),
        kind: z.enum(['image', 'video', 'audio', 'other']).optional(),
        label: z.string().max(60).optional(),
        unused: z.stringbool().or(z.boolean()).optional(),
        noAlt: z.stringbool().or(z.boolean()).optional(),
        deleted: z.stringbool().or(z.boolean()).optional(),
        derivedFrom: AssetId.optional().describe('Only what was converted from this file'),
      }),
    )
    .output(pageOf(Asset).extend({ total: z.number().int() })),
  get: route({ method: 'GET', path: '/assets/{id}', summary: 'One file', scope: 'posts:read' })
    .input(byId)
    .output(Asset),
  /**
   * Takes a file of this machine by its absolute path (streamed, copied), one of the public Internet by its address (within ten minutes), or small
   * content as base64; `multipart/form-data` with a `file` is taken here as well. The same content twice is one asset. A key may name paths only in
   * folders that a person has allowed (`PUT /assets/folders`).
   */
  add: route({ ...write, method: 'POST', path: '/assets', summary: 'Add a file to the library', status: 201 })
    .errors(REFUSED)
    .input(
      z.union([
        z.object({ path: z.string().min(1), name: name.optional(), alt: alt.optional() }),
        z.object({ base64: z.string().max(30_000_000), name, alt: alt.optional() }),
        z.object({
          url: z.url({ protocol: /^https?$/ }).max(4_000),
          name: name.optional(),
          alt: alt.optional(),
        }),
      ]),
    )
    .output(Asset),
  /** Multipart upload. Over HTTP the file streams to disk and may be of any size the disk takes. */
  upload: route({
    ...write,
    method: 'POST',
    path: '/assets/upload',
    summary: 'Upload a file to the library',
    status: 201,
  })
    .errors(REFUSED)
    .input(UploadWords.extend({ file: z.file() }))
    .output(Asset),
  update: route({
    ...write,
    method: 'PATCH',
    path: '/assets/{id}',
    summary: 'Change name, alt text, labels, or how long it is kept',
    invalidates: ['assets', 'posts'],
  })
    .input(
      byId.extend({
        name: name.optional(),
        alt: alt.optional(),
        labels: z.array(z.string().trim().min(1).max(60)).max(50).optional(),
        retentionDays: z.number().int().min(1).max(3_650).nullable().optional(),
      }),
    )
    .output(Asset),
  /** Into the bin; files that a post uses stay readable for that post. */
  delete: route({ ...write, method: 'DELETE', path: '/assets/{id}', summary: 'Delete a file' })
    .input(byId)
    .output(z.object({ id: AssetId, usedBy: z.number().int() })),
  undelete: route({ ...write, method: 'POST', path: '/assets/{id}/undelete', summary: 'Bring a deleted file back' })
    .input(byId)
    .output(Asset),
  /**
   * Makes a copy within what an account takes, or within limits given here; the original stays. The job's result is `{assetId}`: the copy, the one
   * that was made before for the same, or the file itself where it fits. Video needs ffmpeg on this machine (`GET /system`).
   */
  convert: route({
    ...write,
    method: 'POST',
    path: '/assets/{id}/convert',
    summary: 'Convert a file to what a platform takes',
    status: 202,
    invalidates: ['jobs'],
  })
    .input(
      byId.extend({
        target: z.union([
          z.object({
            account: AccountId,
            settings: z
              .record(z.string(), z.unknown())
              .default({})
              .describe('Of the post, where they decide what is taken'),
          }),
          z.object({ image: ImageLimits }),
          z.object({ video: VideoLimits }),
        ]),
        fit: z
          .enum(['crop', 'pad'])
          .default('pad')
          .describe('Where the ratio must change: cut two sides, or add borders to two'),
        cut: z.boolean().default(false).describe('A video that is too long may be cut at its end'),
      }),
    )
    .output(Job),
  usage: route({ method: 'GET', path: '/assets/{id}/usage', summary: 'Posts that use a file', scope: 'posts:read' })
    .input(byId)
    .output(z.array(z.object({ postId: PostId, title: z.string() }))),
  /**
   * Addresses that show a file to whoever has them, without a key, until they expire: for a program that takes addresses, a browser, a player. GET and
   * HEAD, with ranges. Below the address of this API's host; this machine alone reaches them.
   */
  link: route({ method: 'POST', path: '/assets/{id}/link', summary: 'An address for a file', scope: 'posts:read' })
    .input(byId.extend({ minutes: z.number().int().min(1).max(10_080).default(60) }))
    .output(
      z.object({
        path: z.string().describe('`/media/{asset}/{token}/{file}`'),
        previews: z.object({ small: z.string().nullable(), large: z.string().nullable() }),
        expiresAt: Instant,
      }),
    ),
  folders: route({
    method: 'GET',
    path: '/assets/folders',
    summary: 'Folders of this machine that keys may add files from',
    scope: 'media:write',
  }).output(AllowedFolders),
  /** Only a person can open the disk to keys. Broadside's own data is never among what they may name. */
  allowFolders: route({
    method: 'PUT',
    path: '/assets/folders',
    summary: 'Allow keys to add files from folders',
    scope: 'person',
    invalidates: ['assets'],
  })
    .input(z.object({ folders: z.array(z.string().min(1).max(4_000)).max(50) }))
    .output(AllowedFolders),
  ...uploadRoutes(Asset),
}
