import { mastodonSettings } from '../../../contract/platforms/mastodon.ts'
import { withLink } from '../../../contract/platforms/text.ts'
import type { Outgoing, Remote } from '../publisher.ts'

/** A status as `POST /api/v1/statuses` takes it (docs methods/statuses.md). */
export interface StatusRequest {
  readonly status: string
  readonly media_ids?: readonly string[]
  readonly in_reply_to_id?: string
  readonly sensitive: boolean
  readonly spoiler_text?: string
  readonly visibility: string
  readonly language?: string
  readonly poll?: { options: readonly string[]; expires_in: number; multiple: boolean; hide_totals: boolean }
}

/** One part as a status, without what it replies to: that is known only when the part before is out. */
export function toStatus(post: Outgoing, index: number, mediaIds: readonly string[]): StatusRequest {
  const { visibility, contentWarning, sensitive, language, poll } = mastodonSettings(post.settings)
  return {
    status: textOf(post, index),
    sensitive: sensitive || contentWarning !== '',
    visibility,
    ...(mediaIds.length > 0 && { media_ids: mediaIds }),
    ...(contentWarning !== '' && { spoiler_text: contentWarning }),
    ...(language !== null && { language }),
    ...(poll &&
      index === 0 && {
        poll: {
          options: poll.options,
          expires_in: poll.expiresInSeconds,
          multiple: poll.multiple,
          hide_totals: poll.hideTotals,
        },
      }),
  }
}

export function textOf(post: Outgoing, index: number): string {
  const text = post.parts[index]?.text ?? ''
  return index === 0 ? withLink(text, post.link) : text
}

export function replyTarget(landed: readonly Remote[], index: number): string | null {
  return index === 0 ? null : (landed[index - 1]?.remoteId ?? null)
}

/**
 * Text with all that a server may change taken out, so that ours and the one it shows can be held side by side:
 * servers of mentions, wide number signs, runs of white space, composed or decomposed characters.
 */
export function comparable(text: string): string {
  return text
    .replace(/＃/g, '#')
    .replace(
      /(?<![\p{L}\p{M}\p{N}_/=])(@[a-z0-9_]+(?:[a-z0-9_.-]*[a-z0-9_])?)(?:@[\p{L}\p{M}\p{N}_.-]*[\p{L}\p{M}\p{N}_])+/giu,
      '$1',
    )
    .normalize('NFC')
    .replace(/[\s\u200b]+/gu, ' ')
    .trim()
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' }

/** The text of a status's HTML. Only ever compared, never shown. */
export function plainText(html: string): string {
  return html
    .replace(/<br\s*\/?>/gi, '\n')
    .replace(/<\/p>\s*<p[^>]*>/gi, '\n\n')
    .replace(/<[^>]*>/g, '')
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]+));/gi,
      (whole, decimal?: string, hex?: string, name?: string) => {
        const code = decimal ? Number(decimal) : hex ? parseInt(hex, 16) : NaN
        if (code <= 0x10ffff) return String.fromCodePoint(code)
        return (name && named[name.toLowerCase()]) ?? whole
      },
    )
}
