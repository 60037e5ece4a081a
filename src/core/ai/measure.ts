import { countGraphemes } from '../../contract/platforms/text.ts'
import { knowledgeOf, platforms, type PlatformRules, type SupportedPlatform } from '../../contract/platforms/index.ts'
import type { WrittenFor, WrittenText } from '../../contract/ai/tasks.ts'
import { said } from '../../contract/sentences/index.ts'
import { unprocessable } from '../errors.ts'
import { getAccount } from '../store/accounts.ts'
import type { Read } from '../store/tx.ts'

/** How a text is counted, and how long it may be. */
export interface Measure {
  /** The platform's own name; empty where it is for none. */
  readonly platform: string
  readonly rules: PlatformRules | null
  readonly unit: string
  /** In `unit`s; null where there is no limit. */
  readonly max: number | null
  count(text: string): number
}

/** By an account's or a platform's own counter. Throws `unprocessable` for accounts that are not connected and platforms without rules. */
export function measureFor(db: Read, wanted: WrittenFor | undefined, max: number | null = null, path = 'for'): Measure {
  if (!wanted) return { platform: '', rules: null, unit: 'grapheme', max, count: countGraphemes }
  const account = 'account' in wanted ? getAccount(db, wanted.account) : null
  if (account === undefined || (account && account.disconnectedAt !== null))
    throw unprocessable([{ path, says: said('account_not_connected') }])
  const platform = account ? account.platform : 'platform' in wanted ? wanted.platform : 'practice'
  if (!(platform in platforms)) throw unprocessable([{ path, says: said('ai_no_rules', { platform }) }])
  const knowledge = knowledgeOf(platform as SupportedPlatform)
  const rules = knowledge.rulesFor(account ? account.limits : null)
  const draft = { title: '', link: null, settings: {}, parts: [] }
  const count = (text: string) => knowledge.count({ text }, 0, { ...draft, parts: [{ text, media: [] }] }, rules)
  const most = count('').max
  const own = Number.isFinite(most) ? most : null
  return {
    platform: rules.name,
    rules,
    unit: rules.text.unit,
    max: max === null ? own : own === null ? max : Math.min(max, own),
    count: (text) => count(text).used,
  }
}

/** A text as the contract tells it: counted, with what should be known of it. */
export function written(
  text: string,
  measure: Measure | null,
  rounds: number,
  warnings: WrittenText['warnings'],
): WrittenText {
  const count = measure && (measure.platform !== '' || measure.max !== null)
  return {
    text,
    count: count ? { used: measure.count(text), max: measure.max, unit: measure.unit } : null,
    fits: fits(text, measure),
    rounds,
    warnings,
  }
}

export function fits(text: string, measure: Measure | null): boolean {
  return !measure || measure.max === null || measure.count(text) <= measure.max
}
