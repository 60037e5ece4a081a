import type { TFunction } from 'i18next'
import i18next from 'i18next'
import type { Problem } from '../../../contract/platforms/index.ts'
import type { Platform } from '../../../contract/vocabulary.ts'
import { platformWord } from './setting-words.ts'

/** Types of files and ways to store them, as people call them. */
const spoken: Readonly<Record<string, string>> = {
  'image/jpeg': 'JPEG',
  'image/png': 'PNG',
  'image/gif': 'GIF',
  'image/webp': 'WebP',
  'image/avif': 'AVIF',
  'image/heic': 'HEIC',
  'video/mp4': 'MP4',
  'video/quicktime': 'MOV',
  'video/x-m4v': 'M4V',
  'video/webm': 'WebM',
  'video/x-matroska': 'MKV',
  'video/x-msvideo': 'AVI',
  'application/pdf': 'PDF',
  avc: 'H.264',
  hevc: 'H.265',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
  aac: 'AAC',
  mp3: 'MP3',
  opus: 'Opus',
  vorbis: 'Vorbis',
  flac: 'FLAC',
}
const technical = ['type', 'types', 'codec', 'codecs'] as const

/** What of `params` names types and codecs, in words: `video/mp4, video/quicktime` as `MP4, MOV`. */
export function inWords(params: Problem['params']): Problem['params'] {
  const found = technical.flatMap((key) => {
    const value = params[key]
    if (value === undefined) return []
    const words = String(value).split(', ')
    return [[key, words.map((word) => spoken[word] ?? word).join(', ')] as const]
  })
  return Object.fromEntries(found)
}

/** A problem as a sentence in the language of the window. `platform`: whose setting it is about, so that it is named as the form names it. */
export function problemText(
  t: TFunction,
  problem: Pick<Problem, 'code' | 'params' | 'part'>,
  platform?: Platform,
): string {
  const key = `problems:${problem.code}`
  const setting = problem.params['setting']
  const params = {
    ...problem.params,
    ...inWords(problem.params),
    ...(platform && setting !== undefined && { setting: platformWord(platform, String(setting)) ?? setting }),
    count: Number(problem.params['over'] ?? problem.params['count'] ?? 0),
    part: (problem.part ?? 0) + 1,
  }
  return i18next.exists(key, params) ? String(t(key as never, params as never)) : problem.code
}
