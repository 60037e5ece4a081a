import type { ConnectionApp } from '../../contract/accounts.ts'
import { platforms, type ConnectMethod } from '../../contract/platforms/index.ts'
import { said } from '../../contract/sentences/index.ts'
import type { Platform } from '../../contract/vocabulary.ts'
import { notFound, unprocessable, vaultLocked, type WrongField } from '../errors.ts'
import { ConnectFailed, StepFailed } from '../publishers/publisher.ts'
import { ownersWithSealed } from '../store/accounts.ts'
import { VaultLocked } from '../vault/vault.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { knownMethod } from './check-input.ts'
import type { SealedSecrets } from './sealed-secrets.ts'

/** Name under which the credentials of a person's own app are sealed; its owner is the platform and the method. */
const ownApp = 'own_app'

export type Apps = ReturnType<typeof createApps>

/** The person's own apps at platforms, sealed whole. What is secret in them comes out for a sign-in only. */
export function createApps(context: WorkspaceContext, sealed: SealedSecrets) {
  const { store, vault } = context
  const ownerOf = (platform: Platform, method: ConnectMethod) => `${platform} ${method.id}`

  function kept(platform: Platform, method: ConnectMethod): Readonly<Record<string, string>> | undefined {
    return sealed.read(ownerOf(platform, method), ownApp) as Readonly<Record<string, string>> | undefined
  }

  function view(platform: Platform, method: ConnectMethod): ConnectionApp {
    const shown = { platform, method: method.id, fields: {}, secrets: [] }
    if (vault.status().state !== 'ready') return { ...shown, state: 'locked' }
    try {
      const values = Object.entries(kept(platform, method) ?? {}).filter(([, value]) => value !== '')
      const isSecret = (key: string) => method.app?.find((field) => field.key === key)?.secret ?? true
      return {
        ...shown,
        state: 'ready',
        fields: Object.fromEntries(values.filter(([key]) => !isSecret(key))),
        secrets: values.map(([key]) => key).filter(isSecret),
      }
    } catch (error) {
      if (error instanceof VaultLocked) return { ...shown, state: 'locked' }
      if (error instanceof StepFailed) return { ...shown, state: 'unreadable' }
      throw error
    }
  }

  return {
    list(): ConnectionApp[] {
      const owners = ownersWithSealed(store.read, ownApp)
      return Object.values(platforms).flatMap(({ rules }) =>
        rules.connect
          .filter((method: ConnectMethod) => method.app && owners.has(ownerOf(rules.platform, method)))
          .map((method) => view(rules.platform, method)),
      )
    },

    save(platform: Platform, methodId: string, given: Readonly<Record<string, string>>): ConnectionApp {
      const { method, platformName } = knownMethod(platform, methodId)
      if (!method.app)
        throw unprocessable([{ path: 'method', says: said('app_not_needed', { platform: platformName }) }])
      if (vault.status().state !== 'ready') throw vaultLocked()
      let before: Readonly<Record<string, string>> = {}
      try {
        before = kept(platform, method) ?? {}
      } catch (error) {
        // What will never open again is replaced.
        if (!(error instanceof StepFailed)) throw error
      }
      const values = checkApp(method, given, before)
      store.write((tx) => {
        sealed.write(tx, ownerOf(platform, method), ownApp, values)
        tx.emit({ type: 'account.changed', ids: { app: ownerOf(platform, method) } })
      })
      return view(platform, method)
    },

    remove(platform: Platform, methodId: string): { platform: Platform; method: string } {
      const { method } = knownMethod(platform, methodId)
      const owner = ownerOf(platform, method)
      if (!ownersWithSealed(store.read, ownApp).has(owner)) throw notFound('app', owner)
      store.write((tx) => {
        sealed.erase(tx, owner)
        tx.emit({ type: 'account.changed', ids: { app: owner } })
      })
      return { platform, method: method.id }
    },

    /** For a sign-in; empty where the method needs none. Throws ConnectFailed where it is not kept; VaultLocked. */
    need(platform: Platform, method: ConnectMethod, platformName: string): Readonly<Record<string, string>> {
      if (!method.app) return {}
      const field = method.app[0]?.key ?? null
      try {
        const values = kept(platform, method)
        if (!values) throw new ConnectFailed('app_credentials_missing', { platform: platformName }, field)
        return values
      } catch (error) {
        if (!(error instanceof StepFailed)) throw error
        throw new ConnectFailed('app_sealed_elsewhere', { platform: platformName }, field)
      }
    },
  }
}

/** The app's fields, trimmed; a secret that is left out is the one kept before. Throws `unprocessable`, naming each field. */
function checkApp(
  { app = [], redirect }: ConnectMethod,
  given: Readonly<Record<string, string>>,
  before: Readonly<Record<string, string>>,
): Record<string, string> {
  const wrong: WrongField[] = Object.keys(given)
    .filter((key) => !app.some((field) => field.key === key))
    .map((key) => ({ path: `fields.${key}`, says: said('field_not_asked') }))
  const values: Record<string, string> = {}
  for (const { key, secret, required, default: start } of app) {
    const typed = (given[key] ?? '').trim()
    const value = typed || (secret ? (before[key] ?? '') : (start ?? ''))
    if (value === '' && required) wrong.push({ path: `fields.${key}`, says: said('field_missing') })
    else if (key === 'redirectUri' && redirect?.kind === 'paste' && !isPage(value))
      wrong.push({ path: `fields.${key}`, says: said('redirect_not_https') })
    values[key] = value
  }
  if (wrong.length > 0) throw unprocessable(wrong)
  return values
}

function isPage(address: string): boolean {
  const url = URL.parse(address)
  return url?.protocol === 'https:' && url.hash === '' && url.username === ''
}
