import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { startChatServer } from '../../support/ai/chat-server.ts'
import { startMakerServer } from '../../support/ai/maker-server.ts'
import { startDiscord } from '../../support/discord/index.ts'
import { startTelegram } from '../../support/telegram/index.ts'
import { startTestHost, type TestHost } from '../../security/host.ts'

/** A call that was answered well. */
interface Call {
  readonly route: string
}

/** The running studio as a program with a key meets it, with accounts at simulated platforms. */
export interface Studio {
  readonly host: TestHost
  readonly workspace: string
  readonly accounts: { readonly discord: string; readonly telegram: string; readonly practice: string }
  /** What people see at the platforms. */
  readonly shown: { discord(): string[]; telegram(): string[] }
  readonly calls: Call[]
  /** With the key. Throws what was answered where the call did not go well. */
  ask(method: string, path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<any>
  /** With the studio's own token, for what no key may. */
  owner(method: string, path: string, body?: unknown): Promise<any>
  /** Sends bytes as they are. */
  send(method: string, path: string, type: string, body: Buffer): Promise<any>
  draft(text: string, ...accounts: string[]): Promise<any>
  /** Publishes a new post and waits until nothing of it waits any more. */
  publish(text: string, ...accounts: string[]): Promise<any>
  settled(postId: string): Promise<any>
  /** A picture of its own, as a file of this machine. */
  picture(): Promise<Buffer>
  /** What the model says next. */
  says(text: string | object): void
  close(): Promise<void>
}

const scopes = [
  ...['posts:read', 'posts:write', 'accounts:read', 'accounts:write', 'media:write'],
  ...['ai:use', 'analytics:read', 'keys:manage', 'webhooks:manage'],
]
const waiting = new Set(['scheduled', 'publishing', 'retrying'])

export async function startStudio(): Promise<Studio> {
  const [discord, telegram, maker] = await Promise.all([startDiscord(), startTelegram(), startMakerServer()])
  let answer = 'A text.'
  const chat = await startChatServer(() => ({ pieces: [answer] }))
  const host = await startTestHost({ addresses: { discord: discord.url, telegram: telegram.url } })
  host.studio.start()
  const workspace = host.studio.workspaces.create({ name: 'Coverage' }).id
  const here = { 'broadside-workspace': workspace }
  const calls: Call[] = []
  const ok = (answered: { status: number; text: string; json(): any }, method: string, path: string): any => {
    if (answered.status >= 300) throw new Error(`${method} ${path}: ${answered.status} ${answered.text.slice(0, 500)}`)
    calls.push({ route: `${method} ${path.split('?')[0]}` })
    return answered.text.startsWith('{') || answered.text.startsWith('[') ? answered.json() : answered.text
  }
  const owner: Studio['owner'] = async (method, path, body) =>
    ok(await host.script(method, `/v1${path}`, body, here), method, path)

  const { secret } = await owner('POST', '/keys', { name: 'Coverage', scopes })
  const bearer = { authorization: `Bearer ${secret}` }
  const ask: Studio['ask'] = async (method, path, body, headers = {}) =>
    ok(await host.script(method, `/v1${path}`, body, { ...bearer, ...headers }), method, path)
  const connect = async (platform: string, method: string, fields: object) =>
    (await ask('POST', '/connections', { platform, method, fields })).accounts[0]

  const webhook = discord.newWebhook(discord.newChannel())
  const [bot, channel] = [telegram.newBot(), telegram.newChat({ username: 'broadside_coverage' })]
  telegram.admit(bot, channel)
  const accounts = {
    discord: await connect('discord', 'webhook', {
      url: `https://discord.com/api/webhooks/${webhook.id}/${webhook.token}`,
    }),
    telegram: await connect('telegram', 'bot', { token: bot.token, chat: String(channel.id) }),
    practice: await connect('practice', 'practice', { name: 'Practice' }),
  }
  const texts = await ask('POST', '/ai/endpoints', { name: 'Texts', baseUrl: chat.url })
  const pictures = await ask('POST', '/ai/endpoints', { name: 'Pictures', baseUrl: maker.url })
  await ask('PUT', '/ai/defaults', {
    text: { endpoint: texts.id, model: 'small-local' },
    vision: { endpoint: texts.id, model: 'small-local' },
    image: { endpoint: pictures.id, model: 'picture-1' },
    video: { endpoint: pictures.id, model: 'film-1' },
  })

  const settled: Studio['settled'] = async (postId) => {
    for (;;) {
      const post = (await host.script('GET', `/v1/posts/${postId}`, undefined, here)).json()
      if (post.deliveries.every(({ status }: { status: string }) => !waiting.has(status))) return post
      await new Promise((resolve) => setTimeout(resolve, 15))
    }
  }
  const draft: Studio['draft'] = (text, ...to) =>
    ask('POST', '/posts', { parts: [{ text }], variants: to.map((accountId) => ({ accountId })) })
  let made = 0
  const picture = () => {
    const background = { r: made++ % 256, g: 90, b: 7 }
    return sharp({ create: { width: 64, height: 64, channels: 3, background } })
      .png()
      .toBuffer()
  }
  maker.picture = await sharp({ create: { width: 1024, height: 1024, channels: 3, background: 'teal' } })
    .png()
    .toBuffer()
  writeFileSync(join(host.folder, 'free.png'), await picture())

  return {
    host,
    workspace,
    accounts,
    shown: {
      discord: () => discord.messages().map(({ content }) => content),
      telegram: () => telegram.messages().map(({ text, caption }) => text ?? caption ?? ''),
    },
    calls,
    ask,
    owner,
    send: async (method, path, type, body) =>
      ok(await host.ask(method, `/v1${path}`, { headers: { ...bearer, 'content-type': type }, body }), method, path),
    draft,
    async publish(text, ...to) {
      const { id } = await draft(text, ...to)
      await ask('POST', `/posts/${id}/publish`, {})
      return settled(id)
    },
    settled,
    picture,
    says: (text) => void (answer = typeof text === 'string' ? text : JSON.stringify(text)),
    async close() {
      await host.close()
      await Promise.all([chat.close(), maker.close(), discord.stop(), telegram.stop()])
    },
  }
}
