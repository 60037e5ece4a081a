import { joined } from '../sim/body.ts'
import { choice, integer, object, only, required, text } from '../sim/params.ts'
import { Refusal, type Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import type { World, XMedia } from './state.ts'

/** Source: openapi.json v2.167, the operations under /2/media. */

const bad = (detail: string, status = 400) =>
  new Refusal({
    status,
    json: { title: 'Invalid Request', detail, type: 'https://api.x.com/2/problems/invalid-request', status },
  })
const gone = () =>
  new Refusal({
    status: 404,
    json: {
      title: 'Not Found Error',
      detail: 'Could not find the media.',
      type: 'https://api.x.com/2/problems/resource-not-found',
      status: 404,
    },
  })

const lifeMs = 86_400_000
const largest = { tweet_image: 5_242_880, tweet_gif: 15_728_640, tweet_video: 17_179_869_184 }
const magic: readonly (readonly [string, string])[] = [
  ['image/jpeg', 'ffd8ff'],
  ['image/png', '89504e47'],
  ['image/gif', '474946'],
  ['image/webp', '52494646'],
]

/** One request, for pictures that stand still. */
export function uploadOnce({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'media.write')
  only(ask.body, 'media_category', 'media_type')
  if (choice(ask.body, 'media_category', ['tweet_image', 'tweet_video', 'tweet_gif', 'subtitles']) !== 'tweet_image')
    throw bad('One-shot upload takes images and subtitles only.')
  const file = ask.files['media']
  if (!file) throw bad('media is required.')
  const type = magic.find(([, start]) => file.head.toString('hex').startsWith(start))?.[0]
  if (!type) throw bad('The media type is unrecognized.')
  if (file.bytes > largest.tweet_image) throw bad('The file size exceeds 5 MB.', 413)
  const media: XMedia = {
    id: sim.id(),
    owner: account,
    category: 'tweet_image',
    type,
    total: file.bytes,
    segments: [],
    sha256: file.sha256,
    state: 'succeeded',
    looksLeft: 0,
    expiresAt: sim.now() + lifeMs,
    alt: null,
  }
  sim.state.media.push(media)
  return { status: 200, json: { data: told(media) } }
}

export function initialize({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'media.write')
  only(ask.body, 'media_type', 'total_bytes', 'media_category', 'additional_owners', 'shared')
  const category = choice(ask.body, 'media_category', ['tweet_image', 'tweet_video', 'tweet_gif'] as const)
  const total = integer(ask.body, 'total_bytes') ?? 0
  if (!category) throw bad('media_category is required.')
  if (total < 1 || total > largest[category]) throw bad('total_bytes is out of range.')
  const media: XMedia = {
    id: sim.id(),
    owner: account,
    category,
    type: required(ask.body, 'media_type'),
    total,
    segments: [],
    sha256: null,
    state: 'uploading',
    looksLeft: 0,
    expiresAt: sim.now() + lifeMs,
    alt: null,
  }
  sim.state.media.push(media)
  return { status: 200, json: { data: { id: media.id, media_key: keyOf(media), expires_after_secs: lifeMs / 1_000 } } }
}

export function append(world: World, ask: Ask): Reply {
  const media = own(world, ask, ask.at['id'] ?? '')
  only(ask.body, 'segment_index')
  const index = integer(ask.body, 'segment_index') ?? -1
  if (index < 0 || index > 999) throw bad('segment_index is out of range.')
  const file = ask.files['media']
  if (!file) throw bad('media is required.')
  if (file.bytes > 5_242_880) throw bad('A segment may have 5 MB.', 413)
  if (media.state !== 'uploading') throw bad('The upload is finalized.')
  // A segment that comes again takes the place of the one before.
  const others = media.segments.filter((known) => known.index !== index)
  media.segments = [...others, { index, bytes: file.bytes, path: file.path ?? '' }].sort(
    (one, two) => one.index - two.index,
  )
  return { status: 200, json: { data: { expires_at: Math.floor(media.expiresAt / 1_000) } } }
}

export async function finalize(world: World, ask: Ask): Promise<Reply> {
  const media = own(world, ask, ask.at['id'] ?? '')
  const { processing } = world.sim.state.options
  const total = media.segments.reduce((sum, { bytes }) => sum + bytes, 0)
  if (media.segments.some(({ index }, position) => index !== position) || total !== media.total)
    throw bad('Segments do not add up to provided total file size.')
  media.sha256 = (await joined(media.segments)).sha256
  media.state = media.category === 'tweet_image' || processing.looks === 0 ? 'succeeded' : 'in_progress'
  media.looksLeft = processing.looks
  return { status: 200, json: { data: told(media) } }
}

export function status(world: World, ask: Ask): Reply {
  only(ask.query, 'command', 'media_id')
  if (text(ask.query, 'command') !== 'STATUS') throw bad('command must be STATUS.')
  const media = own(world, ask, text(ask.query, 'media_id') ?? '')
  if (media.state === 'in_progress' && --media.looksLeft < 0)
    media.state = world.sim.state.options.processing.fails ? 'failed' : 'succeeded'
  return { status: 200, json: { data: told(media) } }
}

export function describe(world: World, ask: Ask): Reply {
  only(ask.body, 'id', 'metadata')
  const metadata = object(ask.body, 'metadata')
  if (!metadata) throw bad('metadata is required.')
  only(metadata, 'alt_text', 'allow_download_status', 'domain_restrictions', 'found_media_origin', 'management_info')
  const alt = object(metadata, 'alt_text')
  if (!alt) throw bad('alt_text is required.')
  only(alt, 'text')
  const words = required(alt, 'text')
  if ([...words].length > 1_000) throw bad('alt_text.text may have 1000 characters.')
  const media = own(world, ask, required(ask.body, 'id'))
  media.alt = words
  return { status: 200, json: { data: { id: media.id, associated_metadata: { alt_text: { text: words } } } } }
}

export const keyOf = ({ category, id }: XMedia) =>
  `${category === 'tweet_video' ? 7 : category === 'tweet_gif' ? 16 : 3}_${id}`

function own({ sim, auth }: World, ask: Ask, id: string): XMedia {
  const { account } = auth.caller(ask, 'media.write')
  const media = sim.state.media.find((known) => known.id === id)
  if (!media || media.owner !== account || media.expiresAt <= sim.now()) throw gone()
  return media
}

function told(media: XMedia) {
  const info = { in_progress: 'in_progress', failed: 'failed', succeeded: 'succeeded' } as const
  return {
    id: media.id,
    media_key: keyOf(media),
    size: media.total,
    expires_after_secs: lifeMs / 1_000,
    ...(media.category !== 'tweet_image' &&
      media.state !== 'uploading' && {
        processing_info: {
          state: info[media.state],
          ...(media.state === 'in_progress' && { check_after_secs: 1, progress_percent: 50 }),
          ...(media.state === 'failed' && {
            error: { code: 1, name: 'InvalidMedia', message: 'file is currently unsupported' },
          }),
        },
      }),
  }
}
