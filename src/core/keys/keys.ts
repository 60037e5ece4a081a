import type * as z from 'zod'
import type { ApiKey, KeyInput, keys as contract, NewKey } from '../../contract/keys.ts'
import { said } from '../../contract/sentences/index.ts'
import type { KeyScope } from '../../contract/vocabulary.ts'
import { toIso, type Instant } from '../clock.ts'
import { conflict, notFound, scopeMissing, unprocessable } from '../errors.ts'
import { wallTimeAt } from '../scheduling/wall-time.ts'
import { decodeCursor, encodeCursor } from '../store/cursor.ts'
import {
  callsOfKey,
  dropCallsBefore,
  getKey,
  insertCalls,
  insertKey,
  keyByHash,
  listKeys,
  traffic,
  updateKey,
  type KeyRow,
  type TrafficRow,
} from '../store/keys.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { hashOf, makeSecret } from './secret.ts'

/** What a program may do that showed a good key. */
export interface KeyGrant {
  readonly id: string
  readonly workspaceId: string
  readonly scopes: ReadonlySet<KeyScope>
  readonly asksFirst: boolean
  readonly dailyPublishes: number | null
  readonly dailySpend: number | null
}

export type BadKey = 'invalid_key' | 'key_revoked' | 'key_expired'

export interface CallRecord {
  readonly operation: string
  readonly status: number
  readonly code: string | null
  readonly ms: number
  readonly about: string | null
  /** Whether it may have changed something: then the record is on disk before the answer goes out. */
  readonly changes: boolean
}

type Output<K extends 'calls' | 'traffic'> = z.infer<NonNullable<(typeof contract)[K]['~orpc']['outputSchema']>>

/** The keys of a workspace and what they did. Throws the contract's errors. */
export interface Keys {
  list(): ApiKey[]
  get(id: string): ApiKey
  /** `by` is the key that makes it, null for a person. */
  create(input: KeyInput, by: KeyGrant | null): NewKey
  revoke(id: string, by: KeyGrant | null): ApiKey
  rotate(id: string, overlapMinutes: number, by: KeyGrant | null): NewKey
  /** Whom a whole secret of this workspace lets in. */
  authenticate(secret: string): KeyGrant | BadKey
  note(keyId: string, call: CallRecord): void
  calls(id: string, input: { cursor?: string | undefined; limit: number }): Output<'calls'>
  traffic(period: '24h' | '7d' | '30d' | '90d', keyId: string | undefined): Output<'traffic'>
  close(): void
}

const day = 86_400_000
/** Reads are written together: one fsync for each would cost more than the reads themselves. */
const flushAfterMs = 1_000
const keptForMs = 90 * day
const spans = { '24h': day, '7d': 7 * day, '30d': 30 * day, '90d': 90 * day }

export function createKeys({ id: workspaceId, store, clock, ids, settings }: WorkspaceContext): Keys {
  let unwritten: Parameters<typeof insertCalls>[1][number][] = []
  let stopTimer: (() => void) | null = null
  store.write((tx) => dropCallsBefore(tx, clock.now() - keptForMs))

  function need(id: string): KeyRow {
    const row = getKey(store.read, id)
    if (!row) throw notFound('key', id)
    return row
  }

  function stateOf(row: KeyRow): ApiKey['state'] {
    if (row.revokedAt !== null) return 'revoked'
    return row.expiresAt !== null && row.expiresAt <= clock.now() ? 'expired' : 'active'
  }

  function view(row: KeyRow): ApiKey {
    const { id, name, scopes, asksFirst, dailyPublishes, dailySpend, ending, createdAt } = row
    const previous = row.previousUntil !== null && row.previousUntil > clock.now() ? row.previousUntil : null
    return {
      id: id as ApiKey['id'],
      name,
      state: stateOf(row),
      scopes,
      asksFirst,
      dailyPublishes,
      dailySpend,
      ending,
      createdAt: toIso(createdAt),
      expiresAt: isoOf(row.expiresAt),
      lastUsedAt: isoOf(row.lastUsedAt),
      revokedAt: isoOf(row.revokedAt),
      previousUntil: isoOf(previous),
    }
  }

  function flush(): void {
    stopTimer?.()
    stopTimer = null
    if (unwritten.length === 0) return
    const rows = unwritten
    unwritten = []
    store.write((tx) => {
      insertCalls(tx, rows)
      for (const [keyId, at] of new Map(rows.map((row) => [row.keyId, row.at])))
        updateKey(tx, keyId, { lastUsedAt: at })
    })
  }

  /** What one key makes of another may not be more than itself: least of all a key that asks first may make one that does not. */
  function refuseMore(input: KeyInput, by: KeyGrant): void {
    const missing = input.scopes.find((scope) => !by.scopes.has(scope))
    if (missing) throw scopeMissing(missing)
    const wrong = [
      by.asksFirst && !input.asksFirst && { path: 'asksFirst', says: said('key_asks_first') },
      isMore(input.dailyPublishes, by.dailyPublishes) && { path: 'dailyPublishes', says: said('key_limit_higher') },
      isMore(input.dailySpend, by.dailySpend) && { path: 'dailySpend', says: said('key_limit_higher') },
    ].filter((one) => one !== false)
    if (wrong.length > 0) throw unprocessable(wrong)
  }

  return {
    list: () => listKeys(store.read).map(view),
    get: (id) => view(need(id)),
    create(input, by) {
      if (by) refuseMore(input, by)
      const expiresAt = input.expiresAt === null ? null : Date.parse(input.expiresAt)
      if (expiresAt !== null && expiresAt <= clock.now())
        throw unprocessable([{ path: 'expiresAt', says: said('key_expires_in_past') }])
      const secret = makeSecret(workspaceId)
      const id = ids('key')
      store.write((tx) => {
        insertKey(tx, {
          ...input,
          id,
          hash: hashOf(secret),
          ending: secret.slice(-4),
          createdAt: clock.now(),
          createdBy: by?.id ?? null,
          expiresAt,
        })
        tx.emit({ type: 'key.changed', ids: { key: id } })
      })
      return { key: view(need(id)), secret }
    },
    revoke(id, by) {
      const row = need(id)
      if (by?.id === id) throw conflict('own_key', said('key_revokes_itself'))
      if (row.revokedAt === null)
        store.write((tx) => {
          updateKey(tx, id, { revokedAt: clock.now(), previousHash: null, previousUntil: null })
          tx.emit({ type: 'key.changed', ids: { key: id } })
        })
      return view(need(id))
    },
    rotate(id, overlapMinutes, by) {
      const row = need(id)
      if (stateOf(row) !== 'active') throw conflict('not_active', said('key_not_active'))
      if (by && by.id !== id) {
        refuseMore({ ...row, expiresAt: null }, by)
      }
      const secret = makeSecret(workspaceId)
      store.write((tx) => {
        updateKey(tx, id, {
          hash: hashOf(secret),
          ending: secret.slice(-4),
          previousHash: overlapMinutes > 0 ? row.hash : null,
          previousUntil: overlapMinutes > 0 ? clock.now() + overlapMinutes * 60_000 : null,
        })
        tx.emit({ type: 'key.changed', ids: { key: id } })
      })
      return { key: view(need(id)), secret }
    },
    authenticate(secret) {
      const hash = hashOf(secret)
      const row = keyByHash(store.read, hash)
      if (!row) return 'invalid_key'
      if (row.revokedAt !== null) return 'key_revoked'
      if (stateOf(row) === 'expired') return 'key_expired'
      if (row.hash !== hash && (row.previousUntil ?? 0) <= clock.now()) return 'key_expired'
      const { id, scopes, asksFirst, dailyPublishes, dailySpend } = row
      return { id, workspaceId, scopes: new Set(scopes), asksFirst, dailyPublishes, dailySpend }
    },
    note(keyId, { operation, status, code, ms, about, changes }) {
      unwritten.push({ keyId, at: clock.now(), operation, status, code, ms: Math.round(ms), about })
      if (changes) return flush()
      stopTimer ??= clock.after(flushAfterMs, flush)
    },
    calls(id, { cursor, limit }) {
      need(id)
      flush()
      const after = cursor === undefined ? undefined : decodeCursor<{ id: number }>(cursor, { key: id }).id
      const rows = callsOfKey(store.read, id, after, limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.map(({ at, operation, status, code, ms, about }) => ({
          at: toIso(at),
          operation,
          status,
          code,
          ms,
          about,
        })),
        nextCursor: rows.length > limit && last ? encodeCursor({ id: last.id }, { key: id }) : null,
      }
    },
    traffic(period, keyId) {
      flush()
      const from = clock.now() - spans[period]
      const rows = traffic(store.read, from, keyId)
      const names = new Map(listKeys(store.read).map(({ id, name }) => [id, name]))
      const { zone } = settings()
      return {
        ...sum(rows),
        from: toIso(from),
        byOperation: grouped(rows, ({ operation }) => operation).map(([operation, all]) => ({
          operation,
          ...sum(all),
        })),
        byKey: grouped(rows, (row) => row.keyId).map(([id, all]) => ({
          keyId: id as ApiKey['id'],
          name: names.get(id) ?? '',
          ...sum(all),
        })),
        byDay: grouped(rows, ({ hour }) => wallTimeAt(hour * 3_600_000, zone).slice(0, 10))
          .map(([date, all]) => ({ day: date, ...sum(all) }))
          .sort((a, b) => a.day.localeCompare(b.day)),
      }
    },
    close: flush,
  }
}

function isMore(asked: number | null, limit: number | null): boolean {
  return limit !== null && (asked === null || asked > limit)
}

function isoOf(instant: Instant | null) {
  return instant === null ? null : toIso(instant)
}

/** Most calls first. */
function grouped(rows: readonly TrafficRow[], by: (row: TrafficRow) => string): [string, TrafficRow[]][] {
  const groups = new Map<string, TrafficRow[]>()
  for (const row of rows) groups.set(by(row), [...(groups.get(by(row)) ?? []), row])
  return [...groups].sort(([, a], [, b]) => sum(b).calls - sum(a).calls)
}

function sum(rows: readonly TrafficRow[]) {
  const calls = rows.reduce((total, row) => total + row.calls, 0)
  const ms = rows.reduce((total, row) => total + row.ms, 0)
  return { calls, errors: rows.reduce((total, row) => total + row.errors, 0), ms: calls === 0 ? 0 : ms / calls }
}
