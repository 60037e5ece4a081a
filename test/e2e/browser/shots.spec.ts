import { expect } from '@playwright/test'
import { hostTest as test, signIn } from '../support/host.ts'
import { callOwner } from '../support/owner.ts'
import { everySight, see } from '../support/views.ts'

const sizes = [
  { width: 1440, height: 900 },
  { width: 1100, height: 760 },
  { width: 800, height: 640 },
]

/** Pictures of every view to hold beside the design's, kept with the results; and that none is wider than its window. */
for (const theme of ['light', 'dark'] as const) {
  test(
    `every view is drawn at three widths, in the ${theme} theme`,
    { tag: '@shots' },
    async ({ page, start, dataDir }, info) => {
      test.setTimeout(150_000)
      const host = await start({ args: ['--demo'], env: { TZ: 'Europe/Berlin' } })
      await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { theme, language: 'en' } })
      await page.emulateMedia({ reducedMotion: 'reduce' })
      await signIn(page, host)
      await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
      const sights = await everySight(dataDir)
      for (const size of sizes) {
        await page.setViewportSize(size)
        for (const sight of sights) {
          await see(page, sight)
          await page.screenshot({ path: info.outputPath(`${sight.name}-${size.width}-${theme}.png`) })
          const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
          expect.soft(over, `${sight.name} at ${size.width} is wider than its window`).toBeLessThanOrEqual(0)
          await sight.leave?.(page)
        }
      }
    },
  )
}
