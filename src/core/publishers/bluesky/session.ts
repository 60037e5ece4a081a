import type { Said } from '../../../contract/sentences/index.ts'
import { failure, StepFailed } from '../publisher.ts'
import type { XrpcAnswer, XrpcRequest } from './xrpc.ts'

/** Where the parts of the network are, when not at their public addresses. */
export interface BlueskyAddresses {
  /** The did:plc directory; https://plc.directory unless told. */
  readonly plcDirectory?: string
  /** Lets link cards be fetched from this machine and its network: for tests. */
  readonly privateCards?: boolean
}

/** A signed-in account. */
export interface Session {
  readonly did: string
  /** Refreshes the token when it is about to run out. Throws StepFailed. */
  ready(): Promise<void>
  /** Calls a method, signed in. Throws HttpFailure where no answer to this very call came; StepFailed where the sign-in failed before it. */
  call(method: 'GET' | 'POST', nsid: string, request?: XrpcRequest): Promise<XrpcAnswer>
  /** Ends the sign-in at the server. */
  end(): Promise<boolean>
}

export function signedOut(sentence: Said, words?: string): StepFailed {
  return new StepFailed({ is: 'rejected', failure: failure('reconnect', sentence, words) })
}
