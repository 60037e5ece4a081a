import * as z from 'zod'
import { route } from '../route.ts'
import { Instant, PostId } from '../vocabulary.ts'

/** A language as BCP 47 names it (`de`, `pt-BR`); empty where it is not said. */
export const LanguageTag = z
  .string()
  .trim()
  .regex(/^([a-z]{2,3}(-[A-Za-z0-9]{2,8})*)?$/)

const line = z.string().trim().max(500)
const words = z.array(z.string().trim().min(1).max(80)).max(100)

/** Writing of the brand's own, which shows how it sounds: a post (then `text` is what it says now), or a text from elsewhere. */
export const VoiceSample = z.object({
  postId: PostId.nullable().default(null),
  text: z.string().trim().max(5_000).default(''),
})
export type VoiceSample = z.output<typeof VoiceSample>

/** Who speaks, to whom, and how: grounds every call. One per workspace. */
export const Brand = z.object({
  name: line.default(''),
  audience: z.string().trim().max(2_000).default(''),
  tone: line.default(''),
  topics: z.array(line.min(1)).max(50).default([]),
  /** What sets it apart. */
  angle: z.string().trim().max(2_000).default(''),
  /** The few themes that everything it publishes belongs to. */
  pillars: z.array(line.min(1)).max(20).default([]),
  instructions: z.string().trim().max(5_000).default(''),
  imageInstructions: z.string().trim().max(2_000).default(''),
  useWords: words.default([]),
  avoidWords: words.default([]),
  language: LanguageTag.default(''),
  website: z.union([z.literal(''), z.url({ protocol: /^https?$/ }).max(2_000)]).default(''),
  samples: z.array(VoiceSample).max(20).default([]),
})
export type Brand = z.output<typeof Brand>

export const brand = {
  get: route({
    method: 'GET',
    path: '/brand',
    summary: 'Who speaks, to whom, and how',
    scope: 'posts:read',
  }).output(Brand.extend({ updatedAt: Instant.nullable() })),
  /** The whole profile: what is left out is emptied. */
  put: route({
    method: 'PUT',
    path: '/brand',
    summary: 'Set the brand profile and its voice samples',
    scope: 'posts:write',
    invalidates: ['brand'],
  })
    .input(Brand)
    .output(Brand.extend({ updatedAt: Instant.nullable() })),
}
