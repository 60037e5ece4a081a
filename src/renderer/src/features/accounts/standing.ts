import type { Account } from '../../../../contract/accounts.ts'

const order = ['broken', 'locked', 'expiring', 'ok'] as const satisfies readonly Account['health']['state'][]

/** Accounts that need somebody, what stops posts first, and those that are well. */
export function standingOf(accounts: readonly Account[]): { needs: Account[]; healthy: Account[] } {
  const needs = accounts.filter(({ health }) => health.state !== 'ok')
  return {
    needs: needs.sort((a, b) => order.indexOf(a.health.state) - order.indexOf(b.health.state)),
    healthy: accounts.filter(({ health }) => health.state === 'ok'),
  }
}

/** What a person does about an account that needs them. Where the platform does not take the app any more, its credentials come first. */
export function mendOf({ state, reason }: Account['health']): 'unlock' | 'app' | 'reconnect' | 'sign_in_again' {
  if (state === 'locked') return 'unlock'
  if (state === 'expiring') return 'sign_in_again'
  return reason?.says === 'wrong_app_credentials' ? 'app' : 'reconnect'
}

/** When all of them had been checked: the oldest check. Null where one never was. */
export function checkedSince(accounts: readonly Account[]): string | null {
  const checks = accounts.map(({ health }) => health.checkedAt)
  return checks.reduce(
    (oldest, check) => (oldest === null || check === null ? null : check < oldest ? check : oldest),
    checks[0] ?? null,
  )
}

/** What somebody who helps needs to know of an account in trouble; nothing secret is in it. */
export function detailsOf({ platform, displayHandle, id, method, health }: Account): string {
  return [
    `${platform} ${displayHandle} (${method})`,
    id,
    `${health.state}, checked ${health.checkedAt ?? 'never'}, ends ${health.expiresAt ?? 'unknown'}`,
    health.reason?.message,
  ]
    .filter(Boolean)
    .join('\n')
}

/** How much of a quota is used, 0 to 1. */
export function usedShare({ remaining, limit }: { remaining: number; limit: number }): number {
  return limit <= 0 ? 1 : Math.min(1, Math.max(0, 1 - remaining / limit))
}
