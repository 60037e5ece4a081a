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

/** What a platform would refuse a poll for. `count` is how it counts an answer, `files` how many stand beside the poll. */
export function checkPoll(
  poll: Poll | null,
  limits: PollLimits,
  { files = 0, count = countGraphemes }: { readonly files?: number; readonly count?: (text: string) => number } = {},
): Problem[] {
  if (!poll) return []
  const wrong = (code: string, params: Problem['params'] = {}): Problem => ({
    ...problem('error', code, 'settings', params, ['open_settings']),
    setting: 'poll',
  })
  const filled = poll.options.filter((option) => option !== '')
  const longest = Math.max(0, ...poll.options.map(count))
  const problems: (Problem | false)[] = [
    files > 0 && wrong('poll_with_media'),
    filled.length < 2 && wrong('poll_too_few_options'),
    filled.length < poll.options.length && filled.length >= 2 && wrong('poll_option_empty'),
    poll.options.length > limits.options &&
      wrong('poll_too_many_options', { count: poll.options.length, max: limits.options }),
    new Set(filled).size < filled.length && wrong('poll_same_option_twice'),
    longest > limits.optionCharacters && wrong('poll_option_too_long', { max: limits.optionCharacters }),
    (poll.expiresInSeconds < limits.minSeconds || poll.expiresInSeconds > limits.maxSeconds) &&
      wrong('poll_duration', {
        minMinutes: Math.ceil(limits.minSeconds / 60),
        maxDays: Math.floor(limits.maxSeconds / 86_400),
      }),
  ]
  return problems.filter((found) => found !== false)
}
