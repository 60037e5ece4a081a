import { checkCommon, problem, usualKind } from './check.ts'
import { countBytes, countGraphemes } from './text.ts'
import type { PlatformDraft, PlatformKnowledge, PlatformRules, Problem } from './types.ts'

/**
 * Bluesky's limits.
 * Sources: atproto lexicons/app/bsky/feed/post.json (text: 300 graphemes and 3,000 bytes; langs: 3),
 * lexicons/app/bsky/embed/images.json (4 images of 2,000,000 bytes each). We stay under 1,000,000, which was the lexicon's limit before:
 * servers that have not been updated check against the old one. Alt text has no limit in the lexicon; 2,000 is what the app takes.
 */
const rules: PlatformRules = {
  platform: 'bluesky',
  name: 'Bluesky',
  kinds: ['text', 'link', 'image', 'carousel'],
  text: { unit: 'grapheme', max: 300, maxBytes: 3_000 },
  media: {
    max: 4,
    images: { types: ['image/jpeg', 'image/png', 'image/webp'], maxBytes: 1_000_000, maxSide: 2_000 },
    video: null,
    mix: false,
    altMax: 2_000,
  },
  thread: true,
  mediaAlone: true,
  title: false,
  firstComment: null,
  edit: false,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: true,
  fields: [
    { key: 'replyTo', kind: 'text', default: '' },
    { key: 'languages', kind: 'languages', default: [], max: 3 },
    { key: 'linkCard', kind: 'toggle', default: true },
    {
      key: 'contentWarning',
      kind: 'select',
      options: ['none', 'sexual', 'nudity', 'porn', 'graphic-media'],
      default: 'none',
    },
  ],
  connect: [
    {
      id: 'app_password',
      kind: 'fields',
      fields: [
        { key: 'handle', secret: false, required: true, example: 'you.bsky.social' },
        { key: 'password', secret: true, required: true, example: 'abcd-efgh-ijkl-mnop' },
        {
          key: 'service',
          secret: false,
          required: false,
          example: 'https://bsky.social',
          default: 'https://bsky.social',
        },
      ],
    },
    {
      id: 'oauth',
      kind: 'oauth',
      fields: [
        { key: 'handle', secret: false, required: true, example: 'you.bsky.social' },
        {
          key: 'service',
          secret: false,
          required: false,
          example: 'https://bsky.social',
          default: 'https://bsky.social',
        },
      ],
    },
  ],
}

export const bluesky: PlatformKnowledge = {
  rules,
  rulesFor: (limits) =>
    limits?.imageBytes && rules.media.images
      ? {
          ...rules,
          media: {
            ...rules.media,
            images: { ...rules.media.images, maxBytes: Math.min(rules.media.images.maxBytes, limits.imageBytes) },
          },
        }
      : rules,
  kindOf: usualKind,
  count: ({ text }, _index, _draft, { text: limit }) => ({
    used: countGraphemes(text),
    max: limit.max,
    bytes: countBytes(text),
    maxBytes: limit.maxBytes ?? null,
  }),
  check: (draft, effective) =>
    [
      ...checkCommon(draft, effective, (part, index) => bluesky.count(part, index, draft, effective)),
      ...checkReplyTo(draft),
      ...checkLanguages(draft),
      ...checkLink(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

function checkReplyTo({ settings }: PlatformDraft): Problem[] {
  const { replyTo } = settings
  if (typeof replyTo !== 'string' || replyTo.trim() === '' || parsePostAddress(replyTo)) return []
  return [{ ...problem('error', 'reply_to_unreadable', 'settings', {}, ['open_settings']), setting: 'replyTo' }]
}

function checkLanguages({ settings }: PlatformDraft): Problem[] {
  const { languages } = settings
  if (!Array.isArray(languages) || languages.length <= 3) return []
  return [
    {
      ...problem('error', 'setting_too_many', 'settings', { count: languages.length, max: 3 }, ['open_settings']),
      setting: 'languages',
    },
  ]
}

/** A post has pictures or a card, not both: a link chosen for the post would then be in neither. */
function checkLink({ link, parts, settings }: PlatformDraft): Problem[] {
  const [first] = parts
  if (!link || !first || first.text.includes(link)) return []
  if (first.media.length === 0 && settings['linkCard'] !== false) return []
  return [{ ...problem('warning', 'link_not_shown', 'text', {}, []), part: 0 }]
}

/** Where a post is named: `at://did/app.bsky.feed.post/key`, or its address on bsky.app or a site like it. Null where it is neither. */
export function parsePostAddress(address: string): { repo: string; rkey: string } | null {
  const match =
    /^at:\/\/([^/?#]+)\/app\.bsky\.feed\.post\/([A-Za-z0-9._:~-]+)$/.exec(address.trim()) ??
    /^https?:\/\/[^/]+\/profile\/([^/?#]+)\/post\/([A-Za-z0-9._:~-]+)\/?(?:[?#].*)?$/.exec(address.trim())
  const [, repo, rkey] = match ?? []
  return repo !== undefined && rkey !== undefined ? { repo: repo.replaceAll('%3A', ':').replace(/^@/, ''), rkey } : null
}
