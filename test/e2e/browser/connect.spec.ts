import { expect, type Page } from '@playwright/test'
import { createServer } from 'node:net'
import { startFacebook } from '../../support/facebook/index.ts'
import { hostTest, signIn, visit } from '../support/host.ts'
import { makeStudio } from '../support/studio.ts'

const test = hostTest.extend<{ facebook: Awaited<ReturnType<typeof startFacebook>> }>({
  // oxlint-disable-next-line eslint/no-empty-pattern -- Playwright reads from the pattern what a fixture needs
  facebook: async ({}, use) => {
    const facebook = await startFacebook()
    await use(facebook)
    await facebook.stop()
  },
})

const steps = (page: Page) => page.getByRole('complementary')

test('a person registers an app once, signs in by browser, chooses Pages, and adds one later without signing in', async ({
  page,
  start,
  dataDir,
  facebook,
}, info) => {
  const host = await start({ env: { BROADSIDE_FACEBOOK_URL: facebook.url } })
  const studio = await makeStudio(dataDir)
  await signIn(page, host)
  await visit(page, '/accounts?connect=pick')
  const shot = (name: string) => page.screenshot({ path: info.outputPath(`${name}.png`) })

  // What stands before each platform is told before anything starts.
  await expect(steps(page).getByRole('heading', { name: 'Works at once' })).toBeVisible()
  await shot('platforms')
  await steps(page).getByRole('button', { name: 'Facebook', exact: true }).click()
  await steps(page).getByRole('radio').nth(1).check({ force: true })
  await expect(steps(page).getByLabel('Address to register')).toHaveValue('http://localhost:47831/oauth/callback')

  // Nothing is sent without the app, and a wrong secret is told at its field.
  await page.getByRole('button', { name: 'Open Facebook to sign in' }).click()
  await expect(steps(page).getByText('This is needed')).toHaveCount(2)
  await shot('app')
  const { clientId, clientSecret } = facebook.app
  const inputs = steps(page).locator('fieldset')
  await inputs.locator('[name=clientId]').fill(clientId)
  await inputs.locator('[name=clientSecret]').fill(clientSecret)
  const opened = page.context().waitForEvent('page')
  await page.getByRole('button', { name: 'Open Facebook to sign in' }).click()
  const tab = await opened
  await expect(steps(page).getByText('Waiting for your browser')).toBeVisible()
  await shot('waiting')
  await tab.getByRole('button', { name: 'Authorize' }).click()
  await expect(tab.getByRole('heading', { name: 'One more step' })).toBeVisible()
  await tab.close()

  // Only what may be published to is offered; only what is chosen is connected.
  await expect(steps(page).getByRole('checkbox')).toHaveCount(2)
  await page.getByRole('button', { name: 'Connect', exact: true }).click()
  await expect(steps(page).getByText('Choose at least one.')).toBeVisible()
  await steps(page)
    .getByRole('checkbox', { name: /Harbour Bakery/ })
    .check()
  await shot('choosing')
  await page.getByRole('button', { name: 'Connect 1' }).click()
  await expect(steps(page).getByText(/is connected$/)).toBeVisible()
  await shot('connected')
  const pages = async () => {
    const accounts = await studio.call<{ id: string; platform: string; name: string; displayHandle: string }[]>(
      'GET',
      '/v1/accounts',
    )
    return accounts.filter(({ platform }) => platform === 'facebook')
  }
  const [bakery] = await pages()
  expect(bakery?.name).toBe('Harbour Bakery')

  // The app is kept, without its secret.
  const apps = await studio.call('GET', '/v1/connections/apps')
  expect(apps).toMatchObject([
    { platform: 'facebook', state: 'ready', fields: { clientId }, secrets: ['clientSecret'] },
  ])
  expect(JSON.stringify(apps)).not.toContain(clientSecret)

  // More of the same sign-in.
  await visit(page, `/accounts?account=${bakery?.id ?? ''}`)
  await steps(page).getByRole('button', { name: 'Add more from this sign-in' }).click()
  await expect(steps(page).getByText('connected already')).toBeVisible()
  await steps(page)
    .getByRole('checkbox', { name: /Analytical Engines/ })
    .check()
  await page.getByRole('button', { name: 'Connect 1' }).click()
  await expect(steps(page).getByText(/is connected$/)).toBeVisible()
  expect((await pages()).map(({ name }) => name).sort()).toEqual(['Analytical Engines', 'Harbour Bakery'])

  // An account can be erased, when it is called by its name.
  const { id, displayHandle } = (await pages()).find(({ name }) => name === 'Analytical Engines') ?? {}
  await visit(page, `/accounts?account=${id ?? ''}`)
  const erase = steps(page).getByRole('button', { name: /^Erase / })
  await expect(erase).toBeDisabled()
  await steps(page)
    .getByLabel(/^Type .* to erase it$/)
    .fill(displayHandle ?? '')
  await erase.click()
  await expect(page.getByText(`${displayHandle ?? ''} is erased`)).toBeVisible()
  expect((await pages()).map(({ name }) => name)).toEqual(['Harbour Bakery'])

  // The app stays for the next time, and can be taken away.
  await visit(page, '/accounts?connect=facebook')
  await steps(page).getByRole('radio').nth(1).check({ force: true })
  await expect(steps(page).getByText('Your app at Facebook is kept')).toBeVisible()
  await shot('kept')
  await steps(page).getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the app' }).click()
  await expect(inputs.locator('[name=clientSecret]')).toBeVisible()
  expect(await studio.call('GET', '/v1/connections/apps')).toEqual([])
})

test('where another program has the registered port, the address can be pasted instead', async ({
  page,
  start,
  dataDir,
  facebook,
}) => {
  const host = await start({ env: { BROADSIDE_FACEBOOK_URL: facebook.url } })
  const studio = await makeStudio(dataDir)
  await studio.call('PUT', '/v1/connections/apps/facebook/localhost', { fields: { ...facebook.app } })
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(47_831, '127.0.0.1', resolve))
  try {
    await signIn(page, host)
    await visit(page, '/accounts?connect=facebook')
    await steps(page).getByRole('radio').nth(1).check({ force: true })
    await page.getByRole('button', { name: 'Open Facebook to sign in' }).click()
    await expect(steps(page).getByRole('alert')).toContainText('Another program uses port 47831')
    const opened = page.context().waitForEvent('page')
    await steps(page).getByRole('button', { name: 'Sign in and paste the address' }).click()
    const tab = await opened
    const address = steps(page).getByLabel('Address the browser ended on')
    await address.fill('http://localhost:47831/oauth/callback?code=c&state=of-somebody-else')
    await page.getByRole('button', { name: 'Finish with this address' }).click()
    await expect(steps(page).getByText('It belongs to another sign-in.')).toBeVisible()
    await address.fill(await facebook.auth.approve(tab.url()))
    await page.getByRole('button', { name: 'Finish with this address' }).click()
    await expect(steps(page).getByRole('checkbox')).toHaveCount(2)
  } finally {
    squatter.close()
  }
})
