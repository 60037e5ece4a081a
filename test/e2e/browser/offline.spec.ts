import { expect, type Page } from '@playwright/test'
import { hostTest as test, signIn, visit } from '../support/host.ts'
import { withoutNetwork } from '../support/no-network.ts'
import { makeStudio, type Studio } from '../support/studio.ts'

withoutNetwork(test)

const texts = async ({ call }: Studio) => {
  const { items } = await call<{ items: { firstLine: string }[] }>('GET', '/v1/posts')
  return items.map(({ firstLine }) => firstLine)
}

async function newPost(page: Page) {
  await visit(page, '/compose/new')
  return page.getByRole('textbox', { name: 'Text of part 1' })
}

test('what is written while the studio is away is kept, said so, and saved when it is back', async ({
  page,
  start,
  dataDir,
}) => {
  const first = await start()
  const studio = await makeStudio(dataDir)
  await signIn(page, first)
  const text = await newPost(page)
  await text.fill('Written while it was there')
  await expect(page.getByText(/^Saved/)).toBeVisible()
  await first.stop()
  await text.fill('Written while it was away')
  await expect(page.getByText('Kept here, not saved')).toBeVisible()
  await expect(page.getByText('The studio does not answer. What you write is kept here')).toBeVisible()

  await start({ port: first.port })
  await expect(page.getByText(/^Saved/)).toBeVisible()
  await expect(text).toHaveValue('Written while it was away')
  expect(await texts(studio)).toEqual(['Written while it was away'])
})

test('a post can be begun while the studio is away, and outlives its window', async ({
  page,
  start,
  dataDir,
  context,
}) => {
  const first = await start()
  const studio = await makeStudio(dataDir)
  await signIn(page, first)
  // The views are fetched soon after the first is drawn: nine of them.
  const fetched = () =>
    page.evaluate(
      () => performance.getEntriesByType('resource').filter(({ name }) => /\/view-[^/]+\.js$/.test(name)).length,
    )
  await expect.poll(fetched).toBe(9)
  await first.stop()
  const text = await newPost(page)
  await text.fill('Begun on the train')
  await expect(page.getByText('Kept here, not saved')).toBeVisible()
  await page.close()

  const second = await start({ port: first.port })
  const later = await context.newPage()
  await signIn(later, second)
  await expect(await newPost(later)).toHaveValue('Begun on the train')
  await expect.poll(() => texts(studio)).toEqual(['Begun on the train'])
})

test('without a network the window says what still works, and loses nothing', async ({
  page,
  start,
  dataDir,
  context,
}) => {
  const host = await start()
  const studio = await makeStudio(dataDir)
  await signIn(page, host)
  const text = await newPost(page)
  await text.fill('Before the tunnel')
  await expect(page.getByText(/^Saved/)).toBeVisible()
  await context.setOffline(true)
  await expect(
    page.getByText('You are offline.').or(page.getByText('The studio does not answer.')).first(),
  ).toBeVisible()
  await text.fill('In the tunnel')
  await expect(page.getByText('Kept here, not saved')).toBeVisible()
  await context.setOffline(false)
  await expect.poll(() => texts(studio), { timeout: 15_000 }).toEqual(['In the tunnel'])
  await expect(page.getByText(/^Saved/)).toBeVisible()
})
