import { expect, type ElectronApplication, type Page } from '@playwright/test'
import { startMastodon, type Mastodon } from '../../support/mastodon/index.ts'
import { startPdsProcess, type Pds, type PdsAccount } from '../../support/pds.ts'
import { startWordPress, wordpressAvailable, type WordPress } from '../../support/wordpress.ts'
import { desktopTest as test } from '../support/desktop.ts'
import { visit } from '../support/host.ts'
import {
  connectBluesky,
  connectWordPress,
  expectOnBluesky,
  expectOnMastodon,
  expectOnWordPress,
  openConnect,
  schedule,
  title,
  write,
} from '../support/story.ts'

test.describe('one post for a Bluesky server, a WordPress and a Mastodon server, from the window', () => {
  test.skip(!wordpressAvailable(), 'WordPress, PHP or MariaDB is not installed')

  let pds: Pds
  let person: PdsAccount
  let appPassword: string
  let mastodon: Mastodon
  let site: WordPress
  test.beforeAll(async () => {
    pds = await startPdsProcess()
    process.env['BROADSIDE_PLC_URL'] = pds.plcUrl
    person = await pds.createAccount('fernweh')
    appPassword = (await pds.appPassword(person)).password
    mastodon = await startMastodon()
    site = await startWordPress()
  })
  test.afterAll(async () => {
    delete process.env['BROADSIDE_PLC_URL']
    await site?.stop()
    await mastodon?.stop()
    await pds?.stop()
  })

  test('is written, scheduled, lives through a relaunch and goes out once on each', async ({ launch }, info) => {
    test.setTimeout(180_000)
    const first = await launch()
    await first.page.getByLabel('Name').fill('Fernweh Coffee')
    await first.page.getByRole('button', { name: 'Make workspace' }).click()
    await expect(first.page.getByRole('heading', { name: 'Pull the first proof.' })).toBeVisible()
    await connectBluesky(first.page, { handle: person.handle, service: pds.url, password: appPassword })
    await connectMastodon(first.app, first.page, mastodon)
    await connectWordPress(first.page, site)
    await write(first.page)
    await schedule(first.page)
    await first.quit()
    expect(await pds.posts(person.did)).toEqual([])
    expect(mastodon.statuses()).toEqual([])

    const { page } = await launch()
    await visit(page, '/posts')
    await page.getByRole('row', { name: title }).click()
    const deliveries = page.getByRole('complementary', { name: 'Post' }).locator('section.dlv')
    await expect(deliveries).toHaveCount(3)
    await expect(deliveries.filter({ hasText: 'Published' })).toHaveCount(3, { timeout: 90_000 })
    const path = info.outputPath('published.png')
    await page.screenshot({ path })
    await info.attach('published', { path, contentType: 'image/png' })
    await expectOnBluesky(pds, person.did)
    expectOnMastodon(mastodon)
    await expectOnWordPress(site)
  })
})

/** The window hands the sign-in page to the system's browser; here a person agrees there, and the redirect comes back on loopback. */
async function connectMastodon(app: ElectronApplication, page: Page, mastodon: Mastodon): Promise<void> {
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Object.assign(globalThis, { opened })
    shell.openExternal = async (url) => void opened.push(url)
  })
  const opened = () => app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)
  await openConnect(page, 'Mastodon')
  await page.getByRole('textbox', { name: 'Server' }).fill(mastodon.url)
  await page.getByRole('button', { name: 'Open Mastodon to sign in' }).click()
  await expect.poll(opened).toHaveLength(1)
  const [address] = await opened()
  const answer = await fetch(await mastodon.approve(address ?? ''))
  expect(answer.ok).toBe(true)
  await expect(page.getByText(/ada.* is connected/)).toBeVisible()
}
