import { shown } from '../../../../test/support/linkedin/little-text.ts'
import { startLinkedIn, type LinkedIn } from '../../../../test/support/linkedin/index.ts'
import type { DocumentedError, Peer, PeerPost } from '../conformance.ts'
import type { PublisherAccount, Secrets } from '../publisher.ts'

/** A simulated LinkedIn as the suite sees it, for a member or for a Page. */

export const memberUrn = 'urn:li:person:aDa1815x'
export const pageUrn = 'urn:li:organization:2414183'

export function accountOf(kind: 'member' | 'page'): PublisherAccount {
  return {
    id: 'acct_1',
    platform: 'linkedin',
    externalId: kind === 'page' ? pageUrn : memberUrn,
    displayHandle: kind === 'page' ? 'Engines & Sons' : 'Ada Lovelace',
    server: '',
    limits: { flags: kind === 'page' ? { page: true, reviewed: true } : { reviewed: false } },
    method: kind,
  }
}

/** What a sign-in leaves: a partner's with a refresh token, everybody else's without. */
export function grantOf(server: LinkedIn, client: { id: string; secret: string | null }, partner: boolean): Secrets {
  const token = server.auth.issue({ account: 'ada', clientId: client.id, refresh: partner })
  return {
    clientId: client.id,
    clientSecret: client.secret ?? '',
    accessToken: token.access,
    refreshToken: token.refresh,
    expiresAt: token.accessExpiresAt,
    refreshExpiresAt: token.refreshExpiresAt,
    scopes: [...token.scopes],
  }
}

export async function startPeer(kind: 'member' | 'page'): Promise<Peer> {
  const server = await startLinkedIn({ rateLimits: false })
  const partner = kind === 'page'
  server.state.options.partner = partner
  const app = server.auth.register({ redirectUris: ['http://localhost:47831/oauth/callback'] })
  const account = accountOf(kind)
  const { options } = server.state
  return {
    origin: server.url,
    account,
    secrets: grantOf(server, app, partner),
    chaos: server,
    commit: { method: 'POST', path: /^\/(?:rest\/posts|rest\/socialActions\/[^/]+\/comments)$/ },
    upload: { method: 'PUT', path: /^\/dms-uploads\// },
    posts: () => Promise.resolve(peerPosts(server, account.externalId)),
    connectAnother() {
      const secrets = grantOf(server, app, partner)
      return Promise.resolve({
        account: { ...account, id: 'acct_2' },
        secrets,
        revoke: () => Promise.resolve(server.auth.revoke(String(secrets['accessToken']))),
      })
    },
    renewal: partner
      ? {
          request: { method: 'POST', path: '/oauth/v2/accessToken' },
          expire: () => server.auth.expireAccess(),
          count: () => server.auth.refreshes,
        }
      : null,
    processing: {
      of: 'video',
      slow: () => void (options.processing = { looks: 20, fails: false }),
      fail: () => void (options.processing = { looks: 1, fails: true }),
    },
    advance: server.advance,
    stop: () => server.stop(),
  }
}

interface Content {
  readonly media?: { id: string; altText?: string; title?: string }
  readonly multiImage?: { images: { id: string; altText?: string }[] }
  readonly article?: { source: string }
  readonly poll?: unknown
}

export function peerPosts(server: LinkedIn, author: string): PeerPost[] {
  const { uploads, comments } = server.state
  return server
    .posts()
    .filter((post) => post.author === author)
    .map((post): PeerPost => {
      const content = (post.content ?? {}) as Content
      const files = [...(content.media ? [content.media] : []), ...(content.multiImage?.images ?? [])].map((file) => ({
        ...file,
        upload: uploads.find(({ urn }) => urn === file.id),
      }))
      const of = (kind: string) => files.filter(({ upload }) => upload?.kind === kind)
      const kind = content.poll
        ? 'poll'
        : content.article
          ? 'link'
          : content.multiImage
            ? 'carousel'
            : (files[0]?.upload?.kind ?? 'text')
      return {
        remoteId: post.id,
        text: shown(post.commentary),
        replyTo: null,
        images: of('image').map(({ altText }) => ({ alt: altText ?? '' })),
        videos: of('video').map(({ upload }) => ({ bytes: upload?.bytes ?? 0, sha256: upload?.sha256 ?? '' })),
        link: content.article?.source ?? null,
        comments: comments.filter(({ on, deleted }) => on === post.id && !deleted).map(({ text }) => text),
        kind,
        settings: {
          visibility: post.visibility,
          reshareDisabled: post.reshareDisabled,
          targets: post.targets,
          content: post.content ?? {},
        },
      }
    })
}

const error = (status: number, code: string, message = 'As the documentation says') => ({
  status,
  body: { status, code, message, serviceErrorCode: 0 },
})
const input = (code: string) => ({
  status: 422,
  body: { status: 422, message: code, errorDetails: { inputErrors: [{ description: code, input: {}, code }] } },
})

/** Sources: posts-api, videos-api, shared/api-guide/concepts/error-handling and rate-limits. */
export const documentedErrors: readonly DocumentedError[] = [
  ...(
    [
      ['400 a field is missing', error(400, 'MISSING_FIELD'), 'rejected', 'content'],
      ['400 the text is too long', error(400, 'FIELD_LENGTH_TOO_LONG'), 'rejected', 'content'],
      ['400 the film is not ready', error(400, 'MEDIA_ASSET_WAITING_UPLOAD'), 'deferred', 'processing'],
      ['400 the film failed', error(400, 'MEDIA_ASSET_PROCESSING_FAILED'), 'rejected', 'media'],
      ['401 expired', error(401, 'EXPIRED_ACCESS_TOKEN'), 'rejected', 'reconnect'],
      ['401 revoked', error(401, 'REVOKED_ACCESS_TOKEN'), 'rejected', 'reconnect'],
      ['403 access denied', error(403, 'ACCESS_DENIED'), 'rejected', 'not_allowed'],
      ['404 not found', error(404, 'RESOURCE_NOT_FOUND'), 'rejected', 'content'],
      ['422 a repeat', input('DUPLICATE_POST'), 'rejected', 'duplicate'],
      ['422 something else', input('INVALID_CONTENT'), 'rejected', 'content'],
      ['426 month retired', error(426, 'NONEXISTENT_VERSION'), 'rejected', 'platform'],
      ['429 limit of the day', error(429, 'TOO_MANY_REQUESTS'), 'deferred', 'rate_limited'],
      ['500', error(500, 'INTERNAL_SERVER_ERROR'), 'unknown', undefined],
      ['503', error(503, 'SERVICE_UNAVAILABLE'), 'unknown', undefined],
      ['201 without an id', { status: 201, body: '<html>Welcome</html>' }, 'unknown', undefined],
    ] as const
  ).map(([name, answer, is, code]): DocumentedError => ({
    name,
    at: 'commit',
    answer,
    expect: { is, ...(code && { code }) },
  })),
  ...(
    [
      ['upload: 400 not a picture', error(400, 'ILLEGAL_ARGUMENT'), 'rejected', 'media'],
      ['upload: 400 the address has run out', error(400, 'EXPIRED_UPLOAD_URL'), 'not_sent', 'media'],
      ['upload: 413', error(413, 'MEDIA_TOO_LARGE'), 'rejected', 'media'],
      ['upload: 429', error(429, 'TOO_MANY_REQUESTS'), 'deferred', 'rate_limited'],
      ['upload: 503', error(503, 'SERVICE_UNAVAILABLE'), 'not_sent', 'platform'],
    ] as const
  ).map(([name, answer, is, code]): DocumentedError => ({ name, at: 'upload', answer, expect: { is, code } })),
  {
    name: 'beginning an upload: 426 month retired',
    at: { method: 'POST', path: '/rest/images' },
    kind: 'image',
    answer: error(426, 'NONEXISTENT_VERSION'),
    expect: { is: 'rejected', code: 'platform' },
  },
]
