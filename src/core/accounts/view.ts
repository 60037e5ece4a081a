import type { Account } from '../../contract/accounts.ts'
import type { AccountId } from '../../contract/vocabulary.ts'
import { toIso, type Instant } from '../clock.ts'
import type { AccountRow } from '../store/accounts.ts'

/** How long before its end a sign-in counts as running out. */
const expiringMs = 3 * 24 * 3_600_000

/** An account as callers see it. `locked`: it has secrets and the vault cannot open them now. */
export function toAccount(
  row: AccountRow,
  { waiting, locked, now }: { waiting: number; locked: boolean; now: Instant },
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
    createdAt: toIso(row.createdAt),
  }
}

function stateOf(row: AccountRow, locked: boolean, now: Instant): Pick<Account['health'], 'state' | 'reason'> {
  if (row.health === 'broken') return { state: 'broken', reason: row.healthReason }
  if (locked)
    return { state: 'locked', reason: 'The vault is locked, so its sign-in cannot be read. Unlock it in Settings.' }
  if (row.expiresAt !== null && row.expiresAt <= now) {
    return { state: 'broken', reason: 'The sign-in has run out. Connect the account again.' }
  }
  if (row.expiresAt !== null && row.expiresAt - now < expiringMs) {
    return { state: 'expiring', reason: 'The sign-in runs out soon. Connect the account again before it does.' }
  }
  return { state: 'ok', reason: row.healthReason }
}

const isoOrNull = (instant: Instant | null) => (instant === null ? null : toIso(instant))
