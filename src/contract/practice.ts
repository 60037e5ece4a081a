import * as z from 'zod'
import { pageInput, pageOf, route } from './route.ts'
import { AccountId, AssetId, Instant } from './vocabulary.ts'

/** Ways a practice account can be told to fail, each as a real platform would. */
export const PracticeFailure = z.enum([
  'none',
  'slow', // takes five seconds for each step
  'unreachable', // no connection: nothing is sent
  'upload_fails', // files are refused by a broken server
  'rejected', // the content is refused
  'reconnect', // the token is dead
  'rate_limited', // wait a minute
  'processing', // accepted, ready after some polls
  'lost_answer', // published, but the answer never comes
  'lost_request', // the request never arrives, and no answer comes
  'cannot_tell', // no answer, and it cannot be looked up
])
export type PracticeFailure = z.infer<typeof PracticeFailure>

export const PracticePost = z.object({
  id: z.string(),
  accountId: AccountId,
  text: z.string(),
  media: z.array(z.object({ assetId: AssetId, alt: z.string() })),
  replyTo: z.string().nullable(),
  at: Instant,
  editedAt: Instant.nullable(),
})

export const practice = {
  feed: route({
    method: 'GET',
    path: '/practice/posts',
    summary: 'What the practice accounts got',
    scope: 'posts:read',
  })
    .input(z.object({ account: AccountId.optional(), ...pageInput }))
    .output(pageOf(PracticePost)),
  failure: route({
    method: 'GET',
    path: '/practice/{account}/failure',
    summary: 'How a practice account fails',
    scope: 'posts:read',
  })
    .input(z.object({ account: AccountId }))
    .output(z.object({ failure: PracticeFailure, times: z.number().int().nullable() })),
  /** `times` null: until told otherwise. */
  setFailure: route({
    method: 'PUT',
    path: '/practice/{account}/failure',
    summary: 'Tell a practice account to fail',
    scope: 'posts:write',
    invalidates: ['practice'],
  })
    .input(
      z.object({
        account: AccountId,
        failure: PracticeFailure,
        times: z.number().int().min(1).max(100).nullable().default(1),
      }),
    )
    .output(z.object({ failure: PracticeFailure, times: z.number().int().nullable() })),
}
