import type { Account } from '../../contract/accounts.ts'
import {
  knowledgeOf,
  platforms,
  type AccountLimits,
  type PlatformKnowledge,
  type PlatformRules,
  type SupportedPlatform,
} from '../../contract/platforms/index.ts'

/** A platform as an agent needs to know it before it writes for it: what it takes, what it ignores, what it charges, what needs a person. */
export function platformFacts(platform: SupportedPlatform, limits: AccountLimits | null = null) {
  const knowledge = knowledgeOf(platform)
  const rules = knowledge.rulesFor(limits)
  const { text, media, thread, title, firstComment, fields, kinds, daily, edit, remoteDelete } = rules
  return {
    platform,
    name: rules.name,
    kinds,
    text: { ...text, max: Number.isFinite(text.max) ? text.max : null },
    parts: thread ? 'several make a thread' : 'one',
    title: title === true ? 'optional' : title === false ? 'ignored' : title,
    firstComment,
    media: {
      ...media,
      fromUrl:
        media.fromUrl === undefined
          ? null
          : `the platform fetches ${media.fromUrl} from an address: needs a media host`,
    },
    canEditAfterwards: edit,
    canDeleteAfterwards: remoteDelete,
    postsPerDay: daily ?? null,
    ignores: ignoredBy(rules),
    charges: chargesOf(knowledge),
    needsAPerson: rules.review
      ? 'the platform may have to review the person’s own app first; connecting is done in the window'
      : 'connecting is done in the window',
    settings: fields,
  }
}

/** Fields of a post that never reach this platform. */
function ignoredBy({ title, linkCard, firstComment, thread, media }: PlatformRules): string[] {
  return [
    ...(title === false ? ['title'] : []),
    ...(linkCard ? [] : ['a card for `link`: its address goes into the text']),
    ...(firstComment ? [] : ['settings.firstComment']),
    ...(thread ? [] : ['threads: a post of several parts is refused']),
    ...(media.altMax === 0 ? ['alt texts'] : []),
    ...(media.images || media.video || media.documents ? [] : ['files']),
  ]
}

function chargesOf(knowledge: PlatformKnowledge): string | null {
  return knowledge.cost ? 'The platform bills the person’s own app for each post; preview_post tells how much.' : null
}

/** An account with the rules that hold for it. */
export function accountFacts(account: Account) {
  const { id, platform, name, displayHandle, kind, url, health, quota, waiting, defaults, limits } = account
  const rules = isSupported(platform) ? platformFacts(platform, limits as AccountLimits) : null
  return { id, name, displayHandle, kind, url, health, quota, waiting, defaults, platform, rules }
}

export function isSupported(platform: string): platform is SupportedPlatform {
  return Object.hasOwn(platforms, platform)
}

export const platformNames = Object.keys(platforms) as readonly SupportedPlatform[]
