import type { AnySchema } from '@orpc/contract'
import { ZodToJsonSchemaConverter } from '@orpc/zod/zod4'
import { Account, Connection } from '../../contract/accounts.ts'
import { Approval } from '../../contract/approvals.ts'
import { Asset } from '../../contract/assets.ts'
import { Attempt, Delivery, Problem, Reason } from '../../contract/deliveries.ts'
import { StudioEvent } from '../../contract/events.ts'
import { Job } from '../../contract/jobs.ts'
import { ApiKey, NewKey } from '../../contract/keys.ts'
import { Post, PostSummary, PostVersion } from '../../contract/posts.ts'
import { FieldProblem } from '../../contract/route.ts'
import { Run, RunLine, RunStep } from '../../contract/runs.ts'
import {
  ScheduleCheck,
  ScheduleDocument,
  SchedulePreview,
  ScheduleProblem,
  ScheduleRow,
} from '../../contract/schedules.ts'
import { Spoken } from '../../contract/sentences/index.ts'
import { Slot } from '../../contract/slots.ts'
import { Upload } from '../../contract/uploads.ts'
import { Webhook, WebhookMessage } from '../../contract/webhooks.ts'
import { Workspace } from '../../contract/workspaces.ts'

/** Shapes that have a name in the document, and so in clients made from it. */
const answers = {
  Account,
  Connection,
  Approval,
  Asset,
  Attempt,
  Delivery,
  Problem,
  Reason,
  StudioEvent,
  Job,
  ApiKey,
  NewKey,
  Post,
  PostSummary,
  PostVersion,
  FieldProblem,
  Run,
  RunLine,
  RunStep,
  ScheduleCheck,
  SchedulePreview,
  ScheduleProblem,
  Spoken,
  Slot,
  Upload,
  Webhook,
  WebhookMessage,
  Workspace,
} satisfies Record<string, AnySchema>

const questions = { ScheduleDocument, ScheduleRow } satisfies Record<string, AnySchema>

export const namedSchemas = {
  ...named(answers, 'output'),
  ...named(questions, 'input'),
}

function named(schemas: Readonly<Record<string, AnySchema>>, strategy: 'input' | 'output') {
  return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, { schema, strategy }]))
}

/** How a wall time looks, which JSON Schema's `date-time` is not: it has no zone. */
export const wallTimePattern = String.raw`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$`

export const schemaConverter = new ZodToJsonSchemaConverter({
  interceptors: [
    // What has a default may be left out of a question, but every answer has it.
    ({ next, schema, options }) => {
      const [required, json] = next()
      return [required || (options.strategy === 'output' && schema._zod.def.type === 'default'), json]
    },
    // Numbers are whole within what JavaScript can count; to say so at every one would drown what is really limited.
    ({ next, schema }) => {
      const [required, json] = next()
      const { format, local } = schema._zod.def as { format?: string; local?: boolean }
      if (format === 'datetime' && local) {
        const { format: _, ...rest } = json
        return [required, { ...rest, pattern: wallTimePattern }]
      }
      if (json.minimum === Number.MIN_SAFE_INTEGER || json.maximum === Number.MAX_SAFE_INTEGER) {
        const { minimum, maximum, ...rest } = json
        const limits = {
          ...(minimum !== undefined && minimum !== Number.MIN_SAFE_INTEGER && { minimum }),
          ...(maximum !== undefined && maximum !== Number.MAX_SAFE_INTEGER && { maximum }),
        }
        return [required, { ...rest, ...limits }]
      }
      return [required, json]
    },
  ],
})
