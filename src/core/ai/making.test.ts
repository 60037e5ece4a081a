import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startMakerServer, type MakerServer } from '../../../test/support/ai/maker-server.ts'
import { createQuickClock, failureFrom, jobEnded, openDesk, type Desk } from '../../../test/support/ai/desk.ts'
import { copyDatabase } from '../store/open.ts'
import { openTestWorkspace } from '../testing.ts'

let server: MakerServer
let desk: Desk
const price = { model: 'test-model', endpoint: null, inputPerMillion: null, outputPerMillion: null }
beforeEach(async () => {
  server = await startMakerServer()
  server.film = readFileSync(join(import.meta.dirname, '../media/fixtures/clip.mp4'))
  server.picture = await picture(1_024, 1_536)
  desk = openDesk(server.url)
  server.now = () => desk.clock.now()
  desk.ai.spend.setPrices({ prices: [{ ...price, perImage: 0.05, perSecond: 0.1 }] })
})
afterEach(async () => {
  await desk.workspace.dispose()
  await server.close()
})

const picture = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#335577' } })
    .png()
    .toBuffer()
const image = { prompt: 'A cup on a table', count: 1, plain: false, waitMs: 0 } as const
const film = { prompt: 'Steam over a cup', ratio: '9:16', seconds: 8, plain: false, waitMs: 0 } as const
const made = (what: string) => server.seen.filter((one) => one === what).length

/** Waits for what the server saw. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setTimeout(resolve, 2))
}

describe('a picture', () => {
  test('comes into the library with its prompt, cut to its ratio where the endpoint knows it not', async () => {
    desk.ai.brand.put({ ...desk.ai.brand.get(), imageInstructions: 'Warm film look' })
    const job = await jobEnded(desk.workspace, (await desk.ai.makeImages({ ...image, ratio: '4:5' }, undefined)).id)
    expect(job).toMatchObject({ kind: 'ai_image', state: 'done', result: { size: '1024x1536', cropped: true } })
    expect(server.bodies.map(({ size }) => size)).toEqual(['1024x1280', '1024x1536'])
    expect(server.bodies[1]).toMatchObject({
      model: 'test-model',
      n: 1,
      prompt: 'A cup on a table\n\nStyle: Warm film look',
    })
    const [found] = desk.ai.made({ limit: 10 }).items
    expect(found).toMatchObject({ prompt: 'A cup on a table', model: 'test-model', ratio: '4:5' })
    expect(found?.asset).toMatchObject({ kind: 'image', width: 1_024, height: 1_280, name: 'A cup on a table.png' })
    expect(desk.ai.spend.spending().day.spentUsd).toBeCloseTo(0.05, 9)
  })

  test('of a size that the endpoint makes to the pixel stays as it came', async () => {
    server.sizes = ['864x1536']
    server.picture = await picture(864, 1_536)
    const job = await jobEnded(desk.workspace, (await desk.ai.makeImages({ ...image, ratio: '9:16' }, undefined)).id)
    expect(job.result).toMatchObject({ size: '864x1536', cropped: false })
    const [found] = desk.ai.made({ limit: 1 }).items
    const { path } = desk.workspace.media.source(found?.asset.id ?? '')
    expect(readFileSync(path).equals(server.picture)).toBe(true)
  })

  test('that is none is not taken, and counts as paid', async () => {
    server.picture = Buffer.from('<html>no picture</html>')
    const job = await jobEnded(desk.workspace, (await desk.ai.makeImages({ ...image, ratio: '1:1' }, undefined)).id)
    expect(job).toMatchObject({ state: 'failed', error: { says: 'ai_picture_unusable' } })
    expect(desk.workspace.media.list({ limit: 10 }).items).toEqual([])
    expect(desk.ai.spend.spending().day.spentUsd).toBeCloseTo(0.05, 9)
  })

  test('that could go over the cap is refused before anything is asked', async () => {
    desk.ai.spend.setCaps({ dailyUsd: 0.1, monthlyUsd: null })
    const asked = desk.ai.makeImages({ ...image, ratio: '1:1', count: 3 }, undefined)
    expect(await failureFrom(asked)).toMatchObject({
      code: 'spend_cap_exceeded',
      data: { neededUsd: 0.15, leftUsd: 0.1 },
    })
    expect(server.seen).toEqual([])
  })
})

describe('a video', () => {
  const start = () => desk.ai.makeVideo(film, undefined)
  const only = () => server.videos[0]!

  test('is asked for once, asked after, fetched once and kept with its prompt', async () => {
    const { id } = await start()
    await until(() => made('GET /videos/video_1') > 1)
    only().status = 'in_progress'
    only().status = 'completed'
    const job = await jobEnded(desk.workspace, id)
    expect(job).toMatchObject({ kind: 'ai_video', state: 'done' })
    expect(server.bodies).toEqual([{ model: 'test-model', prompt: 'Steam over a cup', size: '720x1280', seconds: '8' }])
    expect([made('POST /videos'), made('GET /videos/video_1/content')]).toEqual([1, 1])
    expect(desk.workspace.media.get(String(job.result?.['assetId']))).toMatchObject({
      kind: 'video',
      name: 'Steam over a cup.mp4',
    })
    expect(desk.ai.made({ limit: 10 }).items).toMatchObject([{ prompt: 'Steam over a cup', ratio: '9:16' }])
    expect(desk.ai.spend.spending().day).toMatchObject({ spentUsd: 0.8, heldUsd: 0 })
  })

  test('is not given up for trouble while it is asked after', async () => {
    server.troubled = 5
    const { id } = await start()
    await until(() => made('GET /videos/video_1') > 7)
    only().status = 'completed'
    expect(await jobEnded(desk.workspace, id)).toMatchObject({ state: 'done' })
  })

  test('goes on after a restart under the same job, and is paid for once', async () => {
    const { id } = await start()
    await until(() => made('GET /videos/video_1') > 0)
    const workspace = await desk.workspace.restart()
    expect(workspace.ai.spend.spending().day).toMatchObject({ spentUsd: 0, heldUsd: 0.8 })
    only().status = 'completed'
    expect(await jobEnded(workspace, id)).toMatchObject({ id, state: 'done', error: null })
    expect([made('POST /videos'), made('GET /videos/video_1/content')]).toEqual([1, 1])
    expect(workspace.ai.spend.spending().day).toMatchObject({ spentUsd: 0.8, heldUsd: 0 })
    desk = { ...desk, workspace, ai: workspace.ai }
  })

  test('that was just being asked for when the program ended is found again, and paid for once', async () => {
    server.holding = 1
    const { id } = await start()
    await until(() => server.videos.length === 1)
    const workspace = await desk.workspace.restart()
    only().status = 'completed'
    expect(await jobEnded(workspace, id)).toMatchObject({ id, state: 'done' })
    expect([made('POST /videos'), made('GET /videos/video_1/content')]).toEqual([1, 1])
    desk = { ...desk, workspace, ai: workspace.ai }
  })

  test('is known before it is asked for: what a crash leaves on the disk is enough to find it', async () => {
    server.holding = 1
    const { id } = await start()
    await until(() => server.videos.length === 1)
    const folder = mkdtempSync(join(tmpdir(), 'broadside-crash-'))
    // As the disk has it at this very moment, with the request under way.
    copyDatabase(desk.workspace.store.sqlite, join(folder, 'workspace.db'))
    const after = openTestWorkspace({ folder, clock: createQuickClock(desk.clock.now()) })
    only().status = 'completed'
    expect(await jobEnded(after, id)).toMatchObject({ state: 'done' })
    expect(after.ai.spend.spending().day).toMatchObject({ spentUsd: 0.8, heldUsd: 0 })
    expect(made('POST /videos')).toBe(1)
    await after.dispose()
  })

  test('whose answer was lost is found among the endpoint’s, not asked for again', async () => {
    server.losing = 1
    const { id } = await start()
    await until(() => made('GET /videos/video_1') > 0)
    only().status = 'completed'
    expect(await jobEnded(desk.workspace, id)).toMatchObject({ state: 'done' })
    expect(made('POST /videos')).toBe(1)
  })

  test('whose answer was lost and that is nowhere to be seen is told to be in doubt, and counts', async () => {
    server.losing = 1
    server.now = () => 0
    const job = await jobEnded(desk.workspace, (await start()).id)
    expect(job).toMatchObject({ state: 'failed', error: { says: 'ai_video_in_doubt' } })
    expect(made('POST /videos')).toBe(1)
    expect(desk.ai.spend.spending().day).toMatchObject({ spentUsd: 0.8, heldUsd: 0 })
  })

  test('that is canceled is deleted at the endpoint and never fetched', async () => {
    const { id } = await start()
    await until(() => made('GET /videos/video_1') > 0)
    expect(await desk.workspace.jobs.cancel(id)).toMatchObject({ state: 'canceled' })
    expect(only().deleted).toBe(true)
    expect(made('GET /videos/video_1/content')).toBe(0)
    expect(desk.ai.ledger.list({ limit: 1 }).items).toMatchObject([
      { state: 'canceled', costUsd: 0.8, estimated: true },
    ])
    const workspace = await desk.workspace.restart()
    expect(await workspace.jobs.get(id)).toMatchObject({ state: 'canceled' })
    desk = { ...desk, workspace, ai: workspace.ai }
  })

  test('that the endpoint could not make is told in its words and costs nothing', async () => {
    const { id } = await start()
    await until(() => server.videos.length > 0)
    Object.assign(only(), { status: 'failed', error: { message: 'The prompt was blocked' } })
    expect(await jobEnded(desk.workspace, id)).toMatchObject({
      state: 'failed',
      error: { says: 'ai_video_failed', params: { words: 'The prompt was blocked' } },
    })
    expect(desk.ai.spend.spending().day.spentUsd).toBe(0)
  })

  test('that is not ready after hours is let go of', async () => {
    const job = await jobEnded(desk.workspace, (await start()).id)
    expect(job).toMatchObject({ state: 'failed', error: { says: 'ai_video_too_slow', params: { hours: 6 } } })
  })
})
