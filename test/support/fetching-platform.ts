import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { PlatformDriver } from '../../src/core/publishers/registry.ts'
import {
  failure,
  StepFailed,
  type Outgoing,
  type PublishContext,
  type StepFailure,
} from '../../src/core/publishers/publisher.ts'
import { said } from '../../src/contract/sentences/index.ts'

/*
 * A platform that takes no files and fetches them by address, as some real ones do: it is told an address, fetches what is there by itself and
 * keeps it under the sender's key. It stands where Mastodon stands, whose rules let pictures through.
 */

export interface FetchedPost {
  readonly key: string
  /** SHA-256 of each file as it was fetched. */
  readonly files: readonly string[]
}

export interface FetchingPlatform {
  readonly url: string
  readonly posts: ReadonlyMap<string, FetchedPost>
  /** Every address it was told, in order. */
  readonly told: readonly string[]
  /** The next posts are refused so, after their files were fetched. */
  refuse(...statuses: number[]): void
  /** Forgets every post and address. */
  forget(): void
  stop(): Promise<void>
}

export async function startFetchingPlatform(): Promise<FetchingPlatform> {
  const posts = new Map<string, FetchedPost>()
  const told: string[] = []
  const refusals: number[] = []
  const server = createServer((incoming, outgoing) => {
    const answer = (status: number) => outgoing.writeHead(status).end()
    if (incoming.method === 'GET') return answer(posts.has(incoming.url?.slice(1) ?? '') ? 200 : 404)
    text(incoming)
      .then(async (body) => {
        const { key, urls } = JSON.parse(body) as { key: string; urls: string[] }
        told.push(...urls)
        const files = await Promise.all(urls.map(digestAt))
        if (files.includes(null)) return answer(424)
        const refusal = refusals.shift()
        if (refusal !== undefined) return answer(refusal)
        posts.set(key, { key, files: files.filter((file) => file !== null) })
        answer(200)
      })
      .catch(() => answer(500))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posts,
    told,
    refuse: (...statuses) => void refusals.push(...statuses),
    forget() {
      posts.clear()
      told.length = 0
    },
    stop: () => new Promise((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  }
}

async function digestAt(url: string): Promise<string | null> {
  const answer = await fetch(url, { redirect: 'error' })
  if (!answer.ok) return null
  return createHash('sha256')
    .update(Buffer.from(await answer.arrayBuffer()))
    .digest('hex')
}

/** Its publisher and connector. An account is made with any `server` and `token`. */
export function fetchingDriver(url: string): PlatformDriver {
  async function send(post: Outgoing, urls: readonly string[], { http, signal }: PublishContext): Promise<number> {
    const body = JSON.stringify({ key: post.deliveryId, urls })
    return (await http.request(url, { method: 'POST', body, signal })).status
  }
  return {
    publisher: {
      platform: 'mastodon',
      settleMs: 0,
      async prepare(post: Outgoing, context: PublishContext) {
        const urls: string[] = []
        for (const file of post.parts.flatMap(({ media }) => media)) {
          const { path, type, bytes } = await file.convert({ types: ['image/jpeg', 'image/png'], maxBytes: 8_000_000 })
          if (!context.mediaHost) throw new StepFailed(refused('media_host'))
          urls.push(await context.mediaHost.hosted({ path, type, bytes }))
        }
        return { post, urls }
      },
      async commit(prepared: unknown, _index, _landed, context) {
        const { post, urls } = prepared as { post: Outgoing; urls: string[] }
        const status = await send(post, urls, context)
        if (status === 200) return { is: 'published', remote: { remoteId: post.deliveryId, url: null } }
        const { is, failure: why } = refused(status === 503 ? 'platform' : 'content')
        return status === 503 ? { is: 'not_sent', failure: why } : { is, failure: why }
      },
      async reconcile({ deliveryId }, _index, _landed, _sentAt, { http, signal }) {
        const { status } = await http.request(`${url}/${deliveryId}`, { signal })
        return status === 200 ? { is: 'there', remote: { remoteId: deliveryId, url: null } } : { is: 'absent' }
      },
    },
    connector: {
      platform: 'mastodon',
      connect: (_method, { server = '' }) =>
        Promise.resolve({
          kind: 'profile',
          externalId: server,
          name: server,
          displayHandle: server,
          url: null,
          avatar: null,
          server,
          limits: {},
          expiresAt: null,
          secrets: { token: 'x' },
        }),
      health: () => Promise.resolve({ state: 'ok', expiresAt: null }),
      revoke: () => Promise.resolve(false),
    },
  }
}

function refused(code: 'media_host' | 'platform' | 'content'): Extract<StepFailure, { is: 'rejected' }> {
  const what = {
    media_host: said('media_host_missing', { platform: 'Fetching' }),
    platform: said('platform_trouble', { platform: 'Fetching' }),
    content: said('content_refused', { platform: 'Fetching' }),
  }
  return { is: 'rejected', failure: failure(code, what[code]) }
}
