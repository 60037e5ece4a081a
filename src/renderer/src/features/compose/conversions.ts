import i18next from 'i18next'
import { create } from 'zustand'
import type { Account } from '../../../../contract/accounts.ts'
import type { Asset } from '../../../../contract/assets.ts'
import type { Job } from '../../../../contract/jobs.ts'
import type { MediaRules } from '../../../../contract/platforms/index.ts'
import { describeError } from '../../lib/errors.ts'
import { ended } from '../../lib/jobs.ts'
import { say } from '../../lib/say.ts'
import { queryClient, type Studio } from '../../lib/studio.ts'
import { platformNames, toast } from '../../ui/index.ts'
import { exchangeFile } from './check.ts'
import type { Session } from './session.ts'

/** A file that is being converted for accounts of an open post. */
interface Converting {
  readonly session: Session
  readonly assetId: string
  readonly accounts: readonly Account[]
  /** Null until the studio has taken it up. */
  readonly jobId: Job['id'] | null
}

/** Conversions of this window; they go on when another view is opened. */
export const useConversions = create<{ running: readonly Converting[] }>()(() => ({ running: [] }))

export interface Conversion {
  readonly studio: Studio
  readonly session: Session
  readonly asset: Asset
  readonly accounts: readonly Account[]
  readonly rules: MediaRules
  readonly fit: 'crop' | 'pad'
  /** The person said that the video may be cut. */
  readonly cut: boolean
}

/** Converts a file for accounts of a post and lets them use the copy, with undo. What goes wrong is told. */
export async function convertFile(conversion: Conversion): Promise<void> {
  const { studio, session, asset, accounts, fit, cut } = conversion
  const target = targetOf(asset, conversion.rules)
  if (!target) return
  let mine: Converting = { session, assetId: asset.id, accounts, jobId: null }
  replace(null, mine)
  try {
    const job = await studio.assets.convert.call({ id: asset.id, target, fit, cut })
    replace(mine, (mine = { ...mine, jobId: job.id }))
    await settle(await ended(studio, job.id), conversion)
  } catch (error) {
    toast(describeError(error).message, { stays: true })
  } finally {
    replace(mine, null)
  }
}

function replace(before: Converting | null, after: Converting | null): void {
  useConversions.setState(({ running }) => ({
    running: [...running.filter((one) => one !== before), ...(after ? [after] : [])],
  }))
}

async function settle(job: Job, { studio, session, asset, accounts }: Conversion): Promise<void> {
  switch (job.state) {
    case 'done': {
      const made = await studio.assets.get.call({ id: job.result?.['assetId'] as Asset['id'] })
      queryClient.setQueryData(studio.assets.get.queryKey({ input: { id: made.id } }), made)
      return adopt(session, accounts, asset.id, made.id)
    }
    case 'failed':
      if (job.error) toast(say(job.error), { stays: true })
      return
    case 'interrupted':
      toast(i18next.t('compose:convertInterrupted', { name: asset.name }), { stays: true })
      return
    case 'canceled':
    case 'queued':
    case 'running':
      return
  }
}

function adopt(session: Session, accounts: readonly Account[], from: Asset['id'], to: Asset['id']): void {
  const [first] = accounts
  if (from === to || !first) return
  const before = session.store.getState().draft
  session.edit(exchangeFile(accounts, from, to))
  const after = session.store.getState().draft
  if (after === before) return
  toast(i18next.t('compose:converted', { platform: platformNames[first.platform] }), {
    // Whatever was written since stays.
    undo: () =>
      session.store.getState().draft === after ? void session.undo() : session.edit(exchangeFile(accounts, to, from)),
  })
}

/** What of the rules holds for this kind of file, as the studio is asked for it. */
function targetOf(asset: Asset, { images, video }: MediaRules) {
  if (asset.kind === 'image' && images) return { image: { ...images, types: [...images.types], ...bytesOf(images) } }
  if (asset.kind !== 'video' || !video) return null
  const { types, codecs, audioCodecs } = video
  return {
    video: {
      ...video,
      ...bytesOf(video),
      types: [...types],
      codecs: codecs && [...codecs],
      audioCodecs: audioCodecs && [...audioCodecs],
    },
  }
}

/** No limit at all cannot be written down. */
function bytesOf({ maxBytes }: { readonly maxBytes: number }) {
  return { maxBytes: Math.min(maxBytes, Number.MAX_SAFE_INTEGER) }
}
