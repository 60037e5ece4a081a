import type { Account } from '../../contract/accounts.ts'
import { said, spoken } from '../../contract/sentences/index.ts'
import type { AccountId } from '../../contract/vocabulary.ts'
import { toIso, type Instant } from '../clock.ts'
import type { AccountRow } from '../store/accounts.ts'

/** How long before its end a sign-in counts as running out. */
const expiringMs = 7 * 24 * 3_600_000

export function isExpiring(expiresAt: Instant | null, now: Instant): boolean {
  return expiresAt !== null && expiresAt > now && expiresAt - now < expiringMs
}

/** An account as callers see it. `locked`: it has secrets and the vault cannot open them now. */
export function toAccount(
  row: AccountRow,
  { waiting, locked, more, now }: { waiting: number; locked: boolean; more: boolean; now: Instant },
): Account {
  return {
    id: row.id as AccountId,
    platform: row.platform,
    handle: row.handle,
    kind: row.kind,
    name: row.name,
    displayHandle: row.displayHandle,
    url: row.url,
    avatar: row.avatar,
    method: row.method,
    health: {
      ...stateOf(row, locked, now),
      checkedAt: isoOrNull(row.checkedAt),
      expiresAt: isoOrNull(row.expiresAt),
    },
    quota:
      row.quotaRemaining === null || row.quotaLimit === null
        ? null
        : { remaining: row.quotaRemaining, limit: row.quotaLimit, resetsAt: isoOrNull(row.quotaResetsAt) },
    limits: { ...row.limits },
    defaults: row.defaults,
    waiting,
    more,
    createdAt: toIso(row.createdAt),
  }
}

function stateOf(row: AccountRow, locked: boolean, now: Instant): Pick<Account['health'], 'state' | 'reason'> {
  if (row.health === 'broken') return { state: 'broken', reason: row.healthReason && spoken(row.healthReason) }
  if (locked) return { state: 'locked', reason: spoken(said('sealed_and_locked')) }
  if (row.expiresAt !== null && row.expiresAt <= now) return { state: 'broken', reason: spoken(said('sign_in_ended')) }
  if (isExpiring(row.expiresAt, now)) return { state: 'expiring', reason: spoken(said('sign_in_ends')) }
  return { state: 'ok', reason: row.healthReason && spoken(row.healthReason) }
}

const isoOrNull = (instant: Instant | null) => (instant === null ? null : toIso(instant))
