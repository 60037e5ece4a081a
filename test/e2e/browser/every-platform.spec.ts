import { expect, type Page } from '@playwright/test'
import { makeVideo } from '../../support/video.ts'
import { barriers } from '../support/barriers.ts'
import { startEveryPlatform } from '../support/every-platform.ts'
import { hostTest, signIn, visit } from '../support/host.ts'
import { callOwner } from '../support/owner.ts'
import { picture } from '../support/picture.ts'
import { makeStudio, type Studio } from '../support/studio.ts'
import { drawn } from '../support/views.ts'

const test = hostTest.extend<{ platforms: Awaited<ReturnType<typeof startEveryPlatform>> }>({
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads from the pattern what a fixture needs
  platforms: async ({}, use) => {
    const platforms = await startEveryPlatform()
    await use(platforms)
    await platforms.stop()
  },
})

/** These take films alone, the others a picture. */
const filmed = new Set(['snapchat', 'tiktok', 'youtube'])
const words =
  'Bensa is back. Forty bags, roasted on Thursday, on the shelf on Friday.\n\n@cafelumen pours it first. #sidama'
const looks = [
  { theme: 'light', width: 1440, height: 900 },
  { theme: 'dark', width: 1100, height: 760 },
] as const

test('every platform has a form to connect by, settings and a preview in which nothing is cut off and nobody kept out', async ({
  page,
  start,
  dataDir,
  platforms,
}, info) => {
  test.setTimeout(240_000)
  const host = await start({ env: platforms.addresses })
  const studio = await makeStudio(dataDir)
  const accounts = await platforms.connect(studio)
  const posts = await writePosts(studio, accounts)
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await signIn(page, host)
  for (const { theme, ...size } of looks) {
    await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { theme, language: theme === 'dark' ? 'de' : 'en' } })
    await page.setViewportSize(size)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const [at, platform] of [...accounts.keys()].entries()) {
      const see = async (name: string, path: `/${string}`, ready: string, parts: readonly string[], axe: boolean) => {
        await visit(page, path)
        await expect(page.locator(ready).first()).toBeVisible()
        await drawn(page)
        const seen = `${name}-${platform}-${theme}`
        await page.screenshot({ path: info.outputPath(`${seen}.png`) })
        expect.soft(await tooWide(page, parts), seen).toEqual([])
        if (axe) expect.soft(await barriers(page, parts), seen).toEqual([])
      }
      // Forms and previews are looked at by axe in one theme each: together they have met both.
      const first = (theme === 'light') === (at % 2 === 0)
      if (first) await see('connect', `/accounts?connect=${platform}`, '.insp .ac-foot', ['.insp-body'], true)
      await see(
        'compose',
        `/compose/${posts.get(platform) ?? ''}`,
        '.proof article',
        ['.set', '.proof', '.prob'],
        !first,
      )
    }
  }
})

/** A post for each account, with what its platform takes. */
async function writePosts({ call }: Studio, accounts: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const { buffer } = await picture('hill.png', { width: 1200, height: 1200 })
  const image = await call<{ id: string }>('POST', '/v1/assets', {
    base64: buffer.toString('base64'),
    name: 'hill.png',
    alt: 'A hill',
  })
  const film = await call<{ id: string }>('POST', '/v1/assets', {
    path: await makeVideo({ seconds: 4, width: 540, height: 960, fps: 30 }),
    name: 'brew.mp4',
    alt: 'Brewing',
  })
  const posts = new Map<string, string>()
  for (const [platform, accountId] of accounts) {
    const { id } = filmed.has(platform) ? film : image
    const post = await call<{ id: string }>('POST', '/v1/posts', {
      title: 'Bensa is back',
      parts: [{ text: words, media: [{ assetId: id }] }],
      variants: [{ accountId }],
    })
    posts.set(platform, post.id)
  }
  return posts
}

/** What scrolls sideways, or would if it could. */
function tooWide(page: Page, parts: readonly string[]): Promise<string[]> {
  return page.evaluate((selectors) => {
    const found = selectors.flatMap((selector) => [...document.querySelectorAll(selector)])
    return found.filter((part) => part.scrollWidth > part.clientWidth).map((part) => part.className)
  }, parts)
}
