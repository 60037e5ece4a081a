import type { Problem } from './types.ts'

type Params = Problem['params']

const parts = (part: number | undefined) => (part === undefined ? '' : `Part ${part + 1}: `)
const characters = (count: string | number | undefined) => `${count} character${count === 1 ? '' : 's'}`
const megabytes = (bytes: string | number | undefined) => `${Math.round((Number(bytes) / 1_000_000) * 10) / 10} MB`

/** English sentences by code: what is wrong, and what to do. `{part}` of a problem stands before them where there is one. */
const sentences = {
  // text
  text_empty: () => 'There is no text. Write something, or remove the part.',
  text_too_long: ({ over, max }: Params) =>
    `The text is ${characters(over)} too long; ${max} is the most. Shorten it, or split it into a thread where the platform has threads.`,
  text_too_many_bytes: ({ over, max }: Params) =>
    `The text is ${over} bytes too large; ${max} bytes is the most. Shorten it; emoji and accents count for several bytes.`,
  thread_unsupported: ({ parts: count }: Params) =>
    `This platform takes one part, not a thread of ${count}. Merge the parts.`,
  // media
  too_many_media: ({ count, max }: Params) => `There are ${count} files; ${max} is the most. Remove some.`,
  media_needed: ({ platform }: Params) => `${platform} takes no post without a picture or a video. Add one.`,
  image_needed: ({ platform }: Params) => `${platform} takes no post without a picture. Add one.`,
  video_needed: ({ platform }: Params) => `${platform} takes no post without a video. Add one.`,
  media_mixed: () => 'A video or an animation goes alone here. Remove the other files, or remove it.',
  images_unsupported: ({ platform }: Params) => `${platform} takes no images. Remove the image for this account.`,
  documents_unsupported: ({ platform }: Params) =>
    `${platform} takes no documents. Remove the document for this account.`,
  file_unsupported: ({ platform, type }: Params) =>
    `${platform} does not take this kind of file (${type}). Remove it for this account.`,
  animation_alone: () => 'An animation goes alone here. Remove the other files, or send all of them as files.',
  files_too_large_together: ({ bytes, maxBytes }: Params) =>
    `The files have ${megabytes(bytes)} together; ${megabytes(maxBytes)} is the most. Remove some, or make them smaller.`,
  files_mixed: () =>
    'Documents, sound, and pictures with videos go in posts of their own here. Remove what does not belong together.',
  video_type: ({ platform, type, types }: Params) =>
    `${platform} does not take video as ${type}. Convert it to one of ${types}.`,
  video_too_large: ({ bytes, maxBytes }: Params) =>
    `The video has ${megabytes(bytes)}; ${megabytes(maxBytes)} is the most. Export it smaller.`,
  video_too_long: ({ seconds, max }: Params) => `The video is ${seconds} seconds long; ${max} is the most. Cut it.`,
  video_too_short: ({ seconds, min }: Params) =>
    `The video is ${seconds} seconds long; ${min} is the least. Use a longer one.`,
  image_too_small: ({ platform, position, width, height, minWidth, minHeight }: Params) =>
    `Picture ${position} has ${width} × ${height} pixels; ${platform} wants at least ${minWidth} × ${minHeight}. Convert it, or use a larger one.`,
  image_ratio: ({ platform, position, ratio, min, max }: Params) =>
    `Picture ${position} is ${ratio}; ${platform} takes ${min} to ${max}. Convert it, or crop it in Media.`,
  video_ratio: ({ platform, ratio, min, max }: Params) =>
    `The video is ${ratio}; ${platform} takes ${min} to ${max}. Convert it.`,
  video_too_small: ({ platform, width, height, minWidth, minHeight }: Params) =>
    `The video has ${width} × ${height} pixels; ${platform} wants at least ${minWidth} × ${minHeight}. Convert it.`,
  video_too_wide: ({ platform, width, height, max }: Params) =>
    `The video has ${width} × ${height} pixels; ${platform} takes up to ${max}. Convert it.`,
  video_fps: ({ platform, fps, min, max }: Params) =>
    `The video has ${fps} frames a second; ${platform} takes ${min} to ${max}. Convert it.`,
  video_codec: ({ platform, codec, codecs }: Params) =>
    `The picture of the video is stored as ${codec}; ${platform} takes ${codecs}. Convert it.`,
  video_audio: ({ platform, codec, codecs }: Params) =>
    `The sound of the video is stored as ${codec}; ${platform} takes ${codecs}. Convert it.`,
  video_bitrate: ({ platform, mbit, max }: Params) =>
    `The video has ${mbit} megabits a second; ${platform} takes up to ${max}. Convert it.`,
  document_too_large: ({ platform, bytes, maxBytes }: Params) =>
    `The document has ${megabytes(bytes)}; ${platform} takes ${megabytes(maxBytes)}. Export it smaller.`,
  document_too_many_pages: ({ platform, pages, max }: Params) =>
    `The document has ${pages} pages; ${platform} takes ${max}. Leave some out.`,
  not_upright: ({ platform, position, ratio }: Params) =>
    `File ${position} is ${ratio}. ${platform} fills the screen of a phone, 9:16, and may cut the rest. Crop it in Media.`,
  media_host_needed: ({ platform }: Params) =>
    `${platform} fetches files from an address on the web and takes none directly. Set up a media host in Settings, once.`,
  alt_missing: ({ position }: Params) => `File ${position} has no alt text. Describe it for people who cannot see it.`,
  alt_too_long: ({ position, max }: Params) =>
    `The alt text of file ${position} is longer than ${characters(max)}. Shorten it.`,
  media_missing: ({ position }: Params) =>
    `File ${position} is no longer in the library. Remove it here, or add it to the library again.`,
  media_deleted: ({ position }: Params) =>
    `File ${position} is in the bin. It is still sent with this post; bring it back if it should stay in the library.`,
  // title
  title_missing: ({ platform }: Params) => `${platform} takes no post without a title. Write one.`,
  title_too_long: ({ over, max }: Params) =>
    `The title is ${characters(over)} too long; ${max} is the most. Shorten it.`,
  // settings
  setting_missing: ({ platform, setting }: Params) => `${platform} wants you to choose: ${setting}.`,
  setting_choice: ({ platform, setting }: Params) =>
    `What is chosen for ${setting} is not to be had at ${platform} any more. Choose again.`,
  setting_file_missing: ({ setting }: Params) =>
    `The file chosen for ${setting} is no longer in the library. Choose another, or none.`,
  setting_not_an_id: ({ setting }: Params) =>
    `What is written for ${setting} is not an id, which is digits alone. Copy it from the platform.`,
  setting_not_names: ({ setting }: Params) =>
    `What is written for ${setting} are not all names of accounts. Write them as they stand in profiles, without the @.`,
  trial_with_collaborators: () =>
    'A trial reel goes out without collaborators. Take them out, or do without the trial.',
  cover_after_end: ({ seconds }: Params) =>
    `The moment chosen for the cover is after the end; the video has ${seconds} seconds. Choose an earlier one.`,
  too_many_hashtags: ({ count, max }: Params) => `There are ${count} hashtags; ${max} is the most. Remove some.`,
  too_many_mentions: ({ count, max }: Params) => `There are ${count} mentions; ${max} is the most. Remove some.`,
  too_many_links: ({ count, max }: Params) => `There are ${count} links; ${max} is the most. Remove some.`,
  setting_not_countries: ({ setting }: Params) =>
    `What is written for ${setting} are not countries in two letters, such as DE or FR. Change it.`,
  setting_too_long: ({ setting, over, max }: Params) =>
    `What is written for ${setting} is ${characters(over)} too long; ${max} is the most. Shorten it.`,
  angle_brackets: ({ platform }: Params) => `${platform} takes no < and no > here. Take them out.`,
  comment_on_private: ({ platform }: Params) =>
    `${platform} has no comments on private videos. Make it unlisted or public, or empty the first comment.`,
  branded_for_nobody: ({ platform }: Params) =>
    `${platform} shows branded content to more than yourself. Choose who else can see it, or switch branded content off.`,
  cover_beyond: () => 'The cover is not in there. Choose an earlier moment of the video, or a picture there is.',
  draft_without_text: ({ platform }: Params) =>
    `${platform} takes no text with a video for the inbox, so this text is not sent. Paste it in the app when you post it there.`,
  subtitles_without_language: () => 'The subtitles need a language. Choose the language of the video.',
  subtitles_unreadable: () =>
    'The subtitles have no times such as 00:00:01,000 --> 00:00:03,000. Paste the whole .srt or .vtt file.',
  setting_too_many: ({ count, max }: Params) => `A setting has ${count} entries; ${max} is the most. Remove some.`,
  poll_with_media: () => 'A poll cannot go with files. Remove the files or the poll.',
  poll_too_few_options: () => 'A poll needs at least two answers. Add one, or remove the poll.',
  poll_too_many_options: ({ count, max }: Params) => `The poll has ${count} answers; ${max} is the most. Remove some.`,
  poll_option_empty: () => 'One answer of the poll is empty. Write it or remove it.',
  poll_same_option_twice: () => 'The poll has the same answer twice. Change one.',
  poll_option_too_long: ({ max }: Params) =>
    `An answer of the poll is too long; ${characters(max)} is the most. Shorten it.`,
  poll_duration: ({ minMinutes, maxDays }: Params) =>
    `A poll runs from ${minMinutes} minutes to ${maxDays} days. Choose another length.`,
  poll_days: () => 'A poll runs for 1, 3, 7 or 14 days here. Choose one of them.',
  poll_plain: ({ platform }: Params) =>
    `Polls on ${platform} take one answer from each person and hide no totals. It goes out as such.`,
  poll_one_day: () => 'A poll runs for one day here. Choose that.',
  one_attachment: ({ platform }: Params) =>
    `A post on ${platform} has one of these: files, a poll, a GIF or a long text. Take the others out.`,
  gif_unreadable: () => 'The GIF is no id and no address of one at giphy.com. Copy its address, or empty the field.',
  topic_tag_characters: () => 'A topic has no full stop and no &. Take them out.',
  ghost_is_text: ({ platform }: Params) =>
    `A post that goes after a day is one text on ${platform}, without files, a link or further parts. Take them out, or let it stay.`,
  audience_unreadable: () =>
    'The audience has an entry that is not like urn:li:geo:101282230 (a place, or an industry, function or seniority). Change it, or take it out.',
  comment_may_be_refused: ({ platform }: Params) =>
    `${platform} takes comments only from apps with the Community Management API. It may refuse the first comment; the post itself goes out.`,
  poll_with_files: () => 'A poll goes with one file here. Remove the others, or the poll.',
  quiz_answer_missing: ({ count }: Params) =>
    `The right answer of the quiz is a number from 1 to ${count}. Choose it again.`,
  buttons_unreadable: ({ line }: Params) =>
    `Button ${line} has no label or no address. Write both on its line: Read more https://example.com.`,
  buttons_with_album: () => 'Buttons do not go with several files. Keep one file, or remove the buttons.',
  thread_unreadable: () => 'The thread is no id and no link to one. Copy the link of the thread, or empty the field.',
  setting_not_an_address: ({ setting }: Params) =>
    `What is written for ${setting} is not an address that begins with https://. Change it, or empty the field.`,
  setting_not_a_locale: ({ setting }: Params) =>
    `What is written for ${setting} is not a language with its country, such as en_US or de_DE. Change it.`,
  setting_not_a_colour: ({ setting }: Params) =>
    `What is written for ${setting} is not a colour such as #c8371f. Change it, or empty the field.`,
  username_refused: ({ platform }: Params) =>
    `${platform} does not take its own name as part of a sender’s name. Choose another.`,
  topic_unreadable: () => 'The topic is no number and no link to one. Copy the link of the topic, or empty the field.',
  direct_without_mention: () =>
    'It goes only to people it mentions, and it mentions nobody. Mention somebody, or change who can see it.',
  story_without_text: ({ platform }: Params) =>
    `A story on ${platform} has no text beside the picture, so this text is not sent. Write it into the picture.`,
  link_not_shown: () =>
    'The link of this post would not be seen: a post with pictures has no link card. Put the link into the text.',
  link_too_long: ({ over, max }: Params) =>
    `The link is ${characters(over)} too long; ${max} is the most. Shorten it, or leave it out.`,
  community_unreadable: () =>
    'The community is not an id or an address of one. Copy its address from X, or empty the field.',
  mention_may_be_refused: ({ platform }: Params) =>
    `${platform} may refuse mentions from programs such as this one. If it does, take the @ out and try again.`,
  reply_to_unreadable: () =>
    'The post to reply to is not the address of a post. Copy it from the platform, or empty the field.',
  // account
  account_broken: ({ account }: Params) => `The connection of ${account} is broken. Connect it again in Accounts.`,
  account_locked: ({ account }: Params) =>
    `The vault is locked, so ${account} cannot be used yet. Unlock it in Settings; the post waits for it.`,
  account_expires: ({ account, date }: Params) =>
    `The sign-in of ${account} ends on ${date}, before the post is due. Connect it again before that.`,
  account_gone: () => 'This account is no longer connected. Connect it again, or take it out of the post.',
  platform_unsupported: ({ platform }: Params) =>
    `This version cannot publish to ${platform}. Take the account out of the post.`,
  // time
  when_past: () => 'The time is in the past. Choose a later one, or publish now.',
  day_full: ({ platform, max }: Params) =>
    `${platform} takes ${max} posts a day from one account, and that day has as many already. Choose another day, or it may have to wait for one.`,
} as const satisfies Record<string, (params: Params) => string>

export type ProblemCode = keyof typeof sentences

/** Every code a problem can have; the window has a sentence for each in every language. */
export const problemCodes = Object.keys(sentences) as readonly ProblemCode[]

/** A problem as an English sentence that says what to do. */
export function problemText({ code, params, part }: Pick<Problem, 'code' | 'params' | 'part'>): string {
  const sentence: ((params: Params) => string) | undefined = Object.hasOwn(sentences, code)
    ? sentences[code as ProblemCode]
    : undefined
  return sentence ? `${parts(part)}${sentence(params)}` : code.replaceAll('_', ' ')
}
