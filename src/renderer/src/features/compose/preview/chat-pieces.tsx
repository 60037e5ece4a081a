import { FileText } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { findEntities, type MediaFacts } from '../../../../../contract/platforms/index.ts'
import type { FormattedText, TextEntity } from '../../../../../contract/platforms/telegram-format.ts'
import { sizeText } from '../../../lib/sizes.ts'
import { Icon } from '../../../ui/index.ts'
import { useComposing } from '../context.ts'
import './chat-pieces.css'

/** A file that is downloaded, not seen. */
export function FileRow({ file }: { readonly file: MediaFacts }) {
  const { i18n } = useTranslation()
  const { assets } = useComposing()
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
export function Formatted({ text, entities }: FormattedText) {
  if (text === '') return null
  return <div className="proof-text fm">{nodesOf(text, entities, 0, text.length)}</div>
}

function nodesOf(text: string, entities: readonly TextEntity[], from: number, to: number): ReactNode[] {
  const nodes: ReactNode[] = []
  let at = from
  for (let index = 0; index < entities.length; index++) {
    const entity = entities[index]
    if (!entity || entity.offset < at || entity.offset >= to) continue
    const end = entity.offset + entity.length
    nodes.push(...linked(text.slice(at, entity.offset), at))
    const inner =
      entity.type === 'code' || entity.type === 'pre' || entity.type === 'text_link'
        ? text.slice(entity.offset, end)
        : nodesOf(text, entities.slice(index + 1), entity.offset, end)
    nodes.push(
      <span key={entity.offset} className={`fm-${entity.type}`}>
        {inner}
      </span>,
    )
    // What stands on its own line ends it.
    const isBlock = entity.type === 'pre' || entity.type === 'blockquote'
    at = isBlock && text[end] === '\n' ? end + 1 : end
  }
  nodes.push(...linked(text.slice(at, to), at))
  return nodes
}

/** Links, mentions and hashtags, which Telegram finds by itself. */
function linked(text: string, offset: number): ReactNode[] {
  const nodes: ReactNode[] = []
  let at = 0
  for (const entity of findEntities(text)) {
    nodes.push(text.slice(at, entity.start))
    nodes.push(
      <span key={`${offset + entity.start}-link`} className="en">
        {entity.text}
      </span>,
    )
    at = entity.end
  }
  nodes.push(text.slice(at))
  return nodes
}
