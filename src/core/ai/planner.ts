import type { Brand } from '../../contract/ai/brand.ts'
import type { TextTask } from '../../contract/ai/tasks.ts'
import { said, spoken } from '../../contract/sentences/index.ts'
import type { AssetId } from '../../contract/vocabulary.ts'
import { notFound, unprocessable } from '../errors.ts'
import type { Media } from '../media/media.ts'
import type { Slots } from '../scheduling/slots.ts'
import { contentOf, getPost, type PostRow } from '../store/posts.ts'
import type { WorkspaceContext } from '../workspace-context.ts'
import { saidOfFailure } from './failed.ts'
import { guessLanguage } from './language.ts'
import { planAltText, planCarousel, planHashtags, planProofread, planThread, rewriteParts } from './lists.ts'
import { planIdeas } from './ideas.ts'
import { measureFor } from './measure.ts'
import { oneText, type Plan, type PieceResult } from './plan.ts'
import { kinds, lengths, tones, type Material, type Prompt } from './prompts.ts'
import type { Sources } from './source.ts'

/** Turns what is asked into what is said to a model. Nothing is sent to one here. */
export type Planner = ReturnType<typeof createPlanner>

export function createPlanner(
  context: WorkspaceContext,
  parts: { brand(): Brand; media: Pick<Media, 'facts'>; slots: Slots; sources: Sources },
) {
  const { store } = context
  const { brand, media, slots, sources } = parts

  function needPost(id: string): PostRow {
    const row = getPost(store.read, id)
    if (!row || row.deletedAt !== null) throw notFound('post', id)
    return row
  }

  function needPictures(ids: readonly AssetId[], path: string): readonly AssetId[] {
    for (const id of ids) {
      const facts = media.facts(id)
      if (!facts) throw notFound('file', id)
      if (facts.kind !== 'image' && facts.kind !== 'video')
        throw unprocessable([{ path, says: said('ai_not_a_picture') }])
    }
    return ids
  }

  const textOf = (row: PostRow) =>
    row.parts
      .map(({ text }) => text)
      .join('\n\n')
      .trim()

  /** What a post is made from, as material. */
  async function materialOf(from: Extract<TextTask, { task: 'post' }>['from'], signal: AbortSignal): Promise<Material> {
    if ('topic' in from) return { name: 'topic', text: from.topic }
    if ('text' in from) return { name: 'text', text: from.text }
    if ('url' in from) return { name: 'page', text: await sources.textOf(from.url, signal) }
    const row = needPost(from.note)
    const text = [row.title, textOf(row)].filter(Boolean).join('\n\n')
    if (text === '') throw unprocessable([{ path: 'from.note', says: said('ai_post_empty') }])
    return { name: 'note', text }
  }

  /** A change of a text keeps its language unless told. */
  function rewriting(task: { text: string; language?: string | undefined }) {
    const language = task.language ?? ''
    const keep = language === '' ? ['Keep the language of the text.'] : []
    return { language, keep, expect: language || (guessLanguage(task.text) ?? '') }
  }

  const keepFacts = 'Keep its facts, names, links, mentions and hashtags.'

  async function plan(task: TextTask, signal: AbortSignal): Promise<Plan> {
    const ours = brand()
    const language = ('language' in task ? task.language : undefined) ?? ours.language
    switch (task.task) {
      case 'post': {
        const material = await materialOf(task.from, signal)
        const measure = measureFor(store.read, task.for)
        const title = material.text.split('\n')[0]?.trim().slice(0, 120) ?? ''
        const prompt: Prompt = {
          task: [
            `Write one post from this ${material.name}.`,
            ...(task.contentType ? [kinds[task.contentType]] : []),
            lengths[task.length],
            ...(task.angle === undefined ? [] : [`The angle: ${task.angle}`]),
            task.hashtags ? 'End with two to four fitting hashtags.' : 'Use no hashtags.',
          ],
          material: [material],
          ...{ language, measure, answer: 'text' },
        }
        return oneText(prompt, language, (written) => ({ task: 'post', title, written }))
      }
      case 'caption': {
        const images = needPictures(task.assets, 'assets')
        if (images.length === 0 && task.about === undefined)
          throw unprocessable([{ path: 'about', says: said('ai_caption_needs') }])
        const prompt: Prompt = {
          task: [
            images.length > 0 ? 'Write a caption for what the picture shows.' : 'Write a caption.',
            lengths[task.length],
          ],
          material: task.about === undefined ? [] : [{ name: 'about', text: task.about }],
          images,
          ...{ language, measure: measureFor(store.read, task.for), answer: 'text' },
        }
        const means = images.length > 0 ? 'vision' : 'text'
        const about = images[0] === undefined ? {} : { asset: images[0] }
        return oneText(prompt, language, (written) => ({ task: 'caption', written }), { means, about })
      }
      case 'videoCaption': {
        const prompt: Prompt = {
          task: [
            `Write a caption for a video of ${Math.round(task.durationSeconds)} seconds. Its first line makes people watch.`,
            lengths[task.length],
          ],
          material: [{ name: 'about', text: task.about }],
          ...{ language, measure: measureFor(store.read, task.for), answer: 'text' },
        }
        return oneText(prompt, language, (written) => ({ task: 'videoCaption', written }))
      }
      case 'tone': {
        const { keep, expect, ...its } = rewriting(task)
        const prompt: Prompt = {
          task: [`Rewrite the text. Make its tone ${tones[task.tone]}.`, keepFacts, ...keep],
          material: [{ name: 'text', text: task.text }],
          ...{ ...its, measure: measureFor(store.read, task.for), answer: 'text' },
        }
        return oneText(prompt, expect, (written) => ({ task: 'tone', written }))
      }
      case 'concise': {
        const measure = measureFor(store.read, task.for, task.max ?? null)
        if (measure.max === null) throw unprocessable([{ path: 'max', says: said('ai_target_needed') }])
        const { keep, expect, ...its } = rewriting(task)
        const prompt: Prompt = {
          task: ['Say the same in fewer characters. Drop what matters least first.', keepFacts, ...keep],
          material: [{ name: 'text', text: task.text }],
          ...{ ...its, measure, answer: 'text' },
        }
        return oneText(prompt, expect, (written) => ({ task: 'concise', written }))
      }
      case 'edit': {
        const { keep, expect, ...its } = rewriting(task)
        // What the person asks for may well be another language.
        const free = task.language === undefined
        const prompt: Prompt = {
          task: [
            `Change the text as told here, and nothing else: ${task.instruction}`,
            ...(free ? ['Keep the language of the text unless told otherwise.'] : keep),
          ],
          material: [{ name: 'text', text: task.text }],
          ...{ ...its, measure: measureFor(store.read, task.for), answer: 'text' },
        }
        return oneText(prompt, free ? '' : expect, (written) => ({ task: 'edit', written }))
      }
      case 'adapt': {
        const { keep, expect, ...its } = rewriting(task)
        return {
          ...{ is: 'texts', means: 'text', about: {} },
          pieces: [...new Set(task.accounts)].map((account, index) => {
            const measure = measureFor(store.read, { account }, null, `accounts.${index}`)
            const prompt: Prompt = {
              task: [
                `Adapt the text to how people write and read on ${measure.platform}. It stands alone there.`,
                keepFacts,
                ...keep,
              ],
              material: [{ name: 'text', text: task.text }],
              ...{ ...its, measure, answer: 'text' },
            }
            return { account, prompt, expect }
          }),
          finish(results) {
            if (results.every(({ written }) => written === null)) throw results[0]?.problem
            return { task: 'adapt', versions: results.map(versionOf) }
          },
        }
      }
      case 'regenerate':
        return regenerate(task, language)
      case 'carousel':
        return planCarousel(task, language, measureFor(store.read, task.for))
      case 'proofread':
        return planProofread(task, rewriting(task))
      case 'hashtags':
        return planHashtags(task, task.language ?? guessLanguage(task.text) ?? ours.language)
      case 'altText':
        needPictures([task.asset], 'asset')
        return planAltText(task, language)
      case 'thread':
        return planThread(task, rewriting(task), measureFor(store.read, task.for))
      case 'ideas':
        return planIdeas(context, slots, task, ours, language)
    }
  }

  function regenerate(task: Extract<TextTask, { task: 'regenerate' }>, fallback: string): Plan {
    const row = needPost(task.post)
    const content = contentOf(store.read, row)
    const variant = content.variants.find(({ accountId }) => accountId === task.account)
    if (task.account !== undefined && !variant)
      throw unprocessable([{ path: 'account', says: said('ai_account_has_no_version') }])
    const texts = (variant?.parts ?? content.parts).map(({ text }) => text)
    const whole = texts.join('\n\n').trim()
    if (whole === '') throw unprocessable([{ path: 'id', says: said('ai_post_empty') }])
    const measure = measureFor(store.read, task.account === undefined ? undefined : { account: task.account })
    const language = task.language ?? guessLanguage(whole) ?? fallback
    const wanted = ['Write the post anew, on the same matter.', `What the person says of it: ${task.feedback}`]
    const about = { post: task.post }
    const [only] = texts
    if (texts.length > 1 || only === undefined) return { ...rewriteParts(texts, wanted, language, measure), about }
    const prompt: Prompt = {
      task: wanted,
      material: [{ name: 'post', text: only }],
      ...{ language, measure, answer: 'text' },
    }
    return oneText(prompt, language, (written) => ({ task: 'regenerate', parts: [written] }), { about })
  }

  return { plan }
}

/** One account's version, or why there is none. What nobody expected is a bug, and breaks the whole. */
function versionOf({ account, written, problem }: PieceResult) {
  const why = saidOfFailure(problem)
  if (account === null || (written === null && !why)) throw problem
  return { account, written, problem: why ? spoken(why) : null }
}
