import * as z from 'zod'
import { route } from '../route.ts'
import { sentence, Spoken, type SentenceCode } from '../sentences/index.ts'
import { EndpointId, Instant } from '../vocabulary.ts'
import { aiErrors } from './errors.ts'

/*
 * Where AI is asked: any server that speaks OpenAI's API, with a key of the person's own. They belong to the workspace, so that no brand's work is
 * sent through, or paid with, the key of another.
 */

/** A rule with the sentence that says how to keep it. */
const rule = (says: SentenceCode) => ({ error: sentence({ says }), params: { says } })
const matches = (pattern: RegExp) => (text: string) => pattern.test(text)

/** What an endpoint is asked for. `vision`: text about a picture. */
export const AiMeans = z.enum(['text', 'vision', 'image', 'video'])
export type AiMeans = z.infer<typeof AiMeans>

/** Names and addresses of one's own machine and network; anybody on the way to others could read the key and the texts without TLS. */
const nearby =
  /^(localhost|[^.:]+|.+\.(local|lan|internal|home\.arpa)|127(\.\d+){3}|10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d+){2}|\[(::1|f[cd][0-9a-f:]*)\])$/i

function isNearby(address: string): boolean {
  const host = /^https?:\/\/(\[[^\]]*\]|[^/:]*)/i.exec(address)?.[1] ?? ''
  return nearby.test(host)
}

const fields = z.object({
  name: z.string().trim().min(1).max(80),
  /** With its path, as the server's own page names it: `https://api.openai.com/v1`, `http://127.0.0.1:11434/v1`. */
  baseUrl: z
    .string()
    .trim()
    .max(500)
    .refine(matches(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/i), { ...rule('ai_endpoint_address'), abort: true })
    .refine((text) => /^https:/i.test(text) || isNearby(text), rule('ai_endpoint_insecure'))
    .transform((text) => text.replace(/\/+$/, '')),
  /** It costs nothing to ask (a server of one's own): its calls count as 0 and need no price. */
  free: z.boolean().default(false),
  /** How long one call may take. */
  timeoutSeconds: z.int().min(5).max(1_800).default(120),
})

const key = z
  .string()
  .trim()
  .refine(matches(/^[\x21-\x7e]{1,4096}$/), rule('ai_endpoint_key'))

export const AiEndpointInput = fields.extend({
  /** Sealed, never told. */
  key: key.optional(),
})
export type AiEndpointInput = z.output<typeof AiEndpointInput>

/** What an endpoint was seen to know. Null: not tried yet. */
export const AiAbilities = z.object({
  /** OpenAI's responses API; where it is false, chat completions are used. */
  responses: z.boolean().nullable(),
  /** Answers that keep to a JSON schema; where it is false, the shape is asked for in words and checked. */
  structured: z.boolean().nullable(),
})
export type AiAbilities = z.infer<typeof AiAbilities>

export const AiTest = z.object({
  at: Instant,
  passed: z.boolean(),
  /** The model that answered, or that was asked. */
  model: z.string().nullable(),
  models: z.int().nullable().describe('How many models it lists; null where it lists none'),
  ms: z.number().describe('How long the answer took'),
  told: Spoken.nullable().describe('What went wrong, and what to do'),
  words: z.string().nullable().describe("The endpoint's own words, shortened"),
})
export type AiTest = z.infer<typeof AiTest>

export const AiEndpoint = fields.extend({
  id: EndpointId,
  hasKey: z.boolean(),
  able: AiAbilities,
  /** The newest test; null where it was never tested. */
  test: AiTest.nullable(),
  createdAt: Instant,
})
export type AiEndpoint = z.infer<typeof AiEndpoint>

const model = z.string().trim().min(1).max(200)
const Choice = z.object({ endpoint: EndpointId, model })

/** Which endpoint and model is asked, by what it is asked for. `vision` null: the one for text, where it is set. */
export const AiDefaults = z.object({
  text: Choice.nullable().default(null),
  vision: Choice.nullable().default(null),
  image: Choice.nullable().default(null),
  video: Choice.nullable().default(null),
})
export type AiDefaults = z.output<typeof AiDefaults>

const byId = z.object({ id: EndpointId })
const read = { scope: 'posts:read' } as const
const write = { scope: 'accounts:write', invalidates: ['ai'] } as const

export const endpointRoutes = {
  endpoints: route({ ...read, method: 'GET', path: '/ai/endpoints', summary: 'Where AI is asked' }).output(
    z.object({
      endpoints: z.array(AiEndpoint),
      defaults: AiDefaults,
      /** What can be asked for now. None of them: the desk has nothing to offer yet. */
      ready: z.record(AiMeans, z.boolean()),
    }),
  ),
  addEndpoint: route({ ...write, method: 'POST', path: '/ai/endpoints', summary: 'Add an endpoint', status: 201 })
    .input(AiEndpointInput)
    .output(AiEndpoint),
  /** A key that is left out stays, as long as the address's host does; null takes it away. */
  changeEndpoint: route({ ...write, method: 'PATCH', path: '/ai/endpoints/{id}', summary: 'Change an endpoint' })
    .input(
      byId.extend({
        name: fields.shape.name.optional(),
        baseUrl: fields.shape.baseUrl.optional(),
        free: z.boolean().optional(),
        timeoutSeconds: z.int().min(5).max(1_800).optional(),
        key: key.nullable().optional(),
      }),
    )
    .output(AiEndpoint),
  /** Its key is forgotten; what was asked of it stays in the record. */
  removeEndpoint: route({ ...write, method: 'DELETE', path: '/ai/endpoints/{id}', summary: 'Remove an endpoint' })
    .input(byId)
    .output(z.object({ id: EndpointId })),
  /** Lists its models, asks for a few words and finds out what it knows. Costs a few tokens. Answers when it has ended. */
  testEndpoint: route({ ...write, method: 'POST', path: '/ai/endpoints/{id}/test', summary: 'Try an endpoint' })
    .input(byId.extend({ model: model.optional().describe('The default for text, or the first it lists') }))
    .output(AiEndpoint),
  /** As the endpoint lists them, by name. Throws `ai_failed` where it does not. */
  models: route({ ...read, method: 'GET', path: '/ai/endpoints/{id}/models', summary: 'Models of an endpoint' })
    .errors({ ai_failed: aiErrors.ai_failed })
    .input(byId)
    .output(z.object({ models: z.array(z.string()) })),
  setDefaults: route({ ...write, method: 'PUT', path: '/ai/defaults', summary: 'Choose which endpoint does what' })
    .input(AiDefaults)
    .output(AiDefaults),
}
