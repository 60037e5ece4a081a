import type { AccountPreview, PreviewedRequest } from '../../contract/preview.ts'
import { platformName } from '../../contract/platforms/index.ts'
import { said, spoken, type Said } from '../../contract/sentences/index.ts'
import { notFound, unprocessable, vaultLocked } from '../errors.ts'
import { HttpFailure, type Http, type HttpRequest } from '../http.ts'
import {
  saidOf,
  StepFailed,
  type HostableFile,
  type OutgoingMedia,
  type Publisher,
  type PublishContext,
  type Remote,
} from '../publishers/publisher.ts'
import { deliveriesOfPost } from '../store/deliveries.ts'
import { accountsOfPost, getPlan } from '../store/schedule.ts'
import { VaultLocked } from '../vault/vault.ts'
import { freeze, toOutgoing } from './content.ts'
import type { OpenedAccount, PublishingDeps } from './deps.ts'
import { shownBody } from './rehearsal-body.ts'
import { createRedaction } from './rehearsal-redact.ts'

/** Ends a rehearsal where it would need an answer. No publisher expects it, so none goes on. */
class NeedsAnswer extends Error {
  override readonly name = 'NeedsAnswer'
}

interface Noted {
  readonly part: number | null
  readonly url: URL
  readonly request: HttpRequest
}

export interface Rehearsal {
  /** What each account of a post would get, or these. Throws the contract's errors. */
  preview(postId: string, accountIds?: readonly string[]): Promise<AccountPreview[]>
}

/** An id for the keys that are made of a delivery's, where there is none yet. */
const noDelivery = 'dlv_00000000000000000000000000'

/**
 * What exactly a post would send, per account: the publishers themselves run, with their real secrets, against a network that notes each request and
 * answers none. So what is shown is what they send, as far as it can be known before the platform answers; nothing is invented beyond. Nothing leaves
 * this machine and nothing is stored.
 */
export function createRehearsal(deps: PublishingDeps): Rehearsal {
  const { store, clock } = deps.context

  async function preview(postId: string, accountIds?: readonly string[]): Promise<AccountPreview[]> {
    const plan = getPlan(store.read, postId)
    if (!plan) throw notFound('post', postId)
    const all = accountsOfPost(store.read, postId)
    const unknown = accountIds?.findIndex((id) => !all.some(({ accountId }) => accountId === id)) ?? -1
    if (unknown >= 0) throw unprocessable([{ path: `accounts.${unknown}`, says: said('choose_account') }])
    const chosen = all.filter(({ accountId }) => !accountIds || accountIds.includes(accountId))
    return Promise.all(chosen.map(({ accountId, platform }) => ofAccount(postId, accountId, platform as never)))
  }

  async function ofAccount(
    postId: string,
    accountId: string,
    platform: AccountPreview['platform'],
  ): Promise<AccountPreview> {
    const problems = deps.posts.problemsOf(postId, accountId) as AccountPreview['problems']
    const base = { accountId: accountId as AccountPreview['accountId'], platform, problems, requests: [] }
    if (problems.some(({ severity }) => severity === 'error')) return { ...base, complete: false, then: null }
    // Its posts lie in this workspace's own database: there is no request to show, and running it would publish.
    if (platform === 'practice') return { ...base, complete: true, then: spoken(said('preview_practice')) }
    const publisher = deps.publisher(platform)
    if (!publisher) throw new Error(`no publisher for ${platform}`)
    try {
      return { ...base, ...(await rehearse(publisher, deps.accounts.openAccount(accountId), postId)) }
    } catch (error) {
      if (error instanceof VaultLocked) throw vaultLocked()
      if (!(error instanceof StepFailed)) throw error
      return { ...base, complete: false, then: spoken(saidOf(error.outcome.failure)) }
    }
  }

  async function rehearse(publisher: Publisher, opened: OpenedAccount, postId: string) {
    const { account } = opened
    const now = clock.now()
    const delivery = deliveriesOfPost(store.read, postId).find(({ accountId }) => accountId === account.id)
    const frozen = freeze(store.read, postId, account.id, now)
    const post = toOutgoing(delivery ?? { id: noDelivery, dueAt: now }, account.platform, frozen, deps.media)
    const noted: Noted[] = []
    const parts = { now: null as number | null }
    const context = contextFor(opened, (url, request) => noted.push({ part: parts.now, url, request }))
    const above = frozen.above?.remotes ?? []
    let then: Said | null = null
    let complete = true
    const landed: Remote[] = [...above]
    try {
      const prepared = await publisher.prepare(post, context)
      for (let index = above.length; index < post.parts.length; index++) {
        parts.now = index - above.length
        const before = noted.length
        await publisher.commit(prepared, index, landed, context).catch((error: unknown) => endOfPart(error, parts.now))
        if (noted.slice(before).some(({ request }) => request.fresh)) {
          landed.push({ remoteId: `‹part ${parts.now + 1}›`, url: null, data: null })
          continue
        }
        complete = false
        break
      }
    } catch (error) {
      if (!(error instanceof NeedsAnswer)) throw error
      complete = false
    }
    if (!complete) then = said('preview_depends', { platform: platformName(account.platform) })
    const files = [...post.parts.flatMap(({ media }) => media), ...Object.values(post.assets)]
    return { requests: await shown(noted, opened, files), complete, then: then && spoken(then) }
  }

  /** The first request of a part ends it. Later parts may also trip over the one before, of which nothing but a name is there. */
  function endOfPart(error: unknown, part: number | null): void {
    if (error instanceof NeedsAnswer || (part !== 0 && error instanceof TypeError)) return
    throw error
  }

  async function shown(
    noted: readonly Noted[],
    { account, secrets }: OpenedAccount,
    files: readonly OutgoingMedia[],
  ): Promise<PreviewedRequest[]> {
    const redact = createRedaction(secrets, account)
    return Promise.all(
      noted.map(async ({ part, url, request }) => ({
        part,
        makes: request.fresh === true,
        method: request.method ?? 'GET',
        url: redact.url(url),
        headers: Object.fromEntries(
          Object.entries(request.headers ?? {}).map(([name, value]) => [
            name.toLowerCase(),
            redact.header(name, value),
          ]),
        ),
        body: await shownBody(request, redact, files),
      })),
    )
  }

  function contextFor(opened: OpenedAccount, note: (url: URL, request: HttpRequest) => void): PublishContext {
    const http: Http = {
      async request(url, request = {}) {
        // A page that a post links to, for its card: not asked, and gone without.
        if (request.publicOnly) throw new HttpFailure('not_sent', 'REHEARSAL', 'Nothing is asked for a preview')
        note(new URL(url), request)
        throw new NeedsAnswer('a rehearsal has no answers')
      },
      async fetch(input, init) {
        const request = new Request(input, init)
        const text = request.body ? await request.text() : undefined
        const headers = Object.fromEntries(request.headers)
        note(new URL(request.url), { method: request.method as HttpRequest['method'], headers, body: text })
        throw new NeedsAnswer('a rehearsal has no answers')
      },
      download: () => Promise.reject(new NeedsAnswer('a rehearsal has no answers')),
      close: () => Promise.resolve(),
    }
    const steps = new Map<string, unknown>()
    return {
      account: opened.account,
      secrets: opened.secrets,
      saveSecrets: () => {},
      http,
      clock: { ...clock, sleep: () => Promise.reject(new NeedsAnswer('a rehearsal does not wait')) },
      signal: new AbortController().signal,
      async step(name, work) {
        if (!steps.has(name)) steps.set(name, await work())
        return steps.get(name) as never
      },
      recall: (name) => steps.get(name) as never,
      forget: () => {},
      progress: () => {},
      isKnown: () => false,
      mediaHost: deps.mediaHost.isReady() ? { hosted: async (file) => hostedAt(file) } : null,
      quota: () => {},
    }
  }

  return { preview }
}

/** Stands for an address that is made when the file is put there. `invalid` is no name of anybody (RFC 2606). */
function hostedAt({ type, bytes }: HostableFile): string {
  return `https://your-media-host.invalid/${bytes}-bytes.${type.split('/')[1] ?? 'bin'}`
}
