import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makePdf } from '../../../test/support/pdf.ts'
import { createTestContext, type TestContext } from '../testing.ts'
import { createMedia, type Media } from './media.ts'

let context: TestContext
let media: Media
beforeEach(() => {
  context = createTestContext()
  media = createMedia(context)
})
afterEach(() => context.dispose())

const add = (bytes: Uint8Array, name = 'slides.pdf') => media.addStream(name, Readable.from([bytes]))

describe('a PDF', () => {
  test('is taken by what it is, whatever its name, with its pages counted and no preview', async () => {
    const asset = await add(makePdf(12), 'slides.jpg')
    expect(asset).toMatchObject({ kind: 'other', type: 'application/pdf', pages: 12, width: null, durationMs: null })
    expect(asset.paths).toMatchObject({ small: null, large: null })
    expect(await media.file(asset.id, 'large')).toBeNull()
    expect(await media.file(asset.id, 'file')).toMatchObject({ type: 'application/pdf' })
    expect(media.list({ kind: 'other', limit: 5 }).items.map(({ id }) => id)).toEqual([asset.id])
  })

  test('tells its pages to the checks and to who sends it', async () => {
    const { id } = await add(makePdf(7))
    expect(media.facts(id)).toMatchObject({ kind: 'other', pages: 7 })
    expect(media.outgoing(id, null)).toMatchObject({ pages: 7, name: 'slides.pdf' })
  })

  test('of many pages and many bytes is counted like a small one', async () => {
    expect(await add(makePdf(301, { padding: 20_000_000 }))).toMatchObject({ pages: 301 })
  })

  test('that is locked is taken, its pages unknown', async () => {
    expect(await add(makePdf(3, { locked: true }))).toMatchObject({ kind: 'other', pages: null })
  })

  test.each([
    ['breaks off before its table of objects', makePdf(12).subarray(0, 300)],
    ['is its first line and nothing more', Buffer.from('%PDF-1.7\n')],
    ['has no pages', makePdf(0)],
  ])('that %s is refused as one that cannot be read', async (_, bytes) => {
    const refused = add(bytes)
    await expect(refused).rejects.toMatchObject({ code: 'file_refused', data: { reason: 'unreadable' } })
    expect(media.list({ limit: 1 }).total).toBe(0)
  })
})
