import { checkCommon } from './check.ts'
import { countBytes, countGraphemes, findEntities } from './text.ts'
import type { PlatformKnowledge, PlatformRules } from './types.ts'

/**
 * Mastodon's defaults; every server announces its own (`GET /api/v2/instance`, docs entities/Instance.md), see `rulesFor`.
 * Counting: user-perceived characters, every link 23, of a remote mention only the local name, a content warning counts too.
 */
const rules: PlatformRules = {
  platform: 'mastodon',
  name: 'Mastodon',
  text: { unit: 'grapheme', max: 500, perLink: 23 },
  media: {
    max: 4,
    images: { types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'], maxBytes: 16_777_216, maxPixels: 33_177_600 },
    video: { types: ['video/mp4', 'video/webm', 'video/quicktime'], maxBytes: 103_809_024 },
    mix: false,
    altMax: 1_500,
  },
  thread: true,
  mediaAlone: true,
  title: false,
  edit: true,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: false,
  fields: [
    { key: 'visibility', kind: 'select', options: ['public', 'unlisted', 'private', 'direct'], default: 'public' },
    { key: 'contentWarning', kind: 'text', default: '' },
    { key: 'sensitive', kind: 'toggle', default: false },
    { key: 'language', kind: 'languages', default: [], max: 1 },
    { key: 'poll', kind: 'poll', default: null },
  ],
  connect: [
    { id: 'oauth', kind: 'oauth', fields: [{ key: 'server', secret: false, required: true, example: 'mastodon.social' }] },
    {
      id: 'token',
      kind: 'fields',
      fields: [
        { key: 'server', secret: false, required: true, example: 'mastodon.social' },
        { key: 'token', secret: true, required: true, example: '' },
      ],
    },
  ],
}

export const mastodon: PlatformKnowledge = {
  rules,
  rulesFor: (limits) => ({
    ...rules,
    text: { ...rules.text, max: limits?.maxCharacters ?? rules.text.max, perLink: limits?.perLink ?? rules.text.perLink ?? 23 },
    media: { ...rules.media, max: limits?.maxMedia ?? rules.media.max, altMax: limits?.altMax ?? rules.media.altMax },
  }),
  count: ({ text }, index, draft, { text: limit }) => {
    const warning = index === 0 && typeof draft.settings['contentWarning'] === 'string' ? draft.settings['contentWarning'] : ''
    return { used: countAsMastodon(text, limit.perLink ?? 23) + countGraphemes(warning), max: limit.max, bytes: countBytes(text), maxBytes: null }
  },
  check: (draft, effective) => checkCommon(draft, effective, (part, index) => mastodon.count(part, index, draft, effective)),
}

function countAsMastodon(text: string, perLink: number): number {
  let used = 0
  let at = 0
  for (const entity of findEntities(text)) {
    if (entity.kind === 'hashtag') continue
    used += countGraphemes(text.slice(at, entity.start))
    used += entity.kind === 'link' ? perLink : 1 + countGraphemes(entity.value.split('@')[0] ?? '')
    at = entity.end
  }
  return used + countGraphemes(text.slice(at))
}
