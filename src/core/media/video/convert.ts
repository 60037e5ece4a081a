import { stat } from 'node:fs/promises'
import { said } from '../../../contract/sentences/index.ts'
import { JobFailed, type JobContext } from '../../jobs/jobs.ts'
import type { AssetRow } from '../../store/assets.ts'
import type { WorkspaceContext } from '../../workspace-context.ts'
import { probe } from '../probe.ts'
import { conversionArguments } from './arguments.ts'
import { pictureDetails } from './details.ts'
import { FfmpegFailed, type FoundFfmpeg } from './ffmpeg.ts'
import { planVideo, type Conversion, type Film, type VideoWish } from './plan.ts'

export interface FilmToConvert {
  readonly row: AssetRow
  readonly path: string
  readonly wish: VideoWish
}

/** What is aimed at when the first try came out too large. */
const secondShare = 0.75
/** A result this much shorter than planned broke off: the rest of the original could not be read. */
const lostSeconds = 1

/**
 * Plans a conversion; answers the function that makes it at a path, or null where the film fits as it is. Both throw JobFailed for what a person
 * can act on.
 */
export async function convertVideo(
  { row, path, wish }: FilmToConvert,
  { ffmpeg, log }: Pick<WorkspaceContext, 'ffmpeg' | 'log'>,
  { signal, progress }: JobContext,
): Promise<((target: string) => Promise<void>) | null> {
  const { name } = row
  const film: Film = {
    ...row,
    width: row.width ?? 0,
    height: row.height ?? 0,
    durationMs: row.durationMs ?? 0,
    ...(await pictureDetails(path)),
  }
  if (film.width === 0 || film.height === 0 || film.durationMs === 0) throw damaged()
  const first = planned(film, wish)
  if (!first) return null
  const found = ready(await ffmpeg.status())

  async function make(plan: Conversion, target: string): Promise<number> {
    const args = conversionArguments(film, plan, { source: path, target, toneMaps: found.toneMaps })
    if (!args) throw new JobFailed(said('file_not_convertible', { name }))
    try {
      const onSeconds = (seconds: number) => progress(Math.min(0.99, seconds / plan.seconds))
      await ffmpeg.run(args, { signal, onSeconds, writes: target })
    } catch (error) {
      if (!(error instanceof FfmpegFailed)) throw error
      log.warn('ffmpeg could not convert a film', { asset: row.id, words: error.words })
      throw damaged()
    }
    const { durationMs } = await probe(target, name)
    if ((durationMs ?? 0) / 1_000 < plan.seconds * 0.98 - lostSeconds) throw damaged()
    return (await stat(target)).size
  }

  return async (target) => {
    progress(0)
    if ((await make(first, target)) <= wish.rules.maxBytes) return
    const second = planned(film, wish, secondShare)
    if (!second || (await make(second, target)) > wish.rules.maxBytes)
      throw new JobFailed(said('file_not_small_enough', { name }))
  }

  function damaged(): JobFailed {
    return new JobFailed(said('file_damaged', { name }))
  }
}

function planned(film: Film, wish: VideoWish, share?: number): Conversion | null {
  const plan = planVideo(film, wish, share)
  if (plan.is === 'refused') throw new JobFailed(plan.why)
  return plan.is === 'fits' ? null : plan
}

function ready(found: FoundFfmpeg): FoundFfmpeg {
  switch (found.state) {
    case 'ready':
      return found
    case 'missing':
      throw new JobFailed(said('ffmpeg_missing'))
    case 'too_old':
      throw new JobFailed(said('ffmpeg_too_old', { version: found.version ?? '' }))
    case 'incomplete':
      throw new JobFailed(said('ffmpeg_incomplete'))
  }
}
