import * as z from 'zod'
import { Spoken } from '../sentences/index.ts'
import { When } from '../posts.ts'
import { AccountId, AssetId, CallId, EndpointId, InstantInput, Platform, PostId } from '../vocabulary.ts'
import { LanguageTag } from './brand.ts'
import { AiUsage } from './usage.ts'

/*
 * What can be asked of the AI in words. Nothing here is sent to a platform: each answers a proposal that a person takes or leaves.
 */

/** The ten tones a text can be given. */
export const Tone = z.enum([
  'professional',
  'casual',
  'friendly',
  'enthusiastic',
  'formal',
  'humorous',
  'inspirational',
  'educational',
  'storytelling',
  'urgent',
])
export type Tone = z.infer<typeof Tone>

/** What a post is for. */
export const ContentType = z.enum(['educational', 'personal', 'business', 'inspirational', 'news'])
export type ContentType = z.infer<typeof ContentType>

/** About how long; never more than the platform takes. */
export const TextLength = z.enum(['short', 'medium', 'long'])
export type TextLength = z.infer<typeof TextLength>

/** Whose rules a text is written and counted by: an account's, or a platform's. */
export const WrittenFor = z.union([z.object({ account: AccountId }), z.object({ platform: Platform })])
export type WrittenFor = z.infer<typeof WrittenFor>

const text = z.string().trim().min(1).max(50_000)
const short = z.string().trim().min(1).max(2_000)

/** Of every task. */
const asked = z.object({
  /** In place of the workspace's default. */
  endpoint: EndpointId.optional(),
  model: z.string().trim().min(1).max(200).optional(),
  /** The language of the answer; the text's own, or the brand's, unless told. */
  language: LanguageTag.optional(),
})
const askedFor = asked.extend({ for: WrittenFor.optional() })

/** What a post is made from. `note`: a post that is kept as an idea. `url`: the text of a public web page. */
export const PostSource = z.union([
  z.object({ topic: short }),
  z.object({ text }),
  z.object({ note: PostId }),
  z.object({ url: z.url({ protocol: /^https?$/ }).max(2_000) }),
])
export type PostSource = z.infer<typeof PostSource>

export const PostTask = askedFor.extend({
  from: PostSource,
  contentType: ContentType.optional(),
  length: TextLength.default('medium'),
  angle: short.optional(),
  hashtags: z.boolean().default(false),
})
export const CaptionTask = askedFor.extend({
  about: short.optional().describe('What it is about; needed where there is no file'),
  assets: z.array(AssetId).max(4).default([]).describe('Pictures, or films by one frame, that it is a caption for'),
  length: TextLength.default('medium'),
})
export const CarouselTask = askedFor.extend({
  about: text,
  slides: z.int().min(2).max(20),
  length: TextLength.default('medium'),
})
export const VideoCaptionTask = askedFor.extend({
  about: text,
  durationSeconds: z.number().min(1).max(43_200),
  length: TextLength.default('medium'),
})
export const ToneTask = askedFor.extend({ text, tone: Tone })
export const ProofreadTask = asked.extend({ text })
export const ConciseTask = askedFor.extend({
  text,
  /** In the platform's own unit (characters without one); its limit unless told. Without a platform it is needed. */
  max: z.int().min(10).max(50_000).optional(),
})
export const EditTask = askedFor.extend({ text, instruction: short })
export const AdaptTask = asked.extend({ text, accounts: z.array(AccountId).min(1).max(50) })
export const HashtagsTask = askedFor.extend({ text, count: z.int().min(1).max(30).default(5) })
export const AltTextTask = asked.extend({ asset: AssetId, max: z.int().min(20).max(5_000).default(1_000) })
export const ThreadTask = askedFor.extend({ text, maxParts: z.int().min(2).max(50).default(25) })
export const IdeasTask = asked.extend({
  from: InstantInput.optional().describe('Seven days from here on; now unless told'),
  count: z.int().min(1).max(21).default(7),
  about: short.optional(),
})
export const RegenerateTask = asked.extend({
  post: PostId,
  feedback: short,
  /** Only what this account gets. */
  account: AccountId.optional(),
})

const arm = <Name extends string, Shape extends z.ZodRawShape>(task: Name, input: z.ZodObject<Shape>) =>
  input.extend({ task: z.literal(task) })

/** Everything that can be asked in words, by task. */
export const TextTask = z.discriminatedUnion('task', [
  arm('post', PostTask),
  arm('caption', CaptionTask),
  arm('carousel', CarouselTask),
  arm('videoCaption', VideoCaptionTask),
  arm('tone', ToneTask),
  arm('proofread', ProofreadTask),
  arm('concise', ConciseTask),
  arm('edit', EditTask),
  arm('adapt', AdaptTask),
  arm('hashtags', HashtagsTask),
  arm('altText', AltTextTask),
  arm('thread', ThreadTask),
  arm('ideas', IdeasTask),
  arm('regenerate', RegenerateTask),
])
export type TextTask = z.output<typeof TextTask>
export type TextTaskName = TextTask['task']

/** A text that came back: plain, counted as its platform counts. */
export const WrittenText = z.object({
  text: z.string(),
  /** Null where no platform or target was named. */
  count: z.object({ used: z.number(), max: z.number().nullable(), unit: z.string() }).nullable(),
  /** False: it is too long still, after all tries. */
  fits: z.boolean(),
  /** How often it was asked for. */
  rounds: z.int(),
  /** What should be known of it before it is taken: it is too long, it seems to be in another language … */
  warnings: z.array(Spoken),
})
export type WrittenText = z.infer<typeof WrittenText>

export const CorrectionType = z.enum(['spelling', 'grammar', 'punctuation', 'wording', 'style'])
/** One mend of a text, which can be made by itself: `original` stands at `start`, counted as JavaScript counts characters. */
export const Correction = z.object({
  type: CorrectionType,
  original: z.string(),
  corrected: z.string(),
  explanation: z.string(),
  start: z.int(),
  end: z.int(),
})
export type Correction = z.infer<typeof Correction>

export const Idea = z.object({
  topic: z.string(),
  angle: z.string(),
  /** One of the brand's, or empty. */
  pillar: z.string(),
  contentType: ContentType,
  /** A free queue time, or a day without posts at noon; null when there are more ideas than gaps. */
  when: When.nullable(),
})
export type Idea = z.infer<typeof Idea>

const one = WrittenText
const result = <Name extends TextTaskName, Shape extends z.ZodRawShape>(task: Name, shape: Shape) =>
  z.object({ task: z.literal(task), ...shape })

/** What came of a task. */
export const TextAnswer = z.discriminatedUnion('task', [
  result('post', { title: z.string(), written: one }),
  result('caption', { written: one }),
  result('carousel', { slides: z.array(z.object({ heading: z.string(), text: z.string() })), written: one }),
  result('videoCaption', { written: one }),
  result('tone', { written: one }),
  result('proofread', {
    corrections: z.array(Correction),
    /** The text with all of them made. */
    corrected: z.string(),
    /** Corrections of words that do not stand in the text, which were left out. */
    dropped: z.int(),
  }),
  result('concise', { written: one }),
  result('edit', { written: one }),
  /** Accounts fail by themselves. */
  result('adapt', {
    versions: z.array(z.object({ account: AccountId, written: one.nullable(), problem: Spoken.nullable() })),
  }),
  result('hashtags', { hashtags: z.array(z.string()) }),
  result('altText', { alt: z.string(), caption: z.string() }),
  result('thread', {
    parts: z.array(one),
    /** Whether the parts together say the text to the word. */
    sameWords: z.boolean(),
  }),
  result('ideas', { ideas: z.array(Idea) }),
  result('regenerate', { parts: z.array(one) }),
])
export type TextAnswer = z.infer<typeof TextAnswer>
export type AnswerOf<Name extends TextTaskName> = Extract<TextAnswer, { task: Name }>

/** What a run used, and the calls it made. */
export const RunUsage = z.object({ run: z.string(), calls: z.array(CallId), usage: AiUsage })
export type RunUsage = z.infer<typeof RunUsage>

/** How a run goes, as it goes. It ends with `result`, or with an error of the route. */
export const TextEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('started'), run: z.string(), endpoint: z.string(), model: z.string() }),
  /** More of a text. `account` null: the one text of the task. Of tasks whose answer is a list, none come. */
  z.object({ type: z.literal('delta'), account: AccountId.nullable(), text: z.string() }),
  /** It is asked for anew: forget what was shown of this text. */
  z.object({
    type: z.literal('restart'),
    account: AccountId.nullable(),
    why: z.enum(['broken_off', 'too_long', 'wrong_language', 'wrong_shape']),
  }),
  /** Characters that came so far, of a task whose answer is a list. */
  z.object({ type: z.literal('progress'), received: z.int() }),
  z.object({ type: z.literal('result'), answer: TextAnswer, used: RunUsage }),
])
export type TextEvent = z.infer<typeof TextEvent>

export const ImageRatio = z.enum(['1:1', '4:5', '9:16', '16:9', '3:4', '4:3'])
export type ImageRatio = z.infer<typeof ImageRatio>

export const ImageTask = asked.omit({ language: true }).extend({
  prompt: text.max(10_000),
  ratio: ImageRatio.default('1:1'),
  count: z.int().min(1).max(4).default(1),
  /** Leaves the brand's image style out. */
  plain: z.boolean().default(false),
})
export type ImageTask = z.output<typeof ImageTask>

export const VideoTask = asked.omit({ language: true }).extend({
  prompt: text.max(10_000),
  ratio: z.enum(['16:9', '9:16']).default('9:16'),
  seconds: z.int().min(1).max(60).default(8),
  plain: z.boolean().default(false),
})
export type VideoTask = z.output<typeof VideoTask>
