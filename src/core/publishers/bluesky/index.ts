import { readFile } from 'node:fs/promises'
import { parsePostAddress } from '../../../contract/platforms/bluesky.ts'
import { findEntities, platforms } from '../../../contract/platforms/index.ts'
import { said, type Said } from '../../../contract/sentences/index.ts'
import { HttpFailure } from '../../http.ts'
import type { PlatformDriver } from '../registry.ts'
import {
  failure,
  StepFailed,
  type CommitOutcome,
  type Outgoing,
  type OutgoingMedia,
  type PublishContext,
  type Publisher,
  type Remote,
  type StepFailure,
} from '../publisher.ts'
import { readPage, type PageFacts } from './card.ts'
import { createConnector } from './connect.ts'
import { classify, classifyCommit, classifyCommitFailure, classifyFailure, isOwnWord, wordsOf } from './outcome.ts'
import {
  buildFacets,
  buildRecord,
  mentionedHandles,
  type BlobRef,
  type Card,
  type StrongRef,
  type UploadedImage,
} from './record.ts'
import { openSession } from './open-session.ts'
import type { BlueskyAddresses, Session } from './session.ts'
import { nextTid } from './tid.ts'
import { isOk, quotaIn, textAt, xrpc, type XrpcAnswer } from './xrpc.ts'

export type { BlueskyAddresses } from './session.ts'

const platform = platforms.bluesky.rules.name
const collection = 'app.bsky.feed.post'
const uploadMs = 120_000

interface ReplyRefs {
  readonly root: StrongRef
  readonly parent: StrongRef
}

interface Prepared {
  readonly parts: readonly { readonly rkey: string; readonly record: Readonly<Record<string, unknown>> }[]
  /** The post of somebody that the first part answers. */
  readonly reply: ReplyRefs | null
}

/** Bluesky, or any server that speaks atproto. See README.md for facts and sources. */
export function createBluesky(addresses: BlueskyAddresses = {}): PlatformDriver {
  return { publisher: createPublisher(addresses), connector: createConnector(addresses) }
}

function createPublisher(addresses: BlueskyAddresses): Publisher<Prepared> {
  return {
    platform: 'bluesky',
    // Short, since a wrong `absent` does no harm: the record sent again has the same key and the same content.
    settleMs: 5_000,

    async prepare(post, context) {
      const session = openSession(context, addresses)
      await session.ready()
      // The keys come first: whatever happens later, a part has one key for ever.
      const rkeys: string[] = []
      for (const index of post.parts.keys())
        rkeys.push(await context.step(`rkey:${index}`, () => nextTid(context.clock.now())))
      const reply = await findReply(post, context)
      const files = post.parts.flatMap(({ media }) => media).length
      let sent = 0
      const parts: Prepared['parts'][number][] = []
      for (const [index, part] of post.parts.entries()) {
        const images: UploadedImage[] = []
        for (const file of part.media) {
          images.push(await uploadImage(file, session, context))
          context.progress(++sent / files)
        }
        const dids = await resolveMentions(part.text, context)
        const card = images.length === 0 ? await makeCard(post, index, session, context, addresses) : null
        const record = buildRecord({
          text: part.text,
          createdAt: new Date(post.createdAt + index).toISOString(),
          facets: buildFacets(part.text, (handle) => dids.get(handle) ?? null),
          languages: stringsIn(post.settings['languages']),
          contentWarning: warningIn(post.settings['contentWarning']),
          images,
          card,
        })
        parts.push({ rkey: rkeys[index] ?? '', record })
      }
      return { parts, reply }
    },

    /** putRecord under our own key, only where nothing is yet: the same record again changes nothing, another one is refused. */
    async commit(prepared, index, landed, context): Promise<CommitOutcome> {
      const part = prepared.parts[index]
      if (!part) throw new Error(`part ${index} was not prepared`)
      const reply = index === 0 ? prepared.reply : threadRefs(prepared.reply, landed)
      const record = { ...part.record, ...(reply && { reply }) }
      try {
        const session = openSession(context, addresses)
        const answer = await session.call('POST', 'com.atproto.repo.putRecord', {
          body: { repo: session.did, collection, rkey: part.rkey, record, swapRecord: null },
          fresh: true,
        })
        tellQuota(answer, context)
        const remote = isOk(answer) ? toRemote(answer.body, context) : null
        if (remote) return { is: 'published', remote }
        if (answer.error === 'BlobNotFound') context.forget('blob:')
        return classifyCommit(answer, context.clock.now())
      } catch (error) {
        // A refused or failed sign-in comes before the request: nothing was sent.
        if (error instanceof StepFailed) return error.outcome
        return classifyCommitFailure(error)
      }
    },

    /** Looks under the part's own key, which is stored before anything is sent. Anybody may read a repository, so a dead sign-in does not matter. */
    async reconcile(_post, index, _landed, _sentAt, context) {
      const rkey = context.recall<string>(`rkey:${index}`)
      if (rkey === undefined) return { is: 'absent' }
      const { externalId, server } = context.account
      const answer = await ask(() =>
        xrpc(context.http, server, 'GET', 'com.atproto.repo.getRecord', {
          params: { repo: externalId, collection, rkey },
          signal: context.signal,
        }),
      )
      if (isOk(answer)) {
        const remote = toRemote(answer.body, context)
        return remote ? { is: 'there', remote } : { is: 'cannot_tell', why: said('unreadable_answer', { platform }) }
      }
      if (answer.error === 'RecordNotFound') return { is: 'absent' }
      const no = classify(answer, context.clock.now())
      if (no.is !== 'rejected') throw new StepFailed(no)
      return { is: 'cannot_tell', why: said('look_refused', { platform, words: wordsOf(answer) }) }
    },

    async remove({ remoteId }, context) {
      const session = openSession(context, addresses)
      const rkey = remoteId.split('/').at(-1) ?? ''
      const answer = await ask(() =>
        session.call('POST', 'com.atproto.repo.deleteRecord', { body: { repo: session.did, collection, rkey } }),
      )
      if (!isOk(answer)) throw new StepFailed(classify(answer, context.clock.now()))
      if (answer.body === undefined) throw new StepFailed(unreadable)
    },
  }
}

const unreadable: StepFailure = {
  is: 'not_sent',
  failure: failure('platform', said('unreadable_answer', { platform })),
}

/** An answer to something repeatable; where none comes, nothing was done that would matter. */
async function ask(call: () => Promise<XrpcAnswer>): Promise<XrpcAnswer> {
  try {
    return await call()
  } catch (error) {
    throw error instanceof HttpFailure ? new StepFailed(classifyFailure(error)) : error
  }
}

async function askOk(call: () => Promise<XrpcAnswer>, context: PublishContext): Promise<XrpcAnswer> {
  const answer = await ask(call)
  if (!isOk(answer)) throw new StepFailed(classify(answer, context.clock.now()))
  return answer
}

async function uploadImage(file: OutgoingMedia, session: Session, context: PublishContext): Promise<UploadedImage> {
  const target = platforms.bluesky.rulesFor(context.account.limits).media.images
  if (file.kind !== 'image' || !target) {
    throw new StepFailed({
      is: 'rejected',
      failure: failure('media', said('file_kind_refused', { platform, name: file.name })),
    })
  }
  const { width, height, blob } = await context.step(
    `blob:${file.sha256}`,
    async () => {
      const converted = await file.convert(target)
      const bytes = new Uint8Array(await readFile(converted.path))
      return {
        width: converted.width,
        height: converted.height,
        blob: await uploadBlob(bytes, converted.type, session, context),
      }
    },
    { phase: 'upload' },
  )
  return { width, height, blob, alt: file.alt }
}

async function uploadBlob(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  session: Session,
  context: PublishContext,
): Promise<BlobRef> {
  const answer = await askOk(
    () => session.call('POST', 'com.atproto.repo.uploadBlob', { bytes, type, timeoutMs: uploadMs }),
    context,
  )
  const blob = (answer.body as { blob?: unknown } | undefined)?.blob
  if (typeof blob === 'object' && blob !== null) return blob as BlobRef
  throw new StepFailed(unreadable)
}

/** A card goes out without its picture rather than not at all. */
async function uploadThumb(
  image: NonNullable<PageFacts['image']>,
  session: Session,
  context: PublishContext,
): Promise<BlobRef | null> {
  try {
    return await uploadBlob(image.bytes, image.type, session, context)
  } catch (error) {
    if (error instanceof StepFailed && error.outcome.failure.code === 'media') return null
    throw error
  }
}

/** The accounts behind the handles of a text; handles nobody has stay text. */
async function resolveMentions(text: string, context: PublishContext): Promise<Map<string, string>> {
  const dids = new Map<string, string>()
  for (const handle of mentionedHandles(text)) {
    const did = await context.step(`mention:${handle}`, () => resolveHandle(handle, context))
    if (did !== null) dids.set(handle, did)
  }
  return dids
}

/** Null where nobody has the handle. */
async function resolveHandle(handle: string, context: PublishContext): Promise<string | null> {
  const { http, account, signal } = context
  const answer = await ask(() =>
    xrpc(http, account.server, 'GET', 'com.atproto.identity.resolveHandle', { params: { handle }, signal }),
  )
  const did = textAt(answer.body, 'did')
  if (isOk(answer) && did !== null) return did
  if (answer.status === 400 && isOwnWord(answer)) return null
  throw new StepFailed(isOk(answer) ? unreadable : classify(answer, context.clock.now()))
}

/** The card of the part's link: the post's own, or the first in the text. */
async function makeCard(
  post: Outgoing,
  index: number,
  session: Session,
  context: PublishContext,
  addresses: BlueskyAddresses,
): Promise<Card | null> {
  if (post.settings['linkCard'] === false) return null
  const inText = findEntities(post.parts[index]?.text ?? '').find((entity) => entity.kind === 'link')?.value ?? null
  const uri = (index === 0 ? post.link : null) ?? inText
  if (uri === null || !URL.canParse(uri)) return null
  return await context.step(`card:${index}`, async (): Promise<Card> => {
    const { title, description, image } = await readPage(context.http, uri, {
      privateToo: addresses.privateCards ?? false,
      signal: context.signal,
    })
    return { uri, title, description, thumb: image && (await uploadThumb(image, session, context)) }
  })
}

/** The post that `settings.replyTo` names, and the top of its thread. */
async function findReply(post: Outgoing, context: PublishContext): Promise<ReplyRefs | null> {
  const address = post.settings['replyTo']
  if (typeof address !== 'string' || address.trim() === '') return null
  return await context.step('reply', async () => {
    const refuse = (sentence: Said) => new StepFailed({ is: 'rejected', failure: failure('content', sentence) })
    const named = parsePostAddress(address)
    if (!named) throw refuse(said('reply_target_unreadable', { platform }))
    const repo = named.repo.startsWith('did:') ? named.repo : await resolveHandle(named.repo, context)
    if (repo === null) throw refuse(said('bluesky_reply_nobody', { handle: named.repo }))
    const { http, account, signal } = context
    const answer = await ask(() =>
      xrpc(http, account.server, 'GET', 'com.atproto.repo.getRecord', {
        params: { repo, collection, rkey: named.rkey },
        signal,
      }),
    )
    const parent = isOk(answer) ? toRef(answer.body) : null
    if (!parent) {
      if (answer.error === 'RecordNotFound') throw refuse(said('reply_target_gone'))
      throw new StepFailed(isOk(answer) ? unreadable : classify(answer, context.clock.now()))
    }
    const root = toRef((answer.body as { value?: { reply?: { root?: unknown } } }).value?.reply?.root)
    return { root: root ?? parent, parent }
  })
}

function threadRefs(reply: ReplyRefs | null, landed: readonly Remote[]): ReplyRefs {
  const [first, last] = [landed[0], landed.at(-1)].map(
    (remote) => remote && toRef({ uri: remote.remoteId, cid: textAt(remote.data, 'cid') }),
  )
  if (!first || !last) throw new Error('a part of a thread landed without its content id')
  return { root: reply?.root ?? first, parent: last }
}

function toRef(body: unknown): StrongRef | null {
  const [uri, cid] = [textAt(body, 'uri'), textAt(body, 'cid')]
  return uri !== null && cid !== null ? { uri, cid } : null
}

function toRemote(body: unknown, { account }: PublishContext): Remote | null {
  const ref = toRef(body)
  if (!ref) return null
  const rkey = ref.uri.split('/').at(-1) ?? ''
  return {
    remoteId: ref.uri,
    url: `https://bsky.app/profile/${account.externalId}/post/${rkey}`,
    data: { cid: ref.cid },
  }
}

function tellQuota(answer: XrpcAnswer, context: PublishContext): void {
  const quota = quotaIn(answer.headers)
  if (quota) context.quota(quota)
}

const stringsIn = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string' && item !== '') : []
const warningIn = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' && value !== 'none' ? value : null
