import type { Delivery } from '../../contract/deliveries.ts'
import type { AssetFacts } from '../../contract/platforms/preflight.ts'
import type { AccountId, AssetId, DeliveryStatus, Platform } from '../../contract/vocabulary.ts'
import type { PlannedTime } from '../scheduling/wall-time.ts'
import { insertAccount } from '../store/accounts.ts'
import { deliveriesOfPost, insertDelivery, saveState, stateOf } from '../store/deliveries.ts'
import { type account, asset } from '../store/workspace-schema.ts'
import { createTestContext, type TestContext } from '../testing.ts'
import { createPosts, type Posts } from './posts.ts'

/** Posts over a real database, with accounts, files and deliveries written by hand. For tests. */
export interface PostsBench {
  readonly context: TestContext
  readonly posts: Posts
  /** Moves asked of publishing: post and time. */
  readonly moved: { postId: string; when: PlannedTime }[]
  readonly files: Map<string, Partial<AssetFacts>>
  addAccount(name: string, more?: Partial<typeof account.$inferInsert>): AccountId
  disconnect(id: AccountId): void
  addAsset(name: string, facts?: Partial<AssetFacts>): AssetId
  /** Puts a delivery into the record as if publishing had. */
  addDelivery(postId: string, accountId: string, status: DeliveryStatus, occurrence?: number): string
  statusesOf(postId: string): DeliveryStatus[]
}

export function createPostsBench(): PostsBench {
  const context = createTestContext()
  const { store, clock, ids } = context
  const moved: PostsBench['moved'] = []
  const files: PostsBench['files'] = new Map()
  const posts = createPosts(context, {
    deliveriesOf: (postId) =>
      deliveriesOfPost(store.read, postId).map((row) => ({ ...row, status: row.status }) as unknown as Delivery),
    // Publishing is not here; what makes and schedules at once is tested with a whole workspace.
    schedule() {
      throw new Error('nothing is scheduled on this bench')
    },
    cancelWaiting(tx, postId, accountIds) {
      const rows = deliveriesOfPost(tx, postId).filter(
        ({ accountId, status }) =>
          (!accountIds || accountIds.includes(accountId)) &&
          (status === 'scheduled' || status === 'retrying' || status === 'missed'),
      )
      for (const row of rows) saveState(tx, row.id, { ...stateOf(row), status: 'canceled', nextAt: null }, clock.now())
      return rows.length
    },
    moveWaiting: (_tx, postId, when) => void moved.push({ postId, when }),
    queueChanged: () => {},
    mediaHost: { isReady: () => false },
    media: {
      facts(assetId) {
        const more = files.get(assetId)
        return (
          more && {
            assetId,
            kind: 'image',
            type: 'image/jpeg',
            bytes: 1_000,
            width: 100,
            height: 100,
            durationMs: null,
            animated: false,
            alt: 'A boat',
            deleted: false,
            missing: false,
            ...more,
          }
        )
      },
    },
  })

  return {
    context,
    posts,
    moved,
    files,
    addAccount(name, more = {}) {
      const id = ids('acct') as AccountId
      const platform: Platform = more.platform ?? 'practice'
      store.write((tx) =>
        insertAccount(tx, {
          id,
          platform,
          kind: 'profile',
          externalId: name,
          handle: `${platform}:profile:${name}`,
          name,
          displayHandle: name,
          server: '',
          method: platform,
          limits: {},
          defaults: {},
          createdAt: clock.now(),
          ...more,
        }),
      )
      return id
    },
    disconnect(id) {
      store.sqlite.prepare('update account set disconnected_at = ? where id = ?').run(clock.now(), id)
    },
    addAsset(name, facts = {}) {
      const id = ids('asset') as AssetId
      store.write((tx) =>
        tx
          .insert(asset)
          .values({
            id,
            sha256: id,
            name,
            kind: 'image',
            type: 'image/jpeg',
            bytes: 1_000,
            labels: [],
            createdAt: clock.now(),
          })
          .run(),
      )
      files.set(id, facts)
      return id
    },
    addDelivery(postId, accountId, status, occurrence = 0) {
      const id = ids('dlv')
      const at = clock.now()
      const nextAt = status === 'scheduled' || status === 'retrying' ? at : null
      store.write((tx) =>
        insertDelivery(tx, {
          id,
          postId,
          accountId,
          status,
          occurrence,
          dueAt: at,
          wallTime: '2026-11-24T10:00',
          zone: 'Europe/Berlin',
          nextAt,
          deadlineAt: at,
          createdAt: at,
          updatedAt: at,
        }),
      )
      return id
    },
    statusesOf: (postId) => deliveriesOfPost(store.read, postId).map(({ status }) => status),
  }
}
