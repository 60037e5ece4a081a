import { Play } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Account } from '../../../../../contract/accounts.ts'
import {
  type Entity,
  findEntities,
  type MediaFacts,
  type PlatformDraft,
} from '../../../../../contract/platforms/index.ts'
import { useMediaUrl } from '../../../lib/media.ts'
import { Icon } from '../../../ui/index.ts'
import { useProofAssets } from './proof-assets.ts'

export interface ProofProps {
  readonly account: Account
  readonly content: PlatformDraft
}

export function Avatar({ account }: { readonly account: Account }) {
  return account.avatar?.startsWith('/') ? (
    <img className="av" src={account.avatar} alt="" />
  ) : (
    <span className="av" aria-hidden>
      {[...account.name.trim()][0]?.toUpperCase() ?? '?'}
    </span>
  )
}

/** A text in the platform's paragraphs, its links as the platform writes them. */
export function ProofText({ text, write }: { readonly text: string; readonly write?: (entity: Entity) => string }) {
  const nodes: ReactNode[] = []
  let at = 0
  for (const entity of findEntities(text)) {
    nodes.push(text.slice(at, entity.start))
    nodes.push(
      <span key={entity.start} className="en">
        {write ? write(entity) : entity.text}
      </span>,
    )
    at = entity.end
  }
  nodes.push(text.slice(at))
  return <p className="proof-text">{nodes}</p>
}

/** One picture in its own shape, up to four in a grid: one large and two small for three, two by two for four. */
export function MediaGrid({
  media,
  blurred,
  cover,
}: {
  readonly media: readonly MediaFacts[]
  readonly blurred?: boolean
  readonly cover?: ReactNode
}) {
  const assets = useProofAssets()
  const url = useMediaUrl()
  if (media.length === 0) return null
  const shown = media.slice(0, 4)
  return (
    <div className={`grid${shown.length}${blurred ? ' blurred' : ''}`}>
      {shown.map((one) => {
        const paths = assets.get(one.assetId)?.paths
        const path = paths?.large ?? (one.kind === 'image' ? paths?.file : null)
        return (
          <span key={one.assetId} className="shot">
            {path ? <img src={url(path)} alt={one.alt} /> : <span className="no-shot" />}
            {one.kind === 'video' && <Icon of={Play} size="l" />}
          </span>
        )
      })}
      {cover}
    </div>
  )
}

/** One file, filling the room it is given. */
export function Shot({ file }: { readonly file: MediaFacts }) {
  const assets = useProofAssets()
  const url = useMediaUrl()
  const paths = assets.get(file.assetId)?.paths
  const path = paths?.large ?? (file.kind === 'image' ? paths?.file : null)
  return (
    <>
      {path ? <img src={url(path)} alt={file.alt} /> : <span className="no-shot" />}
      {file.kind === 'video' && <Icon of={Play} size="l" />}
    </>
  )
}

/** Host and path of an address, for a card or a short link. */
export function addressParts(address: string): { host: string; path: string } {
  const url = URL.parse(address)
  if (!url) return { host: address, path: '' }
  return { host: url.host, path: (url.pathname === '/' ? '' : url.pathname) + url.search + url.hash }
}
