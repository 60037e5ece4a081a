import { getEventIteratorSchemaDetails, type AnyContractProcedure } from '@orpc/contract'
import type { RouteMeta } from '../../contract/route.ts'
import { approvalRequired, invalidRequest } from '../errors.ts'
import type { StudioParts } from '../studio.ts'
import type { Workspace } from '../workspace.ts'
import { callAs } from './calling.ts'
import type { KeyGrant } from './keys.ts'

export interface GatedCall {
  readonly path: readonly string[]
  readonly procedure: AnyContractProcedure
  readonly input: unknown
  /** The program's key; null for a person and for the host's own token. */
  readonly key: KeyGrant | null
  readonly workspace: Workspace | null
  readonly idempotencyKey: string | null
  /** Headers of the answer, where the host sends any. */
  readonly resHeaders: Headers | undefined
}

/** What stands between a program and an operation: its key's log, a person's leave where the key asks first, and repeated calls. */
export function createGate(studio: StudioParts) {
  return async <T>(call: GatedCall, work: () => Promise<T>): Promise<T> =>
    recorded(studio, call, () =>
      callAs(call.key, async () => {
        const { idempotencyKey: key, procedure, resHeaders } = call
        const repeats = key !== null && procedure['~orpc'].route.method === 'POST' && !isStream(procedure)
        if (!repeats) return asked(call, work)
        if (!/^[\x21-\x7e]{1,255}$/.test(key))
          throw invalidRequest('An Idempotency-Key is 1 to 255 visible ASCII characters')
        const { output, replayed } = await (call.workspace ?? studio).idempotency.run(
          { caller: call.key?.id ?? 'host', key, operation: call.path.join('.'), input: call.input },
          () => asked(call, work),
        )
        if (replayed) resHeaders?.set('idempotent-replayed', 'true')
        return output
      }),
    )
}

async function asked<T>(call: GatedCall, work: () => Promise<T>): Promise<T> {
  const { key, workspace, procedure } = call
  if (!key?.asksFirst || !workspace) return work()
  const { inputSchema, meta } = procedure['~orpc']
  const read = inputSchema ? await inputSchema['~standard'].validate(call.input) : { value: call.input }
  if (read.issues) return work() // which refuses it
  const posts = postsOf(workspace, read.value)
  const publishes = (meta as RouteMeta).publishes(read.value as never)
  if (publishes === 'if_scheduled' ? !posts.some(({ id }) => waits(workspace, id)) : !publishes) return work()
  throw approvalRequired(workspace.approvals.ask(key.id, { operation: call.path.join('.'), input: read.value, posts }))
}

function waits(workspace: Workspace, postId: string): boolean {
  return workspace.publishing
    .ofPost(postId)
    .some(
      ({ status }) => status === 'scheduled' || status === 'retrying' || status === 'missed' || status === 'handed_off',
    )
}

/** Posts that a call is about, as they stand. */
function postsOf(workspace: Workspace, input: unknown): { id: string; revision: number }[] {
  const id = idIn(input)
  if (id?.startsWith('run_')) return workspace.runs.revisions(id)
  const postId = id?.startsWith('dlv_') ? workspace.publishing.get(id).postId : id?.startsWith('post_') ? id : null
  return postId === null ? [] : [{ id: postId, revision: workspace.posts.get(postId).revision }]
}

async function recorded<T>({ clock }: StudioParts, call: GatedCall, work: () => Promise<T>): Promise<T> {
  const { key, workspace, path, procedure } = call
  if (!key || !workspace) return work()
  const from = clock.now()
  const note = (status: number, code: string | null) =>
    workspace.keys.note(key.id, {
      operation: path.join('.'),
      status,
      code,
      ms: clock.now() - from,
      about: idIn(call.input),
      changes: procedure['~orpc'].route.method !== 'GET',
    })
  try {
    const output = await work()
    note(procedure['~orpc'].route.successStatus ?? 200, null)
    return output
  } catch (error) {
    const { status = 500, code = 'internal' } = error as { status?: number; code?: string }
    note(status, code)
    throw error
  }
}

function isStream(procedure: AnyContractProcedure): boolean {
  return getEventIteratorSchemaDetails(procedure['~orpc'].outputSchema) !== undefined
}

function idIn(input: unknown): string | null {
  const id = input !== null && typeof input === 'object' && 'id' in input ? input.id : null
  return typeof id === 'string' && id.length <= 64 ? id : null
}
