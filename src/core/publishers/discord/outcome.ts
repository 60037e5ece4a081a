import { said, type Said } from '../../../contract/sentences/index.ts'
import type { ReasonCode } from '../../../contract/vocabulary.ts'
import type { HttpAnswer } from '../../http.ts'
import { isUncertain, objectOf, rateLimited, retryAfter, troubled } from '../answers.ts'
import { failure, type PublishContext, type StepFailure } from '../publisher.ts'
import { platform } from './api.ts'

/*
 * What Discord's answers mean: by the number it calls `code` (topics/opcodes-and-status-codes.mdx, "JSON"), and where there is none by status.
 */

/** Codes that more than one place looks for. */
export const codes = {
  unknownChannel: 10_003,
  unknownMessage: 10_008,
  forumWantsName: 220_001,
  noForum: 220_003,
} as const

type Called = Pick<PublishContext, 'account' | 'clock'>
type Meaning = readonly [code: ReasonCode, said: Said]

const gone: Meaning = ['reconnect', said('discord_webhook_gone')]
const aFile: Meaning = ['media', said('a_file_refused', { platform })]
const tooLarge: Meaning = ['media', said('a_file_too_large', { platform })]
const closed: Meaning = ['not_allowed', said('discord_thread_closed')]
const noPoll: Meaning = ['content', said('discord_no_poll_here')]
const blocked: Meaning = ['content', said('blocked', { platform })]

const meanings: Readonly<Record<number, Meaning>> = {
  10_015: gone, // unknown webhook
  50_027: gone, // invalid webhook token
  50_001: ['not_allowed', said('not_allowed', { platform })], // missing access
  50_013: ['not_allowed', said('not_allowed', { platform })], // missing permissions
  [codes.unknownMessage]: ['content', said('reference_gone', { platform })],
  10_087: ['content', said('discord_tag_unknown')],
  40_067: ['content', said('discord_tag_needed')],
  [codes.noForum]: ['content', said('discord_not_a_forum')],
  40_005: tooLarge, // request entity too large
  50_045: tooLarge, // file uploaded exceeds the maximum size
  50_046: aFile, // invalid file uploaded
  50_110: aFile, // provided file is invalid
  50_123: aFile, // provided file type is invalid
  400_001: ['media', said('discord_uploads_closed')],
  50_083: closed, // invalid action on archived thread
  160_005: closed, // thread is locked
  160_006: closed, // maximum number of active threads
  520_002: noPoll,
  520_003: ['content', said('discord_poll_not_editable')],
  200_000: blocked, // automatic moderation: message
  200_001: blocked, // automatic moderation: title
  240_000: blocked, // harmful links filter
}

/** Codes of what passes by itself: slow mode, write limits, edits of old messages, overload. They may come with another status than 429. */
const waits: Readonly<Record<number, Said>> = {
  20_016: said('rate_limited', { platform }),
  20_028: said('rate_limited', { platform }),
  20_029: said('rate_limited', { platform }),
  40_062: said('rate_limited', { platform }),
  30_046: said('discord_edit_limit'),
}
const troubles = new Set([40_004, 40_006, 130_000])

/** The number Discord gives its refusals; 0 where it gives none. */
export function codeOf(answer: HttpAnswer): number {
  const { code } = objectOf(answer)
  return typeof code === 'number' ? code : 0
}

/** What a refusing answer means where nothing was made. */
export function refusal(answer: HttpAnswer, { account, clock }: Called): StepFailure {
  const { status } = answer
  const [words, code] = [wordsOf(answer), codeOf(answer)]
  if (status === 429) return rateLimited(platform, retryOf(answer, clock.now()), words)
  const wait = waits[code]
  if (wait)
    return {
      is: 'deferred',
      until: retryOf(answer, clock.now()),
      failure: failure('rate_limited', wait, words),
    }
  if (isUncertain(status) || troubles.has(code)) return troubled(platform, words)
  if (status < 400 || (code === 0 && status !== 413)) {
    // Discord refuses in JSON with a code and never redirects: something on the way answered, and its word ends no sign-in.
    return { is: 'not_sent', failure: failure('platform', said('answered_in_its_place', { platform }), words) }
  }
  const [reason, sentence] = meanings[code] ?? permanent(answer, code, account.displayHandle)
  return { is: 'rejected', failure: failure(reason, sentence, words) }
}

function permanent(answer: HttpAnswer, code: number, destination: string): Meaning {
  if (code === codes.unknownChannel) return ['not_allowed', said('destination_gone', { platform, destination })]
  if (code === 50_035) return invalidForm(answer)
  if (answer.status === 401) return gone
  if (answer.status === 403) return ['not_allowed', said('not_allowed', { platform })]
  if (answer.status === 413) return tooLarge
  return ['content', said('content_refused', { platform })]
}

/** Settings by the field of the request that carries them, as the form calls them. */
const settingOf: Readonly<Record<string, string>> = {
  username: 'username',
  avatar_url: 'avatarUrl',
  thread_name: 'threadName',
  applied_tags: 'forumTags',
  thread_id: 'threadId',
  embeds: 'embed',
  poll: 'poll',
}

/** `errors` is a tree of the request's own fields (reference.mdx, "Error Messages"); the first field is what it is about. */
function invalidForm(answer: HttpAnswer): Meaning {
  const { errors } = objectOf(answer)
  const [field = ''] = Object.keys(typeof errors === 'object' && errors !== null ? errors : {})
  if (field === 'content' && errorCodes(errors).includes('BASE_TYPE_MAX_LENGTH'))
    return ['content', said('text_refused_as_too_long', { platform })]
  if (field === 'attachments' || field === 'files') return aFile
  const setting = settingOf[field]
  return [
    'content',
    setting ? said('field_refused', { platform, field: setting }) : said('content_refused', { platform }),
  ]
}

/** Every `_errors[].code` in the tree. */
function errorCodes(tree: unknown): string[] {
  if (typeof tree !== 'object' || tree === null) return []
  return Object.entries(tree).flatMap(([name, value]) =>
    name === '_errors' && Array.isArray(value)
      ? value.map((error: unknown) => String((error as { code?: unknown } | null)?.code))
      : errorCodes(value),
  )
}

function retryOf(answer: HttpAnswer, now: number): number {
  const { retry_after: seconds } = objectOf(answer)
  return typeof seconds === 'number' && seconds > 0
    ? now + Math.min(Math.ceil(seconds), 86_400) * 1_000
    : retryAfter(answer, now)
}

/** Discord's own words, short: its message, and the first word on a field. They never carry the webhook's address. */
export function wordsOf(answer: HttpAnswer): string {
  const { message, errors } = objectOf(answer)
  const code = codeOf(answer)
  const first = firstMessage(errors)
  return [String(answer.status), code > 0 ? String(code) : '', typeof message === 'string' ? message : '', first ?? '']
    .filter((word) => word !== '')
    .join(' ')
    .slice(0, 300)
}

function firstMessage(tree: unknown): string | null {
  if (typeof tree !== 'object' || tree === null) return null
  for (const [name, value] of Object.entries(tree)) {
    const message: unknown =
      name === '_errors' && Array.isArray(value)
        ? (value[0] as { message?: unknown } | undefined)?.message
        : firstMessage(value)
    if (typeof message === 'string') return message
  }
  return null
}
