import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startWordPressCom, registerApp, type WordPressCom } from '../../../../test/support/wordpress-com.ts'
import { startWordPress, wordpressAvailable, type WordPress } from '../../../../test/support/wordpress.ts'
import { systemClock } from '../../clock.ts'
import { createHttp } from '../../http.ts'
import { createDriver, type Driver } from '../conformance-driver.ts'
import type { ConnectContext, ConnectedIdentity } from '../publisher.ts'
import { onlyOne } from '../testing.ts'
import { createWordPressConnector } from './auth.ts'
import { wordpressPublisher } from './index.ts'

const redirect = 'http://localhost:47831/oauth/callback'

describe.skipIf(!wordpressAvailable())('a site on WordPress.com', () => {
  const http = createHttp()
  let site: WordPress
  let com: WordPressCom
  let context: ConnectContext
  let identity: ConnectedIdentity
  let driver: Driver
  const connector = () => createWordPressConnector(com.url)

  beforeAll(async () => {
    site = await startWordPress()
    com = await startWordPressCom(site)
    const app = registerApp(com)
    context = {
      http,
      clock: systemClock,
      signal: new AbortController().signal,
      app: { clientId: app.id, clientSecret: app.secret ?? '' },
      appCredentials: { get: () => undefined, set: () => undefined },
    }
    identity = await signIn()
    const { externalId, displayHandle, server, limits, secrets } = identity
    const account = { id: 'acct_1', platform: 'wordpress', method: 'wordpress_com', externalId, displayHandle } as const
    driver = await createDriver(wordpressPublisher, { ...account, server, limits }, secrets)
  }, 120_000)
  afterAll(async () => {
    await driver?.stop()
    await com?.stop()
    await site?.stop()
    await http.close()
  })

  async function signIn(): Promise<ConnectedIdentity> {
    const { url, pending, state } = await connector().authorize!('wordpress_com', {}, redirect, context)
    const back = new URL(await com.auth.approve(url))
    expect(back.searchParams.get('state')).toBe(state)
    return onlyOne(await connector().finish!(back.searchParams, pending, redirect, context))
  }

  test('is connected by signing in there, and known by the site that was picked', () => {
    expect(identity).toMatchObject({ kind: 'site', externalId: expect.stringMatching(/#1$/), expiresAt: null })
    expect(identity.secrets).toMatchObject({ site: '4242', api: com.url })
  })

  test('gets a post with a picture, and shows it once', async () => {
    const image = await driver.image('red.png', '#d33', 'A red card')
    const delivery = driver.newDelivery([{ text: 'From WordPress.com', media: [image] }], { title: 'Dot com' })
    await driver.publish(delivery)
    const posts = (await site.posts()).filter(({ title }) => title === 'Dot com')
    expect(posts.map(({ status }) => status)).toEqual(['publish'])
    expect(delivery.landed[0]?.url).toContain(new URL(site.url).host)
  })

  test('tells its categories, changes and deletes what was sent', async () => {
    const delivery = driver.newDelivery([{ text: 'before' }], { title: 'To change' })
    await driver.publish(delivery)
    const [remote] = delivery.landed
    if (!remote || !wordpressPublisher.edit || !wordpressPublisher.remove) throw new Error('nothing was published')
    const after = { ...delivery.post, parts: [{ role: 'post' as const, text: 'after', media: [] }] }
    const prepared = await wordpressPublisher.prepare(after, driver.context(delivery))
    await wordpressPublisher.edit(prepared, 0, remote, driver.context(delivery))
    expect((await site.posts()).find(({ title }) => title === 'To change')?.content).toContain('after')
    expect(await connector().actions?.['categories']?.(driver.context(), '')).toContainEqual({
      value: 'Uncategorized',
      label: 'Uncategorized',
    })
    await wordpressPublisher.remove(remote, driver.context(delivery))
    expect((await site.posts()).find(({ title }) => title === 'To change')?.status).toBe('trash')
  })

  test('with a wrong secret it says so, and a refused sign-in connects nothing', async () => {
    const { url, pending } = await connector().authorize!('wordpress_com', {}, redirect, context)
    const back = new URL(await com.auth.approve(url))
    const wrong = { ...pending, clientSecret: 'wrong' }
    await expect(connector().finish!(back.searchParams, wrong, redirect, context)).rejects.toMatchObject({
      said: { says: 'wrong_app_credentials' },
    })
    const denied = new URL(
      await com.auth.deny((await connector().authorize!('wordpress_com', {}, redirect, context)).url),
    )
    await expect(connector().finish!(denied.searchParams, pending, redirect, context)).rejects.toMatchObject({
      said: { says: 'sign_in_denied' },
    })
  })

  test('once the token is taken back, sending says to connect again and the account is broken', async () => {
    expect(await connector().health(driver.context())).toEqual({ state: 'ok', expiresAt: null })
    com.auth.revokeAll()
    expect(await driver.attempt(driver.newDelivery([{ text: 'too late' }]))).toMatchObject({
      is: 'rejected',
      failure: { code: 'reconnect' },
    })
    expect(await connector().health(driver.context())).toMatchObject({ state: 'broken' })
  })
})
