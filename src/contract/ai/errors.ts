import * as z from 'zod'
import { Spoken } from '../sentences/index.ts'

const Carried = Spoken.omit({ message: true })

/** Why the AI gave nothing that could be used. */
export const AiFailureReason = z.enum([
  'unreachable', // no connection; nothing was sent
  'no_answer', // it broke off, or took too long
  'rate_limited', // too many requests; `retryAfterMs` where the endpoint said
  'no_credit', // the endpoint's own account has nothing left
  'key_refused', // the key is wrong, or may not do this
  'model_missing', // the endpoint has no such model
  'endpoint_trouble', // it failed by itself (5xx)
  'request_refused', // it does not take what was asked
  'too_much', // the text is longer than the model reads
  'refused', // the model would not do it
  'empty', // it answered nothing
  'wrong_shape', // what came could not be used, also when asked again
  'source', // the web page could not be read
])
export type AiFailureReason = z.infer<typeof AiFailureReason>

/** Errors of everything that asks an endpoint. */
export const aiErrors = {
  spend_cap_exceeded: {
    status: 402,
    message: 'That could cost more than is left',
    data: Carried.extend({
      period: z.enum(['day', 'month']),
      capUsd: z.number(),
      leftUsd: z.number(),
      neededUsd: z.number().nullable().describe('What the call could cost at most; null where its model has no price'),
    }),
  },
  ai_failed: {
    status: 502,
    message: 'The AI did not answer as it should',
    data: Carried.extend({
      reason: AiFailureReason,
      words: z.string().nullable().describe("The endpoint's own words, shortened"),
      retryAfterMs: z.number().nullable(),
    }),
  },
} as const
