import { said } from '../../../contract/sentences/index.ts'
import type { WorkspaceContext } from '../../workspace-context.ts'
import {
  deletePracticePost,
  editPracticePost,
  findPracticePost,
  putPracticePost,
  type PracticeRow,
} from '../../store/practice.ts'
import {
  ConnectFailed,
  failure,
  StepFailed,
  type CommitOutcome,
  type Connector,
  type Outgoing,
  type PublishContext,
  type Publisher,
  type Remote,
} from '../publisher.ts'
import type { PracticeFeed } from './feed.ts'

/** How long each stage of a slow practice account takes, and how long "processing" lasts. */
const slowMs = 5_000
const processingMs = 3_000

interface Prepared {
  readonly post: Outgoing
}

/**
 * The built-in platform: it keeps what it gets in this workspace's own database, goes through every step a real one does, and fails on demand.
 * Its idempotency proof is the sender's key, so a lost answer can be looked up.
 */
export function createPractice(
  { store, ids }: WorkspaceContext,
  feed: PracticeFeed,
): { publisher: Publisher<Prepared>; connector: Connector } {
  const publisher: Publisher<Prepared> = {
    platform: 'practice',
    settleMs: 1_000,

    async prepare(post, context) {
      await pause(feed, context)
      if (feed.fails(context.account.id, 'unreachable'))
        throw new StepFailed({
          is: 'not_sent',
          failure: failure('network', said('practice_unreachable'), 'ECONNREFUSED'),
        })
      const files = post.parts.flatMap(({ media }) => media)
      for (const [index, file] of files.entries()) {
        await context.step(`upload:${file.sha256}`, () => upload(feed, context, file.assetId), { phase: 'upload' })
        context.progress((index + 1) / files.length)
      }
      return { post }
    },

    async commit({ post }, index, landed, context): Promise<CommitOutcome> {
      await pause(feed, context)
      const { account, clock } = context
      switch (
        feed.fails(
          account.id,
          'rejected',
          'reconnect',
          'rate_limited',
          'lost_request',
          'lost_answer',
          'cannot_tell',
          'processing',
        )
      ) {
        case 'rejected':
          return {
            is: 'rejected',
            failure: failure('content', said('practice_refuses'), '422 text_not_welcome'),
          }
        case 'reconnect':
          return {
            is: 'rejected',
            failure: failure('reconnect', said('practice_signs_out'), '401 token_revoked'),
          }
        case 'rate_limited':
          return {
            is: 'deferred',
            until: clock.now() + 60_000,
            failure: failure('rate_limited', said('practice_waits'), '429 slow_down'),
          }
        case 'lost_request':
          return { is: 'unknown', evidence: 'TIMEOUT' }
        case 'lost_answer':
          put(post, index, landed, context, clock.now())
          return { is: 'unknown', evidence: 'ECONNRESET' }
        case 'cannot_tell':
          await context.step('blind', () => true)
          return { is: 'unknown', evidence: 'TIMEOUT' }
        case 'processing':
          put(post, index, landed, context, clock.now() + processingMs)
          return { is: 'pending', handle: { index, key: keyOf(post, index) }, pollAt: clock.now() + 1_000 }
        default:
          return { is: 'published', remote: put(post, index, landed, context, clock.now()) }
      }
    },

    async poll(handle, context): Promise<CommitOutcome> {
      const row = findPracticePost(store.read, context.account.id, (handle as { key: string }).key)
      if (!row)
        return {
          is: 'rejected',
          failure: failure('content', said('practice_lost')),
        }
      const now = context.clock.now()
      return row.visibleAt <= now
        ? { is: 'published', remote: toRemote(row) }
        : { is: 'pending', handle, pollAt: now + 1_000 }
    },

    async reconcile(post, index, _landed, _sentAt, context) {
      if (context.recall('blind')) return { is: 'cannot_tell', why: said('practice_hides') }
      const row = findPracticePost(store.read, context.account.id, keyOf(post, index))
      return row ? { is: 'there', remote: toRemote(row) } : { is: 'absent' }
    },

    async remove(remote) {
      store.write((tx) => {
        deletePracticePost(tx, remote.remoteId)
        tx.emit({ type: 'practice.changed' })
      })
    },

    async edit({ post }, index, remote, context) {
      const part = partOf(post, index)
      store.write((tx) => {
        editPracticePost(tx, remote.remoteId, {
          text: part.text,
          media: part.media.map(({ assetId, alt }) => ({ assetId, alt })),
          editedAt: context.clock.now(),
        })
        tx.emit({ type: 'practice.changed' })
      })
      return remote
    },
  }

  function put(
    post: Outgoing,
    index: number,
    landed: readonly Remote[],
    context: PublishContext,
    visibleAt: number,
  ): Remote {
    const part = partOf(post, index)
    const row: PracticeRow = {
      id: ids('post').replace('post_', 'practice_'),
      accountId: context.account.id,
      key: keyOf(post, index),
      text: part.text,
      media: part.media.map(({ assetId, alt }) => ({ assetId, alt })),
      replyTo: landed.at(-1)?.remoteId ?? null,
      at: context.clock.now(),
      editedAt: null,
      visibleAt,
    }
    const stored = store.write((tx) => {
      tx.emit({ type: 'practice.changed', ids: { account: context.account.id } })
      return putPracticePost(tx, row)
    })
    return toRemote(stored)
  }

  return { publisher, connector: connector(feed) }
}

function keyOf(post: Outgoing, index: number): string {
  return `${post.deliveryId}:${index}`
}

function partOf(post: Outgoing, index: number) {
  const part = post.parts[index]
  if (!part) throw new Error(`there is no part ${index}`)
  return part
}

function toRemote(row: PracticeRow): Remote {
  return { remoteId: row.id, url: null }
}

async function pause(feed: PracticeFeed, { account, clock, signal }: PublishContext): Promise<void> {
  if (feed.failure(account.id).failure !== 'slow') return
  feed.fails(account.id, 'slow')
  await clock.sleep(slowMs, signal)
}

async function upload(feed: PracticeFeed, context: PublishContext, assetId: string): Promise<string> {
  if (!feed.fails(context.account.id, 'upload_fails')) return assetId
  throw new StepFailed({
    is: 'not_sent',
    failure: failure('platform', said('practice_file'), '503 storage_unavailable'),
  })
}

function connector(feed: PracticeFeed): Connector {
  return {
    platform: 'practice',
    async connect(_method, fields, { clock }) {
      const name = (fields['name'] ?? '').trim()
      if (name === '') throw new ConnectFailed('practice_name_missing', {}, 'name')
      const externalId = name.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-') || String(clock.now())
      return {
        kind: 'profile',
        externalId,
        name,
        displayHandle: 'on this machine only',
        url: null,
        avatar: null,
        server: '',
        limits: {},
        expiresAt: null,
        secrets: {},
      }
    },
    async health({ account }) {
      return feed.failure(account.id).failure === 'reconnect'
        ? { state: 'broken', reason: said('practice_broken') }
        : { state: 'ok', expiresAt: null }
    },
    async revoke() {
      return false
    },
  }
}
