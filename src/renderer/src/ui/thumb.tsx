import { AudioLines, FileText, Film, Image } from 'lucide-react'
import type { Asset } from '../../../contract/assets.ts'
import { useMediaUrl } from '../lib/media.ts'
import { Icon } from './icon.tsx'

interface ThumbProps {
  readonly asset: Pick<Asset, 'kind' | 'paths' | 'alt'> | null | undefined
  /** Pixels; the side of the square. */
  readonly size: number
  /** While there is no picture: the first letter of the title on a sort. */
  readonly letter?: string
  /** Spoken only where the picture says something its surroundings do not. */
  readonly alt?: string
}

const signs = { image: Image, video: Film, audio: AudioLines, other: FileText } as const

/** A square picture of an asset: its preview, or a sign of what it is. */
export function Thumb({ asset, size, letter, alt = '' }: ThumbProps) {
  const url = useMediaUrl()
  const path =
    asset && (size > 64 ? (asset.paths.large ?? asset.paths.small) : (asset.paths.small ?? asset.paths.large))
  const box = { width: size, height: size }
  if (path) return <img className="thumb" src={url(path)} alt={alt} style={box} draggable={false} loading="lazy" />
  // Not known yet: the place is kept, empty.
  if (asset === undefined && !letter) return <span className="thumb" style={box} aria-hidden />
  return (
    <span className="thumb letter" style={box} aria-hidden>
      {letter && !asset ? letter : <Icon of={signs[asset?.kind ?? 'image']} />}
    </span>
  )
}
