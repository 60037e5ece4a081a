import type { Account } from '../accounts.ts'
import type { PostContent, Variant } from '../posts.ts'
import { problem } from './check.ts'
import { dayOf } from './daily.ts'
import { knowledgeOf, platforms, type SupportedPlatform } from './index.ts'
import type { AccountLimits, MediaFacts, PlatformDraft, PlatformRules, Problem } from './types.ts'

/** What the checks need to know of a file: its facts, and whether it can still be read. */
export interface AssetFacts extends MediaFacts {
  /** In the bin: still sent for posts that use it, and worth a word. */
  readonly deleted: boolean
  /** Its file is gone from the disk. */
  readonly missing: boolean
}

/** Facts of a file; undefined where the library has no such file. */
export type FactsOf = (assetId: string) => AssetFacts | undefined

/** The account as the checks see it; a contract `Account` is one. */
export type CheckedAccount = Pick<Account, 'platform' | 'name' | 'limits'> & {
  readonly health: Pick<Account['health'], 'state' | 'expiresAt'>
}

export type CheckedContent = Pick<PostContent, 'title' | 'parts' | 'link'>

/** When it is meant to go out and what time it is, in milliseconds since 1970 UTC. */
export interface CheckedTime {
  readonly due: number | null
  readonly now: number
}

/** What else of the workspace decides whether a post can go. */
export interface CheckedWorkspace {
  /** Whether it has a media host to count on. */
  readonly mediaHost: boolean
  /** How many other posts of this account went out or are due from one moment on and before another; undefined while that is not known. */
  readonly othersDue?: ((from: number, to: number) => number) | undefined
}

/** What one account would get: the variant over the base, with the facts of its files. A file that is gone keeps its place. */
export function draftFor(
  content: CheckedContent,
  variant: Pick<Variant, 'parts' | 'settings'> | null,
  factsOf: FactsOf,
): PlatformDraft {
  return {
    title: content.title,
    link: content.link,
    settings: variant?.settings ?? {},
    parts: (variant?.parts ?? content.parts).map(({ text, media }) => ({
      text,
      media: media.map(({ assetId, alt }): MediaFacts => {
        const facts = factsOf(assetId)
        return facts ? { ...facts, alt: alt ?? facts.alt } : { ...unknownFile, assetId }
      }),
    })),
  }
}

const unknownFile: Omit<MediaFacts, 'assetId'> = {
  kind: 'other',
  type: '',
  bytes: 0,
  width: null,
  height: null,
  durationMs: null,
  animated: false,
  alt: '',
}

/**
 * Every problem of one account's version of a post, errors first: the account itself, the time, its files, and all the platform's own rules.
 * The composer and the core both ask this, so what the one shows the other refuses.
 */
export function preflight(
  content: CheckedContent,
  variant: Pick<Variant, 'parts' | 'settings'> | null,
  account: CheckedAccount | null,
  factsOf: FactsOf,
  time: CheckedTime,
  workspace: CheckedWorkspace,
): Problem[] {
  if (!account) return [problem('error', 'account_gone', 'account', {}, [])]
  if (!(account.platform in platforms))
    return [problem('error', 'platform_unsupported', 'account', { platform: account.platform }, [])]
  const knowledge = knowledgeOf(account.platform as SupportedPlatform)
  const rules = knowledge.rulesFor(account.limits as AccountLimits)
  const draft = draftFor(content, variant, factsOf)
  const effective = { ...rules, media: knowledge.mediaFor?.(draft, rules) ?? rules.media }
  const files = checkFiles(draft, factsOf)
  const gone = new Set(files.filter(({ code }) => code === 'media_missing').map(place))
  const found = knowledge
    .check(draft, effective)
    .filter((one) => one.media === undefined || one.code === 'too_many_media' || !gone.has(place(one)))
  const chosen = checkChosenFiles(draft, rules, factsOf)
  const host: Problem[] =
    needsMediaHost(draft, effective) && !workspace.mediaHost
      ? [problem('error', 'media_host_needed', 'media', { platform: rules.name }, ['set_up_media_host'])]
      : []
  const all = [
    ...checkAccount(account, time),
    ...files,
    ...chosen,
    ...found,
    ...host,
    ...checkTime(time),
    ...checkDay(rules, time, workspace),
  ]
  return all.sort((a, b) => Number(a.severity === 'warning') - Number(b.severity === 'warning'))
}

/** Whether the platform would fetch a file of `draft` from an address, a cover or thumbnail included. */
export function needsMediaHost({ parts, settings }: PlatformDraft, { media, fields }: PlatformRules): boolean {
  if (media.fromUrl === undefined) return false
  const kinds = parts.flatMap((part) => part.media.map(({ kind }) => kind))
  const covers = fields.some(
    ({ key, kind }) => kind === 'asset' && typeof settings[key] === 'string' && settings[key] !== '',
  )
  return covers || (media.fromUrl === 'all' ? kinds.length > 0 : kinds.includes('image'))
}

const place = ({ part, media }: Problem) => `${part}:${media}`

function checkAccount({ name, health }: CheckedAccount, { due, now }: CheckedTime): Problem[] {
  if (health.state === 'broken')
    return [problem('error', 'account_broken', 'account', { account: name }, ['reconnect'])]
  // A locked vault opens before it is due, or the post waits for it: no reason to refuse the plan.
  if (health.state === 'locked')
    return [problem('warning', 'account_locked', 'account', { account: name }, ['open_settings'])]
  if (health.expiresAt === null || Date.parse(health.expiresAt) > (due ?? now)) return []
  return [
    problem('warning', 'account_expires', 'account', { account: name, date: health.expiresAt.slice(0, 10) }, [
      'reconnect',
    ]),
  ]
}

function checkTime({ due, now }: CheckedTime): Problem[] {
  return due !== null && due < now ? [problem('warning', 'when_past', 'when', {}, ['pick_time'])] : []
}

/** The platform counts what it gets, and from other programs too: our own count can only warn. */
function checkDay({ daily, name }: PlatformRules, { due }: CheckedTime, { othersDue }: CheckedWorkspace): Problem[] {
  if (!daily || due === null || !othersDue) return []
  const { from, to } = dayOf(daily, due)
  if (othersDue(from, to) < daily.max) return []
  return [problem('warning', 'day_full', 'when', { platform: name, max: daily.max }, ['pick_time'])]
}

function checkFiles(draft: PlatformDraft, factsOf: FactsOf): Problem[] {
  return draft.parts.flatMap(({ media }, part) =>
    media.flatMap(({ assetId }, position): Problem[] => {
      const facts = factsOf(assetId)
      const params = { position: position + 1 }
      if (!facts || facts.missing)
        return [{ ...problem('error', 'media_missing', 'media', params, ['remove_media']), part, media: position }]
      return facts.deleted
        ? [{ ...problem('warning', 'media_deleted', 'media', params, []), part, media: position }]
        : []
    }),
  )
}

/** Files that settings name: a cover, a thumbnail. */
function checkChosenFiles({ settings }: PlatformDraft, { fields }: PlatformRules, factsOf: FactsOf): Problem[] {
  return fields.flatMap(({ key, kind }): Problem[] => {
    const id = settings[key]
    if (kind !== 'asset' || typeof id !== 'string' || id === '') return []
    const facts = factsOf(id)
    return !facts || facts.missing
      ? [{ ...problem('error', 'setting_file_missing', 'settings', { setting: key }, ['open_settings']), setting: key }]
      : []
  })
}
