import * as z from 'zod'
import { Problem } from './deliveries.ts'
import { Spoken } from './sentences/index.ts'
import { AccountId, Platform } from './vocabulary.ts'

const count = z.number().int()

/** What a request carries. Files are told by name and size; secrets are `‹secret›`. */
const RequestBody = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('json'), json: z.unknown() }),
  z.object({
    kind: z.literal('form'),
    fields: z.array(
      z.object({
        name: z.string(),
        value: z.string().nullable(),
        file: z.object({ name: z.string(), type: z.string(), bytes: count }).nullable(),
      }),
    ),
  }),
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({
    kind: z.literal('bytes'),
    bytes: count.nullable(),
    file: z.string().nullable().describe('The file of the post that is as large; null where it is made of one'),
  }),
])
export type RequestBody = z.infer<typeof RequestBody>

export const PreviewedRequest = z.object({
  /** Of a thread, from 0. Null: before any part of it. */
  part: count.nullable(),
  /** The one request that makes this part exist; others prepare it. */
  makes: z.boolean(),
  method: z.string(),
  url: z.string(),
  headers: z.record(z.string(), z.string()),
  body: RequestBody.nullable(),
})
export type PreviewedRequest = z.infer<typeof PreviewedRequest>

/** What one account would get, as requests. */
export const AccountPreview = z.object({
  accountId: AccountId,
  platform: Platform,
  /** With an error among them nothing is sent, so there are no requests. */
  problems: z.array(Problem),
  requests: z.array(PreviewedRequest),
  /** Whether these are all there will be. Otherwise `then` says what is not known before the platform answers. */
  complete: z.boolean(),
  then: Spoken.nullable(),
})
export type AccountPreview = z.infer<typeof AccountPreview>
