import { afterEach, beforeEach, expect, test } from 'vitest'
import { startPinterest, type Pinterest } from './index.ts'

let server: Pinterest
let token: string

beforeEach(async () => {
  server = await startPinterest()
  token = server.auth.issue({ account: 'ada' }).access
})
afterEach(() => server.stop())

const png = Buffer.from('89504e470d0a1a0a', 'hex').toString('base64')
const picture = { source_type: 'image_base64', content_type: 'image/png', data: png }
const slide = { content_type: 'image/png', data: png }

async function send(method: string, path: string, json?: object, bearer = token) {
  const answer = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(json && { body: JSON.stringify(json) }),
  })
  const text = await answer.text()
  const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
  return { status: answer.status, json: body, headers: answer.headers }
}
const pin = (more: object) => send('POST', '/v5/pins', { board_id: '8001', media_source: picture, ...more })

test('a pin is made, listed newest first, changed and deleted', async () => {
  const first = await pin({ title: 'One' })
  expect(first.status).toBe(201)
  await pin({ title: 'Two' })
  const listed = await send('GET', '/v5/boards/8001/pins?page_size=1')
  expect(listed.json).toMatchObject({ items: [{ title: 'Two', media: { media_type: 'image' } }], bookmark: '1' })
  const path = `/v5/pins/${String(first.json['id'])}`
  expect((await send('PATCH', path, { title: null, board_section_id: '9001' })).status).toBe(200)
  expect(server.pins()[0]).toMatchObject({ title: null, section: '9001' })
  expect((await send('DELETE', path)).status).toBe(204)
  expect((await send('DELETE', path)).status).toBe(404)
})

test.each([
  ['an unknown field', { note: 'x' }, 400],
  ['a title that is too long', { title: 'x'.repeat(101) }, 400],
  ['a link that is none', { link: 'example' }, 400],
  ['no files', { media_source: null }, 400],
  ['a carousel of one', { media_source: { source_type: 'multiple_image_base64', items: [slide] } }, 400],
  ['a picture of another type', { media_source: { ...picture, content_type: 'image/jpeg' } }, 403],
  ['a board of somebody else', { board_id: '8004' }, 404],
  ['a secret board', { board_id: '8003' }, 403],
  ['a section of another board', { board_id: '8002', board_section_id: '9001' }, 404],
  ['a film nobody uploaded', { media_source: { source_type: 'video_id', media_id: '1' } }, 404],
])('refused: %s', async (_, more, status) => {
  expect((await pin(more)).status).toBe(status)
  expect(server.pins()).toEqual([])
})

test('an app with Trial access makes none, and has a thousand requests a day', async () => {
  server.state.options.access = 'trial'
  const answer = await pin({})
  expect([answer.status, answer.json['code']]).toEqual([403, 29])
  expect(answer.headers.get('x-ratelimit-limit')).toBe('1000, 1000;w=86400')
})

test('a token without the scope is told so, and one that ended is not let in', async () => {
  const reader = server.auth.issue({ account: 'ada', scopes: ['pins:read', 'boards:read'] }).access
  expect((await send('POST', '/v5/pins', {}, reader)).json['code']).toBe(3)
  server.auth.expireAccess()
  expect(await pin({})).toMatchObject({ status: 401, json: { code: 2 } })
})

test('the storage takes a film by its whole form, the file last, for an hour', async () => {
  const film = new Blob([Buffer.from('film')], { type: 'video/mp4' })
  const upload = async (change: (form: FormData) => void = () => undefined) => {
    const { json } = await send('POST', '/v5/media', { media_type: 'video' })
    const {
      upload_url: url,
      upload_parameters: fields,
      media_id: id,
    } = json as {
      upload_url: string
      upload_parameters: Record<string, string>
      media_id: string
    }
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) form.append(name, value)
    form.append('file', film, 'film.mp4')
    change(form)
    return { status: (await fetch(url, { method: 'POST', body: form })).status, id }
  }
  const { status, id } = await upload()
  expect(status).toBe(204)
  expect((await send('GET', `/v5/media/${id}`)).json['status']).toBe('succeeded')
  expect((await upload((form) => form.set('policy', 'mine'))).status).toBe(403)
  expect((await upload((form) => form.append('late', 'x'))).status).toBe(403)
  expect((await upload(() => server.advance(3_600_000))).status).toBe(403)
})
