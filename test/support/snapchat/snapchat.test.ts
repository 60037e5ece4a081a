import { createCipheriv, randomBytes } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { organizationIds, profileIds, startSnapchat, type Snapchat } from './index.ts'

let server: Snapchat
let token: string

beforeEach(async () => {
  server = await startSnapchat()
  token = server.auth.issue({ account: 'ada' }).access
})
afterEach(() => server.stop())

const base = `/v1/public_profiles/${profileIds.harbour}`

async function ask(
  path: string,
  { json, form, bearer = token }: { json?: object; form?: FormData; bearer?: string } = {},
) {
  const answer = await fetch(`${server.url}${path}`, {
    method: json || form ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${bearer}`, ...(json && { 'content-type': 'application/json' }) },
    body: json ? JSON.stringify(json) : (form ?? null),
  })
  const text = await answer.text()
  return { status: answer.status, json: (text === '' ? {} : JSON.parse(text)) as Record<string, unknown> }
}

const film = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypisom'), randomBytes(100_000)])
const [key, iv] = [randomBytes(32), randomBytes(16)]
const told = { key: key.toString('base64'), iv: iv.toString('base64') }

function sealed(bytes: Buffer): Buffer<ArrayBuffer> {
  const cipher = createCipheriv('aes-256-cbc', key, iv)
  return Buffer.concat([cipher.update(bytes), cipher.final()])
}

function form(action: string, part?: number, bytes?: Uint8Array<ArrayBuffer>): FormData {
  const made = new FormData()
  made.set('action', action)
  if (part !== undefined) made.set('part_number', String(part))
  if (bytes) made.set('file', new Blob([bytes]), 'part')
  return made
}

/** A container and where its parts go. */
async function container(type = 'VIDEO', profile = base): Promise<{ id: string; path: string }> {
  const { json } = await ask(`${profile}/media`, { json: { type, name: 'film.mp4', ...told } })
  return { id: String(json['media_id']), path: String(json['add_path']) }
}

async function uploaded(bytes: Buffer = film, type = 'VIDEO'): Promise<string> {
  const { id, path } = await container(type)
  await ask(path, { form: form('ADD', 1, sealed(bytes)) })
  await ask(path, { form: form('FINALIZE') })
  return id
}

test('a file comes in parts of its encrypted bytes, and is what it was once they are put together', async () => {
  const { id, path } = await container()
  const bytes = sealed(film)
  expect((await ask(path, { form: form('ADD', 2, bytes.subarray(64_000)) })).status).toBe(200)
  expect(await ask(path, { form: form('FINALIZE') })).toMatchObject({ status: 400, json: { request_status: 'ERROR' } })
  expect((await ask(path, { form: form('ADD', 1, bytes.subarray(0, 64_000)) })).status).toBe(200)
  expect((await ask(path, { form: form('ADD', 36, bytes) })).status).toBe(400)
  expect(await ask(`${base}/stories`, { json: { media_id: id } })).toMatchObject({ status: 400 })
  expect((await ask(path, { form: form('FINALIZE') })).status).toBe(200)
  expect((await ask(`${base}/stories`, { json: { media_id: id } })).status).toBe(200)
  expect(server.posts()).toMatchObject([{ kind: 'story', media: { content: { bytes: film.length } } }])
})

test('what is not encrypted, or not what it is called, is refused', async () => {
  const plain = await container()
  await ask(plain.path, { form: form('ADD', 1, new Uint8Array(film)) })
  expect((await ask(plain.path, { form: form('FINALIZE') })).status).toBe(400)
  const picture = await container('IMAGE')
  await ask(picture.path, { form: form('ADD', 1, sealed(film)) })
  expect((await ask(picture.path, { form: form('FINALIZE') })).status).toBe(400)
  const short = { type: 'VIDEO', name: 'film.mp4', key: told.iv, iv: told.iv }
  expect((await ask(`${base}/media`, { json: short })).status).toBe(400)
})

test('a file that is worked on, posted or a day old says so', async () => {
  server.state.options.processing = { looks: 1, fails: false }
  const id = await uploaded()
  const story = () => ask(`${base}/stories`, { json: { media_id: id } })
  expect(await story()).toMatchObject({ status: 400, json: { error_code: 'MEDIA_PROCESSING' } })
  expect((await story()).json['request_status']).toBe('SUCCESS')
  expect(await story()).toMatchObject({ status: 200, json: { error_code: 'MEDIA_POSTING_ALREADY_IN_PROGRESS' } })
  server.advance(24 * 3_600_000)
  token = server.auth.issue({ account: 'ada' }).access
  expect(await story()).toMatchObject({ status: 200, json: { error_code: 'MEDIA_EXPIRED' } })
  expect(server.posts()).toHaveLength(1)
})

test('each way to post takes its own fields and no others', async () => {
  const story = (more: object) => async (id: string) => ask(`${base}/stories`, { json: { media_id: id, ...more } })
  const spotlight = (more: object) => async (id: string) =>
    ask(`${base}/spotlights`, { json: { media_id: id, ...more } })
  const saved = (title: string) => async (id: string) =>
    ask(`${base}/saved_stories`, { json: { saved_stories: [{ title, snap_sources: [{ media_id: id }] }] } })
  const status = async (send: (id: string) => ReturnType<typeof ask>) => (await send(await uploaded())).status
  expect(await status(story({ description: 'x' }))).toBe(400)
  expect(await status(story({ customized_ttl: 'ONE_WEEK' }))).toBe(400)
  expect(await status(story({ customized_ttl: { ttl: 'ONE_WEEK' } }))).toBe(200)
  expect(await status(spotlight({}))).toBe(400)
  expect(await status(spotlight({ locale: 'en', description: 'x' }))).toBe(400)
  expect(await status(spotlight({ locale: 'en_US', description: 'x'.repeat(161) }))).toBe(400)
  expect(await status(spotlight({ locale: 'en_US', description: 'x', skip_save_to_profile: true }))).toBe(200)
  expect(await status(saved('x'.repeat(46)))).toBe(400)
  expect(await status(saved('Harbour'))).toBe(200)
})

test('a Spotlight is looked at, and then seen or not', async () => {
  const make = async (review: typeof server.state.options.review) => {
    server.state.options.review = review
    const { json } = await ask(`${base}/spotlights`, { json: { media_id: await uploaded(), locale: 'en_US' } })
    return `${base}/spotlights/${String(json['spotlight_id'])}`
  }
  const state = async (path: string) =>
    ((await ask(path)).json['spotlights'] as { spotlight: { status: string } }[]).map(
      ({ spotlight }) => spotlight.status,
    )
  const [good, bad] = [await make({ looks: 1, fails: false }), await make({ looks: 1, fails: true })]
  expect([await state(good), await state(bad)]).toEqual([['SUBMITTED'], ['SUBMITTED']])
  expect(server.posts()).toEqual([])
  expect([await state(good), await state(bad)]).toEqual([['LIVE'], ['REJECTED']])
  expect((await ask(`${base}/spotlights?limit=1`)).json).toMatchObject({
    spotlights: [{ spotlight: { status: 'REJECTED' } }],
    paging: { next_page_id: '1' },
  })
})

test('profiles are told to those who have a role there, and to apps on the list alone', async () => {
  const grace = server.auth.issue({ account: 'grace' }).access
  expect((await ask('/v1/public_profiles/my_profile')).json).toMatchObject({
    public_profile: { id: profileIds.harbour },
  })
  expect((await ask('/v1/public_profiles/my_profile', { bearer: grace })).status).toBe(400)
  const listed = await ask(`/v1/organizations/${organizationIds.harbour}/public_profiles?limit=1`)
  expect(listed.json).toMatchObject({ public_profiles: [{}], paging: { next_page_id: '1' } })
  expect((await ask(`/v1/organizations/${organizationIds.harbour}/public_profiles`, { bearer: grace })).status).toBe(
    403,
  )
  expect((await ask(`${base}/media`, { json: {}, bearer: grace })).status).toBe(403)
  const elsewhere = server.auth.issue({ account: 'ada', scopes: ['snapchat-marketing-api'] }).access
  expect((await ask(base, { bearer: elsewhere })).status).toBe(403)
  server.state.options.listed = false
  expect(await ask(base)).toEqual({ status: 403, json: {} })
})
