import { expect } from '@playwright/test'
import { s3Available, startS3, type S3 } from '../../support/s3/index.ts'
import { hostTest as test, signIn, visit } from '../support/host.ts'
import { callOwner } from '../support/owner.ts'

test.skip(!s3Available(), 'python3-swift is not installed')

/** Settings with the door to the media host open, over a real S3 server. */
let s3: S3
test.beforeAll(async () => {
  s3 = await startS3()
})
test.afterAll(() => s3?.stop())

test('a bucket is chosen, tested before one’s eyes and removed again', async ({ page, start, dataDir }) => {
  const host = await start({ args: ['--demo'] })
  await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { language: 'en' } })
  await signIn(page, host)
  await visit(page, '/settings?section=mediaHost')
  const field = (label: string) => page.getByLabel(label, { exact: true })

  await field('Service').selectOption('other')
  await field('Endpoint').fill(s3.url)
  await field('Bucket').fill(s3.bucket)
  await field('Region').fill(s3.region)
  await field('Access key ID').fill(s3.accessKeyId)
  await field('Secret access key').fill('wrong')
  await page.getByRole('button', { name: 'Save and test' }).click()
  const steps = page.getByRole('listitem')
  await expect(page.getByText(/It does not work yet/)).toBeVisible()
  await expect(steps.filter({ hasText: 'Upload a small picture' })).toContainText(
    'does not accept the secret access key',
  )
  await expect(steps.filter({ hasText: 'Delete it' })).toContainText('not reached')

  await page.getByRole('button', { name: 'Change' }).click()
  await expect(field('Secret access key')).toHaveValue('')
  await field('Secret access key').fill(s3.secretAccessKey)
  await page.getByRole('button', { name: 'Save and test' }).click()
  await expect(page.getByText(/It works. Tested/)).toBeVisible()
  for (const step of ['Upload a small picture', 'Compare what came back', 'Look that it is gone'])
    await expect(steps.filter({ hasText: step })).toContainText('done')
  await expect(steps.filter({ hasText: 'Fetch it by its address' })).toContainText('not on the public Internet')
  expect(await s3.keys()).toEqual([])

  await page.reload()
  await expect(page.getByText(/It works. Tested/)).toBeVisible()
  expect(await page.content()).not.toContain(s3.secretAccessKey)
  await page.screenshot({ path: test.info().outputPath('tested.png') })

  await page.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('button', { name: `Remove ${s3.bucket}` }).click()
  await expect(page.getByRole('button', { name: 'Save and test' })).toBeVisible()
})

test('what is missing or wrong is said at its field, in the language of the window', async ({
  page,
  start,
  dataDir,
}) => {
  const host = await start({ args: ['--demo'] })
  await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { language: 'de' } })
  await signIn(page, host)
  await visit(page, '/settings?section=mediaHost')
  await page.getByLabel('Dienst', { exact: true }).selectOption('other')
  await page.getByLabel('Endpunkt', { exact: true }).fill('http://minio.example.com')
  await page.getByLabel('Bucket', { exact: true }).fill('Media')
  await page.getByRole('button', { name: 'Speichern und prüfen' }).click()
  const alerts = page.getByRole('alert')
  await expect(alerts.filter({ hasText: 'Sie muss mit https:// beginnen' })).toBeVisible()
  await expect(alerts.filter({ hasText: '3 bis 63 Kleinbuchstaben' })).toBeVisible()
  await page.screenshot({ path: test.info().outputPath('fields-de.png') })
})
