import { ORPCError } from '@orpc/client'
import { describeError } from '../../../lib/errors.ts'

/** Why models could not be listed: many servers that answer have no list, which is said with `none`. */
export function unlisted(error: unknown, none: string): string {
  const { reason } = (error instanceof ORPCError ? error.data : null) ?? ({} as { reason?: unknown })
  return reason === 'model_missing' ? none : describeError(error).message
}
