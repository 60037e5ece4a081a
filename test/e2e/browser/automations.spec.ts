import { expect, type Page } from '@playwright/test'
import { createServer, type Server } from 'node:http'
import { hostTest as test, signIn, visit } from '../support/host.ts'
import { callOwner } from '../support/owner.ts'
import { makeStudio } from '../support/studio.ts'

/** A program on this machine that is told by webhooks: what it was sent, and how it answers. */
interface Listener {
  readonly url: string
  readonly heard: { readonly headers: Record<string, unknown>; readonly body: { type: string } }[]
  answers(status: number): void
}

let server: Server
test.afterEach(() => void server?.close())

async function listen(): Promise<Listener> {
  const heard: Listener['heard'] = []
  let status = 204
  server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk))
    request.on('end', () => {
      heard.push({ headers: request.headers, body: JSON.parse(body) as { type: string } })
      response.writeHead(status).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  return { url: `http://127.0.0.1:${port}/broadside`, heard, answers: (next) => void (status = next) }
}

/** Makes a key in the window, by name alone; answers the secret it showed. */
async function makeKey(page: Page, name: string): Promise<string> {
  await visit(page, '/automations?section=keys')
  await expect(page.getByRole('heading', { name: 'No program has a key yet' })).toBeVisible()
  await page.keyboard.press('k')
  await page.getByLabel('Name', { exact: true }).fill(name)
  await page.getByRole('button', { name: 'Make key' }).click()
  const secret = await page.getByRole('textbox', { name: 'Key', exact: true }).inputValue()
  await page.getByRole('button', { name: 'I have kept it' }).click()
  return secret
}

test('a key asks to publish, a person sees what would go out and allows it, and a revoked key is out', async ({
  page,
  start,
  dataDir,
}) => {
  const host = await start()
  await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { language: 'en' } })
  const studio = await makeStudio(dataDir)
  const post = await studio.post('The whole text that would go out')
  await signIn(page, host)
  const secret = await makeKey(page, 'Planner')
  expect(secret).toMatch(/^bs_live_/)
  expect(await page.content()).not.toContain(secret)

  const asProgram = (path: string, body: unknown) =>
    fetch(`${host.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const when = { wallTime: '2031-03-04T09:30', zone: 'Europe/Berlin' }
  const asked = await asProgram(`/v1/posts/${post}/schedule`, { when })
  expect(asked.status).toBe(403)
  expect(await studio.statuses(post)).toEqual([])

  await visit(page, '/today')
  await expect(page.getByRole('region', { name: 'Needs you' })).toContainText('Planner')
  await page.getByRole('button', { name: 'Look at it' }).click()
  const card = page.getByRole('listitem').filter({ hasText: 'Planner wants to schedule a post' })
  await expect(card).toContainText('The whole text that would go out')
  await expect(card).toContainText('Tuesday, 4 March 2031 at 09:30')
  await expect(page.getByRole('navigation').getByRole('link', { name: /^Automations.*1 needs you/ })).toBeVisible()

  const requests = card.getByRole('group').filter({ hasText: 'The requests as they would be sent' })
  await requests.locator('summary').click()
  await expect(requests).toContainText('Practice')
  await card.getByRole('button', { name: /^Schedule for 4 Mar 2031 09:30/ }).click()
  await expect(page.getByText('Allowed. Planner has been told.')).toBeVisible()
  await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible()
  expect(await studio.statuses(post)).toEqual(['scheduled'])

  await visit(page, '/automations?section=keys')
  await page.getByLabel('Folder', { exact: true }).fill('not/absolute')
  await page.getByRole('button', { name: 'Allow folder' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Allow folder' }).click()
  await expect(page.getByRole('alert')).toContainText('It must be an absolute path.')
  await page.getByLabel('Folder', { exact: true }).fill(import.meta.dirname)
  await page.getByRole('button', { name: 'Allow folder' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Allow folder' }).click()
  await expect(page.getByRole('listitem').filter({ hasText: import.meta.dirname })).toBeVisible()
  expect(await studio.call('GET', '/v1/assets/folders')).toEqual({ folders: [import.meta.dirname] })
  await page.getByRole('button', { name: 'Planner' }).click()
  const sheet = page.getByRole('complementary', { name: 'Planner' })
  await expect(sheet.getByRole('listitem').filter({ hasText: 'posts.schedule' })).toContainText('approval_required')
  await sheet.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('button', { name: 'Revoke key' }).click()
  await expect(sheet.getByText('Revoked')).toBeVisible()
  expect((await asProgram(`/v1/posts/${post}/cancel`, {})).status).toBe(401)
})

test('a post edited after a key asked is not sent as it was asked, and what is refused never goes', async ({
  page,
  start,
  dataDir,
}) => {
  const host = await start()
  await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { language: 'en' } })
  const studio = await makeStudio(dataDir)
  const { secret } = await studio.call<{ secret: string }>('POST', '/v1/keys', {
    name: 'Planner',
    scopes: ['posts:read', 'posts:write'],
    asksFirst: true,
  })
  const asks = async (path: string, body: unknown) => {
    const answer = await fetch(`${host.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    expect(answer.status).toBe(403)
  }
  const post = await studio.post('Before')
  await asks(`/v1/posts/${post}/publish`, {})
  await studio.call('PATCH', `/v1/posts/${post}`, { parts: [{ text: 'After' }] })
  await asks('/v1/posts', {
    parts: [{ text: 'Made by the program' }],
    variants: [{ accountId: studio.account }],
    schedule: { when: { now: true } },
  })

  await signIn(page, host)
  await visit(page, '/automations')
  const edited = page.getByRole('listitem').filter({ hasText: 'wants to publish a post now' })
  await expect(edited).toContainText('This post was edited after the program asked')
  await edited.getByRole('button', { name: 'Publish now' }).click()
  await expect(page.getByText('Not done: the post was edited after Planner asked.')).toBeVisible()

  const made = page.getByRole('listitem').filter({ hasText: 'wants to schedule a new post' })
  await expect(made).toContainText('Made by the program')
  await made.getByRole('button', { name: 'Refuse' }).click()
  await expect(page.getByRole('heading', { name: 'Nothing waits for you' })).toBeVisible()
  expect(await studio.feed()).toEqual([])
  expect(await studio.statuses(post)).toEqual([])
})

test('a webhook is made, tested and replayed in the window, and says why its program did not take it', async ({
  page,
  start,
  dataDir,
}) => {
  const host = await start()
  await callOwner(dataDir, 'PATCH', '/v1/settings', { body: { language: 'en' } })
  await makeStudio(dataDir)
  const listener = await listen()
  await signIn(page, host)
  await visit(page, '/automations?section=webhooks')
  await expect(page.getByRole('heading', { name: 'No program is told anything yet' })).toBeVisible()
  await page.keyboard.press('h')
  await page.getByLabel('Name', { exact: true }).fill('My script')
  const address = page.getByLabel('Address', { exact: true })
  await address.fill('https://hooks.example.com/in')
  await page.getByRole('button', { name: 'Make webhook' }).click()
  await expect(page.getByRole('button', { name: 'Allow hooks.example.com' })).toBeVisible()
  await address.fill(listener.url)
  await page.getByRole('button', { name: 'Make webhook' }).click()
  await expect(page.getByLabel('Signing secret')).toHaveValue(/^whsec_/)

  listener.answers(500)
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByRole('alert')).toContainText('Not taken.')
  await expect(page.getByRole('alert')).toContainText('500')
  listener.answers(204)
  await page.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByText(/Taken: it answered 204/)).toBeVisible()
  expect(listener.heard.map(({ body }) => body.type)).toEqual(['webhook.test', 'webhook.test'])

  const messages = page.getByRole('group').filter({ hasText: 'Test' })
  await messages.filter({ hasText: 'Failed' }).locator('summary').click()
  await page.getByRole('button', { name: 'Send again' }).click()
  await expect(page.getByText('Sent again: Taken')).toBeVisible()
  expect(listener.heard).toHaveLength(3)
  expect(listener.heard[2]?.headers['webhook-id']).toBe(listener.heard[0]?.headers['webhook-id'])

  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByRole('complementary').getByText('Paused')).toBeVisible()
})
