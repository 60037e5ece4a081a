import type { DocumentRules, Fix, ImageRules, MediaFacts, PlatformRules, Problem, VideoRules } from './types.ts'

/** A problem with a file; where the file stands is added by who asked. */
export type Found = Omit<Problem, 'part' | 'media'>

/** Ratios are compared with this much tolerance: a pixel that was rounded away is nobody's mistake. */
const slack = 0.01

/**
 * What a platform would refuse a file for, the first thing that cannot be mended alone where there is one. Type, bytes and size of images are
 * converted on the way out, so only what changes the picture is told.
 */
export function checkFile(file: MediaFacts, position: number, { media, name }: PlatformRules): Found[] {
  const tell = teller(name, position)
  if (file.kind === 'image')
    return media.images ? checkImage(file, media.images, tell) : [tell('images_unsupported', {}, 'remove_media')]
  if (file.kind === 'video' && media.video) return checkVideo(file, media.video, tell)
  // Sound and everything else is taken by its type alone.
  if (file.kind !== 'video' && media.documents?.types.includes(file.type))
    return checkDocument(file, media.documents, tell)
  if (file.kind === 'other' && file.type !== '' && !media.documents)
    return [tell('documents_unsupported', {}, 'remove_media')]
  return [tell('file_unsupported', { type: file.type }, 'remove_media')]
}

type Tell = (code: string, params: Problem['params'], ...fixes: Fix[]) => Found

function teller(platform: string, position: number): Tell {
  return (code, params, ...fixes) => ({
    severity: 'error',
    code,
    field: 'media',
    params: { platform, position: position + 1, ...params },
    fixes,
  })
}

function checkDocument(
  { bytes, pages }: MediaFacts,
  { maxBytes, maxPages = Infinity }: DocumentRules,
  tell: Tell,
): Found[] {
  if (bytes > maxBytes) return [tell('document_too_large', { bytes, maxBytes }, 'remove_media')]
  if (pages !== undefined && pages !== null && pages > maxPages)
    return [tell('document_too_many_pages', { pages, max: maxPages }, 'remove_media')]
  return []
}

function checkImage(file: MediaFacts, rules: ImageRules, tell: Tell): Found[] {
  const { width, height } = file
  if (width === null || height === null) return []
  if (width < (rules.minWidth ?? 0) || height < (rules.minHeight ?? 0)) {
    const params = { width, height, minWidth: rules.minWidth ?? 1, minHeight: rules.minHeight ?? 1 }
    return [tell('image_too_small', params, 'convert', 'remove_media')]
  }
  return outside(width / height, rules.ratio)
    ? [tell('image_ratio', ratioParams(width / height, rules.ratio), 'convert', 'remove_media')]
    : []
}

function checkVideo(file: MediaFacts, rules: VideoRules, tell: Tell): Found[] {
  const { width, height, durationMs, fps, bitrate, videoCodec, audioCodec } = file
  const convertible: Fix[] = ['convert', 'remove_media']
  const seconds = durationMs === null ? null : durationMs / 1_000
  const found: (Found | false)[] = [
    // What is mended only by losing something, or not at all, comes first.
    seconds !== null &&
      rules.maxSeconds !== undefined &&
      seconds > rules.maxSeconds &&
      tell('video_too_long', { seconds: Math.ceil(seconds), max: rules.maxSeconds }, ...convertible),
    seconds !== null &&
      rules.minSeconds !== undefined &&
      seconds < rules.minSeconds &&
      tell('video_too_short', { seconds: Math.floor(seconds * 10) / 10, min: rules.minSeconds }, 'remove_media'),
    !rules.types.includes(file.type) &&
      tell('video_type', { type: file.type, types: rules.types.join(', ') }, ...convertible),
    file.bytes > rules.maxBytes &&
      tell('video_too_large', { bytes: file.bytes, maxBytes: rules.maxBytes }, ...convertible),
    Boolean(videoCodec && rules.codecs && !rules.codecs.includes(videoCodec)) &&
      tell('video_codec', { codec: videoCodec ?? '', codecs: rules.codecs?.join(', ') ?? '' }, ...convertible),
    Boolean(audioCodec && rules.audioCodecs && !rules.audioCodecs.includes(audioCodec)) &&
      tell('video_audio', { codec: audioCodec ?? '', codecs: rules.audioCodecs?.join(', ') ?? '' }, ...convertible),
    // A rate of 59.94 passes where 60 does.
    Boolean(fps && rules.fps && (fps < rules.fps.min - 0.1 || fps > rules.fps.max + 0.1)) &&
      tell(
        'video_fps',
        { fps: Math.round(fps ?? 0), min: rules.fps?.min ?? 0, max: rules.fps?.max ?? 0 },
        ...convertible,
      ),
    Boolean(bitrate && rules.maxBitrate && bitrate > rules.maxBitrate) &&
      tell('video_bitrate', { mbit: mbit(bitrate ?? 0), max: mbit(rules.maxBitrate ?? 0) }, ...convertible),
    ...(width !== null && height !== null ? checkSize(width, height, rules, tell) : []),
  ]
  return found.filter((one) => one !== false)
}

function checkSize(width: number, height: number, rules: VideoRules, tell: Tell): (Found | false)[] {
  const { minWidth = 0, minHeight = 0, maxWidth = Infinity, maxSide = Infinity, ratio } = rules
  return [
    (width < minWidth || height < minHeight) &&
      tell('video_too_small', { width, height, minWidth, minHeight }, 'convert', 'remove_media'),
    (width > maxWidth || Math.max(width, height) > maxSide) &&
      tell('video_too_wide', { width, height, max: Math.min(maxWidth, maxSide) }, 'convert', 'remove_media'),
    outside(width / height, ratio) &&
      tell('video_ratio', ratioParams(width / height, ratio), 'convert', 'remove_media'),
  ]
}

function outside(ratio: number, range: ImageRules['ratio']): boolean {
  return range !== undefined && (ratio < range.min * (1 - slack) || ratio > range.max * (1 + slack))
}

function ratioParams(ratio: number, range: ImageRules['ratio']): Problem['params'] {
  return { ratio: asRatio(ratio), min: asRatio(range?.min ?? 0), max: asRatio(range?.max ?? 0) }
}

/** `16:9`, `4:5`, else `1.91:1`: as people say it. */
export function asRatio(ratio: number): string {
  for (const [wide, high] of [
    [1, 1],
    [4, 5],
    [5, 4],
    [9, 16],
    [16, 9],
    [3, 4],
    [4, 3],
    [2, 3],
    [3, 2],
    [1, 2],
    [2, 1],
  ] as const)
    if (Math.abs(ratio - wide / high) < 0.005) return `${wide}:${high}`
  return ratio >= 1 ? `${Math.round(ratio * 100) / 100}:1` : `1:${Math.round(100 / ratio) / 100}`
}

const mbit = (bits: number) => Math.round(bits / 100_000) / 10
