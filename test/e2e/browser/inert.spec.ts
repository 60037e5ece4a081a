import { expect } from '@playwright/test'
import { startMastodon } from '../../support/mastodon/index.ts'
import { hostTest as test, signIn, visit } from '../support/host.ts'
import { makeStudio } from '../support/studio.ts'

const attack = [
  '<script>window.ran = "script"</script>',
  '<img src=x onerror="window.ran = \'image\'">',
  '<svg onload="window.ran = \'svg\'">',
  '<a href="javascript:window.ran = \'link\'">here</a>',
  '[here](javascript:window.ran=1) javascript:window.ran=2',
].join('\n')

test('markup and script in a text, a title, a label or a name is shown as it was written, and runs nowhere', async ({
  page,
  start,
  dataDir,
}) => {
  const mastodon = await startMastodon({ maxCharacters: 5_000 })
  try {
    const host = await start()
    const studio = await makeStudio(dataDir)
    const { accounts } = await studio.call<{ accounts: string[] }>('POST', '/v1/connections', {
      platform: 'mastodon',
      method: 'token',
      fields: { server: mastodon.url, token: mastodon.token() },
    })
    await studio.call('PATCH', `/v1/workspaces/${studio.workspace}`, { name: '<img src=x onerror=window.ran=1>' })
    const { id } = await studio.call<{ id: string }>('POST', '/v1/posts', {
      title: '<script>window.ran = "title"</script>',
      parts: [{ text: attack }],
      labels: ['<b onmouseover=window.ran=1>label</b>'],
      variants: [{ accountId: studio.account }, { accountId: accounts[0], settings: { contentWarning: attack } }],
      when: { at: new Date(Date.now() + 3_600_000).toISOString() },
    })
    await signIn(page, host)
    await visit(page, `/compose/${id}`)
    const preview = page.getByRole('region', { name: 'Preview' })
    for (const account of ['Practice', '@ada']) {
      await page
        .getByRole('region', { name: 'Accounts' })
        .getByRole('button', { name: new RegExp(account) })
        .first()
        .click()
      await expect(preview).toContainText('<script>window.ran = "script"</script>')
      expect(await preview.locator('script, [onerror], [onload], a[href^="javascript:"]').count()).toBe(0)
    }
    for (const path of [`/posts?post=${id}`, '/calendar?view=agenda', '/calendar?view=week', '/today'] as const) {
      await visit(page, path)
      await expect(page.getByText('<script>window.ran = "title"</script>').first()).toBeVisible()
    }
    expect(await page.evaluate(() => 'ran' in window)).toBe(false)
  } finally {
    await mastodon.stop()
  }
})
