import { expect, type Page } from '@playwright/test'
import { en } from '../../../src/contract/sentences/en/index.ts'
import { said, sentence } from '../../../src/contract/sentences/index.ts'
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
    '/automations',
    '/automations?section=keys&make=key',
    '/automations?section=webhooks&make=hook',
    '/settings',
  ] as const) {
    await visit(page, path)
    await expect(page.getByRole('main')).toBeVisible()
    // A text that is missing would be shown as its key.
    await expect(page.locator('body')).not.toContainText(/\b[a-z][A-Za-z]+(\.[a-z][A-Za-z_]+){1,3}\b(?!\.)/)
  }
})

/** Pieces of our English sentences, between their parameters, that are long enough to be no accident. */
const english = Object.values(en)
  .flatMap((text) => text.split(/{{\w+}}/))
  .map((piece) => piece.trim())
  .filter((piece) => piece.length >= 12)

/** What the page shows, and what its fields and tips hold. */
async function textOf(page: Page): Promise<string> {
  const hidden = page.locator('[title], [aria-label], [placeholder]')
  const attributes = await hidden.evaluateAll((all) =>
    all.flatMap((one) => ['title', 'aria-label', 'placeholder'].map((name) => one.getAttribute(name) ?? '')),
  )
  return [await page.locator('body').innerText(), ...attributes].join('\n')
}

/** The page says `words`, and nothing of ours in English. */
async function expectGerman(page: Page, words: string): Promise<void> {
  await expect.poll(() => textOf(page)).toContain(words)
  const text = await textOf(page)
  expect(english.filter((piece) => text.includes(piece))).toEqual([])
}

test('what fails is told in German alone: posts, their attempts, accounts, sign-ins and refusals', async ({
  page,
  start,
  dataDir,
}) => {
  const host = await start()
  const studio = await makeStudio(dataDir)
  await studio.call('PATCH', '/v1/settings', { language: 'de' })
  const german = (code: Parameters<typeof said>[0]) => sentence({ says: code }, 'de')
  const fails = async (name: string, failure: string, status: string) => {
    await studio.call('PUT', `/v1/practice/${studio.account}/failure`, { failure, times: 1 })
    const post = await studio.post(name, { title: name, at: Date.now() })
    await expect.poll(() => studio.statuses(post), { timeout: 30_000 }).toEqual([status])
    return post
  }
  const refused = await fails('Bohnen', 'rejected', 'failed')
  const doubtful = await fails('Blaubeeren', 'cannot_tell', 'unknown')
  const signedOut = await fails('Brot', 'reconnect', 'failed')
  await signIn(page, host)

  const shown = [
    [refused, german('practice_refuses')],
    [doubtful, german('practice_hides')],
    [signedOut, german('practice_signs_out')],
  ] as const
  for (const [post, words] of shown) {
    await visit(page, `/posts?post=${post}`)
    await expectGerman(page, words)
  }
  await visit(page, '/today')
  await expectGerman(page, german('practice_refuses'))
  await visit(page, `/accounts?account=${studio.account}`)
  await expectGerman(page, german('practice_signs_out'))

  await visit(page, '/accounts?connect=mastodon')
  await page.getByLabel('Server').fill('kein Server')
  await page
    .getByRole('button', { name: 'Im Browser anmelden' })
    .or(page.getByRole('button', { name: /anmelden/i }))
    .first()
    .click()
  const example = { typed: 'kein Server', example: 'mastodon.social' }
  await expectGerman(page, sentence(said('not_a_server', example), 'de'))
})
