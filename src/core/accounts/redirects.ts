import type { ConnectMethod } from '../../contract/platforms/index.ts'
import { redirectPath } from '../../contract/platforms/types.ts'
import type { AppSettings } from '../../contract/system.ts'
import { listenForRedirect, shareRedirect, type OnRedirect, type RedirectListener } from './loopback.ts'

/** How the browser gets back from one sign-in. */
export interface WayBack extends RedirectListener {
  /** False: nothing listens, and the address it ends on is pasted. */
  readonly comesBack: boolean
}

interface Wanted {
  readonly method: ConnectMethod
  /** The person's app: where it is pasted, `redirectUri` is the address of their own choice. */
  readonly app: Readonly<Record<string, string>>
  /** Rather than listening at a registered port. */
  readonly paste: boolean
  /** The registered port. */
  readonly port: number
  readonly onRedirect: OnRedirect
  readonly language: () => AppSettings['language']
}

/** Opens the way back that a method's `redirect` asks for. Throws ConnectFailed when another program has the registered port. */
export async function openWayBack({ method, app, paste, port, onRedirect, language }: Wanted): Promise<WayBack> {
  const { redirect } = method
  if (!redirect) return { ...(await listenForRedirect(onRedirect, language)), comesBack: true }
  if (redirect.kind === 'paste') return pasted(app['redirectUri'] ?? '')
  const { host } = redirect
  if (paste) return pasted(`http://${host}:${port}${redirectPath}`)
  return { ...(await shareRedirect(host, port, onRedirect, language)), comesBack: true }
}

const pasted = (redirectUri: string): WayBack => ({ redirectUri, comesBack: false, close() {} })

/**
 * What a platform answered, in the address a browser ended on: in its query, or in its fragment, where some platforms put it and others (Instagram)
 * add `#_` to what they put into the query.
 */
export function answerIn(address: URL): URLSearchParams {
  const fragment = new URLSearchParams(address.hash.slice(1))
  return ['code', 'error', 'state'].some((name) => fragment.has(name)) ? fragment : address.searchParams
}

/**
 * Whether a browser may have ended there. Where it was to come back to this machine, only there; a page of the person's own may have led it on
 * (to `www.`, say), so that the state alone decides.
 */
export function isPlausible(address: URL, { redirectUri }: WayBack): boolean {
  const wanted = new URL(redirectUri)
  return wanted.protocol === 'https:' || wanted.origin + wanted.pathname === address.origin + address.pathname
}
