import type { JSONSchema } from '@orpc/openapi'
import type { Answer, ApiDocument, Operation } from './document.ts'

type Definition = readonly [code: string, message: string, dataRequired: boolean, data: JSONSchema]

const titles: Readonly<Record<string, string>> = {
  400: 'The request could not be read',
  401: 'Nobody is signed in, or the key does not work',
  402: 'A cap on spending stands against it',
  403: 'That may not be done by this caller, or not yet',
  404: 'There is no such thing',
  409: 'That cannot be done as things stand',
  413: 'That is too large',
  422: 'Fields need mending, or a file cannot be used',
  423: 'The vault is locked',
  429: 'Too many calls',
  500: 'A mistake of the studio; the details are in its log',
  502: 'What was asked elsewhere did not answer as it should',
  503: 'The studio is closing, or the workspace cannot be opened',
}

/** Collects the errors of all operations as one schema for each code. */
export function createErrors() {
  const schemas: Record<string, JSONSchema> = {}

  function reference(code: string, message: string, data?: JSONSchema): JSONSchema {
    const name = `Error${code.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase())}`
    const known = schemas[name]
    const schema = errorSchema(code, message, data)
    if (known !== undefined && JSON.stringify(known) !== JSON.stringify(schema))
      throw new Error(`${code} carries one thing here and another there`)
    schemas[name] = schema
    return { $ref: `#/components/schemas/${name}` }
  }

  /** What an answer with a status may carry, from the errors the contract lists for it. */
  function body(errors: readonly Definition[], status: number): JSONSchema {
    const listed = errors.map(([code, message, , data]) => reference(code, message, data))
    // Of the host, before a call reaches the contract.
    if (status === 403) listed.push(reference('refused', 'Sent by a page of another site, or to another host'))
    return listed.length === 1 ? (listed[0] ?? {}) : { oneOf: listed }
  }

  const internal: Answer = {
    description: titles[500] ?? '',
    content: { 'application/json': { schema: reference('internal', 'Broadside made a mistake') } },
  }
  return { schemas, body, internal }
}
type Errors = ReturnType<typeof createErrors>

function errorSchema(code: string, message: string, data: JSONSchema | undefined): JSONSchema {
  const details: Record<string, JSONSchema> =
    typeof data === 'object' && Object.keys(data).length > 0 ? { details: data } : {}
  return {
    type: 'object',
    required: ['code', 'message'],
    properties: {
      code: { type: 'string', const: code },
      message: { type: 'string', description: message },
      ...details,
    },
  }
}

/** Gives every status its words, and the answer that most operations have for it a name. */
export function shareAnswers(document: ApiDocument, errors: Errors, operations: readonly Operation[]): void {
  const counts = new Map<string, Map<string, number>>()
  for (const operation of operations) {
    operation.responses['500'] = { ...errors.internal }
    for (const [status, answer] of failures(operation)) {
      answer.description = titles[status] ?? answer.description
      const ofStatus = counts.get(status) ?? new Map<string, number>()
      const key = JSON.stringify(answer)
      counts.set(status, ofStatus.set(key, (ofStatus.get(key) ?? 0) + 1))
    }
  }
  for (const [status, ofStatus] of counts) {
    const [[usual] = ['']] = [...ofStatus].toSorted(([, one], [, other]) => other - one)
    document.components.responses[`Error${status}`] = JSON.parse(usual) as Answer
    for (const operation of operations) {
      const answer = operation.responses[status]
      if (answer !== undefined && JSON.stringify(answer) === usual)
        operation.responses[status] = { $ref: `#/components/responses/Error${status}` }
    }
  }
}

function failures(operation: Operation): [string, Answer][] {
  return Object.entries(operation.responses).flatMap(([status, answer]) =>
    status >= '400' && 'description' in answer ? [[status, answer] as [string, Answer]] : [],
  )
}
