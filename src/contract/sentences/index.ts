import { problemText } from '../platforms/problem-text.ts'
import type { Problem } from '../platforms/types.ts'
import { connecting } from './en/connecting.ts'
import { jobs } from './en/jobs.ts'
import { mediaHost } from './en/media-host.ts'
import { ownPlatforms } from './en/own-platforms.ts'
import { publishing } from './en/publishing.ts'

/**
 * What the studio says to people about deliveries and accounts, by code: the English words, with parameters in double braces. A sentence says what
 * happened and what to do. Other languages have the same codes and parameters. New ones are general where another platform could say them, too.
 */
export const sentences = { ...publishing, ...connecting, ...ownPlatforms, ...jobs, ...mediaHost } as const

export type SentenceCode = keyof typeof sentences
export const sentenceCodes = Object.keys(sentences) as readonly SentenceCode[]

/** A parameter `until` is an instant in ISO 8601, shown in the reader's own zone. */
export type Params = Readonly<Record<string, string | number>>

type Names<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Names<Rest> : never
/** The parameters a sentence needs. */
export type ParamsOf<Code extends SentenceCode> = {
  readonly [Name in Exclude<Names<(typeof sentences)[Code]>, 'inner'>]: string | number
}

/** A sentence as it is kept and carried: which one, and what it is filled with. */
export interface Said {
  readonly says: SentenceCode
  readonly params: Params
  /** The sentence that `{{inner}}` of this one stands for. */
  readonly inner?: { readonly says: SentenceCode; readonly params: Params } | undefined
}

type Rest<Code extends SentenceCode> = keyof ParamsOf<Code> extends never ? [] : [params: ParamsOf<Code>]

/** A sentence with the parameters it needs. */
export function said<Code extends SentenceCode>(says: Code, ...[params]: Rest<Code>): Said {
  return { says, params: { ...params } }
}

/** Text that has no code: written by an earlier version, evidence, or words of a platform. */
export function asWritten(text: string): Said {
  return said('as_written', { text })
}

/** A sentence in English, as scripts and the log read it. */
export function sentence({ says, params, inner }: Sentence): string {
  if (says === 'problem' && typeof params?.['problem'] === 'string') return problemText(problemOf(params))
  const values = shown(params, 'en')
  return fill(sentences[says], inner ? { ...values, inner: sentence(inner) } : values)
}

type Sentence = Pick<Said, 'says' | 'inner'> & { readonly params?: Params | undefined }

/** What a check found, as a sentence's parameters. The window words it as it words every problem. */
export function problemSaid({ code, params, part }: Pick<Problem, 'code' | 'params' | 'part'>): Said {
  return { says: 'problem', params: { ...params, problem: code, ...(part !== undefined && { in_part: part }) } }
}

/** The problem that `problemSaid` made parameters of. */
export function problemOf({ problem, in_part: part, ...params }: Params): Pick<Problem, 'code' | 'params' | 'part'> {
  return { code: String(problem), params, ...(part !== undefined && { part: Number(part) }) }
}

function shown(params: Params = {}, language: string): Params {
  const { until } = params
  if (until === undefined || Number.isNaN(new Date(until).getTime())) return params
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  return { ...params, until: format.format(new Date(until)) }
}

/** Once over the template: what a value contains is never filled in again. */
function fill(template: string, values: Params): string {
  return template.replaceAll(/{{(\w+)}}/g, (whole, name: string) => String(values[name] ?? whole))
}
