import { expect, type Page } from '@playwright/test'
import { join } from 'node:path'
import { Temporal } from 'temporal-polyfill'
import { startMastodon } from '../../support/mastodon/index.ts'
import { visit } from './host.ts'
import { picture } from './picture.ts'
import type { StageTest } from './run.ts'
import { makeStudio } from './studio.ts'

interface Delivery {
  readonly status: string
  readonly reason: { readonly code: string } | null
}

/**
 * Tells the window that its machine has a network or has none. Requests go on: the studio and its files are on this machine,
 * and under the real Electron no network is between them and the window.
 */
async function networkOf(page: Page): Promise<(there: boolean) => Promise<void>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  return async (there) => {
    const unlimited = { latency: 0, downloadThroughput: -1, uploadThroughput: -1 }
    await session.send('Network.overrideNetworkState', { offline: !there, ...unlimited })
  }
}

/** A machine without a network, with its studio on it: nothing but delivery needs one. */
export function withoutNetwork(test: StageTest): void {
  test('without a network a post gets its picture and its time, waits without a complaint, and goes out once', async ({
    run,
    dataDir,
  }) => {
    const file = join(dataDir, 'mastodon.json')
    const before = await startMastodon({ file })
    const port = Number(new URL(before.url).port)
    const host = await run()
    const studio = await makeStudio(dataDir)
    const fields = { server: before.url, token: before.token() }
    await studio.call('POST', '/v1/connections', { platform: 'mastodon', method: 'token', fields })
    const accounts = () =>
      studio.call<{ id: string; health: { state: string } }[]>('GET', '/v1/accounts?platform=mastodon')
    const [account] = await accounts()
    await before.stop()

    const page = await host.look()
    const network = await networkOf(page)
    await network(false)
    const note = page.getByText('You are offline. Writing and planning work')
    await expect(note).toBeVisible()
    const day = Temporal.Now.plainDateISO('Europe/Berlin').add({ days: 2 }).toString()
    await visit(page, `/compose/new?wallTime=${day}T09:30&zone=Europe/Berlin&accounts=${account?.id ?? ''}`)
    await page.getByRole('textbox', { name: 'Text of part 1' }).fill('From the mountain hut')
    await page.locator('input[type=file]').setInputFiles([await picture('hut.png')])
    await page.getByRole('button', { name: /^hut\.png/ }).click()
    await page.getByRole('textbox', { name: 'Alt text' }).fill('A hut in snow')
    await page.getByRole('button', { name: 'Keep alt text' }).click()
    await page.getByRole('button', { name: /^Schedule for .* 09:30$/ }).click()
    await expect(page.getByText(/^Scheduled for .* 09:30$/)).toBeVisible()

    await page.getByRole('button', { name: 'Other ways to publish' }).click()
    await page.getByRole('menuitem', { name: 'Publish now' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Publish now' }).click()
    const { items } = await studio.call<{ items: { id: string }[] }>('GET', '/v1/posts')
    const [post] = items
    const deliveries = async () =>
      (await studio.call<{ deliveries: Delivery[] }>('GET', `/v1/posts/${post?.id ?? ''}`)).deliveries
    await expect.poll(deliveries).toMatchObject([{ status: 'retrying', reason: { code: 'network' } }])
    await visit(page, `/posts?post=${post?.id ?? ''}`)
    const delivery = page.getByRole('complementary', { name: 'Post' }).locator('section.dlv')
    await expect(delivery).toContainText('Retrying')
    await expect(delivery).toContainText('Tried again')
    expect((await accounts()).map(({ health }) => health.state)).not.toContain('broken')
    await visit(page, '/today')
    await expect(page.getByText('Nothing needs you.')).toBeVisible()

    const after = await startMastodon({ file, port })
    try {
      await network(true)
      await expect(note).toBeHidden()
      await expect.poll(deliveries, { timeout: 45_000 }).toMatchObject([{ status: 'published', reason: null }])
      expect(after.statuses().map(({ text }) => text)).toEqual(['From the mountain hut'])
      expect(after.media().map(({ description }) => description)).toEqual(['A hut in snow'])
    } finally {
      await after.stop()
    }
  })
}
