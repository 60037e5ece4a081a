import { expect } from '@playwright/test'
import { hostTest as test, signIn, visit } from '../support/host.ts'
import { makeStudio } from '../support/studio.ts'

test('German is chosen, at once everywhere, and still there after a reload', async ({ page, start, dataDir }) => {
  const host = await start()
  const studio = await makeStudio(dataDir)
  const at = Date.now() + 3 * 86_400_000
  await studio.post('Bohnen', { title: 'Bohnen', at })
  await signIn(page, host)
  await visit(page, '/settings?section=look')
  await page.getByRole('radiogroup', { name: 'Language' }).getByText('Deutsch').click()
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
  await page.reload()
  const rail = page.getByRole('navigation').first()
  for (const view of ['Heute', 'Kalender', 'Beiträge', 'Medien', 'Konten'])
    await expect(rail.getByText(view, { exact: true })).toBeVisible()

  await visit(page, '/calendar?view=agenda')
  const month = new Intl.DateTimeFormat('de', { month: 'long', timeZone: 'Europe/Berlin' }).format(Date.now())
  await expect(page.getByText(month).first()).toBeVisible()
  await visit(page, '/compose/new')
  await expect(
    page
      .getByRole('button', { name: 'Zeit wählen' })
      .or(page.getByRole('button', { name: 'Planen' }))
      .first(),
  ).toBeVisible()
  for (const path of [
    '/today',
    '/compose/new',
    '/calendar?view=week',
    '/posts',
    '/media',
    '/accounts',
    '/settings',
  ] as const) {
    await visit(page, path)
    await expect(page.getByRole('main')).toBeVisible()
    // A text that is missing would be shown as its key.
    await expect(page.locator('body')).not.toContainText(/\b[a-z][A-Za-z]+(\.[a-z][A-Za-z_]+){1,3}\b(?!\.)/)
  }
})
