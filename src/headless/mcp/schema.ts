import type { StandardSchemaWithJSON } from '@modelcontextprotocol/server'
import * as z from 'zod'

/** The shape of an operation's input, as the contract has it. */
export function inputOf<Input extends z.ZodType>(procedure: {
  readonly '~orpc': { readonly inputSchema?: Input }
}): Input {
  const { inputSchema } = procedure['~orpc']
  if (!inputSchema) throw new Error('This operation takes no input')
  return inputSchema
}

type Arm = z.ZodObject

/**
 * A choice between shapes as one shape, because most models are given no choice at the top of a tool's input: what every arm needs is needed, the
 * rest may be left out. The contract still decides what goes together.
 */
export function flattened(arms: readonly Arm[]): z.ZodObject {
  const names = [...new Set(arms.flatMap(({ shape }) => Object.keys(shape)))]
  return z.strictObject(Object.fromEntries(names.map((name) => [name, oneOf(name, arms)])))
}

function oneOf(name: string, arms: readonly Arm[]): z.ZodType {
  const having = arms.filter(({ shape }) => name in shape)
  const schemas = [...new Map(having.map(({ shape }) => [textOf(shape[name]), required(shape[name])])).values()]
  const literals = schemas.flatMap((schema) => (schema instanceof z.ZodLiteral ? [...schema.values] : []))
  const merged =
    literals.length === schemas.length && literals.length > 1
      ? z.enum(literals.map(String))
      : schemas.length === 1
        ? (schemas[0] ?? z.unknown())
        : z.union(schemas)
  const needed =
    having.length === arms.length && having.every(({ shape }) => !shape[name]?.safeParse(undefined).success)
  return needed ? merged : merged.optional()
}

/** A default of one arm would be sent for another, which does not know the field. */
function required(schema: z.core.$ZodType | undefined): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) return required(schema.unwrap())
  return schema as z.ZodType
}

const textOf = (schema: z.core.$ZodType | undefined) => JSON.stringify(jsonSchemaOf(required(schema)))

/** The JSON Schema of what may be sent, short enough to be read by a model with every conversation. */
export function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any', override: plainer })
  return rest
}

interface Overridden {
  readonly zodSchema: z.core.$ZodTypes
  readonly jsonSchema: z.core.JSONSchema.BaseSchema
}

/** Leaves out what no model needs: the long patterns of days and times, and that an address carries `true` as a word. */
function plainer({ zodSchema, jsonSchema }: Overridden): void {
  if (jsonSchema.anyOf?.map(({ type }) => type).join() === 'string,boolean') {
    delete jsonSchema.anyOf
    jsonSchema.type = 'boolean'
  }
  const { format, local } = zodSchema._zod.def as { format?: string; local?: boolean }
  if (format !== 'datetime') return
  delete jsonSchema.pattern
  if (!local) return
  delete jsonSchema.format
  jsonSchema.description ??= 'A wall time without a zone, e.g. 2026-11-26T09:00'
}

/**
 * A shape as the SDK wants it. The SDK's own check would answer in words of its own, so it lets everything pass and the tool checks, which answers
 * with the contract's codes.
 */
export function forSdk(schema: z.ZodObject): StandardSchemaWithJSON<Record<string, unknown>> {
  let made: Record<string, unknown> | null = null
  const json = () => (made ??= jsonSchemaOf(schema))
  return {
    '~standard': {
      version: 1,
      vendor: 'broadside',
      validate: (value) => ({ value: value as Record<string, unknown> }),
      jsonSchema: { input: json, output: json },
    },
  }
}
