import * as z from 'zod'
import { CorrectionType, type Correction, type TextTask } from '../../contract/ai/tasks.ts'
import { fits, written, type Measure } from './measure.ts'
import type { Plan } from './plan.ts'
import { toPlain } from './plain.ts'
import { lengths } from './prompts.ts'

/*
 * Tasks whose answer is more than one text. Their schemas say the shape alone, as strict endpoints want it; what the values must be is checked as
 * they are read.
 */

type TaskOf<Name extends TextTask['task']> = Extract<TextTask, { task: Name }>
interface Rewriting {
  readonly language: string
  readonly keep: readonly string[]
}

const Carousel = z.object({ slides: z.array(z.object({ heading: z.string(), text: z.string() })), caption: z.string() })

export function planCarousel(task: TaskOf<'carousel'>, language: string, measure: Measure): Plan {
  return {
    ...{ is: 'list', means: 'text', about: {}, name: 'carousel', schema: Carousel },
    prompt: {
      task: [
        `Write the texts of a carousel of exactly ${task.slides} slides, and its caption.`,
        'The first slide makes people want the next, the last says what to do. A heading has at most 8 words, a text at most 40.',
        lengths[task.length],
        ...(measure.max === null ? [] : [`The caption must not be longer than ${measure.max} characters.`]),
      ],
      material: [{ name: 'about', text: task.about }],
      ...{ language, measure, answer: 'json' },
      shape: '{"slides": [{"heading": string, "text": string}], "caption": string}',
    },
    read(value, last) {
      const { slides, caption } = Carousel.parse(value)
      const text = toPlain(caption)
      if (slides.length !== task.slides) return { wrong: `There must be exactly ${task.slides} slides.` }
      if (text === '') return { wrong: 'The caption is empty.' }
      if (!fits(text, measure) && !last) return { wrong: `The caption is longer than ${measure.max} characters.` }
      const plain = slides.map((slide) => ({ heading: toPlain(slide.heading), text: toPlain(slide.text) }))
      return { answer: { task: 'carousel', slides: plain, written: written(text, measure, last ? 2 : 1, []) } }
    },
  }
}

const Hashtags = z.object({ hashtags: z.array(z.string()) })

export function planHashtags(task: TaskOf<'hashtags'>, language: string): Plan {
  return {
    ...{ is: 'list', means: 'text', about: {}, name: 'hashtags', schema: Hashtags },
    prompt: {
      task: [`Find the ${task.count} hashtags under which the right people would find this text, the best first.`],
      material: [{ name: 'text', text: task.text }],
      ...{ language, measure: null, answer: 'json' },
      shape: '{"hashtags": [string]}',
    },
    read(value) {
      const found = Hashtags.parse(value)
        .hashtags.map(toHashtag)
        .filter((tag) => tag !== '')
      const isFirst = (tag: string, at: number) =>
        found.findIndex((one) => one.toLowerCase() === tag.toLowerCase()) === at
      const hashtags = found.filter(isFirst).slice(0, task.count)
      return hashtags.length === 0 ? { wrong: 'There is no hashtag.' } : { answer: { task: 'hashtags', hashtags } }
    },
  }
}

/** Letters, digits and underscores of any script are what platforms take in a hashtag. */
function toHashtag(text: string): string {
  const word = text.normalize('NFC').replaceAll(/[^\p{L}\p{M}\p{N}_]/gu, '')
  return /\p{L}/u.test(word) && word.length <= 100 ? `#${word}` : ''
}

const AltText = z.object({ alt: z.string(), caption: z.string() })

export function planAltText(task: TaskOf<'altText'>, language: string): Plan {
  return {
    ...{ is: 'list', means: 'vision', about: { asset: task.asset }, name: 'alt_text', schema: AltText },
    prompt: {
      task: [
        'Say what the picture shows, for people who cannot see it: what matters first, text in it word for word, without "picture of".',
        `The alt text has at most ${task.max} characters. Also write a caption of one sentence.`,
      ],
      material: [],
      images: [task.asset],
      ...{ language, measure: null, answer: 'json' },
      shape: '{"alt": string, "caption": string}',
    },
    read(value, last) {
      const plain = AltText.parse(value)
      const [alt, caption] = [toPlain(plain.alt), toPlain(plain.caption)]
      if (alt === '') return { wrong: 'The alt text is empty.' }
      if (alt.length > task.max && !last) return { wrong: `The alt text is longer than ${task.max} characters.` }
      return { answer: { task: 'altText', alt: cutAtWord(alt, task.max), caption } }
    },
  }
}

function cutAtWord(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/\s+\S*$/, '')}…`
}

const Proofread = z.object({
  corrections: z.array(
    z.object({ type: CorrectionType, original: z.string(), corrected: z.string(), explanation: z.string() }),
  ),
})

export function planProofread(task: TaskOf<'proofread'>, { language }: Rewriting): Plan {
  const { text } = task
  return {
    ...{ is: 'list', means: 'text', about: {}, name: 'proofread', schema: Proofread },
    prompt: {
      task: [
        'Proofread the text. List every mistake in the order of the text, each with the shortest piece that stands in it to the letter, its correction, and why in one sentence.',
        'Only what is wrong: no rewriting. Leave links, mentions and hashtags alone. Without mistakes the list is empty.',
        ...(language === '' ? ['Explain in the language of the text.'] : []),
      ],
      material: [{ name: 'text', text }],
      ...{ language, measure: null, answer: 'json' },
      shape:
        '{"corrections": [{"type": "spelling" | "grammar" | "punctuation" | "wording" | "style", "original": string, "corrected": string, "explanation": string}]}',
    },
    read(value, last) {
      const { corrections, lost } = place(text, Proofread.parse(value).corrections)
      if (lost.length > 0 && !last)
        return { wrong: `These do not stand in the text to the letter: ${JSON.stringify(lost.slice(0, 10))}` }
      return { answer: { task: 'proofread', corrections, corrected: applied(text, corrections), dropped: lost.length } }
    },
  }
}

/** Finds each correction in the text: after the one before it where it stands there, anywhere free otherwise. */
function place(text: string, found: z.output<typeof Proofread>['corrections']) {
  const corrections: Correction[] = []
  const lost: string[] = []
  const isFree = (start: number, end: number) => corrections.every((one) => end <= one.start || start >= one.end)
  let from = 0
  for (const one of found) {
    const { original } = one
    if (original === one.corrected) continue
    let start = original === '' ? -1 : text.indexOf(original, from)
    if (start < 0 && original !== '') start = text.indexOf(original)
    while (start >= 0 && !isFree(start, start + original.length)) start = text.indexOf(original, start + 1)
    if (start < 0) {
      lost.push(original)
      continue
    }
    from = start + original.length
    const [corrected, explanation] = [one.corrected, toPlain(one.explanation)]
    corrections.push({ type: one.type, original, corrected, explanation, start, end: from })
  }
  return { corrections: corrections.sort((a, b) => a.start - b.start), lost }
}

function applied(text: string, corrections: readonly Correction[]): string {
  let [result, at] = ['', 0]
  for (const { start, end, corrected } of corrections) {
    result += text.slice(at, start) + corrected
    at = end
  }
  return result + text.slice(at)
}

const Parts = z.object({ parts: z.array(z.string()) })
const partsShape = '{"parts": [string]}'

export function planThread(task: TaskOf<'thread'>, { language, keep }: Rewriting, measure: Measure): Plan {
  return {
    ...{ is: 'list', means: 'text', about: {}, name: 'thread', schema: Parts },
    prompt: {
      task: [
        `Split the text into the parts of a thread, at natural breaks, into as few as make sense and at most ${task.maxParts}.`,
        'Change no word, leave none out and add none, no numbers either: the parts one after the other are the text.',
        ...(measure.max === null ? [] : [`No part is longer than ${measure.max} characters.`]),
        ...keep,
      ],
      material: [{ name: 'text', text: task.text }],
      ...{ language, measure, answer: 'json' },
      shape: partsShape,
    },
    read(value, last) {
      const parts = plainParts(value)
      const sameWords = wordsOf(parts.join(' ')) === wordsOf(task.text)
      const wrong = [
        ...(parts.length === 0 ? ['There is no part.'] : []),
        ...(parts.length > task.maxParts ? [`There are more than ${task.maxParts} parts.`] : []),
        ...(sameWords ? [] : ['The parts do not say the text to the word.']),
        ...tooLong(parts, measure),
      ]
      const bearable = parts.length > 0 && parts.length <= task.maxParts
      if (wrong.length > 0 && !(last && bearable)) return { wrong: wrong.join(' ') }
      return {
        answer: { task: 'thread', parts: parts.map((part) => written(part, measure, last ? 2 : 1, [])), sameWords },
      }
    },
  }
}

/** A post of several parts, written anew part by part. */
export function rewriteParts(
  texts: readonly string[],
  wanted: readonly string[],
  language: string,
  measure: Measure,
): Plan {
  return {
    ...{ is: 'list', means: 'text', about: {}, name: 'parts', schema: Parts },
    prompt: {
      task: [
        ...wanted,
        `It is a thread of ${texts.length} parts: answer as many.`,
        ...(measure.max === null ? [] : [`No part is longer than ${measure.max} characters.`]),
      ],
      material: texts.map((text) => ({ name: 'post', text })),
      ...{ language, measure, answer: 'json' },
      shape: partsShape,
    },
    read(value, last) {
      const parts = plainParts(value)
      if (parts.length !== texts.length) return { wrong: `There must be exactly ${texts.length} parts.` }
      const wrong = tooLong(parts, measure)
      if (wrong.length > 0 && !last) return { wrong: wrong.join(' ') }
      return {
        answer: { task: 'regenerate', parts: parts.map((part) => written(part, measure, last ? 2 : 1, [])) },
      }
    },
  }
}

const plainParts = (value: unknown) =>
  Parts.parse(value)
    .parts.map(toPlain)
    .filter((part) => part !== '')

const tooLong = (parts: readonly string[], measure: Measure) =>
  parts.flatMap((part, index) =>
    fits(part, measure) ? [] : [`Part ${index + 1} is ${measure.count(part)} long; ${measure.max} is the most.`],
  )

const wordsOf = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
