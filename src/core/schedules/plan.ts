import { isAbsolute } from 'node:path'
import type { Interaction } from '../../contract/interaction.ts'
import type { Problem } from '../../contract/platforms/types.ts'
import type { Part, PostContent, Variant } from '../../contract/posts.ts'
import type { ScheduleAsset, ScheduleRow } from '../../contract/schedules.ts'
import { said } from '../../contract/sentences/index.ts'
import type { AccountId, AssetId } from '../../contract/vocabulary.ts'
import { wrongSetting } from '../accounts/check-input.ts'
import type { WrongField } from '../errors.ts'
import { rulesOf } from '../posts/comment.ts'
import { planTime, type PlannedTime } from '../scheduling/wall-time.ts'
import type { AccountRow } from '../store/accounts.ts'
import type { ReadDocument, ReadRow } from './read.ts'

type GivenFile = { readonly path: string } | { readonly url: string }

/** What a file that was taken in is known by. */
export function nameOf(given: GivenFile): string {
  return 'path' in given ? given.path : given.url
}

/** A file that is taken into the library when the document is applied. */
export interface FileToTake {
  readonly given: GivenFile
  readonly at: string
  readonly alt: string | undefined
}

/** A row as it would become a post. */
export interface PlannedRow {
  readonly index: number
  readonly path: string
  readonly list: number
  readonly step: string | null
  readonly interaction: Interaction
  readonly parent: PlannedRow | null
  readonly review: 'idea' | 'draft'
  readonly content: PostContent
  readonly accounts: readonly AccountRow[]
  readonly when: PlannedTime | null
  readonly slot: boolean
  readonly files: readonly FileToTake[]
  /** Whether its text and files are known: some could not be read, or are yet to be taken in. */
  readonly whole: boolean
  /** What is wrong besides each account's own checks. */
  readonly wrong: readonly WrongField[]
}

/** What planning looks things up in. */
export interface PlanLookup {
  /** A connected account by id or handle. */
  account(name: string): AccountRow | undefined
  hasFile(assetId: string): boolean
  /** Files that were taken in, by their path or address. */
  readonly taken: ReadonlyMap<string, string>
}

/** Plans one row; its parent has been planned before. */
export function planRow(
  { mode, zone }: Pick<ReadDocument, 'mode' | 'zone'>,
  row: ReadRow & { readonly value: ScheduleRow },
  parent: PlannedRow | null,
  lookup: PlanLookup,
): PlannedRow {
  const { value, path } = row
  const interaction = value.interaction ?? (value.parentStep === undefined ? 'post' : 'reply')
  const wrong: WrongField[] = []
  const files: FileToTake[] = []
  const mediaOf = (assets: readonly ScheduleAsset[] | undefined, at: string) =>
    (assets ?? []).flatMap((asset, position) => mediaFor(asset, `${at}.${position}`, lookup, wrong, files))
  const partsOf = (parts: NonNullable<ScheduleRow['parts']>, at: string): Part[] =>
    parts.map(({ text, assets }, index) => ({ text, media: mediaOf(assets, `${at}.${index}.assets`) }))

  if (value.parts && (value.text !== undefined || value.assets !== undefined))
    wrong.push({ path: `${path}.parts`, says: said('schedule_text_or_parts') })
  const base = value.parts
    ? partsOf(value.parts, `${path}.parts`)
    : [{ text: value.text ?? '', media: mediaOf(value.assets, `${path}.assets`) }]

  const accounts: AccountRow[] = []
  const variants: Variant[] = []
  for (const wish of wishesOf(value, path)) {
    const account = lookup.account(wish.name)
    if (!account) {
      wrong.push({ path: wish.path, says: said('schedule_account_unknown') })
      continue
    }
    if (accounts.some(({ id }) => id === account.id)) {
      wrong.push({ path: wish.path, says: said('account_twice') })
      continue
    }
    accounts.push(account)
    const { target } = wish
    if (target?.parts && target.text !== undefined)
      wrong.push({ path: `${wish.at}.parts`, says: said('schedule_text_or_parts') })
    const own = target?.parts
      ? partsOf(target.parts, `${wish.at}.parts`)
      : target?.text === undefined
        ? null
        : [{ text: target.text, media: base[0]?.media ?? [] }]
    wrong.push(...wrongOwnSettings(account, target?.settings ?? {}, wish.at))
    const shared = sharedFor(account, value.settings ?? {})
    const settings = { ...(target ? {} : account.defaults), ...shared, ...target?.settings }
    variants.push({ accountId: account.id as AccountId, parts: own, settings })
    wrong.push(...wrongUnder(account, interaction, parent, wish.path, { parts: own ?? base, settings }))
  }
  const { broken } = row
  const named = ['account', 'accounts', 'targets'].some((field) => broken.has(field))
  if (
    mode === 'scheduled' &&
    accounts.length === 0 &&
    !named &&
    wrong.every(({ says }) => says.says !== 'schedule_account_unknown')
  )
    wrong.push({ path: `${path}.account`, says: said('choose_account') })
  wrong.push(...wrongShared(accounts, value.settings ?? {}, path))

  // Platforms take a link with the first part of a thread alone.
  if (interaction !== 'post' && value.link) wrong.push({ path: `${path}.link`, says: said('schedule_link_below') })

  const timeIsBroken = broken.has('publishAt') || broken.has('slot')
  const time = timeIsBroken ? { when: null, wrong: [] } : timeOf(value, path, { mode, zone }, parent)
  return {
    index: row.index,
    path,
    list: row.list,
    step: value.step ?? null,
    interaction,
    parent,
    review: value.review ?? 'draft',
    content: {
      title: value.title ?? '',
      parts: base,
      link: value.link ?? null,
      variants,
      labels: [...new Set(value.labels)],
    },
    accounts,
    when: time.when,
    slot: value.slot !== undefined,
    files,
    whole: files.length === 0 && !['text', 'parts', 'assets', 'targets'].some((field) => broken.has(field)),
    wrong: [...row.wrong, ...wrong, ...time.wrong],
  }
}

function mediaFor(
  asset: ScheduleAsset,
  at: string,
  lookup: PlanLookup,
  wrong: WrongField[],
  files: FileToTake[],
): Part['media'] {
  if (typeof asset === 'object' && !('id' in asset)) {
    const { alt, ...given } = asset
    const taken = lookup.taken.get(nameOf(given))
    if (taken !== undefined) return [{ assetId: taken as AssetId, alt: alt ?? null }]
    if ('url' in given) files.push({ given, at: `${at}.url`, alt })
    else if (isAbsolute(given.path)) files.push({ given, at: `${at}.path`, alt })
    else wrong.push({ path: `${at}.path`, says: said('path_absolute') })
    return []
  }
  const { id, alt = null } = typeof asset === 'string' ? { id: asset } : asset
  if (lookup.hasFile(id)) return [{ assetId: id, alt }]
  wrong.push({ path: typeof asset === 'string' ? at : `${at}.id`, says: said('file_not_in_library') })
  return []
}

interface Wish {
  readonly name: string
  readonly path: string
  /** Where what is its own stands. */
  readonly at: string
  readonly target?: NonNullable<ScheduleRow['targets']>[number]
}

/** Accounts a row names, by whichever of its fields. */
function wishesOf({ account, accounts = [], targets = [] }: ScheduleRow, path: string): Wish[] {
  return [
    ...(account === undefined ? [] : [{ name: account, path: `${path}.account`, at: path }]),
    ...accounts.map((name, index) => ({ name, path: `${path}.accounts.${index}`, at: path })),
    ...targets.map((target, index) => {
      const at = `${path}.targets.${index}`
      return { name: target.account, path: `${at}.account`, at, target }
    }),
  ]
}

function wrongOwnSettings({ platform }: AccountRow, settings: Record<string, unknown>, at: string): WrongField[] {
  const rules = rulesOf(platform)
  if (!rules) return []
  return Object.entries(settings).flatMap(([key, value]) => {
    const says = wrongSetting(rules, key, value)
    return says ? [{ path: `${at}.settings.${key.slice(0, 100)}`, says }] : []
  })
}

/** Settings of the row go to the accounts whose platform has them … */
function sharedFor({ platform }: AccountRow, settings: Record<string, unknown>): Record<string, unknown> {
  const fields = rulesOf(platform)?.fields ?? []
  return Object.fromEntries(Object.entries(settings).filter(([key]) => fields.some((field) => field.key === key)))
}

/** … and have to fit there; one that none of them has is a mistake. */
function wrongShared(accounts: readonly AccountRow[], settings: Record<string, unknown>, path: string): WrongField[] {
  if (accounts.length === 0) return []
  return Object.entries(settings).flatMap(([key, value]) => {
    const at = `${path}.settings.${key.slice(0, 100)}`
    const having = accounts.flatMap(({ platform }) => {
      const rules = rulesOf(platform)
      return rules?.fields.some((field) => field.key === key) ? [rules] : []
    })
    if (having.length === 0) return [{ path: at, says: said('schedule_setting_of_none') }]
    const says = having.map((rules) => wrongSetting(rules, key, value)).find((one) => one !== null)
    return says ? [{ path: at, says }] : []
  })
}

/** Whether the platform lets a reply or comment go out under its parent on this account. */
function wrongUnder(
  account: AccountRow,
  interaction: Interaction,
  parent: PlannedRow | null,
  path: string,
  { parts, settings }: { parts: readonly Part[]; settings: Readonly<Record<string, unknown>> },
): WrongField[] {
  if (interaction === 'post') return []
  const rules = rulesOf(account.platform)
  const platform = rules?.name ?? account.platform
  if (!rules || (!rules.thread && !rules.firstComment))
    return [{ path, says: said('schedule_comment_unsupported', { platform }) }]
  const wrong: WrongField[] = []
  const polls = rules.fields.filter(({ kind }) => kind === 'poll')
  if (polls.some(({ key }) => settings[key] !== undefined && settings[key] !== null))
    wrong.push({ path, says: said('schedule_poll_below') })
  if (interaction === 'reply' && !rules.thread)
    wrong.push({ path, says: said('schedule_reply_unsupported', { platform }) })
  if (interaction === 'comment' && (parts.length > 1 || (!rules.thread && parts.some(({ media }) => media.length > 0))))
    wrong.push({ path, says: said('schedule_comment_text') })
  if (parent && !parent.accounts.some(({ id }) => id === account.id))
    wrong.push({ path, says: said('schedule_parent_account') })
  if (interaction === 'comment' && !rules.thread && parent && parent.interaction !== 'post')
    wrong.push({ path, says: said('schedule_comment_of_reply', { platform }) })
  return wrong
}

function timeOf(
  { publishAt, slot, timezone }: ScheduleRow,
  path: string,
  { mode, zone }: Pick<ReadDocument, 'mode' | 'zone'>,
  parent: PlannedRow | null,
): { when: PlannedTime | null; wrong: WrongField[] } {
  if (publishAt !== undefined && slot !== undefined)
    return { when: null, wrong: [{ path: `${path}.slot`, says: said('schedule_time_or_slot') }] }
  if (slot !== undefined) return { when: null, wrong: [] }
  if (publishAt === undefined) {
    // Under its parent it goes out as soon as that is out.
    if (parent) return { when: parent.when, wrong: [] }
    return mode === 'draft'
      ? { when: null, wrong: [] }
      : { when: null, wrong: [{ path: `${path}.publishAt`, says: said('schedule_time_missing') }] }
  }
  const when = readTime(publishAt, timezone ?? zone)
  if (!when) return { when: null, wrong: [{ path: `${path}.publishAt`, says: said('schedule_time_wrong') }] }
  const early = parent?.when && when.at < parent.when.at
  return { when, wrong: early ? [{ path: `${path}.publishAt`, says: said('schedule_before_parent') }] : [] }
}

/** A document's time as a plan: a moment, or a wall time in its zone. Null where the calendar has no such day. */
export function readTime(time: string, zone: string): PlannedTime | null {
  try {
    return planTime(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(time.slice(10)) ? { at: time } : { wallTime: time, zone }, zone)
  } catch {
    return null
  }
}

/** Where in a row a platform's problem is. */
export function fieldOf(row: PlannedRow, accountId: string, { field, part, setting }: Problem): string {
  const own = row.content.variants.find((one) => one.accountId === accountId)?.parts ?? null
  switch (field) {
    case 'text':
    case 'media': {
      const inParts = part !== undefined && (own ?? row.content.parts).length > 1
      const name = field === 'text' ? 'text' : 'assets'
      return inParts ? `${row.path}.parts.${part}.${name}` : `${row.path}.${name}`
    }
    case 'settings':
      return setting === undefined ? `${row.path}.settings` : `${row.path}.settings.${setting}`
    case 'when':
      return `${row.path}.publishAt`
    case 'account':
      return `${row.path}.account`
    case 'title':
      return `${row.path}.title`
  }
}
