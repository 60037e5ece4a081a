import type { Auth } from '../sim/oauth.ts'
import type { ServerOptions } from './options.ts'
import type { Store } from './state.ts'

/** What every handler works on. */
export interface World {
  readonly store: Store
  readonly auth: Auth
  readonly options: ServerOptions
  readonly url: string
}
