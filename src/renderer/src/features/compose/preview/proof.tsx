import type { Account } from '../../../../../contract/accounts.ts'
import { type Assets, platformDraft } from '../check.ts'
import type { Draft } from '../draft.ts'
import { BlueskyProof } from './bluesky.tsx'
import { DiscordProof } from './discord.tsx'
import { FacebookProof } from './facebook.tsx'
import { InstagramProof } from './instagram.tsx'
import { LinkedInProof } from './linkedin.tsx'
import { MastodonProof } from './mastodon.tsx'
import { PinterestProof } from './pinterest.tsx'
import { PracticeProof } from './practice.tsx'
import { ProofAssetsProvider } from './proof-assets.ts'
import type { ProofProps } from './pieces.tsx'
import { RedditProof } from './reddit.tsx'
import { SnapchatProof } from './snapchat.tsx'
import { TelegramProof } from './telegram.tsx'
import { ThreadsProof } from './threads.tsx'
import { TikTokProof } from './tiktok.tsx'
import { WordPressProof } from './wordpress.tsx'
import { XProof } from './x.tsx'
import { YouTubeProof } from './youtube.tsx'

interface DraftProofProps {
  readonly account: Account
  readonly draft: Draft
  readonly assets: Assets
}

/** The platform's own drawing of what `account` would get of `draft`. */
export function Proof({ account, draft, assets }: DraftProofProps) {
  return (
    <ProofAssetsProvider value={assets}>
      <Drawn account={account} content={platformDraft(draft, account, assets)} />
    </ProofAssetsProvider>
  )
}

function Drawn({ account, content }: ProofProps) {
  switch (account.platform) {
    case 'bluesky':
      return <BlueskyProof account={account} content={content} />
    case 'discord':
      return <DiscordProof account={account} content={content} />
    case 'facebook':
      return <FacebookProof account={account} content={content} />
    case 'instagram':
      return <InstagramProof account={account} content={content} />
    case 'linkedin':
      return <LinkedInProof account={account} content={content} />
    case 'mastodon':
      return <MastodonProof account={account} content={content} />
    case 'pinterest':
      return <PinterestProof account={account} content={content} />
    case 'reddit':
      return <RedditProof account={account} content={content} />
    case 'snapchat':
      return <SnapchatProof account={account} content={content} />
    case 'telegram':
      return <TelegramProof account={account} content={content} />
    case 'threads':
      return <ThreadsProof account={account} content={content} />
    case 'tiktok':
      return <TikTokProof account={account} content={content} />
    case 'wordpress':
      return <WordPressProof account={account} content={content} />
    case 'x':
      return <XProof account={account} content={content} />
    case 'youtube':
      return <YouTubeProof account={account} content={content} />
    default:
      return <PracticeProof account={account} content={content} />
  }
}
