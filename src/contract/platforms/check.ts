import type { DraftPart, MediaFacts, PlatformDraft, PlatformRules, Problem, TextCount } from './types.ts'

/** Checks every platform shares, driven by its rules: text length, emptiness, number and kind of files, alt text, thread. */
export function checkCommon(
  draft: PlatformDraft,
  rules: PlatformRules,
  count: (part: DraftPart, index: number) => TextCount,
): Problem[] {
  const problems: Problem[] = []
  if (draft.parts.length > 1 && !rules.thread) {
    problems.push(problem('error', 'thread_unsupported', 'text', { parts: draft.parts.length }, ['merge_parts']))
  }
  draft.parts.forEach((part, index) => {
    problems.push(...checkText(part, index, rules, count(part, index)), ...checkMedia(part, index, rules))
  })
  return problems.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
}

function checkText(part: DraftPart, index: number, rules: PlatformRules, count: TextCount): Problem[] {
  if (part.text.trim() === '') {
    if (part.media.length > 0 && rules.mediaAlone) return []
    return [{ ...problem('error', 'text_empty', 'text', {}, []), part: index }]
  }
  const fixes = rules.thread ? (['shorten', 'split_into_thread'] as const) : (['shorten'] as const)
  if (count.used > count.max) {
    return [
      {
        ...problem('error', 'text_too_long', 'text', { over: count.used - count.max, max: count.max }, fixes),
        part: index,
      },
    ]
  }
  if (count.maxBytes !== null && count.bytes > count.maxBytes) {
    const params = { over: count.bytes - count.maxBytes, max: count.maxBytes }
    return [{ ...problem('error', 'text_too_many_bytes', 'text', params, fixes), part: index }]
  }
  return []
}

function checkMedia(part: DraftPart, index: number, rules: PlatformRules): Problem[] {
  const problems: Problem[] = []
  const { media } = rules
  if (part.media.length > media.max) {
    const params = { count: part.media.length, max: media.max }
    problems.push({
      ...problem('error', 'too_many_media', 'media', params, ['remove_media']),
      part: index,
      media: media.max,
    })
  }
  const kinds = new Set(part.media.map((file) => file.kind))
  if (
    kinds.has('video') &&
    (kinds.size > 1 || part.media.filter((file) => file.kind === 'video').length > 1) &&
    !media.mix
  ) {
    problems.push({ ...problem('error', 'media_mixed', 'media', {}, ['remove_media']), part: index })
  }
  part.media.forEach((file, position) => {
    const found = checkFile(file, rules)
    if (found) problems.push({ ...found, part: index, media: position })
    if (file.kind === 'image' && file.alt.trim() === '') {
      problems.push({
        ...problem('warning', 'alt_missing', 'media', { position: position + 1 }, ['add_alt']),
        part: index,
        media: position,
      })
    }
    if (file.alt.length > media.altMax) {
      const params = { position: position + 1, max: media.altMax }
      problems.push({ ...problem('error', 'alt_too_long', 'media', params, ['add_alt']), part: index, media: position })
    }
  })
  return problems
}

/** Images are converted on the way out, so only what no conversion mends is a problem; video goes as it is. */
function checkFile(file: MediaFacts, { media, name }: PlatformRules): Problem | null {
  if (file.kind === 'image') {
    return media.images ? null : problem('error', 'images_unsupported', 'media', { platform: name }, ['remove_media'])
  }
  if (file.kind !== 'video' || !media.video) {
    return problem('error', 'file_unsupported', 'media', { platform: name, type: file.type }, ['remove_media'])
  }
  if (!media.video.types.includes(file.type)) {
    const params = { platform: name, type: file.type, types: media.video.types.join(', ') }
    return problem('error', 'video_type', 'media', params, ['remove_media'])
  }
  if (file.bytes > media.video.maxBytes) {
    return problem('error', 'video_too_large', 'media', { bytes: file.bytes, maxBytes: media.video.maxBytes }, [
      'remove_media',
    ])
  }
  if (
    media.video.maxSeconds !== undefined &&
    file.durationMs !== null &&
    file.durationMs > media.video.maxSeconds * 1_000
  ) {
    const params = { seconds: Math.ceil(file.durationMs / 1_000), max: media.video.maxSeconds }
    return problem('error', 'video_too_long', 'media', params, ['remove_media'])
  }
  return null
}

/** A problem; the only place that fills the shape. */
export function problem(
  severity: Problem['severity'],
  code: string,
  field: Problem['field'],
  params: Problem['params'],
  fixes: Problem['fixes'],
): Problem {
  return { severity, code, field, params, fixes }
}
