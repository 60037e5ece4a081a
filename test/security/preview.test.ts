import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRouterClient } from '@orpc/server'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AccountPreview } from '../../src/contract/preview.ts'
import { createStudio, type Studio } from '../../src/core/create-studio.ts'
import { createPlatforms } from '../../src/core/publishers/platforms.ts'
import { createMemoryKeychain } from '../../src/core/vault/testing.ts'
import { picture, words, type CrashPeer, type Shape } from '../crash/peers.ts'
import { simulated } from '../crash/simulated.ts'

/*
 * A preview is what the publishers themselves would send. Here every simulated platform is connected for real, and previewed; then nothing may have
 * been sent, and no secret of the account may be in what is shown.
 */

const clip = new URL('../../src/core/media/fixtures/clip.mp4', import.meta.url).pathname
const migrationsDir = new URL('../../src/core/store/migrations', import.meta.url).pathname
/** Whose first request for words alone is already the one that makes the post. */
const atOnce = ['discord', 'facebook', 'linkedin', 'telegram', 'x']

describe.each(Object.keys(simulated))('a preview for %s', (platform) => {
  let peer: CrashPeer
  let studio: Studio
  let folder: string
  let workspaceId: string
  let account: string
  let asset: string
  let film: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'broadside-preview-'))
    peer = await simulated[platform]!(1)
    studio = await createStudio({
      dataDir: folder,
      migrationsDir,
      host: 'headless',
      version: '0.0.0',
      bootId: 'boot_test',
      keychain: createMemoryKeychain(),
      log: { info() {}, warn() {}, error: (message, data) => console.error(message, data) },
      platforms: createPlatforms(peer.addresses),
    })
    workspaceId = studio.workspaces.create({ name: 'Preview' }).id
    account = await peer.connect(client() as never)
    const png = await sharp({ create: { width: 1_080, height: 1_080, channels: 3, background: '#c8371f' } })
      .png()
      .toBuffer()
    asset = (await client().assets.add({ base64: png.toString('base64'), name: 'harbour.png', alt: 'A harbour' })).id
    film = (await client().assets.add({ path: clip })).id
  })
  afterAll(async () => {
    await studio?.stop()
    await peer?.stop?.()
    rmSync(folder, { recursive: true, force: true })
  })

  const client = () =>
    createRouterClient(studio.router, { context: { caller: { kind: 'script', scopes: 'all' }, workspaceId } })

  async function preview(shape: Shape): Promise<AccountPreview> {
    const { parts, settings = {} } = shape((part) => `${peer.name} ${part}`, { picture: asset, film })
    const post = await client().posts.create({
      title: 'A harbour',
      parts: parts as never,
      variants: [{ accountId: account as never, parts: null, settings: settings as never }],
    })
    const [found] = await client().posts.preview({ id: post.id })
    return found as AccountPreview
  }

  test('is the requests themselves, sends nothing, and shows no secret', async () => {
    const { secrets } = studio.workspaces.need(workspaceId).accounts.openAccount(account)
    const leaves = JSON.stringify(secrets).match(/"[^"]{20,}"/g) ?? []
    for (const shape of [words, picture, ...peer.shapes]) {
      const shown = await preview(shape)
      const text = JSON.stringify(shown)
      if (shown.problems.some(({ severity }) => severity === 'error')) {
        expect(shown.requests).toEqual([])
        continue
      }
      expect([text, shown.complete || shown.then !== null]).toEqual([text, true])
      expect(shown.requests.length).toBeGreaterThan(0)
      for (const leaf of leaves) expect(text).not.toContain(leaf.slice(1, -1))
      for (const { headers } of shown.requests)
        if (headers['authorization']) expect(headers['authorization']).toBe('‹secret›')
      if (shape === words && atOnce.includes(platform)) {
        expect([shown.requests, shown.complete]).toMatchObject([[{ part: 0, makes: true }], true])
        expect(text).toContain(`${peer.name} first`)
      }
    }
    expect(await peer.standing()).toEqual([])
  })

  if (platform === 'x')
    test('shows the parts of a thread as they follow each other, each under a name for the one before', async () => {
      const part = (text: string) => ({ text, media: [] })
      const thread: Shape = (say) => ({ parts: [part(say('one')), part(say('two'))] })
      const { requests, complete } = await preview(thread)
      expect(requests.map((request) => [request.part, request.makes])).toEqual([
        [0, true],
        [1, true],
      ])
      expect([complete, JSON.stringify(requests[1]?.body)]).toEqual([true, expect.stringContaining('‹part 1›')])
    })
})
