import { checkFile, type Found } from './check-file.ts'
import type { DraftPart, PlatformDraft, PlatformRules, PostKind, Problem, SettingsField, TextCount } from './types.ts'

/** Checks every platform shares, driven by its rules: text length, emptiness, title, comment, number and kind of files, alt text, thread. */
export function checkCommon(
  draft: PlatformDraft,
  rules: PlatformRules,
  count: (part: DraftPart, index: number) => TextCount,
): Problem[] {
  const problems: Problem[] = [...checkTitle(draft, rules), ...checkSettings(draft, rules)]
  if (draft.parts.length > 1 && !rules.thread) {
    problems.push(problem('error', 'thread_unsupported', 'text', { parts: draft.parts.length }, ['merge_parts']))
  }
  draft.parts.forEach((part, index) => {
    problems.push(...checkText(part, index, rules, count(part, index)), ...checkMedia(part, index, rules))
  })
  return problems.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
}

/** Text, link, image, carousel or video, by what the first part has. */
export function usualKind({ parts, link }: PlatformDraft): PostKind {
  const media = parts[0]?.media ?? []
  if (media.some(({ kind }) => kind === 'video')) return 'video'
  if (media.length > 1) return 'carousel'
  if (media.length === 1) return 'image'
  return link === null || link === '' ? 'text' : 'link'
}

function checkTitle({ title }: PlatformDraft, { title: rule, name }: PlatformRules): Problem[] {
  if (typeof rule === 'boolean') return []
  const length = [...title.trim()].length
  if (length === 0 && rule.required) return [problem('error', 'title_missing', 'title', { platform: name }, [])]
  return length > rule.max
    ? [problem('error', 'title_too_long', 'title', { over: length - rule.max, max: rule.max }, [])]
    : []
}

/** Whether a field is asked for: it may depend on what another is set to. `settings` have their defaults. */
export function applies({ when }: SettingsField, settings: PlatformDraft['settings']): boolean {
  if (!when) return true
  const value = settings[when.key]
  return 'isSet' in when ? value !== null && value !== undefined && value !== '' : when.is.includes(value)
}

/** Settings that must be chosen, choices that are none, and a comment that is too long. Texts count in code points. */
function checkSettings({ settings }: PlatformDraft, { fields, firstComment, name }: PlatformRules): Problem[] {
  const all = { ...Object.fromEntries(fields.map((field) => [field.key, field.default])), ...settings }
  return fields.flatMap((field): Problem[] => {
    if (!applies(field, all)) return []
    const at = (code: string, params: Problem['params']): Problem => ({
      ...problem('error', code, 'settings', params, ['open_settings']),
      setting: field.key,
    })
    const value = settings[field.key] ?? field.default
    const empty = value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
    if (empty) return field.required ? [at('setting_missing', { platform: name, setting: field.key })] : []
    if (
      field.kind === 'select' &&
      typeof value === 'string' &&
      field.options &&
      !field.optionsFrom &&
      !field.options.includes(value)
    )
      return [at('setting_choice', { platform: name, setting: field.key })]
    const max = field.key === 'firstComment' ? firstComment?.max : field.max
    if (max === undefined) return []
    if (typeof value === 'string' && [...value].length > max)
      return [at('setting_too_long', { setting: field.key, over: [...value].length - max, max })]
    if (field.kind === 'tags' && Array.isArray(value) && value.length > max)
      return [at('setting_too_many', { count: value.length, max })]
    return []
  })
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
  const atMedia = (found: Found, position: number): Problem => ({ ...found, part: index, media: position })
  if (part.media.length > media.max) {
    const params = { count: part.media.length, max: media.max }
    problems.push(atMedia(problem('error', 'too_many_media', 'media', params, ['remove_media']), media.max))
  }
  if (part.media.length < (media.min ?? 0)) problems.push({ ...nothingToShow(rules), part: index })
  const kinds = new Set(part.media.map((file) => file.kind))
  if (
    kinds.has('video') &&
    (kinds.size > 1 || part.media.filter((file) => file.kind === 'video').length > 1) &&
    !media.mix
  ) {
    problems.push({ ...problem('error', 'media_mixed', 'media', {}, ['remove_media']), part: index })
  }
  part.media.forEach((file, position) => {
    problems.push(...checkFile(file, position, rules).map((found) => atMedia(found, position)))
    if (file.kind === 'image' && media.altMax > 0 && file.alt.trim() === '') {
      problems.push(
        atMedia(problem('warning', 'alt_missing', 'media', { position: position + 1 }, ['add_alt']), position),
      )
    }
    if (media.altMax > 0 && file.alt.length > media.altMax) {
      const params = { position: position + 1, max: media.altMax }
      problems.push(atMedia(problem('error', 'alt_too_long', 'media', params, ['add_alt']), position))
    }
  })
  return problems
}

function nothingToShow({ media, name: platform }: PlatformRules): Problem {
  if (!media.images) return problem('error', 'video_needed', 'media', { platform }, [])
  if (!media.video) return problem('error', 'image_needed', 'media', { platform }, [])
  return problem('error', 'media_needed', 'media', { platform }, [])
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
