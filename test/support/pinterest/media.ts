import { choice, only } from '../sim/params.ts'
import { Refusal, Refused, type Reply } from '../sim/refused.ts'
import type { Ask } from '../sim/server.ts'
import { secret } from '../sim/store.ts'
import type { Upload, World } from './state.ts'

/** Source: openapi, POST /media and GET /media/{media_id}; Amazon S3, "Browser-based uploads using POST". */

const formLifeMs = 3_600_000

export function register({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'pins:read', 'pins:write')
  only(ask.body, 'media_type')
  if (choice(ask.body, 'media_type', ['video']) === null) throw new Refused(400, 'bad_input', 'media_type is required')
  const id = sim.id()
  const upload: Upload = {
    id,
    owner: account,
    form: {
      'x-amz-date': '20261125T000000Z',
      'x-amz-signature': secret(),
      'x-amz-security-token': secret(),
      'x-amz-algorithm': 'AWS4-HMAC-SHA256',
      key: `uploads/${id}`,
      policy: secret(),
      'x-amz-credential': 'AKIA/20261125/us-east-1/s3/aws4_request',
      'Content-Type': 'multipart/form-data',
    },
    formExpiresAt: sim.now() + formLifeMs,
    state: 'registered',
    looksLeft: 0,
    bytes: 0,
    sha256: '',
  }
  sim.state.media.push(upload)
  const json = {
    media_id: id,
    media_type: 'video',
    upload_url: `${sim.url}/pinterest-media-upload/`,
    upload_parameters: upload.form,
  }
  return { status: 201, json }
}

/** The storage, which is Amazon's: no token, a signed form, and XML. */
export function store({ sim }: World, ask: Ask): Reply {
  if (ask.headers.authorization !== undefined) throw xml(400, 'InvalidArgument')
  const upload = sim.state.media.find(({ form }) => form['key'] === ask.body['key'])
  if (!upload) throw xml(403, 'AccessDenied')
  const fields = Object.entries(upload.form)
  if (fields.some(([name, value]) => ask.body[name] !== value)) throw xml(403, 'SignatureDoesNotMatch')
  if (Object.keys(ask.body).length !== fields.length) throw xml(403, 'AccessDenied')
  if (sim.now() >= upload.formExpiresAt) throw xml(403, 'AccessDenied')
  const file = ask.files['file']
  // Fields after the file are not read.
  if (!file || ask.order.at(-1) !== 'file') throw xml(400, 'InvalidArgument')
  if (file.bytes === 0) throw xml(400, 'EntityTooSmall')
  const { processing } = sim.state.options
  Object.assign(upload, {
    bytes: file.bytes,
    sha256: file.sha256,
    state: 'processing',
    looksLeft: processing.looks,
  } satisfies Partial<Upload>)
  return { status: 204 }
}

const xml = (status: number, code: string) =>
  new Refusal({ status, text: `<?xml version="1.0"?><Error><Code>${code}</Code></Error>` })

export function status({ sim, auth }: World, ask: Ask): Reply {
  const { account } = auth.caller(ask, 'pins:read')
  only(ask.query)
  const upload = sim.state.media.find(({ id, owner }) => id === ask.at['id'] && owner === account)
  if (!upload) throw new Refusal({ status: 404, json: { code: 404, message: 'Media upload not found' } })
  const { processing } = sim.state.options
  if (upload.state === 'processing' && upload.looksLeft-- <= 0) upload.state = processing.fails ? 'failed' : 'succeeded'
  if (upload.state === 'failed' || upload.state === 'succeeded')
    sim.state.options.processing = { looks: 0, fails: false }
  return { status: 200, json: { media_id: upload.id, media_type: 'video', status: upload.state } }
}
