import { simulators } from '../../support/sim/simulators.ts'
import type { Studio } from './studio.ts'

/** What a simulator tells of itself: where it serves, and what one connects with. */
type Hello = Readonly<Record<string, string>>

interface Way {
  readonly method: string
  readonly fields: Readonly<Record<string, string | undefined>>
  /** The person's own app, where the way needs one. */
  readonly app?: Readonly<Record<string, string | undefined>>
}

const tokens = ({ accessToken, refreshToken }: Hello) => ({ accessToken, refreshToken })
const ownApp = ({ clientId, clientSecret = '' }: Hello) => ({ clientId, clientSecret })
const withOwnApp = (hello: Hello): Way => ({ method: 'token', fields: tokens(hello), app: ownApp(hello) })

/** How each simulated platform is connected without a browser. */
const ways: Readonly<Record<string, (hello: Hello) => Way>> = {
  discord: ({ webhook }) => ({ method: 'webhook', fields: { url: webhook } }),
  facebook: ({ token }) => ({ method: 'token', fields: { token } }),
  instagram: ({ facebookToken }) => ({ method: 'facebook_token', fields: { facebookToken } }),
  linkedin: ({ accessToken, ...hello }) => ({ method: 'token', fields: { accessToken, ...ownApp(hello) } }),
  mastodon: ({ url, token }) => ({ method: 'token', fields: { server: url, token } }),
  pinterest: ({ accessToken }) => ({ method: 'token', fields: { accessToken } }),
  reddit: ({ refreshToken, ...hello }) => ({ method: 'token', fields: { refreshToken }, app: ownApp(hello) }),
  snapchat: withOwnApp,
  telegram: ({ token, chat }) => ({ method: 'bot', fields: { token, chat } }),
  threads: ({ token }) => ({ method: 'token', fields: { token } }),
  tiktok: withOwnApp,
  x: withOwnApp,
  youtube: withOwnApp,
}

/** Every simulated platform at once. */
export async function startEveryPlatform() {
  const started = await Promise.all(
    Object.entries(simulators).map(async ([name, start]) => ({ name, ...(await start({})) })),
  )
  return {
    /** For the environment of a studio. */
    addresses: Object.fromEntries(started.map(({ name, hello }) => [`BROADSIDE_${name.toUpperCase()}_URL`, hello.url])),
    /** Connects one account of each; returns their ids by platform. */
    async connect(studio: Studio): Promise<Map<string, string>> {
      const found = new Map<string, string>()
      for (const { name, hello } of started) found.set(name, await connectOne(studio, name, hello as Hello))
      return found
    },
    stop: () => Promise.all(started.map(({ stop }) => stop())),
  }
}

interface Connected {
  readonly id: string
  readonly state: string
  readonly choices: readonly { readonly key: string }[]
  readonly accounts: readonly string[]
  readonly error: unknown
}

async function connectOne({ call }: Studio, platform: string, hello: Hello): Promise<string> {
  const way = ways[platform]?.(hello)
  if (!way) throw new Error(`Nobody said how ${platform} is connected`)
  const { method, fields, app } = way
  if (app) await call('PUT', `/v1/connections/apps/${platform}/${method}`, { fields: app })
  let made = await call<Connected>('POST', '/v1/connections', { platform, method, fields })
  const [first] = made.choices
  if (made.state === 'choosing' && first)
    made = await call('POST', `/v1/connections/${made.id}/choose`, { keys: [first.key] })
  const [account] = made.accounts
  if (account === undefined) throw new Error(`${platform}: ${made.state} ${JSON.stringify(made.error)}`)
  return account
}
