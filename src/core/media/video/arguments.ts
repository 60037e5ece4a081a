import type { Conversion, Film, Picture } from './plan.ts'

/** How ffmpeg is to read each type of film: it must not guess, since some formats make it open other files. */
const demuxers: Readonly<Record<string, string>> = {
  'video/mp4': 'mov',
  'video/quicktime': 'mov',
  'video/webm': 'matroska',
}

const muxers = { 'video/mp4': 'mp4', 'video/quicktime': 'mov' } as const

/** Larger frames are nobody's film: a small file can claim any size. */
const mostPixels = 120_000_000

/** What is read: this file alone, with this demuxer, never another protocol, and never a file that it names. */
function readArguments(type: string, path: string): string[] | null {
  const demuxer = demuxers[type]
  return demuxer === undefined
    ? null
    : ['-protocol_whitelist', 'file,pipe', '-f', demuxer, '-max_pixels', `${mostPixels}`, '-i', `file:${path}`]
}

/** ffmpeg's arguments for one frame of a film, as a PNG; null where the film's type is none it may read. */
export function frameArguments(type: string, second: number, source: string, target: string): string[] | null {
  const read = readArguments(type, source)
  const write = ['-frames:v', '1', '-vf', "scale='min(960,iw)':-2", '-c:v', 'png', '-f', 'image2', '-update', '1']
  return read && ['-y', '-ss', second.toFixed(2), ...read, '-map', '0:V:0', ...write, `file:${target}`]
}

/**
 * ffmpeg's arguments for a planned conversion; null where the film's type is none it may read. Only the first picture and sound go along: no
 * place, camera, chapters, subtitles or data. `toneMaps`: whether this ffmpeg can bring a bright picture (HDR) to common screens.
 */
export function conversionArguments(
  film: Film,
  plan: Conversion,
  { source, target, toneMaps }: { readonly source: string; readonly target: string; readonly toneMaps: boolean },
): string[] | null {
  const read = readArguments(film.type, source)
  return (
    read && [
      '-y',
      ...read,
      // Not a picture that is attached as a cover.
      ...['-map', '0:V:0', '-map', '0:a:0?', '-map_metadata', '-1', '-map_chapters', '-1', '-fflags', '+bitexact'],
      ...(plan.cut ? ['-t', plan.seconds.toFixed(3)] : []),
      ...(plan.picture ? pictureArguments(film, plan.picture, toneMaps) : keptPicture(film)),
      ...soundArguments(plan),
      ...['-max_muxing_queue_size', '4096', '-movflags', '+faststart', '-f', muxers[plan.type], `file:${target}`],
    ]
  )
}

function keptPicture({ videoCodec }: Film): string[] {
  // Players of Apple know HEVC by this name alone.
  return ['-c:v', 'copy', ...(videoCodec === 'hevc' ? ['-tag:v', 'hvc1'] : [])]
}

function pictureArguments(film: Film, picture: Picture, toneMaps: boolean): string[] {
  const { bits, fps } = picture
  const rate = fps ?? film.fps ?? 30
  return [
    '-vf',
    [...(fps === null ? [] : [`fps=${fps}`]), ...shape(film, picture), ...colours(film, toneMaps)].join(','),
    ...['-c:v', 'libx264', '-preset', 'fast', '-profile:v', 'high', '-crf', '20'],
    ...['-maxrate', `${bits}`, '-bufsize', `${bits}`, '-g', `${Math.round(rate * 2)}`],
  ]
}

/** In parts of what is stored, which may have other pixels than what is seen. */
function shape(film: Film, { frame, by }: Picture): string[] {
  const { width, height } = frame
  const ratio = (width * film.height) / (height * film.width)
  const part = (share: number) => Math.min(1, share).toFixed(6)
  if (by === 'crop') {
    const crop = ratio < 1 ? `crop=iw*${part(ratio)}:ih` : `crop=iw:ih*${part(1 / ratio)}`
    return [crop, scale(width, height)]
  }
  if (by === 'scale') return [scale(width, height)]
  const even = (side: number) => Math.max(2, Math.round(side / 2) * 2)
  const inner = ratio > 1 ? scale(even(width / ratio), height) : scale(width, even(height * ratio))
  return [inner, `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2:black`]
}

const scale = (width: number, height: number) => `scale=${width}:${height}:flags=lanczos,setsar=1`

function colours({ bright }: Film, toneMaps: boolean): string[] {
  const toned = [
    'zscale=t=linear:npl=100,format=gbrpf32le,zscale=p=bt709',
    'tonemap=tonemap=hable:desat=0,zscale=t=bt709:m=bt709:r=tv',
  ]
  return [...(bright && toneMaps ? toned : []), 'format=yuv420p']
}

function soundArguments({ sound, soundBits }: Conversion): string[] {
  switch (sound) {
    case 'none':
      return ['-an']
    case 'keep':
      return ['-c:a', 'copy']
    case 'encode':
      return ['-c:a', 'aac', '-b:a', `${soundBits}`, '-ac', '2', '-ar', '48000']
  }
}
