import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { statfs, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Job } from '../../contract/jobs.ts'
import { knowledgeOf, platforms, type SupportedPlatform } from '../../contract/platforms/index.ts'
import type { ImageRules, PlatformDraft, VideoRules } from '../../contract/platforms/types.ts'
import { said } from '../../contract/sentences/index.ts'
import { notFound } from '../errors.ts'
import { JobFailed, type JobContext, type Jobs } from '../jobs/jobs.ts'
import { getAccount } from '../store/accounts.ts'
import type { AssetRow } from '../store/assets.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { convertImage, fitsAsItIs, type Picture } from './convert.ts'
import type { Fit } from './frame.ts'
import type { Media } from './media.ts'
import { convertVideo } from './video/convert.ts'

/** What a file is to become: within what an account takes, or within limits given. */
export type ConversionTarget =
  | { readonly account: string; readonly settings: Readonly<Record<string, unknown>> }
  | { readonly image: ImageRules }
  | { readonly video: VideoRules }

export interface ConversionWish {
  readonly id: string
  readonly target: ConversionTarget
  readonly fit: Fit
  readonly cut: boolean
}

/** Grows when the same wish would make another file. */
const version = 1
/** With less than this left, a conversion that failed did so for want of room. */
const leastRoom = 16_000_000

type Limits = { readonly image: ImageRules } | { readonly video: VideoRules }

export interface Conversions {
  /**
   * Starts a conversion. What was made for the same wish before, or fits as it is, is a job that is done at once. The original is not touched.
   * Throws `not_found`.
   */
  convert(wish: ConversionWish): Job
}

/** Copies of library files within what platforms take, made as jobs and kept. */
export function createConversions(
  context: WorkspaceContext,
  { media, jobs }: { readonly media: Media; readonly jobs: Jobs },
): Conversions {
  const { store } = context

  function limitsFor({ target, ...wish }: ConversionWish): Limits | null {
    const { row } = media.source(wish.id)
    if ('account' in target) return limitsOfAccount(row, target.account, target.settings)
    if ('image' in target) return row.kind === 'image' ? target : null
    return row.kind === 'video' ? target : null
  }

  function limitsOfAccount(row: AssetRow, id: string, settings: PlatformDraft['settings']): Limits | null {
    const account = getAccount(store.read, id)
    if (!account || account.disconnectedAt !== null || !Object.hasOwn(platforms, account.platform))
      throw notFound('account', id)
    const knowledge = knowledgeOf(account.platform as SupportedPlatform)
    const rules = knowledge.rulesFor(account.limits)
    const draft: PlatformDraft = {
      title: '',
      link: null,
      settings: { ...account.defaults, ...settings },
      parts: [{ text: '', media: [media.outgoing(row.id, null)] }],
    }
    const { images, video } = knowledge.mediaFor?.(draft, rules) ?? rules.media
    if (row.kind === 'image') return images && { image: images }
    return row.kind === 'video' && video ? { video } : null
  }

  async function make(id: string, limits: Limits, wish: ConversionWish, job: JobContext, target: string) {
    const { row, path } = media.source(id)
    if (!existsSync(path)) throw new JobFailed(said('file_not_there', { name: row.name }))
    try {
      return 'image' in limits
        ? await makeImage(row, path, { ...limits.image, fit: wish.fit }, target)
        : await makeVideo(row, path, limits.video, wish, job, target)
    } catch (error) {
      if (!job.signal.aborted && !(error instanceof JobFailed) && (await isFull(context.folder)))
        throw new JobFailed(said('no_room'))
      throw error
    }
  }

  async function makeImage(row: AssetRow, path: string, target: ImageRules & { fit: Fit }, digest: string) {
    const picture: Picture = {
      path,
      type: row.type,
      bytes: row.bytes,
      width: row.width ?? 1,
      height: row.height ?? 1,
      animated: row.animated,
    }
    if (await fitsAsItIs(picture, target)) return row.id
    const encoded = await convertImage(picture, target)
    if (!encoded) throw new JobFailed(said('file_not_small_enough', { name: row.name }))
    const made = await media.derive({ sourceId: row.id, target: digest }, (fresh) => writeFile(fresh, encoded.data))
    return made.id
  }

  async function makeVideo(
    row: AssetRow,
    path: string,
    rules: VideoRules,
    { fit, cut }: ConversionWish,
    job: JobContext,
    digest: string,
  ) {
    const prepared = await convertVideo({ row, path, wish: { rules, fit, cut } }, context, job)
    if (!prepared) return row.id
    const made = await media.derive({ sourceId: row.id, target: digest }, prepared)
    return made.id
  }

  return {
    convert(wish) {
      const limits = limitsFor(wish)
      const { row } = media.source(wish.id)
      const about = { asset: row.id }
      const digest = digestOf({ version, ...limits, fit: wish.fit, cut: wish.cut })
      const before = limits && media.madeBefore(row.id, digest)
      if (before) return jobs.done({ kind: 'convert', about }, { assetId: before.id })
      return jobs.start({
        kind: 'convert',
        about,
        key: `convert ${row.id} ${digest}`,
        async work(job) {
          if (!limits) throw new JobFailed(said('file_not_convertible', { name: row.name }))
          return { assetId: await make(row.id, limits, wish, job, digest) }
        },
      })
    },
  }
}

/** The same for the same wish, in whatever order its fields came. */
function digestOf(wish: object): string {
  const sorted = JSON.stringify(wish, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  )
  return createHash('sha256').update(sorted).digest('hex').slice(0, 32)
}

async function isFull(folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(dirname(folder))
  return bavail * bsize < leastRoom
}
