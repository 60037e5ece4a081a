import * as z from 'zod'
import type { Language } from '../language.ts'
import { problemText } from '../platforms/problem-text.ts'
import type { Problem } from '../platforms/types.ts'
import { de } from './de/index.ts'
import { en } from './en/index.ts'

/** Every sentence in English, by code. */
export { en as sentences }

/**
 * What the studio says to people about deliveries, accounts and refusals, by code: words with parameters in double braces. A sentence says what
 * happened and what to do. New ones are general where another platform could say them, too; every language has the same codes and parameters.
 */
const languages: Readonly<Record<Language, Readonly<Record<SentenceCode, string>>>> = { en, de }

export type SentenceCode = keyof typeof en
export const sentenceCodes = Object.keys(en) as readonly SentenceCode[]

/** A parameter `until` is an instant in ISO 8601, shown in the reader's own zone. */
export type Params = Readonly<Record<string, string | number>>

type Names<Text extends string> = Text extends `${string}{{${infer Name}}}${infer Rest}` ? Name | Names<Rest> : never
/** The parameters a sentence needs. */
export type ParamsOf<Code extends SentenceCode> = {
  readonly [Name in Exclude<Names<(typeof en)[Code]>, 'inner'>]: string | number
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

/** A string as programs see it, not the list of all codes: that would be most of the API's description, and it grows with every version. */
const Code = z.string().describe('The code of a sentence') as unknown as z.ZodType<SentenceCode>
const Carried = z.object({ says: Code, params: z.record(z.string(), z.union([z.string(), z.number()])) })

/** A sentence as the contract carries it: `message` is the English, for scripts; windows say it in their own language. */
export const Spoken = Carried.extend({
  /** The sentence that `{{inner}}` of this one stands for. */
  inner: Carried.optional(),
  message: z.string(),
})
export type Spoken = z.infer<typeof Spoken>

/** Carries a sentence over the contract. */
export function spoken({ says, params, inner }: Said): Spoken {
  return {
    says,
    params: { ...params },
    ...(inner && { inner: { says: inner.says, params: { ...inner.params } } }),
    message: sentence({ says, params, inner }),
  }
}

/** Text that has no code: written by an earlier version, evidence, or words of a platform. */
export function asWritten(text: string): Said {
  return said('as_written', { text })
}

type Sentence = Pick<Said, 'says' | 'inner'> & { readonly params?: Params | undefined }

/** A sentence in a language; in English, as scripts and the log read it, unless told. */
export function sentence({ says, params, inner }: Sentence, language: Language = 'en'): string {
  if (says === 'problem' && language === 'en' && params?.['problem'] !== undefined)
    return problemText(problemOf(params))
  const values = shown(params, language)
  return fill(languages[language][says], inner ? { ...values, inner: sentence(inner, language) } : values)
}

/** What a check found, as a sentence's parameters. The window words it as it words every problem. */
export function problemSaid({ code, params, part }: Pick<Problem, 'code' | 'params' | 'part'>): Said {
  return { says: 'problem', params: { ...params, problem: code, ...(part !== undefined && { in_part: part }) } }
}

/** The problem that `problemSaid` made parameters of. */
export function problemOf({ problem, in_part: part, ...params }: Params): Pick<Problem, 'code' | 'params' | 'part'> {
  return { code: String(problem), params, ...(part !== undefined && { part: Number(part) }) }
}

function shown(params: Params = {}, language: Language): Params {
  const { until } = params
  if (until === undefined || Number.isNaN(new Date(until).getTime())) return params
  const format = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  return { ...params, until: format.format(new Date(until)) }
}

/** Once over the template: what a value contains is never filled in again. */
function fill(template: string, values: Params): string {
  return template.replaceAll(/{{(\w+)}}/g, (whole, name: string) => String(values[name] ?? whole))
}
