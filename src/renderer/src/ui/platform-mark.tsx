import type { ReactNode } from 'react'
import type { Platform } from '../../../contract/vocabulary.ts'

/** The platforms' own names; names are not translated. */
export const platformNames = {
  x: 'X',
  facebook: 'Facebook',
  instagram: 'Instagram',
  threads: 'Threads',
  linkedin: 'LinkedIn',
  tiktok: 'TikTok',
  youtube: 'YouTube',
  pinterest: 'Pinterest',
  bluesky: 'Bluesky',
  reddit: 'Reddit',
  discord: 'Discord',
  telegram: 'Telegram',
  wordpress: 'WordPress',
  snapchat: 'Snapchat',
  mastodon: 'Mastodon',
  practice: 'Practice',
} satisfies Record<Platform, string>

/** Glyphs drawn for Broadside, on a 16 px sort. */
const glyphs = {
  x: (
    <>
      <path strokeWidth="2.3" d="M4.7 4.3l6.6 7.4" />
      <path strokeWidth="1" d="M11.3 4.3l-6.6 7.4" />
    </>
  ),
  facebook: <path d="M10.7 4.2C8.7 3.6 7.4 4.6 7.4 6.5v5.8M5.3 7.8h4.5" />,
  instagram: (
    <>
      <circle cx="8" cy="8" r="4.6" strokeWidth="1.3" />
      <path
        strokeWidth="1.1"
        d="M8 3.4L5.6 9.2M12 5.7l-6.3.8M12 10.3L8.2 5.3M8 12.6l2.4-5.8M4 10.3l6.3-.8M4 5.7l3.8 5"
      />
    </>
  ),
  threads: <path d="M3.9 11.6c4.6.9 7.6-1.3 7.6-4.4 0-1.8-1.2-2.9-2.7-2.9-1.7 0-2.7 1-2.7 2.4 0 2.8 3.9 3.6 6 4.9" />,
  linkedin: <path d="M5.2 4.2v7.5h2.9M11.1 7.4v4.3M11.1 4.6v.1" />,
  tiktok: (
    <>
      <path d="M7.5 10.8V4.1c.4 1.8 1.9 2.8 3.7 2.9" />
      <circle cx="6" cy="10.8" r="1.5" />
    </>
  ),
  youtube: <path fill="currentColor" d="M6.1 5l5 3-5 3z" />,
  pinterest: <path d="M8 9.6v3M5.2 9.5h5.6L9.9 7V3.9H6.1V7z" />,
  bluesky: <path d="M5.3 11.2h5.5a2.2 2.2 0 0 0 .3-4.4 3.3 3.3 0 0 0-6.2.5 2 2 0 0 0 .4 3.9z" />,
  reddit: <path d="M8 3.9l4.1 4.2H9.7v4H6.3v-4H3.9z" />,
  discord: <path d="M6.7 4.2l-1 7.6M10.5 4.2l-1 7.6M4.4 6.5H12M4 9.5h7.6" />,
  telegram: <path d="M12.3 3.9L3.6 7.3l3 1.4 1.5 3.5zM6.6 8.7l5.7-4.8" />,
  wordpress: <path d="M3.6 4.7l2.3 6.8L8 6l2.1 5.5 2.3-6.8" />,
  snapchat: <path d="M5 4h6M5 12h6M5.6 4c0 4 4.8 4 4.8 8M10.4 4c0 4-4.8 4-4.8 8" />,
  mastodon: <path d="M4.2 11.6V6.3c0-1.1.7-1.8 1.8-1.8S8 5.2 8 6.5V9M8 6.5c0-1.3.8-2 2-2s1.8.7 1.8 1.8v5.3" />,
  practice: <path d="M8.5 12.2V4.2M11 12.2V4.2M11.8 4.2H7a2.3 2.3 0 0 0 0 4.6h1.5" />,
} satisfies Record<Platform, ReactNode>

interface PlatformMarkProps {
  readonly platform: Platform
  /** 16, 18 or 28 px. */
  readonly size?: 's' | 'm' | 'l'
  /** Outline: it could go there. Inked (the default): it goes, or went, there. */
  readonly open?: boolean
  /** Set where the platform's name stands beside it, so that it is not read twice. */
  readonly silent?: boolean
}

/** A platform as a type sort. */
export function PlatformMark({ platform, size = 'm', open, silent }: PlatformMarkProps) {
  const className = ['mark', `m-${platform}`, size !== 'm' && size, open && 'open'].filter(Boolean).join(' ')
  const name = silent ? { 'aria-hidden': true } : { role: 'img', 'aria-label': platformNames[platform] }
  return (
    <svg className={className} viewBox="0 0 16 16" {...name}>
      {glyphs[platform]}
    </svg>
  )
}

/** A row of marks: the first few, then "+n". */
export function Marks({
  platforms,
  max = 4,
  size = 'm',
}: {
  readonly platforms: readonly Platform[]
  readonly max?: number
  readonly size?: 's' | 'm'
}) {
  const more = platforms.length - max
  return (
    <span className="marks">
      {platforms.slice(0, max).map((platform, index) => (
        <PlatformMark key={`${platform}${index}`} platform={platform} size={size} />
      ))}
      {more > 0 && <span className="more">+{more}</span>}
    </span>
  )
}
