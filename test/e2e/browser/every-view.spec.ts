import { expect } from '@playwright/test'
import { barriers } from '../support/barriers.ts'
import { hostTest as test, signIn } from '../support/host.ts'
import { callOwner } from '../support/owner.ts'
import { drawn, everySight, see } from '../support/views.ts'

test.describe.configure({ mode: 'parallel' })

const widest = { width: 1440, height: 900 }
const sizes = [widest, { width: 1100, height: 760 }, { width: 800, height: 640 }]

for (const theme of ['light', 'dark'] as const) {
  /** Pictures of every view to hold beside the design's, kept with the results; that none is wider than its window; and that none shuts people out. */
  test(`no view keeps anybody out, and each is drawn at three widths, in the ${theme} theme`, async ({
    page,
    start,
    dataDir,
  }, info) => {
    test.setTimeout(300_000)
    const host = await start({ args: ['--demo'], env: { TZ: 'Europe/Berlin' } })
    await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { theme, language: 'en' } })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await signIn(page, host)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const sight of await everySight(dataDir)) {
      await test.step(sight.name, async () => {
        await page.setViewportSize(widest)
        await see(page, sight)
        expect.soft(await barriers(page), sight.name).toEqual([])
        for (const size of sizes) {
          await page.setViewportSize(size)
          await drawn(page)
          await page.screenshot({ path: info.outputPath(`${sight.name}-${size.width}-${theme}.png`) })
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect.soft(over, `${sight.name} at ${size.width} is wider than its window`).toBeLessThanOrEqual(0)
        }
        await sight.leave?.(page)
      })
    }
  })

  test(`nor does the first page of a new studio, in the ${theme} theme`, async ({ page, start, dataDir }) => {
    const host = await start()
    await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { theme, language: 'en' } })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await signIn(page, host)
    await expect(page.getByRole('button', { name: 'Make workspace' })).toBeVisible()
    expect(await barriers(page)).toEqual([])
  })
}
