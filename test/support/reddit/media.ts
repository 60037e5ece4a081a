import { only, required } from '../sim/params.ts'
import { Refusal, type Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { secret } from '../sim/store.ts'
import { status } from './errors.ts'
import type { Asset, World } from './state.ts'

/* Sources: leases recorded in praw-dev/praw (submit_image, submit_video), praw/models/media.py; Amazon S3, "Browser-based uploads using POST". */

const types = ['image/png', 'image/jpeg', 'image/gif', 'video/mp4', 'video/quicktime']
/** A lease is good for a minute. */
const leaseMs = 60_000
const most = { image: 20_971_520, video: 2_147_483_648 }

export function lease({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'submit')
  only(ask.query, 'raw_json')
  only(ask.body, 'api_type', 'filepath', 'mimetype')
  const path = required(ask.body, 'filepath')
  const type = required(ask.body, 'mimetype')
  if (!types.includes(type)) throw status(400)
  const id = BigInt(sim.id()).toString(36)
  const isFilm = type.startsWith('video/')
  const bucket = isFilm ? 'reddit-uploaded-video' : 'reddit-uploaded-media'
  const key = isFilm ? id : `rte_images/${id}`
  const asset: Asset = {
    id,
    owner: account,
    type,
    form: {
      acl: 'public-read',
      key,
      'X-Amz-Credential': 'ASIA/20261125/us-east-1/s3/aws4_request',
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Date': '20261125T000000Z',
      success_action_status: '201',
      'content-type': type,
      'x-amz-storage-class': 'STANDARD',
      'x-amz-meta-ext': type.split('/').at(-1) ?? '',
      policy: secret(),
      'X-Amz-Signature': secret(),
      'x-amz-security-token': secret(),
    },
    formExpiresAt: sim.now() + leaseMs,
    url: `${sim.url}/${bucket}/${key}`,
    bytes: 0,
    sha256: '',
    stored: false,
  }
  sim.state.assets.push(asset)
  return {
    status: 200,
    json: {
      args: {
        // Without its scheme.
        action: `${sim.url.replace(/^http:/, '')}/${bucket}`,
        fields: Object.entries(asset.form).map(([name, value]) => ({ name, value })),
      },
      asset: { asset_id: id, processing_state: 'incomplete', payload: { filepath: path } },
    },
  }
}

/** The storage, which is Amazon's: no token, a signed form, and XML. */
export function store({ sim }: World, ask: Ask): Reply {
  if (ask.headers.authorization !== undefined) throw xml(400, '<Code>InvalidArgument</Code>')
  const asset = sim.state.assets.find(({ form }) => form['key'] === ask.body['key'])
  if (!asset?.url.startsWith(`${sim.url}${ask.path}/`)) throw xml(403, '<Code>AccessDenied</Code>')
  const fields = Object.entries(asset.form)
  if (fields.some(([name, value]) => ask.body[name] !== value)) throw xml(403, '<Code>SignatureDoesNotMatch</Code>')
  if (Object.keys(ask.body).length !== fields.length) throw xml(403, '<Code>AccessDenied</Code>')
  if (sim.now() >= asset.formExpiresAt) throw xml(403, '<Code>AccessDenied</Code><Message>Policy expired.</Message>')
  const file = ask.files['file']
  // Fields after the file are not read.
  if (!file || ask.order.at(-1) !== 'file') throw xml(400, '<Code>InvalidArgument</Code>')
  const limit = asset.type.startsWith('video/') ? most.video : most.image
  if (file.bytes > limit)
    throw xml(
      400,
      `<Code>EntityTooLarge</Code><Message>Your proposed upload exceeds the maximum allowed size</Message><ProposedSize>${file.bytes}</ProposedSize><MaxSizeAllowed>${limit}</MaxSizeAllowed>`,
    )
  Object.assign(asset, { bytes: file.bytes, sha256: file.sha256, stored: true } satisfies Partial<Asset>)
  return { status: 201, text: `<?xml version="1.0"?><PostResponse><Location>${asset.url}</Location></PostResponse>` }
}

const xml = (code: number, inside: string) =>
  new Refusal({ status: code, text: `<?xml version="1.0"?><Error>${inside}</Error>` })
