import { FileText } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { type Entity, findEntities, type MediaFacts } from '../../../../../contract/platforms/index.ts'
import type { FormattedText, TextEntity } from '../../../../../contract/platforms/telegram-format.ts'
import { sizeText } from '../../../lib/sizes.ts'
import { Icon } from '../../../ui/index.ts'
import { useProofAssets } from './proof-assets.ts'
import './chat-pieces.css'

/** A file that is downloaded, not seen. */
export function FileRow({ file }: { readonly file: MediaFacts }) {
  const { i18n } = useTranslation()
  const assets = useProofAssets()
  return (
    <div className="file-row">
      <Icon of={FileText} />
      <span className="clip-x">
        <b className="clip">{assets.get(file.assetId)?.name}</b>
        <small>{sizeText(file.bytes, i18n.language)}</small>
      </span>
    </div>
  )
}

/** A text with what its entities say of it. Quotations and code blocks stand on their own; the rest are spans, one inside the other. */
export function Formatted({ text, entities, finds }: FormattedText & { readonly finds: readonly Entity['kind'][] }) {
  if (text === '') return null
  return <div className="proof-text fm">{nodesOf({ text, finds }, entities, 0, text.length)}</div>
}

/** A text, and what the platform finds in it by itself. */
interface Shown {
  readonly text: string
  readonly finds: readonly Entity['kind'][]
}

function nodesOf(shown: Shown, entities: readonly TextEntity[], from: number, to: number): ReactNode[] {
  const { text } = shown
  const nodes: ReactNode[] = []
  let at = from
  for (let index = 0; index < entities.length; index++) {
    const entity = entities[index]
    if (!entity || entity.offset < at || entity.offset >= to) continue
    const end = entity.offset + entity.length
    nodes.push(...linked(shown, at, entity.offset))
    const inner =
      entity.type === 'code' || entity.type === 'pre' || entity.type === 'text_link'
        ? text.slice(entity.offset, end)
        : nodesOf(shown, entities.slice(index + 1), entity.offset, end)
    nodes.push(
      <span key={entity.offset} className={`fm-${entity.type}`}>
        {inner}
      </span>,
    )
    // What stands on its own line ends it.
    const isBlock = entity.type === 'pre' || entity.type === 'blockquote'
    at = isBlock && text[end] === '\n' ? end + 1 : end
  }
  nodes.push(...linked(shown, at, to))
  return nodes
}

function linked({ text: whole, finds }: Shown, from: number, to: number): ReactNode[] {
  const text = whole.slice(from, to)
  const nodes: ReactNode[] = []
  let at = 0
  for (const entity of findEntities(text)) {
    if (!finds.includes(entity.kind)) continue
    nodes.push(text.slice(at, entity.start))
    nodes.push(
      <span key={`${from + entity.start}-link`} className="en">
        {entity.text}
      </span>,
    )
    at = entity.end
  }
  nodes.push(text.slice(at))
  return nodes
}
