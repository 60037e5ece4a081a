import { Temporal } from 'temporal-polyfill'
import type { Account } from '../../../../contract/accounts.ts'
import type { Asset } from '../../../../contract/assets.ts'
import {
  type AccountLimits,
  type Fix,
  knowledgeOf,
  type MediaFacts,
  type MediaRules,
  type PlatformDraft,
  type PlatformRules,
  platforms,
  type Problem,
  type SupportedPlatform,
  type TextCount,
} from '../../../../contract/platforms/index.ts'
import { type CheckedWorkspace, preflight } from '../../../../contract/platforms/preflight.ts'
import { type Draft, type EditedPart, hasOwnText, newPart, partsOf, type Target } from './draft.ts'
import { all, type Edit, exchangeMedia, makeOwnText, mergeAll, removeMedia, replacePart, setText } from './edits.ts'
import { shorten, splitIntoThread } from './split.ts'

export type Assets = ReadonlyMap<string, Asset>

export function isSupported(platform: string): platform is SupportedPlatform {
  return platform in platforms
}

/** The rules that hold for one account, with what its server announced; null where this version cannot publish there. */
export function rulesOf(account: Account): PlatformRules | null {
  return isSupported(account.platform) ? knowledgeOf(account.platform).rulesFor(account.limits as AccountLimits) : null
}

/** What the settings of an account's variant come to: the platform's defaults, and over them its own. */
export function settingsOf(draft: Draft, account: Account): Record<string, unknown> {
  const defaults = Object.fromEntries((rulesOf(account)?.fields ?? []).map((field) => [field.key, field.default]))
  const variant = draft.variants.find((one) => one.accountId === account.id)
  return { ...defaults, ...(variant ? variant.settings : account.defaults) }
}

function factsOf(media: EditedPart['media'], assets: Assets): MediaFacts[] {
  return media.flatMap(({ assetId, alt }) => {
    const asset = assets.get(assetId)
    return asset ? [{ ...asset, assetId, alt: alt ?? asset.alt }] : []
  })
}

/** What `account` would get, as the checks and the preview read it. */
export function platformDraft(draft: Draft, account: Account, assets: Assets): PlatformDraft {
  return {
    title: draft.title,
    parts: partsOf(draft, account.id).map((part) => ({ text: part.text, media: factsOf(part.media, assets) })),
    link: draft.link,
    settings: settingsOf(draft, account),
  }
}

/** How much of its limit a part uses at `account`; null where there is no limit to speak of. */
export function countFor(draft: Draft, account: Account, assets: Assets, index: number): TextCount | null {
  const rules = rulesOf(account)
  if (!rules || !isSupported(account.platform) || rules.text.unit === 'none') return null
  const whole = platformDraft(draft, account, assets)
  const part = whole.parts[index]
  return part ? knowledgeOf(account.platform).count(part, index, whole, rules) : null
}

/** Whether a text, standing as part `index`, is within what `account` takes. */
export function fitsFor(draft: Draft, account: Account, assets: Assets, index: number): (text: string) => boolean {
  const rules = rulesOf(account)
  if (!rules || !isSupported(account.platform) || rules.text.unit === 'none') return () => true
  const knowledge = knowledgeOf(account.platform)
  const whole = platformDraft(draft, account, assets)
  return (text) => {
    const count = knowledge.count({ text }, index, whole, rules)
    return count.used <= count.max && (count.maxBytes === null || count.bytes <= count.maxBytes)
  }
}

/** The moment the draft is meant to go out. */
export function dueOf({ when }: Draft): number | null {
  return when && Temporal.PlainDateTime.from(when.wallTime).toZonedDateTime(when.zone).epochMilliseconds
}

/**
 * Everything that stands in the way of `account`: the very checks the studio makes before sending. Files whose facts have not arrived yet are
 * not judged.
 */
export function problemsFor(
  draft: Draft,
  account: Account,
  assets: Assets,
  workspace: CheckedWorkspace,
  now = Date.now(),
): Problem[] {
  const parts = partsOf(draft, account.id).map((part) => ({
    text: part.text,
    media: part.media.filter(({ assetId }) => assets.has(assetId)),
  }))
  const known = (id: string) => {
    const asset = assets.get(id)
    return asset && { ...asset, assetId: id, deleted: asset.deletedAt !== null, missing: false }
  }
  return preflight(
    { title: draft.title, link: draft.link, parts },
    { parts, settings: settingsOf(draft, account) },
    account,
    known,
    { due: dueOf(draft), now },
    workspace,
  )
}

/** Whether the settings of a variant are others than its account starts with. */
export function settingsDiffer(draft: Draft, account: Account): boolean {
  const variant = draft.variants.find((one) => one.accountId === account.id)
  return variant !== undefined && JSON.stringify(variant.settings) !== JSON.stringify(account.defaults)
}

/** Whether an account gets anything else than the base and its defaults. */
export function differs(draft: Draft, account: Account): boolean {
  return hasOwnText(draft, account.id) || settingsDiffer(draft, account)
}

/** A problem and the accounts it stands in the way of. */
export interface Found {
  readonly problem: Problem
  readonly accounts: readonly Account[]
}

/** The same problem at several accounts is one line; errors come first. */
export function groupProblems(
  byAccount: readonly { readonly account: Account; readonly problems: readonly Problem[] }[],
): Found[] {
  const found = new Map<string, { problem: Problem; accounts: Account[] }>()
  for (const { account, problems } of byAccount) {
    for (const problem of problems) {
      const key = JSON.stringify([problem.code, problem.part, problem.media, problem.setting, problem.params])
      const known = found.get(key)
      if (known) known.accounts.push(account)
      else found.set(key, { problem, accounts: [account] })
    }
  }
  return [...found.values()].sort(
    (a, b) => Number(a.problem.severity === 'warning') - Number(b.problem.severity === 'warning'),
  )
}

/**
 * Where a fix is to be made: in the base when everybody who uses the base has the problem, else in the own text of each
 * that has it, so that mending one account never shortens another's.
 */
function targetsOf(draft: Draft, { accounts }: Pick<Found, 'accounts'>): { targets: Target[]; prepare: Edit[] } {
  const onBase = draft.variants
    .filter((variant) => variant.parts === null)
    .map((variant) => variant.accountId as string)
  const own = accounts.filter((account) => hasOwnText(draft, account.id)).map((account): Target => account.id)
  const based = accounts.filter((account) => !hasOwnText(draft, account.id)).map((account) => account.id as string)
  if (based.length === 0) return { targets: own, prepare: [] }
  if (onBase.every((id) => based.includes(id))) return { targets: [null, ...own], prepare: [] }
  return { targets: [...own, ...based], prepare: based.map((id) => makeOwnText(id)) }
}

/** The edit that mends `found` in one of the ways a machine can; null where only the person can. */
export function fixEdit(fix: Fix, found: Found, assets: Assets): Edit | null {
  const change = changes[fix]
  if (!change) return null
  return (draft) => {
    const { targets, prepare } = targetsOf(draft, found)
    const prepared = all(...prepare)(draft)
    return targets.reduce((one, target) => change(found, target, assets)(one), prepared)
  }
}

/** Lets accounts use another file in the place of one: in the base where all who use the base are among them, else in a text of their own. */
export function exchangeFile(accounts: readonly Account[], from: string, to: Asset['id']): Edit {
  return (draft) => {
    const { targets, prepare } = targetsOf(draft, { accounts })
    return all(...prepare, ...targets.map((target) => exchangeMedia(target, from, to)))(draft)
  }
}

/** What `account` takes of files, for what the draft is to it; null where this version cannot publish there. */
export function mediaRulesOf(draft: Draft, account: Account, assets: Assets): MediaRules | null {
  const rules = rulesOf(account)
  if (!rules || !isSupported(account.platform)) return null
  return knowledgeOf(account.platform).mediaFor?.(platformDraft(draft, account, assets), rules) ?? rules.media
}

type Change = (found: Found, target: Target, assets: Assets) => Edit

const changes: Partial<Record<Fix, Change>> = {
  shorten: (found, target, assets) => (draft) => {
    const part = partOf(draft, target, found)
    return part ? setText(target, part.key, shorten(part.text, fitsAll(draft, found, assets)))(draft) : draft
  },
  split_into_thread: (found, target, assets) => (draft) => {
    const part = partOf(draft, target, found)
    return part
      ? replacePart(target, part.key, splitIntoThread(part.text, fitsAll(draft, found, assets)))(draft)
      : draft
  },
  merge_parts: (_found, target) => mergeAll(target),
  remove_media: (found, target) => (draft) => {
    const part = partOf(draft, target, found)
    if (!part) return draft
    const { code, media = 0 } = found.problem
    // Too many: all from the first that is too much. A mix: what is not of the first one's kind. Else the one at fault.
    const last = code === 'too_many_media' ? part.media.length - 1 : media
    const edits: Edit[] = []
    for (let index = last; index >= media; index--) edits.push(removeMedia(target, part.key, index))
    return all(...edits)(draft)
  },
}

function partOf(draft: Draft, target: Target, { problem }: Found): EditedPart | undefined {
  return partsOf(draft, target)[problem.part ?? 0]
}

function fitsAll(draft: Draft, { accounts, problem }: Found, assets: Assets): (text: string) => boolean {
  const fits = accounts.map((account) => fitsFor(draft, account, assets, problem.part ?? 0))
  return (text) => fits.every((one) => one(text))
}

/** A part for text that was pasted or linked into a new post. */
export function startParts(text: string | undefined): readonly EditedPart[] {
  return [newPart(text ?? '')]
}
