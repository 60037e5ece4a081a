import * as z from 'zod'
import type { AiEndpoint } from '../../contract/ai/endpoints.ts'
import { said } from '../../contract/sentences/index.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import type { Asker } from './ask.ts'
import { failureOf, type Clients } from './client.ts'
import type { Choice, Endpoints } from './endpoints.ts'
import { AiFailed } from './failed.ts'

const Ready = z.object({ word: z.string() })
const { $schema: _dialect, ...readySchema } = z.toJSONSchema(Ready) as Record<string, unknown>

/** Looks at an endpoint: which models it lists, and whether one of them answers. */
export function createTrial(
  { clock, ids }: WorkspaceContext,
  { endpoints, clients, asker }: { endpoints: Endpoints; clients: Clients; asker: Asker },
) {
  /** By name. Throws AiFailed, VaultLocked. */
  async function models(id: string, signal: AbortSignal): Promise<string[]> {
    const endpoint = endpoints.need(id)
    const client = await clients.open(endpoint)
    const hasKey = endpoints.keyOf(endpoint) !== undefined
    const limit = clients.deadline(endpoint, signal)
    try {
      const found: string[] = []
      for await (const model of client.models.list({ signal: limit.signal })) found.push(model.id)
      return found.sort((a, b) => a.localeCompare(b))
    } catch (error) {
      signal.throwIfAborted()
      const failed = await failureOf(error, endpoint, '', { late: limit.isLate(), now: clock.now(), hasKey })
      // It was asked for no model: it knows no list.
      if (failed instanceof AiFailed && failed.reason === 'model_missing')
        throw new AiFailed('model_missing', said('ai_no_models', { endpoint: endpoint.name }), failed.words)
      throw failed
    } finally {
      limit.done()
    }
  }

  /** Asks for one word, in the form of a schema: what the endpoint takes of it is remembered. */
  async function ask(choice: Choice, signal: AbortSignal): Promise<void> {
    const answer = await asker.ask({
      choice,
      purpose: { task: 'test', means: 'text', run: ids('run') },
      messages: [{ role: 'user', text: 'Answer in JSON alone: {"word": "ready"}', images: [] }],
      maxOutputTokens: 2_048,
      schema: { name: 'ready', json: readySchema },
      signal,
    })
    // One that takes a schema and does not keep to it is better told in words.
    if (!Ready.safeParse(fromJson(answer)).success) endpoints.update(choice.endpoint.id, { structured: false })
  }

  return {
    models,
    /** Keeps what was found, whatever it was. */
    async test(id: string, wished: string | undefined, signal: AbortSignal): Promise<AiEndpoint> {
      endpoints.update(id, { responses: null, structured: null, completionTokens: false })
      const at = clock.now()
      const usual = endpoints.list().defaults.text
      let listed: string[] | null = null
      let model: string | null = wished ?? (usual?.endpoint === id ? usual.model : null)
      try {
        listed = await models(id, signal).catch((error: unknown) => {
          // Many that answer do not list; whether this one answers is found out next.
          if (error instanceof AiFailed && model !== null && error.reason !== 'unreachable') return null
          throw error
        })
        model ??= listed?.[0] ?? null
        const { name } = endpoints.need(id)
        if (model === null) throw new AiFailed('model_missing', said('ai_no_models', { endpoint: name }))
        await ask({ endpoint: endpoints.need(id), model }, signal)
        return endpoints.tested(id, {
          ...{ at, passed: true, model, models: listed?.length ?? null, ms: clock.now() - at, told: null, words: null },
        })
      } catch (error) {
        if (!(error instanceof AiFailed)) throw error
        const { said: told, words } = error
        return endpoints.tested(id, {
          ...{ at, passed: false, model, models: listed?.length ?? null, ms: clock.now() - at, told, words },
        })
      }
    },
  }
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
