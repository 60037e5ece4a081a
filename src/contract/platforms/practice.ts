import { checkCommon, usualKind } from './check.ts'
import { countBytes, countGraphemes } from './text.ts'
import type { PlatformKnowledge, PlatformRules } from './types.ts'

/** The practice account: our own, so its limits are ours. 500 and MP4 are what most people meet elsewhere. */
const rules: PlatformRules = {
  platform: 'practice',
  name: 'Practice',
  kinds: ['text', 'image', 'carousel', 'video'],
  text: { unit: 'grapheme', max: 500 },
  media: {
    max: 4,
    images: { types: ['image/jpeg', 'image/png', 'image/webp', 'image/gif'], maxBytes: 10_000_000 },
    video: { types: ['video/mp4', 'video/quicktime'], maxBytes: 2_000_000_000, maxSeconds: 600 },
    mix: true,
    altMax: 2_000,
  },
  thread: true,
  mediaAlone: true,
  title: false,
  firstComment: null,
  edit: true,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: false,
  fields: [],
  connect: [
    {
      id: 'practice',
      kind: 'fields',
      fields: [{ key: 'name', secret: false, required: true, example: 'Practice', default: 'Practice' }],
    },
  ],
}

export const practice: PlatformKnowledge = {
  rules,
  rulesFor: () => rules,
  kindOf: usualKind,
  count: ({ text }, _index, _draft, { text: limit }) => ({
    used: countGraphemes(text),
    max: limit.max,
    bytes: countBytes(text),
    maxBytes: null,
  }),
  check: (draft, effective) =>
    checkCommon(draft, effective, (part, index) => practice.count(part, index, draft, effective)),
}
