import { expect } from '@playwright/test'
import { hostTest as test } from '../support/host.ts'

test('the reference at /docs opens without signing in, shows every heading, and asks nobody but this machine', async ({
  page,
  start,
}) => {
  const { url } = await start()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.goto(`${url}/docs`)
  const { tags, paths } = (await (await fetch(`${url}/v1/openapi.json`)).json()) as {
    tags: object[]
    paths: Record<string, Record<string, { tags: string[] }>>
  }
  await expect(page.locator('.opblock-tag')).toHaveCount(tags.length, { timeout: 30_000 })
  const operations = Object.values(paths).flatMap((methods) => Object.values(methods))
  await page.locator('#operations-tag-webhooks').click()
  const ofWebhooks = operations.filter((operation) => operation.tags.includes('webhooks'))
  await expect(page.locator('.opblock')).toHaveCount(ofWebhooks.length, { timeout: 30_000 })
  expect(asked.filter((address) => !address.startsWith(`${url}/`) && !address.startsWith('data:'))).toEqual([])
  expect(asked.length).toBeGreaterThan(3)
})
