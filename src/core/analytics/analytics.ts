import type * as z from 'zod'
import { Temporal } from 'temporal-polyfill'
import type { analytics as contract, Metrics } from '../../contract/analytics.ts'
import type { Delivery } from '../../contract/deliveries.ts'
import type { AccountId, RunId } from '../../contract/vocabulary.ts'
import { toIso, type Instant } from '../clock.ts'
import { notFound } from '../errors.ts'
import { connectedAccounts, getAccount } from '../store/accounts.ts'
import { librarySize, sentBetween, type SentRow } from '../store/analytics.ts'
import { countsOf, getRun } from '../store/runs.ts'
import type { WorkspaceContext } from '../workspace-context.ts'

type Output<K extends keyof typeof contract> = z.infer<NonNullable<(typeof contract)[K]['~orpc']['outputSchema']>>
export type Period = '7d' | '30d' | '90d'

/** What reading needs of the other parts. */
export interface AnalyticsDeps {
  /** Throws `not_found` for a post that is not there. */
  deliveriesOf(postId: string): Delivery[]
  aiUsage(span: { from: string; to: string }): { total: Output<'usage'>['ai'] }
  traffic(period: Period): Output<'usage'>['api']
}

export type Analytics = ReturnType<typeof createAnalytics>

const days: Readonly<Record<Period, number>> = { '7d': 7, '30d': 30, '90d': 90 }

const nothing: Metrics = {
  impressions: null,
  reach: null,
  likes: null,
  comments: null,
  shares: null,
  saves: null,
  clicks: null,
  videoViews: null,
}
/** No platform is asked yet. */
const unmeasured = { measuredAt: null, metrics: nothing }

/** What is known of how things did: Broadside's own counts, with room for what platforms tell. */
export function createAnalytics({ store, clock, settings }: WorkspaceContext, deps: AnalyticsDeps) {
  const dayOf = (at: Instant) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(settings().zone)

  /** So many days of the workspace's zone, today included. */
  function spanOf(period: Period) {
    const to = clock.now()
    const first = dayOf(to)
      .startOfDay()
      .subtract({ days: days[period] - 1 })
      .startOfDay()
    return { first, from: first.epochMilliseconds, to, shown: { from: toIso(first.epochMilliseconds), to: toIso(to) } }
  }

  function workspace(period: Period): Output<'workspace'> {
    const { first, from, to, shown } = spanOf(period)
    const rows = sentBetween(store.read, from, to)
    const byDay = grouped(rows, ({ at }) => dayOf(at).toPlainDate().toString())
    const byAccount = grouped(rows, ({ accountId }) => accountId)
    return {
      ...shown,
      ...counted(rows),
      ...unmeasured,
      byAccount: [...byAccount].map(([accountId, ofAccount]) => ({
        accountId: accountId as AccountId,
        platform: ofAccount[0]!.platform,
        ...counted(ofAccount),
        ...unmeasured,
      })),
      byDay: Array.from({ length: days[period] }, (_, index) => {
        const day = first.toPlainDate().add({ days: index }).toString()
        return { day, ...counted(byDay.get(day) ?? []) }
      }),
    }
  }

  return {
    workspace,
    post(id: string): Output<'post'> {
      const out = deps.deliveriesOf(id).flatMap(({ id: deliveryId, accountId, platform, remote, publishedAt }) =>
        publishedAt === null
          ? []
          : [
              {
                deliveryId,
                accountId,
                platform,
                url: remote[0]?.url ?? null,
                publishedAt,
                ...unmeasured,
                history: [],
              },
            ],
      )
      return { postId: id as Output<'post'>['postId'], ...unmeasured, deliveries: out }
    },
    account(id: string, period: Period): Output<'account'> {
      const row = getAccount(store.read, id)
      if (!row) throw notFound('account', id)
      const { from, to, shown } = spanOf(period)
      return {
        accountId: id as AccountId,
        platform: row.platform,
        ...shown,
        ...counted(sentBetween(store.read, from, to, id)),
        ...unmeasured,
        followers: null,
        history: [],
      }
    },
    run(id: string): Output<'run'> {
      if (!getRun(store.read, id)) throw notFound('run', id)
      const { posts = 0, byStatus } = countsOf(store.read, [id]).get(id) ?? {}
      const [published, failed] = [byStatus?.get('published') ?? 0, byStatus?.get('failed') ?? 0]
      return { runId: id as RunId, posts, published, failed, ...unmeasured }
    },
    refresh(accounts: readonly string[] | undefined): Output<'refresh'> {
      const connected = connectedAccounts(store.read).map(({ id }) => id)
      const unknown = accounts?.find((id) => !connected.includes(id))
      if (unknown !== undefined) throw notFound('account', unknown)
      return { asked: [], notMeasured: (accounts ?? connected) as AccountId[] }
    },
    usage(period: Period): Output<'usage'> {
      const { first, from, to, shown } = spanOf(period)
      return {
        ...shown,
        ...counted(sentBetween(store.read, from, to)),
        library: librarySize(store.read),
        ai: deps.aiUsage({ from: first.toPlainDate().toString(), to: dayOf(to).toPlainDate().toString() }).total,
        api: deps.traffic(period),
      }
    },
  }
}

function counted(rows: readonly SentRow[]) {
  const published = rows.filter(({ status }) => status === 'published').length
  return { published, failed: rows.length - published }
}

function grouped(rows: readonly SentRow[], by: (row: SentRow) => string): Map<string, SentRow[]> {
  const groups = new Map<string, SentRow[]>()
  for (const row of rows) {
    const group = groups.get(by(row))
    if (group) group.push(row)
    else groups.set(by(row), [row])
  }
  return groups
}
