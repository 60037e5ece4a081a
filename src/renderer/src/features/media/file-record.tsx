import { useMutation, useQuery } from '@tanstack/react-query'
import { FileText, PencilLine, Trash2, Undo2 } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Asset } from '../../../../contract/assets.ts'
import { useGo } from '../../lib/go.ts'
import { useMediaUrl } from '../../lib/media.ts'
import { sizeText } from '../../lib/sizes.ts'
import { useStudio } from '../../lib/studio.ts'
import { useTimes } from '../../lib/times.ts'
import {
  Button,
  ErrorState,
  Field,
  Icon,
  Input,
  Inspector,
  SectionHead,
  Skeleton,
  TextArea,
  toast,
} from '../../ui/index.ts'
import { Conversions } from './conversions.tsx'
import { Describe } from './make/describe.tsx'
import { MadeFrom } from './make/made-from.tsx'
import type { Kind, Wish } from './make/wish.ts'
import { lengthText } from './media-grid.tsx'

interface FileRecordProps {
  readonly id: Asset['id']
  /** Make another from the same words. */
  readonly onAgain: (kind: Kind, wish: Wish) => void
  readonly onClose: () => void
}

/** One file: what it shows, its facts, where it is used. */
export function FileRecord({ id, onAgain, onClose }: FileRecordProps) {
  const { t } = useTranslation('media')
  const studio = useStudio()
  const asset = useQuery(studio.assets.get.queryOptions({ input: { id } }))
  return (
    <Inspector
      title={asset.data?.name ?? t('file')}
      label={t('file')}
      backTo={t('close')}
      onClose={onClose}
      actions={asset.data && <Actions asset={asset.data} />}
    >
      {asset.isError && <ErrorState title={t('failed')} error={asset.error} onRetry={() => void asset.refetch()} />}
      {asset.isPending && <Skeleton rows={6} />}
      {asset.data && (
        <div className="md-record">
          <Preview asset={asset.data} />
          <Words key={asset.data.id} asset={asset.data} />
          <MadeFrom asset={asset.data} onAgain={onAgain} />
          <Facts asset={asset.data} />
          <Conversions asset={asset.data} />
          <Usage id={id} />
        </div>
      )}
    </Inspector>
  )
}

function Actions({ asset }: { readonly asset: Asset }) {
  const { t } = useTranslation('media')
  const studio = useStudio()
  const { name, id } = asset
  const undelete = useMutation(
    studio.assets.undelete.mutationOptions({ onSuccess: () => toast(t('restored', { name })) }),
  )
  const remove = useMutation(
    studio.assets.delete.mutationOptions({
      onSuccess: ({ usedBy }) =>
        toast(usedBy > 0 ? t('deletedUsed', { name, count: usedBy }) : t('deleted', { name }), {
          undo: () => undelete.mutate({ id }),
        }),
    }),
  )
  if (asset.deletedAt === null)
    return <Button look="plain" small icon={Trash2} tip={t('delete')} onClick={() => remove.mutate({ id })} />
  return (
    <Button small icon={Undo2} onClick={() => undelete.mutate({ id })}>
      {t('restore')}
    </Button>
  )
}

function Preview({ asset }: { readonly asset: Asset }) {
  const { t } = useTranslation('media')
  const url = useMediaUrl()
  // A person's own raw file: captions belong to what is published.
  /* eslint-disable jsx-a11y/media-has-caption */
  if (asset.kind === 'video') {
    const poster = asset.paths.large ? url(asset.paths.large) : undefined
    return <video className="md-preview" controls preload="metadata" src={url(asset.paths.file)} poster={poster} />
  }
  if (asset.kind === 'audio') return <audio controls preload="metadata" src={url(asset.paths.file)} />
  /* eslint-enable jsx-a11y/media-has-caption */
  if (asset.kind === 'other') {
    return (
      <div className="md-document">
        <Icon of={FileText} size="l" />
        <b className="clip">{asset.name}</b>
        {asset.pages !== null && <small className="num">{t('pages', { count: asset.pages })}</small>}
      </div>
    )
  }
  return asset.paths.large ? <img className="md-preview" src={url(asset.paths.large)} alt={asset.alt} /> : null
}

/** Name, alt text and labels; each is saved when it is left. */
function Words({ asset }: { readonly asset: Asset }) {
  const { t } = useTranslation('media')
  const studio = useStudio()
  const [name, setName] = useState(asset.name)
  const [alt, setAlt] = useState(asset.alt)
  const [labels, setLabels] = useState(asset.labels.join(', '))
  const update = useMutation(studio.assets.update.mutationOptions())
  useEffect(() => {
    setName(asset.name)
    setAlt(asset.alt)
    setLabels(asset.labels.join(', '))
  }, [asset.name, asset.alt, asset.labels])
  const save = (change: { name?: string; alt?: string; labels?: string[] }) =>
    update.mutate({ id: asset.id, ...change })
  const written = labels
    .split(',')
    .map((label) => label.trim())
    .filter(Boolean)
  return (
    <div>
      {asset.kind === 'image' && (
        <Field label={t('alt')} hint={t('altHint')}>
          <TextArea
            value={alt}
            rows={3}
            maxLength={10_000}
            onChange={(event) => setAlt(event.target.value)}
            onBlur={() => alt !== asset.alt && save({ alt })}
          />
        </Field>
      )}
      {asset.kind === 'image' && <Describe asset={asset} onTake={(text) => (setAlt(text), save({ alt: text }))} />}
      <Field label={t('name')}>
        <Input
          value={name}
          maxLength={255}
          onChange={(event) => setName(event.target.value)}
          onBlur={() => (name.trim() === '' ? setName(asset.name) : name !== asset.name && save({ name }))}
        />
      </Field>
      <Field label={t('labels')} hint={t('labelsHint')}>
        <Input
          value={labels}
          onChange={(event) => setLabels(event.target.value)}
          onBlur={() => written.join() !== asset.labels.join() && save({ labels: written })}
        />
      </Field>
    </div>
  )
}

function Facts({ asset }: { readonly asset: Asset }) {
  const { t } = useTranslation('media')
  const times = useTimes()
  const facts: readonly (readonly [string, string | null])[] = [
    [t('type'), asset.type],
    [t('size'), sizeText(asset.bytes, times.locale)],
    [t('dimensions'), asset.width === null ? null : `${asset.width} × ${asset.height}`],
    [t('pageCount'), asset.pages === null ? null : new Intl.NumberFormat(times.locale).format(asset.pages)],
    [t('duration'), asset.durationMs === null ? null : lengthText(asset.durationMs)],
    [t('codec'), [asset.videoCodec, asset.audioCodec].filter(Boolean).join(', ') || null],
    [t('fps'), asset.fps === null ? null : new Intl.NumberFormat(times.locale).format(asset.fps)],
    [t('bitrate'), asset.bitrate === null ? null : t('mbit', { mbit: mbit(asset.bitrate, times.locale) })],
    [t('added'), times.when(asset.createdAt)],
  ]
  return (
    <dl className="md-facts">
      {facts.map(
        ([label, value]) =>
          value !== null && (
            <div key={label}>
              <dt>{label}</dt>
              <dd className="num">{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

function mbit(bits: number, locale: string): string {
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(bits / 1_000_000)
}

function Usage({ id }: { readonly id: Asset['id'] }) {
  const { t } = useTranslation('media')
  const go = useGo()
  const studio = useStudio()
  const usage = useQuery(studio.assets.usage.queryOptions({ input: { id } }))
  return (
    <section>
      <SectionHead count={usage.data?.length}>{t('usedIn')}</SectionHead>
      {usage.data?.length === 0 && <p className="soft">{t('usedNowhere')}</p>}
      <ul>
        {usage.data?.map(({ postId, title }) => (
          <li key={postId}>
            <Button look="plain" small icon={PencilLine} onClick={() => go.posts({ post: postId })}>
              {title || t('untitled')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
