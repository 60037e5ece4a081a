import type * as z from 'zod'
import { said, spoken } from '../../contract/sentences/index.ts'
import type { Webhook, WebhookMessage, webhooks as contract, WebhookTopic } from '../../contract/webhooks.ts'
import { createSealedSecrets } from '../accounts/sealed-secrets.ts'
import { toIso } from '../clock.ts'
import { conflict, notFound, unprocessable } from '../errors.ts'
import type { NewEvent } from '../events.ts'
import { HttpFailure } from '../http.ts'
import { decodeCursor, encodeCursor } from '../store/cursor.ts'
import { readSettingRows, writeSettingRows } from '../store/settings.ts'
import type { WriteTx } from '../store/tx.ts'
import {
  countWaiting,
  deleteWebhook,
  dropMessagesBefore,
  dueMessages,
  getMessage,
  getWebhook,
  insertMessage,
  insertWebhook,
  listMessages,
  listWebhooks,
  nextMessageAt,
  updateMessage,
  updateWebhook,
  type WebhookMessageRow,
  type WebhookRow,
  type WebhookTry,
} from '../store/webhooks.ts'
import { VaultLocked } from '../vault/vault.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { mayGoTo } from './address.ts'
import { makeWebhookSecret, signedHeaders } from './sign.ts'
import { toldOf, type Readers } from './topics.ts'

type Made = z.infer<NonNullable<(typeof contract)['create']['~orpc']['outputSchema']>>
type Page = z.infer<NonNullable<(typeof contract)['messages']['~orpc']['outputSchema']>>

/** Programs that are told of events. Throws the contract's errors. */
export interface Webhooks {
  list(): Webhook[]
  create(input: { name: string; url: string; topics: WebhookTopic[] }): Made
  update(id: string, change: Partial<Pick<WebhookRow, 'name' | 'url' | 'topics' | 'active'>>): Webhook
  remove(id: string): { id: Webhook['id'] }
  rotate(id: string, overlapMinutes: number): Made
  test(id: string): Promise<WebhookMessage>
  messages(
    id: string,
    input: { state?: WebhookMessage['state'] | undefined; cursor?: string | undefined; limit: number },
  ): Page
  replay(id: string, messageId: string): Promise<WebhookMessage>
  hosts(): string[]
  allowHosts(hosts: readonly string[]): string[]
  /** Keeps what has to be told of an event, in the transaction of the event. */
  keep(tx: WriteTx, event: NewEvent): void
  start(): void
  close(): Promise<void>
}

/** Waits between tries: about eight hours in all, then it has failed. */
const waitsMs = [5_000, 30_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 14_400_000]
const timeoutMs = 15_000
/** When it is looked at again, where the vault is locked or we made a mistake. */
const lookAgainMs = 60_000
const atOnce = 8
const keptForMs = 30 * 86_400_000
const hostsSetting = 'webhook_hosts'

interface Secrets {
  readonly secret: string
  readonly previous?: string
}

export function createWebhooks(context: WorkspaceContext, readers: Readers): Webhooks {
  const { id: workspaceId, store, clock, ids, http, log } = context
  const sealed = createSealedSecrets(context)
  const stopping = new AbortController()
  const flying = new Map<string, Promise<void>>()
  let stopTimer = () => {}
  let started = false

  function need(id: string): WebhookRow {
    const row = getWebhook(store.read, id)
    if (!row) throw notFound('webhook', id)
    return row
  }

  function needMessage(id: string, messageId: string): WebhookMessageRow {
    const row = getMessage(store.read, messageId)
    if (row?.webhookId !== id) throw notFound('message', messageId)
    return row
  }

  const hosts = () => JSON.parse(readSettingRows(store.read, 'workspace').get(hostsSetting) ?? '[]') as string[]

  function refuseFar(url: string): void {
    if (!mayGoTo(url, hosts())) throw unprocessable([{ path: 'url', says: said('webhook_host_not_allowed') }])
  }

  function view(row: WebhookRow): Webhook {
    const { id, name, url, topics, active } = row
    const at = (instant: number | null) => (instant === null ? null : toIso(instant))
    return {
      id: id as Webhook['id'],
      name,
      url,
      topics,
      active,
      createdAt: toIso(row.createdAt),
      lastDeliveredAt: at(row.lastDeliveredAt),
      lastFailedAt: at(row.lastFailedAt),
      waiting: countWaiting(store.read, id),
      previousUntil: at(row.previousUntil !== null && row.previousUntil > clock.now() ? row.previousUntil : null),
    }
  }

  function secretsOf(hook: WebhookRow): string[] {
    const kept = sealed.read(hook.id, 'signing') as Secrets | undefined
    if (!kept) throw new Error(`webhook ${hook.id} has no secret`)
    const overlaps = kept.previous !== undefined && (hook.previousUntil ?? 0) > clock.now()
    return overlaps && kept.previous !== undefined ? [kept.secret, kept.previous] : [kept.secret]
  }

  function change(tx: WriteTx, id: string, fields: Parameters<typeof updateWebhook>[2]): void {
    updateWebhook(tx, id, fields)
    tx.emit({ type: 'webhook.changed', ids: { webhook: id } })
  }

  function add(
    tx: WriteTx,
    webhookId: string,
    topic: WebhookMessageRow['topic'],
    data: Record<string, unknown>,
  ): string {
    const id = ids('msg')
    const now = clock.now()
    const payload = { id, type: topic, timestamp: toIso(now), workspaceId, data }
    insertMessage(tx, { id, webhookId, topic, payload, createdAt: now, tries: [], state: 'waiting', nextAt: now })
    return id
  }

  /** Sends one message now, whatever it waits for, and keeps how it went. */
  function send(hook: WebhookRow, message: WebhookMessageRow): Promise<void> {
    const running = flying.get(message.id)
    if (running) return running
    const work = attempt(hook, message).finally(() => flying.delete(message.id))
    flying.set(message.id, work)
    return work
  }

  async function attempt(hook: WebhookRow, message: WebhookMessageRow): Promise<void> {
    const at = clock.now()
    const body = JSON.stringify(message.payload)
    let secrets: string[]
    try {
      secrets = secretsOf(hook)
    } catch (error) {
      if (!(error instanceof VaultLocked)) throw error
      return store.write((tx) => updateMessage(tx, message.id, { nextAt: at + lookAgainMs }))
    }
    // Asked at every try: the person may have closed the way since.
    const { status, problem } = mayGoTo(hook.url, hosts())
      ? await post(hook.url, body, signedHeaders(secrets, message.id, Math.floor(at / 1_000), body))
      : { status: null, problem: said('webhook_host_not_allowed') }
    if (stopping.signal.aborted && status === null) return // not its fault: it is sent at the next start
    settle(hook, message, { at, ms: clock.now() - at, status, problem })
  }

  async function post(url: string, body: string, headers: Record<string, string>) {
    try {
      const answer = await http.request(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'user-agent': 'Broadside', ...headers },
        body,
        timeoutMs,
        maxBytes: 100_000,
        signal: stopping.signal,
      })
      const { status } = answer
      if (status >= 200 && status < 300) return { status, problem: null }
      return { status, problem: said('webhook_refused', { status }) }
    } catch (error) {
      if (!(error instanceof HttpFailure)) throw error
      return { status: null, problem: said(error.kind === 'not_sent' ? 'webhook_not_there' : 'webhook_no_answer') }
    }
  }

  function settle(hook: WebhookRow, message: WebhookMessageRow, tried: WebhookTry): void {
    store.write((tx) => {
      const before = getMessage(tx, message.id)
      if (!before) return // its webhook was removed meanwhile
      const tries = [...before.tries, tried]
      const failures = tries.length
      const gone = tried.status === 410
      const wait = waitsMs[failures - 1]
      if (tried.problem === null) updateMessage(tx, message.id, { tries, state: 'delivered', nextAt: null })
      else if (gone || wait === undefined || message.topic === 'webhook.test')
        updateMessage(tx, message.id, { tries, state: 'failed', nextAt: null })
      else updateMessage(tx, message.id, { tries, state: 'waiting', nextAt: clock.now() + wait })
      const ended = getMessage(tx, message.id)?.state
      change(tx, hook.id, {
        ...(ended === 'delivered' && { lastDeliveredAt: tried.at }),
        ...(ended === 'failed' && { lastFailedAt: tried.at }),
        // 410: the receiver says that it wants nothing more.
        ...(gone && { active: false }),
      })
    })
  }

  function pump(): void {
    if (!started || stopping.signal.aborted) return
    stopTimer()
    const free = atOnce - flying.size
    const due = dueMessages(store.read, clock.now(), atOnce + flying.size).filter(
      ({ message }) => !flying.has(message.id),
    )
    for (const { message, hook } of due.slice(0, Math.max(0, free))) {
      send(hook, message)
        .catch((error: unknown) => {
          log.error('a webhook could not be told', { hook: hook.id, error: String(error) })
          store.write((tx) => updateMessage(tx, message.id, { nextAt: clock.now() + lookAgainMs }))
        })
        .finally(pump)
    }
    const next = nextMessageAt(store.read)
    if (next !== null && flying.size === 0) stopTimer = clock.after(Math.max(500, next - clock.now()), pump)
  }

  const show = (row: WebhookMessageRow): WebhookMessage => ({
    id: row.id as WebhookMessage['id'],
    topic: row.topic,
    state: row.state,
    createdAt: toIso(row.createdAt),
    payload: row.payload,
    tries: row.tries.map(({ at, ms, status, problem }) => ({
      at: toIso(at),
      ms,
      status,
      problem: problem && spoken(problem),
    })),
    nextAt: row.nextAt === null ? null : toIso(row.nextAt),
  })

  return {
    list: () => listWebhooks(store.read).map(view),
    create({ name, url, topics }) {
      refuseFar(url)
      const id = ids('hook')
      const secret = makeWebhookSecret()
      store.write((tx) => {
        insertWebhook(tx, { id, name, url, topics: [...new Set(topics)], active: true, createdAt: clock.now() })
        sealed.write(tx, id, 'signing', { secret })
        tx.emit({ type: 'webhook.changed', ids: { webhook: id } })
      })
      return { webhook: view(need(id)), secret }
    },
    update(id, fields) {
      need(id)
      if (fields.url !== undefined) refuseFar(fields.url)
      store.write((tx) => change(tx, id, fields))
      pump()
      return view(need(id))
    },
    remove(id) {
      need(id)
      store.write((tx) => {
        sealed.erase(tx, id)
        deleteWebhook(tx, id)
        tx.emit({ type: 'webhook.changed', ids: { webhook: id } })
      })
      return { id: id as Webhook['id'] }
    },
    rotate(id, overlapMinutes) {
      const [previous] = secretsOf(need(id))
      const secret = makeWebhookSecret()
      store.write((tx) => {
        sealed.write(tx, id, 'signing', { secret, ...(previous !== undefined && { previous }) })
        change(tx, id, { previousUntil: clock.now() + overlapMinutes * 60_000 })
      })
      return { webhook: view(need(id)), secret }
    },
    async test(id) {
      const hook = need(id)
      secretsOf(hook) // while the vault is locked nothing can be signed, and the test says so
      const messageId = store.write((tx) => add(tx, id, 'webhook.test', { webhook: id }))
      await send(hook, needMessage(id, messageId))
      return show(needMessage(id, messageId))
    },
    messages(id, { state, cursor, limit }) {
      need(id)
      const filter = { id, state }
      const after = cursor === undefined ? undefined : decodeCursor<{ createdAt: number; id: string }>(cursor, filter)
      const rows = listMessages(store.read, id, state, after, limit + 1)
      const page = rows.slice(0, limit)
      const last = page.at(-1)
      return {
        items: page.map(show),
        nextCursor:
          rows.length > limit && last ? encodeCursor({ createdAt: last.createdAt, id: last.id }, filter) : null,
      }
    },
    async replay(id, messageId) {
      const hook = need(id)
      const message = needMessage(id, messageId)
      if (flying.has(messageId)) throw conflict('sending', said('webhook_sending'))
      secretsOf(hook)
      await send(hook, message)
      return show(needMessage(id, messageId))
    },
    hosts,
    allowHosts(list) {
      const wanted = [...new Set(list.map((host) => host.toLowerCase()))].sort()
      store.write((tx) => {
        writeSettingRows(tx, 'workspace', { [hostsSetting]: wanted })
        tx.emit({ type: 'webhook.changed' })
      })
      return wanted
    },
    keep(tx, event) {
      const hooks = listWebhooks(tx).filter(({ active }) => active)
      if (hooks.length === 0) return
      for (const { topic, data } of toldOf(event, readers)) {
        for (const hook of hooks.filter(({ topics }) => topics.includes(topic))) add(tx, hook.id, topic, data)
      }
      // Once this transaction has ended.
      stopTimer()
      stopTimer = clock.after(0, pump)
    },
    start() {
      started = true
      store.write((tx) => dropMessagesBefore(tx, clock.now() - keptForMs))
      pump()
    },
    async close() {
      stopTimer()
      stopping.abort()
      await Promise.allSettled(flying.values())
    },
  }
}
