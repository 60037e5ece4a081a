import * as z from 'zod'
import { route } from './route.ts'
import { sentence, Spoken, type SentenceCode } from './sentences/index.ts'
import { AccountId, Instant } from './vocabulary.ts'

/*
 * Where files lie while a platform fetches them: a bucket of the person's own, or the media library of a connected WordPress. One per workspace.
 * What is hosted is private where the host can keep it so, and is removed after use.
 */

/** A rule with the sentence that says how to keep it. */
const rule = (says: SentenceCode) => ({ error: sentence({ says }), params: { says } })
const matches = (pattern: RegExp) => (text: string) => pattern.test(text)

/** `127.0.0.1` and `localhost` may go without TLS: for a server of one's own on this machine, and for tests. */
const endpoint = z
  .string()
  .trim()
  .max(300)
  .refine(matches(/^https?:\/\/[^\s/]/i), { ...rule('host_endpoint'), abort: true })
  .refine(matches(/^(https:|http:\/\/(localhost|127(\.\d+){3}|\[::1\])(:\d+)?(\/|$))/i), {
    ...rule('host_endpoint_insecure'),
    abort: true,
  })
  .refine(matches(/^https?:\/\/[^\s/?#@]+\/?$/i), rule('host_endpoint_alone'))
  .transform((text) => text.replace(/\/$/, ''))

/** What is told of a bucket; its secret never is. Names as the services themselves call them. */
export const BucketPlace = z.object({
  kind: z.literal('s3'),
  endpoint,
  /** `auto` at Cloudflare R2. */
  region: z
    .string()
    .trim()
    .refine(matches(/^[a-z0-9-]{1,64}$/), rule('host_region')),
  bucket: z
    .string()
    .trim()
    .refine(matches(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/), rule('host_bucket')),
  /** Everything of ours lies under it, so that a key can be limited to it. */
  prefix: z
    .string()
    .trim()
    .max(200)
    .refine(matches(/^([A-Za-z0-9_-][A-Za-z0-9._-]*\/)*$/), rule('host_prefix'))
    .default('broadside/'),
  accessKeyId: z
    .string()
    .trim()
    .refine(matches(/^[\x21-\x7e]{1,256}$/), rule('host_key')),
  /** `https://host/bucket/…` in place of `https://bucket.host/…`. */
  pathStyle: z.boolean().default(false),
})
export type BucketPlace = z.output<typeof BucketPlace>

export const SitePlace = z.object({ kind: z.literal('wordpress'), accountId: AccountId })
export type SitePlace = z.output<typeof SitePlace>

export const MediaHostInput = z.discriminatedUnion('kind', [
  BucketPlace.extend({
    /** Sealed, never told. Left out, the one that is there stays, for the same access key at the same endpoint. */
    secretAccessKey: z
      .string()
      .trim()
      .refine(matches(/^[\x21-\x7e]{1,512}$/), rule('host_key'))
      .optional(),
  }),
  SitePlace,
])
export type MediaHostInput = z.output<typeof MediaHostInput>

/** Steps of a test, in this order. `private` only where the host can be private: whether the file can be read without the signed address. */
export const MediaHostStep = z.enum(['upload', 'fetch', 'compare', 'private', 'delete', 'gone'])
export type MediaHostStep = z.infer<typeof MediaHostStep>

export const MediaHostTest = z.object({
  state: z.enum(['running', 'passed', 'failed']),
  at: Instant,
  steps: z.array(
    z.object({
      step: MediaHostStep,
      /** `warned`: it works, and something about it should be known. `skipped`: a step before it failed. */
      state: z.enum(['waiting', 'running', 'done', 'warned', 'failed', 'skipped']),
      /** For `warned` and `failed`: what, and what to do. */
      told: Spoken.nullable(),
      /** The host's own words, shortened. */
      words: z.string().nullable(),
    }),
  ),
})
export type MediaHostTest = z.infer<typeof MediaHostTest>

export const MediaHost = z.object({
  host: z.discriminatedUnion('kind', [BucketPlace, SitePlace]).nullable(),
  /** As people know it: `media (s3.eu-central-1.amazonaws.com)`, `example.com`. Empty where there is none. */
  name: z.string(),
  /** Whether a post may count on it: there is one, and its site is connected. A vault that is locked opens before the post is due. */
  ready: z.boolean(),
  /** Why it cannot be used now; null where it can, or where there is none. */
  problem: Spoken.nullable(),
  /** The newest test; null where it was never tested. While it runs, each step is told by an event `media_host.changed`. */
  test: MediaHostTest.nullable(),
  /** Files that are not needed any more and not removed yet; also at a host that was chosen before. */
  left: z.object({ files: z.number().int(), problem: Spoken.nullable() }),
})
export type MediaHost = z.infer<typeof MediaHost>

const write = { scope: 'accounts:write', invalidates: ['mediaHost'] } as const

export const mediaHost = {
  get: route({
    method: 'GET',
    path: '/media-host',
    summary: 'Where files lie for platforms that fetch them',
    scope: 'accounts:read',
  }).output(MediaHost),
  /** Another host in place of the one before: what still lies there is removed from there when it is not needed any more. */
  put: route({ ...write, method: 'PUT', path: '/media-host', summary: 'Choose the media host' })
    .input(MediaHostInput)
    .output(MediaHost),
  remove: route({
    ...write,
    method: 'DELETE',
    path: '/media-host',
    summary: 'Use no media host, and forget its keys',
    description:
      'Files that are still needed or could not be removed yet keep its key sealed until they are gone, for 30 days at most.',
  }).output(MediaHost),
  /** Uploads a small file, fetches it back without credentials, compares, deletes it and looks that it is gone. Answers when it has ended. */
  test: route({ ...write, method: 'POST', path: '/media-host/test', summary: 'Try the media host' }).output(MediaHost),
}
