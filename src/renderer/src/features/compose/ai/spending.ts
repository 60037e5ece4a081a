import type { AiPreview } from '../../../../../contract/ai/index.ts'
import type { AiSpending } from '../../../../../contract/ai/usage.ts'

/** What is left of the cap that ends first; null without a cap. */
export function leftOf({ day, month }: AiSpending): { readonly usd: number; readonly period: 'day' | 'month' } | null {
  if (day.leftUsd === null && month.leftUsd === null) return null
  const isDay = month.leftUsd === null || (day.leftUsd !== null && day.leftUsd <= month.leftUsd)
  return isDay ? { usd: day.leftUsd ?? 0, period: 'day' } : { usd: month.leftUsd ?? 0, period: 'month' }
}

/** The most that calls can cost together; null where one has no price. */
export function mostOf(calls: readonly AiPreview[]): number | null {
  return calls.reduce<number | null>((sum, { maxUsd }) => (sum === null || maxUsd === null ? null : sum + maxUsd), 0)
}
