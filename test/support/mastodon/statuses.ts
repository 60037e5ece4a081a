import { flag, integer, list, object, only, text } from '../sim/params.ts'
import type { Params } from '../sim/params.ts'
import type { Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { compareIds } from '../sim/store.ts'
import { invalid, notFound, refusal } from './exchange.ts'
import { mediaJson } from './media.ts'
import { callerOf } from './oauth.ts'
import type { Account, Media, Poll, Scheduled, Status, Store } from './state.ts'
import { countable, entitiesOf, toHtml } from './text.ts'
import type { World } from './world.ts'

const hour = 3_600_000
const visibilities = ['public', 'unlisted', 'private', 'direct']
const fields = ['status', 'media_ids', 'poll', 'sensitive', 'spoiler_text', 'language'] as const

export function create(world: World, ask: Ask): Reply {
  const { store, options } = world
  const { account, token } = callerOf(world, ask, 'write:statuses')
  only(ask.body, ...fields, 'in_reply_to_id', 'visibility', 'scheduled_at', 'quoted_status_id', 'quote_approval_policy')
  const key = ask.headers['idempotency-key']
  const before =
    typeof key === 'string' && !options.ignoreIdempotencyKey
      ? store.state.idempotency.find(
          (used) => used.account === account.id && used.key === key && store.now() - used.at < hour,
        )
      : undefined
  // Mastodon looks the first one up and fails as for any status that is not there, should it have been deleted.
  if (before) return { status: 200, json: statusJson(world, findStatus(store, before.status)) }

  const scheduledAt = parseScheduledAt(store, text(ask.body, 'scheduled_at'))
  if (scheduledAt !== null) {
    draftOf(world, account, ask.body)
    const scheduled: Scheduled = { id: store.id(), account: account.id, scheduledAt, params: ask.body, released: false }
    store.state.scheduled.push(scheduled)
    return { status: 200, json: scheduledJson(scheduled) }
  }
  const status = publish(world, account, ask.body, token.clientId)
  if (typeof key === 'string')
    store.state.idempotency.push({ account: account.id, key, status: status.id, at: store.now() })
  return { status: 200, json: statusJson(world, status) }
}

function publish(world: World, account: Account, body: Params, clientId: string | null): Status {
  const { store } = world
  const draft = draftOf(world, account, body)
  const status: Status = {
    id: store.id(),
    account: account.id,
    at: store.now(),
    editedAt: null,
    app: clientId,
    deleted: false,
    ...draft,
    media: draft.media.map(({ id }) => id),
  }
  for (const media of draft.media) media.status = status.id
  store.state.statuses.push(status)
  return status
}

/** Everything Mastodon validates before a status is made, in its order. */
function draftOf(world: World, account: Account, body: Params, editing?: Status) {
  const { store, options } = world
  const replyTo = text(body, 'in_reply_to_id')
  if (replyTo && !store.state.statuses.some(({ id, deleted }) => id === replyTo && !deleted)) {
    throw refusal(404, 'The post you are trying to reply to does not appear to exist.')
  }
  const media = attach(world, account, body, editing)
  const spoiler = (text(body, 'spoiler_text') ?? '').trim()
  const written = (text(body, 'status') ?? '').trim()
  if (written === '' && spoiler === '' && media.length === 0) throw invalid("Text can't be blank")
  if (countable(written, spoiler, options.perUrl) > options.maxCharacters)
    throw invalid(`Text character limit of ${options.maxCharacters} exceeded`)
  const visibility = text(body, 'visibility') ?? 'public'
  if (!visibilities.includes(visibility)) throw invalid('Visibility is not included in the list')
  const language = text(body, 'language')
  return {
    text: written || (media.length > 0 ? '' : '.'),
    spoiler,
    sensitive: (flag(body, 'sensitive') ?? false) || spoiler !== '',
    language: language && /^[a-z]{2,3}(-[A-Za-z]+)?$/.test(language) ? language : null,
    visibility,
    inReplyTo: replyTo || null,
    media,
    poll: pollOf(world, body),
  }
}

function attach({ store, options }: World, account: Account, body: Params, editing?: Status): Media[] {
  const ids = list(body, 'media_ids') ?? []
  if (ids.length === 0) return []
  if (ids.length > options.maxMedia || body['poll']) throw invalid(`Cannot attach more than ${options.maxMedia} files`)
  const media = ids.map((id) =>
    store.state.media.find(
      (known) =>
        known.id === id &&
        known.account === account.id &&
        !known.deleted &&
        (known.status === null || known.status === editing?.id),
    ),
  )
  const found = media.filter((file) => file !== undefined)
  if (found.length < ids.length)
    throw invalid(`Media ${ids.filter((_, at) => !media[at]).join(', ')} not found or already attached to another post`)
  if (found.length > 1 && found.some(({ type }) => type !== 'image'))
    throw invalid('Cannot attach a video to a post that already contains images')
  if (found.some(({ pollsLeft, failed }) => pollsLeft > 0 || failed))
    throw invalid('Cannot attach files that have not finished processing. Try again in a moment!')
  return found
}

function pollOf({ store, options }: World, body: Params): Poll | null {
  const poll = object(body, 'poll')
  if (!poll) return null
  only(poll, 'options', 'expires_in', 'multiple', 'hide_totals')
  const answers = list(poll, 'options') ?? []
  const seconds = integer(poll, 'expires_in')
  const { maxOptions, maxCharacters, minSeconds, maxSeconds } = options.poll
  if (answers.length < 2) throw invalid('Poll options must have more than one item')
  if (answers.length > maxOptions) throw invalid(`Poll options can't contain more than ${maxOptions} items`)
  if (answers.some((answer) => answer.trim() === '')) throw invalid("Poll options can't be blank")
  if (answers.some((answer) => [...new Intl.Segmenter().segment(answer)].length > maxCharacters))
    throw invalid(`Poll options each item can't be longer than ${maxCharacters} characters`)
  if (new Set(answers).size < answers.length) throw invalid('Poll options contain duplicate items')
  if (seconds === null || seconds > maxSeconds) throw invalid("Poll expires at can't be too far in the future")
  if (seconds < minSeconds) throw invalid('Poll expires at is too soon')
  return {
    id: store.id(),
    options: answers,
    expiresAt: store.now() + seconds * 1_000,
    multiple: flag(poll, 'multiple') ?? false,
    hideTotals: flag(poll, 'hide_totals') ?? false,
  }
}

function parseScheduledAt(store: Store, value: string | null): number | null {
  if (value === null || value === '') return null
  const at = Date.parse(value)
  if (Number.isNaN(at)) throw refusal(422, 'The supplied date was invalid')
  // In the past it is published at once, within five minutes refused.
  if (at <= store.now()) return null
  if (at < store.now() + 5 * 60_000) throw invalid('Scheduled at The scheduled date must be in the future')
  return at
}

/** Publishes what is due; done whenever somebody looks. */
export function releaseScheduled(world: World): void {
  for (const scheduled of world.store.state.scheduled) {
    if (scheduled.released || scheduled.scheduledAt > world.store.now()) continue
    const account = world.store.state.accounts.find(({ id }) => id === scheduled.account)
    if (!account) continue
    const { scheduled_at: _when, ...body } = scheduled.params as Params
    publish(world, account, body, null)
    scheduled.released = true
  }
}

export function show(world: World, ask: Ask, id: string): Reply {
  const status = findStatus(world.store, id)
  if (status.visibility === 'private' || status.visibility === 'direct') {
    if (callerOf(world, ask, 'read:statuses').account.id !== status.account) throw notFound()
  }
  return { status: 200, json: statusJson(world, status) }
}

export function source(world: World, ask: Ask, id: string): Reply {
  const { account } = callerOf(world, ask, 'read:statuses')
  const status = findStatus(world.store, id)
  if (status.account !== account.id) throw notFound()
  return { status: 200, json: { id, text: status.text, spoiler_text: status.spoiler } }
}

/** What an edit leaves out is taken away: the controller hands every field on. */
export function edit(world: World, ask: Ask, id: string): Reply {
  const { account } = callerOf(world, ask, 'write:statuses')
  only(ask.body, ...fields, 'media_attributes', 'quote_approval_policy')
  const status = findStatus(world.store, id)
  if (status.account !== account.id) throw notFound()
  const { visibility: _kept, inReplyTo: _keptToo, media, ...changed } = draftOf(world, account, ask.body, status)
  for (const file of world.store.state.media) if (file.status === id) file.status = null
  for (const file of media) file.status = id
  Object.assign(status, changed, { media: media.map((file) => file.id), editedAt: world.store.now() })
  return { status: 200, json: statusJson(world, status) }
}

export function remove(world: World, ask: Ask, id: string): Reply {
  const { account } = callerOf(world, ask, 'write:statuses')
  const status = findStatus(world.store, id)
  if (status.account !== account.id) throw notFound()
  const json = { ...statusJson(world, status), text: status.text }
  status.deleted = true
  return { status: 200, json }
}

export function ofAccount(world: World, ask: Ask, accountId: string): Reply {
  const { store, options, url } = world
  only(
    ask.query,
    'limit',
    'max_id',
    'since_id',
    'min_id',
    'exclude_replies',
    'exclude_reblogs',
    'only_media',
    'pinned',
    'tagged',
  )
  if (!store.state.accounts.some(({ id }) => id === accountId)) throw notFound()
  const own = ask.headers.authorization !== undefined && callerOf(world, ask, 'read:statuses').account.id === accountId
  const visible = own ? visibilities.filter((name) => name !== 'direct' || options.listsDirect) : ['public', 'unlisted']
  const [maxId, sinceId, minId] = ['max_id', 'since_id', 'min_id'].map((name) => text(ask.query, name))
  const limit = Math.min(integer(ask.query, 'limit') ?? 20, 40)
  const matching = store.state.statuses
    .filter((status) => status.account === accountId && !status.deleted && visible.includes(status.visibility))
    .filter((status) => !flag(ask.query, 'exclude_replies') || status.inReplyTo === null)
    .filter((status) => !flag(ask.query, 'only_media') || status.media.length > 0)
    .filter(
      ({ id }) =>
        (!maxId || compareIds(id, maxId) < 0) &&
        (!sinceId || compareIds(id, sinceId) > 0) &&
        (!minId || compareIds(id, minId) > 0),
    )
    .sort((a, b) => compareIds(b.id, a.id))
  const page = minId ? matching.slice(-limit) : matching.slice(0, limit)
  const here = `${url}/api/v1/accounts/${accountId}/statuses?limit=${limit}`
  const links = [
    page.length === limit && `<${here}&max_id=${page.at(-1)?.id}>; rel="next"`,
    page[0] && `<${here}&min_id=${page[0].id}>; rel="prev"`,
  ]
  return {
    status: 200,
    json: page.map((status) => statusJson(world, status)),
    headers: { link: links.filter(Boolean).join(', ') },
  }
}

function findStatus(store: Store, id: string): Status {
  const status = store.state.statuses.find((known) => known.id === id && !known.deleted)
  if (!status) throw notFound()
  return status
}

export function statusJson(world: World, status: Status) {
  const { store, url } = world
  const account = store.state.accounts.find(({ id }) => id === status.account)
  if (!account) throw new Error('A status without its account')
  const app = store.state.apps.find(({ clientId }) => clientId === status.app)
  const host = new URL(url).host
  const isLocal = (name: string, domain: string | null) =>
    (domain === null || domain === host) && store.state.accounts.some(({ username }) => username === name)
  return {
    id: status.id,
    created_at: new Date(status.at).toISOString(),
    edited_at: status.editedAt === null ? null : new Date(status.editedAt).toISOString(),
    in_reply_to_id: status.inReplyTo,
    in_reply_to_account_id: store.state.statuses.find(({ id }) => id === status.inReplyTo)?.account ?? null,
    sensitive: status.sensitive,
    spoiler_text: status.spoiler,
    visibility: status.visibility,
    language: status.language,
    uri: `${url}/users/${account.username}/statuses/${status.id}`,
    url: `${url}/@${account.username}/${status.id}`,
    replies_count: store.state.statuses.filter(({ inReplyTo, deleted }) => inReplyTo === status.id && !deleted).length,
    reblogs_count: 0,
    favourites_count: 0,
    quotes_count: 0,
    content: toHtml(status.text, url, isLocal),
    reblog: null,
    application: app ? { name: app.name, website: app.website } : null,
    account: accountJson(account, url),
    media_attachments: status.media
      .flatMap((id) => store.state.media.filter((media) => media.id === id))
      .map((media) => mediaJson(media, url)),
    mentions: [],
    tags: entitiesOf(status.text).flatMap((entity) =>
      entity.kind === 'tag' ? [{ name: entity.tag.toLowerCase(), url: `${url}/tags/${entity.tag}` }] : [],
    ),
    emojis: [],
    card: null,
    poll: status.poll && pollJson(status.poll, store.now()),
  }
}

function pollJson(poll: Poll, now: number) {
  return {
    id: poll.id,
    expires_at: new Date(poll.expiresAt).toISOString(),
    expired: poll.expiresAt < now,
    multiple: poll.multiple,
    votes_count: 0,
    options: poll.options.map((title) => ({ title, votes_count: poll.hideTotals ? null : 0 })),
    emojis: [],
  }
}

export function accountJson({ id, username, displayName }: Account, url: string) {
  return {
    id,
    username,
    acct: username,
    display_name: displayName,
    locked: false,
    bot: false,
    note: '',
    url: `${url}/@${username}`,
    avatar: `${url}/avatars/original/missing.png`,
    avatar_static: `${url}/avatars/original/missing.png`,
    header: `${url}/headers/original/missing.png`,
    followers_count: 0,
    following_count: 0,
    statuses_count: 0,
    emojis: [],
    fields: [],
  }
}

function scheduledJson({ id, scheduledAt, params }: Scheduled) {
  return {
    id,
    scheduled_at: new Date(scheduledAt).toISOString(),
    params: { ...params, text: params['status'] ?? '' },
    media_attachments: [],
  }
}
