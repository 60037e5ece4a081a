import { FilePathSource, Input, MATROSKA, MP4, QTFF, WEBM } from 'mediabunny'
import type { Film } from './plan.ts'

/** Profiles of H.264 with eight bits and half the colours: baseline, main, extended, high. */
const plainProfiles = new Set(['42', '4d', '58', '64'])

/** What of a film's picture matters only to who converts it. What cannot be read is taken for unusual. */
export async function pictureDetails(path: string): Promise<Pick<Film, 'plain' | 'bright'>> {
  const input = new Input({
    formats: [MP4, QTFF, WEBM, MATROSKA],
    source: new FilePathSource(path, { handleUnhandledError: () => {} }),
  })
  try {
    const video = await input.getPrimaryVideoTrack()
    const codec = ((await video?.getCodecParameterString()) ?? '').toLowerCase()
    const [, profile = ''] = /^avc[13]\.(..)/.exec(codec) ?? []
    return {
      plain: plainProfiles.has(profile) || /^(hev1|hvc1)\.1\./.test(codec),
      bright: (await video?.hasHighDynamicRange()) ?? false,
    }
  } catch {
    return { plain: false, bright: false }
  } finally {
    input.dispose()
  }
}
