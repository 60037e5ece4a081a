import { checkCommon } from './check.ts'
import { countBytes, countGraphemes } from './text.ts'
import type { PlatformKnowledge, PlatformRules } from './types.ts'

/**
 * Bluesky's limits.
 * Sources: atproto lexicons/app/bsky/feed/post.json (text: 300 graphemes and 3,000 bytes; langs: 3; tags: 8),
 * lexicons/app/bsky/embed/images.json (4 images of 2,000,000 bytes). A server's own blob limit may be lower (self-hosted default 5 MiB).
 */
const rules: PlatformRules = {
  platform: 'bluesky',
  name: 'Bluesky',
  text: { unit: 'grapheme', max: 300, maxBytes: 3_000 },
  media: {
    max: 4,
    images: { types: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: 1_000_000, maxSide: 2_000 },
    video: null,
    mix: false,
    altMax: 10_000,
  },
  thread: true,
  mediaAlone: true,
  title: false,
  edit: false,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: true,
  fields: [
    { key: 'replyTo', kind: 'text', default: '' },
    { key: 'languages', kind: 'languages', default: [], max: 3 },
    { key: 'linkCard', kind: 'toggle', default: true },
    { key: 'contentWarning', kind: 'select', options: ['none', 'sexual', 'nudity', 'porn', 'graphic-media'], default: 'none' },
  ],
  connect: [
    {
      id: 'app_password',
      kind: 'fields',
      fields: [
        { key: 'handle', secret: false, required: true, example: 'you.bsky.social' },
        { key: 'password', secret: true, required: true, example: 'abcd-efgh-ijkl-mnop' },
        { key: 'service', secret: false, required: false, example: 'https://bsky.social', default: 'https://bsky.social' },
      ],
    },
    {
      id: 'oauth',
      kind: 'oauth',
      fields: [
        { key: 'handle', secret: false, required: true, example: 'you.bsky.social' },
        { key: 'service', secret: false, required: false, example: 'https://bsky.social', default: 'https://bsky.social' },
      ],
    },
  ],
}

export const bluesky: PlatformKnowledge = {
  rules,
  rulesFor: (limits) =>
    limits?.imageBytes && rules.media.images
      ? { ...rules, media: { ...rules.media, images: { ...rules.media.images, maxBytes: Math.min(rules.media.images.maxBytes, limits.imageBytes) } } }
      : rules,
  count: ({ text }, _index, _draft, { text: limit }) => ({
    used: countGraphemes(text),
    max: limit.max,
    bytes: countBytes(text),
    maxBytes: limit.maxBytes ?? null,
  }),
  check: (draft, effective) => checkCommon(draft, effective, (part, index) => bluesky.count(part, index, draft, effective)),
}
