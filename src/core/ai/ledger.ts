import { spoken, said, type Said } from '../../contract/sentences/index.ts'
import type { RunUsage } from '../../contract/ai/tasks.ts'
import type { AiCall, AiMessage, AiTaskName } from '../../contract/ai/usage.ts'
import type { AiMeans } from '../../contract/ai/endpoints.ts'
import { toIso } from '../clock.ts'
import { notFound } from '../errors.ts'
import { callingKey } from '../keys/calling.ts'
import {
  callsOfRun,
  forgetExchanges,
  getCall,
  insertCall,
  listCalls,
  openCalls,
  updateCall,
  type CallRow,
} from '../store/ai-calls.ts'
import { getEndpoint } from '../store/ai.ts'
import { decodeCursor, encodeCursor } from '../store/cursor.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import type { Choice } from './endpoints.ts'
import { toUsd, toUsage, type Amount, type Spend } from './spend.ts'

const dayMs = 86_400_000
/** How long what was said in a call is kept. */
const exchangeMs = 90 * dayMs

/** What a call is for, as it is noted. */
export interface Purpose {
  readonly task: AiTaskName
  readonly means: AiMeans
  readonly run: string
  readonly about?: {
    readonly post?: string | undefined
    readonly account?: string | undefined
    readonly asset?: string | undefined
    readonly job?: string | undefined
  }
}

/** How a call ended. Without `used` it counts with what was held back for it. */
export interface Ending {
  readonly state: 'done' | 'failed' | 'canceled' | 'unknown'
  readonly used?: Amount
  /** The figures are the most it can have been. */
  readonly estimated: boolean
  readonly told?: Said | undefined
  readonly received?: string
}

/** The record of every call: held for before it is made, settled when it has ended. */
export type Ledger = ReturnType<typeof createLedger>

export function createLedger({ store, clock, ids }: WorkspaceContext, spend: Spend) {
  let cancelTidying = () => {}

  function view(row: CallRow): AiCall {
    const { id, task, means, run, model, state, told, inputTokens, outputTokens, images, seconds, estimated } = row
    const endpoint = getEndpoint(store.read, row.endpointId)
    return {
      ...{ task, means, run, model, state, inputTokens, outputTokens, images, seconds, estimated },
      id: id as AiCall['id'],
      endpoint: { id: row.endpointId as AiCall['endpoint']['id'], name: endpoint?.name ?? '' },
      told: told && spoken(told),
      about: {
        post: row.postId as AiCall['about']['post'],
        account: row.accountId as AiCall['about']['account'],
        asset: row.assetId as AiCall['about']['asset'],
        job: row.jobId as AiCall['about']['job'],
      },
      costUsd: row.nano === null ? null : toUsd(row.nano),
      at: toIso(row.at),
      ms: row.endedAt === null ? null : row.endedAt - row.at,
    }
  }

  function settle(id: string, { state, used, estimated, told, received }: Ending): void {
    const row = getCall(store.read, id)
    const endpoint = row && getEndpoint(store.read, row.endpointId)
    if (!row || !endpoint) return
    store.write((tx) => {
      updateCall(tx, id, {
        state,
        estimated,
        told: told ?? null,
        received: received ?? null,
        endedAt: clock.now(),
        ...(used && { ...used, nano: spend.costOf(endpoint, row.model, used) }),
      })
      tx.emit({ type: 'ai.changed' })
    })
  }

  function tidy(): void {
    store.write((tx) => forgetExchanges(tx, clock.now() - exchangeMs))
    cancelTidying = clock.after(dayMs, tidy)
  }

  return {
    /** Notes a call and holds back what it can cost at most. Throws CapExceeded; nothing is noted then. */
    open({ endpoint, model }: Choice, purpose: Purpose, most: Amount, sent: AiMessage[]): string {
      const id = ids('call')
      const nano = spend.costOf(endpoint, model, most)
      const { post, account, asset, job } = purpose.about ?? {}
      const key = callingKey()
      store.write((tx) => {
        spend.allow(tx, model, nano, key)
        insertCall(tx, {
          ...{ id, model, nano, sent },
          ...{ run: purpose.run, task: purpose.task, means: purpose.means },
          ...most,
          endpointId: endpoint.id,
          state: 'running',
          estimated: true,
          postId: post ?? null,
          accountId: account ?? null,
          assetId: asset ?? null,
          jobId: job ?? null,
          keyId: key?.id ?? null,
          day: spend.today(),
          at: clock.now(),
        })
      })
      return id
    },
    settle,
    /** Notes where what was made belongs. */
    belongs(id: string, change: Partial<Pick<CallRow, 'postId' | 'assetId'>>): void {
      store.write((tx) => updateCall(tx, id, change))
    },
    usedBy(run: string): RunUsage {
      const rows = callsOfRun(store.read, run)
      const sum = (key: 'inputTokens' | 'outputTokens' | 'images' | 'seconds' | 'nano') =>
        rows.reduce((total, row) => total + (row[key] ?? 0), 0)
      const usage = toUsage({
        calls: rows.length,
        inputTokens: sum('inputTokens'),
        outputTokens: sum('outputTokens'),
        images: sum('images'),
        seconds: sum('seconds'),
        nano: sum('nano'),
        unpriced: rows.filter(({ nano }) => nano === null).length,
        estimated: rows.some(({ estimated }) => estimated) ? 1 : 0,
      })
      return { run, calls: rows.map(({ id }) => id as AiCall['id']), usage }
    },
    get(id: string) {
      const row = getCall(store.read, id)
      if (!row) throw notFound('call', id)
      return { ...view(row), sent: row.sent, received: row.received }
    },
    list(input: {
      task?: AiTaskName | undefined
      post?: string | undefined
      run?: string | undefined
      cursor?: string | undefined
      limit: number
    }) {
      const { cursor, limit, ...filter } = input
      const after = cursor === undefined ? undefined : decodeCursor<{ at: number; id: string }>(cursor, filter)
      const rows = listCalls(store.read, filter, after, limit + 1)
      const page = rows.slice(0, limit)
      const last = rows.length > limit ? page.at(-1) : undefined
      return {
        items: page.map(view),
        nextCursor: last ? encodeCursor({ at: last.at, id: last.id }, filter) : null,
      }
    },
    /** Ends calls that another run of the program left open, but for those that are taken up again. They count with what was held for them. */
    start(takenUp: ReadonlySet<string>): void {
      for (const { id } of openCalls(store.read))
        if (!takenUp.has(id)) settle(id, { state: 'unknown', estimated: true, told: said('ai_interrupted') })
      tidy()
    },
    close: () => cancelTidying(),
  }
}
