import type { HostCallName, HostEvent, HostInput, HostOutput } from './host.ts'

/** Names on the wire between a desktop window and its host. This file has no imports at run time: the preload is built from it. */
export const hostChannel = {
  /** A MessagePort for the contract's calls. */
  rpc: 'broadside:rpc',
  /** One of `hostCalls`. */
  call: 'broadside:call',
  /** A HostEvent. */
  event: 'broadside:event',
} as const

/**
 * The page asks for its connection with
 * `window.postMessage(connectMessage, location.origin, [port2])` and speaks the contract over `port1`
 * (`new RPCLink({ port: port1 })`). May be sent again for a new connection.
 */
export const connectMessage = 'broadside:connect'

/** A host call's answer, an error being a value with a code. */
export type HostAnswer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: HostError }
export interface HostError {
  readonly code: 'unknown_call' | 'invalid_input' | 'refused' | 'failed'
  readonly message: string
}

/** `window.broadside` in a desktop window, frozen; absent in a browser. */
export interface DesktopBridge {
  /** `process.platform` of the host: which modifier keys and words to show. */
  readonly platform: string
  call<Name extends HostCallName>(name: Name, input: HostInput<Name>): Promise<HostAnswer<HostOutput<Name>>>
  /** Tells every HostEvent from now on; the returned function ends it. Call `ready` after, to get those kept meanwhile. */
  on(listener: (event: HostEvent) => void): () => void
  /** Where a `File` the person chose or dropped lies, for `assets.add({ path })`; null for one without a place (pasted). */
  pathOf(file: object): Promise<string | null>
}
