import { said, type Said } from '../../../contract/sentences/index.ts'
import type { ReasonCode } from '../../../contract/vocabulary.ts'
import type { HttpAnswer } from '../../http.ts'
import { isUncertain, objectOf, rateLimited, retryAfter, troubled } from '../answers.ts'
import { failure, type PublishContext, type StepFailure } from '../publisher.ts'
import { platform, record } from './api.ts'

/*
 * What Telegram's answers mean. Its error codes are the HTTP statuses; what a 400 is about, its description alone says: either a code of
 * MTProto in capitals (core.telegram.org/api/errors) or one of the fixed sentences of the server (tdlib/telegram-bot-api, Client.cpp). Both
 * are compared whole; a sentence that is not known here is a refused content with Telegram's own words.
 */

type Called = Pick<PublishContext, 'account' | 'clock'>
type Meaning = readonly [code: ReasonCode, said: Said]

/** The sentences and codes of a 400, without `Bad Request: `. */
const described: readonly (readonly [description: RegExp, meaning: (chat: string) => Meaning])[] = [
  [
    /^(?:chat not found|group is deactivated|group chat was deactivated|CHANNEL_PRIVATE|CHANNEL_INVALID|PEER_ID_INVALID)$/,
    (destination) => ['not_allowed', said('destination_gone', { platform, destination })],
  ],
  [
    /^(?:not enough rights to send [a-z ]+ to the chat|have no rights to send a message|need administrator rights in the channel chat|CHAT_(?:WRITE|SEND_[A-Z]+)_FORBIDDEN|CHAT_ADMIN_REQUIRED|CHAT_RESTRICTED|USER_BANNED_IN_CHANNEL)$/,
    (destination) => ['not_allowed', said('telegram_bot_may_not_post', { destination })],
  ],
  [
    /^(?:message is too long|message caption is too long|MESSAGE_TOO_LONG|MEDIA_CAPTION_TOO_LONG)$/,
    () => ['content', said('text_refused_as_too_long', { platform })],
  ],
  [
    /^(?:message to be replied not found|replied message not found|REPLY_MESSAGE_ID_INVALID)$/,
    () => ['content', said('reply_target_gone')],
  ],
  [
    /^(?:message thread not found|message thread is not a forum topic thread|TOPIC_CLOSED|TOPIC_DELETED)$/,
    () => ['content', said('telegram_topic_gone')],
  ],
  [/^(?:BUTTON_[A-Z_]+|REPLY_MARKUP_[A-Z_]+|reply markup is too long)$/, () => refusedField('buttons')],
  [/^(?:POLL_[A-Z_]+|QUIZ_[A-Z_]+)$/, () => refusedField('poll')],
  [
    /^(?:PHOTO_[A-Z_]+|IMAGE_PROCESS_FAILED|VIDEO_[A-Z_]+|MEDIA_(?!CAPTION)[A-Z_]+|FILE_PARTS?_[A-Z_]+|file is too big|file must be non-empty|can't use the media of the specified type in the album)$/,
    () => ['media', said('a_file_refused', { platform })],
  ],
]

const unchanged =
  'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message'

const refusedField = (field: string): Meaning => ['content', said('field_refused', { platform, field })]

/** What a refusing answer means where nothing was made. */
export function refusal(answer: HttpAnswer, { account, clock }: Called): StepFailure {
  const { status } = answer
  const words = wordsOf(answer)
  const chat = account.displayHandle
  if (status === 429) return rateLimited(platform, retryOf(answer, clock.now()), words)
  if (isUncertain(status)) return troubled(platform, words)
  if (status < 400 || (!isRefusal(answer) && status !== 413)) {
    // Telegram refuses in JSON and never redirects: something on the way answered, and its word ends no sign-in.
    return { is: 'not_sent', failure: failure('platform', said('answered_in_its_place', { platform }), words) }
  }
  const [code, sentence] = permanent(status, descriptionOf(answer), chat)
  return { is: 'rejected', failure: failure(code, sentence, words) }
}

function permanent(status: number, description: string, chat: string): Meaning {
  // 404 is what a token gets that has not even the shape of one.
  if (status === 401 || status === 404) return ['reconnect', said('signed_out', { platform })]
  if (status === 403) return ['not_allowed', said('telegram_bot_may_not_post', { destination: chat })]
  if (status === 413) return ['media', said('a_file_too_large', { platform })]
  const known = described.find(([pattern]) => pattern.test(description))
  return known?.[1](chat) ?? ['content', said('content_refused', { platform })]
}

/** Whether Telegram itself said no. */
export const isRefusal = (answer: HttpAnswer) => objectOf(answer)['ok'] === false

/** The group has become a supergroup and has this id now; null where the answer says no such thing. */
export function movedTo(answer: HttpAnswer): string | null {
  const id = record(objectOf(answer)['parameters'])['migrate_to_chat_id']
  return answer.status === 400 && typeof id === 'number' ? String(id) : null
}

/** Telegram says so where an edit would change nothing, and where a message to delete is not there. */
export const isUnchanged = (answer: HttpAnswer) => descriptionOf(answer) === unchanged
export const isGone = (answer: HttpAnswer) => descriptionOf(answer) === 'message to delete not found'

/** Too old, or not the bot's own. */
export const isNotDeletable = (answer: HttpAnswer) =>
  descriptionOf(answer) === "message can't be deleted" ||
  descriptionOf(answer) === "message can't be deleted for everyone"

function descriptionOf(answer: HttpAnswer): string {
  const { description } = objectOf(answer)
  return typeof description === 'string' ? description.replace(/^[A-Z][A-Za-z ]+: /, '') : ''
}

function retryOf(answer: HttpAnswer, now: number): number {
  const seconds = record(objectOf(answer)['parameters'])['retry_after']
  return typeof seconds === 'number' && seconds > 0 ? now + Math.min(seconds, 86_400) * 1_000 : retryAfter(answer, now)
}

/** Telegram's own words, short. They never carry the token. */
export function wordsOf(answer: HttpAnswer): string {
  const { description } = objectOf(answer)
  return typeof description === 'string' ? `${answer.status} ${description.slice(0, 300)}` : String(answer.status)
}
