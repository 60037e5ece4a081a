import { checkCommon } from './check.ts'
import { countBytes, countGraphemes } from './text.ts'
import type { PlatformKnowledge, PlatformRules } from './types.ts'

/** WordPress sets no limit on text; files are limited by the host (answered with 413). Source: WP-API/docs reference/posts.md, media.md. */
const rules: PlatformRules = {
  platform: 'wordpress',
  name: 'WordPress',
  text: { unit: 'none', max: Number.MAX_SAFE_INTEGER },
  media: {
    max: 50,
    images: { types: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'], maxBytes: 20_000_000, maxSide: 2_560 },
    video: { types: ['video/mp4', 'video/webm', 'video/quicktime'], maxBytes: 500_000_000 },
    mix: true,
    altMax: 10_000,
  },
  thread: false,
  mediaAlone: true,
  title: true,
  edit: true,
  remoteDelete: true,
  nativeSchedule: true,
  linkCard: false,
  fields: [
    { key: 'status', kind: 'select', options: ['publish', 'draft', 'pending', 'private'], default: 'publish' },
    { key: 'categories', kind: 'tags', optionsFrom: 'categories', default: [] },
    { key: 'tags', kind: 'tags', optionsFrom: 'tags', default: [] },
    { key: 'excerpt', kind: 'longtext', default: '' },
    { key: 'handOff', kind: 'toggle', default: false },
  ],
  connect: [
    {
      id: 'app_password',
      kind: 'fields',
      fields: [
        { key: 'site', secret: false, required: true, example: 'https://example.com' },
        { key: 'user', secret: false, required: true, example: 'editor' },
        { key: 'password', secret: true, required: true, example: 'abcd efgh ijkl mnop qrst uvwx' },
      ],
    },
  ],
}

export const wordpress: PlatformKnowledge = {
  rules,
  rulesFor: () => rules,
  count: ({ text }, _index, _draft, { text: limit }) => ({ used: countGraphemes(text), max: limit.max, bytes: countBytes(text), maxBytes: null }),
  check: (draft, effective) => checkCommon(draft, effective, (part, index) => wordpress.count(part, index, draft, effective)),
}
