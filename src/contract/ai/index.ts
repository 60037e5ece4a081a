import { eventIterator } from '@orpc/contract'
import * as z from 'zod'
import { Asset } from '../assets.ts'
import { Job } from '../jobs.ts'
import { pageInput, pageOf, route } from '../route.ts'
import { AccountId, AssetId, Instant, PostId } from '../vocabulary.ts'
import { cadenceRoutes } from './cadence.ts'
import { endpointRoutes } from './endpoints.ts'
import { aiErrors } from './errors.ts'
import {
  AdaptTask,
  AltTextTask,
  CaptionTask,
  CarouselTask,
  ConciseTask,
  EditTask,
  HashtagsTask,
  IdeasTask,
  ImageRatio,
  ImageTask,
  PostTask,
  ProofreadTask,
  RegenerateTask,
  RunUsage,
  TextAnswer,
  TextEvent,
  TextTask,
  ThreadTask,
  ToneTask,
  VideoCaptionTask,
  VideoTask,
  type AnswerOf,
  type TextTaskName,
} from './tasks.ts'
import { AiMessage, AiSpending, usageRoutes } from './usage.ts'

/** What would be sent for one text of a task, to the letter. Later rounds (too long, wrong shape) add to it. */
export const AiPreview = z.object({
  account: AccountId.nullable(),
  endpoint: z.string(),
  model: z.string(),
  messages: z.array(AiMessage),
  maxOutputTokens: z.int(),
  /** The most it can cost; null where its model has no price. */
  maxUsd: z.number().nullable(),
})
export type AiPreview = z.infer<typeof AiPreview>

const use = { scope: 'ai:use', invalidates: ['ai'] } as const
const makes = { scope: 'ai:use', invalidates: ['ai', 'jobs'], status: 202 } as const
const waitMs = z
  .int()
  .min(0)
  .max(25_000)
  .default(0)
  .describe('Holds the answer until the job has ended, this long at most')

/** The answer of one task, with what it used. */
function answer<Name extends TextTaskName>(task: Name) {
  const arm = TextAnswer.options.find((option) => option.shape.task.value === task)
  return z.object({ answer: arm as unknown as z.ZodType<AnswerOf<Name>>, used: RunUsage })
}

const task = (path: `/ai/${string}`, summary: string) =>
  route({ ...use, method: 'POST', path, summary }).errors(aiErrors)

/**
 * The AI desk. What is asked in words is there twice: as a stream of what comes (`stream`), and as one answer a task. `conflict` with the reason
 * `ai_not_set_up` where there is no endpoint for it.
 */
export const ai = {
  ...endpointRoutes,
  ...usageRoutes,
  ...cadenceRoutes,
  /** Ends when the caller goes: the request to the endpoint is stopped at once. */
  stream: task('/ai/stream', 'Any task in words, as it comes').input(TextTask).output(eventIterator(TextEvent)),
  /** Nothing is sent. Of a web page as source, the text is fetched. */
  preview: route({ scope: 'ai:use', method: 'POST', path: '/ai/preview', summary: 'What exactly would be sent' })
    .errors(aiErrors)
    .input(
      z.discriminatedUnion('task', [
        ...TextTask.options,
        ImageTask.extend({ task: z.literal('image') }),
        VideoTask.extend({ task: z.literal('video') }),
      ]),
    )
    .output(z.object({ calls: z.array(AiPreview), spending: AiSpending })),
  /** Writes a draft. The job's result is `{postId}`. With `picture` it is illustrated too. */
  posts: route({ ...makes, method: 'POST', path: '/ai/posts', summary: 'Write a post from a topic, a text or a note' })
    .errors(aiErrors)
    .input(
      PostTask.extend({
        accounts: z.array(AccountId).max(50).default([]).describe('Each gets a version of its own'),
        picture: ImageTask.pick({ ratio: true })
          .extend({ prompt: z.string().trim().min(1).max(10_000).optional().describe('The post itself unless told') })
          .optional(),
        waitMs,
      }),
    )
    .output(Job),
  caption: task('/ai/captions', 'A caption').input(CaptionTask).output(answer('caption')),
  carousel: task('/ai/captions/carousel', 'The slides and caption of a carousel')
    .input(CarouselTask)
    .output(answer('carousel')),
  videoCaption: task('/ai/captions/video', 'The caption of a video')
    .input(VideoCaptionTask)
    .output(answer('videoCaption')),
  tone: task('/ai/tone', 'The same in another tone').input(ToneTask).output(answer('tone')),
  proofread: task('/ai/proofread', 'Mistakes, each with its mend').input(ProofreadTask).output(answer('proofread')),
  concise: task('/ai/concise', 'The same in fewer characters').input(ConciseTask).output(answer('concise')),
  edit: task('/ai/edit', 'Change a text as told').input(EditTask).output(answer('edit')),
  adapt: task('/ai/adapt', 'One text for every chosen account').input(AdaptTask).output(answer('adapt')),
  hashtags: task('/ai/hashtags', 'Hashtags for a text').input(HashtagsTask).output(answer('hashtags')),
  altText: task('/ai/alt-text', 'What a picture shows, in words').input(AltTextTask).output(answer('altText')),
  thread: task('/ai/thread', 'Split a text at natural breaks').input(ThreadTask).output(answer('thread')),
  ideas: task('/ai/ideas', 'What to post in the gaps of a week').input(IdeasTask).output(answer('ideas')),
  /** Another take on a post's text. Its draft is only changed with `apply`; a version of it is kept. `conflict` where it is planned or out. */
  regenerate: route({
    ...use,
    invalidates: ['ai', 'posts'],
    method: 'POST',
    path: '/posts/{id}/regenerate',
    summary: 'Write a post anew, with feedback',
  })
    .errors(aiErrors)
    .input(RegenerateTask.omit({ post: true }).extend({ id: PostId, apply: z.boolean().default(false) }))
    .output(answer('regenerate').extend({ applied: z.boolean() })),
  /**
   * Into the media library, with its prompt. The job's result is `{assetIds, size, cropped}`: an endpoint knows few sizes, so the nearest is asked
   * for and cut to the ratio.
   */
  images: route({ ...makes, method: 'POST', path: '/ai/images', summary: 'Make pictures' })
    .errors(aiErrors)
    .input(ImageTask.extend({ waitMs }))
    .output(Job),
  /** Into the media library, with its prompt. The job's result is `{assetId}`; it goes on after a restart, and is paid for once. */
  videos: route({ ...makes, method: 'POST', path: '/ai/videos', summary: 'Make a video' })
    .errors(aiErrors)
    .input(VideoTask.extend({ waitMs }))
    .output(Job),
  /** Pictures and videos that were made here, newest first, with what they were made from. */
  made: route({ method: 'GET', path: '/ai/made', summary: 'Pictures and videos made by AI', scope: 'posts:read' })
    .input(z.object({ ...pageInput, asset: AssetId.optional() }))
    .output(
      pageOf(
        z.object({
          asset: Asset,
          prompt: z.string(),
          model: z.string(),
          ratio: ImageRatio,
          at: Instant,
        }),
      ),
    ),
}

export { brand } from './brand.ts'
