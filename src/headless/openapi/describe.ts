import { OpenAPIGenerator } from '@orpc/openapi'
import { contract } from '../../contract/index.ts'
import type { RouteMeta } from '../../contract/route.ts'
import type { ApiDocument, Content, Operation } from './document.ts'
import { createErrors, shareAnswers } from './errors.ts'
import { exampleOf } from './example.ts'
import { addErrorHeaders, addHeaders, headers } from './headers.ts'
import { tellParameter } from './parameters.ts'
import { questions } from './questions.ts'
import { namedSchemas, schemaConverter } from './schemas.ts'
import { tags } from './tags.ts'

const about = `Everything the Broadside window can do, for programs on the same machine.

Send a key of the workspace as a bearer token; Automations makes one. The token of \`broadside token\` works for every workspace, which is then named in the \`Broadside-Workspace\` header.

A POST that makes something takes an \`Idempotency-Key\`: sent again with the same body, it is answered with what was made the first time. Errors are \`{code, message, details?}\`; codes are stable. Lists are paged: \`nextCursor\` goes back as \`cursor\`.`

/** The OpenAPI 3.1 document of everything under /v1: with errors, headers and an example for every operation. */
export async function describeApi(version: string): Promise<object> {
  const errors = createErrors()
  const generator = new OpenAPIGenerator({ schemaConverters: [schemaConverter] })
  const made = await generator.generate(contract, {
    info: {
      title: 'Broadside',
      version,
      description: about,
      contact: { name: 'The people who make Broadside' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/v1', description: 'The studio that answers this' }],
    components: {
      securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'A key of a workspace, `bs_live_…`' } },
    },
    security: [{ key: [] }],
    commonSchemas: namedSchemas,
    customErrorResponseBodySchema: errors.body,
  })
  const document = made as unknown as ApiDocument
  Object.assign(document.components, { responses: {}, headers })
  Object.assign(document.components.schemas, errors.schemas)
  const operations = described(document)
  filesToo(document)
  shareAnswers(
    document,
    errors,
    operations.map(({ operation }) => operation),
  )
  for (const { operation, method, meta } of operations) {
    addHeaders(operation, method, meta)
    addExamples(document, operation)
  }
  addErrorHeaders(document.components.responses)
  for (const { content } of Object.values(document.components.responses)) fillIn(document, content, true)
  const used = new Set(operations.flatMap(({ operation }) => operation.tags))
  document.tags = [...used].toSorted().map((name) => ({ name, description: tags[name] ?? '' }))
  return document
}

/** The operations of the document with what the contract says of each. */
function described(document: ApiDocument): { operation: Operation; method: string; meta: RouteMeta }[] {
  return Object.values(contract).flatMap((area) =>
    Object.values(area).flatMap((procedure) => {
      const { route } = procedure['~orpc']
      const meta = procedure['~orpc'].meta as RouteMeta
      const method = route.method ?? 'GET'
      const operation = document.paths[route.path ?? '']?.[method.toLowerCase()]
      if (!operation) return []
      operation.description = words(operation, meta)
      if (meta.scope === 'none') operation.security = []
      operation.parameters?.forEach(tellParameter)
      bytes(operation)
      return [{ operation, method, meta }]
    }),
  )
}

function words({ description }: Operation, { scope }: RouteMeta): string {
  const said = /[.!?]$/.test(description) ? description : `${description}.`
  if (scope === 'none') return `${said} Needs no key.`
  if (scope === 'any') return `${said} Any key may.`
  if (scope === 'person') return `${said} Only a person may, in the window or the browser.`
  if (scope === 'system' || scope === 'workspaces:manage')
    return `${said} Not with a key: with the token of the studio.`
  return `${said} Needs the scope \`${scope}\`.`
}

/** Where any file is added, it may come as multipart as well. */
function filesToo({ paths }: ApiDocument): void {
  const form = paths['/assets/upload']?.['post']?.requestBody?.content['multipart/form-data']
  const add = paths['/assets']?.['post']?.requestBody
  if (form && add) add.content['multipart/form-data'] = { ...form }
}

/** A file goes as multipart, its parts as bytes. */
function bytes({ requestBody }: Operation): void {
  const content = requestBody?.content
  if (!content) return
  if (content['multipart/form-data']) delete content['application/json']
  if (content['*/*']) {
    content['application/octet-stream'] = content['*/*']
    delete content['*/*']
  }
}

function addExamples(document: ApiDocument, operation: Operation): void {
  for (const parameter of operation.parameters ?? [])
    if (parameter.in === 'path') parameter.example ??= exampleOf(document, parameter.schema, false, parameter.name)
  fillIn(document, operation.requestBody?.content, false, questions[operation.operationId])
  for (const answer of Object.values(operation.responses))
    if ('description' in answer) fillIn(document, answer.content, true)
}

function fillIn(document: ApiDocument, content: Content | undefined, whole: boolean, said?: unknown): void {
  for (const [type, body] of Object.entries(content ?? {}))
    body.example = (type === 'application/json' ? said : undefined) ?? exampleOf(document, body.schema, whole)
}
