import { checkCommon, problem, usualKind } from './check.ts'
import { checkPoll, readPoll, type Poll } from './poll.ts'
import { countBytes, withLink } from './text.ts'
import type { PlatformDraft, PlatformKnowledge, PlatformRules, PostKind, Problem } from './types.ts'

/**
 * What Reddit takes. Sources: redditwarp's notes on POST /api/submit (title 300, text 40,000, flair text 64, a video needs a picture for its cover,
 * a gallery more than one picture, a poll 1 to 7 days), praw-dev/praw (captions of 180; recorded leases of uploads: pictures up to 20,971,520
 * bytes), reddit-archive/reddit (comments of 10,000). 20 pictures in a gallery: r/modnews of 2020-06-30. Video of 15 minutes and 1 GB, and two to
 * six answers of 120 characters, are what Reddit's own page says. None of it is documented by Reddit for programs; README.md of the publisher
 * says how sure each is.
 */
const rules: PlatformRules = {
  platform: 'reddit',
  name: 'Reddit',
  kinds: ['text', 'link', 'image', 'carousel', 'video', 'poll'],
  text: { unit: 'codepoint', max: 40_000 },
  media: {
    max: 20,
    images: { types: ['image/jpeg', 'image/png', 'image/gif'], maxBytes: 20_971_520 },
    video: { types: ['video/mp4', 'video/quicktime'], maxBytes: 1_000_000_000, maxSeconds: 900 },
    mix: false,
    // Reddit's API has no place for one.
    altMax: 0,
  },
  thread: false,
  mediaAlone: true,
  title: { max: 300, required: true },
  firstComment: { max: 10_000 },
  edit: true,
  remoteDelete: true,
  nativeSchedule: false,
  linkCard: false,
  fields: [
    { key: 'subreddit', kind: 'select', optionsFrom: 'subreddits', default: '', required: true },
    { key: 'flair', kind: 'select', optionsFrom: 'flairs', dependsOn: 'subreddit', default: '' },
    { key: 'flairText', kind: 'text', default: '', max: 64, when: { key: 'flair', isSet: true } },
    { key: 'firstComment', kind: 'longtext', default: '' },
    { key: 'nsfw', kind: 'toggle', default: false },
    { key: 'spoiler', kind: 'toggle', default: false },
    { key: 'sendReplies', kind: 'toggle', default: true },
    { key: 'resubmit', kind: 'toggle', default: false },
    { key: 'poll', kind: 'poll', default: null, max: 6, answers: [] },
    { key: 'captions', kind: 'longtext', default: '' },
    { key: 'links', kind: 'longtext', default: '' },
    { key: 'cover', kind: 'asset', accepts: 'image', default: null },
    { key: 'silent', kind: 'toggle', default: false },
  ],
  connect: [
    {
      id: 'oauth',
      kind: 'oauth',
      fields: [],
      app: [
        { key: 'clientId', secret: false, required: true, example: 'p-jcoLKBynTLew' },
        { key: 'clientSecret', secret: true, required: false, example: '' },
      ],
      redirect: { kind: 'fixed', host: 'localhost' },
    },
    {
      id: 'token',
      kind: 'fields',
      fields: [{ key: 'refreshToken', secret: true, required: true, example: '' }],
      app: [
        { key: 'clientId', secret: false, required: true, example: 'p-jcoLKBynTLew' },
        { key: 'clientSecret', secret: true, required: false, example: '' },
      ],
    },
  ],
  review: true,
}

const captionCharacters = 180
const pollLimits = { options: 6, optionCharacters: 120, minSeconds: 86_400, maxSeconds: 7 * 86_400 }

/** The settings of a variant, read with care: what is missing or of another shape is the default. */
export interface RedditSettings {
  /** Name of a community as addresses have it, or `u_` and one's own name for the profile; empty where it is none. */
  readonly subreddit: string
  /** Id of a flair of that community, or empty. */
  readonly flair: string
  /** In place of the flair's own words, where the community lets them be changed. */
  readonly flairText: string
  readonly nsfw: boolean
  readonly spoiler: boolean
  readonly sendReplies: boolean
  /** Sends a link although the community has it already. */
  readonly resubmit: boolean
  readonly poll: Poll | null
  /** One for each picture of a gallery, in their order; empty for none. */
  readonly captions: readonly string[]
  readonly links: readonly string[]
  /** The video plays in a loop, without its sound. */
  readonly silent: boolean
}

export function redditSettings(settings: Readonly<Record<string, unknown>>): RedditSettings {
  const { subreddit, flair, flairText, poll, captions, links } = settings
  const words = (value: unknown) => (typeof value === 'string' ? value.trim() : '')
  const lines = (value: unknown) => (typeof value === 'string' ? value.split(/\r?\n/).map((line) => line.trim()) : [])
  return {
    subreddit: nameOf(words(subreddit)),
    flair: words(flair),
    flairText: words(flair) === '' ? '' : words(flairText),
    nsfw: settings['nsfw'] === true,
    spoiler: settings['spoiler'] === true,
    sendReplies: settings['sendReplies'] !== false,
    resubmit: settings['resubmit'] === true,
    poll: readPoll(poll),
    captions: lines(captions),
    links: lines(links),
    silent: settings['silent'] === true,
  }
}

/** `r/pics`, `/r/pics/` and `pics` are one community, `u/ada` and `u_ada` one profile. */
function nameOf(typed: string): string {
  const [, kind = 'r', name = ''] = /^\/?(?:(r|u|user)\/)?([A-Za-z0-9_-]{2,50})\/?$/.exec(typed) ?? []
  return kind === 'r' || name === '' ? name : `u_${name}`
}

/** A community as people write it. */
export function placeName(subreddit: string): string {
  return subreddit.startsWith('u_') ? `u/${subreddit.slice(2)}` : `r/${subreddit}`
}

/** What stands below the title: only a link post has a place of its own for the link. */
export function redditBody(draft: PlatformDraft): string {
  const text = draft.parts[0]?.text.trim() ?? ''
  return kindOf(draft) === 'link' ? text : withLink(text, draft.link)
}

export const reddit: PlatformKnowledge = {
  rules,
  rulesFor: () => rules,
  kindOf,
  count: ({ text }, index, draft, { text: limit }) => {
    const sent = index === 0 ? redditBody({ ...draft, parts: [{ text, media: draft.parts[0]?.media ?? [] }] }) : text
    return { used: [...sent].length, max: limit.max, bytes: countBytes(sent), maxBytes: null }
  },
  check: (draft, effective) =>
    [
      ...checkCommon(draft, effective, (part, index) => reddit.count(part, index, draft, effective))
        // A title is enough.
        .filter(({ code, part }) => code !== 'text_empty' || part !== 0),
      ...checkPoll(redditSettings(draft.settings).poll, pollLimits, {
        files: draft.parts[0]?.media.length ?? 0,
        count: (text) => [...text].length,
      }),
      ...checkPlace(draft),
      ...checkGallery(draft),
      ...checkCover(draft),
    ].sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning')),
}

function kindOf(draft: PlatformDraft): PostKind {
  return redditSettings(draft.settings).poll ? 'poll' : usualKind(draft)
}

/** What is written for the community, but is no name of one. */
function checkPlace({ settings }: PlatformDraft): Problem[] {
  const { subreddit: typed } = settings
  const unreadable = typeof typed === 'string' && typed !== '' && redditSettings(settings).subreddit === ''
  return unreadable ? [atSetting('setting_choice', 'subreddit', { platform: rules.name, setting: 'subreddit' })] : []
}

/** What stands beside a single picture is not sent, and harms nothing. */
function checkGallery(draft: PlatformDraft): Problem[] {
  if (kindOf(draft) !== 'carousel') return []
  const { captions, links } = redditSettings(draft.settings)
  const longest = Math.max(0, ...captions.map((caption) => [...caption].length))
  const found: (Problem | false)[] = [
    longest > captionCharacters &&
      atSetting('setting_too_long', 'captions', {
        setting: 'captions',
        over: longest - captionCharacters,
        max: captionCharacters,
      }),
    links.some((address) => address !== '' && !/^https?:\/\/\S+$/.test(address)) &&
      atSetting('setting_not_an_address', 'links', { setting: 'links' }),
  ]
  return found.filter((one) => one !== false)
}

/** Reddit takes no video without a picture for its cover, and makes none itself. */
function checkCover(draft: PlatformDraft): Problem[] {
  const { cover } = draft.settings
  const missing = kindOf(draft) === 'video' && (typeof cover !== 'string' || cover === '')
  return missing ? [atSetting('setting_missing', 'cover', { platform: rules.name, setting: 'cover' })] : []
}

function atSetting(code: string, setting: string, params: Problem['params']): Problem {
  return { ...problem('error', code, 'settings', params, ['open_settings']), setting }
}
