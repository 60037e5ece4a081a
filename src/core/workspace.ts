import { join } from 'node:path'
import type { AppSettings } from '../contract/system.ts'
import type { WorkspaceSettings } from '../contract/workspaces.ts'
import { createAccounts, type Accounts } from './accounts/accounts.ts'
import { createAi, type Ai } from './ai/ai.ts'
import { createAnalytics, type Analytics } from './analytics/analytics.ts'
import type { Clock } from './clock.ts'
import type { NewEvent } from './events.ts'
import type { Http } from './http.ts'
import type { Ids } from './ids.ts'
import { createJobs, type Jobs } from './jobs/jobs.ts'
import type { Log } from './log.ts'
import { createConversions, type Conversions } from './media/conversions.ts'
import { createApprovals, type Approvals } from './keys/approvals.ts'
import { createIdempotency, type Idempotency } from './keys/idempotency.ts'
import { createKeys, type Keys } from './keys/keys.ts'
import { createMedia, type Media } from './media/media.ts'
import { createMediaHosts, type MediaHosts } from './media-host/media-host.ts'
import type { Ffmpeg } from './media/video/ffmpeg.ts'
import { createDiscussion, type Discussion } from './posts/discussion.ts'
import { createPosts, type Posts } from './posts/posts.ts'
import { createChecks } from './posts/validate.ts'
import { createPractice } from './publishers/practice/index.ts'
import { createPracticeFeed, type PracticeFeed } from './publishers/practice/feed.ts'
import { createRegistry, type Platforms } from './publishers/registry.ts'
import { createPublishing, type Publishing } from './publishing/publishing.ts'
import { createRuns, type Runs } from './runs/runs.ts'
import { createSchedules, type Schedules } from './schedules/schedules.ts'
import { createSlots, type Slots } from './scheduling/slots.ts'
import { openStore } from './store/open.ts'
import { hasPublishing } from './store/schedule.ts'
import type { Store } from './store/tx.ts'
import type { Vault } from './vault/vault.ts'
import { createCalendarFeed, type CalendarFeed } from './transfer/calendar-feed.ts'
import { createExports, type Exports } from './transfer/exports.ts'
import { createImports, type Imports } from './transfer/imports.ts'
import { createWebhooks, type Webhooks } from './webhooks/webhooks.ts'
import type { WorkspaceContext } from './workspace-context.ts'

export interface WorkspaceOptions {
  readonly id: string
  readonly folder: string
  readonly migrationsFolder: string
  readonly backup: NonNullable<Parameters<typeof openStore>[0]['backup']>
  readonly bootId: string
  readonly clock: Clock
  readonly ids: Ids
  readonly http: Http
  readonly vault: Vault
  readonly ffmpeg: Ffmpeg
  readonly log: Log
  emit(event: NewEvent): void
  settings(store: Store): WorkspaceSettings
  language(): AppSettings['language']
  /** Publishers and connectors of the real platforms. */
  readonly platforms: Platforms
}

/** One open workspace: everything of one brand, knowing of no other. */
export interface Workspace {
  readonly id: string
  readonly folder: string
  readonly store: Store
  readonly accounts: Accounts
  readonly posts: Posts
  readonly discussion: Discussion
  readonly media: Media
  readonly jobs: Jobs
  readonly conversions: Conversions
  readonly slots: Slots
  readonly mediaHost: MediaHosts
  readonly publishing: Publishing
  readonly keys: Keys
  readonly approvals: Approvals
  readonly idempotency: Idempotency
  readonly webhooks: Webhooks
  readonly schedules: Schedules
  readonly runs: Runs
  readonly imports: Imports
  readonly exports: Exports
  readonly calendarFeed: CalendarFeed
  readonly practice: PracticeFeed
  readonly ai: Ai
  readonly analytics: Analytics
  /** Whether something is being sent right now. */
  isPublishing(): boolean
  /** Takes up what was left and runs the queue from here on. */
  start(): void
  /** Lets what is being sent end, then closes the database. */
  close(): Promise<void>
}

/** Opens the folder of a workspace and wires its parts. Throws StoreRefused or SQLite's errors; nothing is changed then. */
export function openWorkspace(options: WorkspaceOptions): Workspace {
  const { id, folder, bootId, clock, ids, http, vault, log, emit } = options
  const store = openStore({
    file: join(folder, 'workspace.db'),
    migrationsFolder: options.migrationsFolder,
    publish(event) {
      emit(event)
      // However a delivery ends, what it had at the media host is of no use from then on.
      if (event.type.startsWith('delivery.')) mediaHost.deliveryChanged()
    },
    keep: (tx, event) => webhooks.keep(tx, event),
    backup: options.backup,
  })
  const context: WorkspaceContext = {
    id,
    folder,
    store,
    clock,
    ids,
    http,
    vault,
    ffmpeg: options.ffmpeg,
    log,
    emit,
    settings: () => options.settings(store),
    language: () => options.language(),
  }

  const feed = createPracticeFeed(context)
  const registry = createRegistry([...options.platforms, createPractice(context, feed)])
  const media = createMedia(context)
  const jobs = createJobs(context)
  const conversions = createConversions(context, { media, jobs })
  const slots = createSlots(context)
  const keys = createKeys(context)
  const posts: Posts = createPosts(context, {
    deliveriesOf: (postId) => publishing.ofPost(postId),
    schedule: (tx, postId, input, by) => void publishing.scheduleIn(tx, postId, input, by),
    cancelWaiting: (tx, postId, accountIds) => publishing.cancelWaitingOf(tx, postId, accountIds),
    moveWaiting: (tx, postId, when) => publishing.moveWaiting(tx, postId, when),
    queueChanged: () => publishing.engine.poke(),
    media,
    mediaHost: { isReady: () => mediaHost.isReady() },
  })
  const accounts: Accounts = createAccounts(context, registry, {
    cancelWaiting: (tx, accountId) => publishing.cancelWaitingOfAccount(tx, accountId),
    reconnected: () => publishing.accountIsBack(),
  })
  const mediaHost = createMediaHosts(context, accounts)
  const publishing: Publishing = createPublishing(
    { context, bootId, publisher: registry.publisher, accounts, media, mediaHost, posts },
    slots,
  )
  const ai = createAi(context, { media, jobs, posts, slots, publishing: () => publishing })
  const scheduling = {
    scheduleIn: (...call: Parameters<Publishing['scheduleIn']>) => void publishing.scheduleIn(...call),
    queueChanged: () => publishing.engine.poke(),
  }
  const runs = createRuns(context, scheduling)
  const checks = createChecks(context, media, mediaHost)
  const schedules = createSchedules(context, { ...scheduling, checks, slots, posts, media, runs })
  const webhooks: Webhooks = createWebhooks(context, {
    deliveriesOf: (postId) => publishing.ofPost(postId),
    job: (jobId) => jobs.find(jobId),
  })

  return {
    id,
    folder,
    store,
    accounts,
    posts,
    discussion: createDiscussion(context),
    media,
    jobs,
    conversions,
    slots,
    mediaHost,
    publishing,
    keys,
    approvals: createApprovals(context),
    idempotency: createIdempotency({ store, clock, bootId }),
    webhooks,
    schedules,
    runs,
    imports: createImports({ schedules, media }),
    exports: createExports(context, { media, jobs }),
    calendarFeed: createCalendarFeed(context, posts),
    practice: feed,
    ai,
    analytics: createAnalytics(context, {
      deliveriesOf: (postId) => posts.get(postId).deliveries,
      aiUsage: (span) => ai.spend.usage(span),
      traffic: (period) => keys.traffic(period, undefined),
    }),
    isPublishing: () => hasPublishing(store.read),
    start() {
      publishing.engine.start()
      media.start()
      mediaHost.start()
      webhooks.start()
      ai.start()
    },
    async close() {
      accounts.close()
      await media.close()
      // What jobs ask ends with the jobs.
      const aiEnded = ai.close()
      await jobs.close()
      await aiEnded
      await publishing.engine.stop()
      await mediaHost.close()
      await webhooks.close()
      keys.close()
      store.close()
    },
  }
}
