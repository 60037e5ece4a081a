import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWordPress, wordpressAvailable } from './wordpress.ts'
import type { WordPress, WordPressUser } from './wordpress.ts'

const basic = ({ user, password }: WordPressUser) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`

describe.skipIf(!wordpressAvailable())('a real WordPress for the tests', () => {
  let site: WordPress
  beforeAll(async () => {
    site = await startWordPress()
  })
  afterAll(() => site.stop())

  const create = (as: WordPressUser, body: object) =>
    fetch(`${site.url}/wp-json/wp/v2/posts`, {
      method: 'POST',
      headers: { authorization: basic(as), 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  test('announces its REST API and takes a post by application password', async () => {
    const home = await fetch(site.url)
    expect(home.headers.get('link')).toContain('https://api.w.org/')
    const answer = await create(site.admin, {
      title: 'Hello',
      content: '<p>There</p>',
      status: 'publish',
      slug: 'hello',
    })
    expect(answer.status).toBe(201)
    expect(await site.posts()).toMatchObject([{ title: 'Hello', slug: 'hello', status: 'publish' }])
  })

  test('refuses the login password and a subscriber', async () => {
    expect((await create({ user: site.admin.user, password: site.loginPassword }, { title: 'x' })).status).toBe(401)
    expect((await create(await site.addUser('subscriber'), { title: 'x', status: 'publish' })).status).toBe(403)
  })

  test('can be set up badly and well again', async () => {
    await site.turn('no_application_passwords', true)
    expect((await create(site.admin, { title: 'x' })).status).toBe(401)
    await site.turn('no_application_passwords', false)
    await site.set('permalink_structure', '')
    expect((await fetch(`${site.url}/?rest_route=/wp/v2/posts`)).status).toBe(200)
    await site.set('permalink_structure', '/%year%/%postname%/')
    expect((await fetch(`${site.url}/wp-json/wp/v2/posts`)).status).toBe(200)
  })
})
