import { expect, type Page } from '@playwright/test'
import { startMastodon, type Mastodon } from '../../support/mastodon/index.ts'
import { startPdsProcess, type Pds, type PdsAccount } from '../../support/pds.ts'
import { startWordPress, wordpressAvailable, type WordPress } from '../../support/wordpress.ts'
import { hostTest as test, signIn, visit } from '../support/host.ts'
import { picture } from '../support/picture.ts'

const title = 'Bensa is back'
const base = 'Forty bags of washed Sidama from the same hillside as last winter. #sidama'
const own = 'Bensa is back: jasmine when you open the bag, apricot in the cup.'
const alt = 'A dark coffee bag with a white label'

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

async function openConnect(page: Page, platform: string): Promise<void> {
  await visit(page, '/accounts?connect=pick')
  await page.getByRole('navigation', { name: 'Platforms' }).getByRole('button', { name: platform }).click()
}

async function connectBluesky(
  page: Page,
  fields: { handle: string; service: string; password: string },
): Promise<void> {
  await openConnect(page, 'Bluesky')
  await page.getByRole('textbox', { name: 'Handle' }).fill(fields.handle)
  await page.getByRole('textbox', { name: 'App password' }).fill(fields.password)
  await page.getByRole('textbox', { name: 'Server' }).fill(fields.service)
  await page.getByRole('button', { name: 'Connect Bluesky' }).click()
  await expect(page.getByText(`${fields.handle} is connected`)).toBeVisible()
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

async function connectWordPress(page: Page, { url, admin }: WordPress): Promise<void> {
  await openConnect(page, 'WordPress')
  await page.getByRole('textbox', { name: 'Site' }).fill(url)
  await page.getByRole('textbox', { name: 'User' }).fill(admin.user)
  await page.getByRole('textbox', { name: 'Application password' }).fill(admin.password)
  await page.getByRole('button', { name: 'Connect WordPress' }).click()
  await expect(page.getByText(/ is connected/)).toBeVisible()
}

/** One text for all, other words for Mastodon, a picture and what is to be seen in it. */
async function write(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Write a post' }).click()
  await page.getByRole('textbox', { name: 'Title' }).fill(title)
  await page.getByRole('textbox', { name: 'Text of part 1' }).fill(base)
  const accounts = page.getByRole('region', { name: 'Accounts' })
  const left = accounts.getByRole('checkbox', { checked: false })
  for (let count = await left.count(); count > 0; count--) {
    await left.first().click()
    await expect(left).toHaveCount(count - 1)
  }
  await page.locator('input[type=file]').setInputFiles([await picture('bag.png')])
  await page.getByRole('button', { name: /^bag\.png/ }).click()
  await page.getByRole('textbox', { name: 'Alt text' }).fill(alt)
  await page.getByRole('button', { name: 'Keep alt text' }).click()

  await accounts.getByRole('button', { name: /@ada/ }).click()
  await page.getByRole('button', { name: 'Write own text for Mastodon' }).click()
  await page.getByRole('textbox', { name: 'Text of part 1' }).fill(own)
  await expect(accounts.getByRole('button', { name: /@ada.*Own text/ })).toBeVisible()
}

/** For the next minute that leaves time to end the program before it. The workspace is in the browser's zone. */
async function schedule(page: Page): Promise<void> {
  const wall = await page.evaluate(() => {
    const at = new Date(Math.ceil((Date.now() + 12_000) / 60_000) * 60_000)
    return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
  })
  await page.getByRole('textbox', { name: 'Time', exact: true }).fill(wall)
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: new RegExp(`^Schedule for .*${wall}`) }).click()
  await expect(page.getByText(/^Scheduled for/).first()).toBeVisible()
}

async function expectOnBluesky(pds: Pds, did: string): Promise<void> {
  const posts = await pds.posts(did)
  expect(posts.map(({ record }) => record.text)).toEqual([base])
  const record = posts[0]!.record
  expect(record.facets?.flatMap(({ features }) => features.map((feature) => feature['tag']))).toEqual(['sidama'])
  const images = (record.embed?.['images'] ?? []) as { alt: string; image: { ref: { $link: string } } }[]
  expect(images.map((image) => image.alt)).toEqual([alt])
  const blob = await pds.blob(did, images[0]!.image.ref.$link)
  expect(blob.type).toMatch(/^image\//)
}

function expectOnMastodon(mastodon: Mastodon): void {
  const statuses = mastodon.statuses()
  expect(statuses.map(({ text }) => text)).toEqual([own])
  expect(mastodon.media().map(({ description }) => description)).toEqual([alt])
}

async function expectOnWordPress(site: WordPress): Promise<void> {
  const posts = await site.posts()
  expect(posts).toMatchObject([{ title, status: 'publish' }])
  expect(posts[0]?.content).toContain('Forty bags of washed Sidama')
  const media = await site.media()
  expect(media.map((item) => item.alt)).toEqual([alt])
  expect(posts[0]?.featured).toBe(media[0]?.id)
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
