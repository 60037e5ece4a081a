import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { hostTest as test, signIn } from '../support/host.ts'
import { callOwner } from '../support/owner.ts'
import { everySight, see } from '../support/views.ts'

/** What axe finds that keeps people out, one line each: rule, where, why. */
async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, any, all, none }) => {
        const why = [...any, ...all, ...none].map(({ message }) => message).join('; ')
        return `${id} at ${target.join(' ')}: ${why}`
      }),
    )
}

for (const theme of ['light', 'dark'] as const) {
  test(`no view keeps anybody out, in the ${theme} theme`, async ({ page, start, dataDir }) => {
    test.setTimeout(150_000)
    const host = await start({ args: ['--demo'], env: { TZ: 'Europe/Berlin' } })
    await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { theme, language: 'en' } })
    await page.setViewportSize({ width: 1440, height: 900 })
    await page.emulateMedia({ reducedMotion: 'reduce' })
    await signIn(page, host)
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const sight of await everySight(dataDir)) {
      await test.step(sight.name, async () => {
        await see(page, sight)
        expect.soft(await barriers(page), sight.name).toEqual([])
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
