import { LLMock } from '@copilotkit/aimock'
import { expect, type Page } from '@playwright/test'
import { barriers } from '../support/barriers.ts'
import { hostTest as test, signIn, visit, type Host } from '../support/host.ts'
import { makeStudio, type Studio } from '../support/studio.ts'

const text = 'Forty bags off washed Sidama from the same hillside as last winter. We roast on Thursday.'
const warmer = text.replace('Forty', 'Fifty').replace('Thursday', 'Friday')

let mock: LLMock
test.beforeAll(async () => {
  mock = new LLMock({ port: 0, host: '127.0.0.1', chunkSize: 6 })
  await mock.start()
})
test.afterAll(() => mock?.stop())
test.beforeEach(() => mock.reset())

/** A post in view, for the practice account and a second one. */
async function openPost(page: Page, host: Host, dataDir: string) {
  const studio = await makeStudio(dataDir)
  const fields = { platform: 'practice', method: 'practice', fields: { name: 'Second' } }
  await studio.call('POST', '/v1/connections', fields)
  const accounts = await studio.call<{ id: string }[]>('GET', '/v1/accounts')
  const post = await studio.call<{ id: string }>('POST', '/v1/posts', {
    parts: [{ text }],
    variants: accounts.map(({ id }) => ({ accountId: id })),
  })
  await signIn(page, host)
  await visit(page, `/compose/${post.id}`)
  await expect(body(page)).toHaveValue(text)
  return { studio, post: post.id }
}

/** The mock as the endpoint for text, with a price. Prices and caps are the person's: the signed-in page sets them. */
async function setUp(page: Page, { call, workspace }: Studio) {
  const asPerson = (route: string, json: object) =>
    page.evaluate(
      async ([path, id, sent]) => {
        const headers = { 'content-type': 'application/json', 'broadside-workspace': id }
        const answer = await fetch(`/rpc/${path}`, { method: 'POST', headers, body: sent })
        if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      },
      [route, workspace, JSON.stringify({ json })] as const,
    )
  const endpoint = { name: 'Mock', baseUrl: `${mock.url}/v1`, key: 'test-key-1234567890' }
  const { id } = await call<{ id: string }>('POST', '/v1/ai/endpoints', endpoint)
  const choice = { endpoint: id, model: 'test-model' }
  await call('PUT', '/v1/ai/defaults', { text: choice, vision: null, image: null, video: null })
  const none = { endpoint: null, perImage: null, perSecond: null }
  await asPerson('ai/setPrices', { prices: [{ model: '*', inputPerMillion: 2, outputPerMillion: 10, ...none }] })
  return { setCaps: (dailyUsd: number) => asPerson('ai/setCaps', { dailyUsd, monthlyUsd: null }) }
}

const body = (page: Page) => page.getByRole('textbox', { name: 'Text of part 1' })
const desk = (page: Page) => page.getByRole('region', { name: 'AI desk' })

interface Part {
  readonly text: string
}

/** The texts that are saved: the base, and what each account has of its own. */
async function toText({ call }: Studio, post: string) {
  const saved = await call<{ parts: Part[]; variants: { parts: Part[] | null }[] }>('GET', `/v1/posts/${post}`)
  return [saved, ...saved.variants].map(({ parts }) => parts?.map((part) => part.text).join('|'))
}

test('the desk keeps away until it is set up; a proposal is taken in part by keys, and undone; a cap that is reached lets nothing out', async ({
  page,
  start,
  dataDir,
}) => {
  const { studio, post } = await openPost(page, await start(), dataDir)
  await expect(page.getByRole('toolbar', { name: 'AI tools' })).toBeHidden()
  await page.getByRole('button', { name: 'AI desk' }).click()
  await expect(page.getByText('None is set up for this workspace')).toBeVisible()
  await page.getByRole('button', { name: 'Set up AI' }).click()
  await expect(page).toHaveURL(/settings.*section=ai/)

  const { setCaps } = await setUp(page, studio)
  await setCaps(1)
  await visit(page, `/compose/${post}`)
  await body(page).click()
  await page.keyboard.press('Control+j')
  await expect(desk(page).locator(':focus')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(body(page)).toBeFocused()
  await page.getByRole('button', { name: /^Version/ }).focus()
  await page.keyboard.press('a')
  await page.keyboard.press('t')
  await expect(desk(page)).toContainText('Change the tone')
  await expect(desk(page)).toContainText(/At most \$0\.0\d+/)
  await expect(desk(page)).toContainText('$1.00 left today')
  await page.getByRole('button', { name: 'What is sent' }).click()
  await expect(page.getByRole('dialog')).toContainText('Make its tone friendly')
  await page.keyboard.press('Escape')
  expect(mock.getRequests()).toEqual([])

  mock.on({ userMessage: /Make its tone/ }, { content: warmer }, { latency: 30 })
  await desk(page).getByRole('button', { name: 'Change the tone' }).press('Enter')
  await expect(desk(page)).toContainText('test-model is writing')
  await expect(desk(page)).toContainText('2 changes')
  expect(await toText(studio, post)).toEqual([text, undefined, undefined])
  expect(await barriers(page, ['.cols'])).toEqual([])
  await desk(page).getByRole('checkbox', { name: '“Thursday” becomes “Friday”' }).press('Space')
  await desk(page).getByRole('button', { name: 'Take 1 of 2 changes' }).press('Enter')
  await expect(body(page)).toHaveValue(text.replace('Forty', 'Fifty'))
  await page.keyboard.press('Control+z')
  await expect(body(page)).toHaveValue(text)
  await expect.poll(() => toText(studio, post)).toEqual([text, undefined, undefined])

  const sent = mock.getRequests().length
  await setCaps(0.01)
  await desk(page).getByRole('button', { name: 'Change the tone' }).press('Enter')
  await expect(desk(page).getByText(/This can cost up to .* of today’s cap of \$0\.01/)).toBeVisible()
  await expect(desk(page).getByRole('button', { name: 'Change the cap' })).toBeVisible()
  expect(mock.getRequests()).toHaveLength(sent)
})

test('an answer that is stopped changes nothing; mistakes are mended one by one where they stand; two accounts get a version each', async ({
  page,
  start,
  dataDir,
}) => {
  const { studio, post } = await openPost(page, await start(), dataDir)
  await setUp(page, studio)
  const correction = { type: 'spelling', original: 'off', corrected: 'of', explanation: 'One f.' }
  const other = { type: 'wording', original: 'hillside', corrected: 'slope', explanation: 'It is steep.' }
  mock.on({ userMessage: /Proofread/ }, { content: JSON.stringify({ corrections: [correction, other] }) })
  mock.on({ userMessage: /Adapt the text/ }, { content: 'Sidama is back.' })
  mock.on({ userMessage: /fewer characters/ }, { content: warmer }, { latency: 500 })

  await page.getByRole('button', { name: 'Shorten' }).click()
  await desk(page).getByRole('button', { name: 'Shorten', exact: true }).click()
  await expect(desk(page)).toContainText('test-model is writing')
  await desk(page).getByRole('button', { name: 'Stop' }).click()
  await expect(desk(page)).toContainText('Stopped. Nothing in your post has changed.')
  await expect(body(page)).toHaveValue(text)

  await page.getByRole('button', { name: 'Proofread' }).click()
  await desk(page).getByRole('button', { name: 'Proofread' }).click()
  await expect(page.locator('.txt .flaw')).toHaveText(['off', 'hillside'])
  expect(await barriers(page, ['.cols'])).toEqual([])
  await desk(page).getByRole('button', { name: 'Mend “off” to “of”' }).click()
  await expect(body(page)).toHaveValue(text.replace('off', 'of'))
  await expect(page.locator('.txt .flaw')).toHaveText(['hillside'])
  await desk(page).getByRole('button', { name: 'Leave “hillside” as it is' }).press('Enter')
  await expect(page.locator('.txt .flaw')).toHaveCount(0)
  await expect(desk(page)).toContainText('Nothing is left to decide')

  await page.getByRole('button', { name: 'Adapt', exact: true }).click()
  await desk(page).getByRole('button', { name: 'Adapt for 2 accounts' }).click()
  await desk(page).getByRole('button', { name: 'Take 2 versions' }).click()
  await expect(body(page)).toHaveValue('Sidama is back.')
  const mended = text.replace('off', 'of')
  await expect.poll(() => toText(studio, post)).toEqual([mended, 'Sidama is back.', 'Sidama is back.'])
})
