import type { Account, ConnectionApp } from '../../../../../contract/accounts.ts'
import { type ConnectMethod, knowledgeOf, type SupportedPlatform } from '../../../../../contract/platforms/index.ts'
import { redirectPath, redirectPort } from '../../../../../contract/platforms/types.ts'

/** The way that was chosen, else the one an account came by, else the platform's first. */
export function methodOf(platform: SupportedPlatform, chosen: string | undefined): ConnectMethod {
  const { connect } = knowledgeOf(platform).rules
  const method = connect.find(({ id }) => id === chosen) ?? connect[0]
  if (!method) throw new Error(`${platform} has no way to connect`)
  return method
}

/** Whether something secret would be stored, so that the vault must be open. */
export function needsVault(method: ConnectMethod): boolean {
  return method.kind === 'oauth' || method.app !== undefined || method.fields.some(({ secret }) => secret)
}

/** The address a person registers for their app; null where any will do, or where it is one of their own. */
export function redirectAddress({ redirect }: ConnectMethod): string | null {
  return redirect?.kind === 'fixed' ? `http://${redirect.host}:${redirectPort}${redirectPath}` : null
}

/** What the fields of an app hold before anybody typed: what is kept of it and not secret. */
export function appValues({ app = [] }: ConnectMethod, kept: ConnectionApp | undefined): Record<string, string> {
  return Object.fromEntries(app.map(({ key, default: start }) => [key, kept?.fields[key] ?? start ?? '']))
}

/** Keys of fields of an app that are needed and neither filled nor kept. */
export function missingOfApp(
  { app = [] }: ConnectMethod,
  values: Readonly<Record<string, string>>,
  kept: ConnectionApp | undefined,
): string[] {
  return app
    .filter(
      ({ key, required }) => required && (values[key] ?? '').trim() === '' && !(kept?.secrets.includes(key) ?? false),
    )
    .map(({ key }) => key)
}

/** What the fields hold before anybody typed: defaults, and for a reconnection what the account itself tells. */
export function startValues(method: ConnectMethod, again: Account | null): Record<string, string> {
  const known = again ? knownOf(again) : {}
  return Object.fromEntries(method.fields.map(({ key, default: start }) => [key, known[key] ?? start ?? '']))
}

/** The place an account lives at: its own page knows it even where its name says another domain. */
function serverOf({ displayHandle, url }: Account): string {
  const page = URL.parse(url ?? '')
  return page ? (page.protocol === 'https:' ? page.host : page.origin) : (displayHandle.split('@').at(-1) ?? '')
}

function knownOf(account: Account): Partial<Record<string, string>> {
  const { platform, displayHandle, name, url } = account
  switch (platform) {
    case 'bluesky':
      return { handle: displayHandle.replace(/^@/, '') }
    case 'mastodon':
      return { server: serverOf(account) }
    case 'wordpress':
      return { site: url ?? '' }
    case 'practice':
      return { name }
    default:
      return {}
  }
}

/** Keys of required fields that are empty. */
export function missing(method: ConnectMethod, values: Readonly<Record<string, string>>): string[] {
  return method.fields
    .filter(({ key, required }) => required && (values[key] ?? '').trim() === '')
    .map(({ key }) => key)
}

/** The page of the platform where the secret of a method is made; null where that depends on what is not typed yet. */
export function whereToMake(
  platform: SupportedPlatform,
  method: ConnectMethod,
  values: Readonly<Record<string, string>>,
): string | null {
  if (platform === 'bluesky' && method.id === 'app_password') return 'https://bsky.app/settings/app-passwords'
  if (platform === 'mastodon' && method.id === 'token') return pageOf(values['server'], 'settings/applications')
  if (platform === 'wordpress') return pageOf(values['site'], 'wp-admin/profile.php#application-passwords-section')
  return null
}

function pageOf(typed: string | undefined, path: string): string | null {
  const text = (typed ?? '').trim().replace(/\/+$/, '')
  const url = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`)
  return url && (url.hostname.includes('.') || url.hostname === 'localhost')
    ? `${url.href.replace(/\/+$/, '')}/${path}`
    : null
}
