import { existsSync, readdirSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHttp } from '../http.ts'
import { openTestWorkspace, createTestContext, type TestContext } from '../testing.ts'
import { createMedia } from './media.ts'

const day = 86_400_000
const png = (color = '#c8371f') =>
  sharp({ create: { width: 12, height: 12, channels: 3, background: color } })
    .png()
    .toBuffer()

describe('a file that is given by its address', () => {
  let context: TestContext
  let server: Server
  let at: string
  let picture: Buffer
  beforeEach(async () => {
    context = createTestContext()
    picture = await png()
    server = createServer(({ url }, response) => {
      if (url === '/missing.png') return void response.writeHead(404).end('no')
      if (url === '/page.png') return void response.end('<html>')
      if (url === '/half.png') {
        response.writeHead(200, { 'content-length': 1_000_000 })
        return void response.write(picture, () => response.destroy())
      }
      response.end(picture)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  afterEach(async () => {
    await new Promise((resolve) => server.close(resolve))
    await context.dispose()
  })

  test('is taken with the name it has there; what is no file there says why, and leaves nothing', async () => {
    const http = createHttp({ isPublic: () => true })
    const media = createMedia({ ...context, http })
    const refused = (path: string) => media.add({ url: `${at}${path}` }).catch((error: unknown) => error)
    expect(await refused('/missing.png')).toMatchObject({
      data: { reason: 'address_failed', params: { code: 'HTTP 404' } },
    })
    expect(await refused('/page.png')).toMatchObject({ data: { reason: 'unsupported' } })
    expect(await refused('/half.png')).toMatchObject({ data: { reason: 'address_failed' } })
    expect(readdirSync(join(context.folder, 'media', 'incoming'))).toEqual([])
    expect(await media.add({ url: `${at}/a/spring%20field.png?size=1` })).toMatchObject({
      name: 'spring field.png',
      bytes: picture.length,
    })
    await http.close()
  })
})

test('an upload goes on where it was when the studio is started again, and is forgotten after a week', async () => {
  let workspace = openTestWorkspace()
  try {
    const bytes = await png()
    const { id } = workspace.media.uploads.begin({ name: 'late.png', alt: '', bytes: bytes.length })
    const idle = workspace.media.uploads.begin({ name: 'idle.png', alt: '', bytes: 5 })
    const put = (number: number, part: Buffer, of = id) =>
      workspace.media.uploads.putPart(of, number, Readable.from([part]), undefined)
    await put(1, bytes.subarray(0, 20))
    await put(1, Buffer.from('ab'), idle.id)
    workspace = await workspace.restart(workspace.clock.now() + 6 * day)
    expect(workspace.media.uploads.get(id).received).toBe(20)
    await put(2, bytes.subarray(20))
    workspace.clock.set(workspace.clock.now() + 2 * day)
    await workspace.media.sweep()
    expect(() => workspace.media.uploads.get(idle.id)).toThrow()
    expect(existsSync(join(workspace.folder, 'media', 'uploads', idle.id))).toBe(false)
    expect(await workspace.media.uploads.complete(id)).toMatchObject({ name: 'late.png', bytes: bytes.length })
  } finally {
    await workspace.dispose()
  }
})

test('a file that is to be kept some days goes with the tidy after them, unless a post needs it', async () => {
  const workspace = openTestWorkspace()
  try {
    const { media, posts, clock } = workspace
    const add = async (color: string) =>
      media.add({ base64: (await png(color)).toString('base64'), name: `${color}.png` })
    const [gone, needed, kept] = [await add('#111'), await add('#222'), await add('#333')]
    for (const { id } of [gone, needed]) media.update(id, { retentionDays: 2 })
    const post = posts.create({ parts: [{ text: 'With a picture', media: [{ assetId: needed.id, alt: null }] }] })
    clock.set(clock.now() + 1.9 * day)
    await media.sweep()
    expect(media.get(gone.id).retentionDays).toBe(2)
    clock.set(clock.now() + 0.2 * day)
    await media.sweep()
    expect(() => media.get(gone.id)).toThrow()
    expect(media.get(needed.id).deletedAt).toBeNull()
    posts.update(post.id, { parts: [{ text: 'Without', media: [] }] })
    await media.sweep()
    expect(() => media.get(needed.id)).toThrow()
    expect(media.get(kept.id).id).toBe(kept.id)
  } finally {
    await workspace.dispose()
  }
})
