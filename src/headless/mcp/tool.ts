import type { CallToolResult, McpServer, ServerContext, ToolAnnotations } from '@modelcontextprotocol/server'
import * as z from 'zod'
import { badInput } from '../../core/call-errors.ts'
import type { CallWords, ProgramClient } from '../rpc-link.ts'
import { answered, refused } from './answers.ts'
import { forSdk } from './schema.ts'
import { factsOf, mayCall, type AgentStudio, type Operation } from './studio.ts'

/**
 * What a tool does to the world: `reads`; `makes` something new here; `changes` what is here; `removes` it; `asks_ai`, which may cost money;
 * `publishes`, which others see.
 */
export type Effect = 'reads' | 'makes' | 'changes' | 'removes' | 'asks_ai' | 'publishes'

/** One run of a tool. */
export interface Work {
  /** Aborted when whoever asked gave up. */
  readonly signal: AbortSignal
  /** For calls that make something: made once with the same `idempotencyKey`. */
  readonly once: { readonly signal: AbortSignal; readonly context: CallWords }
  /** Whether whoever asked may make these calls. */
  may(...operations: Operation[]): boolean
  /** Tells that it goes on, and how it stands, if that was asked for. `done` grows; what does not is not told. */
  progress(done: number, message: string): Promise<void>
}

interface ToolFacts<Input extends z.ZodObject> {
  readonly name: string
  readonly title: string
  readonly description: string
  readonly effect: Effect
  /** The same call again does nothing more. */
  readonly idempotent?: boolean
  /** Calls it makes; a key that may not make them all is not offered the tool. */
  readonly calls: readonly Operation[]
  readonly input: Input
  /** Its answer holds words that people or platforms wrote. */
  readonly texts: boolean
  run(client: ProgramClient, args: z.output<Input>, work: Work): Promise<unknown>
}

export interface Tool {
  readonly name: string
  readonly effect: Effect
  readonly calls: readonly Operation[]
  /** Offers it, where whoever asks may use it. */
  offer(server: McpServer, studio: AgentStudio): void
}

const idempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,255}$/)
  .optional()
  .describe('A word of your own for this one act. Sent again with the same word, it is not done twice')

/** One thing an agent can do. */
export function tool<Input extends z.ZodObject>(facts: ToolFacts<Input>): Tool {
  const { name, title, description, effect, calls, texts } = facts
  const input = repeats(facts) ? facts.input.extend({ idempotencyKey }) : facts.input // a schedule has its own
  const strict = input.strict()
  const inputSchema = forSdk(strict)
  return {
    name,
    effect,
    calls,
    offer(server, studio) {
      if (!mayCall(studio, calls) || (studio.readOnly && effect !== 'reads')) return
      const config = { title, description, inputSchema, annotations: annotationsOf(facts) }
      server.registerTool(name, config, async (args, context): Promise<CallToolResult> => {
        const read = strict.safeParse(args)
        if (!read.success) return refused(badInput(read.error.issues))
        try {
          const { once, given } = split(read.data as Record<string, unknown>, input !== facts.input)
          const work = workOf(studio, context, once)
          return answered(await facts.run(studio.client, given as z.output<Input>, work), texts)
        } catch (error) {
          return refused(error)
        }
      })
    },
  }
}

function repeats({ effect, calls, input }: Pick<ToolFacts<z.ZodObject>, 'effect' | 'calls' | 'input'>): boolean {
  if ('idempotencyKey' in input.shape) return false
  return ['makes', 'publishes', 'asks_ai'].includes(effect) && calls.some((call) => factsOf(call).once)
}

/** The key of ours is no part of what the tool takes. */
function split(data: Record<string, unknown>, ours: boolean): { once: string | undefined; given: unknown } {
  if (!ours) return { once: undefined, given: data }
  const { idempotencyKey: once, ...given } = data
  return { once: once as string | undefined, given }
}

function annotationsOf({ effect, idempotent = effect === 'reads' }: ToolFacts<z.ZodObject>): ToolAnnotations {
  return {
    readOnlyHint: effect === 'reads',
    destructiveHint: effect === 'removes' || effect === 'publishes',
    idempotentHint: idempotent,
    openWorldHint: effect === 'publishes' || effect === 'asks_ai',
  }
}

function workOf(studio: AgentStudio, { mcpReq }: ServerContext, key: string | undefined): Work {
  const { signal, _meta } = mcpReq
  const progressToken = _meta?.progressToken
  let last = -1
  return {
    signal,
    once: { signal, context: { idempotencyKey: key } },
    may: (...operations) => mayCall(studio, operations),
    async progress(done, message) {
      if (progressToken === undefined || signal.aborted || done <= last) return
      last = done
      await mcpReq.notify({ method: 'notifications/progress', params: { progressToken, progress: done, message } })
    },
  }
}
