import { getEventIteratorSchemaDetails } from '@orpc/contract'
import { contract, type Contract } from '../../contract/index.ts'
import type { RouteMeta, Scope } from '../../contract/route.ts'
import type { WorkspaceId } from '../../contract/vocabulary.ts'
import type { ProgramClient } from '../rpc-link.ts'

/** A studio as an agent reaches it: in this process over HTTP, or in another one over stdio. */
export interface AgentStudio {
  readonly client: ProgramClient
  readonly version: string
  /** Which workspace it is about. */
  workspaceId(): Promise<WorkspaceId>
  /** What whoever asks may do; `all` also while it is not known, because no studio runs yet. */
  readonly scopes: 'all' | ReadonlySet<string>
  /** What would publish waits for a click in the window. */
  readonly asksFirst: boolean
  /** Only what changes nothing is offered. */
  readonly readOnly: boolean
}

/** The name of an operation, e.g. `posts.schedule`. */
export type Operation = {
  [Area in keyof Contract]: `${Area}.${Extract<keyof Contract[Area], string>}`
}[keyof Contract]

interface OperationFacts {
  readonly meta: RouteMeta
  readonly reads: boolean
  /** A call that is repeated with the same Idempotency-Key is made once. */
  readonly once: boolean
}

/** What the contract says of an operation. */
export function factsOf(operation: Operation): OperationFacts {
  const [area = '', name = ''] = operation.split('.')
  const areas = contract as unknown as Record<string, Record<string, typeof contract.posts.list>>
  const procedure = areas[area]?.[name]
  if (!procedure) throw new Error(`The contract has no ${operation}`)
  const { route, meta, outputSchema } = procedure['~orpc']
  const streams = getEventIteratorSchemaDetails(outputSchema) !== undefined
  return { meta, reads: route.method === 'GET', once: route.method === 'POST' && !streams }
}

/** Whether whoever asks may make all of these calls. */
export function mayCall({ scopes }: AgentStudio, operations: readonly Operation[]): boolean {
  return operations.every((operation) => holds(scopes, factsOf(operation).meta.scope))
}

function holds(scopes: AgentStudio['scopes'], scope: Scope): boolean {
  if (scope === 'any' || scope === 'none') return true
  return scopes === 'all' ? scope !== 'person' : scopes.has(scope)
}
