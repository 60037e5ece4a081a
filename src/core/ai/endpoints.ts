import {
  AiDefaults,
  type AiEndpoint,
  type AiEndpointInput,
  type AiMeans,
  type AiTest,
} from '../../contract/ai/endpoints.ts'
import { said, spoken, type SentenceCode } from '../../contract/sentences/index.ts'
import type { EndpointId } from '../../contract/vocabulary.ts'
import { createSealedSecrets } from '../accounts/sealed-secrets.ts'
import { toIso } from '../clock.ts'
import { conflict, notFound, unprocessable } from '../errors.ts'
import { StepFailed } from '../publishers/publisher.ts'
import type { StoredTest } from '../store/ai-schema.ts'
import { getEndpoint, insertEndpoint, listEndpoints, updateEndpoint, type EndpointRow } from '../store/ai.ts'
import { ownersWithSealed } from '../store/accounts.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { AiFailed } from './failed.ts'
import { createSetting } from './setting.ts'

/** Name under which the key of an endpoint is sealed; its owner is the endpoint's id. */
const secretName = 'ai_key'

/** Which endpoint and model a call goes to. */
export interface Choice {
  readonly endpoint: EndpointRow
  readonly model: string
}

/** What a caller may choose in place of the defaults. */
export interface Wish {
  readonly endpoint?: string | undefined
  readonly model?: string | undefined
}

type Change = Partial<Omit<AiEndpointInput, 'key'>> & { key?: string | null | undefined }

/** Where AI is asked, what each is asked for, and their keys. */
export type Endpoints = ReturnType<typeof createEndpoints>

export function createEndpoints(context: WorkspaceContext) {
  const { store, clock, ids } = context
  const sealed = createSealedSecrets(context)
  const defaults = createSetting(context, 'ai.defaults', AiDefaults)

  function view(row: EndpointRow, keyed = ownersWithSealed(store.read, secretName)): AiEndpoint {
    const { name, baseUrl, free, timeoutSeconds, responses, structured, test } = row
    return {
      ...{ name, baseUrl, free, timeoutSeconds },
      id: row.id as EndpointId,
      hasKey: keyed.has(row.id),
      able: { responses, structured },
      test: test && testView(test),
      createdAt: toIso(row.createdAt),
    }
  }

  function need(id: string): EndpointRow {
    const row = getEndpoint(store.read, id)
    if (!row || row.removedAt !== null) throw notFound('endpoint', id)
    return row
  }

  function update(id: string, change: Parameters<typeof updateEndpoint>[2]): void {
    store.write((tx) => {
      updateEndpoint(tx, id, change)
      tx.emit({ type: 'ai.changed' })
    })
  }

  /** The one that is asked for this, or null. A picture is read by the model for text where there is none for it. */
  function chosen(means: AiMeans): Choice | null {
    const { [means]: own, text } = defaults.get()
    const choice = own ?? (means === 'vision' ? text : null)
    const endpoint = choice && getEndpoint(store.read, choice.endpoint)
    return endpoint && endpoint.removedAt === null ? { endpoint, model: choice.model } : null
  }

  return {
    need,
    update,
    list() {
      const keyed = ownersWithSealed(store.read, secretName)
      const ready = (means: AiMeans) => chosen(means) !== null
      return {
        endpoints: listEndpoints(store.read).map((row) => view(row, keyed)),
        defaults: defaults.get(),
        ready: { text: ready('text'), vision: ready('vision'), image: ready('image'), video: ready('video') },
      }
    },
    add({ key, ...fields }: AiEndpointInput): AiEndpoint {
      const id = ids('endp')
      store.write((tx) => {
        insertEndpoint(tx, { ...fields, id, createdAt: clock.now() })
        if (key !== undefined) sealed.write(tx, id, secretName, { key })
        tx.emit({ type: 'ai.changed' })
      })
      return view(need(id))
    },
    change(id: string, { key, ...fields }: Change): AiEndpoint {
      const row = need(id)
      const moved = fields.baseUrl !== undefined && fields.baseUrl !== row.baseUrl
      // A key must not follow an address to another server.
      const elsewhere = moved && new URL(fields.baseUrl ?? '').origin !== new URL(row.baseUrl).origin
      const hasKey = ownersWithSealed(store.read, secretName).has(id)
      if (elsewhere && hasKey && key === undefined) throw unprocessable([{ path: 'key', says: said('ai_key_anew') }])
      const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
      store.write((tx) => {
        updateEndpoint(tx, id, {
          ...given,
          ...(moved && { responses: null, structured: null, completionTokens: false, test: null }),
        })
        if (key === null) sealed.erase(tx, id)
        else if (key !== undefined) sealed.write(tx, id, secretName, { key })
        tx.emit({ type: 'ai.changed' })
      })
      return view(need(id))
    },
    remove(id: string): { id: EndpointId } {
      need(id)
      store.write((tx) => {
        updateEndpoint(tx, id, { removedAt: clock.now() })
        sealed.erase(tx, id)
        tx.emit({ type: 'ai.changed' })
      })
      return { id: id as EndpointId }
    },
    setDefaults(next: AiDefaults): AiDefaults {
      for (const [means, choice] of Object.entries(next))
        if (choice) {
          const row = getEndpoint(store.read, choice.endpoint)
          if (!row || row.removedAt !== null)
            throw unprocessable([{ path: `${means}.endpoint`, says: said('ai_endpoint_gone') }])
        }
      return defaults.set(next)
    },
    /** Keeps what a test found and answers the endpoint. */
    tested(id: string, test: StoredTest): AiEndpoint {
      update(id, { test })
      return view(need(id))
    },
    /** Whom to ask. Throws `conflict` where nobody is set up for it, `not_found` for a wish that is not there. */
    choose(means: AiMeans, { endpoint, model }: Wish = {}): Choice {
      const usual = chosen(means)
      if (endpoint !== undefined) {
        const row = need(endpoint)
        const named = model ?? (usual?.endpoint.id === endpoint ? usual.model : undefined)
        if (named === undefined) throw unprocessable([{ path: 'model', says: said('input_missing') }])
        return { endpoint: row, model: named }
      }
      if (!usual) throw conflict('ai_not_set_up', said(missing[means]))
      return { endpoint: usual.endpoint, model: model ?? usual.model }
    },
    /** Undefined where it has none. Throws VaultLocked; AiFailed where it does not open on this machine. */
    keyOf({ id, name }: EndpointRow): string | undefined {
      try {
        const key = sealed.read(id, secretName)?.['key']
        return typeof key === 'string' ? key : undefined
      } catch (error) {
        if (!(error instanceof StepFailed)) throw error
        throw new AiFailed('key_refused', said('ai_key_unreadable', { endpoint: name }))
      }
    },
  }
}

const missing = {
  text: 'ai_no_text_endpoint',
  vision: 'ai_no_vision_endpoint',
  image: 'ai_no_image_endpoint',
  video: 'ai_no_video_endpoint',
} as const satisfies Record<AiMeans, SentenceCode>

function testView({ at, told, ...test }: StoredTest): AiTest {
  return { ...test, at: toIso(at), told: told && spoken(told) }
}
