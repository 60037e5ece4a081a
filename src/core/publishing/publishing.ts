import type { Attempt, Delivery } from '../../contract/deliveries.ts'
import { said } from '../../contract/sentences/index.ts'
import type { DeliveryStatus } from '../../contract/vocabulary.ts'
import { conflict, notFound } from '../errors.ts'
import type { Slots } from '../scheduling/slots.ts'
import { decodeCursor, encodeCursor } from '../store/cursor.ts'
import {
  attemptsOf,
  deliveriesOfAccount,
  deliveriesOfPost,
  getDelivery,
  listDeliveries,
  lookAgain,
  partsOf,
  platformsOf,
  type DeliveryRow,
} from '../store/deliveries.ts'
import type { WriteTx } from '../store/tx.ts'
import { createCommands, type Commands } from './commands.ts'
import type { PublishingDeps } from './deps.ts'
import { createEngine, type Engine } from './engine.ts'
import { createRehearsal, type Rehearsal } from './rehearsal.ts'
import { createRemoteCommands, type RemoteCommands } from './remote.ts'
import { attemptView, deliveryView } from './view.ts'

/** Everything of a workspace that has to do with sending. */
export interface Publishing extends Omit<Commands, 'cancelWaiting'>, Omit<RemoteCommands, 'withdraw'>, Rehearsal {
  readonly engine: Engine
  get(id: string): Delivery
  ofPost(postId: string): Delivery[]
  list(filter: {
    status?: DeliveryStatus[] | undefined
    post?: string | undefined
    account?: string | undefined
    reset?: boolean | undefined
    limit: number
    cursor?: string | undefined
  }): {
    items: Delivery[]
    nextCursor: string | null
  }
  attempts(id: string): Attempt[]
  /** Looks at the platform whether an unknown delivery is there. */
  look(id: string): Promise<void>
  /** An account can be asked again: deliveries in doubt that could not be looked for are, and the queue runs. */
  accountIsBack(): void
  /** In the transaction of a deletion: cancels what has not started, of all or of these accounts. Answers how many. */
  cancelWaitingOf(tx: WriteTx, postId: string, accountIds?: readonly string[]): number
  /** In the transaction of a disconnection. */
  cancelWaitingOfAccount(tx: WriteTx, accountId: string): number
}

export function createPublishing(deps: PublishingDeps, slots: Slots): Publishing {
  const { store } = deps.context
  const engine = createEngine(deps)
  const remote = createRemoteCommands(deps)
  const { cancelWaiting, ...commands } = createCommands(deps, slots, engine, remote.withdraw)

  function view(rows: readonly DeliveryRow[]): Delivery[] {
    if (rows.length === 0) return []
    const parts = partsOf(
      store.read,
      rows.map(({ id }) => id),
    )
    const platforms = platformsOf(store.read, [...new Set(rows.map(({ accountId }) => accountId))])
    return rows.map((row) =>
      deliveryView(
        row,
        platforms.get(row.accountId) ?? 'practice',
        parts.filter(({ deliveryId }) => deliveryId === row.id),
        engine.progress(row.id),
      ),
    )
  }

  return {
    ...commands,
    ...createRehearsal(deps),
    deleteRemote: remote.deleteRemote,
    editRemote: remote.editRemote,
    engine,
    get(id) {
      const row = getDelivery(store.read, id)
      const [found] = row ? view([row]) : []
      if (!found) throw notFound('delivery', id)
      return found
    },
    async look(id) {
      const row = getDelivery(store.read, id)
      if (!row) throw notFound('delivery', id)
      if (row.status !== 'unknown') throw conflict(row.status, said('not_in_doubt'))
      await engine.look(id)
    },
    accountIsBack() {
      store.write((tx) => lookAgain(tx, deps.context.clock.now()))
      engine.poke()
    },
    cancelWaitingOf: (tx, postId, accountIds) =>
      cancelWaiting(
        tx,
        deliveriesOfPost(tx, postId).filter(({ accountId }) => !accountIds || accountIds.includes(accountId)),
      ),
    cancelWaitingOfAccount: (tx, accountId) =>
      cancelWaiting(tx, deliveriesOfAccount(tx, accountId, ['scheduled', 'retrying', 'missed'])),
    ofPost: (postId) => view(deliveriesOfPost(store.read, postId)),
    list({ limit, cursor, ...filter }) {
      const after = cursor === undefined ? undefined : decodeCursor<{ dueAt: number; id: string }>(cursor, filter)
      const rows = listDeliveries(store.read, { ...filter, limit: limit + 1, after })
      const last = rows.length > limit ? rows[limit - 1] : undefined
      return {
        items: view(rows.slice(0, limit)),
        nextCursor: last ? encodeCursor({ dueAt: last.dueAt, id: last.id }, filter) : null,
      }
    },
    attempts(id) {
      if (!getDelivery(store.read, id)) throw notFound('delivery', id)
      return attemptsOf(store.read, id).map(attemptView)
    },
  }
}
