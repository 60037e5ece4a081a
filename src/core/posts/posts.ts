import type * as z from 'zod'
import type { Delivery } from '../../contract/deliveries.ts'
import type { AssetFacts } from '../../contract/platforms/preflight.ts'
import type { Problem } from '../../contract/platforms/types.ts'
import type { Post, PostContent, posts as contract, WhenInput } from '../../contract/posts.ts'
import { said } from '../../contract/sentences/index.ts'
import type { PostId } from '../../contract/vocabulary.ts'
import { toIso } from '../clock.ts'
import { conflict, notFound } from '../errors.ts'
import type { ScheduledBy, ScheduleInput } from '../publishing/commands.ts'
import { planTime, type PlannedTime } from '../scheduling/wall-time.ts'
import {
  changePost,
  contentOf,
  getPost,
  hasDeliveries,
  insertPost,
  saveContent,
  setPlan,
  type PostRow,
} from '../store/posts.ts'
import type { WriteTx } from '../store/tx.ts'
import { getVersion, newestVersion, versionsOf, type VersionReason } from '../store/versions.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { createFinder, type Finder } from './find.ts'
import { keepVersion, sameContent } from './keep-version.ts'
import { checkReferences } from './references.ts'
import { approve, asksAgain, needApproval, reject, submit } from './review.ts'
import { createChecks } from './validate.ts'
import { toPost } from './view.ts'

type Output<K extends 'versions' | 'validate'> = z.infer<NonNullable<(typeof contract)[K]['~orpc']['outputSchema']>>

/** What posts need of publishing and of the library. */
export interface PostsDeps {
  deliveriesOf(postId: string): Delivery[]
  /** Cancels what has not started, of all or of these accounts, in the transaction. Answers how many. */
  cancelWaiting(tx: WriteTx, postId: string, accountIds?: readonly string[]): number
  /** One delivery per account of a post that was just made, in the transaction. */
  schedule(tx: WriteTx, postId: string, input: ScheduleInput, by: ScheduledBy | null): void
  /** Gives what waits the new time, in the transaction. */
  moveWaiting(tx: WriteTx, postId: string, when: PlannedTime): void
  /** Something may be due earlier than the queue thinks. */
  queueChanged(): void
  readonly media: { facts(assetId: string): AssetFacts | undefined }
  readonly mediaHost: { isReady(): boolean }
}

type Change = Partial<PostContent> & { readonly when?: WhenInput | null | undefined }

export type NewPost = Change & {
  readonly review?: 'idea' | 'draft' | undefined
  readonly schedule?: Omit<ScheduleInput, 'accounts'> | undefined
}

/** The posts of a workspace, as the contract says; `schedule` and `cancel` are publishing's. Throws the contract's errors. */
export interface Posts extends Finder {
  get(id: string): Post
  /** With `schedule`, made and scheduled or neither. */
  create(input: NewPost, by?: ScheduledBy | null): Post
  /** The same, in a transaction that makes many; answers the id. `queueChanged` is the caller's then. */
  createIn(tx: WriteTx, input: NewPost, by?: ScheduledBy | null): PostId
  /** With a `revision` that is not the post's: `conflict`, reason `revision`, and nothing is changed. A change that changes nothing costs nothing. */
  update(id: string, change: Change & { revision?: number | undefined }): Post
  delete(id: string): { id: PostId; canceled: number }
  undelete(id: string): Post
  duplicate(id: string): Post
  versions(id: string): Output<'versions'>
  restore(id: string, version: number): Post
  submit(id: string): Post
  approve(id: string, revision: number): Post
  reject(id: string, note: string): Post
  validate(input: { id: string } | PostContent): Output<'validate'>
  /** Problems of one account's version of a post as it stands now, errors first. */
  problemsOf(postId: string, accountId: string): Problem[]
  /** Keeps the content as it stands as a version, in the transaction of what made it worth keeping. */
  keepVersion(tx: WriteTx, postId: string, reason: VersionReason): void
}

const empty: PostContent = { title: '', parts: [{ text: '', media: [] }], link: null, variants: [], labels: [] }

/** States in which a delivery has a time that can still be moved. */
const waiting = ['scheduled', 'retrying'] as const

export function createPosts(context: WorkspaceContext, deps: PostsDeps): Posts {
  const { store, clock, ids, settings } = context
  const checks = createChecks(context, deps.media, deps.mediaHost)

  const need = (id: string, db = store.read): PostRow => {
    const row = getPost(db, id)
    if (!row) throw notFound('post', id)
    return row
  }

  /** A post that may be changed. */
  const needLive = (id: string, db = store.read): PostRow => {
    const row = need(id, db)
    if (row.deletedAt !== null) throw conflict('deleted', said('post_in_bin'))
    return row
  }

  const show = (id: string): Post => {
    const row = need(id)
    return toPost(row, contentOf(store.read, row), deps.deliveriesOf(id), newestVersion(store.read, id)?.number ?? 0)
  }

  function insert(
    tx: WriteTx,
    content: PostContent,
    review: 'idea' | 'draft',
    when: PlannedTime | null,
    copied: readonly PostContent[] = [],
  ): PostId {
    const id = ids('post') as PostId
    const now = clock.now()
    checkReferences(tx, content, copied)
    insertPost(tx, { id, review, at: now }, content)
    if (when) setPlan(tx, id, when)
    keepVersion(tx, id, 'created', now)
    tx.emit({ type: 'post.changed', ids: { post: id } })
    return id
  }

  const plan = (when: WhenInput | null) => when && planTime(when, settings().zone)

  const createIn: Posts['createIn'] = (tx, { when = null, review = 'draft', schedule, ...content }, by = null) => {
    const id = insert(tx, { ...empty, ...given(content) }, review, plan(when))
    if (schedule) deps.schedule(tx, id, schedule, by)
    return id
  }

  /** Writes a new content, with all that a change of content means. Answers whether anything changed. */
  function replaceContent(tx: WriteTx, row: PostRow, wanted: PostContent, reason: 'edited' | 'restored'): boolean {
    const before = contentOf(tx, row)
    const after = { ...wanted, labels: [...new Set(wanted.labels)].sort() }
    // What the post or the restored version had may stay, also when its account or file is gone: the checks tell of it.
    checkReferences(tx, after, reason === 'restored' ? [before, wanted] : [before])
    if (sameContent(before, after)) return false
    saveContent(tx, row.id, after)
    const gone = before.variants
      .map(({ accountId }) => accountId)
      .filter((id) => !after.variants.some(({ accountId }) => accountId === id))
    // An account taken out of the post must not get it.
    if (gone.length > 0) deps.cancelWaiting(tx, row.id, gone)
    if (settings().approval && asksAgain(row, before, after))
      changePost(tx, row.id, { review: 'draft', approvedRevision: null })
    keepVersion(tx, row.id, reason, clock.now())
    return true
  }

  /** Answers whether the plan changed. What waits moves with it. */
  function replacePlan(tx: WriteTx, row: PostRow, when: PlannedTime | null): boolean {
    if (
      when?.at === (row.plannedAt ?? undefined) &&
      when?.wallTime === (row.wallTime ?? undefined) &&
      when?.zone === (row.zone ?? undefined)
    )
      return false
    const waits = hasDeliveries(tx, row.id, [...waiting])
    if (waits && !when) throw conflict('scheduled', said('scheduled_needs_time'))
    setPlan(tx, row.id, when)
    if (waits && when) deps.moveWaiting(tx, row.id, when)
    return true
  }

  function touch(tx: WriteTx, row: PostRow): void {
    changePost(tx, row.id, { revision: row.revision + 1, updatedAt: clock.now() })
    tx.emit({ type: 'post.changed', ids: { post: row.id } })
  }

  function reviewed(id: string, change: (tx: WriteTx, row: PostRow) => void): Post {
    needApproval(settings().approval)
    store.write((tx) => {
      change(tx, needLive(id, tx))
      tx.emit({ type: 'post.changed', ids: { post: id } })
    })
    return show(id)
  }

  return {
    ...createFinder(store.read),
    get: show,
    create(input, by) {
      const id = store.write((tx) => createIn(tx, input, by))
      if (input.schedule) deps.queueChanged()
      return show(id)
    },
    createIn,
    update(id, { when, revision, ...change }) {
      const moved = store.write((tx) => {
        const row = needLive(id, tx)
        if (revision !== undefined && revision !== row.revision) {
          throw conflict('revision', said('changed_meanwhile'))
        }
        const edited = replaceContent(tx, row, { ...contentOf(tx, row), ...given(change) }, 'edited')
        const replanned = when !== undefined && replacePlan(tx, row, plan(when))
        if (edited || replanned) touch(tx, row)
        return replanned
      })
      if (moved) deps.queueChanged()
      return show(id)
    },
    delete(id) {
      const canceled = store.write((tx) => {
        const row = need(id, tx)
        if (row.deletedAt !== null) return 0
        if (hasDeliveries(tx, id, ['handed_off'])) throw conflict('handed_off', said('platform_holds_schedule'))
        changePost(tx, id, { deletedAt: clock.now() })
        tx.emit({ type: 'post.deleted', ids: { post: id } })
        return deps.cancelWaiting(tx, id)
      })
      return { id: id as PostId, canceled }
    },
    undelete(id) {
      store.write((tx) => {
        const row = need(id, tx)
        if (row.deletedAt === null) return
        changePost(tx, id, { deletedAt: null })
        tx.emit({ type: 'post.changed', ids: { post: id } })
      })
      return show(id)
    },
    duplicate(id) {
      const content = contentOf(store.read, need(id))
      return show(store.write((tx) => insert(tx, content, 'draft', null, [content])))
    },
    versions(id) {
      need(id)
      return versionsOf(store.read, id).map(({ number, at, reason, content }) => ({
        number,
        at: toIso(at),
        reason,
        content,
      }))
    },
    restore(id, version) {
      store.write((tx) => {
        const row = needLive(id, tx)
        const kept = getVersion(tx, id, version)
        if (!kept) throw notFound('version', `${id} ${version}`)
        if (replaceContent(tx, row, kept.content, 'restored')) touch(tx, row)
      })
      return show(id)
    },
    submit: (id) => reviewed(id, (tx, row) => submit(tx, row, clock.now())),
    approve: (id, revision) => reviewed(id, (tx, row) => approve(tx, row, revision, clock.now())),
    reject: (id, note) => reviewed(id, (tx, row) => reject(tx, row, note, clock.now())),
    validate(input) {
      if (!('id' in input)) return checks.validate(store.read, input, null, null)
      const row = need(input.id)
      return checks.validate(store.read, contentOf(store.read, row), row.plannedAt, row.id)
    },
    problemsOf(postId, accountId) {
      const row = need(postId)
      return checks.problemsOf(store.read, contentOf(store.read, row), row.plannedAt, accountId, row.id)
    },
    keepVersion: (tx, postId, reason) => keepVersion(tx, postId, reason, clock.now()),
  }
}

/** Only the fields of content that were given. */
function given(change: Partial<PostContent>): Partial<PostContent> {
  const keys = Object.keys(empty) as (keyof PostContent)[]
  return Object.fromEntries(keys.flatMap((key) => (change[key] === undefined ? [] : [[key, change[key]]])))
}
