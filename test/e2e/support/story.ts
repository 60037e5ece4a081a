import { expect, type Page } from '@playwright/test'
import type { Mastodon } from '../../support/mastodon/index.ts'
import type { Pds } from '../../support/pds.ts'
import type { WordPress } from '../../support/wordpress.ts'
import { visit } from './host.ts'
import { picture } from './picture.ts'

/* The steps of the whole story, the same in a browser and in the desktop's window. */

export const title = 'Bensa is back'
const base = 'Forty bags of washed Sidama from the same hillside as last winter. #sidama'
const own = 'Bensa is back: jasmine when you open the bag, apricot in the cup.'
const alt = 'A dark coffee bag with a white label'

export async function openConnect(page: Page, platform: string): Promise<void> {
  const platforms = page.getByRole('navigation', { name: 'Platforms' })
  // A workspace just made may still be on its way to the welcome page.
  await expect(async () => {
    await visit(page, '/accounts?connect=pick')
    await expect(platforms).toBeVisible({ timeout: 2_000 })
  }).toPass()
  await platforms.getByRole('button', { name: platform }).click()
}

export async function connectBluesky(
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

export async function connectWordPress(page: Page, { url, admin }: WordPress): Promise<void> {
  await openConnect(page, 'WordPress')
  await page.getByRole('textbox', { name: 'Site' }).fill(url)
  await page.getByRole('textbox', { name: 'User' }).fill(admin.user)
  await page.getByRole('textbox', { name: 'Application password' }).fill(admin.password)
  await page.getByRole('button', { name: 'Connect WordPress' }).click()
  await expect(page.getByText(/ is connected/)).toBeVisible()
}

/** One text for all, other words for Mastodon, a picture and what is to be seen in it. */
export async function write(page: Page): Promise<void> {
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
export async function schedule(page: Page): Promise<void> {
  const wall = await page.evaluate(() => {
    const at = new Date(Math.ceil((Date.now() + 12_000) / 60_000) * 60_000)
    return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`
  })
  await page.getByRole('textbox', { name: 'Time', exact: true }).fill(wall)
  await page.keyboard.press('Tab')
  await page.getByRole('button', { name: new RegExp(`^Schedule for .*${wall}`) }).click()
  await expect(page.getByText(/^Scheduled for/).first()).toBeVisible()
}

export async function expectOnBluesky(pds: Pds, did: string): Promise<void> {
  const posts = await pds.posts(did)
  expect(posts.map(({ record }) => record.text)).toEqual([base])
  const record = posts[0]!.record
  expect(record.facets?.flatMap(({ features }) => features.map((feature) => feature['tag']))).toEqual(['sidama'])
  const images = (record.embed?.['images'] ?? []) as { alt: string; image: { ref: { $link: string } } }[]
  expect(images.map((image) => image.alt)).toEqual([alt])
  const blob = await pds.blob(did, images[0]!.image.ref.$link)
  expect(blob.type).toMatch(/^image\//)
}

export function expectOnMastodon(mastodon: Mastodon): void {
  const statuses = mastodon.statuses()
  expect(statuses.map(({ text }) => text)).toEqual([own])
  expect(mastodon.media().map(({ description }) => description)).toEqual([alt])
}

export async function expectOnWordPress(site: WordPress): Promise<void> {
  const posts = await site.posts()
  expect(posts).toMatchObject([{ title, status: 'publish' }])
  expect(posts[0]?.content).toContain('Forty bags of washed Sidama')
  const media = await site.media()
  expect(media.map((item) => item.alt)).toEqual([alt])
  expect(posts[0]?.featured).toBe(media[0]?.id)
}
