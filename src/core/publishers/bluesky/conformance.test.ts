import { platforms } from '../../../contract/platforms/index.ts'
import { startChaosProxy } from '../../../../test/support/chaos-proxy.ts'
import { startPds, type Pds, type PdsAccount } from '../../../../test/support/pds.ts'
import { createHttp } from '../../http.ts'
import { systemClock } from '../../clock.ts'
import { describePublisher, type DocumentedError, type Peer } from '../conformance.ts'
import type { ConnectContext, PublishContext, PublisherAccount, Secrets } from '../publisher.ts'
import { createBluesky } from './index.ts'

const at = () => createBluesky({ privateCards: true })

const said = (status: number, error: string, message = 'as the server says it') => ({
  status,
  body: { error, message },
})
const errors: DocumentedError[] = [
  {
    name: 'InvalidRequest: the record is refused',
    at: 'commit',
    answer: said(400, 'InvalidRequest', 'Invalid app.bsky.feed.post record'),
    expect: { is: 'rejected', code: 'content' },
  },
  {
    name: 'InvalidRecord',
    at: 'commit',
    answer: said(400, 'InvalidRecord'),
    expect: { is: 'rejected', code: 'content' },
  },
  {
    name: 'InvalidMimeType: the blob is of another type',
    at: 'commit',
    answer: said(400, 'InvalidMimeType'),
    expect: { is: 'rejected', code: 'media' },
  },
  {
    name: 'BlobNotFound: the upload is gone',
    at: 'commit',
    answer: said(400, 'BlobNotFound'),
    expect: { is: 'not_sent', code: 'platform' },
  },
  {
    name: 'InvalidSwap: something is there under our key',
    at: 'commit',
    answer: said(400, 'InvalidSwap'),
    expect: { is: 'unknown' },
  },
  {
    name: 'AuthMissing',
    at: 'commit',
    answer: said(401, 'AuthMissing'),
    expect: { is: 'rejected', code: 'reconnect' },
  },
  {
    name: 'AccountTakedown',
    at: 'commit',
    answer: said(401, 'AccountTakedown'),
    expect: { is: 'rejected', code: 'not_allowed' },
  },
  {
    name: 'AccountDeactivated',
    at: 'commit',
    answer: said(401, 'AccountDeactivated'),
    expect: { is: 'rejected', code: 'not_allowed' },
  },
  {
    name: 'Forbidden: a scope is missing',
    at: 'commit',
    answer: said(403, 'ScopeMissingError'),
    expect: { is: 'rejected', code: 'not_allowed' },
  },
  {
    name: 'XRPCNotSupported',
    at: 'commit',
    answer: said(404, 'XRPCNotSupported'),
    expect: { is: 'rejected', code: 'not_allowed' },
  },
  {
    name: 'RateLimitExceeded with its reset',
    at: 'commit',
    answer: {
      ...said(429, 'RateLimitExceeded'),
      headers: {
        'ratelimit-limit': '5000',
        'ratelimit-remaining': '0',
        'ratelimit-reset': String(Math.floor(Date.now() / 1_000) + 3_600),
      },
    },
    expect: { is: 'deferred', code: 'rate_limited' },
  },
  { name: 'InternalServerError', at: 'commit', answer: said(500, 'InternalServerError'), expect: { is: 'unknown' } },
  { name: 'UpstreamFailure', at: 'commit', answer: said(502, 'UpstreamFailure'), expect: { is: 'unknown' } },
  {
    name: 'a success that is not JSON',
    at: 'commit',
    answer: { status: 200, body: '<html>ok</html>' },
    expect: { is: 'unknown' },
  },
  {
    name: 'a sign-in page of a network in place of an answer',
    at: 'commit',
    answer: { status: 302, headers: { location: 'http://hotel.example/' }, body: '' },
    expect: { is: 'unknown' },
  },
  {
    name: 'a 401 that is not Bluesky’s',
    at: 'commit',
    answer: { status: 401, body: '<html>proxy</html>' },
    expect: { is: 'unknown' },
  },
  {
    name: 'a 403 that is not Bluesky’s, while uploading',
    at: 'upload',
    answer: { status: 403, body: '<html>proxy</html>' },
    expect: { is: 'not_sent', code: 'platform' },
  },
  {
    name: 'a page in place of an upload’s answer',
    at: 'upload',
    answer: { status: 200, body: '<html>hotel</html>' },
    expect: { is: 'not_sent', code: 'platform' },
  },
  {
    name: 'PayloadTooLarge for a picture',
    at: 'upload',
    answer: said(413, 'PayloadTooLarge', 'request entity too large'),
    expect: { is: 'rejected', code: 'media' },
  },
  {
    name: 'UnsupportedMediaType for a picture',
    at: 'upload',
    answer: said(415, 'UnsupportedMediaType'),
    expect: { is: 'rejected', code: 'media' },
  },
  {
    name: 'NotEnoughResources while uploading',
    at: 'upload',
    answer: said(503, 'NotEnoughResources'),
    expect: { is: 'not_sent', code: 'platform' },
  },
  {
    name: 'RateLimitExceeded while uploading',
    at: 'upload',
    answer: said(429, 'RateLimitExceeded'),
    expect: { is: 'deferred', code: 'rate_limited' },
  },
]

async function start(): Promise<Peer> {
  const pds = await startPds()
  const proxy = await startChaosProxy(pds.url)
  const owner = await pds.createAccount('ada')
  const first = await connect(pds, owner, proxy.url)
  const renew = { method: 'POST', path: '/xrpc/com.atproto.server.refreshSession' }
  // The PDS has no switch for it: what the publisher holds is made old.
  const age = (held: Pick<PublishContext, 'secrets' | 'saveSecrets'>) =>
    held.saveSecrets({ ...held.secrets, accessJwt: pds.expired(String(held.secrets['accessJwt'])) })
  return {
    origin: '',
    account: first.account,
    secrets: first.secrets,
    chaos: proxy,
    commit: { method: 'POST', path: '/xrpc/com.atproto.repo.putRecord' },
    upload: { method: 'POST', path: '/xrpc/com.atproto.repo.uploadBlob' },
    processing: null,
    advance: null,
    renewal: {
      request: renew,
      expire: age,
      count: () =>
        proxy.requests.filter(({ target, status }) => target.startsWith(renew.path) && status === 200).length,
    },
    async posts() {
      return (await pds.posts(owner.did)).map(({ uri, record }) => ({
        remoteId: uri,
        text: record.text,
        replyTo: record.reply?.parent.uri ?? null,
        images: ((record.embed?.['images'] ?? []) as { alt: string }[]).map(({ alt }) => ({ alt })),
      }))
    },
    async connectAnother() {
      const { account, secrets, name } = await connect(pds, owner, proxy.url)
      return {
        account,
        secrets,
        async revoke(held) {
          await pds.revokeAppPassword(owner, name)
          // The access token would be good for two hours more, whatever became of the app password.
          age(held)
        },
      }
    },
    async stop() {
      await proxy.stop()
      await pds.stop()
    },
  }
}

/** Connects as the window does: with handle and app password, through the connector. */
async function connect(
  pds: Pds,
  owner: PdsAccount,
  service: string,
): Promise<{ account: PublisherAccount; secrets: Secrets; name: string }> {
  const { name, password } = await pds.appPassword(owner)
  const http = createHttp()
  const context: ConnectContext = {
    app: {},
    http,
    clock: systemClock,
    signal: new AbortController().signal,
    appCredentials: { get: () => undefined, set() {} },
  }
  const identity = await at().connector.connect?.('app_password', { handle: owner.handle, password, service }, context)
  await http.close()
  if (!identity || !('secrets' in identity)) throw new Error('no identity')
  const { externalId, displayHandle, server, limits, secrets } = identity
  return {
    account: {
      id: `acct_${name}`,
      platform: 'bluesky',
      externalId,
      displayHandle,
      server,
      limits,
      method: 'app_password',
    },
    secrets,
    name,
  }
}

describePublisher({
  name: 'Bluesky',
  at,
  knowledge: platforms.bluesky,
  reconcile: 'finds',
  keepsCredential: true,
  errors,
  start,
})
