import type { OpenAPI } from '@orpc/contract'
import type { JSONSchema } from '@orpc/openapi'

/** The parts of an OpenAPI document that are worked on here. */
export interface ApiDocument {
  paths: Record<string, Record<string, Operation>>
  components: {
    schemas: Record<string, JSONSchema>
    responses: Record<string, Answer>
    headers: Record<string, OpenAPI.HeaderObject>
    securitySchemes: Record<string, unknown>
  }
  tags: { name: string; description: string }[]
}

export interface Operation {
  operationId: string
  summary: string
  description: string
  tags: string[]
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Content }
  responses: Record<string, Answer | { $ref: string }>
  security?: Record<string, string[]>[]
}

export interface Parameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: JSONSchema
  description?: string
  example?: unknown
  style?: string
  explode?: boolean
  allowEmptyValue?: boolean
  allowReserved?: boolean
}

export type Content = Record<string, { schema: JSONSchema; example?: unknown }>

export interface Answer {
  description: string
  headers?: Record<string, { $ref: string }>
  content?: Content
}

/** What a `$ref` into this document stands for; anything else as it is. */
export function resolve(document: ApiDocument, schema: JSONSchema): JSONSchema {
  const name = typeof schema === 'object' ? /^#\/components\/schemas\/(.+)$/.exec(schema.$ref ?? '')?.[1] : undefined
  return name === undefined ? schema : resolve(document, document.components.schemas[name] ?? {})
}
