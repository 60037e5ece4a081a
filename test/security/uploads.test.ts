import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestHost, type Answer, type TestHost } from './host.ts'

let host: TestHost
let workspace: string
beforeAll(async () => {
  host = await startTestHost()
  workspace = (await host.script('POST', '/v1/workspaces', { name: 'Media' })).json().id
})
afterAll(() => host.close())

const edge = 'a-line-between-parts'
const headers = () => ({
  authorization: `Bearer ${host.token}`,
  'broadside-workspace': workspace,
  'content-type': `multipart/form-data; boundary=${edge}`,
})
const opening = (name: string, field = 'file') =>
  `--${edge}\r\ncontent-disposition: form-data; name="${field}"; filename="${name}"\r\ncontent-type: image/png\r\n\r\n`
const upload = (name: string, content: Buffer | string): Promise<Answer> =>
  host.ask('POST', '/v1/assets/upload', {
    headers: headers(),
    body: Buffer.concat([Buffer.from(opening(name)), Buffer.from(content), Buffer.from(`\r\n--${edge}--\r\n`)]),
  })
const count = async () =>
  (await host.script('GET', '/v1/assets', undefined, { 'broadside-workspace': workspace })).json().total as number
const media = (id: string) => host.ask('GET', `/media/${workspace}/${id}/file`, { headers: { cookie: host.cookie } })
/** What lies about of files that came only in part. */
const leftovers = () =>
  readdirSync(join(host.folder, 'data'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(incoming|tmp|partial)[/\\]./.test(name),
  )
const png = () =>
  sharp({ create: { width: 8, height: 8, channels: 3, background: '#c8371f' } })
    .png()
    .toBuffer()

const script = '<script>alert(document.cookie)</script>'
test.each([
  ['picture.svg', `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`],
  ['picture.png', `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`],
  ['picture.png', `<!doctype html>${script}`],
  ['page.html', `<html>${script}</html>`],
  ['picture.png', `\u0000\u0000\u0000${script}`],
  ['picture.jpg', '%PDF-1.7 a document'],
  ['program.png', '#!/bin/sh\necho'],
  ['nothing.png', ''],
])('a file that is no picture, film or sound is refused whatever its name: %s, %j', async (name, content) => {
  const before = await count()
  const answer = await upload(name, content)
  expect([answer.status, answer.json()]).toEqual([
    422,
    {
      code: 'file_refused',
      message: expect.any(String),
      details: expect.objectContaining({ reason: expect.any(String), name }),
    },
  ])
  expect(await count()).toBe(before)
})

test('a picture that is also a page is served as the picture alone, in a sandbox', async () => {
  const both = Buffer.concat([await png(), Buffer.from(`<html><body>${script}</body></html>`)])
  const answer = await upload('both.html', both)
  expect([answer.status, answer.json()]).toMatchObject([201, { type: 'image/png' }])
  const served = await media(answer.json().id)
  expect(served.status).toBe(200)
  expect(served.headers).toMatchObject({
    'content-type': 'image/png',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'cross-origin-resource-policy': 'same-origin',
  })
})

test('a name cannot lead out of the library, or out of a header', async () => {
  for (const name of ['../../../escape.png', '..\\..\\escape.png', '/etc/passwd.png', 'a%00.png']) {
    const picture = await sharp({ create: { width: 9, height: 9, channels: 3, background: '#000' } })
      .png()
      .toBuffer()
    const answer = await upload(name, picture)
    expect(answer.status).toBe(201)
    expect(answer.json().name).not.toMatch(/[/\\\u0000-\u001f]/)
  }
  expect(readdirSync(host.folder).toSorted()).toEqual(['data', 'page', 'secret.json'])
})

test.each([
  ['no boundary', { 'content-type': 'multipart/form-data' }, 'x'],
  ['no multipart at all', { 'content-type': 'application/json' }, '{}'],
  ['nothing in it', {}, `--${edge}--\r\n`],
  ['nonsense', {}, 'no part begins here'],
  ['a file under another name', {}, `${opening('a.png', 'picture')}x\r\n--${edge}--\r\n`],
  ['a part that never ends', {}, `${opening('a.png')}\u0089PNG`],
  ['headers that never end', {}, `--${edge}\r\ncontent-disposition: form-data; name="fi`],
])('a broken upload is answered with what is wrong: %s', async (_what, other, body) => {
  const before = await count()
  const answer = await host.ask('POST', '/v1/assets/upload', { headers: { ...headers(), ...other }, body })
  expect([400, 422]).toContain(answer.status)
  expect(answer.json()).toMatchObject({ code: expect.any(String), message: expect.any(String) })
  expect(await count()).toBe(before)
  await expect.poll(leftovers).toEqual([])
})

test('a name and alt text sent along are held to what any other call is held to', async () => {
  const send = async (size: number, fields: Record<string, string>) => {
    const picture = await sharp(await png())
      .resize(size, size)
      .png()
      .toBuffer()
    const parts = Object.entries(fields).map(
      ([name, value]) => `--${edge}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    )
    const body = Buffer.concat([
      Buffer.from(parts.join('') + opening('sent.png')),
      picture,
      Buffer.from(`\r\n--${edge}--\r\n`),
    ])
    return host.ask('POST', '/v1/assets/upload', { headers: headers(), body })
  }
  const good = await send(20, { name: 'Bag', alt: 'A dark coffee bag' })
  expect([good.status, good.json()]).toMatchObject([201, { name: 'Bag', alt: 'A dark coffee bag' }])
  for (const [path, fields] of [
    ['name', { name: ' ' }],
    ['name', { name: 'n'.repeat(256) }],
    ['alt', { alt: 'a'.repeat(10_001) }],
  ] as const) {
    const answer = await send(21, fields)
    expect([answer.status, answer.json()]).toMatchObject([
      422,
      { code: 'unprocessable', details: { fields: [{ path }] } },
    ])
    await expect.poll(leftovers).toEqual([])
  }
})

test('an upload that is broken off leaves nothing behind, and the next one works', async () => {
  const before = await count()
  const half = async function* () {
    yield Buffer.from(opening('half.png'))
    yield Buffer.alloc(500_000, 7)
    await new Promise((resolve) => setTimeout(resolve, 100))
    throw new Error('the browser was closed')
  }
  const broken = host.ask('POST', '/v1/assets/upload', { headers: headers(), body: Readable.from(half()) })
  await expect(broken).rejects.toThrow()
  await expect.poll(leftovers).toEqual([])
  expect(await count()).toBe(before)
  expect(
    (
      await upload(
        'next.png',
        await sharp(await png())
          .resize(11, 11)
          .png()
          .toBuffer(),
      )
    ).status,
  ).toBe(201)
})

test('a large film goes to disk as it comes: memory stays flat', async () => {
  const clip = readFileSync(new URL('../../src/core/media/fixtures/clip.mp4', import.meta.url))
  const megabytes = 300
  const piece = Buffer.alloc(1_000_000)
  // A box that players skip, as films have them: the rest of the file is one.
  const free = Buffer.alloc(8)
  free.writeUInt32BE(megabytes * piece.length + 8)
  free.write('free', 4)
  const film = async function* () {
    yield Buffer.concat([Buffer.from(opening('long.mp4')), clip, free])
    for (let sent = 0; sent < megabytes; sent++) yield piece
    yield Buffer.from(`\r\n--${edge}--\r\n`)
  }
  const used = () => {
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = used()
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, used() - before)), 5)
  const answer = await host.ask('POST', '/v1/assets/upload', { headers: headers(), body: Readable.from(film()) })
  clearInterval(watch)
  expect([answer.status, answer.json()]).toMatchObject([
    201,
    { type: 'video/mp4', bytes: clip.length + 8 + megabytes * piece.length },
  ])
  expect(most).toBeLessThan((megabytes / 2) * 1_000_000)
}, 60_000)
