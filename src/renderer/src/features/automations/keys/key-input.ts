import { Temporal } from 'temporal-polyfill'
import type { KeyInput } from '../../../../../contract/keys.ts'
import type { KeyScope } from '../../../../../contract/vocabulary.ts'
import { parseUsd } from '../../../lib/money.ts'
import type { WallTimeInZone } from '../../../ui/index.ts'

export const expiries = ['never', 'd7', 'd30', 'd90', 'd365', 'date'] as const
export type Expiry = (typeof expiries)[number]

/** The form, as it is typed. */
export interface KeyFields {
  readonly name: string
  readonly scopes: readonly KeyScope[]
  readonly asksFirst: boolean
  readonly expiry: Expiry
  readonly date: WallTimeInZone | null
  readonly dailyPublishes: string
  readonly dailySpend: string
}

/** A key that can do harm to nobody: it reads and drafts, and asks before anything goes out. */
export const startFields: KeyFields = {
  name: '',
  scopes: ['posts:read', 'posts:write', 'accounts:read'],
  asksFirst: true,
  expiry: 'never',
  date: null,
  dailyPublishes: '',
  dailySpend: '',
}

export type NumberField = 'dailyPublishes' | 'dailySpend'

/** Fields whose text is no number. */
export function wrongNumbers({ dailyPublishes, dailySpend }: KeyFields): NumberField[] {
  const publishes = parseUsd(dailyPublishes)
  const spend = parseUsd(dailySpend)
  return [
    ...(publishes !== null && !Number.isInteger(publishes) ? (['dailyPublishes'] as const) : []),
    ...(spend !== null && Number.isNaN(spend) ? (['dailySpend'] as const) : []),
  ]
}

/** What is sent to make it. `now` is when its days begin. */
export function toKeyInput(fields: KeyFields, now: Temporal.Instant): KeyInput {
  const { name, scopes, asksFirst, dailyPublishes, dailySpend } = fields
  return {
    name,
    scopes: [...scopes],
    asksFirst,
    dailyPublishes: parseUsd(dailyPublishes),
    dailySpend: parseUsd(dailySpend),
    expiresAt: expiresAt(fields, now),
  }
}

function expiresAt({ expiry, date }: KeyFields, now: Temporal.Instant): string | null {
  if (expiry === 'never') return null
  if (expiry === 'date')
    return date && Temporal.PlainDateTime.from(date.wallTime).toZonedDateTime(date.zone).toInstant().toString()
  return now.add({ hours: 24 * Number(expiry.slice(1)) }).toString()
}
