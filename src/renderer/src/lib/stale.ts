import { contract } from '../../../contract/index.ts'
import type { Area, RouteMeta } from '../../../contract/route.ts'

/** The path in a query or mutation key of the studio: the workspace (or `studio`), then the route's place in the contract. */
export function pathOf(key: readonly unknown[] | undefined): readonly string[] {
  return Array.isArray(key?.[0]) ? (key[0] as readonly string[]) : []
}

/** What a mutation makes stale, as its route in the contract says. */
export function staleAfter([, area, name]: readonly string[]): readonly Area[] {
  const group = contract[area as keyof typeof contract] as Record<string, { '~orpc': { meta: RouteMeta } }> | undefined
  return (name && group?.[name]?.['~orpc'].meta.invalidates) || []
}
