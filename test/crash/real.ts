import { startChaosProxy } from '../support/chaos-proxy.ts'
import { startMastodon } from '../support/mastodon/index.ts'
import { startPds } from '../support/pds.ts'
import { registerApp, startWordPressCom } from '../support/wordpress-com.ts'
import { startWordPress, wordpressAvailable } from '../support/wordpress.ts'
import { connecting, picture, thread, type CrashPeer } from './peers.ts'

/*
 * Real servers behind proxies that break: a Bluesky PDS, and a WordPress reached at its own address and through WordPress.com; and Mastodon twice,
 * with and without the memory of idempotency keys that its forks lack.
 */
export async function startReal(seed: number): Promise<readonly CrashPeer[]> {
  const peers = await Promise.all([
    startBluesky(seed),
    startMastodonPeer('faithful', seed + 1, false),
    startMastodonPeer('forgetful', seed + 2, true),
    ...(wordpressAvailable() ? [startSites(seed + 3)] : []),
  ])
  return peers.flat()
}

async function startBluesky(seed: number): Promise<CrashPeer> {
  const pds = await startPds()
  const account = await pds.createAccount('crash')
  const proxy = await startChaosProxy(pds.url, { seed })
  const { password } = await pds.appPassword(account)
  return {
    name: 'bluesky',
    addresses: { bluesky: pds.plcUrl },
    plan: proxy.plan,
    shapes: [thread],
    tells: true,
    connect: connecting({
      platform: 'bluesky',
      method: 'app_password',
      fields: { handle: account.handle, password, service: proxy.url },
    }),
    standing: async () => (await pds.posts(account.did)).map(({ record }) => record.text),
    stop: async () => void (await Promise.all([proxy.stop(), pds.stop()])),
  }
}

async function startMastodonPeer(name: string, seed: number, ignoreIdempotencyKey: boolean): Promise<CrashPeer> {
  const server = await startMastodon({ rateLimits: null, seed, ignoreIdempotencyKey })
  return {
    name,
    plan: server.plan,
    shapes: [thread],
    tells: true,
    connect: connecting({
      platform: 'mastodon',
      method: 'token',
      fields: { server: server.url, token: server.token() },
    }),
    standing: () => server.statuses().map(({ text }) => text),
    stop: () => server.stop(),
  }
}

async function startSites(seed: number): Promise<readonly CrashPeer[]> {
  const site = await startWordPress()
  const com = await startWordPressCom(site)
  const [proxy, comProxy] = await Promise.all([
    startChaosProxy(site.url, { seed }),
    startChaosProxy(com.url, { seed: seed + 1 }),
  ])
  // WordPress links to itself by the address it was installed at; the studio must stay behind the proxy.
  await site.set('siteurl', proxy.url)
  await site.set('home', proxy.url)
  const app = registerApp(com)
  const standing = async () =>
    (await site.posts()).filter(({ status }) => status === 'publish').map(({ content }) => content)
  const shared = { shapes: [picture], tells: true, standing } as const
  return [
    {
      ...shared,
      name: 'site',
      plan: proxy.plan,
      connect: connecting({
        platform: 'wordpress',
        method: 'app_password',
        fields: { site: proxy.url, ...site.admin },
      }),
      stop: async () => void (await Promise.all([proxy.stop(), comProxy.stop(), com.stop(), site.stop()])),
    },
    {
      ...shared,
      name: 'dotcom',
      addresses: { wordpress: comProxy.url },
      plan: comProxy.plan,
      connect: connecting({
        platform: 'wordpress',
        method: 'wordpress_com',
        fields: {},
        app: { clientId: app.id, clientSecret: app.secret ?? '' },
        approve: (address) => com.auth.approve(address),
      }),
    },
  ]
}
