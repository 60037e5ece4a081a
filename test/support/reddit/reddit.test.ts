import { afterEach, beforeEach, expect, test } from 'vitest'
import { startReddit, type Reddit } from './index.ts'

let server: Reddit
let token: string

beforeEach(async () => {
  server = await startReddit()
  token = server.auth.issue({ account: 'ada' }).access
})
afterEach(() => server.stop())

const agent = 'desktop:test:v1 (by /u/ada)'

async function send(path: string, fields?: Record<string, string>, options: { bearer?: string; json?: object } = {}) {
  const { bearer = token, json } = options
  const body = json ? JSON.stringify(json) : fields && new URLSearchParams({ api_type: 'json', ...fields }).toString()
  const answer = await fetch(server.url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${bearer}`,
      'user-agent': agent,
      ...(body !== undefined && {
        'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
      }),
    },
    ...(body !== undefined && { body }),
  })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, json: (text === '' ? {} : JSON.parse(text)) as Answer }
}
type Answer = {
  json?: { errors: [string, string, string | null][]; data?: Record<string, unknown> }
  data?: { children: { data: Record<string, unknown> }[]; after: string | null }
} & Record<string, unknown>

const post = (more: Record<string, string> = {}) =>
  send('/api/submit', { kind: 'self', sr: 'engines', title: 'One & only', text: 'a < b', ...more })

/** Leases a place and stores a file there; gives its id and address. */
async function upload(mimetype: string, change: (form: FormData) => void = () => undefined) {
  const { json } = await send('/api/media/asset.json', { filepath: 'file', mimetype })
  const { args, asset } = json as unknown as {
    args: { action: string; fields: { name: string; value: string }[] }
    asset: { asset_id: string }
  }
  expect(args.action).toMatch(/^\/\//)
  const form = new FormData()
  for (const { name, value } of args.fields) form.append(name, value)
  form.append('file', new Blob([Buffer.from('bytes')], { type: mimetype }), 'file')
  change(form)
  const { status } = await fetch(`http:${args.action}`, { method: 'POST', body: form })
  const key = args.fields.find(({ name }) => name === 'key')?.value ?? ''
  return { status, id: asset.asset_id, url: `http:${args.action}/${key}` }
}

test('a text is posted, listed newest first, changed, commented on and deleted', async () => {
  const first = await post()
  expect(first.json.json).toMatchObject({ errors: [], data: { name: expect.stringMatching(/^t3_/) } })
  const name = String(first.json.json?.data?.['name'])
  await post({ title: 'Two' })
  const listed = await send('/user/ada/submitted?raw_json=1&limit=1')
  expect(listed.json.data?.children.map(({ data }) => data['title'])).toEqual(['Two'])
  expect(listed.json.data?.after).toMatch(/^t3_/)
  const escaped = await send(`/user/ada/submitted?after=${listed.json.data?.after}`)
  expect(escaped.json.data?.children[0]?.data).toMatchObject({ title: 'One &amp; only', selftext: 'a &lt; b' })
  await send('/api/editusertext', { thing_id: name, text: 'changed' })
  expect(server.posts()[0]?.text).toBe('changed')
  const note = await send('/api/comment', { thing_id: name, text: 'First' })
  expect(note.json.json?.data).toMatchObject({ things: [{ kind: 't1', data: { parent_id: name, body: 'First' } }] })
  expect((await send('/api/del', { id: name })).json).toEqual({})
  expect((await send('/api/del', { id: 't3_nothing' })).json).toEqual({})
  expect(server.posts().map(({ title }) => title)).toEqual(['Two'])
})

test.each([
  ['no title', { title: ' ' }, 'NO_TEXT'],
  ['a title of 301', { title: 'x'.repeat(301) }, 'TOO_LONG'],
  ['no community', { sr: '' }, 'BAD_SR_NAME'],
  ['a community that is not there', { sr: 'nowhere' }, 'SUBREDDIT_NOEXIST'],
  ['a community for trusted members', { sr: 'trusted' }, 'SUBREDDIT_NOTALLOWED'],
  ['a community one is banned from', { sr: 'hostile' }, 'SUBREDDIT_NOTALLOWED_BANNED'],
  ['a profile of somebody else', { sr: 'u_grace' }, 'SUBREDDIT_NOTALLOWED'],
  ['a link where only texts are taken', { kind: 'link', sr: 'notes', url: 'https://example.com' }, 'NO_LINKS'],
  ['a link that is none', { kind: 'link', url: 'example' }, 'NO_URL'],
  ['a picture nobody uploaded', { kind: 'image', url: 'https://example.com/a.png' }, 'NO_URL'],
  ['no flair where one is needed', { sr: 'strict', title: 'Long enough' }, 'SUBMIT_VALIDATION_FLAIR_REQUIRED'],
  ['a flair of another community', { flair_id: 's1' }, 'INVALID_FLAIR_TEMPLATE_ID'],
  [
    'a title that a community finds too short',
    { sr: 'strict', title: 'Short', flair_id: 's1', validate_on_submit: 'true' },
    'SUBMIT_VALIDATION_MIN_LENGTH',
  ],
])('refused with 200: %s', async (_, more, code) => {
  const { status, json } = await post(more)
  expect([status, json.json?.errors[0]?.[0]]).toEqual([200, code])
  expect(server.posts()).toEqual([])
})

test('fields it does not know are refused, and so is a community that is closed', async () => {
  expect((await post({ note: 'x' })).status).toBe(400)
  expect((await post({ sr: 'closed' })).status).toBe(404)
})

test('the same link again is refused where a community wants it so, unless told', async () => {
  const link = { kind: 'link', sr: 'strict', title: 'Long enough', flair_id: 's1', url: 'https://example.com/a' }
  const { text: _, ...fields } = { text: '', ...link }
  await send('/api/submit', fields)
  expect((await send('/api/submit', fields)).json.json?.errors[0]?.[0]).toBe('ALREADY_SUB')
  expect((await send('/api/submit', { ...fields, resubmit: 'true' })).json.json?.errors).toEqual([])
})

test('a picture is stored by its whole form within a minute, and its post shows late and is not told', async () => {
  const stored = await upload('image/png')
  expect(stored.status).toBe(201)
  const answer = await send('/api/submit', { kind: 'image', sr: 'engines', title: 'A picture', url: stored.url })
  expect(answer.json.json?.data).toEqual({
    user_submitted_page: 'https://www.reddit.com/user/ada/submitted/',
    websocket_url: expect.stringContaining(stored.id),
  })
  expect(server.posts()).toEqual([])
  server.advance(1_000)
  const listed = await send('/user/ada/submitted')
  expect(listed.json.data?.children[0]?.data['url']).toBe(`https://i.redd.it/${stored.id}.png`)
  expect((await upload('image/png', (form) => form.set('policy', 'mine'))).status).toBe(403)
  expect((await upload('image/png', (form) => form.append('late', 'x'))).status).toBe(403)
  expect((await upload('image/png', () => server.advance(60_000))).status).toBe(403)
  expect((await send('/api/media/asset.json', { filepath: 'a', mimetype: 'image/tiff' })).status).toBe(400)
})

test('a film wants a picture for its cover', async () => {
  const [film, picture] = [await upload('video/mp4'), await upload('image/png')]
  const fields = { kind: 'video', sr: 'engines', title: 'A film', url: film.url }
  expect((await send('/api/submit', fields)).json.json?.errors[0]?.[0]).toBe('MISSING_VIDEO_URLS')
  expect((await send('/api/submit', { ...fields, video_poster_url: picture.url })).json.json?.errors).toEqual([])
})

test('a gallery has two pictures or more, and no picture twice', async () => {
  const [one, two] = [await upload('image/png'), await upload('image/png')]
  const gallery = (...ids: string[]) =>
    send('/api/submit_gallery_post.json', undefined, {
      json: { sr: 'engines', title: 'Pictures', items: ids.map((media_id) => ({ media_id })) },
    })
  expect((await gallery(one.id)).json.json?.errors[0]?.[1]).toBe('List is too short.')
  expect((await gallery(one.id, one.id)).status).toBe(500)
  expect((await gallery(one.id, two.id)).json.json?.data?.['id']).toMatch(/^t3_/)
})

test('a poll runs a week at the most', async () => {
  const json = { sr: 'engines', title: 'Which?', text: '', options: ['a', 'b'], duration: 30 }
  expect((await send('/api/submit_poll_post', undefined, { json })).json.json?.errors).toEqual([])
  expect(server.posts()[0]).toMatchObject({ options: ['a', 'b'], days: 7 })
})

test('who may what is told by a header, and a program that does not say what it is is turned away', async () => {
  const reader = server.auth.issue({ account: 'ada', scopes: ['identity'] }).access
  const lacking = await send('/api/submit', {}, { bearer: reader })
  expect([lacking.status, lacking.headers.get('www-authenticate')]).toEqual([
    403,
    'Bearer realm="reddit", error="insufficient_scope"',
  ])
  expect((await send('/api/v1/me', undefined, { bearer: 'nobody' })).status).toBe(401)
  const headers = { authorization: `Bearer ${token}`, 'user-agent': 'node' }
  expect((await fetch(`${server.url}/api/v1/me`, { headers })).status).toBe(403)
})

test('too many requests end with the window, and an account that posts too much is told so in words', async () => {
  const rest = (await send('/api/v1/me')).headers.get('x-ratelimit-remaining')
  expect(rest).toBe('999.0')
  server.state.options.throttleSeconds = 540
  expect((await post()).json.json?.errors[0]).toEqual([
    'RATELIMIT',
    "Looks like you've been doing that a lot. Take a break for 9 minutes before trying again.",
    'ratelimit',
  ])
})
