import { FileText, FolderOpen, Image, ImagePlus, X } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../contract/assets.ts'
import type { PartMedia } from '../../../../contract/posts.ts'
import type { z } from 'zod'
import { sizeText } from '../../lib/sizes.ts'
import { useTimes } from '../../lib/times.ts'
import { Button, Icon, Menu, MenuItem, Popover, Thumb } from '../../ui/index.ts'
import { AltForm } from './alt-form.tsx'
import { useComposing } from './context.ts'
import type { EditedPart } from './draft.ts'
import { addMedia, moveMedia, removeMedia } from './edits.ts'
import { MediaPicker } from './media-picker.tsx'
import type { Pending } from './use-upload.ts'

interface MediaTilesProps {
  readonly part: EditedPart
  readonly pending: readonly Pending[]
  readonly onFiles: (files: readonly File[]) => void
  /** Offers the place for more also while there is none. */
  readonly inviting: boolean
}

/** The pictures, films and documents of a part: order, alt text, more. */
export function MediaTiles({ part, pending, onFiles, inviting }: MediaTilesProps) {
  const { t } = useTranslation('compose')
  const { session, target } = useComposing()
  const input = useRef<HTMLInputElement>(null)
  const [picking, setPicking] = useState(false)
  const empty = part.media.length === 0 && pending.length === 0
  if (empty && !inviting) return null
  return (
    <div className={empty ? 'media bare' : 'media'}>
      {part.media.map((media, index) => (
        <Tile key={media.assetId} part={part} media={media} index={index} />
      ))}
      {pending.map((one) => (
        <figure key={one.id} className="tile pending" aria-label={t('uploading', { name: one.name })} role="status">
          {one.preview ? <img className="thumb" src={one.preview} alt="" /> : <span className="thumb letter" />}
        </figure>
      ))}
      <Menu
        trigger={
          empty ? (
            <button type="button" className="btn plain sm soft">
              <Icon of={ImagePlus} size="s" />
              {t('addMedia')}
            </button>
          ) : (
            <button type="button" className="drop crop">
              <Icon of={ImagePlus} />
              {t('addMedia')}
            </button>
          )
        }
      >
        <MenuItem icon={FolderOpen} onSelect={() => input.current?.click()}>
          {t('fromComputer')}
        </MenuItem>
        <MenuItem icon={Image} onSelect={() => setPicking(true)}>
          {t('fromLibrary')}
        </MenuItem>
      </Menu>
      <input
        ref={input}
        className="sr"
        type="file"
        multiple
        accept="image/*,video/*,application/pdf"
        tabIndex={-1}
        aria-label={t('addMedia')}
        onChange={(event) => {
          onFiles(Array.from(event.target.files ?? []))
          event.target.value = ''
        }}
      />
      {picking && (
        <MediaPicker
          onClose={() => setPicking(false)}
          onPick={(ids) =>
            session.edit(
              addMedia(
                target,
                part.key,
                ids.map((assetId) => ({ assetId, alt: null })),
              ),
            )
          }
        />
      )}
    </div>
  )
}

const dragType = 'application/x-broadside-media'

interface TileProps {
  readonly part: EditedPart
  readonly media: z.infer<typeof PartMedia>
  readonly index: number
}

function Tile({ part, media, index }: TileProps) {
  const { t } = useTranslation('compose')
  const { session, target, assets } = useComposing()
  const asset = assets.get(media.assetId)
  const alt = media.alt ?? asset?.alt ?? ''
  const [editing, setEditing] = useState(false)
  const [over, setOver] = useState(false)
  const remove = () => session.edit(removeMedia(target, part.key, index))
  const move = (to: number) => session.edit(moveMedia(target, part.key, index, to))
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
    if (step && event.altKey) {
      event.preventDefault()
      move(index + step)
    } else if (event.key === 'Delete' || event.key === 'Backspace') {
      event.preventDefault()
      remove()
    }
  }
  const onDrop = (event: DragEvent) => {
    setOver(false)
    const [key, from] = event.dataTransfer.getData(dragType).split(' ')
    if (key !== part.key) return
    event.preventDefault()
    event.stopPropagation()
    session.edit(moveMedia(target, part.key, Number(from), index))
  }
  const name = asset?.name ?? t('file')
  const isDocument = asset?.kind === 'other'
  const pages = isDocument && asset.pages !== null ? t('pages', { count: asset.pages }) : ''
  return (
    <figure
      className={over ? 'tile is-over' : 'tile'}
      draggable
      onDragStart={(event) => event.dataTransfer.setData(dragType, `${part.key} ${index}`)}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes(dragType)) return
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <Popover
        label={isDocument ? name : t('altOf', { name })}
        open={editing}
        onOpenChange={setEditing}
        trigger={
          <button
            type="button"
            className="tile-btn"
            data-tile={`${part.key}:${index}`}
            aria-label={`${name}. ${isDocument ? pages : alt || t('noAlt')}`}
            aria-description={t('tileKeys')}
            onKeyDown={onKeyDown}
          >
            <Thumb asset={asset} size={96} />
          </button>
        }
      >
        {isDocument ? (
          <DocumentFacts asset={asset} pages={pages} />
        ) : (
          <AltForm part={part} index={index} asset={asset} alt={media.alt} onClose={() => setEditing(false)} />
        )}
      </Popover>
      {asset?.kind === 'image' && (
        <span className={alt ? 'alt' : 'alt no-alt'} aria-hidden>
          {alt ? t('alt') : t('noAlt')}
        </span>
      )}
      {pages && (
        <span className="alt num" aria-hidden>
          {pages}
        </span>
      )}
      <Button className="tile-x" look="ink" small icon={X} tip={t('removeFile', { name })} onClick={remove} />
    </figure>
  )
}

/** What is known of a document, where a picture would have its alt text. */
function DocumentFacts({ asset, pages }: { readonly asset: Asset; readonly pages: string }) {
  const { locale } = useTimes()
  return (
    <div className="row">
      <Icon of={FileText} size="l" />
      <div className="grow">
        <b>{asset.name}</b>
        <p className="soft num">{[pages, sizeText(asset.bytes, locale)].filter(Boolean).join(' · ')}</p>
      </div>
    </div>
  )
}
