import { problem } from '../../contract/platforms/check.ts'
import { knowledgeOf, platforms, type SupportedPlatform } from '../../contract/platforms/index.ts'
import type { PlatformRules, Problem } from '../../contract/platforms/types.ts'
import type { Part } from '../../contract/posts.ts'
import type { Platform } from '../../contract/vocabulary.ts'

/** Rules of a platform of this version; null for others. */
export function rulesOf(platform: string): PlatformRules | null {
  return Object.hasOwn(platforms, platform) ? knowledgeOf(platform as SupportedPlatform).rules : null
}

/** Whether a comment of its own goes under a post there by another door than a reply: as the first comment does. */
export function hasComments(platform: Platform): boolean {
  const rules = rulesOf(platform)
  return rules !== null && !rules.thread && rules.firstComment !== null
}

/** What stands against a comment that goes under a post: of what a post is checked for, only its account and time matter. */
export function commentProblems(platform: Platform, parts: readonly Part[], asPost: readonly Problem[]): Problem[] {
  const text = parts[0]?.text.trim() ?? ''
  const max = rulesOf(platform)?.firstComment?.max ?? 0
  const over = [...text].length - max
  const own: Problem[] = []
  if (text === '') own.push({ ...problem('error', 'text_empty', 'text', {}, []), part: 0 })
  if (over > 0) own.push({ ...problem('error', 'text_too_long', 'text', { over, max }, ['shorten']), part: 0 })
  return [...own, ...asPost.filter(({ field }) => field === 'account' || field === 'when')]
}
