import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { TestHost } from '../security/host.ts'

export type Schema = boolean | { readonly [key: string]: any }

export interface Operation {
  readonly operationId: string
  readonly description: string
  readonly tags: readonly string[]
  readonly parameters?: readonly { name: string; in: string; required?: boolean; schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { schema: Schema; example?: unknown }>> }
  readonly responses: Readonly<Record<string, any>>
  readonly security?: readonly unknown[]
}

export interface Listed {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** The document as a running studio serves it. */
export interface Served {
  readonly json: any
  readonly operations: readonly Listed[]
  /** What stands at a `$ref`, or the thing itself. */
  deref(schema: any): any
  /** What is wrong with a value that should fit the schema at this pointer; null when nothing is. */
  problem(pointer: readonly string[], value: unknown): string | null
  /** What is wrong with an answer: a status that is not in the document, or a body that is not as it says. */
  problemOf(operation: Listed, status: number, body: unknown): string | null
}

export async function readDocument(host: TestHost): Promise<Served> {
  const json = (await host.ask('GET', '/v1/openapi.json')).json()
  const ajv = new Ajv2020({ strict: false, validateSchema: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addSchema(json, 'api')
  const operations = Object.entries<Record<string, Operation>>(json.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      id: operation.operationId,
      method: method.toUpperCase(),
      path,
      operation,
    })),
  )
  const pointed = (reference: string) => reference.slice(2).split('/').map(unescape)
  const deref = (schema: any): any =>
    typeof schema?.$ref === 'string'
      ? deref(pointed(schema.$ref).reduce((at: any, step: string) => at[step], json))
      : schema
  const problem: Served['problem'] = (pointer, value) => {
    const check = ajv.getSchema(`api#/${pointer.map(escape).join('/')}`)
    if (!check) return `there is no schema at ${pointer.join(' / ')}`
    return check(value) ? null : ajv.errorsText(check.errors).slice(0, 600)
  }
  return {
    json,
    operations,
    deref,
    problem,
    problemOf({ method, path, operation }, status, body) {
      const answer = operation.responses[status]
      if (!answer) return `${status} is not documented: ${JSON.stringify(body)?.slice(0, 300)}`
      const at = answer.$ref ? pointed(answer.$ref) : ['paths', path, method.toLowerCase(), 'responses', String(status)]
      if (!deref(answer).content?.['application/json']) return null // a file, or nothing
      return problem([...at, 'content', 'application/json', 'schema'], body)
    },
  }
}

const escape = (step: string) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1'))
const unescape = (step: string) => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
