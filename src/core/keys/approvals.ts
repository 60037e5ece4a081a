import type { Approval, ApprovalState } from '../../contract/approvals.ts'
import type { PostId } from '../../contract/vocabulary.ts'
import { said } from '../../contract/sentences/index.ts'
import { toIso } from '../clock.ts'
import { conflict, notFound } from '../errors.ts'
import { decodeCursor, encodeCursor } from '../store/cursor.ts'
import {
  getApproval,
  getKey,
  insertApproval,
  listApprovals,
  updateApproval,
  waitingApprovals,
  type ApprovalRow,
} from '../store/keys.ts'
import type { WorkspaceContext } from '../workspace-context.ts'

export interface AskedCall {
  /** Name in the contract. */
  readonly operation: string
  readonly input: unknown
  /** Posts that would go out, as they stand now. */
  readonly posts: readonly { readonly id: string; readonly revision: number }[]
}

/** What keys that ask first want to publish. Throws the contract's errors. */
export interface Approvals {
  /** Keeps the call for a person to see; asked again while it waits, it is the same one. Answers its id. */
  ask(keyId: string, call: AskedCall): string
  /** With `keyId`, only what that key asked for. */
  list(input: {
    keyId?: string | undefined
    state?: ApprovalState | undefined
    cursor?: string | undefined
    limit: number
  }): { items: Approval[]; nextCursor: string | null }
  /** With `waitMs`, when it has been answered or that time has passed. */
  get(
    id: string,
    of: { keyId?: string | undefined; waitMs?: number; signal?: AbortSignal | undefined },
  ): Promise<Approval>
  /** Makes the call, if the posts it is about are as they were. `revision` tells a post's, undefined where it is gone. */
  approve(
    id: string,
    revision: (postId: string) => number | undefined,
    call: (operation: string, input: unknown) => Promise<unknown>,
  ): Promise<Approval>
  refuse(id: string): Approval
}

export function createApprovals({ store, clock, ids }: WorkspaceContext): Approvals {
  const waiters = new Map<string, Set<() => void>>()
  /** Being made right now: a second click must not make it again. */
  const running = new Set<string>()

  function need(id: string, keyId?: string): ApprovalRow {
    const row = getApproval(store.read, id)
    if (!row || (keyId !== undefined && row.keyId !== keyId)) throw notFound('approval', id)
    return row
  }

  function open(id: string): ApprovalRow {
    const row = need(id)
    if (row.state !== 'waiting' || running.has(id)) throw conflict(row.state, said('approval_answered'))
    return row
  }

  function view(row: ApprovalRow): Approval {
    return {
      id: row.id as Approval['id'],
      keyId: row.keyId as Approval['keyId'],
      keyName: getKey(store.read, row.keyId)?.name ?? '',
      operation: row.operation,
      input: row.input,
      posts: row.posts.map(({ id, revision }) => ({ id: id as PostId, revision })),
      askedAt: toIso(row.askedAt),
      state: row.state,
      answeredAt: row.answeredAt === null ? null : toIso(row.answeredAt),
      output: row.output ?? null,
    }
  }

  function settle(id: string, state: ApprovalState, output: unknown): Approval {
    store.write((tx) => {
      updateApproval(tx, id, { state, answeredAt: clock.now(), output })
      tx.emit({ type: 'approval.changed', ids: { approval: id } })
    })
    for (const wake of waiters.get(id) ?? []) wake()
    return view(need(id))
  }

  return {
    ask(keyId, call) {
      const same = (row: ApprovalRow) =>
        JSON.stringify([row.input, row.posts]) === JSON.stringify([call.input, call.posts])
      const already = waitingApprovals(store.read, keyId, call.operation).find(same)
      if (already) return already.id
      const id = ids('appr')
      const name = getKey(store.read, keyId)?.name ?? ''
      store.write((tx) => {
        insertApproval(tx, {
          id,
          keyId,
          operation: call.operation,
          input: call.input,
          posts: call.posts.map((post) => ({ ...post })),
          askedAt: clock.now(),
          state: 'waiting',
        })
        tx.emit({
          type: 'approval.asked',
          ids: { approval: id, key: keyId },
          summary: { title: name, detail: said('approval_asked', { name }) },
        })
      })
      return id
    },
    list({ keyId, state, cursor, limit }) {
      const filter = { keyId, state }
      const after = cursor === undefined ? undefined : decodeCursor<{ createdAt: number; id: string }>(cursor, filter)
      const rows = listApprovals(store.read, filter, after, limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.map(view),
        nextCursor: rows.length > limit && last ? encodeCursor({ createdAt: last.askedAt, id: last.id }, filter) : null,
      }
    },
    async get(id, { keyId, waitMs = 0, signal }) {
      const row = need(id, keyId)
      if (row.state !== 'waiting' || waitMs === 0) return view(row)
      const mine = waiters.get(id) ?? new Set()
      waiters.set(id, mine)
      await new Promise<void>((resolve) => {
        const done = () => {
          mine.delete(done)
          if (mine.size === 0) waiters.delete(id)
          stop()
          signal?.removeEventListener('abort', done)
          resolve()
        }
        const stop = clock.after(waitMs, done)
        signal?.addEventListener('abort', done, { once: true })
        mine.add(done)
      })
      return view(need(id, keyId))
    },
    async approve(id, revision, call) {
      const row = open(id)
      if (row.posts.some((post) => revision(post.id) !== post.revision)) return settle(id, 'changed', null)
      running.add(id)
      try {
        const output = await call(row.operation, row.input)
        return settle(id, 'approved', output)
      } catch (error) {
        const { code, message, data } = error as { code?: string; message: string; data?: unknown }
        return settle(id, 'failed', { code: code ?? 'internal', message, details: data ?? null })
      } finally {
        running.delete(id)
      }
    },
    refuse: (id) => settle(open(id).id, 'refused', null),
  }
}
