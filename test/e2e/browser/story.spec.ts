import { expect, type Page } from '@playwright/test'
import { startMastodon, type Mastodon } from '../../support/mastodon/index.ts'
import { startPdsProcess, type Pds, type PdsAccount } from '../../support/pds.ts'
import { startWordPress, wordpressAvailable, type WordPress } from '../../support/wordpress.ts'
import { hostTest as test, signIn, visit } from '../support/host.ts'
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

const whole = { name: 'a Bluesky server, a WordPress and a Mastodon server', withWordPress: true }
const rest = { name: 'a Bluesky server and a Mastodon server', withWordPress: false }

// Where WordPress cannot be had, the rest is told, and the whole is skipped by name.
for (const { name, withWordPress } of wordpressAvailable() ? [whole] : [rest, whole]) {
  test.describe(`one post for ${name}`, () => {
    test.skip(withWordPress && !wordpressAvailable(), 'WordPress, PHP or MariaDB is not installed')

    let pds: Pds
    let person: PdsAccount
    let appPassword: string
    let mastodon: Mastodon
    let site: WordPress | null = null
    test.beforeAll(async () => {
      pds = await startPdsProcess()
      person = await pds.createAccount('fernweh')
      appPassword = (await pds.appPassword(person)).password
      mastodon = await startMastodon()
      if (withWordPress) site = await startWordPress()
    })
    test.afterAll(async () => {
      await site?.stop()
      await mastodon?.stop()
      await pds?.stop()
    })

    test('is connected, written, adapted, scheduled, lives through a restart and goes out once on each', async ({
      page,
      start,
    }, info) => {
      test.setTimeout(180_000)
      const shot = async (step: string) => {
        const path = info.outputPath(`${step}.png`)
        await page.screenshot({ path })
        await info.attach(step, { path, contentType: 'image/png' })
      }
      const env = { BROADSIDE_PLC_URL: pds.plcUrl }
      const first = await start({ env })
      await signIn(page, first)
      await page.getByLabel('Name').fill('Fernweh Coffee')
      await page.getByRole('button', { name: 'Make workspace' }).click()
      await expect(page.getByRole('heading', { name: 'Pull the first proof.' })).toBeVisible()
      await shot('1-first-run')

      await connectBluesky(page, { handle: person.handle, service: pds.url, password: appPassword })
      await connectMastodon(page, mastodon.url)
      if (site) await connectWordPress(page, site)
      await shot('2-accounts')

      await write(page)
      await shot('3-written')
      await schedule(page)
      await shot('4-scheduled')
      await first.stop()
      expect(await pds.posts(person.did)).toEqual([])
      expect(mastodon.statuses()).toEqual([])

      await expect(page.getByText('The studio does not answer').first()).toBeVisible()
      const second = await start({ env, port: first.port })
      await signIn(page, second)
      await visit(page, '/posts')
      await page.getByRole('row', { name: title }).click()
      const record = page.getByRole('complementary', { name: 'Post' })
      const deliveries = record.locator('section.dlv')
      await expect(deliveries).toHaveCount(site ? 3 : 2)
      await expect(deliveries.filter({ hasText: 'Published' })).toHaveCount(site ? 3 : 2, { timeout: 90_000 })
      await shot('5-published')

      await expectOnBluesky(pds, person.did)
      expectOnMastodon(mastodon)
      if (site) await expectOnWordPress(site)

      const links = await linksIn(page, site ? 3 : 2)
      const [status] = mastodon.statuses()
      expect(links.Bluesky).toContain(person.did)
      expect(links.Mastodon).toContain(status?.id)
      if (site) expect(links.WordPress).toBe((await site.posts())[0]?.link)
    })
  })
}

/** As a person signs in there: on the server's own page, which opens by itself. */
async function connectMastodon(page: Page, server: string): Promise<void> {
  await openConnect(page, 'Mastodon')
  await page.getByRole('textbox', { name: 'Server' }).fill(server)
  const opened = page.context().waitForEvent('page')
  await page.getByRole('button', { name: 'Open Mastodon to sign in' }).click()
  const popup = await opened
  await popup.getByRole('button', { name: 'Authorize' }).click()
  await expect(page.getByText(/ada.* is connected/)).toBeVisible()
  await popup.close()
}

/** Where the record's links lead, by platform: read from what the window would open. */
async function linksIn(page: Page, count: number): Promise<Record<string, string>> {
  await page.evaluate(() => {
    const opened: string[] = []
    Object.assign(window, { opened })
    window.open = (url) => (opened.push(String(url)), null)
  })
  const buttons = page.getByRole('button', { name: /^Open the post on/ })
  await expect(buttons).toHaveCount(count)
  const names: string[] = []
  for (const button of await buttons.all()) {
    names.push(((await button.getAttribute('aria-label')) ?? '').replace('Open the post on ', ''))
    await button.click()
  }
  const opened = await page.evaluate(() => (window as unknown as { opened: string[] }).opened)
  return Object.fromEntries(names.map((platform, index) => [platform, opened[index] ?? '']))
}
