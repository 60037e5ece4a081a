import { problem } from './check.ts'
import { countGraphemes } from './text.ts'
import type { Problem } from './types.ts'

/** A poll as a setting of kind `poll` holds it. It goes out with the first part. */
export interface Poll {
  readonly options: readonly string[]
  readonly expiresInSeconds: number
  readonly multiple: boolean
  readonly hideTotals: boolean
}

export interface PollLimits {
  readonly options: number
  readonly optionCharacters: number
  readonly minSeconds: number
  readonly maxSeconds: number
}

/** The poll of a variant, read with care; null where there is none. */
export function readPoll(value: unknown): Poll | null {
  if (typeof value !== 'object' || value === null) return null
  const { options, expiresInSeconds, multiple, hideTotals } = value as Record<string, unknown>
  if (!Array.isArray(options)) return null
  return {
    options: options.filter((option): option is string => typeof option === 'string').map((option) => option.trim()),
    expiresInSeconds: typeof expiresInSeconds === 'number' ? expiresInSeconds : 86_400,
    multiple: multiple === true,
    hideTotals: hideTotals === true,
  }
}

/** A problem of the setting `poll`. */
export function pollProblem(code: string, params: Problem['params'] = {}): Problem {
  return { ...problem('error', code, 'settings', params, ['open_settings']), setting: 'poll' }
}

/** What a platform would refuse a poll for. `count` is how it counts an answer. */
export function checkPoll(poll: Poll | null, limits: PollLimits, count = countGraphemes): Problem[] {
  if (!poll) return []
  const filled = poll.options.filter((option) => option !== '')
  const longest = Math.max(0, ...poll.options.map(count))
  const problems: (Problem | false)[] = [
    filled.length < 2 && pollProblem('poll_too_few_options'),
    filled.length < poll.options.length && filled.length >= 2 && pollProblem('poll_option_empty'),
    poll.options.length > limits.options &&
      pollProblem('poll_too_many_options', { count: poll.options.length, max: limits.options }),
    new Set(filled).size < filled.length && pollProblem('poll_same_option_twice'),
    longest > limits.optionCharacters && pollProblem('poll_option_too_long', { max: limits.optionCharacters }),
    (poll.expiresInSeconds < limits.minSeconds || poll.expiresInSeconds > limits.maxSeconds) &&
      pollProblem('poll_duration', {
        minMinutes: Math.ceil(limits.minSeconds / 60),
        maxDays: Math.floor(limits.maxSeconds / 86_400),
      }),
  ]
  return problems.filter((found) => found !== false)
}
