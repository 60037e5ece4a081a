import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestHost, type TestHost } from './host.ts'
import { personAsks, programWith, type Program } from './key.ts'

let host: TestHost
let workspace: string
let program: Program
let reader: Program
let folder: string
beforeAll(async () => {
  host = await startTestHost()
  workspace = host.studio.workspaces.create({ name: 'Library' }).id
  program = await programWith(host, workspace, ['media:write', 'posts:read'])
  reader = await programWith(host, workspace, ['posts:read'])
  folder = mkdtempSync(join(tmpdir(), 'broadside-library-'))
})
afterAll(async () => {
  await host.close()
  rmSync(folder, { recursive: true, force: true })
})

let made = 0
/** A picture of its own. */
const png = (side = 8) =>
  sharp({ create: { width: side, height: side, channels: 3, background: { r: made++ % 256, g: side % 256, b: 7 } } })
    .png()
    .toBuffer()
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

describe('a file of this machine', () => {
  test('is named by a key only in a folder that a person has allowed', async () => {
    const allowed = join(folder, 'allowed')
    mkdirSync(allowed)
    writeFileSync(join(allowed, 'in.png'), await png())
    writeFileSync(join(folder, 'out.png'), await png())
    symlinkSync(join(folder, 'out.png'), join(allowed, 'link.png'))
    const add = (path: string) => program.ask('POST', '/v1/assets', { path })
    expect((await add(join(allowed, 'in.png'))).json()).toMatchObject({
      code: 'unprocessable',
      details: { fields: [{ path: 'path', says: 'path_not_allowed' }] },
    })

    for (const [who, answer] of [
      ['a key', await program.ask('PUT', '/v1/assets/folders', { folders: ['/'] })],
      [
        'the host’s token',
        await host.script('PUT', '/v1/assets/folders', { folders: ['/'] }, { 'broadside-workspace': workspace }),
      ],
    ] as const)
      expect([who, answer.status, answer.json().details]).toEqual([who, 403, { scope: 'person' }])
    const given = await personAsks(host, workspace, 'PUT', '/v1/assets/folders', { folders: [allowed] })
    expect([given.status, given.json()]).toEqual([200, { folders: [allowed] }])
    expect((await program.ask('GET', '/v1/assets/folders')).json()).toEqual({ folders: [allowed] })

    expect((await add(join(allowed, 'in.png'))).status).toBe(201)
    const refusals = [
      join(folder, 'out.png'),
      join(folder, 'not-there.png'),
      `${allowed}/../out.png`,
      `${allowed}-beside/in.png`,
      join(allowed, 'link.png'),
    ]
    for (const path of refusals)
      expect([path, (await add(path)).json().details]).toMatchObject([path, { fields: [{ says: 'path_not_allowed' }] }])
    expect((await add(`${allowed}/\u0000`)).status).toBe(422)
    expect((await add(allowed)).json().details.reason).toBe('not_a_file')
    expect((await reader.ask('POST', '/v1/assets', { path: join(allowed, 'in.png') })).json().code).toBe(
      'scope_missing',
    )
  })

  test('is never one of Broadside’s own, whatever was allowed', async () => {
    const own = join(host.folder, 'data', 'own.png')
    writeFileSync(own, await png())
    await personAsks(host, workspace, 'PUT', '/v1/assets/folders', { folders: [host.folder] })
    expect((await program.ask('POST', '/v1/assets', { path: own })).json().details.fields[0].says).toBe(
      'path_not_allowed',
    )
    const elsewhere = join(host.folder, 'elsewhere.png')
    writeFileSync(elsewhere, await png())
    expect((await program.ask('POST', '/v1/assets', { path: elsewhere })).status).toBe(201)
  })

  test.each([['relative'], ['/there/is/no/such/folder'], ['/etc/hostname']])('is in no folder like %s', async (one) => {
    const answer = await personAsks(host, workspace, 'PUT', '/v1/assets/folders', { folders: [one] })
    expect([answer.status, answer.json().details.fields[0].path]).toEqual([422, 'folders.0'])
  })
})

describe('a file of another address', () => {
  let server: Server
  let asked = 0
  let port: number
  beforeAll(async () => {
    server = createServer((_request, response) => {
      asked++
      response.end('for this machine alone')
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as AddressInfo).port
  })
  afterAll(() => new Promise((resolve) => server.close(resolve)))

  test.each([
    'http://127.0.0.1:PORT/a.png',
    'http://localhost:PORT/a.png',
    'http://2130706433:PORT/a.png',
    'http://0x7f.1:PORT/a.png',
    'http://[::1]:PORT/a.png',
    'http://[::ffff:127.0.0.1]:PORT/a.png',
    'http://169.254.169.254/latest/meta-data',
    'http://10.0.0.1/a.png',
  ])('is not fetched from within: %s', async (address) => {
    const url = address.replace('PORT', String(port))
    const answer = await program.ask('POST', '/v1/assets', { url })
    expect([answer.status, answer.json().details.reason]).toEqual([422, 'address_private'])
    expect(asked).toBe(0)
  })

  test.each(['file:///etc/passwd', 'ftp://example.com/a.png', 'javascript:1', 'data:image/png;base64,AA', 'a.png'])(
    'is not anything but http: %s',
    async (url) => expect((await program.ask('POST', '/v1/assets', { url })).json().code).toBe('unprocessable'),
  )
})

test('a file comes as multipart/form-data where any file is added, and the key’s log has it', async () => {
  const edge = 'a-line-between-parts'
  const head = `--${edge}\r\ncontent-disposition: form-data; name="file"; filename="form.png"\r\n\r\n`
  const body = Buffer.concat([Buffer.from(head), await png(), Buffer.from(`\r\n--${edge}--\r\n`)])
  const headers = { 'content-type': `multipart/form-data; boundary=${edge}` }
  const answer = await program.ask('POST', '/v1/assets', body, headers)
  expect([answer.status, answer.json()]).toMatchObject([201, { name: 'form.png', type: 'image/png' }])
  const refused = await reader.ask('POST', '/v1/assets', body, headers)
  expect([refused.status, refused.json().code]).toEqual([403, 'scope_missing'])
  const calls = await host.script('GET', `/v1/keys/${program.id}/calls`, undefined, {
    'broadside-workspace': workspace,
  })
  expect(calls.json().items[0]).toMatchObject({ operation: 'assets.upload', status: 201, code: null })
})

describe('an upload in parts', () => {
  const uploads = () => join(host.folder, 'data', 'workspaces', workspace, 'media', 'uploads')
  const begin = async (bytes: Buffer, more: object = {}) =>
    (await program.ask('POST', '/v1/assets/uploads', { name: 'parts.png', bytes: bytes.length, ...more })).json()
      .id as string
  const put = (id: string, number: number | string, bytes: Buffer, query = '') =>
    program.ask('PUT', `/v1/assets/uploads/${id}/parts/${number}${query}`, bytes, {
      'content-type': 'application/octet-stream',
    })
  const complete = (id: string) => program.ask('POST', `/v1/assets/uploads/${id}/complete`)
  const third = (bytes: Buffer, index: 0 | 1 | 2) => {
    const size = Math.ceil(bytes.length / 3)
    return bytes.subarray(index * size, (index + 1) * size)
  }

  test('takes them in any order, twice, and in place of one that was wrong', async () => {
    const bytes = await png(64)
    const id = await begin(bytes, { alt: 'In three parts', sha256: sha256(bytes) })
    expect((await put(id, 3, third(bytes, 2))).status).toBe(200)
    expect((await put(id, 1, Buffer.alloc(third(bytes, 0).length, 7))).status).toBe(200)
    expect((await put(id, 1, third(bytes, 0), `?sha256=${sha256(third(bytes, 0))}`)).status).toBe(200)
    expect((await put(id, 3, third(bytes, 2))).status).toBe(200)
    const early = await complete(id)
    expect([early.status, early.json().details]).toMatchObject([409, { reason: 'part_missing', params: { part: 2 } }])
    const told = (await put(id, 2, third(bytes, 1))).json()
    expect(told).toMatchObject({ received: bytes.length, parts: [{ number: 1 }, { number: 2 }, { number: 3 }] })

    const answers = await Promise.all([complete(id), complete(id), complete(id)])
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
    expect(new Set(answers.map((answer) => answer.json().id)).size).toBe(1)
    expect(answers[0]?.json()).toMatchObject({ name: 'parts.png', alt: 'In three parts', sha256: sha256(bytes) })
    expect((await complete(id)).json().id).toBe(answers[0]?.json().id)
    expect(existsSync(join(uploads(), id))).toBe(false)
    expect((await put(id, 1, third(bytes, 0))).json().details.reason).toBe('completed')
  })

  test('does not take what is not what was announced, and keeps nothing of it', async () => {
    const bytes = await png(32)
    const id = await begin(bytes, { sha256: sha256(Buffer.from('another')) })
    const wrong = await put(id, 1, bytes, `?sha256=${sha256(Buffer.from('x'))}`)
    expect(wrong.json().details.fields[0]).toMatchObject({ path: 'query.sha256', says: 'upload_checksum' })
    expect((await put(id, 1, Buffer.concat([bytes, bytes]))).json().details.fields[0].says).toBe('upload_too_much')
    expect((await put(id, 1, Buffer.alloc(0))).json().details.reason).toBe('empty')
    expect(readdirSync(join(uploads(), id))).toEqual([])
    expect((await put(id, 1, bytes.subarray(1))).status).toBe(200)
    expect((await complete(id)).json().details.reason).toBe('incomplete')
    expect((await put(id, 1, bytes)).status).toBe(200)
    expect((await complete(id)).json().details.fields[0]).toMatchObject({ path: 'sha256', says: 'upload_checksum' })
    for (const number of ['0', '10001', 'x', '1.5']) {
      const answer = await put(id, number, bytes)
      expect([number, answer.status, answer.json().code]).toEqual([number, 422, 'unprocessable'])
    }
    expect((await program.ask('POST', `/v1/assets/uploads/${id}/abort`)).status).toBe(200)
    expect((await program.ask('GET', `/v1/assets/uploads/${id}`)).status).toBe(404)
    expect((await put(id, 1, bytes)).status).toBe(404)
    expect(existsSync(join(uploads(), id))).toBe(false)
  })

  test('refuses a part that is too large while it still comes', async () => {
    const id = await begin(Buffer.alloc(1), { bytes: 500_000_000 })
    const chunk = Buffer.alloc(1_000_000)
    const answer = await host.ask('PUT', `/v1/assets/uploads/${id}/parts/1`, {
      headers: { authorization: `Bearer ${program.secret}` },
      body: Readable.from(Array.from({ length: 140 }, () => chunk)),
    })
    expect([answer.status, answer.json()]).toMatchObject([
      413,
      { code: 'payload_too_large', details: { maxBytes: 100_000_000 } },
    ])
    await expect.poll(() => readdirSync(join(uploads(), id))).toEqual([])
  })

  test('is not for a key that may only read, nor for another workspace', async () => {
    const bytes = await png()
    const id = await begin(bytes)
    const other = await programWith(host, host.studio.workspaces.create({ name: 'Other' }).id, ['media:write'])
    const path = `/v1/assets/uploads/${id}`
    expect((await reader.ask('PUT', `${path}/parts/1`, bytes)).json().code).toBe('scope_missing')
    expect((await reader.ask('POST', '/v1/assets/uploads', { name: 'x', bytes: 1 })).json().code).toBe('scope_missing')
    expect((await other.ask('PUT', `${path}/parts/1`, bytes)).status).toBe(404)
    expect(
      (await host.ask('PUT', `${path}/parts/1`, { body: bytes, headers: { authorization: 'Bearer nothing' } })).status,
    ).toBe(401)
    expect((await program.ask('GET', path)).json().parts).toEqual([])
  })
})

describe('a link to a file', () => {
  const add = async (bytes: Buffer, name = 'linked.png') =>
    (await program.ask('POST', '/v1/assets', { base64: bytes.toString('base64'), name })).json().id as string

  test('shows it to whoever has the link, whole or in part, with its previews', async () => {
    const bytes = await png(600)
    const id = await add(bytes, 'Été & more/../#1.png')
    const link = (await reader.ask('POST', `/v1/assets/${id}/link`, {})).json()
    expect(link.path).toMatch(new RegExp(`^/media/${id}/[^/]+/[^/]+$`))
    const whole = await host.ask('GET', link.path)
    expect([whole.status, whole.headers['content-type'], Number(whole.headers['content-length'])]).toEqual([
      200,
      'image/png',
      bytes.length,
    ])
    const head = await host.ask('HEAD', link.path)
    expect([head.status, head.text, Number(head.headers['content-length'])]).toEqual([200, '', bytes.length])
    const part = await host.ask('GET', link.path, { headers: { range: 'bytes=1-3' } })
    expect([part.status, part.text, part.headers['content-range']]).toEqual([206, 'PNG', `bytes 1-3/${bytes.length}`])
    expect((await host.ask('GET', link.path, { headers: { range: 'bytes=999999999-' } })).status).toBe(416)
    for (const preview of [link.previews.small, link.previews.large]) {
      const shown = await host.ask('GET', preview)
      expect([shown.status, shown.headers['content-type']]).toEqual([200, 'image/webp'])
    }
  })

  test('opens that file alone, for as long as it was made for, and nothing in the bin', async () => {
    const [id, other] = [await add(await png()), await add(await png())]
    const { path, expiresAt } = (await program.ask('POST', `/v1/assets/${id}/link`, { minutes: 1 })).json()
    const [, , , token, file] = path.split('/')
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(60_000)
    const [brand, end, signature] = token.split('.')
    const later = (parseInt(end, 36) + 1).toString(36)
    for (const tried of [
      `/media/${other}/${token}/${file}`,
      `/media/${id}/${brand}.${later}.${signature}/${file}`,
      `/media/${id}/${brand}.${end}./${file}`,
      `/media/${id}/ws_00000000000000000000000000.${end}.${signature}/${file}`,
      `/media/${id}/${token}`,
      `/media/${id}/${token}/previews/file`,
      `/media/${id}/${token}/previews/..%2f..%2fworkspace.db`,
      `/media/${id}/x/${file}`,
    ])
      expect([tried, (await host.ask('GET', tried)).status]).toEqual([tried, 404])
    expect((await host.ask('GET', path)).status).toBe(200)
    await program.ask('DELETE', `/v1/assets/${id}`)
    expect((await host.ask('GET', path)).status).toBe(404)
    const writer = await programWith(host, workspace, ['media:write'])
    expect((await writer.ask('POST', `/v1/assets/${id}/link`, {})).json().code).toBe('scope_missing')
  })

  test('is what a key needs that may not read, or is of another workspace', async () => {
    const id = await add(await png())
    const direct = (key: Program) => key.ask('GET', `/media/${workspace}/${id}/file`)
    const other = await programWith(host, host.studio.workspaces.create({ name: 'Foreign' }).id, ['posts:read'])
    const writer = await programWith(host, workspace, ['media:write'])
    expect((await direct(reader)).status).toBe(200)
    expect((await direct(other)).status).toBe(404)
    expect((await direct(writer)).status).toBe(404)
  })
})

test('how long a file is kept is changed by a key that may write, and labels find it', async () => {
  const { id } = (
    await program.ask('POST', '/v1/assets', { base64: (await png()).toString('base64'), name: 'kept.png' })
  ).json()
  const changed = await program.ask('PATCH', `/v1/assets/${id}`, { retentionDays: 30, labels: ['Spring'] })
  expect([changed.status, changed.json()]).toMatchObject([200, { retentionDays: 30, labels: ['Spring'] }])
  const found = (await reader.ask('GET', '/v1/assets?label=Spring')).json()
  expect(found.items.map((asset: { id: string }) => asset.id)).toEqual([id])
  expect((await reader.ask('GET', '/v1/assets?label=Spr')).json().items).toEqual([])
  expect((await program.ask('PATCH', `/v1/assets/${id}`, { retentionDays: null })).json().retentionDays).toBeNull()
  expect((await program.ask('PATCH', `/v1/assets/${id}`, { retentionDays: 0 })).status).toBe(422)
  expect((await reader.ask('PATCH', `/v1/assets/${id}`, { retentionDays: 1 })).json().code).toBe('scope_missing')
})
