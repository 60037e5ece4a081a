import { expect, type Page } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { startChatServer, type ChatServer } from '../../support/ai/chat-server.ts'
import { startMakerServer, type MakerServer } from '../../support/ai/maker-server.ts'
import { barriers } from '../support/barriers.ts'
import { hostTest as test, signIn, visit } from '../support/host.ts'
import { callOwner } from '../support/owner.ts'

const draft = 'Roast day moved to Thursday. Come by, the drum is warm.'
const key = 'sk-test-0123456789'
const wrong = { status: 401, error: { message: 'Incorrect API key provided' } }

/** A server for texts that wants its key, and one for pictures and videos. */
let chat: ChatServer
let maker: MakerServer
test.beforeAll(async () => {
  chat = await startChatServer(
    ({ headers, body }) => {
      if (headers.authorization !== `Bearer ${key}`) return wrong
      if (JSON.stringify(body).includes('A long story')) return { hangsAfter: ['It began ', 'with '] }
      return { pieces: JSON.stringify(body).includes('ready') ? ['{"word":"ready"}'] : draft.split(/(?<= )/) }
    },
    { models: ['small-local', 'tall-local'], takesSchemas: true },
  )
  maker = await startMakerServer()
  maker.sizes = ['1024x1024']
  maker.picture = await sharp({ create: { width: 1_024, height: 1_024, channels: 3, background: '#8a5a2b' } })
    .png()
    .toBuffer()
  maker.film = readFileSync(join(import.meta.dirname, '../../../src/core/media/fixtures/clip.mp4'))
  maker.now = Date.now
})
test.afterAll(async () => {
  await chat?.close()
  await maker?.close()
})

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click()

const goTo = (page: Page, section: string) =>
  page
    .getByRole('navigation', { name: 'Sections of the settings' })
    .getByRole('button', { name: section, exact: true })
    .click()

/** The studio in English over the sample workspace, and what the signed-in page may ask of that workspace. */
async function open(page: Page, dataDir: string, start: (options: { args: string[] }) => Promise<{ link: string }>) {
  const host = await start({ args: ['--demo'] })
  await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { language: 'en' } })
  const [workspace] = await callOwner<{ id: string }[]>(dataDir, 'GET', '/v1/workspaces')
  await signIn(page, host)
  return <T>(route: string, json?: unknown) =>
    page.evaluate(
      async ([path, id, body]) => {
        const headers = { 'content-type': 'application/json', 'broadside-workspace': id }
        const answer = await fetch(`/rpc/${path}`, { method: 'POST', headers, body })
        if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
        return ((await answer.json()) as { json: unknown }).json
      },
      [route, workspace?.id ?? '', JSON.stringify({ json })] as const,
    ) as Promise<T>
}

test('an endpoint is added, tested on the spot, priced and capped; the brand is heard; what it used is told to the letter', async ({
  page,
  start,
  dataDir,
}) => {
  await open(page, dataDir, start)
  await visit(page, '/settings?section=brand')
  await expect(page.getByText('To hear how it sounds, set up an AI endpoint')).toBeVisible()
  await press(page, 'Set up AI')

  await field(page, 'Service').selectOption('other')
  await field(page, 'Name').fill('Own server')
  await field(page, 'Address of the API').fill(chat.url)
  await field(page, 'Key').fill('sk-wrong')
  await press(page, 'Save and test')
  await expect(page.getByText(/does not accept the key/)).toBeVisible()
  await press(page, 'Change')
  await field(page, 'Key').fill(key)
  await press(page, 'Save and test')
  await expect(page.getByText(/small-local answered/)).toBeVisible()
  await expect(page.getByText(/It lists 2 models\..*chat completions only/)).toBeVisible()
  expect(await page.content()).not.toContain(key)

  const texts = page.getByRole('group', { name: 'Texts', exact: true })
  await texts.getByRole('combobox', { name: 'Texts' }).selectOption({ label: 'Own server' })
  await texts.getByRole('combobox', { name: 'Model: Texts' }).click()
  await page.getByRole('option', { name: 'tall-local' }).click()
  await expect(page.getByText(/Without a price: tall-local/)).toBeVisible()
  await press(page, 'Add tall-local')
  await field(page, 'Per million tokens in').fill('100')
  await field(page, 'Per million tokens out').fill('500,5')
  await press(page, 'Save prices')
  await expect(page.getByText(/Without a price/)).toBeHidden()
  await field(page, 'In a day').fill('0.01')
  await field(page, 'In a day').blur()
  await expect(page.getByText(/\$0\.01 left until/)).toBeVisible()
  expect(await barriers(page)).toEqual([])

  await goTo(page, 'Brand and voice')
  await field(page, 'Tone').fill('Dry, and never loud')
  await field(page, 'Topic').fill('Roast day')
  await press(page, 'Write a draft')
  await expect(page.getByText(/This can cost up to/)).toBeVisible()
  const refused = chat.seen.length
  await goTo(page, 'AI')
  await field(page, 'In a day').fill('5')
  await field(page, 'In a day').blur()
  await expect(page.getByText(/of \$5\.00/)).toBeVisible()
  expect(chat.seen.length, 'what a cap refuses is not sent').toBe(refused)

  await goTo(page, 'Brand and voice')
  await expect(field(page, 'Tone')).toHaveValue('Dry, and never loud')
  await field(page, 'Topic').fill('Roast day')
  await press(page, 'Write a draft')
  await expect(page.getByText(draft)).toBeVisible()
  await expect(page.getByText(/^Cost: /)).toBeVisible()
  await press(page, 'What was sent')
  await expect(page.getByRole('dialog').getByText(/Dry, and never loud/)).toBeVisible()
  await page.keyboard.press('Escape')
  expect(JSON.stringify(chat.seen.at(-1)?.body)).toContain('Dry, and never loud')

  await field(page, 'Topic').fill('A long story')
  await field(page, 'Topic').press('Enter')
  await expect(page.getByText('It began with')).toBeVisible()
  const asked = chat.seen.length
  await press(page, 'Stop')
  await chat.hungUp
  await expect(page.getByText(/^Stopped\./)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Write a draft' })).toBeFocused()
  expect(chat.seen.length, 'stopping asks for nothing').toBe(asked)

  await goTo(page, 'AI usage')
  await page.getByRole('radiogroup', { name: 'Grouped by' }).getByText('Task').click()
  await expect(page.getByRole('row', { name: /^Write a post 2 / })).toBeVisible()
  await page
    .getByRole('listitem')
    .getByRole('button', { name: /Write a post .* Done/ })
    .click()
  await expect(page.getByRole('dialog').getByText(draft)).toBeVisible()
  await page.keyboard.press('Escape')
  expect(await barriers(page)).toEqual([])
})

test('pictures and videos are made in the library with their words kept; a rhythm publishes by itself only where that was agreed to', async ({
  page,
  start,
  dataDir,
}) => {
  const ask = await open(page, dataDir, start)
  await visit(page, '/media?make=video')
  await expect(page.getByText(/To make videos here/)).toBeVisible()
  const body = { name: 'Studio', baseUrl: maker.url, free: true }
  const { id: endpoint } = await ask<{ id: string }>('ai/addEndpoint', body)
  const choice = { endpoint, model: 'film-1' }
  await ask('ai/setDefaults', { text: choice, image: choice, video: choice })

  await field(page, 'What is to be seen').fill('Steam over a cup')
  await expect(page.getByText('Up to $0.00.')).toBeVisible()
  await press(page, 'Make the video')
  await expect(page.getByRole('progressbar', { name: 'Video', exact: true })).toBeVisible()
  await page.reload()
  const going = page
    .getByRole('main')
    .getByRole('listitem')
    .filter({ has: page.getByRole('progressbar') })
  await going.getByRole('button', { name: 'Stop' }).click()
  await expect(going).toBeHidden()
  await expect.poll(() => maker.videos.map(({ deleted }) => deleted)).toEqual([true])

  await page.getByText('Picture', { exact: true }).click()
  await field(page, 'What is to be seen').fill('A brown cup on a bench')
  await press(page, 'Make a picture')
  await page
    .getByRole('main')
    .getByRole('button', { name: /A brown cup on a bench film-1/ })
    .click()
  await expect(page.getByRole('heading', { name: 'Made from these words' })).toBeVisible()
  await press(page, 'Use these words again')
  await expect(field(page, 'What is to be seen')).toHaveValue('A brown cup on a bench')
  expect(await barriers(page)).toEqual([])

  await visit(page, '/settings?section=cadence')
  await press(page, 'Draft on a rhythm')
  await field(page, 'Topics').fill('Roasting\nPeople')
  await page.getByRole('checkbox', { name: /Goes out by itself/ }).check()
  await press(page, 'Draft 3 posts a week')
  await expect(page.getByText(/3 drafts a week: Mon, Wed, Fri 09:00/)).toBeVisible()
  await expect(page.getByText(/Stays a draft: the workspace publishes nothing by itself/)).toBeVisible()
  const allow = page.getByRole('switch', { name: /without anybody seeing them/ })
  await allow.click()
  await press(page, 'Cancel')
  await expect(allow).not.toBeChecked()
  await allow.click()
  await press(page, 'Let it publish')
  await expect(allow).toBeChecked()
  await field(page, 'In a day at most').selectOption('2')
  await expect
    .poll(async () => (await ask<{ automation: object }>('ai/cadences')).automation)
    .toEqual({ publishByItself: true, dailyLimit: 2 })
  expect(await barriers(page)).toEqual([])
})
